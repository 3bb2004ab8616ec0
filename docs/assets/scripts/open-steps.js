// What an urgent page says below its last step, once that is done: the earlier ones that are still open.

const { open, colon } = document.querySelector("article").dataset;
const left = document.createElement("p");
left.setAttribute("role", "status");

export function say(steps, finished) {
  const last = steps[steps.length - 1];
  last.append(left);
  const names = steps.filter((_, number) => !finished.has(number)).map((step) => step.querySelector("strong").textContent);
  left.textContent = finished.has(steps.length - 1) && names.length ? `${open}${colon}${names.join(" ")}` : "";
}
