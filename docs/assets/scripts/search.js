// The search that a reader sees: a dialog on every page, and the page of results. site.js loads
// this file when search is opened; nothing of it is needed before. What is typed stays here.

import { Engine, shown } from "./search-engine.js";
import "./words.js"; // the engine's: asked for at once, not when the engine has come

const here = new URL(import.meta.url);
const root = new URL("../../", here);
const folder = new URL("../search/", here);

async function load(name) {
  const answer = await fetch(new URL(name, folder));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

const styles = new Promise((resolve) => {
  const link = make("link", { rel: "stylesheet", href: new URL("../styles/search.css", here) });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

// The page says which index is that of its language.
let starting;
function engine() {
  const index = new URL(document.querySelector(".find").dataset.found, location);
  starting ??= load(index).then((text) => new Engine(JSON.parse(text), load));
  starting.catch(() => (starting = undefined));
  return starting;
}

// --- Parts of a page

function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element && !key.startsWith("aria")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function address(path) {
  return new URL(path, root).href;
}

// The address of a page that is to look for a text. It stands in the fragment: no request contains it.
// Of a secret nothing is written to it.
function asking(url, text) {
  return text ? `${url}#q=${encodeURIComponent(text)}` : url;
}

/** Resolve to the text if it may stand in an address, or to "" if it holds a secret. */
export async function sayable(text) {
  try {
    const { mayHoldSecret } = await import("./secrets.js");
    return (await mayHoldSecret(text)) ? "" : text;
  } catch {
    return ""; // not checked, so not written
  }
}

function words(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function count(ui, number) {
  if (!number) return ui.count_none;
  return number === 1 ? ui.count_one : words(ui.count, { count: number });
}

// An excerpt with its matches marked: every second part is one.
function excerpt(parts) {
  return parts.map((part, i) => (i % 2 ? make("mark", {}, part) : part));
}

function urgentRoute(index) {
  return make("p", { className: "search-urgent" }, make("a", { href: address(index.routes[0]) }, index.ui.urgent));
}

// Before all pages, for who speaks of dying: whom to call, on the page of the region that was chosen.
function crisisBox({ crisis, pages, ui }) {
  const chosen = document.querySelector(".help-region")?.href; // as site.js put it
  const own = pages.find(([url]) => url !== crisis.all && address(url) === chosen);
  const label = own ? words(ui.crisis_lines, { region: shown(own[2]) }) : ui.crisis_all;
  const link = make("a", { href: `${address(own ? own[0] : crisis.all)}${own ? "#support" : ""}` }, label);
  return make("div", { className: "search-crisis", role: "note" }, ...[ui.crisis_say, ui.crisis_now, link].map((each) => make("p", {}, each)));
}

function routes(index, label) {
  const links = index.routes.map((url) => {
    const page = index.pages.find(([known]) => known === url);
    return make("li", {}, make("a", { href: address(url) }, shown(page[1])));
  });
  return make("div", { className: "search-routes" }, make("p", {}, label), make("ul", {}, ...links));
}

// Adds the query to the links after `secrets.js` has found no secret in it. The links work before
// that; `secrets.js` loads after the first results.
async function carry(text, links) {
  const said = text && (await sayable(text));
  for (const link of links) link.href = asking(link.href, said);
}

// The same search in the other languages, each in its own words.
function otherLanguages(index) {
  return index.others.map(([page, lang, label]) => make("a", { href: address(page), lang, hreflang: lang }, label));
}

// The engine's results, with a link to the checker for pasted values.
async function find(text, options) {
  const ready = await engine();
  const found = await ready.search(text, options);
  if (found.contact) {
    const page = ready.index.pages.find(([url]) => url === ready.index.checker);
    found.results.unshift({
      url: ready.index.checker,
      carries: found.contact,
      title: shown(page[1]),
      heading: null,
      excerpt: [words(ready.index.ui.check, { text: found.contact })],
    });
  }
  return { ...found, index: ready.index };
}

// --- The dialog

let dialog;
let input;
let status;
let output;
let options = [];
let active = -1;
let turn = 0;
let chosen; // the link that closed the dialog

function build(labels) {
  input = make("input", {
    type: "text", // in a search field, Escape would empty it before it closes the dialog
    placeholder: labels.label,
    autocomplete: "off",
    enterKeyHint: "search",
    maxLength: 200,
    role: "combobox",
    "aria-label": labels.label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "search-list",
  });
  const close = make("button", { type: "button", className: "tool", "aria-label": labels.close }, "✕");
  close.addEventListener("click", () => dialog.close());
  const form = make("form", { role: "search", "aria-label": labels.label });
  form.append(input, close);
  status = make("p", { className: "search-status", role: "status" });
  output = make("div", { className: "search-output" });
  dialog = make("dialog", { className: "search-dialog", "aria-label": labels.label }, form, status, output);
  document.body.append(dialog);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (options[active]) return options[active].click();
    const text = input.value.trim();
    dialog.close();
    sayable(text).then((said) => location.assign(asking(labels.action, said)));
  });
  input.addEventListener("input", () => show());
  input.addEventListener("keydown", onKey);
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) chosen = link;
    if (link?.href === location.href) event.preventDefault(); // no new load: it leads to the heading
    if (link || event.target === dialog) dialog.close();
  });
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !options.length) return;
  event.preventDefault();
  activate((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
}

function activate(number) {
  options[active]?.setAttribute("aria-selected", "false");
  active = number;
  const option = options[active];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function option(url, ...children) {
  return make("a", { role: "option", "aria-selected": "false", tabIndex: -1, href: address(url) }, ...children);
}

function optionsOf({ url, title, heading, excerpt: parts }) {
  const page = option(url, make("b", {}, title), make("span", {}, ...excerpt(parts)));
  if (!heading) return [page];
  return [page, Object.assign(option(heading.url, heading.title), { className: "search-heading" })];
}

// Shows the results; while more are being looked up, those already known.
async function show() {
  const mine = ++turn;
  const text = input.value.trim();
  output.setAttribute("aria-busy", "true");
  let answered = false; // what was found at once stays if the rest does not arrive
  try {
    if (text) {
      const quick = await find(text, { more: false });
      answered = quick.results.length > 0;
      const carried = answered || !quick.unsure ? paint(mine, text, quick) : null;
      if (quick.unsure && mine === turn) await paint(mine, text, await find(text));
      else await carried;
    } else paint(mine, text, { results: [], index: (await engine()).index });
  } catch {
    if (mine === turn && answered) status.textContent = labelsOfPage.failed;
    else if (mine === turn) fail();
  }
  if (mine === turn) output.setAttribute("aria-busy", "false");
}

// Resolves when its links carry what was typed.
async function paint(mine, text, { results, crisis, urgent, understood, guess, says, index }) {
  if (mine !== turn) return;
  const { ui } = index;
  options = results.flatMap(optionsOf);
  options.forEach((each, number) => (each.id = `search-option-${number}`));
  const list = make("div", { id: "search-list", role: "listbox", "aria-label": ui.list }, ...options);
  list.hidden = !options.length;
  output.replaceChildren(list);
  if (guess) output.prepend(make("p", { className: "search-guess" }, ui.guess));
  if (urgent) output.prepend(urgentRoute(index));
  if (understood) output.prepend(make("p", { className: "detail" }, words(ui.understood, { text: understood })));
  if (crisis) output.prepend(crisisBox(index));
  if (says) output.append(make("p", { className: "search-says" }, says));
  if (!options.length) output.append(routes(index, text ? ui.none : ui.start));
  const links = text
    ? [make("a", { href: address(index.results) }, ui.all), ...otherLanguages(index)]
    : [make("a", { href: address(index.results) }, ui.index)];
  output.append(make("p", { className: "search-links" }, ...links));
  input.setAttribute("aria-expanded", String(options.length > 0));
  status.classList.toggle("search-first", Boolean(crisis));
  status.textContent = crisis ? ui.crisis : text ? count(ui, results.length) : "";
  activate(-1);
  if (!text) return;
  if (results[0]?.carries) await carry(results[0].carries, [options[0]]);
  await carry(text, links);
}

function fail() {
  options = [];
  const { failed, index, action } = labelsOfPage;
  status.textContent = failed;
  output.replaceChildren(make("p", {}, make("a", { href: action }, index)));
  input.setAttribute("aria-expanded", "false");
}

// Where a result on the page that is open leads: its heading takes the focus, not what opened the search.
function placeOf(link) {
  chosen = undefined;
  if (!link || link.pathname !== location.pathname) return undefined;
  const place = document.getElementById(decodeURIComponent(link.hash.slice(1))) || document.querySelector("h1");
  if (place) place.tabIndex = -1;
  return place;
}

let labelsOfPage;

// Opens the dialog. `labels` are the words it needs before the index is there; `typed` says what
// was typed outside it by the time it takes the focus.
export async function open(labels, typed) {
  if (dialog?.open) return input.select();
  labelsOfPage = labels;
  if (!dialog) build(labels);
  const opener = document.activeElement;
  await styles;
  input.value = typed();
  dialog.showModal();
  dialog.addEventListener("close", () => (placeOf(chosen) || opener)?.focus?.(), { once: true });
  input.focus();
  return show();
}

// --- The page of results

export async function showResults(section, text, failed) {
  const mine = ++turn;
  const place = section.querySelector("[data-search-output]");
  await styles;
  try {
    const found = text ? await find(text) : null;
    if (mine !== turn) return;
    place.replaceChildren(...(found ? resultsOf(found) : []));
    if (!found) return;
    // Taken now: by the time a text may be written to them, others may stand in their place.
    const [first, links] = [place.querySelector(".search-results a"), place.querySelectorAll(".search-links a")];
    if (found.results[0]?.carries) await carry(found.results[0].carries, [first]);
    await carry(text, links);
  } catch {
    if (mine === turn) place.replaceChildren(make("p", { role: "status" }, failed));
  }
}

function resultsOf({ results, crisis, urgent, understood, guess, says, index }) {
  const { ui } = index;
  const items = results.map(({ url, title, heading, excerpt: parts }) => {
    const item = make("li", {}, make("a", { href: address(url) }, title));
    if (heading) item.append(" ", make("a", { href: address(heading.url), className: "search-heading" }, heading.title));
    item.append(make("p", {}, ...excerpt(parts)));
    return item;
  });
  const parts = [make("p", { role: "status", className: crisis ? "search-status search-first" : "search-status" }, crisis ? ui.crisis : count(ui, results.length))];
  if (understood) parts.push(make("p", { className: "detail" }, words(ui.understood, { text: understood })));
  if (crisis) parts.push(crisisBox(index));
  if (urgent) parts.push(urgentRoute(index));
  if (says) parts.push(make("p", { className: "search-says" }, says));
  if (guess) parts.push(make("p", { className: "search-guess" }, ui.guess));
  if (items.length) parts.push(make("ol", { className: "search-results" }, ...items));
  else parts.push(routes(index, ui.none));
  parts.push(make("p", { className: "search-links" }, ...otherLanguages(index)));
  return parts;
}
