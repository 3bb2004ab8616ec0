// Loads the page again when it was drawn anew, and the bar when what it says has changed.
// A page in the background listens no more: browsers open few connections to one host.
const script = document.currentScript;
let seen = script.dataset.seen;
let source;

const BLOCKS = "h1, h2, h3, h4, p, li, th, td, dt, dd, summary, figcaption, pre";

// What stands in a line and in the page that is made of it: letters and digits alone.
function bare(text) {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}

// Puts a box behind the place of each problem of this page: where its line, or the nearest above,
// stands in the page. What stands nowhere is in the bar alone.
function mark() {
  document.querySelectorAll(".preview-mark").forEach((old) => old.remove());
  const article = document.querySelector("article");
  if (!article) return;
  let count = 0;
  const places = [...article.querySelectorAll(BLOCKS)].map((at) => [at, bare(at.textContent)]);
  for (const problem of document.querySelectorAll("#preview-bar li[data-lines]")) {
    for (const line of JSON.parse(problem.dataset.lines)) {
      const found = places.filter(([, text]) => text.includes(bare(line)));
      if (!found.length) continue;
      let [at] = found.reduce((best, one) => (one[1].length < best[1].length ? one : best));
      const box = document.createElement("span");
      box.className = "preview-mark";
      box.id = `preview-mark-${++count}`;
      box.append(...problem.cloneNode(true).childNodes);
      const name = problem.querySelector("code");
      const link = document.createElement("a");
      link.href = `#${box.id}`;
      name.replaceWith(link);
      link.append(name);
      while (at.nextElementSibling?.matches(".preview-mark")) at = at.nextElementSibling;
      if (/^(LI|TD|TH|DT|DD|SUMMARY)$/.test(at.tagName)) at.append(box);
      else at.after(box);
      break;
    }
  }
}

async function renew() {
  if (!document.querySelector("#preview-bar")) return; // the page that says to wait
  const answer = await fetch(`/-/bar?page=${encodeURIComponent(location.pathname)}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("#preview-bar").replaceWith(page.querySelector("#preview-bar"));
  mark();
}

function listen() {
  source?.close();
  source = undefined;
  if (document.visibilityState !== "visible") return;
  source = new EventSource(`/-/events?page=${encodeURIComponent(location.pathname)}&seen=${seen}`);
  source.addEventListener("reload", () => {
    source.close();
    location.reload();
  });
  source.addEventListener("bar", (event) => {
    seen = event.data;
    renew();
  });
}

document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => source?.close());
mark();
listen();
