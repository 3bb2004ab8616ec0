// The menu as a drawer that keeps the focus inside. site.js loads this file when the menu is opened.

const root = document.documentElement;
const opener = document.querySelector(".menu");
const nav = document.getElementById("nav");

function others() {
  return [...document.body.children, ...document.querySelectorAll(".columns > *")].filter(
    (element) => !element.contains(nav) && element !== nav,
  );
}

/** Open the menu; the focus goes to what closes it. */
export function open() {
  root.classList.add("menu-open");
  for (const element of others()) element.inert = true;
  nav.querySelector(".nav-close").focus();
}

function close({ back = true } = {}) {
  if (!root.classList.contains("menu-open")) return;
  root.classList.remove("menu-open");
  for (const element of others()) element.inert = false;
  if (back) opener.focus();
}

new MutationObserver(() => {
  opener.setAttribute("aria-expanded", String(root.classList.contains("menu-open")));
}).observe(root, { attributeFilter: ["class"] });
nav.querySelector(".nav-close").addEventListener("click", (event) => {
  // Opened by its address, before this script ran: then the link closes it.
  if (!root.classList.contains("menu-open")) return;
  event.preventDefault();
  close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
matchMedia("(max-width: 59.99rem)").addEventListener("change", () => close({ back: false }));
