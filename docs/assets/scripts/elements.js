// Elements that scripts make, and their words, which stand in a template of the page.

/** Return a function that finds a word of a template, with {names} filled in. */
export function wordsOf(template) {
  return (name, values = {}) => fill(template.content.querySelector(`[data-word="${name}"]`).textContent, values);
}

/** Fill {names} into a text: each once, since what a reader typed may hold braces itself. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
}

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Let a button act at its second press, where there is something to lose; the first puts a question on it. */
export function askOnce(button, question, act, isAsked = () => true) {
  const [label, spoken] = [button.textContent, button.getAttribute("aria-label")];
  const reset = () => {
    button.textContent = label;
    if (spoken) button.setAttribute("aria-label", spoken);
    delete button.dataset.asked;
  };
  button.addEventListener("blur", reset);
  button.addEventListener("click", () => {
    if (button.dataset.asked || !isAsked()) {
      reset();
      act();
      return;
    }
    button.dataset.asked = "yes";
    button.textContent = question;
    if (spoken) button.setAttribute("aria-label", spoken.replace(label, question));
  });
}
