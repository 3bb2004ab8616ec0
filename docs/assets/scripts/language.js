// A quiet line on top of a page that stands in another script than the reader's: it is there in that one,
// too. Nobody is sent anywhere. The words are those of the other page, in its language.

/** Say that the page is there in the language of a script, if it is. */
export async function suggest(script) {
  if (location.search.startsWith("?asked=")) return; // off line, in place of the page that was asked for
  const link = [...document.querySelectorAll(".top [hreflang]")].find(
    ({ lang }) => new Intl.Locale(lang).maximize().script === script,
  );
  const page = await fetch(link.href).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  const words = /data-suggestion="([^"|]*)\|([^"|]*)"/.exec(page);
  if (!words) return;
  const line = document.createElement("p");
  line.className = "callout";
  line.lang = link.lang;
  const there = document.createElement("a");
  there.href = link.href;
  there.textContent = words[1];
  there.addEventListener("click", () => link.click());
  there.addEventListener("click", (event) => event.preventDefault());
  const no = document.createElement("button");
  no.type = "button";
  no.className = "copy";
  no.textContent = words[2];
  no.addEventListener("click", () => {
    try {
      localStorage.setItem("language", document.documentElement.lang);
    } catch (error) {
      // then the line comes again
    }
    line.remove();
  });
  line.append(there, " ", no);
  document.querySelector(".top").append(line);
}
