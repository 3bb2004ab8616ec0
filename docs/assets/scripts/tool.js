// What all tools share: their words, which stand in the page, the line on storage, the refusal of
// secrets, files to save.

import { state } from "./store.js";
import { copyText, status } from "./site.js";

// Each kind of secret leads to its part of the page on what was given away.
const GIVEN = {
  seed: "seed-phrase",
  key: "seed-phrase",
  card: "card-details",
  code: "code-given",
  password: "code-given",
  identity: "id-photos",
};

// A code may be said in words: of these, three and more in a row are digits.
const NUMERALS = { 零: 0, 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 幺: 1, 两: 2, 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9, 貳: 2, 參: 3, 陸: 6 };
const ONE = `[${Object.keys(NUMERALS).join("")}0-9]`;
const SPOKEN = new RegExp(`(?:${ONE}[ -]?){3,}`, "g");

function inDigits(text) {
  const isSpoken = (run) => Array.from(run).filter((c) => c in NUMERALS).length > 2;
  return text.replace(SPOKEN, (run) => (isSpoken(run) ? Array.from(run, (c) => (c in NUMERALS ? NUMERALS[c] : c)).join("") : run));
}

/** Return a function that finds a word of a tool in its template, with {names} filled in. */
export function wordsOf(template) {
  return (name, values = {}) => {
    const text = template.content.querySelector(`[data-word="${name}"]`).textContent;
    // What a reader typed may hold braces itself: each name is filled in once.
    return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  };
}

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Say in a line whether what is typed is kept. */
export function sayState(line, word) {
  line.textContent = word(state());
  line.classList.toggle("tool-trouble", state() !== "kept");
}

/**
 * Clear a field of a secret and say below it of which kind; resolve to whether it held none.
 * Of several lines those with a secret go. What the field is called decides about hashes.
 */
export async function isClean(field, label, template) {
  const { findSecret } = await import("./secrets.js");
  const kindOf = async (text) => {
    const kind = text.trim() && (await findSecret(text, undefined, inDigits));
    return kind === "key" ? findSecret(`${label}: ${text}`, undefined, inDigits) : kind;
  };
  const kind = await kindOf(field.value);
  complain(field, "");
  if (!kind) return true;
  const lines = [];
  for (const line of field.value.split("\n")) {
    if (!(await kindOf(line))) lines.push(line);
  }
  field.value = lines.join("\n");
  if (field.value.trim() && (await kindOf(field.value))) field.value = "";
  const word = wordsOf(template);
  const link = make("a", { href: `${template.dataset.gave}#${GIVEN[kind]}` }, word("gave"));
  const { space } = template.dataset;
  complain(field, word(`secret-${kind}`), space, word("refused"), space, link);
  return false;
}

// A field of one line drops line breaks, and a password would stick to the word before: a gap stays.
document.addEventListener("paste", (event) => {
  const text = event.clipboardData ? event.clipboardData.getData("text") : "";
  if (event.target.tagName !== "INPUT" || !/[\r\n]/.test(text)) return;
  if (document.execCommand("insertText", false, text.replace(/\s*[\r\n]+\s*/g, " "))) event.preventDefault();
});

/** Say below a field what is wrong with it; an empty text takes it back. */
export function complain(field, ...words) {
  const id = `${field.id}-error`;
  const before = document.getElementById(id);
  if (before) before.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  if (!words[0]) return;
  const line = make("p", { id, className: "tool-error" }, ...words);
  line.setAttribute("role", "alert");
  field.after(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
}

/** Copy a text and say so on the button; where that is refused, it stands at `place` to be copied. */
export async function copyFrom(button, text, place) {
  place.textContent = text;
  const done = (await copyText(text, place)) ? button.dataset.done : document.body.dataset.byHand;
  const label = button.dataset.label || button.textContent;
  button.dataset.label = label;
  button.textContent = done;
  status(done);
  setTimeout(() => {
    button.textContent = label;
  }, 4000);
}

/** Offer a text as a file. */
export function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Return a name for a new entry, which no other device has given. */
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
