// What all tools share: the line on storage, the refusal of secrets, files to save.

import { make, wordsOf } from "./elements.js";
import { state } from "./store.js";

/** Say in a line whether what is typed is kept. */
export function sayState(line, word) {
  line.textContent = word(state());
  line.classList.toggle("tool-trouble", state() !== "kept");
}

// A field that is left by pressing a button is looked at once the press is over: what is said below a
// field, or no longer said, would move the button away from under the finger.
let pressed = Promise.resolve();
addEventListener("pointerdown", () => {
  pressed = new Promise((done) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(done), { once: true });
  });
});

// So many secrets are taken out of one field; of one with more, nothing stays.
const MOST_SECRETS = 20;

/**
 * Take what looks like a secret out of a field, put a mark in its place, and say below of which kind
 * it was; resolve to whether the field held none. What the field is called decides about hashes.
 */
export async function isClean(field, label, template) {
  const { GIVEN_AWAY, placeOfSecret } = await import("./secrets.js");
  await pressed;
  const before = `${label}: `;
  const placeIn = async (text) => {
    const found = text.trim() && (await placeOfSecret(text));
    if (!found || found.kind !== "key") return found;
    const named = await placeOfSecret(before + text);
    return named && { kind: named.kind, start: named.start - before.length, end: named.end - before.length };
  };
  const word = wordsOf(template);
  let text = field.value;
  const first = await placeIn(text);
  complain(field, "");
  if (!first) return true;
  let found = first;
  for (let count = 0; found && count < MOST_SECRETS; count += 1) {
    text = text.slice(0, Math.max(0, found.start)) + word("removed") + text.slice(found.end);
    found = await placeIn(text);
  }
  field.value = found || text.split(word("removed")).join("").trim() === "" ? "" : text;
  const link = make("a", { href: `${template.dataset.gave}#${GIVEN_AWAY[first.kind]}` }, word("gave"));
  const { space } = template.dataset;
  const said = word(field.value ? "refused" : "refused-all", { field: label });
  complain(field, word(`secret-${first.kind}`), space, said, space, link);
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
