// What they got: ticking leaves only the parts that count for this reader, in the order of the page,
// the most urgent first. Without scripts all parts stand there. Ticks last as long as the tab.

import { copy } from "./site.js";

const list = document.querySelector("#do-now + ul");
const boxes = [...list.querySelectorAll("input[type=checkbox]")];
const tools = document.querySelector(".plan-tools");
const KEY = "what-they-got";
// The part of those who gave nothing: it and any other rule each other out.
const NOTHING = "only-talked";

// A part is a heading and what follows it, up to the next heading of its level.
function partOf(id) {
  const heading = document.getElementById(id);
  const part = [heading];
  let next = heading.nextElementSibling;
  while (next && next.tagName !== "H2" && next.tagName !== "SECTION") {
    part.push(next);
    next = next.nextElementSibling;
  }
  return part;
}

// Without scripts a line leads to its part; with them a tap anywhere on it ticks the box.
const parts = boxes.map((box) => {
  const link = box.closest("li").querySelector("a");
  const part = partOf(link.hash.slice(1));
  link.replaceWith(...link.childNodes);
  return part;
});

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || [];
  } catch (error) {
    return []; // storage is off, or what it holds is not ours
  }
}

function keep(ids) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids));
  } catch (error) {
    // then the ticks last as long as the page
  }
}

function draw() {
  const any = boxes.some((box) => box.checked);
  boxes.forEach((box, index) => {
    for (const element of parts[index]) element.hidden = any && !box.checked;
  });
  tools.hidden = !any;
}

// The lines of a heading or a list; what is sent counts the steps too.
function linesOf(element) {
  if (element.tagName !== "OL") return [element.innerText];
  return [...element.children].map((step, at) => `${at + 1}. ${step.innerText}`);
}

function text() {
  return parts
    .filter((part, index) => boxes[index].checked)
    .map((part) => part.flatMap(linesOf).join("\n"))
    .concat(location.href.split("#")[0])
    .join("\n\n");
}

const before = kept();
boxes.forEach((box, index) => {
  const { id } = parts[index][0];
  box.checked = Array.isArray(before) && before.includes(id);
  box.addEventListener("change", () => {
    const isNothing = (at) => parts[at][0].id === NOTHING;
    boxes.forEach((other, at) => {
      if (box.checked && isNothing(at) !== isNothing(index)) other.checked = false;
    });
    keep(parts.filter((part, at) => boxes[at].checked).map((part) => part[0].id));
    draw();
  });
});

const [print, copying, share] = tools.querySelectorAll("button");
print.addEventListener("click", () => window.print());
copying.addEventListener("click", () => copy(copying, text(), document.querySelector("article")));
share.hidden = !navigator.share;
share.addEventListener("click", () => {
  navigator.share({ title: document.title, text: text() }).catch(() => {});
});

list.after(tools);
draw();
