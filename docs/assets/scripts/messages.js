// Messages: their blanks are fields, filled once and kept on this device (store.js), shared by all
// messages that ask for the same. site.js loads this file when a reader wants to fill them in.

import { read, watch, write } from "./store.js";
import { complain, isClean, make, sayState, wordsOf } from "./tool.js";

const SECTION = "blanks";

const sheet = make("link", { rel: "stylesheet", href: new URL("../styles/forms.css", import.meta.url) });
document.head.append(sheet);

/** Open the fields of the message that a button belongs to, or close them. */
export function open(button) {
  const message = button.closest(".message");
  const before = message.querySelector("form");
  if (before) {
    before.hidden = !before.hidden;
    button.setAttribute("aria-expanded", String(!before.hidden));
    return;
  }
  button.setAttribute("aria-expanded", "true");
  const filler = new Filler(message);
  message.querySelector(".message-text").before(filler.form);
  filler.form.querySelector("input").focus();
}

class Filler {
  constructor(message) {
    this.message = message;
    this.template = message.querySelector("template");
    this.word = wordsOf(this.template);
    this.texts = [...message.querySelectorAll("blockquote")];
    const spans = this.texts.map((text) => [...text.querySelectorAll(".blank-here")]);
    // Both languages have the same blanks in the same order.
    this.blanks = spans[0].map((span, at) => ({
      spans: spans.map((each) => each[at]),
      marks: spans.map((each) => each[at].textContent),
      label: labelOf(span),
    }));
    this.name();
    this.form = this.draw();
    this.addSenders();
    watch(() => this.show());
    this.show();
  }

  /** Give each blank the name under which it is kept. */
  name() {
    const bare = (mark) => mark.slice(1, -1);
    // Names that mean another day in each message.
    const own = this.word("own").split("|");
    const names = this.blanks.map(({ marks }) => marks.map(bare).sort().join("|"));
    this.blanks.forEach((blank, at) => {
      const isOwn = own.includes(bare(blank.marks[0])) || names.indexOf(names[at]) !== names.lastIndexOf(names[at]);
      blank.name = isOwn ? `${this.message.id} ${at}` : names[at];
    });
  }

  draw() {
    const form = make("form", { className: "tool-form", autocomplete: "off" });
    form.setAttribute("aria-label", this.word("fill"));
    this.blanks.forEach((blank, at) => {
      const id = `${this.message.id}-blank-${at}`;
      blank.field = make("input", { id, type: "text", maxLength: 500, autocomplete: "off" });
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
    if (!(await isClean(blank.field, blank.label, this.template)) && !blank.field.value) return this.put(blank, "");
    return this.put(blank, blank.field.value.trim());
  }

  put(blank, text) {
    return write(SECTION, { [blank.name]: text ? { text } : null });
  }

  async clear() {
    const none = {};
    for (const blank of this.blanks) {
      none[blank.name] = null;
      blank.field.value = "";
      complain(blank.field, "");
    }
    await write(SECTION, none);
    this.blanks[0].field.focus();
  }

  /** Show what is kept, in the fields and in the texts. */
  show() {
    const kept = read(SECTION);
    let open = 0;
    for (const blank of this.blanks) {
      const { name, field, spans, marks } = blank;
      const text = name in kept && typeof kept[name].text === "string" ? kept[name].text : "";
      // What is typed and not yet looked at stays: another field may be kept meanwhile.
      if (text !== blank.shown && field !== document.activeElement) field.value = text;
      blank.shown = text;
      spans.forEach((span, at) => {
        span.textContent = text || marks[at];
        span.classList.toggle("blank-filled", Boolean(text));
      });
      open += text ? 0 : 1;
    }
    this.open = open;
    this.left.textContent = open ? this.word("left", { count: open }) : this.word("complete");
    for (const button of this.message.querySelectorAll("[data-copy-from]")) {
      button.dataset.done = open ? this.word("copied-open", { count: open }) : this.word("copied");
    }
    this.texts.forEach((text, at) => {
      this.mails[at].href = this.mailOf(text);
    });
    sayState(this.line, this.word);
  }

  /** Beside each copy button: send it to another app, write it as an e-mail. */
  addSenders() {
    this.mails = this.texts.map((text) => {
      const copy = text.parentElement.querySelector("[data-copy-from]");
      const mail = make("a", { className: "message-send" }, this.word("mail"));
      this.warn(mail, () => {});
      copy.before(mail, " ");
      if (!navigator.share) return mail;
      const share = make("button", { type: "button" }, this.word("share"));
      this.warn(share, () => navigator.share({ text: text.innerText }).catch(() => {}));
      mail.before(share, " ");
      return mail;
    });
  }

  /** Let a press act; while blanks are open the first only says so. */
  warn(element, act) {
    let warned = false;
    element.addEventListener("click", (event) => {
      if (!this.open || warned) {
        warned = false;
        act();
        return;
      }
      event.preventDefault();
      warned = true;
      this.left.textContent = this.word("send-open", { count: this.open });
      this.left.scrollIntoView({ block: "nearest" });
    });
  }

  /** Return the address of an e-mail to nobody yet that holds a text. */
  mailOf(text) {
    const subject = this.template.dataset[`title${text.lang.split("-")[0]}`];
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
