// One spelling for what was pasted. It works in browsers that know no `\p{…}` in expressions.

// The zero of each script whose digits Unicode's NFKC does not turn into 0-9.
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
  0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1b50,
];
// What nobody sees: controls, format characters, joiners, fillers, variation selectors, enclosing marks.
const UNSEEN = new RegExp(
  "[\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u00ad\\u034f\\u0488\\u0489\\u0600-\\u0605\\u061c\\u06dd" +
    "\\u070f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u1abe\\u200b-\\u200f\\u202a-\\u202d\\u2060-\\u206f" +
    "\\u20dd-\\u20e4\\u3164\\ua670-\\ua672\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\ue000-\\uf8ff]|\\udb40[\\udc00-\\uddff]",
  "g",
);

/**
 * Return a text as it is read: NFKC, digits of all scripts as 0-9, nothing unseen, half a
 * character as U+FFFD, each line break or wide gap as "\n", every other white space as one space.
 * U+202E, which turns a text round, stays: what holds it is not what it looks like.
 */
export function plain(text) {
  const seen = Array.from(text.normalize("NFKC").replace(UNSEEN, ""), (c) => {
    const code = c.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) return "\ufffd"; // as browsers do
    const zero = code > 0x65f && ZEROS.find((z) => code >= z && code <= z + 9);
    return zero ? String(code - zero) : c;
  });
  return seen
    .join("")
    .replace(/[^\S\n]*[\n\r\u2028\u2029\x85]\s*|[^\S\n]{2,}/g, "\n")
    .replace(/[^\S\n]/g, " ")
    .trim();
}
