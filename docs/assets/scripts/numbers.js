// What there is for the region that was chosen comes first: among the numbers of a step, be it only that
// none was verified there, and in the table of all regions, where it opens. site.js asks for this file
// where a region was chosen.

/** Put a region first in the lists of a page; the link leads to its own page and names it in small. */
export function put(link) {
  const { href } = link;
  const name = link.querySelector("small").textContent;
  const [slug] = href.split("/").slice(-2);
  for (const list of document.querySelectorAll(".numbers > ul, .directory")) {
    list.querySelector(".numbers-none")?.remove(); // of another region
    const own = list.querySelector(`[data-region="${slug}"]`) || noneOf(list, href, name);
    if (!own) continue;
    own.open = true;
    list.prepend(own);
  }
}

function noneOf(list, href, name) {
  const none = list.querySelector("template")?.content.firstElementChild.cloneNode(true);
  if (!none) return null;
  none.className = "numbers-none";
  none.firstChild.href = href;
  none.firstChild.prepend(name);
  return none;
}
