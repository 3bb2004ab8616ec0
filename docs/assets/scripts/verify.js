// The form of contact/verify: it asks checker.js, which is loaded with the look-up when something
// is to be checked. The page holds the whole table without this file.

// Loads the rules; nothing is loaded before there is something to check.
export const rules = () => import("./checker.js");

const form = globalThis.document?.querySelector("form.checker");
if (form) startPage(form);

function startPage(form) {
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const input = form.querySelector("input");
  const output = form.parentElement.querySelector(".checker-answer");
  let loading;

  async function answer() {
    if (!input.value.trim()) {
      output.replaceChildren();
      return;
    }
    loading ??= Promise.all([rules(), load(form.dataset.lookup)]);
    try {
      const [{ check }, lookup] = await loading;
      const now = new Date();
      const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
      const found = await check(input.value, lookup, today);
      output.replaceChildren(draw(found, lookup));
    } catch {
      loading = undefined; // the next attempt asks again
      output.replaceChildren(element("p", form.dataset.failed));
    }
    output.focus();
  }

  function draw(found, { texts, records }) {
    const listed = found.records.map((i) => records[i]);
    const date = listed.map((record) => record.checked).sort()[0] ?? found.until;
    const fill = (text) => text[language].replace("{target}", found.target).replace("{date}", date);
    const { headline, now } = texts.answers[found.answer];
    const box = element("div", null, `callout verdict verdict-${found.answer}`);
    box.append(
      element("p", fill(headline), "callout-title"),
      element("p", `${texts.words["read-as"][language]} ${found.value}`, "detail"),
      element("p", fill(texts.reasons[found.reason])),
    );
    if (listed.length) {
      const list = element("ul");
      for (const record of listed) list.append(drawRecord(record, texts));
      box.append(element("p", texts.words.record[language], "verdict-label"), list);
    }
    const steps = element("ol");
    for (const step of now) steps.append(element("li", step[language]));
    const links = element("p", null, "verdict-links");
    links.append(
      link(form.dataset.urgent, texts.words.urgent[language]),
      " ",
      link(form.dataset.called, texts.words.called[language]),
    );
    box.append(
      element("p", texts.words.now[language], "verdict-label"),
      steps,
      links,
      element("p", texts.words.forged[language], "verdict-forged"),
    );
    return box;
  }

  function drawRecord(record, texts) {
    const item = element("li");
    const name = record.region_name
      ? `${record.region_name[language]}${language === "zh" ? "：" : ": "}${record.name[language]}`
      : record.name[language];
    item.append(
      record.id ? link(`${form.dataset.regions}${record.region}/#${record.id}`, name) : name,
      " ",
      element(
        "span",
        texts.words.checked[language]
          .replace("{date}", record.checked)
          .replace("{until}", record.until),
        "detail",
      ),
    );
    return item;
  }

  function fromAddress() {
    const value = new URLSearchParams(location.hash.slice(1)).get("q");
    if (value === null) return;
    input.value = value;
    answer();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
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
