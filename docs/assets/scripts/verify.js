// The form of contact/verify. When a reader asks about a text, this script loads checker.js and the
// look-up, and shows the answer. All words of the answer stand in the page; the script takes only
// values, days and codes from the look-up, and checks the form of each before it shows it. Without
// this script the page still has the whole table.

import { chosenRegion, today } from "./reader.js";

const MOST_REGIONS = 6;
const MOST_SIGNS = 3;
const MOST_TOPICS = 2;

const form = typeof document === "undefined" ? null : document.querySelector("form.checker");
if (form) startPage();

function startPage() {
  const input = form.querySelector("textarea");
  const output = document.querySelector(".checker-answer");
  const words = form.querySelector("template").content;
  let loading;
  let asked = 0;

  async function answer() {
    const text = input.value;
    asked += 1;
    const mine = asked;
    if (!text.trim()) {
      show(element("p", word("empty")));
      input.focus();
      return;
    }
    loading = loading || Promise.all([import("./checker.js"), load(form.dataset.lookup)]);
    let box;
    try {
      const [{ check, GIVEN_AWAY }, lookup] = await loading;
      const found = await check(text, lookup, today(), chosenRegion());
      if (found.answer === "secret") forget();
      box = document.createDocumentFragment();
      if (found.isCrisis) box.append(words.querySelector("[data-crisis]").cloneNode(true));
      box.append(draw(found, lookup, text, GIVEN_AWAY));
    } catch (error) {
      loading = undefined; // the next attempt asks again
      box = element("p", word("failed"));
      box.append(" ", link("#published-numbers", word("table")));
    }
    if (mine !== asked) return;
    show(box);
    // An answer may be longer than a phone's window: its headline is what must be seen.
    output.focus({ preventScroll: true });
    output.scrollIntoView({ block: "start" });
  }

  function show(box) {
    output.textContent = "";
    if (box) output.append(box);
  }

  /** Leave nothing of a secret: not in the field, not in the address. */
  function forget() {
    input.value = "";
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  }

  const said = (kind, name) => words.querySelector(`[data-${kind}="${name}"]`);
  const word = (name) => said("word", name).textContent;
  // The page's own table names the regions.
  const regionName = (code) => {
    const found = /^[A-Z]{2}$/.test(code) && document.querySelector(`details[data-region="${code.toLowerCase()}"] > summary`);
    return found ? found.textContent : word("elsewhere");
  };

  function regionNames(codes) {
    const names = [...new Set(codes.length ? codes.map(regionName) : [word("elsewhere")])];
    const shown = names.slice(0, MOST_REGIONS).join(form.dataset.join);
    if (names.length <= MOST_REGIONS) return shown;
    return word("more")
      .replace("{regions}", shown)
      .replace("{count}", names.length)
      .replace("{rest}", names.length - MOST_REGIONS);
  }

  function draw(found, lookup, typed, givenAway) {
    const within = found.within || { records: found.records, codes: [] };
    const records = within.records.map((i) => lookup.records[i]);
    const date = day(records.map((record) => record.checked).sort()[0] || found.until);
    const fill = (text) =>
      text
        .replace("{target}", target(found.target))
        .replace("{date}", date)
        .replace("{regions}", regionNames(found.regions));
    const page = said("answer", found.answer);
    const box = element("div", null, `callout verdict verdict-${found.answer}`);
    box.append(element("p", fill(page.querySelector("p").textContent), "callout-title"));
    const value = found.kind === "handle" ? asTyped(found.value, typed) : found.value;
    if (value) box.append(element("p", word("read-as").replace("{value}", () => value.slice(0, 300)), "detail"));
    if (found.kind === "phone" && found.answer === "listed") {
      box.append(element("p", word("reading").replace("{regions}", regionNames(found.regions)), "detail"));
    }
    box.append(element("p", fill(said("reason", found.reason).textContent)));
    const signs = (found.signs || []).map((rule) => said("sign", rule)).filter(Boolean);
    if (signs.length) {
      const list = element("ul");
      for (const sign of signs.slice(0, MOST_SIGNS)) list.append(element("li", sign.textContent));
      if (found.answer !== "signs") box.append(element("p", word("signs"), "verdict-label"));
      box.append(list);
    }
    const topics = (found.topics || []).map((page) => said("topic", page)).filter(Boolean).slice(0, MOST_TOPICS);
    if (topics.length) {
      const list = element("ul");
      for (const topic of topics) {
        const item = element("li");
        item.append(topic.cloneNode(true));
        list.append(item);
      }
      box.append(element("p", word("topics"), "verdict-label"), list);
    }
    const isUnknown = found.answer === "nothing" || (found.kind === "phone" && (found.answer === "not-listed" || found.answer === "unclear"));
    if (isUnknown && said("word", "no-number")) box.append(element("p", word("no-number"), "verdict-label"));
    const listed = document.createDocumentFragment();
    if (records.length) {
      const list = element("ul");
      for (const record of records.slice(0, 12)) list.append(drawRecord(record));
      listed.append(element("p", word(found.within ? "within" : "record"), "verdict-label"), list);
    }
    // Who is in danger dials before reading on.
    if (found.answer !== "emergency") box.append(listed);
    const steps = element("ol");
    for (const { value, regions } of within.codes) {
      steps.append(element("li", word("within-code").replace("{value}", value).replace("{regions}", regionNames(regions))));
    }
    for (const step of page.querySelectorAll("li")) steps.append(element("li", step.textContent));
    const links = element("p", null, "verdict-links");
    if (found.answer === "secret") {
      links.append(link(`${form.dataset.gave}#${givenAway[found.reason.slice("secret-".length)]}`, word("gave")));
    } else {
      if (!found.records.length) links.append(link("#published-numbers", word("table")), " ");
      links.append(link(form.dataset.urgent, word("urgent")), " ", link(form.dataset.called, word("called")));
    }
    box.append(element("p", word("now"), "verdict-label"), steps, listed, links);
    const isCalled = found.kind === "phone" || found.answer === "mixed";
    if (isCalled) box.append(element("p", word("forged"), "verdict-forged"));
    return box;
  }

  /** Return a record's line; its body is named as in the page's own table. */
  function drawRecord(record) {
    const item = element("li");
    const id = /^[a-z0-9-]+$/.test(record.id) ? record.id : "";
    const row = id && document.querySelector(`[data-part="name"][href$="#${id}"]`);
    const region = /^[A-Z]{2}$/.test(record.region) ? regionName(record.region) : "";
    const name = [region, row ? row.textContent : id ? "" : form.dataset.service].filter(Boolean).join(form.dataset.colon);
    const href = row ? row.getAttribute("href") : `${form.dataset.regions}${record.region.toLowerCase()}/#${id}`;
    const dates = word("checked").replace("{date}", day(record.checked)).replace("{until}", day(record.until));
    item.append(id && region ? link(href, name) : name, " ", element("span", dates, "detail"));
    return item;
  }

  /** Return what a value is compared with, if it has the form of one. */
  function target(text) {
    return text === form.dataset.service || /^[0-9+()\s.\-/*#]+$|^[@a-z0-9_.-]+\.[a-z0-9-]+$/.test(text) ? text : "…";
  }

  const day = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : "");

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
}

/** Return a name as the reader wrote it: with its capitals and its @. */
function asTyped(value, typed) {
  const at = typed.toLowerCase().indexOf(value);
  if (at < 0) return value;
  return typed.slice(typed[at - 1] === "@" ? at - 1 : at, at + value.length);
}

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(href, text) {
  const made = element("a", text);
  made.href = href;
  return made;
}
