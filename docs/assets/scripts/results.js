// The page of results: a field like that of the search dialog, and what is looked for in its address,
// behind the #, which browsers keep to themselves. The list of all pages is there without it.

const results = document.querySelector("[data-search-page]");
const box = results.querySelector("input");
const failed = document.querySelector(".find").dataset.failed;

const asked = () => new URLSearchParams(location.hash.slice(1)).get("q");

async function update() {
  const text = box.value.trim();
  const page = new URL(location.href);
  page.searchParams.delete("q"); // where addresses of earlier had it
  if (text || asked() !== null) page.hash = text && `q=${encodeURIComponent(text)}`;
  history.replaceState(null, "", page);
  const { showResults } = await import("./search.js");
  await showResults(results, text, failed);
}

function followAddress() {
  // Back at the bare address nothing is looked for; a # of its own leads to a part of the page.
  const bare = location.hash ? null : "";
  const text = asked() ?? new URLSearchParams(location.search).get("q") ?? bare;
  if (text === null || (!text && !box.value)) return;
  box.value = text;
  update();
}

results.hidden = false;
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
