// What a page does beyond being read: colour scheme, menu as a drawer, copy buttons.
// Every page is complete without this file; it only adds.

const root = document.documentElement;

// --- Colour scheme: the reader's choice is kept on the device, otherwise the system decides.

const KEY = "scheme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be switched off
  }
}

function toggleScheme() {
  const dark = root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches;
  root.dataset.scheme = dark ? "light" : "dark";
  try {
    localStorage.setItem(KEY, root.dataset.scheme);
  } catch {
    // the choice then holds for this page only
  }
}

const choice = kept();
if (choice === "dark" || choice === "light") root.dataset.scheme = choice;

// A page that is read after its own limit says so.
const today = new Date().toISOString().slice(0, 10);
for (const notice of document.querySelectorAll("[data-valid-until]")) {
  notice.hidden = today <= notice.dataset.validUntil;
}

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
document.querySelector(".scheme")?.addEventListener("click", toggleScheme);

// --- Menu: without scripts a link to #nav; with them a drawer that keeps the focus inside.

const opener = document.querySelector(".menu");
const nav = document.getElementById("nav");
const narrow = matchMedia("(max-width: 59.99rem)");

function others() {
  return [...document.body.children, ...document.querySelectorAll(".columns > *")].filter(
    (element) => !element.contains(nav) && element !== nav,
  );
}

function openMenu() {
  root.classList.add("menu-open");
  for (const element of others()) element.inert = true;
  nav.querySelector(".nav-close").focus();
}

function closeMenu({ back = true } = {}) {
  if (!root.classList.contains("menu-open")) return;
  root.classList.remove("menu-open");
  for (const element of others()) element.inert = false;
  if (back) opener.focus();
}

if (opener && nav) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  new MutationObserver(() => {
    opener.setAttribute("aria-expanded", String(root.classList.contains("menu-open")));
  }).observe(root, { attributeFilter: ["class"] });
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    openMenu();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    openMenu();
  });
  nav.querySelector(".nav-close").addEventListener("click", (event) => {
    event.preventDefault();
    closeMenu();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu();
  });
  narrow.addEventListener("change", () => closeMenu({ back: false }));
}

// --- Copy buttons: a number, or a message as it stands on the page.

async function copy(button) {
  const source = button.dataset.copyFrom;
  const text = source ? document.getElementById(source).innerText : button.dataset.copy;
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = button.dataset.done;
  button.dataset.copied = "";
  status(button.dataset.done);
  setTimeout(() => {
    button.textContent = label;
    delete button.dataset.copied;
  }, 2000);
}

let live;
function status(text) {
  if (!live) {
    live = document.createElement("p");
    live.className = "visually-hidden";
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = text;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
