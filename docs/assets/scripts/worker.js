// Without a network: the pages that a reader needs then are kept on the device. Every page comes from
// the network first; a kept copy says so, and of which day it is. The build writes this file to
// sw.js at the root, behind `KEPT`: what is kept, by language (hooks/helpkit/outputs/offline.py).
// Syntax of 2018: old browsers inside other apps have workers too.

/* global KEPT */

const PAGES = "pages";
const ASSETS = "assets";
// The newest facts that this device has seen: the last of a list of all that it saw.
const SEEN = "facts-seen";
// Milliseconds after which a kept copy is shown, while the network is still asked.
const PATIENCE = 3000;
const DAY = 864e5; // in milliseconds
const scope = new URL(self.registration.scope);
const site = KEPT.assets.map((name) => new URL(name, scope).href);

const urlOf = (path) => new URL(path, scope).href;
const pathOf = (url) => url.pathname.slice(scope.pathname.length);
// The language with the longest path that fits: the source language has none.
const languageOf = (path) =>
  KEPT.languages.filter((each) => path.startsWith(each.path)).sort((a, b) => b.path.length - a.path.length)[0];

function isKept(path) {
  const language = languageOf(path);
  const rest = path.slice(language.path.length);
  return KEPT.pages.includes(rest) || KEPT.opened.some((folder) => rest.startsWith(folder) && rest !== folder);
}

async function seen() {
  const found = await (await caches.open(PAGES)).match(urlOf(SEEN));
  return found ? found.json() : [];
}

const factsOf = (html) => (/<html[^>]* data-facts="?([a-z]+)/.exec(html.slice(0, 500)) || [])[1];

// Older facts than the newest seen come from an outdated cache on the way: do not keep that page.
// Delete pages kept with older facts at once: a number on them may have been withdrawn.
async function notice(facts, { surely = false } = {}) {
  const before = await seen();
  if (before[before.length - 1] === facts) return true;
  if (before.includes(facts) && !surely) return false;
  const pages = await caches.open(PAGES);
  const all = before.filter((each) => each !== facts).concat(facts).slice(-50);
  await pages.put(urlOf(SEEN), new Response(JSON.stringify(all)));
  for (const request of await pages.keys()) {
    const old = await pages.match(request);
    const its = old.headers.get("kept-facts");
    if (its && its !== facts) await pages.delete(request);
  }
  return true;
}

async function keepPage(path, answer) {
  const html = await answer.text();
  const facts = factsOf(html);
  if (!facts || !(await notice(facts))) return;
  const headers = { "content-type": "text/html; charset=utf-8", "kept-on": String(Date.now()), "kept-facts": facts };
  await (await caches.open(PAGES)).put(urlOf(path), new Response(html, { headers }));
}

const listOf = (language) => language.path + KEPT.page;

// The pages to keep: of an open language those always kept and those opened before; of every other
// language only the page shown for missing ones.
async function keep(language, opened) {
  const others = KEPT.languages.filter((each) => each !== language).map(listOf);
  const paths = KEPT.pages.concat(opened).map((page) => language.path + page).concat(others);
  const assets = await caches.open(ASSETS);
  const there = (await assets.keys()).map((request) => request.url);
  await assets.addAll(site.filter((url) => !there.includes(url)));
  await Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(urlOf(path), { cache: "no-cache" });
      if (answer.ok) await keepPage(path, answer);
    }),
  );
  // Last, because older pages need these files until newer pages are here.
  for (const request of await assets.keys()) if (!site.includes(request.url)) await assets.delete(request);
}

async function keptPaths() {
  const requests = await (await caches.open(PAGES)).keys();
  return requests.map((request) => pathOf(new URL(request.url))).filter((path) => path !== SEEN);
}

// Whether more of a language is kept than the page that answers.
const hasMore = (language, paths) => KEPT.pages.some((page) => page !== KEPT.page && paths.includes(language.path + page));

// The languages that are open now or were kept before, each with the pages that were opened.
async function wanted() {
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const kept = await keptPaths();
  const before = kept.filter((path) => hasMore(languageOf(path), kept));
  const paths = before.concat(open.map((client) => pathOf(new URL(client.url))));
  const found = new Map();
  for (const path of paths) {
    const language = languageOf(path);
    const rest = path.slice(language.path.length);
    if (!found.has(language)) found.set(language, new Set());
    if (isKept(path) && !KEPT.pages.includes(rest)) found.get(language).add(rest);
  }
  return found;
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    (async () => {
      const languages = await wanted();
      await notice(KEPT.facts, { surely: true });
      for (const [language, opened] of languages) await keep(language, [...opened]);
    })(),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

async function openedPages(language) {
  const pages = await caches.open(PAGES);
  const found = [];
  for (const path of await keptPaths()) {
    if (languageOf(path) !== language || !isKept(path) || KEPT.pages.includes(path.slice(language.path.length))) continue;
    const html = await (await pages.match(urlOf(path))).text();
    const title = (/<h1[^>]*>([^<]*)/.exec(html) || [])[1];
    if (title) found.push(`<li><a href="${escaped(urlOf(path))}">${title}</a></li>`);
  }
  return found.length ? `<ul>${found.join("")}</ul>` : "";
}

// The same page in the languages that are kept, and what else of them there is.
async function inOthers(path) {
  const pages = await caches.open(PAGES);
  const kept = await keptPaths();
  const rest = path.slice(languageOf(path).path.length);
  const found = [];
  for (const each of KEPT.languages.filter((language) => hasMore(language, kept))) {
    for (const there of new Set([each.path + rest, listOf(each)])) {
      if (!kept.includes(there)) continue;
      const title = (/<h1[^>]*>([^<]*)/.exec(await (await pages.match(urlOf(there))).text()) || [])[1];
      if (title) found.push(`<li><a href="${escaped(urlOf(there))}" lang="${escaped(each.locale)}">${title}</a></li>`);
    }
  }
  return found.length ? `<ul>${found.join("")}</ul>` : "";
}

// A kept page with a line at its top: that it is a copy, of which day, and whether that is long ago.
async function copyOf(url) {
  const path = pathOf(url);
  const answer = await (await caches.open(PAGES)).match(urlOf(path));
  if (!answer) return null;
  const language = languageOf(path);
  const { words } = language;
  const on = Number(answer.headers.get("kept-on"));
  const day = new Date(on).toLocaleDateString(language.locale, { year: "numeric", month: "long", day: "numeric" });
  // Chinese with the spaces that the site sets around numbers.
  const lines = [words.copy.replace("{day}", day.replace(/(\d)(?=[年月日])|([年月])(?=\d)/g, "$& "))];
  if (Date.now() - on > KEPT.days * DAY) lines.push(words.old);
  const asked = new URLSearchParams(url.search).get("asked");
  let more = "";
  if (asked !== null && path === listOf(language)) {
    const target = urlOf(asked);
    const again = `<p><a href="${escaped(target)}">${escaped(words.again)}</a></p>`;
    const isHere = hasMore(language, await keptPaths());
    lines.unshift(isHere ? words.missing : words.other);
    more = target.startsWith(scope.href) ? again : "";
    more += isHere ? await openedPages(language) : await inOthers(pathOf(new URL(target)));
  }
  const box = `<div class="callout callout-caution" role="note"><p>${lines.map(escaped).join(words.space)}</p>${more}</div>`;
  const html = (await answer.text()).replace(/<article[^>]*>/, (start) => start + box);
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
}

const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function page(event) {
  const url = new URL(event.request.url);
  const path = pathOf(url);
  // Bypass the browser's own cache, whose copies do not show their age.
  const fromNetwork = fetch(url.href, { cache: "no-cache", redirect: "manual" }).then((answer) => {
    if (answer.ok) event.waitUntil(note(path, answer.clone()));
    return answer;
  });
  event.waitUntil(fromNetwork.catch(() => {}));
  const copy = await copyOf(url);
  try {
    return copy ? (await Promise.race([fromNetwork, later(PATIENCE)])) || copy : await fromNetwork;
  } catch (error) {
    if (copy) return copy;
    const answer = listOf(languageOf(path));
    const there = await (await caches.open(PAGES)).match(urlOf(answer));
    return there ? Response.redirect(`${urlOf(answer)}?asked=${encodeURIComponent(path)}`) : Response.error();
  }
}

// What a page from the network tells: its facts, and itself if it is one that is kept. When newer
// facts have emptied what was kept, it is fetched anew.
async function note(path, answer) {
  const before = await keptPaths();
  if (isKept(path)) await keepPage(path, answer);
  else {
    const facts = factsOf(await answer.text());
    if (facts) await notice(facts);
  }
  const language = languageOf(path);
  const gone = before.length > (await keptPaths()).length;
  const first = !hasMore(language, await keptPaths());
  if (gone || first) {
    const opened = before.filter((each) => languageOf(each) === language && isKept(each)).map((each) => each.slice(language.path.length));
    await keep(language, opened.filter((each) => !KEPT.pages.includes(each)));
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(scope.href)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (site.includes(url.href)) {
    event.respondWith(caches.open(ASSETS).then((assets) => assets.match(request)).then((found) => found || fetch(request)));
  }
});
