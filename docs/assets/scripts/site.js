// What a page does beyond being read: colour scheme, menu as a drawer, copy buttons.
// Every page is complete without this file; it only adds.

const root = document.documentElement;

// --- Colour scheme: the reader's choice is kept on the device, otherwise the system decides.

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be switched off
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the choice then holds for this page only
  }
}

function toggleScheme() {
  const dark = root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches;
  root.dataset.scheme = dark ? "light" : "dark";
  keep("scheme", root.dataset.scheme);
}

const choice = kept("scheme");
if (choice === "dark" || choice === "light") root.dataset.scheme = choice;

// --- Languages: a choice is kept, and the other page opens at the same place: headings have one id in
// all languages, and what is searched for stands behind the # too. On a page in another script than was chosen, or is the browser's, language.js says so;
// on an urgent page nothing does.

const script = (tag) => new Intl.Locale(tag).maximize().script;

for (const link of document.querySelectorAll(".top [hreflang]")) {
  link.addEventListener("click", () => {
    keep("language", link.lang);
    link.hash = location.hash;
  });
}

try {
  const wanted = kept("language") ?? navigator.languages.find((tag) => tag.slice(0, 2) === root.lang.slice(0, 2));
  if (document.body.dataset.suggestion && script(wanted) !== script(root.lang)) import("./language.js").then((line) => line.suggest(script(wanted)));
} catch {
  // an old browser
}

// --- The reader's region, chosen in the picker (regions.js): the help bar leads straight to it.

const regions = document.querySelector(".help-region");
const allRegions = regions?.href;
const name = document.createElement("small");

// What is kept says which region, never what stands on a page: the browser knows its name.
function nameOf(slug) {
  try {
    return new Intl.DisplayNames([root.lang], { type: "region" }).of(slug.toUpperCase());
  } catch {
    return slug.toUpperCase(); // an old browser
  }
}

function showRegion() {
  let mine;
  try {
    mine = JSON.parse(kept("region"));
  } catch {
    // not ours, or cut short: as if nothing was chosen
  }
  // A region may have left the site since: the page knows those that it has.
  const known = regions.dataset.known.split(" ").includes(mine?.slug);
  regions.href = known ? new URL(`${mine.slug}/`, allRegions) : allRegions;
  name.textContent = known ? nameOf(mine.slug) : "";
  if (known) {
    regions.append(" ", name);
    import("./region-first.js").then((lists) => lists.put(regions));
  }
  else name.remove();
  if (regions.pathname === location.pathname) regions.setAttribute("aria-current", "page");
  else regions.removeAttribute("aria-current");
}

if (regions) {
  showRegion();
  addEventListener("storage", showRegion);
}

// --- Contents: one line on a phone, opened where they stand beside the article.

const contents = document.querySelector(".toc-beside details");
if (contents && matchMedia("(min-width: 76rem)").matches) contents.open = true;

// --- A page that is read after its own limit says so. The day is the reader's, as in a build.
const now = new Date();
const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
for (const notice of document.querySelectorAll("[data-valid-until]")) {
  notice.hidden = today <= notice.dataset.validUntil;
}

// --- Paper opens nothing: what is folded is printed open, and folds again.

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
const scheme = document.querySelector(".scheme");
scheme?.addEventListener("click", toggleScheme);
// In the header where there is room, at the foot in narrow and in enlarged windows.
const wide = matchMedia("(min-width: 60rem)");
const foot = scheme?.closest("ul");

function placeScheme() {
  if (wide.matches) document.querySelector(".top-tools").prepend(scheme.parentElement);
  else foot.append(scheme.parentElement);
}

if (scheme) {
  placeScheme();
  wide.addEventListener("change", placeScheme);
}

// --- Menu: without scripts a link to #nav; with them a drawer, which comes when it is asked for.

const opener = document.querySelector(".menu");

async function openMenu(event) {
  event.preventDefault();
  try {
    (await import("./menu.js")).open();
  } catch {
    location.hash = "nav"; // off line: as without scripts
  }
}

if (opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", openMenu);
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") openMenu(event);
  });
}

// --- Copy buttons: a number, or a message as it stands on the page.

function copyBeside(button) {
  const source = document.getElementById(button.dataset.copyFrom);
  copy(button, source ? source.innerText : button.dataset.copy, source || button.previousElementSibling);
}

/** Copy a text, which stands at `place`, and say on the button for four seconds whether it was copied. */
export async function copy(button, text, place) {
  const label = (button.dataset.label ||= button.textContent);
  button.textContent = (await copyText(text, place)) ? button.dataset.done : document.body.dataset.byHand;
  status(button.textContent);
  setTimeout(() => {
    button.textContent = label;
  }, 4000);
}

// Browsers inside other apps often refuse, or have no clipboard for pages. Then what stands at `place`
// is marked, and copied as browsers of earlier did; or else it waits there to be copied by hand.
async function copyText(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    getSelection().selectAllChildren(place);
    return document.execCommand("copy");
  }
}

let live;
function status(text) {
  if (!live) {
    live = document.createElement("p");
    live.className = "visually-hidden";
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = text;
}

// A tool comes when it is asked for: its button names the script.
async function start(button) {
  try {
    (await import(new URL(button.dataset.tool, location))).open(button);
  } catch {
    button.textContent = button.dataset.failed; // off line
  }
}

for (const button of document.querySelectorAll(".copy[type=button]")) {
  button.hidden = false;
  button.addEventListener("click", () => (button.dataset.tool ? start(button) : copyBeside(button)));
}

// --- Search: a form that leads to the list of all pages; with scripts, a dialog. What it needs
// is loaded when it is opened. What is typed stands in an address only behind its #, which browsers
// keep to themselves.

const finder = document.querySelector(".find");
const field = finder?.querySelector("input");

let opening;

function openSearch() {
  opening ??= startSearch().finally(() => (opening = undefined));
}

async function startSearch() {
  const { search, close, failed, index } = finder.dataset;
  const typed = () => {
    const text = field.value;
    field.value = "";
    return text;
  };
  try {
    const { open } = await import("./search.js");
    await open({ label: search, close, failed, index, action: finder.action }, typed);
  } catch {
    location.href = finder.action; // off line, or an old browser: the list of all pages
  }
}

function isTyping(target) {
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

finder?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text) location.assign(`${finder.action}#q=${encodeURIComponent(text)}`);
  else openSearch();
});

if (finder && "showModal" in HTMLDialogElement.prototype) {
  field.addEventListener("click", openSearch);
  field.addEventListener("input", (event) => {
    if (!event.isComposing) openSearch();
  });
  field.addEventListener("compositionend", openSearch);
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !command) return;
    event.preventDefault();
    openSearch();
  });
}

// --- Without a network: what a reader needs then is kept on the device (worker.js). A preview has no facts.

function keepPages() {
  const worker = new URL("../../sw.js", import.meta.url).href;
  const policy = window.trustedTypes?.createPolicy("worker", { createScriptURL: () => worker });
  navigator.serviceWorker.register(policy ? policy.createScriptURL("") : worker).catch(() => {});
}

if (root.dataset.facts && navigator.serviceWorker) addEventListener("load", keepPages);
