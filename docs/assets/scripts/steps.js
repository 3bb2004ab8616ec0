// The urgent pages: a large button under each step, so that a reader does one at a time and finds
// the place again after a call, even if the phone has dropped the page meanwhile.

const article = document.querySelector("article");
const steps = [...document.querySelectorAll("#do-now + ol > li")];
const { done, undo, colon } = article.dataset;
const KEY = `steps ${location.pathname}`;

function kept() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(KEY)));
  } catch {
    return new Set();
  }
}

const finished = kept();

function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...finished]));
  } catch {
    // then the marks last as long as the page
  }
}

steps.forEach((step, number) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "step-done";
  const lead = step.querySelector("strong")?.textContent || "";
  const draw = () => {
    step.classList.toggle("is-done", finished.has(number));
    button.textContent = finished.has(number) ? undo : done;
    button.setAttribute("aria-label", `${button.textContent}${colon}${lead}`);
  };
  button.addEventListener("click", () => {
    const next = steps[number + 1];
    if (finished.delete(number)) keep();
    else {
      finished.add(number);
      keep();
      if (next) {
        next.tabIndex = -1;
        next.focus({ preventScroll: true });
        next.scrollIntoView();
      }
    }
    draw();
    import("./open-steps.js").then(({ say }) => say(steps, finished));
  });
  draw();
  step.lastElementChild?.classList.add("step-end"); // without a margin, as before
  step.append(button);
});
