// Moves the reader's region to the top of each list of numbers and of the table of all regions, where
// it opens. A list without a number for the region says on top that none was verified there. site.js
// loads this file once a region was chosen.

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
