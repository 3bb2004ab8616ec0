// The evidence log: what was said and promised, contact by contact. It is kept on this device
// (store.js) and leaves it as a file, on paper or as a text that is copied. Every word stands in the page.

import { calendar } from "./calendar.js";
import { askOnce, make, wordsOf } from "./elements.js";
import { today } from "./reader.js";
import { copy } from "./site.js";
import { read, remove, watch, write } from "./store.js";
import { complain, isClean, newName, save, sayState } from "./tool.js";

const SECTION = "log";
// What stands in the form and is not saved yet: one entry, which no reload takes away.
const DRAFT = "draft";
const TYPING = 300; // milliseconds without a letter after which a draft is kept
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^(?:\d\d:\d\d)?$/;
const MOST_ENTRIES = 500;
const LONGEST = 2000;
// What JSON files say of themselves.
const FORMAT = "evidence log";
// Fields that entries and backups of older versions do not have.
const ADDED_LATER = { payment: "" };

const tool = document.querySelector(".log-tool");
const template = tool.querySelector("template");
const word = wordsOf(template);
const { colon, name: fileName } = tool.dataset;
const body = document.importNode(template.content.querySelector(".tool-body"), true);
body.hidden = true; // until there is something to show, so that nothing moves
tool.append(body);
const [form, list, out, line] = [".log-form", ".log-entries", ".log-out", ".tool-state"].map((each) =>
  tool.querySelector(each),
);
const fields = [...form.querySelectorAll("input, select, textarea")];
const names = fields.map((field) => field.dataset.name);
const field = (name) => fields[names.indexOf(name)];
const isTyped = (each) => each.matches("input[type=text], textarea");
const labelOf = (name) => form.querySelector(`label[for="log-${name}"]`).textContent;
const adding = tool.querySelector("[data-tool]");
let editing = "";
let opened = ""; // what the form held when it was opened

// --- Entries

/** Return the entries with their ids, in the reader's order. */
function entries() {
  const found = read(SECTION);
  return Object.keys(found)
    .map((id) => Object.assign({ id }, ADDED_LATER, found[id]))
    .filter(isContact)
    .sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
}

const inTime = (all) => [...all].sort((a, b) => (when(a) < when(b) ? -1 : 1));
const when = (entry) => `${entry.date} ${entry.time}`.trim();

/** Return whether an entry has every field of the form, each as the form would take it. */
function isContact(entry) {
  return (
    names.every((name) => typeof entry[name] === "string" && entry[name].length <= LONGEST) &&
    DAY.test(entry.date) &&
    TIME.test(entry.time) &&
    (!entry.due || DAY.test(entry.due)) &&
    Boolean(optionOf(entry.channel)) &&
    Number.isFinite(entry.place) &&
    Number.isFinite(entry.changed)
  );
}

const optionOf = (value) => [...field("channel").options].find((option) => option.value === value);

/** Return a field of an entry as it is shown. */
function shown(entry, name) {
  return name === "channel" ? optionOf(entry.channel).textContent : entry[name];
}

const headOf = (entry) => [when(entry), entry.zone && `(${entry.zone})`, shown(entry, "channel")].filter(Boolean).join(" ");
const NOT_IN_HEAD = ["used", "who", "case", "payment", "said", "promised", "due"];

function draw() {
  sayState(line, word);
  const all = entries();
  list.textContent = "";
  all.forEach((entry, at) => list.append(drawEntry(entry, at, all)));
  out.hidden = !all.length;
  if (all.length) body.hidden = false;
  tool.querySelector(".log-count").textContent = all.length ? word("count", { count: all.length }) : "";
}

function drawEntry(entry, at, all) {
  const facts = make("dl");
  for (const name of NOT_IN_HEAD) {
    if (entry[name]) facts.append(make("div", {}, make("dt", {}, labelOf(name)), make("dd", {}, entry[name])));
  }
  const tools = make("p", { className: "tool-buttons" });
  // Two of one day by one way are told apart by their number.
  const same = all.filter((each) => headOf(each) === headOf(entry));
  const name = same.length > 1 ? `${headOf(entry)} (${same.indexOf(entry) + 1})` : headOf(entry);
  const add = (what, act) => {
    const button = make("button", { type: "button" }, word(what));
    button.setAttribute("aria-label", `${word(what)}${colon}${name}`);
    button.addEventListener("click", act);
    tools.append(button);
    return button;
  };
  add("edit", () => open(entry));
  if (at > 0) add("up", () => swap(entry, all[at - 1], "up"));
  if (at < all.length - 1) add("down", () => swap(entry, all[at + 1], "down"));
  askOnce(add("delete", () => {}), word("sure"), async () => {
    await remove(SECTION, [entry.id]);
    adding.focus();
  });
  return make("li", { id: `log-entry-${entry.id}` }, make("p", { className: "log-head" }, headOf(entry)), facts, tools);
}

async function swap(entry, other, name) {
  const bare = (each, place) => {
    const copy = Object.assign({}, each, { place });
    delete copy.id;
    return copy;
  };
  await write(SECTION, { [entry.id]: bare(entry, other.place), [other.id]: bare(other, entry.place) });
  const buttons = document.getElementById(`log-entry-${entry.id}`).querySelectorAll("button");
  const named = (each) => [...buttons].find((button) => button.textContent === word(each));
  (named(name) || named(name === "up" ? "down" : "up")).focus();
}

// --- The form

/** Show the form, empty or with an entry to change; what is half typed there stays. */
export function open(entry) {
  if (isChanged()) {
    sayUnsaved("unsaved");
    field("date").focus();
    return;
  }
  fill(entry && entry.id ? entry : undefined);
  field("date").focus();
}

function fill(given) {
  editing = given ? given.id : "";
  told.clear();
  sayUnsaved("");
  for (const each of fields) {
    complain(each, "");
    each.value = given ? given[each.dataset.name] : each.defaultValue || "";
  }
  if (!given) {
    field("channel").selectedIndex = 0;
    field("date").value = today();
    field("zone").value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  }
  opened = JSON.stringify(typed());
  body.hidden = form.hidden = false;
}

const typed = () => Object.assign({}, ...fields.map((each) => ({ [each.dataset.name]: each.value.trim() })));
const isChanged = () => !form.hidden && JSON.stringify(typed()) !== opened;

function sayUnsaved(name) {
  form.querySelector(".log-unsaved").textContent = name && word(name);
}

/** Close the form; resolve once its draft is gone. */
async function close() {
  form.hidden = true;
  editing = "";
  clearTimeout(typing);
  typing = 0;
  adding.focus();
  await remove(DRAFT);
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") form.querySelector("[data-cancel]").click();
});

// --- The draft

let typing = 0;

/** Keep what stands in the form, without what may be a secret. */
async function keepDraft() {
  const draft = { id: editing };
  const mine = typing;
  for (const each of fields) {
    // Looked at in a field of its own: the one that is being typed in is not cleared yet.
    const copy = make("textarea", { value: each.value });
    if (isTyped(each)) await isClean(copy, labelOf(each.dataset.name), template);
    draft[each.dataset.name] = copy.value;
  }
  if (typing === mine && !form.hidden) await write(DRAFT, { [DRAFT]: isChanged() ? draft : null });
}

/** Show what was half typed when the page was left. */
function restore() {
  const draft = Object.assign({}, ADDED_LATER, read(DRAFT)[DRAFT]);
  if ( !names.every((name) => typeof draft[name] === "string") || !optionOf(draft.channel)) return;
  fill(entries().find((entry) => entry.id === draft.id));
  for (const each of fields) each.value = draft[each.dataset.name];
  sayUnsaved("back");
}

form.addEventListener("input", () => {
  sayUnsaved("");
  clearTimeout(typing);
  typing = setTimeout(keepDraft, TYPING);
});

/** Return the day where it is latest on earth: a contact may have been in any zone. */
const latestToday = () => new Date(Date.now() + 14 * 36e5).toISOString().slice(0, 10);

/** Return what is wrong with the dates and the times, by field, as words. */
function mistakes(value) {
  const found = {};
  if (!value.date) found.date = word("no-date");
  else if (!DAY.test(value.date)) found.date = word("bad-date");
  else if (value.date > latestToday()) found.date = word("ahead");
  if (!TIME.test(value.time)) found.time = word("bad-time");
  if (value.due && !DAY.test(value.due)) found.due = word("bad-date");
  else if (value.due && value.due < value.date) found.due = word("due-early");
  if (!value.said && !value.promised && !value.payment) found.said = word("nothing");
  return found;
}

// Fields that were cleared of a secret since they were last saved: saving stops there once, or the
// form would close over what it says.
const told = new Set();
const checks = new Map();

async function check(each) {
  if (await isClean(each, labelOf(each.dataset.name), template)) told.delete(each);
  else told.add(each);
}

async function submit(event) {
  event.preventDefault();
  const refused = [];
  for (const each of fields.filter(isTyped)) {
    await checks.get(each);
    if (!told.has(each)) await check(each);
    if (told.delete(each)) refused.push(each);
  }
  if (form.hidden) return; // pressed twice
  const value = typed();
  const wrong = mistakes(value);
  for (const each of fields) {
    if (refused.includes(each)) continue;
    complain(each, wrong[each.dataset.name] || "");
    if (wrong[each.dataset.name]) refused.push(each);
  }
  if (refused.length) {
    refused.sort((a, b) => fields.indexOf(a) - fields.indexOf(b))[0].focus();
    return;
  }
  const all = entries();
  const before = all.find((entry) => entry.id === editing);
  value.place = before ? before.place : placeOf(value, all);
  value.changed = Date.now();
  // The form goes at once: the device may take a moment, and the next contact may be noted meanwhile.
  write(SECTION, { [editing || newName()]: value });
  await close();
}

/** Return the place of a new entry: before the first later one. From there the reader moves it. */
function placeOf(value, all) {
  const at = all.findIndex((entry) => when(entry) > when(value));
  if (at < 0) return all.length ? all[all.length - 1].place + 1 : 1;
  return at ? (all[at - 1].place + all[at].place) / 2 : all[0].place - 1;
}

for (const each of fields.filter(isTyped)) {
  each.addEventListener("change", () => checks.set(each, check(each)));
}
form.addEventListener("submit", submit);
askOnce(form.querySelector("[data-cancel]"), word("throw"), close, isChanged);

// --- Texts

const unique = (values) => [...new Set(values.filter(Boolean))];
// A payment that was noted is no contact, where contacts are counted.
const isNotPayment = (entry) => entry.channel !== "payment";
const casesOf = (all) => unique(all.map((entry) => entry.case)).join(tool.dataset.join) || word("none-given");

function periodOf(all) {
  const dates = all.map((entry) => entry.date).sort();
  return unique([dates[0], dates[dates.length - 1]]).join(" – ");
}

/** Return the lines above a record: whose, against whom, when; what is not known stays to be filled in. */
function header(all) {
  return [
    [word("complainant"), ""],
    [word("firm"), ""],
    [word("account"), ""],
    [word("cases"), casesOf(all)],
    [word("period"), periodOf(all)],
    [word("contacts"), String(all.filter(isNotPayment).length)],
    [word("made-on"), today()],
  ];
}

const pair = ([name, value]) => `${name}${colon}${value || "____"}`;

function wholeText() {
  const all = entries();
  const blocks = all.map((entry, at) =>
    [
      `${at + 1}. ${headOf(entry)}`,
      ...NOT_IN_HEAD.filter((name) => entry[name]).map((name) => pair([labelOf(name), entry[name]])),
    ].join("\n"),
  );
  return [[word("title"), ...header(all).map(pair)].join("\n"), ...blocks].join("\n\n");
}

function summary() {
  const all = entries();
  const lines = all.map((entry) => {
    const told = entry.promised
      ? word("line-promised", { promised: entry.promised, due: entry.due || word("no-due") })
      : entry.said && word("line-said", { said: entry.said });
    const paid = entry.payment && word("line-paid", { payment: entry.payment });
    return `${when(entry)} ${shown(entry, "channel")}${colon}${[paid, told].filter(Boolean).join(tool.dataset.join)}`;
  });
  return [word("title"), ...header(all).slice(3, 6).map(pair), ...lines].join("\n");
}

/** Return a few sentences: how often and when, what was paid, what was promised last, what the bank is asked. */
function forTheBank() {
  const all = inTime(entries());
  const contacts = all.filter(isNotPayment);
  const [first, last] = [contacts[0], contacts[contacts.length - 1]];
  const latest = (name) => [...all].reverse().find((entry) => entry[name]);
  const [promise, words] = [latest("promised"), latest("said")];
  const payments = unique(all.map((entry) => entry.payment)).join(tool.dataset.join);
  const often = contacts.length > 1 ? "bank-often" : "bank-once";
  return [
    first && word(often, { from: first.date, to: last.date, count: contacts.length, cases: casesOf(all) }),
    payments && word("bank-paid", { payments }),
    promise
      ? word("bank-promised", { promised: promise.promised, due: promise.due || word("no-due") })
      : words && word("bank-said", { said: words.said }),
    word("bank-asked"),
  ].filter(Boolean).join(tool.dataset.space);
}

// --- Files

/** Return a cell for a table program, which must not take it for a formula. */
function cell(text) {
  const safe = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/\r?\n/g, "\r\n").replace(/"/g, '""')}"`;
}

/** Return the entries as a table (RFC 4180); the mark at its start tells Excel that it is UTF-8. */
function csv() {
  const rows = [names.map(labelOf), ...entries().map((entry) => names.map((name) => shown(entry, name)))];
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function json() {
  return `${JSON.stringify({ format: FORMAT, version: 1, entries: entries() }, null, 1)}\n`;
}

function ics() {
  const events = entries()
    .filter((entry) => entry.due)
    .map((entry) => ({
      id: entry.id,
      day: entry.due,
      title: word("calendar-title", { promised: entry.promised || entry.said || entry.payment }),
      text: [headOf(entry), ...NOT_IN_HEAD.filter((name) => entry[name]).map((name) => pair([labelOf(name), entry[name]]))].join("\n"),
      changed: entry.changed,
    }));
  return events.length ? calendar(events, tool.dataset.product) : "";
}

/** Return the entries of a file and how many it has that cannot be read, or null if it was not written here. */
function entriesOf(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return null;
  }
  if (!found || found.format !== FORMAT || found.version !== 1 || !Array.isArray(found.entries)) return null;
  const whole = found.entries
    .map((entry) => Object.assign({}, ADDED_LATER, entry))
    .filter((entry) => /^[0-9a-f]{32}$/.test(entry.id) && isContact(entry));
  if (!whole.length || found.entries.length > MOST_ENTRIES) return null;
  return { whole, bad: found.entries.length - whole.length };
}

async function readBack(event) {
  const input = event.target;
  const said = tool.querySelector(".log-said");
  const found = input.files[0] && entriesOf(await new Response(input.files[0]).text());
  input.value = "";
  if (!found) {
    said.textContent = word("read-bad");
    return;
  }
  const { findSecret } = await import("./secrets.js");
  const taken = {};
  let refused = 0;
  for (const { id, ...given } of found.whole) {
    const entry = { place: given.place, changed: given.changed };
    for (const name of names) {
      const kind = isTyped(field(name)) && (await findSecret(`${labelOf(name)}: ${given[name]}`));
      entry[name] = kind ? "" : given[name];
      refused += kind ? 1 : 0;
    }
    taken[id] = entry;
  }
  await write(SECTION, taken);
  const lines = [word("read-done", { count: found.whole.length })];
  if (found.bad) lines.push(word("read-partly", { count: found.bad }));
  if (refused) lines.push(word("read-refused", { count: refused }));
  said.textContent = lines.join(tool.dataset.space);
}

// --- Paper

/** Put the record on a sheet of its own and print nothing else. */
function print() {
  const all = entries();
  const head = make("dl", { className: "log-header" });
  for (const [name, value] of header(all)) {
    const filled = value ? make("dd", {}, value) : make("dd", {}, make("span", { className: "blank-here" }));
    head.append(make("div", {}, make("dt", {}, name), filled));
  }
  const rows = make("ol");
  for (const entry of all) {
    const facts = NOT_IN_HEAD.filter((name) => entry[name]).map((name) => make("p", {}, pair([labelOf(name), entry[name]])));
    rows.append(make("li", {}, make("p", { className: "log-head" }, headOf(entry)), ...facts));
  }
  const sheet = make("section", { className: "log-paper" }, make("h1", {}, word("title")), head, rows);
  document.body.append(sheet);
  document.documentElement.classList.add("prints-log");
  addEventListener("afterprint", () => {
    sheet.remove();
    document.documentElement.classList.remove("prints-log");
  }, { once: true });
  window.print();
}

const acts = {
  print,
  "copy-all": (button) => copyShown(button, wholeText()),
  "copy-summary": (button) => copyShown(button, summary()),
  "copy-bank": (button) => copyShown(button, forTheBank()),
  text: () => save(`${wholeText()}\n`, `${fileName}.txt`, "text/plain"),
  csv: () => save(csv(), `${fileName}.csv`, "text/csv"),
  json: () => save(json(), `${fileName}.json`, "application/json"),
  ics: () => {
    const text = ics();
    tool.querySelector(".log-said").textContent = text ? "" : word("no-dates");
    if (text) save(text, `${fileName}.ics`, "text/calendar");
  },
};

/** Show a text and copy it: where that is refused, it stands there to be copied by hand. */
function copyShown(button, text) {
  const place = out.querySelector(".log-text");
  place.textContent = text;
  place.hidden = false;
  copy(button, text, place);
}

for (const button of out.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => acts[button.dataset.act](button));
}
askOnce(out.querySelector("[data-delete-all]"), word("sure"), async () => {
  await remove(SECTION);
  adding.focus();
});
tool.querySelector(".log-read").addEventListener("change", readBack);

watch((emptied) => {
  if (emptied && !form.hidden) {
    form.hidden = true;
    editing = "";
    for (const each of fields) each.value = "";
  }
  draw();
});
draw();
restore();
