// What this device keeps of the site: all of it in words, and one button that deletes it. A region is
// named as the browser names it; of what an older version left only that it is there is said.

import { askOnce, make, wordsOf } from "./elements.js";
import { forget, read, state, watch } from "./store.js";

const tool = document.querySelector(".device-tool");
const word = wordsOf(tool.querySelector("template"));
const list = tool.querySelector("dl");
const button = tool.querySelector("button");
const line = tool.querySelector("[role=status]");
const SECTIONS = ["log", "draft", "blanks", "checklist"];
// Fields of entries that hold our own codes.
const CODES = ["id", "channel", "problem", "zone"];
const PROBE = "probe";
const LANGUAGE = document.documentElement.lang;

/** Return what storage of a kind holds, by key; nothing where it is switched off. */
function valuesOf(kind) {
  try {
    return Object.assign({}, window[kind]);
  } catch (error) {
    return {};
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}

function regionName(text) {
  const { slug } = parsed(text) || {};
  if (!/^[a-z]{2}$/.test(slug)) return "";
  try {
    return new Intl.DisplayNames([LANGUAGE], { type: "region" }).of(slug.toUpperCase());
  } catch (error) {
    return slug.toUpperCase(); // an old browser
  }
}

/** Return every text that the entries of a section hold; codes and times are no words of the reader's. */
function textsOf(section) {
  const entries = read(section);
  return Object.keys(entries).map((name) => {
    const entry = entries[name];
    const texts = Object.keys(entry).filter((key) => typeof entry[key] === "string" && entry[key] && !CODES.includes(key));
    return texts.map((key) => entry[key]).join(" · ");
  });
}

/** Return whether storage takes nothing any more, by trying. */
function isFull() {
  if (state() === "blocked") return false;
  try {
    localStorage.setItem(PROBE, " ".repeat(10000));
    localStorage.removeItem(PROBE);
    return false;
  } catch (error) {
    return true;
  }
}

async function copies() {
  try {
    return (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length;
  } catch (error) {
    return 0; // there are none, or this browser has no such thing
  }
}

async function draw() {
  const [local, session] = [valuesOf("localStorage"), valuesOf("sessionStorage")];
  const rows = [];
  const add = (name, ...what) => rows.push(make("div", {}, make("dt", {}, word(name)), make("dd", {}, ...what)));
  const sections = [...SECTIONS, ...Object.keys((parsed(local.tools) || {}).sections || {})];
  for (const section of new Set(sections)) {
    const texts = textsOf(section);
    if (!texts.length) continue;
    const said = make("ul", {}, ...texts.filter(Boolean).map((text) => make("li", {}, text)));
    add(SECTIONS.includes(section) ? section : "others", word("entries", { count: texts.length }), said);
  }
  if (local["tools-aside"]) add("aside", word("aside-what"));
  if (regionName(local.region)) add("region", regionName(local.region));
  const language = document.querySelector(`.top [hreflang="${CSS.escape(local.language || "")}"]`);
  if (language) add("language", language.textContent);
  if (["dark", "light"].includes(local.scheme)) add("scheme", word(local.scheme));
  const ticks = parsed(session["what-they-got"]) || [];
  if (ticks.length) add("plan", word("entries", { count: ticks.length }));
  const steps = Object.keys(session).filter((key) => key.startsWith("steps "));
  const done = steps.map((key) => (parsed(session[key]) || []).length).reduce((sum, count) => sum + count, 0);
  if (done) add("steps", word("entries", { count: done }));
  if (await copies()) add("copies", word("copies-what"));
  list.textContent = "";
  list.append(...rows);
  button.hidden = !rows.length;
  if (state() === "blocked") line.textContent = word("blocked");
  else if (isFull()) line.textContent = word("full");
  else line.textContent = rows.length ? "" : word("nothing");
}

async function removeAll() {
  forget();
  for (const kind of ["localStorage", "sessionStorage"]) {
    try {
      window[kind].clear();
    } catch (error) {
      // switched off: nothing is there
    }
  }
  try {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  } catch (error) {
    // this browser keeps no copies
  }
  await draw();
  line.textContent = word("gone");
  line.focus();
}

askOnce(button, word("sure"), removeAll);
line.textContent = "";
watch(draw);
draw();
