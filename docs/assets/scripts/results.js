// The page of results: a field like that of the search dialog, and what is looked for in its address,
// behind the #, which browsers keep to themselves. The list of all pages is there without it.

const results = document.querySelector("[data-search-page]");
const box = results.querySelector("input");
const failed = document.querySelector(".find").dataset.failed;

// Safari lets a page change its address a hundred times in half a minute: twice a second at most.
let writing;
let written = 0;
let address = location.href; // the one that was last read or written
function write(page) {
  clearTimeout(writing);
  const put = () => {
    if (location.href !== address) return; // the reader went on, and what follows that writes again
    written = Date.now();
    history.replaceState(null, "", page);
    address = location.href;
  };
  const wait = written + 500 - Date.now();
  if (wait > 0) writing = setTimeout(put, wait);
  else put();
}

const asked = () => new URLSearchParams(location.hash.slice(1)).get("q");

async function update() {
  const text = box.value.trim();
  const page = new URL(location.href);
  page.searchParams.delete("q"); // where addresses of earlier had it
  try {
    const { sayable, showResults } = await import("./search.js");
    const shown = showResults(results, text, failed);
    const said = text && (await sayable(text));
    if (text === box.value.trim()) {
      if (said || asked() !== null) page.hash = said && `q=${encodeURIComponent(said)}`;
      write(page);
    }
    await shown;
  } catch (error) {
    // It did not come, or the browser is too old to read it. The list of all pages follows.
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = failed;
    results.querySelector("[data-search-output]").replaceChildren(note);
  }
}

function followAddress() {
  address = location.href;
  // Back at the bare address nothing is looked for; a # of its own leads to a part of the page.
  const bare = location.hash ? null : "";
  const text = asked() ?? new URLSearchParams(location.search).get("q") ?? bare;
  if (text === null || (!text && !box.value)) return;
  box.value = text;
  update();
}

results.hidden = false;
document.querySelector(".search-none").hidden = true;
box.addEventListener("input", (event) => {
  if (!event.isComposing) update();
});
box.addEventListener("compositionend", update);
results.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  update();
});
addEventListener("hashchange", followAddress);
followAddress();
