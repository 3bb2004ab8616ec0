// The answer of the checker, drawn. All its words stand in a template of the page; from the look-up come
// only values, days and codes, and each is shown only if it has the form of one.

import { fill, make, wordsOf } from "./elements.js";
import { GIVEN_AWAY } from "./secrets.js";

const MOST_REGIONS = 6;
const MOST_SIGNS = 3;
const MOST_TOPICS = 2;
const MOST_RECORDS = 12;

const form = document.querySelector("form.checker");
const template = form.querySelector("template");
const word = wordsOf(template);
const said = (kind, name) => template.content.querySelector(`[data-${kind}="${name}"]`);
const allSaid = (kind, names = [], most = names.length) => names.map((name) => said(kind, name)).filter(Boolean).slice(0, most);
const label = (name) => make("p", { className: "verdict-label" }, word(name));
const listOf = (items) => make("ul", {}, ...items.map((item) => make("li", {}, item)));

/** Return the elements of the answer that checker.js found about a typed text. */
export function draw(found, lookup, typed) {
  const within = found.within || { records: found.records, unknown: [], codes: [] };
  const records = within.records.map((i) => lookup.records[i]);
  const values = {
    target: target(found.target),
    date: day(records.map((record) => record.checked).sort()[0] || found.until),
    regions: regionNames(found.regions),
  };
  const answer = said("answer", found.answer);
  const box = make("div", { className: `callout verdict verdict-${found.answer}` });
  box.append(make("p", { className: "callout-title" }, fill(answer.querySelector("p").textContent, values)));
  const value = found.kind === "handle" ? asTyped(found.value, typed) : found.value;
  if (value) box.append(make("p", { className: "detail" }, word("read-as", { value: value.slice(0, 300) })));
  if (found.kind === "phone" && found.answer === "listed") {
    box.append(make("p", { className: "detail" }, word("reading", values)));
  }
  box.append(make("p", {}, fill(said("reason", found.reason).textContent, values)));
  const unknown = within.unknown.slice(0, MOST_REGIONS).map((each) => each.slice(0, 100));
  if (unknown.length) box.append(make("p", {}, word("within-unknown", { values: unknown.join(form.dataset.join) })));
  const signs = allSaid("sign", found.signs, MOST_SIGNS);
  if (signs.length) {
    if (found.answer !== "signs") box.append(label("signs"));
    box.append(listOf(signs.map((sign) => sign.textContent)));
  }
  const topics = allSaid("topic", found.topics, MOST_TOPICS);
  if (topics.length) box.append(label("topics"), listOf(topics.map((topic) => topic.cloneNode(true))));
  const isUnknown = found.answer === "nothing" || (found.kind === "phone" && (found.answer === "not-listed" || found.answer === "unclear"));
  if (isUnknown && said("word", "no-number")) box.append(label("no-number"));
  const listed = records.length ? [label(found.within ? "within" : "record"), listOf(records.slice(0, MOST_RECORDS).map(drawRecord))] : [];
  const codes = within.codes.map(({ value: code, regions }) => word("within-code", { value: code, regions: regionNames(regions) }));
  const steps = [...codes, ...[...answer.querySelectorAll("li")].map((step) => step.textContent)];
  const now = [label("now"), make("ol", {}, ...steps.map((step) => make("li", {}, step)))];
  // Who is in danger dials before reading on.
  box.append(...(found.answer === "emergency" ? [...now, ...listed] : [...listed, ...now]), drawLinks(found));
  const isCalled = found.kind === "phone" || found.within;
  if (isCalled) box.append(make("p", { className: "verdict-forged" }, word("forged")));
  const crisis = found.isCrisis ? [template.content.querySelector("[data-crisis]").cloneNode(true)] : [];
  return [...crisis, box];
}

function drawLinks(found) {
  const links = make("p", { className: "verdict-links" });
  if (found.answer === "secret") {
    const place = GIVEN_AWAY[found.reason.slice("secret-".length)];
    links.append(link(`${form.dataset.gave}#${place}`, "gave"));
    return links;
  }
  // What no list of words sees: somebody may be about to die.
  if (found.answer === "nothing") links.append(link(form.dataset.regions, "local"), " ");
  if (!found.records.length) links.append(link("#published-numbers", "table"), " ");
  links.append(link(form.dataset.urgent, "urgent"), " ", link(form.dataset.called, "called"));
  return links;
}

/** Return what says which record of the page's own table is meant, and when it was checked. */
function drawRecord(record) {
  const id = /^[a-z0-9-]+$/.test(record.id) ? record.id : "";
  const row = id && document.querySelector(`[data-part="name"][href$="#${id}"]`);
  const region = /^[A-Z]{2}$/.test(record.region) ? regionName(record.region) : "";
  const body = row ? row.textContent : id ? "" : form.dataset.service;
  const name = [region, body].filter(Boolean).join(form.dataset.colon);
  const href = row ? row.getAttribute("href") : `${form.dataset.regions}${record.region.toLowerCase()}/#${id}`;
  const dates = word("checked", { date: day(record.checked), until: day(record.until) });
  const line = document.createDocumentFragment();
  line.append(id && region ? make("a", { href }, name) : name, " ", make("span", { className: "detail" }, dates));
  return line;
}

const link = (href, name) => make("a", { href }, word(name));

/** Return the name of a region, as the page's own table has it. */
function regionName(code) {
  const found = /^[A-Z]{2}$/.test(code) && document.querySelector(`details[data-region="${code.toLowerCase()}"] > summary`);
  return found ? found.textContent : word("elsewhere");
}

function regionNames(codes) {
  const names = [...new Set(codes.length ? codes.map(regionName) : [word("elsewhere")])];
  const regions = names.slice(0, MOST_REGIONS).join(form.dataset.join);
  return names.length <= MOST_REGIONS ? regions : word("more", { regions, count: names.length, rest: names.length - MOST_REGIONS });
}

/** Return what a value is compared with, if it has the form of one. */
function target(text) {
  return text === form.dataset.service || /^[0-9+()\s.\-/*#]+$|^[@a-z0-9_.-]+\.[a-z0-9-]+$/.test(text) ? text : "…";
}

const day = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : "");

/** Return a name as the reader wrote it: with its capitals and its @. */
function asTyped(value, typed) {
  const at = typed.toLowerCase().indexOf(value);
  if (at < 0) return value;
  return typed.slice(typed[at - 1] === "@" ? at - 1 : at, at + value.length);
}
