// The form of escalate/deadlines: counts the last day of each period that a region's complaint steps
// state. Rules, words and public holidays stand in the page; nothing is fetched, sent or kept.
// tests/deadlines/vectors.yml says what it has to count.

import { calendar } from "./calendar.js";
import { make, wordsOf } from "./elements.js";
import { chosenRegion, today } from "./reader.js";
import { save } from "./tool.js";

const DAY_MS = 864e5;
const numberOf = (day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayOf = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
const isDay = (text) => /^[12]\d{3}-\d\d-\d\d$/.test(text) && !isNaN(numberOf(text)) && dayOf(numberOf(text)) === text;
// Monday is 0, as in Python.
const weekdayOf = (number) => (((number + 3) % 7) + 7) % 7;

const isWorked = (number, days) =>
  days.weekend.includes(weekdayOf(number)) ? days.worked.includes(dayOf(number)) : !days.off.includes(dayOf(number));

/**
 * Return the day on which a period ends that runs from `start`, which does not count; "" if it is one
 * of business days whose holidays are not known. `days` has weekend, off, worked, first and last.
 */
export function lastDay(start, length, counted, days) {
  let [, count, unit] = /^P(\d+)([DWMY])$/.exec(length);
  count = Number(count);
  if (counted === "business") {
    if (start < days.first || start > days.last) return "";
    const end = numberOf(days.last);
    let number = numberOf(start);
    while (count && number < end) {
      number += 1;
      count -= isWorked(number, days);
    }
    return count ? "" : dayOf(number);
  }
  if (unit === "D" || unit === "W") return dayOf(numberOf(start) + count * (unit === "W" ? 7 : 1));
  const [year, month, day] = start.split("-").map(Number);
  const there = month - 1 + count * (unit === "Y" ? 12 : 1);
  const longest = new Date(Date.UTC(year, there + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, there, Math.min(day, longest))).toISOString().slice(0, 10);
}

// Signs that a file system does not take, and what else would look odd in a name.
const NOT_IN_NAMES = /[\\/:*?"<>|：？。.·\s]+/g;

/** Return a day in words; Chinese ones with the spaces that the site sets around numbers. */
const inWords = (format, day) => format.format(new Date(day)).replace(/(\d)(?=[年月日])|([年月])(?=\d)/g, "$& ");

// The order of the days: an earlier date than its predecessor is a slip.
const IN_ORDER = [
  ["event", "learning"],
  ["event", "complaint"],
  ["payment", "complaint"],
  ["complaint", "final-answer"],
  ["complaint", "application"],
  ["final-answer", "application"],
  ["application", "decision"],
];

const form = typeof document === "undefined" ? null : document.querySelector("form.deadlines");
if (form) startPage();

function startPage() {
  const [region, kind] = form.querySelectorAll("select");
  const fields = [...form.querySelectorAll("input[type=date]")];
  const output = document.querySelector(".deadlines-answer");
  const template = form.querySelector("template");
  const words = template.content;
  const word = wordsOf(template);
  const { locale, join } = form.dataset;

  const labelOf = (field) => form.querySelector(`label[for="${field.id}"]`).textContent;
  const rules = () => words.querySelector(`[data-region="${region.value}"]`);
  const counts = (period) => !period.dataset.case || period.dataset.case === kind.value;
  const periods = () => (rules() ? [...rules().querySelectorAll("[data-length]")] : []);
  const long = new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
  const week = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });

  /** Show what the region asks for: which kinds of firm it tells apart, which days its periods run from. */
  function arrange() {
    const named = rules() ? [...rules().querySelectorAll("[data-case]")] : [];
    const cases = [...new Set(named.map((each) => each.dataset.case))];
    kind.textContent = "";
    kind.append(...cases.map((each) => new Option(each, each)));
    kind.parentElement.hidden = cases.length < 2;
    ask();
  }

  function ask() {
    const starts = periods().filter(counts).map((period) => period.dataset.from);
    for (const field of fields) field.parentElement.hidden = !starts.includes(field.dataset.start);
    form.querySelector("[data-hint]").hidden = !starts.length;
    form.querySelector("button").hidden = !starts.length;
    output.textContent = "";
    if (region.value && !starts.length) output.append(nothing());
  }

  /** What to ask for where no source states any days. */
  function nothing() {
    const box = make("div", { className: "callout" });
    box.append(document.importNode(words.querySelector("[data-none]"), true));
    box.querySelector("a").href = `${form.dataset.regions}${region.value.toLowerCase()}/#complaints`;
    return box;
  }

  function answer() {
    const given = fields.filter((field) => !field.parentElement.hidden && field.value);
    const [field, said] = mistake(given);
    output.textContent = "";
    if (said) {
      output.append(make("p", { className: "callout callout-caution" }, said));
      field.focus();
      return;
    }
    const days = workingDays(rules().dataset);
    const found = periods()
      .filter(counts)
      .map((period) => ({ period, start: given.find((field) => field.dataset.start === period.dataset.from) }))
      .filter(({ start }) => start)
      .map(({ period, start }) => ({ period, start, day: lastDay(start.value, period.dataset.length, period.dataset.counted, days) }))
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    const list = make("ol", { className: "deadline-days" });
    list.setAttribute("role", "list");
    list.append(...found.map((each) => draw(each, days)));
    output.append(make("p", { className: "callout-title" }, region.selectedOptions[0].textContent), list);
    const open = periods().filter((period) => counts(period) && period.dataset.kind === "act").map((period) => period.dataset.from);
    const empty = fields.filter((each) => open.includes(each.dataset.start) && !each.value).map(labelOf);
    if (empty.length) output.append(make("p", {}, word("more", { fields: empty.join(join) })));
    output.append(make("p", { className: "detail" }, rules().querySelector("[data-applies]").textContent));
    output.focus({ preventScroll: true });
    output.scrollIntoView({ block: "start" });
  }

  /** Return the field to mend and what is wrong with it, or nothing. */
  function mistake(given) {
    if (!given.length) return [fields.find((field) => !field.parentElement.hidden), word("empty")];
    const wrong = given.find((field) => !isDay(field.value));
    if (wrong) return [wrong, word("wrong")];
    const ahead = given.find((field) => field.value > today());
    if (ahead) return [ahead, word("ahead")];
    for (const pair of IN_ORDER) {
      const [earlier, later] = pair.map((name) => given.find((field) => field.dataset.start === name));
      if (!earlier || !later || earlier.value <= later.value) continue;
      return [later, word("inverted", { earlier: labelOf(earlier), later: labelOf(later) })];
    }
    return [];
  }

  function draw({ period, start, day }, days) {
    const item = document.createElement("li");
    const { length, counted } = period.dataset;
    const label = make("span", { className: `tag deadline-${period.dataset.kind}` }, period.querySelector("[data-label]").textContent);
    const how = day ? counting(period, start.value, day, days) : word("unknown");
    const rule = make("span", { className: "line" }, word("rule", { rule: period.querySelector("[data-rule]").textContent }));
    item.append(label);
    if (day) item.append(" ", make("strong", {}, written(day)), " ", passed(day));
    item.append(remark(period), rule, make("span", { className: "line detail" }, how));
    item.append(document.importNode(period.querySelector('[data-part="evidence"]'), true));
    if (day >= today()) item.append(saving(period, start.value, day, `${rule.textContent}\n${how}\n${period.querySelector("[data-source]").textContent}`, length));
    return item;
  }

  const written = (day) => word("day", { day: inWords(long, day), weekday: inWords(week, day) });

  function remark(period) {
    const found = period.querySelector("[data-remark]");
    return found ? make("span", { className: "line" }, found.textContent) : "";
  }

  /** Return how far away a day is. */
  function passed(day) {
    const left = numberOf(day) - numberOf(today());
    const name = left > 0 ? "left" : left < 0 ? "past" : "today";
    const many = left === 1 || left === -1 ? `${name}-one` : name;
    return make("span", { className: "detail" }, word(left ? many : name, { count: Math.abs(left) }));
  }

  function counting(period, start, day, days) {
    const { counted, length } = period.dataset;
    const values = { start: inWords(short, start), length: period.querySelector("[data-words]").textContent };
    if (counted !== "business") return word(/[MY]$/.test(length) ? "by-month" : "by-day", values);
    const inside = (each) => start < each && each <= day;
    const skipped = days.off.filter(inside);
    const named = skipped.map((each) => inWords(short, each)).join(join);
    const said = [word(skipped.length ? "by-work" : "by-work-plain", Object.assign(values, { days: named }))];
    if (region.value === "EU") said[0] = word("by-weekday", values);
    if (days.estimated.some(inside)) said.push(word("estimated"));
    return said.join(form.dataset.space);
  }

  function saving(period, start, day, text, length) {
    const button = make("button", { type: "button", className: "deadline-save" }, word("save"));
    const who = period.querySelector("[data-who]").textContent;
    const where = [region.selectedOptions[0].textContent, period.dataset.case].filter(Boolean).join(" · ");
    const title = word(`title-${period.dataset.kind}`, { where, who });
    button.setAttribute("aria-label", `${word("save")} ${title} ${written(day)}`);
    button.addEventListener("click", () => {
      const id = `${region.value}-${period.dataset.kind}-${period.dataset.from}-${start}-${length}@${location.hostname}`;
      const file = calendar([{ id, day, title, text: `${who}\n${text}\n${location.href.split("#")[0]}`, changed: Date.now() }], document.title);
      save(file, `${title.replace(NOT_IN_NAMES, " ")} ${day}.ics`, "text/calendar");
    });
    return button;
  }

  region.addEventListener("change", arrange);
  kind.addEventListener("change", ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
  form.hidden = false;
  document.querySelector(".deadlines-none").hidden = true;
  const mine = chosenRegion();
  if (!region.value && [...region.options].some((option) => option.value === mine)) region.value = mine;
  arrange();
}

function workingDays(data) {
  const list = (text) => (text ? text.split(" ") : []);
  return {
    weekend: list(data.weekend).map(Number),
    off: list(data.off),
    worked: list(data.worked),
    estimated: list(data.estimated),
    first: data.first,
    last: data.last,
  };
}
