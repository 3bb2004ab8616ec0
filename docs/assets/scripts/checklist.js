// The checklist: ticks and what is filled in are kept on this device (store.js). A reader who says
// what it is about, and how support will be contacted, sees only what that takes.

import { askOnce, make, wordsOf } from "./elements.js";
import { read, remove, watch, write } from "./store.js";
import { isClean, sayState } from "./tool.js";

const SECTION = "checklist";
const CHOICE = "choice";

const tool = document.querySelector(".check-tool");
const template = tool.querySelector("template");
const word = wordsOf(template);
const items = [];
let form;

// An item is known by its section and its place there, which is the same in every language.
for (const list of document.querySelectorAll("article > ul")) {
  let heading = list.previousElementSibling;
  while (heading && heading.tagName !== "H2") heading = heading.previousElementSibling;
  [...list.querySelectorAll(":scope > li.check")].forEach((element, at) => {
    const box = element.querySelector("input");
    items.push({ name: `${heading.id}-${at + 1}`, element, box, blank: element.querySelector(".blank-here") });
  });
}

function keep(item) {
  const text = item.field ? item.field.value.trim() : textOf(read(SECTION)[item.name]);
  return write(SECTION, { [item.name]: item.box.checked || text ? { ticked: item.box.checked, text } : null });
}

const textOf = (entry) => (entry && typeof entry.text === "string" ? entry.text : "");

for (const item of items) item.box.addEventListener("change", () => keep(item));

/** Show the choices and the fields, or put the focus there. */
export function open() {
  if (!form) build();
  form.querySelector("select").focus();
}

function build() {
  tool.append(document.importNode(template.content.querySelector(".tool-body"), true));
  form = tool.querySelector("form");
  for (const item of items.filter((each) => each.blank)) {
    const label = item.element.querySelector("label");
    label.id = `check-${item.name}`;
    item.field = make("input", { type: "text", id: `check-${item.name}-text`, maxLength: 500, autocomplete: "off" });
    item.field.setAttribute("aria-labelledby", label.id);
    item.field.addEventListener("change", async () => {
      await isClean(item.field, label.textContent.trim(), template);
      if (item.field.value.trim()) item.box.checked = true;
      await keep(item);
    });
    item.element.classList.add("check-to-fill");
    item.element.append(item.field);
  }
  form.addEventListener("change", () => {
    const [problem, channel] = [...form.querySelectorAll("select")].map((select) => select.value);
    write(SECTION, { [CHOICE]: { problem, channel } });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-print]").addEventListener("click", () => window.print());
  askOnce(form.querySelector("[data-clear]"), word("sure"), () => remove(SECTION));
  draw();
}

function draw() {
  const kept = read(SECTION);
  const skipped = form ? choose(kept[CHOICE]) : [];
  for (const item of items) {
    item.box.checked = Boolean(kept[item.name] && kept[item.name].ticked);
    item.element.hidden = skipped.includes(item.name);
    if (!item.blank) continue;
    const text = textOf(kept[item.name]);
    item.blank.textContent = text;
    // What is typed and not yet looked at stays.
    if (item.field && text !== item.shown && item.field !== document.activeElement) item.field.value = text;
    item.shown = item.field && text;
  }
  if (!form) return;
  const open = items.filter((item) => !item.element.hidden && !item.box.checked).length;
  const ready = form.querySelector(".check-ready");
  const said = open ? word("left", { count: open }) : word("ready");
  if (ready.firstChild.textContent !== said) ready.firstChild.textContent = said;
  ready.querySelector("a").hidden = open > 0;
  sayState(form.querySelector(".tool-state"), word);
}

/** Set the two choices as they are kept; return the names of items that they do without. */
function choose(choice) {
  const values = choice ? [choice.problem, choice.channel] : ["", ""];
  const chosen = [...form.querySelectorAll("select")].map((select, at) => {
    const option = [...select.options].find((each) => each.value === values[at]) || select.options[0];
    option.selected = true;
    return option;
  });
  form.querySelector(".check-message").hidden = !chosen[0].dataset.href;
  if (chosen[0].dataset.href) form.querySelector(".check-message a").href = chosen[0].dataset.href;
  return chosen.map((option) => option.dataset.skip || "").join(" ").split(" ");
}

watch(draw);
if (Object.keys(read(SECTION)).length) build();
draw();
