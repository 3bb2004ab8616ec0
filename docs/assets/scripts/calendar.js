// Calendar files (RFC 5545): whole days with a title, a text and a reminder, as every calendar reads them.

const MOST_BYTES = 75;
const REMINDER = "-PT15H"; // at nine in the morning of the day before

/**
 * Return a calendar file. `events` have `id`, which stays the same when they are saved again, `day`
 * (YYYY-MM-DD), `title`, `text`, and `changed`, a time in milliseconds. `product` names the writer.
 */
export function calendar(events, product) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${escaped(product)}//`, "METHOD:PUBLISH"];
  for (const { id, day, title, text, changed } of events) {
    lines.push("BEGIN:VEVENT", `UID:${id}`, `DTSTAMP:${stamp(changed)}`, `LAST-MODIFIED:${stamp(changed)}`);
    lines.push(`DTSTART;VALUE=DATE:${day.replace(/-/g, "")}`, `SUMMARY:${escaped(title)}`);
    lines.push(`DESCRIPTION:${escaped(text)}`, "TRANSP:TRANSPARENT");
    lines.push("BEGIN:VALARM", "ACTION:DISPLAY", `TRIGGER:${REMINDER}`, `DESCRIPTION:${escaped(title)}`, "END:VALARM", "END:VEVENT");
  }
  lines.push("END:VCALENDAR");
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** Return a moment in UTC, as 20261125T220000Z. */
const stamp = (time) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");

function escaped(text) {
  const plain = text.replace(/\r\n?/g, "\n").replace(/[\0-\x09\x0b-\x1f\x7f]/g, " ");
  return plain.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
}

/** Return a line in pieces of at most 75 bytes, no character cut; each but the first begins with a space. */
function folded(line) {
  const encoder = new TextEncoder();
  let [pieces, piece, size] = [[], "", 0];
  for (const character of line) {
    const bytes = encoder.encode(character).length;
    if (size + bytes > MOST_BYTES) {
      pieces.push(piece);
      [piece, size] = [" ", 1];
    }
    piece += character;
    size += bytes;
  }
  return [...pieces, piece].join("\r\n");
}
