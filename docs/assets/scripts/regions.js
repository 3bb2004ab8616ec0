// The region picker: by typing, by the device's time zone, and by what was chosen last time. The
// list itself is in the page. A choice is kept on this device; the help bar (site.js) follows it.

const picker = document.querySelector(".regions-picker");
const links = [...picker.querySelectorAll(".regions a")];
const [find, mine, near, missing] = [".regions-find", "[data-mine]", "[data-near]", "[data-missing]"].map(
  (selector) => picker.querySelector(selector),
);
const input = find.querySelector("input");
const status = find.querySelector("[role=status]");
const folded = picker.querySelector("details");

const slugOf = (link) => link.pathname.split("/").slice(-2)[0];

// --- What is kept. Storage may be switched off: the picker then works without a memory.

function kept() {
  try {
    return JSON.parse(localStorage.getItem("region"))?.slug;
  } catch {
    return undefined;
  }
}

function keep(link) {
  try {
    if (link) localStorage.setItem("region", JSON.stringify({ slug: slugOf(link) }));
    else localStorage.removeItem("region");
  } catch {
    return;
  }
  // Other windows hear of it by themselves, this one does not.
  dispatchEvent(new StorageEvent("storage", { key: "region" }));
}

// --- Shortcuts

function offer(place, link) {
  place.hidden = !link;
  if (!link) return;
  const shortcut = place.querySelector("a");
  shortcut.href = link.href;
  shortcut.textContent = link.textContent;
  shortcut.onclick = () => keep(link);
}

function offerBoth() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const slug = kept();
  const chosen = links.find((link) => slugOf(link) === slug);
  const here = links.find((link) => link.dataset.zones.split(" ").includes(zone));
  offer(mine, chosen);
  offer(near, here === chosen ? undefined : here);
  picker.querySelector(".regions-hint").classList.toggle("suggests", Boolean(chosen || here));
}

// --- Typing

// Letters and digits alone, in one width and case, without accents.
const lettersOf = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}|]/gu, "");
const words = new Map(links.map((link) => [link, lettersOf(link.dataset.names).split("|")]));

// The beginning of a name; of Chinese any part, since nobody types the 中国 of 中国香港.
function matches(link, typed) {
  const inside = /\p{Script=Han}/u.test(typed);
  return words.get(link).some((name) => name.startsWith(typed) || (inside && name.includes(typed)));
}

// While a keyboard composes a word, what stands in the field is not yet what is meant: letters that
// lead to no region say nothing, since they may become a Chinese name.
function filter(event) {
  const composed = lettersOf(input.value);
  const typed = event?.isComposing && !links.some((link) => matches(link, composed)) ? "" : composed;
  if (folded && typed) folded.open = true;
  for (const link of links) link.parentElement.hidden = !matches(link, typed);
  for (const part of picker.querySelectorAll("section")) part.hidden = !part.querySelector("li:not([hidden])");
  const count = shown().length;
  picker.querySelector("nav").hidden = Boolean(typed);
  // What was found stands under the field, not behind a keyboard.
  picker.classList.toggle("is-asked", count > 0 && Boolean(typed));
  missing.hidden = count > 0;
  status.textContent = !typed ? "" : count ? picker.dataset.count.replace("{count}", count) : picker.dataset.none;
}

const shown = () => links.filter((link) => !link.parentElement.hidden);

input.addEventListener("input", filter);
input.addEventListener("compositionend", filter);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  // Several are left to the reader: Tab leads to them.
  if (shown().length === 1) shown()[0].click();
});
for (const link of links) link.addEventListener("click", () => keep(link));
mine.querySelector("button").addEventListener("click", () => {
  keep(undefined);
  offerBoth();
  input.focus();
});

find.hidden = false;
offerBoth();
filter();
addEventListener("pageshow", offerBoth); // back from the page that was chosen
