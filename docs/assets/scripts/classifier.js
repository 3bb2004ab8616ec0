// Judges texts with what hooks/helpkit/text/classifier.py has learned, as that does. Search and the checker
// share it; the checker's browsers of 2019 run it, see checker.js.

import { fold } from "./words.js";

const HAN = /[\u3400-\u9fff]/;
const TOKEN = /[a-z]+|[0-9]+|[\u3400-\u9fff]/g;
const SENTENCE_END = /[。！？!?\n]|\.\s/;
// A text up to here may be one thought; a longer one is judged by its sentences only.
const SHORT = 400;
// A sentence with a plain word of dying is nevertheless harmless below this: "verification overdose".
const CLEARLY_HARMLESS = -30;
// Of so many sentences one may sound like it by chance: in a message it has to sound so clearly.
const SEVERAL = 3;
const CLEARLY = 9;

/** Return a folded text with a space around every Latin word and number. */
export const apart = (text) => ` ${text.replace(/['’]/g, "").replace(/[a-z0-9]+/g, " $& ").replace(/[^a-z0-9\u3400-\u9fff]+/g, " ").trim()} `;

/** Return a pattern for any of the words; "~" stands for a few words between. */
export function anyOf(words) {
  const patterns = words.map((word) => {
    const [first, ...more] = word.split("~").map((part) => apart(part).replace(/^ (?=[\u3400-\u9fff])/, "").replace(/([\u3400-\u9fff]) $/, "$1"));
    return [first, ...more.map((part) => (part[0] === " " ? `(?:[a-z0-9]+ ){0,6}${part.slice(1)}` : `[^.]{0,6}${part}`))].join("");
  });
  return new RegExp(patterns.join("|") || "$^", "u");
}

// Hashes a feature to five letters (FNV-1a).
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
function code(mark) {
  let found = 1;
  for (let at = 0; at < mark.length; at++) found = Math.imul(found ^ mark.charCodeAt(at), (1 << 24) + (1 << 8) + 0x93);
  found >>>= 0;
  let letters = "";
  for (let at = 0; at < 5; at++, found = Math.floor(found / LETTERS.length)) letters += LETTERS[found % LETTERS.length];
  return letters;
}

/** Return a table from the characters of a text to those behind each of them. */
export function foldTable(pairs) {
  const characters = Array.from(pairs);
  return new Map(characters.map((character, at) => [character, characters[at + 1]]).filter((_, at) => at % 2 === 0));
}

/** Return a folded text with the characters that a table simplifies. */
export const foldWith = (table, text) => Array.from(fold(text), (character) => table.get(character) || character).join("");

/** Read a classifier: words by class, and the codes of the features of each weight. */
export function readClassifier({ fold: pairs, kinds, danger, harmless, longest }) {
  const weights = new Map();
  const read = (codes, weight) => (codes.match(/.{5}/g) || []).forEach((each) => weights.set(each, weight));
  danger.forEach((codes, weight) => read(codes, weight));
  harmless.forEach((codes, weight) => read(codes, -weight));
  return { longest, weights, table: foldTable(pairs), kinds: Object.entries(kinds).map(([name, words]) => [`#${name}`, anyOf(words)]) };
}

/** Return the score of a folded text: the bias, and the sum of the features' weights over the root of their number. */
export function weigh({ kinds, longest, weights }, folded) {
  const weight = (mark) => weights.get(code(mark)) || 0;
  const spaced = apart(folded);
  const marks = new Set(kinds.filter(([, kind]) => kind.test(spaced)).map(([name]) => name));
  const tokens = (spaced.match(TOKEN) || []).map((word) => (HAN.test(word) ? word : /\d/.test(word) ? "0 " : `${word} `));
  const run = ["^", ...tokens, "$"];
  for (let length = 1; length <= longest; length++) {
    for (let at = 0; at + length <= run.length; at++) marks.add(run.slice(at, at + length).join(""));
  }
  let total = 0;
  for (const mark of marks) total += weight(mark);
  return weight("*") + total / Math.sqrt(marks.size);
}

/** Read the classifiers of a file from outputs/crisis.py, each with the script that it judges. */
export const readCrisis = (models) => models.map(([script, model]) => ({ isHan: script === "han", model: readClassifier(model) }));

/**
 * Return whether the writer of a text, or somebody it is about, may be about to die.
 *
 * `hasPlainWord` says whether a sentence speaks of dying in so many words, which decides where no
 * model is there, and where none finds the sentence clearly harmless.
 */
export function isCrisis(text, hasPlainWord, models) {
  const parts = text.split(SENTENCE_END).filter((part) => part.trim());
  const least = parts.length < SEVERAL ? 0 : CLEARLY;
  const sentences = parts.concat(text.length <= SHORT ? text : []);
  return sentences.some((sentence) => {
    const mine = models.filter(({ isHan }) => isHan === HAN.test(sentence));
    const score = Math.max(...mine.map(({ model }) => weigh(model, foldWith(model.table, sentence))));
    return hasPlainWord(sentence) ? !mine.length || score >= CLEARLY_HARMLESS : score >= least;
  });
}
