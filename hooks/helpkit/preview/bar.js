// Loads the page again when it was drawn anew, and the bar when what it says has changed.
// A page in the background listens no more: browsers open few connections to one host.
const script = document.currentScript;
let seen = script.dataset.seen;
let source;

async function renew() {
  const answer = await fetch(`/-/bar?page=${encodeURIComponent(location.pathname)}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("#preview-bar").replaceWith(page.querySelector("#preview-bar"));
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
listen();
