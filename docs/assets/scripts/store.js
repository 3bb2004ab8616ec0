// What the tools keep on this device: one value in localStorage for all of them, never sent. What is
// read is checked first. Storage may be switched off, full, or emptied while a page is open: `state`
// says so, and what was typed stays with the page until it is closed.

const KEY = "tools";
// What an older or a newer version of this site wrote, and what is not ours: kept aside, never shown.
const ASIDE = "tools-aside";
const VERSION = 1;
const LONGEST = 5000;
// Names of entries may hold the words of a blank.
const LONGEST_NAME = 200;

let kept = {}; // as last seen in storage: by section, by name
let unsaved = {}; // written by this page and not yet in storage; null for what is to go
let left = {}; // what this page showed when storage was emptied
let trouble = "";
const listeners = new Set();

/** Return the entries of a section by name: flat objects of texts, numbers, true and false. */
export function read(section) {
  look();
  const all = Object.assign({}, left[section], kept[section], unsaved[section]);
  for (const name of Object.keys(all)) {
    if (all[name] === null) delete all[name];
  }
  return all;
}

/** Return how storage is: "kept", "blocked", "full" or "wiped". */
export function state() {
  const isLeft = Object.keys(left).some((section) => Object.keys(left[section]).length);
  return trouble || (isLeft ? "wiped" : "kept");
}

/** Write entries of a section by name, null to remove one; resolve once storage has answered. */
export async function write(section, entries) {
  unsaved[section] = Object.assign({}, unsaved[section], entries);
  for (const name of Object.keys(entries)) {
    if (left[section]) delete left[section][name];
  }
  // Two pages of this site must not read and write at the same time. Where there are no locks, what
  // lies between is a few microseconds.
  try {
    await navigator.locks.request(KEY, save);
  } catch (error) {
    save();
  }
  tell();
}

/** Remove entries of a section, all of them if no names are given. */
export function remove(section, names = Object.keys(read(section))) {
  return write(section, Object.assign({}, ...names.map((name) => ({ [name]: null }))));
}

/** Call `listener` after each change, by this page or another; with true when all was deleted. */
export function watch(listener) {
  listeners.add(listener);
}

/** Remove everything that the tools keep, and forget it on this page too. */
export function forget() {
  [kept, unsaved, left, trouble] = [{}, {}, {}, ""];
  try {
    localStorage.removeItem(KEY);
    localStorage.removeItem(ASIDE);
  } catch (error) {
    trouble = "blocked";
  }
  tell(true);
}

function tell(emptied = false) {
  for (const listener of listeners) listener(emptied);
}

/** Read storage anew into `kept`. */
function look() {
  let text;
  try {
    text = localStorage.getItem(KEY);
  } catch (error) {
    trouble = "blocked";
    return;
  }
  const found = text === null ? {} : sectionsOf(text);
  if (!found) setAside(text);
  // Emptied by somebody else: keep showing what this page holds until it is closed.
  if (text === null) {
    for (const section of Object.keys(kept)) left[section] = Object.assign({}, left[section], kept[section]);
  }
  kept = found || {};
}

function save() {
  look();
  const sections = Object.assign({}, kept);
  for (const section of Object.keys(unsaved)) {
    const entries = Object.assign({}, kept[section], unsaved[section]);
    for (const name of Object.keys(entries)) {
      if (entries[name] === null) delete entries[name];
    }
    sections[section] = entries;
  }
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: VERSION, sections }));
    [kept, unsaved, trouble] = [sections, {}, ""];
  } catch (error) {
    trouble = trouble || "full";
  }
}

function setAside(text) {
  try {
    localStorage.removeItem(KEY);
    localStorage.setItem(ASIDE, text);
  } catch (error) {
    trouble = "full";
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Return the sections that a text holds, or null if this version did not write it. */
function sectionsOf(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return null;
  }
  if (!isObject(found) || found.version !== VERSION || !isObject(found.sections)) return null;
  const sections = {};
  for (const section of Object.keys(found.sections)) {
    sections[section] = entriesOf(found.sections[section]);
  }
  return sections;
}

function entriesOf(found) {
  const entries = {};
  if (!isObject(found)) return entries;
  for (const name of Object.keys(found)) {
    if (name.length <= LONGEST_NAME && name !== "__proto__" && isEntry(found[name])) entries[name] = found[name];
  }
  return entries;
}

/** Return whether a value has the shape of an entry: flat, its texts not too long. */
function isEntry(entry) {
  if (!isObject(entry)) return false;
  return Object.keys(entry).every((key) => {
    const value = entry[key];
    if (typeof value === "string") return value.length <= LONGEST;
    return typeof value === "boolean" || Number.isFinite(value);
  });
}

// A reader deleted all of it on another page of this site: this one forgets it too, or its next save
// would bring it back.
function follow() {
  let text = "";
  try {
    text = localStorage.getItem(KEY);
  } catch (error) {
    trouble = "blocked";
  }
  if (text === null) [kept, unsaved, left] = [{}, {}, {}];
  else look();
  tell(text === null);
}

// Whoever leaves right after the last tick would lose it: a page that goes does not wait for its turn.
addEventListener("pagehide", () => {
  if (Object.keys(unsaved).length) save();
});
addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) follow();
});
// A suspended page gets no storage events.
addEventListener("pageshow", (event) => {
  if (event.persisted) follow();
});
