// Finds pages for a query. It knows neither DOM nor network: it is given the index that
// hooks/helpkit/outputs/search_index.py wrote, and for sounds and full text a way to fetch more files.
//
// The rule of privacy: what is fetched, and in which order, does not depend on what is typed. The
// index comes when search is opened. The first letter brings the same files in the same order,
// whole, for every text, and none comes after them: a server learns that somebody searches, not for what.
// tests/search/test_search_box.py compares the requests of different searches.
//
// A text becomes meanings (groups of words, "g" and a number), pairs of Chinese characters, single ones
// with little weight, and English words without their endings. Each counts by how rare it is over the
// pages. A page's score combines: the sets of meanings that it is about, the words of its fields
// (BM25F, the title before the text), its most similar phrase, and the classifier trained on
// readers' questions (data/asked).

import { anyOf, apart, foldTable, foldWith, isCrisis, readClassifier, readCrisis, weigh } from "./classifier.js";
import { isNear } from "./words.js";

const HAN = /[\u3400-\u9fff]/u;
const HAN_ONLY = /^[\u3400-\u9fff]+$/u;
const SPLIT = /[\u3400-\u9fff]+|[a-z0-9]+(?:['’][a-z]+)?/gu;
const KIND_WEIGHT = { group: 1.5, pair: 0.8, word: 1, single: 0.2, ignored: 0.1 };
const FIELD_WEIGHT = { title: 4, short: 4, subject: 2, alias: 1.2, heading: 1, answer: 0.8, description: 0.8 };
const LIKENESS = { alias: 1, title: 1, short: 1, heading: 0.8, answer: 0.5, description: 0.55 };
const SATURATION = 2;
// The weight of words that no example question contains, as a part of a rare word's: the more
// unknown words, the less sure the classification.
const STRANGE = 0.6;
// Smoothing: a word that no question for a page contains counts as this part of a question.
const UNSEEN = 0.05;
const SHARE = { words: 0.3, subject: 0.55, phrase: 0.45, asked: 0.75 };

// Thresholds for the best page's score. Below WEAK the full text is searched too, below GUESS it
// is shown as a guess, below UNFIT nothing is shown. From SURE on it is shown even for questions
// that otherwise have no page.
const WEAK = 0.3;
const UNFIT = 0.1;
const GUESS = 0.25;
const SURE = 0.6;

// Separates, in an index, the words to search from those to show, where they differ.
const BOTH = /\ue000([^\ue001]*)\ue001([^\ue002]*)\ue002/gu;
export const shown = (text) => text.replace(BOTH, "$1");
const sought = (text) => text.replace(BOTH, "$2");
// The characters of a text that are shown, those that are searched, and where each of these is shown.
function bothOf(text) {
  const [seen, meant, places] = [[], [], []];
  const parts = text.split(/[\ue000-\ue002]/u);
  for (let at = 0; at < parts.length; at += 3) {
    const [alike, other = "", own = ""] = parts.slice(at); // these two: one word for another
    for (const character of alike) {
      places.push([seen.length, seen.length + 1]);
      meant.push(character);
      seen.push(character);
    }
    const start = seen.length;
    seen.push(...other);
    for (const character of own) {
      places.push([start, own.length > 8 /* written anew */ ? start : seen.length]);
      meant.push(character);
    }
  }
  return { seen, meant, places };
}

// --- Words

// English word endings, in which readers and pages differ.
const stems = new Map();
function stem(word) {
  if (word.length < 4) return word;
  if (!stems.has(word)) stems.set(word, stemOf(word));
  return stems.get(word);
}

function stemOf(word) {
  return word
    .replace(/['’]s?$/, "")
    .replace(/(ss|us|is)$|s$/, "$1")
    .replace(/(..[^e])(?:ing|ed)$/, "$1")
    .replace(/([bdfgmnprt])\1$/, "$1")
    .replace(/(...)(?:e|al)$/, "$1");
}

// A long word may have two slips.
const slips = (a, b) => (Math.min(a.length, b.length) >= 8 ? 2 : 1);

// Sounds that speakers of many regions write for one another.
function plainSound(sound) {
  return sound
    .replace(/([zcs])h/g, "$1")
    .replace(/l/g, "n")
    .replace(/([aei]n)g(?![aeiouv])/g, "$1");
}

// A set of meanings as the index writes it: `[3, 15]`, and `[7, -5]` for 7 without 4.
const readSet = (numbers) => ({ with: numbers.filter((n) => n >= 0), without: numbers.filter((n) => n < 0).map((n) => ~n) });

const readSets = (sets) => sets.map(readSet);

const holds = (set, meant) => set.with.every((n) => meant.has(n)) && !set.without.some((n) => meant.has(n));

function sum(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

// --- What was pasted: a number, link, address or handle goes to the checker.

export function isContact(text) {
  const typed = text.normalize("NFKC").trim();
  const digits = typed.replace(/\D/g, "");
  if (/^[+(]?[\d\s().+/-]+$/.test(typed) && digits.length >= 5) return true;
  if (/^(?:tel|mailto|https?|tg):/i.test(typed)) return true;
  if (/^@\w{3,}$/.test(typed) || /^\S+@\S+\.\S+$/.test(typed)) return true;
  return /^(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?$/i.test(typed);
}

// The first of these inside a sentence, or "". A date is no number, and neither is an amount.
function contactIn(text) {
  const typed = text.normalize("NFKC");
  const number = typed.match(/(?:^|\D)(?!(?:19|20)\d\d[-.])(\+?\(?\d[\d\s().-]{5,}\d)/)?.[1] ?? "";
  if (number.replace(/\D/g, "").length >= 8) return number;
  const words = (typed.match(/[!-~]+/g) ?? []).map((word) => word.replace(/[!?.,:;)]+$/, ""));
  return words.find((word) => /[a-z]/i.test(word) && isContact(word)) ?? "";
}

// --- The engine

export class Engine {
  // `load(name)` returns the text of a file of the index; it is called only when needed.
  constructor(index, load) {
    this.index = index;
    this.load = load;
    this.loaded = new Map();
    // In this order they come: the rarer words first, the texts last.
    this.rest = index.files;
    this.sounding = index.script === "han"; // words may be typed by their sound
    this.foldTable = foldTable(index.fold);
    this.elsewhere = new Map(); // words of other regions with those of these pages for them
    this.ignored = new Set(index.ignore);
    this.steady = new Set(index.steady);
    this.real = new Set(); // English words that are near ours and must not become them
    this.complete = false;
    this.#learn(index.groups);
    this.told = new Set(); // words of danger
    this.overviews = new Set(index.overviews);
    this.crisisWords = new RegExp(anyOf(index.crisis.words).source, "gu");
    this.crisisModels = [];
  }

  fold(text) {
    return foldWith(this.foldTable, text);
  }

  // Puts our words in the place of those of other regions in a folded text.
  #ours(folded) {
    return this.elsewhere.size ? folded.replace(this.fromElsewhere, (word) => this.elsewhere.get(word)) : folded;
  }

  // Converts a folded text to the characters of the page that shows it.
  #unfold(text) {
    const table = foldTable(this.index.unfold ?? "");
    return [...text].map((character) => table.get(character) ?? character).join("");
  }

  #learn(groups) {
    this.groups = groups;
    this.runs = new Map();
    this.#readGroups();
    this.#readPages();
    this.#readRegions();
    this.stems = new Set([...[...this.vocabulary].map(stem), ...(this.asked?.usual ?? [])]);
  }

  #readGroups() {
    this.groupOf = new Map(); // a Chinese word, or English words, to the groups it is in
    this.mixed = []; // words of both scripts with their groups
    this.longest = new Map(); // of the words that begin with a character, or with an English word
    const reach = (first, length) => this.longest.set(first, Math.max(length, this.longest.get(first) ?? 0));
    this.vocabulary = new Set();
    const add = (key, number) => {
      if (!this.groupOf.has(key)) this.groupOf.set(key, new Set());
      this.groupOf.get(key).add(number);
    };
    this.groups.forEach(([, ...words], number) => {
      // A word of another region means what ours means, and no more.
      for (const word of new Set(words.flatMap((word) => (this.elsewhere.has(word) ? word : [word, this.#ours(word)])))) {
        const latin = this.#latin(word);
        if (!HAN.test(word)) {
          for (const part of latin) this.vocabulary.add(part);
          reach(latin[0], latin.length);
          reach(stem(latin[0] ?? ""), latin.length);
          add(`=${latin.join(" ")}`, number);
          if (word[0] !== "=") add(latin.map(stem).join(" "), number);
        } else if (latin.length) this.mixed.push([word.replace(/\s/g, ""), number]);
        else {
          add(word.replace(/\s/g, ""), number);
          reach(word[0], word.length);
        }
      }
    });
    for (const word of this.ignored) if (HAN.test(word)) reach(word[0], word.length);
  }

  #latin(text) {
    if (/^[a-z]*$/.test(text)) return text ? [text] : [];
    return text.replace(/(\w)['’](?=[a-z])/g, "$1").match(/[a-z0-9]+/g) ?? [];
  }

  #readPages() {
    this.pages ??= this.index.pages.map(([url, title, short, answer, description, aliases, headings, sets]) => {
      const phrases = [
        { field: "title", text: title },
        { field: "short", text: short },
        { field: "answer", text: answer },
        ...(description ? [{ field: "description", text: description }] : []),
        ...aliases.map((text) => ({ field: "alias", text })),
        ...headings.map(([id, text]) => ({ field: "heading", text, id })),
      ];
      const subjects = readSets(sets);
      const isRegion = !description;
      return { url, title: shown(title), answer, description, headings, phrases, subjects, isRegion };
    });
    this.places = new Map(); // a token to the phrases that have it
    this.frequency = new Map(); // on how many pages a token stands; a meaning in a passing word does not count
    for (const page of this.pages) {
      const seen = new Set();
      page.weights = new Map();
      const add = (token, weight) => page.weights.set(token, (page.weights.get(token) ?? 0) + weight);
      for (const phrase of page.phrases) {
        phrase.folded = this.#ours(phrase.folded ?? this.fold(sought(phrase.text)));
        phrase.compact = phrase.folded.replace(/\s/g, "");
        for (const word of this.#latin(phrase.folded)) this.vocabulary.add(word);
        if (page.isRegion) continue;
        const tokens = this.#tokens(phrase.folded);
        phrase.page = page;
        phrase.tokens = [...tokens];
        for (const token of tokens.keys()) {
          if (!this.places.has(token)) this.places.set(token, []);
          this.places.get(token).push(phrase);
          add(token, FIELD_WEIGHT[phrase.field]);
          if (token[0] !== "g" || LIKENESS[phrase.field] > 0.9) seen.add(token);
        }
      }
      for (const set of page.subjects) {
        for (const number of set.with) {
          add(`g${number}`, FIELD_WEIGHT.subject);
          seen.add(`g${number}`);
        }
      }
      for (const token of seen) this.frequency.set(token, (this.frequency.get(token) ?? 0) + 1);
    }
    const ordinary = this.pages.filter((page) => !page.isRegion);
    this.rarest = Math.log(1 + ordinary.length);
    this.count = ordinary.length;
    for (const page of ordinary) {
      for (const phrase of page.phrases) {
        phrase.total = this.#total(phrase.tokens);
        phrase.tokens = null;
      }
      for (const [token, weight] of page.weights) page.weights.set(token, weight / (weight + SATURATION));
    }
  }

  #total(tokens) {
    let total = 0;
    for (const [token, weight] of tokens) total += weight * this.#rarity(token);
    return total;
  }

  #readRegions() {
    this.regionOf = new Map();
    this.codeOf = new Map();
    this.bodies = new Set(this.index.regions.flatMap(([, , , , bodies]) => bodies));
    for (const [url, calling, code, names, bodies] of this.index.regions) {
      for (const name of [...names, ...bodies, code.toLowerCase()]) {
        this.regionOf.set(name, url);
        for (const word of this.#latin(name)) this.vocabulary.add(word);
      }
      if (!this.codeOf.has(calling)) this.codeOf.set(calling, []);
      this.codeOf.get(calling).push(url);
    }
    this.regionNames = [...this.regionOf.keys()].sort((a, b) => b.length - a.length);
    this.regionPatterns = new Map();
    for (const name of this.regionNames) {
      if (!HAN.test(name)) this.regionPatterns.set(name, new RegExp(`(^|[^a-z0-9'])${name}(?![a-z0-9'])`, "g"));
    }
  }

  #rarity(token) {
    const count = this.frequency.get(token);
    return count ? Math.log(1 + this.count / count) : this.rarest;
  }

  // Segments a run of Chinese characters into known words and single characters, preferring the
  // longest words.
  #cut(run, wordAt) {
    const known = wordAt ? undefined : this.runs.get(run);
    if (known) return known;
    const words = this.#cutNow(run, wordAt);
    if (!wordAt && this.runs.size < 5000) this.runs.set(run, words);
    return words;
  }

  #cutNow(run, wordAt) {
    const best = [{ score: 0 }];
    for (let at = 0; at < run.length; at++) {
      const reach = (length, score, word, known) => {
        const old = best[at + length];
        if (!old || best[at].score + score > old.score) best[at + length] = { score: best[at].score + score, at, word, known };
      };
      reach(1, 0, run[at], false);
      for (let length = Math.min(wordAt ? 6 : (this.longest.get(run[at]) ?? 0), run.length - at); length; length--) {
        const typed = run.slice(at, at + length);
        const word = wordAt ? wordAt(at, length) : typed;
        if (!word) continue;
        const value = length * length * (word === typed ? 1 : 0.8);
        if (this.groupOf.has(word) || (wordAt && this.told.has(word))) reach(length, value, word, true);
        else if (this.ignored.has(word)) reach(length, value * 0.9, word, true);
        else if (this.regionOf?.has(word) || this.elsewhere.has(word)) reach(length, value, word, true);
      }
    }
    const words = [];
    for (let end = run.length; end; end = best[end].at) words.unshift(best[end]);
    return words;
  }

  // Drops stop words, unless there are no others.
  #meaningful(folded) {
    const kept = folded.replace(SPLIT, (run) => {
      if (!HAN.test(run)) return this.#isIgnored(run) ? " " : run;
      return this.#cut(run)
        .map(({ word }) => (this.ignored.has(word) && !this.groupOf.has(word) ? " " : word))
        .join("");
    });
    return kept.trim() ? kept : folded;
  }

  #isIgnored(word) {
    return this.ignored.has(word) || /^\d{1,2}$/.test(word);
  }

  // The groups of meaning in a text, in order.
  #meanings(folded) {
    const found = [];
    for (const part of folded.match(/[\u3400-\u9fff]+|[^\u3400-\u9fff]+/gu) ?? []) {
      if (HAN.test(part)) {
        for (const { word } of this.#cut(part)) found.push(...(this.groupOf.get(word) ?? []));
        continue;
      }
      const words = this.#latin(part);
      const stems = words.map(stem);
      for (let at = 0; at < words.length; at++) {
        const longest = Math.max(this.longest.get(words[at]) ?? 0, this.longest.get(stems[at]) ?? 0);
        for (let length = Math.min(longest, words.length - at); length > 0; length--) {
          const end = at + length;
          const exact = this.groupOf.get(`=${words.slice(at, end).join(" ")}`);
          const groups = exact ?? this.groupOf.get(stems.slice(at, end).join(" "));
          if (!groups) continue;
          found.push(...groups);
          at = end - 1;
          break;
        }
      }
    }
    if (this.mixed.length && /[a-z]/.test(folded) && HAN.test(folded)) {
      const compact = folded.replace(/\s/g, "");
      for (const [word, number] of this.mixed) if (compact.includes(word)) found.push(number);
    }
    return found;
  }

  #tokens(folded) {
    const tokens = new Map();
    const add = (token, weight) => tokens.set(token, Math.max(weight, tokens.get(token) ?? 0));
    for (const number of this.#meanings(folded)) add(`g${number}`, KIND_WEIGHT.group);
    for (const word of this.#latin(folded)) if (this.ignored.has(word)) add(word, KIND_WEIGHT.ignored);
    const meaningful = this.#meaningful(folded);
    for (const word of this.#latin(meaningful)) {
      if (!this.#isIgnored(word)) add(stem(word), KIND_WEIGHT.word);
    }
    for (const run of meaningful.match(/[\u3400-\u9fff]+/gu) ?? []) {
      for (let at = 0; at < run.length; at++) {
        add(run[at], KIND_WEIGHT.single);
        if (at + 1 < run.length) add(run.slice(at, at + 2), KIND_WEIGHT.pair);
      }
    }
    return tokens;
  }

  // --- Slips: an English word one letter off, Chinese characters of the same sound, pinyin.

  // The last word may not be typed to its end.
  #complete(folded) {
    const [word] = folded.match(/[a-z]{3,}$/) ?? [""];
    if (!word || this.#isWord(word) || (this.syllables && this.#isPinyin(word))) return folded;
    const longer = [...this.vocabulary].filter((known) => known.startsWith(word));
    if (!longer.length) return folded;
    longer.sort((a, b) => this.#rarity(stem(a)) - this.#rarity(stem(b)) || a.length - b.length);
    return folded.slice(0, -word.length) + longer[0];
  }

  #isWord(word) {
    return this.vocabulary.has(word) || this.ignored.has(word) || this.stems.has(stem(word)) || this.real.has(word);
  }

  async #mend(folded) {
    let mended = folded.replace(/[a-z][a-z0-9]{3,}(?![a-z0-9'’])/g, (word) => (this.#isWord(word) ? word : this.#nearest(word)));
    if (this.sounding && this.#hasStrange(mended)) {
      await this.#sounds();
      mended = mended.replace(/[\u3400-\u9fff]{2,}/gu, (run) => this.#mendSounds(run));
    }
    return mended;
  }

  // The indexed word with the fewest slips to this one (of two, the commoner); else the word
  // itself.
  #nearest(word) {
    let best = word;
    let least = Infinity;
    for (const known of this.vocabulary) {
      if (known.length < 4) continue;
      const most = word.length === 4 ? 1 : slips(word, known);
      if (word.length < 5 && known[0] !== word[0]) continue;
      if (!isNear(word, known, most)) continue;
      const distance = (most === 1 || isNear(word, known, 1) ? 1 : 2) + (known[0] === word[0] ? 0 : 0.5) + this.#rarity(stem(known)) / 10;
      if (distance < least) [best, least] = [known, distance];
    }
    return best;
  }

  // Replaces pinyin by Chinese. Only a word that no page has in English can be pinyin.
  async #spoken(folded) {
    if (!this.sounding) return folded;
    if (!(folded.match(/[a-z]+/g) ?? []).some((word) => word.length > 1 && !this.vocabulary.has(word))) return folded;
    await this.#sounds();
    return this.#mendPinyin(folded);
  }

  #hasStrange(folded) {
    return (folded.match(/[\u3400-\u9fff]{2,}/gu) ?? []).some((run) => this.#cut(run).some(({ known }) => !known));
  }

  // Loads each file once, however many searches wait for it; after a failure the next search tries
  // again.
  #once(name, load) {
    if (!this.loaded.has(name)) {
      const loading = load();
      loading.catch(() => this.loaded.delete(name));
      this.loaded.set(name, loading);
    }
    return this.loaded.get(name);
  }

  // Requests every file that any query may need. A search that needs one waits for it and reports
  // a failure.
  #loadRest() {
    for (const name of [this.index.crisis.file, ...this.rest]) this.#file(name).catch(() => {});
  }

  #file(name) {
    return this.#once(name, () => this.load(name));
  }

  #sounds() {
    return this.#once("sounds", async () => this.#readSounds(await this.#file(this.rest[1])));
  }

  // The rarer words of each meaning; behind them, in English, real words that are no slips.
  #words() {
    return this.#once("words", async () => {
      const lines = (await this.#file(this.rest[0])).split("\n");
      const [elsewhere, danger, asked, real] = lines.splice(-4);
      this.real = new Set(real.split(" "));
      this.elsewhere = new Map(JSON.parse(elsewhere));
      this.fromElsewhere = new RegExp([...this.elsewhere.keys()].join("|"), "gu"); // the longest first
      this.#readAsked(JSON.parse(asked));
      this.#readDanger(JSON.parse(danger));
      this.#learn(this.index.groups.map((group, number) => [...group, ...(lines[number] ? lines[number].split(",") : [])]));
      this.complete = true;
    });
  }

  #readDanger(told) {
    this.danger = readClassifier(told);
    for (const [character, simple] of this.danger.table) this.foldTable.set(character, simple);
    const words = Object.values(told.kinds).flat();
    this.told = new Set(words.filter((word) => word.length > 1 && HAN_ONLY.test(word)));
    for (const word of words.join(" ").match(/[a-z]+/g) ?? []) this.real.add(word);
  }

  // Who may be about to die; without this file the plain words decide alone.
  #crisis() {
    return this.#once("crisis", async () => {
      this.crisisModels = readCrisis(JSON.parse(await this.#file(this.index.crisis.file)));
    });
  }

  // Trains a naive Bayes classifier from example questions to pages. Words are weighted by rarity
  // (IDF); each question is normalised to length 1.
  #readAsked(asked) {
    const questions = asked.flatMap(([page, ...texts]) => texts.map((text) => ({ page, words: this.#wordsAsked(this.#ours(text)) })));
    const frequency = new Map();
    for (const { words } of questions) for (const word of words.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    const known = new Map(); // a word to its rarity, and what it counts for each page
    for (const [word, count] of frequency) {
      // Skip English word pairs of a single question: they are many and say little.
      if (count > 1 || !word.includes(" ")) known.set(word, { rarity: Math.log(1 + questions.length / count), pages: new Map() });
    }
    const totals = new Map();
    for (const { page, words } of questions) {
      const weights = [...words].filter(([word]) => known.has(word)).map(([word, count]) => [word, count * known.get(word).rarity]);
      const length = Math.hypot(...weights.map(([, weight]) => weight));
      for (const [word, weight] of weights) {
        const { pages } = known.get(word);
        pages.set(page, (pages.get(page) ?? 0) + weight / length);
        totals.set(page, (totals.get(page) ?? 0) + weight / length);
      }
    }
    for (const { pages } of known.values()) for (const [page, count] of pages) pages.set(page, Math.log1p(count / UNSEEN));
    for (const [page, total] of totals) totals.set(page, Math.log(known.size + total / UNSEEN));
    // A word in three or more questions is no slip.
    const usual = [...frequency].filter(([, count]) => count > 2).map(([word]) => word);
    this.asked = { known, totals, usual, rarest: Math.log(1 + questions.length) };
  }

  // The features of a question with their weights: words and pairs of neighbours, or Chinese
  // characters and pairs. The name of the service is ignored.
  #wordsAsked(folded) {
    const words = new Map();
    let last = "";
    for (const run of folded.replace(/(\w)['’](?=[a-z])/g, "$1").match(SPLIT) ?? []) {
      if (HAN.test(run)) {
        for (let at = 0; at < run.length; at++) {
          words.set(run[at], 0.5);
          if (at + 1 < run.length) words.set(run.slice(at, at + 2), 1);
        }
        last = "";
      } else if (run !== this.index.ignore[0]) {
        const word = stem(run);
        words.set(word, 1);
        if (last) words.set(`${last} ${word}`, 0.7);
        last = word;
      }
    }
    return words;
  }

  // The probability of each page, from the example questions.
  #likely(folded) {
    const likely = new Map();
    const { known, totals, rarest } = this.asked ?? { known: new Map(), totals: [] };
    const typed = [];
    const lengths = [];
    for (const [word, count] of this.#wordsAsked(folded)) {
      const strange = /^(?:[a-z0-9]+|.)$/u.test(word) && !this.ignored.has(word);
      const weight = count * (known.get(word)?.rarity ?? (strange ? STRANGE * rarest : 0));
      if (known.has(word)) typed.push([weight, known.get(word).pages]);
      lengths.push(weight);
    }
    if (!typed.length) return likely;
    const length = Math.hypot(...lengths);
    const whole = sum(typed.map(([weight]) => weight));
    for (const [page, total] of totals) {
      const counts = sum(typed.map(([weight, pages]) => weight * (pages.get(page) ?? 0)));
      likely.set(this.pages[page], Math.exp((counts - whole * total) / length));
    }
    const all = sum(likely.values());
    for (const [page, odds] of likely) likely.set(page, odds / all);
    return likely;
  }

  #texts() {
    return this.#once("texts", async () => this.#readTexts(JSON.parse(await this.#file(this.rest[this.rest.length - 1]))));
  }

  // The characters by sound, and behind them the words of which a character sounds otherwise.
  async #readSounds(text) {
    await this.#words();
    const [characters, words] = text.split("\n");
    this.soundOf = new Map();
    this.syllables = new Set();
    for (const entry of characters.split(" ")) {
      const [sound] = entry.match(/^[a-z]+/);
      this.syllables.add(plainSound(sound));
      for (const character of entry.slice(sound.length)) this.soundOf.set(character, sound);
    }
    this.wordOfSound = new Map(); // how a known word sounds, in one string, to that word
    this.wordOfPlain = new Map();
    this.wordOfInitials = new Map();
    const learn = (map, key, word) => {
      const known = map.get(key);
      if (!known || this.#worth(word) > this.#worth(known)) map.set(key, word);
    };
    // Exact sounds, and sounds that regional accents confuse.
    const hear = (sound, word) => {
      learn(this.wordOfSound, sound.replace(/'/g, ""), word);
      learn(this.wordOfPlain, plainSound(sound).replace(/'/g, ""), word);
    };
    for (const word of [...this.groupOf.keys(), ...this.ignored, ...this.regionNames, ...this.told]) {
      if (!HAN_ONLY.test(word)) continue;
      const sounds = [...word].map((c) => this.soundOf.get(c) ?? c);
      hear(sounds.join("'"), word);
      if (word.length > 1) learn(this.wordOfInitials, sounds.map((sound) => sound[0]).join(""), word);
    }
    for (const entry of words?.split(" ") ?? []) {
      const [sound] = entry.match(/[a-z']+$/);
      hear(sound, entry.slice(0, -sound.length));
    }
  }

  // Of two homophones, prefer the one on more pages.
  #worth(word) {
    if (!this.groupOf.has(word)) return this.regionOf.has(word) ? 0.5 : 0;
    return 1 + Math.max(...[...this.groupOf.get(word)].map((number) => this.frequency.get(`g${number}`) ?? 0));
  }

  // A slip leaves at least one character unchanged; a word that pages use is no slip.
  #mendSounds(run) {
    const characters = [...run];
    const sounds = characters.map((c) => this.soundOf.get(c) ?? c);
    const wordAt = (at, length) => {
      const typed = run.slice(at, at + length);
      if (this.groupOf.has(typed) || this.ignored.has(typed) || this.regionOf.has(typed) || this.told.has(typed) || this.elsewhere.has(typed)) return typed;
      const sound = sounds.slice(at, at + length).join("'");
      const meant = length > 1 && (length > 2 ? this.#wordThatSounds(sound) : this.wordOfSound.get(sound.replace("'", "")));
      if (!meant || meant.length !== length || (this.told.has(meant) && !this.groupOf.has(meant)) || (length === 2 && this.frequency.has(typed))) return "";
      const same = [...typed].map((character, i) => character === meant[i]);
      return same.includes(true) && same.every((is, i) => is || !this.steady.has(typed[i])) ? meant : "";
    };
    return this.#cut(run, wordAt).map(({ word }) => word).join("");
  }

  // Replaces runs of pinyin by the Chinese words in them and skips the rest.
  #mendPinyin(folded) {
    return folded.replace(/[a-z]+[1-5]?(?:[ '-]+[a-z]+[1-5]?)*(?![0-9])/g, (text) => {
      const typed = text.replace(/[1-5]/g, "").split(/[ '-]+/);
      const out = [];
      let run = [];
      const flush = () => {
        if (run.length) out.push(...this.#fromPinyin(run));
        run = [];
      };
      for (const word of typed) {
        if (this.#isPinyin(word)) run.push(word);
        else {
          flush();
          const short = /^[bcdfghjklmnpqrstwxyz]{2,5}$/.test(word) && !this.vocabulary.has(word);
          out.push(short ? this.#fromInitials(word) : word);
        }
      }
      flush();
      return out.join(" ");
    });
  }

  // Whether a word can be cut into syllables.
  #isPinyin(word) {
    const reached = [true];
    for (let at = 0; at < word.length; at++) {
      if (!reached[at]) continue;
      for (let length = 1; length <= 6; length++) if (this.syllables.has(plainSound(word.slice(at, at + length)))) reached[at + length] = true;
    }
    return Boolean(reached[word.length]);
  }

  // `typed` are words that can be pinyin. A known word may reach over several of them, but begins and
  // ends where a syllable can; English words between them stay.
  #fromPinyin(typed) {
    // Syllables, as typed or as the longest cut.
    const starts = new Set([0]);
    const lone = new Set();
    let text = "";
    for (const word of typed) {
      const begin = text.length;
      text += word;
      starts.add(text.length);
      if (this.syllables.has(plainSound(word)) && word.length <= 6) lone.add(begin);
      else for (let at = begin; at < text.length; at++) starts.add(at);
    }
    const best = [{ score: 0 }];
    const ends = [...starts].sort((a, b) => a - b);
    for (const at of ends) {
      if (!best[at]) continue;
      const reach = (end, score, word) => {
        if (!best[end] || best[at].score + score > best[end].score) best[end] = { score: best[at].score + score, at, word };
      };
      for (const end of ends) {
        if (end <= at || end - at > 30) continue;
        const piece = text.slice(at, end);
        const word = this.#wordThatSounds(piece);
        if (word) {
          // One syllable alone means little, unless it was typed alone.
          if (word.length > 1) reach(end, (end - at) ** 2, this.#isMeant(word) ? word : "");
          else if (lone.has(at)) reach(end, end - at, this.groupOf.has(word) ? word : "");
        }
        if (end - at <= 6) reach(end, this.syllables.has(plainSound(piece)) ? 0 : -20, null);
      }
    }
    const words = [];
    for (let end = text.length; end; end = best[end].at) words.unshift({ ...best[end], end });
    const known = words.filter(({ word }) => word);
    if (!known.length) return typed;
    return [known.map(({ word }) => word).join(" ")];
  }

  #isMeant(word) {
    return this.groupOf.has(word) || this.regionOf.has(word) || this.told.has(word);
  }

  #wordThatSounds(sound) {
    return this.wordOfSound.get(sound.replace(/'/g, "")) ?? this.wordOfPlain.get(plainSound(sound).replace(/'/g, ""));
  }

  #fromInitials(text) {
    const best = [{ score: 0 }];
    for (let at = 0; at < text.length; at++) {
      for (let end = at + 1; end <= text.length; end++) {
        const word = end - at > 1 ? this.wordOfInitials.get(text.slice(at, end)) : "";
        if (word === undefined) continue;
        const score = best[at].score + (word ? (end - at) ** 2 : -3);
        if (!best[end] || score > best[end].score) best[end] = { score, at, word };
      }
    }
    const words = [];
    for (let end = text.length; end; end = best[end].at) if (this.groupOf.has(best[end].word)) words.unshift(best[end].word);
    return words.join(" ") || text;
  }

  // --- Regions

  #callingCode(folded) {
    const [, code] = folded.match(/^(?:\+|00)? ?(\d{1,3})$/) ?? [];
    return this.codeOf.has(code) ? code : "";
  }

  #regionsIn(text, folded) {
    const calling = this.#callingCode(folded);
    if (calling) return { urls: this.codeOf.get(calling), rest: "" };
    const urls = [];
    let asked = false; // an authority is named
    let rest = ` ${folded} `;
    for (const name of this.regionNames) {
      if (!this.regionPatterns.has(name)) {
        if (!rest.includes(name) || (name.length === 1 && rest.trim() !== name)) continue;
        rest = rest.split(name).join(" ");
      } else {
        const pattern = this.regionPatterns.get(name);
        if (!rest.includes(name) || rest.search(pattern) < 0) continue;
        if (name.length === 2 && !this.#isCode(name, text, folded)) continue;
        rest = rest.replace(pattern, "$1 ");
      }
      asked ||= this.bodies.has(name);
      if (!urls.includes(this.regionOf.get(name))) urls.push(this.regionOf.get(name));
    }
    return { urls, rest, asked };
  }

  // "in", "it", "my", "us" are English words; as codes they stand alone or in capitals.
  #isCode(name, text, folded) {
    if (folded.trim() === name) return true;
    if (name === "id") return false;
    if (!/^(?:in|it|my|us|no|de|es|ca|ch|ie|mo|za|ke|ae)$/.test(name)) return true;
    return text.includes(name.toUpperCase()) && text !== text.toUpperCase();
  }

  // --- Search

  // Returns the results in order, whether the query is urgent or speaks of dying, and what was understood.
  async search(text, { more = true, afterCrisis = false } = {}) {
    if (text) this.#loadRest();
    const typed = this.fold(text).replace(/\s+/g, " ").trim();
    // Spaces between single Chinese characters are slips.
    const folded = typed.replace(/([\u3400-\u9fff]) (?=[\u3400-\u9fff](?: |$))/gu, "$1");
    const nothing = { results: [], urgent: false, says: "", understood: "", unsure: false };
    if (!folded) return nothing;
    const isValue = isContact(text) && !this.#callingCode(folded);
    if (more && !isValue) {
      await this.#crisis().catch(() => {});
      if (!this.complete) await this.#words();
    }
    if (!afterCrisis && isCrisis(folded, (part) => this.#withoutCrisis(part) !== apart(part), this.crisisModels)) {
      return this.#besideCrisis(this.#withoutCrisis(folded), { more });
    }
    if (isValue) return { ...nothing, contact: text.normalize("NFKC").trim() };
    const spoken = await this.#spoken(folded);
    const completed = this.#complete(spoken);
    const corrected = await this.#mend(completed);
    const { urls, rest, asked } = this.#regionsIn(text.trim(), corrected);
    const mended = this.#ours(urls.length ? rest.replace(/ +/g, " ").trim() : corrected);
    const query = this.#tokens(mended);
    const meant = new Set(this.#meanings(mended));
    const total = this.#total(query);
    const speaks = [...query.values()].some((kind) => kind > KIND_WEIGHT.ignored);
    const urgent = this.#isUrgent(folded, corrected);
    let ranked = total ? this.#rank(query, total, mended, meant, urgent) : [];
    const best = ranked[0]?.score ?? 0;
    ranked = ranked.filter((hit) => hit.score >= Math.max(0.1, Math.min(best, 0.7) * 0.3)).slice(0, 8);
    const results = ranked.map((hit) => this.#result(hit, query));
    if (urls.length) this.#putRegions(results, urls, query, asked || !speaks || !ranked.some(({ own }) => own >= WEAK) || this.#isLocal(meant));
    // The small index answers most queries; where it has little to say, the texts are asked too.
    const unsure = !this.complete || (Boolean(total) && best < WEAK);
    if (more && total && best < WEAK) {
      const found = await this.#fullText(mended, query, results);
      const firm = best < WEAK && !urls.length ? found.filter(({ share }) => share > 0.75) : [];
      results.unshift(...firm);
      results.push(...found.filter((result) => !firm.includes(result)));
    }
    const says = !urgent && best < SURE ? this.index.none.find(([sets]) => readSets(sets).some((set) => holds(set, meant)))?.[1] : "";
    // Rather no answer than a guess that is not marked as one.
    const top = Math.max(best, ...results.map(({ share }) => share ?? 0));
    if (more && !urls.length && top < (says ? WEAK : UNFIT)) results.length = 0;
    const guess = more && !urls.length && results.length > 0 && top < GUESS;
    return { results, urgent, guess, says, understood: corrected === completed && spoken === folded ? "" : this.#unfold(corrected), unsure, contact: contactIn(text) };
  }

  #withoutCrisis(folded) {
    return apart(folded).replace(this.crisisWords, " ");
  }

  // What else is said by somebody who speaks of dying, no guesses: the urgent page first where it is
  // urgent, and where nothing is said.
  async #besideCrisis(rest, options) {
    const found = await this.search(rest.trim() && rest, { ...options, afterCrisis: true });
    const urgentUrl = this.index.routes[0];
    const left = [...this.index.crisis.not, ...(found.urgent ? [urgentUrl] : [])];
    const results = found.guess ? [] : found.results.filter(({ url }) => !left.includes(url));
    const urgentPage = this.pages.find(({ url }) => url === urgentUrl);
    if ((found.urgent || !results.length) && urgentPage) results.unshift(this.#result({ page: urgentPage, phrase: null, score: 0 }, new Map()));
    return { ...found, results, crisis: true, guess: false, says: "", understood: "" };
  }

  // Whether a text, as typed or as mended, is that of somebody in danger.
  #isUrgent(...texts) {
    if (!this.danger) return false; // it is on its way, and the same search comes again with it
    return [...new Set(texts)].some((text) => this.weigh(text) >= 0);
  }

  weigh(text) {
    return weigh(this.danger, this.fold(text));
  }

  #rank(query, total, folded, meant, urgent) {
    const compact = folded.replace(/\s/g, "");
    const meantTotal = sum([...meant].map((number) => this.#rarity(`g${number}`)));
    const likest = this.#likestPhrases(query, total, compact);
    const likely = this.#likely(folded);
    const hits = [];
    for (const page of this.pages) {
      if (page.isRegion) continue;
      let words = 0;
      for (const [token, kind] of query) words += kind * this.#rarity(token) * (page.weights.get(token) ?? 0);
      const asked = likely.get(page) ?? 0;
      if (!words && asked < 0.01) continue;
      const explained = new Set(page.subjects.filter((set) => holds(set, meant)).flatMap((set) => set.with));
      const subject = sum([...explained].map((number) => this.#rarity(`g${number}`)));
      const { likeness = 0, phrase = null } = likest.get(page) ?? {};
      let score = SHARE.words * (words / total) + SHARE.phrase * likeness + (subject && SHARE.subject * (subject / meantTotal));
      if (this.overviews.has(page.url)) score *= 0.8;
      // In doubt, somebody who is losing money should meet the steps to stop it.
      if (urgent && page.url === this.index.routes[0]) score *= 1.12;
      hits.push({ page, phrase, own: score, score: score + SHARE.asked * asked });
    }
    return hits.sort((a, b) => b.score - a.score);
  }

  // For each page, its phrase most similar to the query.
  #likestPhrases(query, total, compact) {
    const common = new Map();
    for (const [token, kind] of query) {
      const value = kind * this.#rarity(token);
      for (const phrase of this.places.get(token) ?? []) common.set(phrase, (common.get(phrase) ?? 0) + value);
    }
    const likest = new Map();
    const whole = total ** 0.65;
    for (const [phrase, value] of common) {
      const like = phrase.compact === compact ? 1.6 : value / (whole * phrase.total ** 0.35);
      const likeness = like * LIKENESS[phrase.field];
      if (likeness > (likest.get(phrase.page)?.likeness ?? 0)) likest.set(phrase.page, { likeness, phrase });
    }
    return likest;
  }

  // Whether a region's name is the subject of a text and not a circumstance.
  #isLocal(meant) {
    const [local, elsewhere] = this.index.local.map((numbers) => numbers.some((number) => meant.has(number)));
    return local && !elsewhere;
  }

  #putRegions(results, urls, query, first) {
    const pages = urls
      .map((url) => this.pages.find((page) => page.url === url))
      .map((page) => this.#result({ page, phrase: null, score: 1 }, query));
    results.splice(first ? 0 : 1, 0, ...pages);
  }

  #result({ page, phrase, score }, query) {
    const heading = phrase?.id ? { url: `${page.url}#${phrase.id}`, title: shown(phrase.text) } : null;
    const texts = [page.answer, page.description].filter(Boolean).map((text) => this.#mark(text, query));
    const excerpt = texts.reduce((a, b) => (b.length > a.length ? b : a));
    return { url: page.url, title: page.title, heading, excerpt, score };
  }

  // --- Full text

  #readTexts(pages) {
    return pages.flatMap((sections, page) => sections.map(([id, text]) => ({ page, id, text, sought: sought(text) })));
  }

  #searchedWords(folded) {
    const words = new Set();
    for (const run of this.#meaningful(folded).match(SPLIT) ?? []) {
      if (!HAN.test(run)) {
        if (run.length > 2 && !this.ignored.has(run)) words.add(run);
      } else {
        for (let at = 0; at + 1 < run.length; at++) words.add(run.slice(at, at + 2));
      }
    }
    return [...words].slice(0, 12);
  }

  // Sections with at least half of the query's words, best first, one a page.
  async #fullText(folded, query, found) {
    const sections = await this.#texts();
    for (const section of sections) section.folded ??= this.fold(section.sought);
    const words = this.#searchedWords(folded);
    const scores = new Map();
    let total = 0;
    for (const word of words) {
      const whole = HAN.test(word) ? null : new RegExp(`(?:^|[^a-z0-9])${word}(?![a-z0-9])`);
      const saying = sections.filter((section) => section.folded.includes(word) && (!whole || whole.test(section.folded)));
      const value = Math.log(1 + 1000 / (1 + saying.length));
      total += value;
      for (const section of saying) scores.set(section, (scores.get(section) ?? 0) + value);
    }
    const known = new Set(found.map((result) => result.url));
    const best = new Map();
    for (const section of sections) {
      const { url } = this.pages[section.page];
      const share = ((scores.get(section) ?? 0) / total) * (this.overviews.has(url) ? 0.8 : 1);
      if (known.has(url) || !(share >= 0.5) || share <= (best.get(url)?.share ?? 0)) continue;
      best.set(url, { section, share });
    }
    const hits = [...best.values()].sort((a, b) => b.share - a.share).slice(0, 4);
    return hits.map((hit) => this.#section(hit, query));
  }

  #section({ section: { page, id, text }, share }, query) {
    const { url, title, headings } = this.pages[page];
    const heading = headings.find(([known]) => known === id);
    return {
      url,
      title,
      heading: heading ? { url: `${url}#${id}`, title: shown(heading[1]) } : null,
      excerpt: this.#around(this.#mark(text, query)),
      share,
    };
  }

  // --- Excerpts: a text in parts, every second of which matches the query.

  #mark(text, query) {
    const wanted = new Set();
    const heaviest = Math.max(...query.values());
    for (const [token, kind] of query) {
      if (kind <= KIND_WEIGHT.ignored && kind < heaviest) continue; // in "and they", as in all texts
      const group = /^g(\d+)$/.exec(token);
      for (const word of group ? this.groups[group[1]].slice(1) : [token]) {
        if (HAN.test(word) ? word.length > 1 : word.length > 2) wanted.add(word);
      }
    }
    const { seen, meant, places } = bothOf(text);
    const marked = this.#found(seen, wanted);
    // A word that is shown as another one is marked there.
    if (text.includes("\ue000")) this.#found(meant, wanted).forEach((is, at) => is && marked.fill(true, ...places[at]));
    const parts = [""];
    seen.forEach((character, i) => {
      if (marked[i] !== (parts.length % 2 === 0)) parts.push("");
      parts[parts.length - 1] += character;
    });
    return parts;
  }

  // Which of some characters belong to one of the words.
  #found(characters, wanted) {
    const folded = characters.map((character) => {
      const one = this.fold(character);
      return one.length === 1 ? one : character;
    });
    const flat = folded.join("");
    const found = new Array(characters.length).fill(false);
    if (flat.length !== characters.length) return found;
    for (const word of wanted) {
      for (let at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + 1)) {
        if (!HAN.test(word) && /[a-z0-9]/.test(flat[at - 1] ?? " ")) continue;
        let end = at + word.length;
        if (!HAN.test(word)) while (/[a-z0-9]/.test(flat[end] ?? " ")) end++;
        if (!HAN.test(word) && end - at > word.length + 3) continue;
        found.fill(true, at, end);
      }
    }
    return found;
  }

  // About a hundred characters around the first marked ones.
  #around(parts) {
    const most = this.index.excerpt;
    const before = most / 4;
    const start = parts[0].length > before ? parts[0].slice(-before).replace(/^\w*\s/, "") : parts[0];
    const shown = [start === parts[0] ? start : `… ${start}`];
    let left = most;
    for (const part of parts.slice(1)) {
      if (left <= 0) break;
      shown.push(part.length > left ? `${part.slice(0, left)} …` : part);
      left -= part.length;
    }
    return shown;
  }
}
