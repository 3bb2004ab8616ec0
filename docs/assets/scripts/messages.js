// Messages: their blanks are fields, filled once and kept on this device (store.js). What says who the
// reader is serves all messages that ask for it; all else is kept for each message alone. site.js loads this file when a reader wants to fill them in.

import { make, wordsOf } from "./elements.js";
import { read, remove, watch, write } from "./store.js";
import { complain, isClean, sayState } from "./tool.js";

const SECTION = "blanks";

const sheet = make("link", { rel: "stylesheet", href: new URL("../styles/forms.css", import.meta.url) });
document.head.append(sheet);

const fillers = new Map();

/** Open the fields of the message that a button belongs to, where it stands, or close them. */
export function open(button) {
  const message = button.closest(".message");
  if (!fillers.has(message)) fillers.set(message, new Filler(message));
  const { form } = fillers.get(message);
  const figure = button.closest("figure");
  const isOpen = !form.hidden && form.nextElementSibling === figure;
  for (const each of message.querySelectorAll("[data-tool]")) each.setAttribute("aria-expanded", String(each === button && !isOpen));
  form.hidden = isOpen;
  if (isOpen) return;
  figure.before(form);
  form.querySelector("input").focus();
}

class Filler {
  constructor(message) {
    this.message = message;
    this.template = message.querySelector("template");
    this.word = wordsOf(this.template);
    this.texts = [...message.querySelectorAll("blockquote")].map((element) => ({
      element,
      spans: [...element.querySelectorAll(".blank-here")],
    }));
    // Both languages of the long text have the same blanks in the same order; spans of the short ones
    // say which of these they are.
    const numberOf = (span, at) => Number(span.dataset.blank || at);
    const spans = this.texts.flatMap((text) => text.spans.map((span, at) => ({ span, mark: span.textContent, name: span.dataset.mark || span.textContent, number: numberOf(span, at) })));
    this.blanks = this.texts[0].spans.map((first, at) => ({
      spans: spans.filter(({ number }) => number === at),
      label: labelOf(first),
    }));
    this.name();
    this.form = this.draw();
    this.addSenders();
    this.copyWhatIsTyped();
    watch((emptied) => {
      if (emptied) this.empty();
      this.show();
    });
    this.show();
    // Here before it is asked: a copy right after the last letter waits for it.
    import("./secrets.js").catch(() => {});
  }

  /** Give each blank the name under which it is kept. */
  name() {
    // In every language the names (a page in derived characters says whose its marks are) of what is the reader's own in all messages.
    const shared = this.word("shared").split("|");
    const bare = (mark) => mark.slice(1, -1);
    const names = this.blanks.map(({ spans }) => [...new Set(spans.map(({ name }) => bare(name)))].sort().join("|"));
    this.blanks.forEach((blank, at) => {
      const isOnce = names.indexOf(names[at]) === names.lastIndexOf(names[at]);
      const isShared = isOnce && blank.spans.every(({ name }) => shared.includes(bare(name)));
      blank.name = isShared ? names[at] : `${this.message.id} ${at}`;
    });
  }

  draw() {
    const form = make("form", { className: "tool-form", autocomplete: "off" });
    form.setAttribute("aria-label", this.word("fill"));
    this.blanks.forEach((blank, at) => {
      const id = `${this.message.id}-blank-${at}`;
      blank.field = make("input", { id, type: "text", maxLength: 500, autocomplete: "off" });
      blank.field.addEventListener("input", () => {
        blank.isTyped = true;
      });
      blank.field.addEventListener("change", () => this.keep(blank));
      form.append(make("p", {}, make("label", { htmlFor: id }, blank.label), blank.field));
    });
    this.left = make("p", { className: "message-left" });
    this.left.setAttribute("role", "status");
    this.line = make("p", { className: "detail tool-state" });
    const clear = make("button", { type: "button" }, this.word("clear"));
    clear.addEventListener("click", () => this.clear());
    form.append(this.left, this.line, make("p", { className: "tool-buttons" }, clear));
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  async keep(blank) {
    blank.isTyped = false;
    // Where the rules on secrets do not load nothing is kept, and what waits goes on.
    const keeping = this.look(blank).catch(() => {});
    blank.keeping = keeping;
    await keeping;
    if (blank.keeping === keeping) blank.keeping = null;
  }

  async look(blank) {
    await isClean(blank.field, blank.label, this.template);
    await this.put(blank, blank.field.value.trim());
  }

  /** Let a press that copies or sends act once what was typed last has been looked at and kept. */
  copyWhatIsTyped() {
    this.message.addEventListener(
      "click",
      async (event) => {
        const target = event.target.closest("[data-copy-from], [data-send]");
        const waiting = this.blanks.filter((blank) => blank.isTyped || blank.keeping);
        if (!target || !waiting.length) return;
        event.preventDefault();
        event.stopPropagation();
        for (const blank of waiting) await (blank.isTyped ? this.keep(blank) : blank.keeping);
        target.click();
      },
      true,
    );
  }

  put(blank, text) {
    return write(SECTION, { [blank.name]: text ? { text } : null });
  }

  empty() {
    for (const blank of this.blanks) {
      blank.field.value = "";
      blank.isTyped = false;
      complain(blank.field, "");
    }
  }

  async clear() {
    this.empty();
    await remove(SECTION, this.blanks.map(({ name }) => name));
    this.blanks[0].field.focus();
  }

  /** Show what is kept, in the fields and in the texts. */
  show() {
    const kept = read(SECTION);
    let open = 0;
    for (const blank of this.blanks) {
      const { name, field } = blank;
      const text = name in kept && typeof kept[name].text === "string" ? kept[name].text : "";
      // What is typed and not yet looked at stays: another field may be kept meanwhile.
      if (text !== blank.shown && field !== document.activeElement) field.value = text;
      blank.shown = text;
      for (const { span, mark } of blank.spans) {
        span.textContent = text || mark;
        span.classList.toggle("blank-filled", Boolean(text));
      }
      open += text ? 0 : 1;
    }
    this.left.textContent = open ? this.word("left", { count: open }) : this.word("complete");
    for (const text of this.texts) {
      const count = text.spans.filter((span) => !span.classList.contains("blank-filled")).length;
      text.open = count;
      text.copy.dataset.done = count ? this.word("copied-open", { count }) : this.word("copied");
      if (text.mail) text.mail.href = this.mailOf(text.element);
    }
    sayState(this.line, this.word);
  }

  /** Beside the copy button of what is sent: send it to another app; write the long one as an e-mail. */
  addSenders() {
    for (const text of this.texts) {
      const { id, parentElement } = text.element;
      text.copy = parentElement.querySelector("[data-copy-from]");
      if (id.startsWith(`${this.message.id}-call-`)) continue;
      if (navigator.share) {
        const share = make("button", { type: "button" }, this.word("share"));
        this.warn(share, text, () => navigator.share({ text: text.element.innerText }).catch(() => {}));
        text.copy.before(share, " ");
      }
      if (id.startsWith(`${this.message.id}-chat-`)) continue;
      text.mail = make("a", { className: "message-send" }, this.word("mail"));
      this.warn(text.mail, text, () => {});
      text.copy.before(text.mail, " ");
    }
  }

  /** Let a press act; while a text has open blanks the first only says so. */
  warn(element, text, act) {
    let warned = false;
    element.dataset.send = "yes";
    element.addEventListener("click", (event) => {
      if (!text.open || warned) {
        warned = false;
        act();
        return;
      }
      event.preventDefault();
      warned = true;
      this.form.hidden = false;
      this.left.textContent = this.word("send-open", { count: text.open });
      this.left.scrollIntoView({ block: "nearest" });
    });
  }

  /** Return the address of an e-mail to nobody yet that holds a text. */
  mailOf(text) {
    const { subject } = text.dataset;
    const body = text.textContent.replace(/\n/g, "\r\n");
    return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  }
}

/** Return what a field is called: the blank with the words before it in its line. */
function labelOf(span) {
  let before = "";
  for (let node = span.previousSibling; node && !/\n/.test(before); node = node.previousSibling) {
    if (node.nodeType !== Node.TEXT_NODE) break;
    before = node.textContent + before;
  }
  const near = before.split("\n").pop().replace(/^[\s,.;:，。；：、]+/, "");
  return near + span.textContent;
}
