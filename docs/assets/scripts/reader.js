// What a page knows of its reader: the day where they are, and the region that they chose.

/** Return the reader's own day, as YYYY-MM-DD. */
export function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

/** Return the code of the region that the reader chose in the picker, or "". */
export function chosenRegion() {
  try {
    const { slug } = JSON.parse(localStorage.getItem("region")) || {};
    return /^[a-z]{2}$/.test(slug) ? slug.toUpperCase() : "";
  } catch (error) {
    return ""; // storage may be switched off
  }
}
