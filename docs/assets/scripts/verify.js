// The form of contact/verify. When a reader asks about a text, this script loads checker.js and the
// look-up, and verdict.js, which draws the answer. Without it the page still has the whole table.

import { make, wordsOf } from "./elements.js";
import { chosenRegion, today } from "./reader.js";

const form = document.querySelector("form.checker");
const input = form.querySelector("textarea");
const output = document.querySelector(".checker-answer");
const word = wordsOf(form.querySelector("template"));
let loading;
let asked = 0;

async function answer() {
  const text = input.value;
  asked += 1;
  const mine = asked;
  if (!text.trim()) {
    show(make("p", {}, word("empty")));
    input.focus();
    return;
  }
  loading = loading || Promise.all([import("./checker.js"), import("./verdict.js"), load(form.dataset.lookup), loadCrisis()]);
  let parts;
  try {
    const [{ check }, { draw }, lookup, crisisModels] = await loading;
    const found = await check(text, lookup, today(), chosenRegion(), crisisModels);
    if (found.answer === "secret") forget();
    parts = draw(found, lookup, text);
  } catch (error) {
    loading = undefined; // the next attempt asks again
    parts = [make("p", {}, word("failed"), " ", make("a", { href: "#published-numbers" }, word("table")))];
  }
  if (mine !== asked) return;
  show(...parts);
  // An answer may be longer than a phone's window: its headline is what must be seen.
  output.focus({ preventScroll: true });
  output.scrollIntoView({ block: "start" });
}

function show(...parts) {
  output.textContent = "";
  output.append(...parts);
}

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Load who may be about to die as the site has learned it; the answer comes without it too. */
async function loadCrisis() {
  try {
    const [{ readCrisis }, models] = await Promise.all([import("./classifier.js"), load(form.dataset.models)]);
    return readCrisis(models);
  } catch (error) {
    return [];
  }
}

/** Leave nothing of a secret: not in the field, not in the address. */
function forget() {
  input.value = "";
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

function fromAddress() {
  const value = new URLSearchParams(location.hash.slice(1)).get("q");
  if (value === null) return;
  input.value = value;
  answer();
}

form.hidden = false;
document.querySelector(".checker-none").hidden = true;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
input.addEventListener("keydown", (event) => {
  // While a word is being composed, Enter finishes it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  answer();
});
addEventListener("hashchange", fromAddress);
fromAddress();
