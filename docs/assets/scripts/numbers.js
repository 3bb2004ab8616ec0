// What there is for the region that was chosen comes first: among the numbers of a step, be it only that
// none was verified there, and in the table of all regions, where it opens. site.js asks for this file
// where a region was chosen.

/** Put a region first in the lists of a page; `href` leads to its own page. */
export function put(href, name) {
  const [slug] = href.split("/").slice(-2);
  for (const list of document.querySelectorAll(".numbers > ul, .directory")) {
    const none = list.querySelector(".numbers-none");
    const own = list.querySelector(`[data-region="${slug}"]`) || none;
    if (!own) continue;
    if (own === none) {
      const link = own.querySelector("a");
      link.href = href;
      link.querySelector("span").textContent = name;
    }
    own.hidden = false;
    own.open = true;
    list.prepend(own);
  }
}
