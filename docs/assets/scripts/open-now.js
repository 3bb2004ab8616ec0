// Says beside the hours of a body whether somebody is there now, or when next: in its time and the
// reader's. The times of the coming weeks stand in the page (helpkit/data/hours.py); when they have run
// out, the line goes away, and the hours stand there as without this script.

const MINUTE = 60 * 1000;
const FAR = 8640 * MINUTE;
const lines = [...document.querySelectorAll(".open-now")];
const note = document.querySelector("[data-open-words]");
const { locale } = note.dataset;

/** Return the begin and end of each time, in milliseconds. */
function times(text, since) {
  return (text ? text.split(" ") : []).map((each) => each.split("-").map((minutes) => since + minutes * MINUTE));
}

/** Return a moment as a clock of a zone shows it, with its day where `withDay`; far ones with their date. */
function clock(moment, zone, withDay, far) {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone };
  const parts = {};
  const day = far ? { weekday: "short", month: "short", day: "numeric" } : { weekday: "short" };
  for (const { type, value } of new Intl.DateTimeFormat(locale, options).formatToParts(moment)) parts[type] = value;
  // Some browsers of 2019 call midnight 24.
  const time = `${parts.hour === "24" ? "00" : parts.hour}:${parts.minute}`;
  if (!withDay) return time;
  const words = new Intl.DateTimeFormat(locale, Object.assign(day, { timeZone: zone })).format(moment);
  return `${words.replace(/(\d)(?=[年月日])|([年月])(?=\d)/g, "$& ")} ${time}`;
}

const dayIn = (moment, zone) => new Intl.DateTimeFormat(locale, { timeZone: zone }).format(moment);

/** Return what is to be said of a body, "" for nothing. */
function say({ dataset }, now) {
  const since = Date.parse(`${dataset.since}T00:00:00Z`);
  if (now < since || now >= Date.parse(`${dataset.until}T00:00:00Z`)) return "";
  const open = times(dataset.open, since);
  const isNow = ([begin, end]) => begin <= now && now < end;
  if (times(dataset.unsure, since).some(isNow)) return note.dataset.maybe;
  const current = open.find(isNow);
  const next = open.find(([begin]) => begin > now);
  if (!current && !next) return "";
  const moment = current ? current[1] : next[0];
  const far = moment - now > FAR;
  // Another day than today is named, as the reader's clock sees it, and as theirs does.
  const [there, yours] = [dataset.zone, undefined].map((zone) =>
    clock(moment, zone, !current || dayIn(moment, zone) !== dayIn(now, zone), far),
  );
  const words = note.dataset[(current ? "now" : "next") + (there === yours ? "Here" : "")];
  // Chinese sets a space before digits only.
  return words.replace("{there}", there).replace("{yours}", yours).replace(/([一-鿿]) (?=[一-鿿])/g, "$1");
}

function draw() {
  const now = Date.now();
  for (const line of lines) {
    const text = say(line, now);
    // A reader of the screen hears it where it stands, not each minute.
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
    if (!text) line.remove();
    line.classList.toggle("is-open", text.startsWith(note.dataset.now.split("{")[0]));
  }
  note.hidden = lines.every((line) => line.hidden);
  if (note.hidden) note.remove();
}

if (lines.length) {
  draw();
  setInterval(draw, MINUTE);
  document.addEventListener("visibilitychange", draw);
}
