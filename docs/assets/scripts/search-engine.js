// Finds pages for what a reader typed. No page, no network: it is given the index that
// hooks/helpkit/outputs/search_index.py wrote, and for sounds and full text a way to fetch more files.
//
// The rule of privacy: what is fetched, and in which order, does not depend on what is typed. The
// index comes when search is opened. The first letter brings the same files in the same order,
// whole, for every text, and none comes after them: a server learns that somebody searches, not for what.
// tests/search/test_search_box.py compares the requests of different searches.
//
// A text becomes tokens: groups of words that mean the same ("g" and a number), pairs of Chinese
// characters, single ones with little weight, and English words without their endings. A page is
// as good as its best phrase (alias, title, heading) together with all it says of the query.

import { fold, isNear } from "./words.js";

const HAN = /\p{Script=Han}/u;
const SPLIT = /\p{Script=Han}+|[a-z0-9]+(?:['’][a-z]+)?/gu;
const KIND_WEIGHT = { group: 1.5, pair: 1, word: 1, single: 0.3, ignored: 0.15 };
const FIELD_WEIGHT = { alias: 1, title: 0.95, short: 1, heading: 0.8, answer: 0.5, description: 0.55 };

// A best page below this is a guess.
const WEAK = 0.3;

// --- Words

// The ending that English gives a word; readers and pages choose different ones.
function stem(word) {
  if (word.length < 4) return word;
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
    .replace(/^([zcs])h/, "$1")
    .replace(/^l/, "n")
    .replace(/(an|en|in)g$/, "$1");
}

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
    this.foldTable = new Map();
    const fold = [...index.fold];
    for (let i = 0; i < fold.length; i += 2) this.foldTable.set(fold[i], fold[i + 1]);
    this.#readGroups();
    this.ignored = new Set(index.ignore);
    this.longestIgnored = Math.max(...index.ignore.filter((w) => HAN.test(w)).map((w) => w.length), 1);
    this.#readPages();
    this.overviews = new Set(index.overviews);
    this.#readRegions();
    this.stems = new Set([...this.vocabulary].map(stem));
    this.localWeights = this.#tokens(index.local.join(" "));
  }

  fold(text) {
    return [...fold(text)].map((character) => this.foldTable.get(character) ?? character).join("");
  }

  #readGroups() {
    this.groupOf = new Map(); // a Chinese word, or stemmed English words, to the groups it is in
    this.longestGroup = 1;
    this.vocabulary = new Set();
    this.index.groups.forEach(([, ...words], number) => {
      for (const word of words) {
        const latin = !HAN.test(word);
        const key = latin ? this.#latin(word).map(stem).join(" ") : word.replace(/\s/g, "");
        if (!key) continue;
        if (latin) for (const part of this.#latin(word)) this.vocabulary.add(part);
        else this.longestGroup = Math.max(this.longestGroup, key.length);
        if (!this.groupOf.has(key)) this.groupOf.set(key, new Set());
        this.groupOf.get(key).add(number);
      }
    });
  }

  #latin(text) {
    return text.match(/[a-z0-9]+(?:['’][a-z]+)?/g) ?? [];
  }

  #readPages() {
    this.pages = this.index.pages.map(([url, title, short, answer, description, aliases, headings]) => {
      const phrases = [
        { field: "title", text: title },
        { field: "short", text: short },
        { field: "answer", text: answer },
        ...(description ? [{ field: "description", text: description }] : []),
        ...aliases.map((text) => ({ field: "alias", text })),
        ...headings.map(([id, text]) => ({ field: "heading", text, id })),
      ];
      return { url, title, short, answer, description, headings, phrases, isRegion: !description };
    });
    this.frequency = new Map();
    for (const page of this.pages) {
      const seen = new Set();
      for (const phrase of page.phrases) {
        phrase.folded = this.fold(phrase.text);
        phrase.tokens = this.#tokens(phrase.folded);
        for (const word of this.#latin(phrase.folded)) this.vocabulary.add(word);
        if (page.isRegion) continue;
        for (const token of phrase.tokens.keys()) seen.add(token);
      }
      for (const token of seen) this.frequency.set(token, (this.frequency.get(token) ?? 0) + 1);
    }
    const ordinary = this.pages.filter((page) => !page.isRegion);
    this.rarest = Math.log(1 + ordinary.length);
    for (const page of ordinary) {
      page.best = new Map(); // each token of the page with the weight of its best field
      for (const phrase of page.phrases) {
        phrase.total = sum([...phrase.tokens].map(([token, weight]) => weight * this.#rarity(token)));
        for (const token of phrase.tokens.keys()) {
          const weight = FIELD_WEIGHT[phrase.field];
          if (weight > (page.best.get(token) ?? 0)) page.best.set(token, weight);
        }
      }
    }
  }

  #readRegions() {
    this.regionOf = new Map();
    this.codeOf = new Map();
    for (const [url, calling, code, names] of this.index.regions) {
      for (const name of [...names, code.toLowerCase()]) {
        this.regionOf.set(name, url);
        for (const word of this.#latin(name)) this.vocabulary.add(word);
      }
      if (!this.codeOf.has(calling)) this.codeOf.set(calling, []);
      this.codeOf.get(calling).push(url);
    }
    this.regionNames = [...this.regionOf.keys()].sort((a, b) => b.length - a.length);
  }

  #rarity(token) {
    const count = this.frequency.get(token);
    return count ? Math.log(1 + this.pages.length / count) : this.rarest;
  }

  // The words that say nothing are left out, unless there are no others.
  #meaningful(folded) {
    const kept = folded.replace(SPLIT, (run) => {
      if (!HAN.test(run)) return this.ignored.has(run) ? " " : run;
      let rest = "";
      for (let at = 0; at < run.length; ) {
        let length = Math.min(this.longestIgnored, run.length - at);
        while (length && !this.ignored.has(run.slice(at, at + length))) length--;
        // A word of a group is never cut into: 什么意思 stays whole.
        let known = Math.min(this.longestGroup, run.length - at);
        while (known > Math.max(length, 1) && !this.groupOf.has(run.slice(at, at + known))) known--;
        if (known > Math.max(length, 1)) {
          rest += run.slice(at, at + known);
          at += known;
        } else if (length) {
          rest += " ";
          at += length;
        } else rest += run[at++];
      }
      return rest;
    });
    return kept.trim() ? kept : folded;
  }

  #tokens(folded) {
    const tokens = new Map();
    const add = (token, weight) => tokens.set(token, Math.max(weight, tokens.get(token) ?? 0));
    const groups = (key) => {
      for (const number of this.groupOf.get(key) ?? []) add(`g${number}`, KIND_WEIGHT.group);
    };
    const words = this.#latin(folded);
    const stems = words.map(stem);
    for (let at = 0; at < stems.length; at++) {
      for (let length = 1; length <= 5 && at + length <= stems.length; length++) {
        groups(stems.slice(at, at + length).join(" "));
      }
    }
    for (const word of words) if (this.ignored.has(word)) add(word, KIND_WEIGHT.ignored);
    for (const word of this.#latin(this.#meaningful(folded))) {
      if (!this.ignored.has(word)) add(stem(word), KIND_WEIGHT.word);
    }
    const spoken = this.#meaningful(folded).match(/\p{Script=Han}+/gu) ?? [];
    for (const run of spoken) {
      for (let at = 0; at < run.length; at++) {
        add(run[at], KIND_WEIGHT.single);
        if (at + 1 < run.length) add(run.slice(at, at + 2), KIND_WEIGHT.pair);
        for (let length = Math.min(this.longestGroup, run.length - at); length; length--) {
          if (!this.groupOf.has(run.slice(at, at + length))) continue;
          groups(run.slice(at, at + length));
          break;
        }
      }
    }
    return tokens;
  }

  // --- Slips: an English word one letter off, Chinese characters of the same sound, pinyin.

  // The last word may not be typed to its end.
  #complete(folded) {
    const [word] = folded.match(/[a-z]{3,}$/) ?? [""];
    if (!word || this.#isWord(word)) return folded;
    const longer = [...this.vocabulary].filter((known) => known.startsWith(word));
    if (!longer.length) return folded;
    longer.sort((a, b) => this.#rarity(stem(a)) - this.#rarity(stem(b)) || a.length - b.length);
    return folded.slice(0, -word.length) + longer[0];
  }

  #isWord(word) {
    return this.vocabulary.has(word) || this.ignored.has(word) || this.stems.has(stem(word));
  }

  async #mend(folded) {
    let mended = folded.replace(/[a-z][a-z0-9'’]{4,}/g, (word) => {
      if (this.#isWord(word)) return word;
      let best = null;
      for (const known of this.vocabulary) {
        if (known.length < 4 || !isNear(word, known, slips(word, known))) continue;
        if (!best || (known[0] === word[0] && best[0] !== word[0])) best = known;
      }
      return best ?? word;
    });
    if (this.index.language === "zh" && this.#needsSounds(mended)) {
      await this.#sounds();
      mended = this.#mendPinyin(mended);
      mended = mended.replace(/\p{Script=Han}{2,}/gu, (run) => this.#mendSounds(run));
    }
    return mended;
  }

  #needsSounds(folded) {
    for (const word of this.#latin(folded)) {
      if (word.length > 3 && !/\d/.test(word) && !this.vocabulary.has(word)) return true;
    }
    for (const run of this.#meaningful(folded).match(/\p{Script=Han}{2,}/gu) ?? []) {
      for (let at = 0; at + 1 < run.length; at++) {
        if (!this.#isKnown(run.slice(at, at + 2))) return true;
      }
    }
    return false;
  }

  #isKnown(pair) {
    return this.frequency.has(pair) || this.groupOf.has(pair);
  }

  // However many searches wait for a file, it is loaded once; after a failure the next one asks again.
  #once(name, load) {
    if (!this.loaded.has(name)) {
      const loading = load();
      loading.catch(() => this.loaded.delete(name));
      this.loaded.set(name, loading);
    }
    return this.loaded.get(name);
  }

  // Asks for all that any text may need. A search that needs a file waits for it and tells of a failure.
  #loadRest() {
    if (this.index.language === "zh") this.#sounds().catch(() => {});
    this.#texts().catch(() => {});
  }

  #sounds() {
    return this.#once("sounds", async () => this.#readSounds(await this.load("../search/sounds.txt")));
  }

  #texts() {
    const name = this.index.language === "zh" ? "../search/zh-text.json" : "../search/en-text.json";
    return this.#once("texts", async () => this.#readTexts(JSON.parse(await this.load(name))));
  }

  #readSounds(text) {
    const entries = text.split(" ");
    this.soundOf = new Map();
    this.syllables = new Set();
    for (const entry of entries) {
      const [sound] = entry.match(/^[a-z]+/);
      this.syllables.add(sound);
      for (const character of entry.slice(sound.length)) this.soundOf.set(character, sound);
    }
    this.wordsOfSound = new Map(); // the sounds of a word that means something, to that word
    for (const word of [...this.groupOf.keys(), ...this.regionNames]) {
      if (!/^\p{Script=Han}{2,}$/u.test(word)) continue;
      const key = [...word].map((c) => plainSound(this.soundOf.get(c) ?? c)).join(" ");
      const known = this.wordsOfSound.get(key);
      if (!known || this.#rarity(word) < this.#rarity(known)) this.wordsOfSound.set(key, word);
    }
  }

  #mendSounds(run) {
    const characters = [...run];
    const sounds = characters.map((c) => plainSound(this.soundOf.get(c) ?? c));
    for (let at = 0; at < characters.length; at++) {
      for (let length = Math.min(5, characters.length - at); length >= 2; length--) {
        const typed = characters.slice(at, at + length);
        const word = typed.join("");
        const meant = this.groupOf.has(word) || this.regionOf.has(word)
          ? word
          : this.wordsOfSound.get(sounds.slice(at, at + length).join(" "));
        // A word that the pages use is no slip, and a slip leaves one character as it was.
        if (!meant || (meant !== word && length === 2 && this.frequency.has(word))) continue;
        if (![...meant].some((character, i) => character === typed[i])) continue;
        characters.splice(at, length, ...meant);
        at += length - 1;
        break;
      }
    }
    return characters.join("");
  }

  #mendPinyin(folded) {
    return folded.replace(/[a-z]{2,}(?:[ '][a-z]{2,})*/g, (text) => {
      const sounds = this.#syllablesOf(text.replace(/[ ']/g, ""));
      if (!sounds) return text;
      let words = "";
      for (let at = 0; at < sounds.length; ) {
        let length = Math.min(5, sounds.length - at);
        let known;
        while (length >= 2 && !known) {
          known = this.wordsOfSound.get(sounds.slice(at, at + length).map(plainSound).join(" "));
          if (!known) length--;
        }
        if (!known) return text;
        words += known;
        at += length;
      }
      return words;
    });
  }

  // The longest syllables first. `dead` holds the ends that cannot be cut, so that each is tried once:
  // "jiao" can be cut in two ways, and thirteen of them in thousands.
  #syllablesOf(text, dead = new Set()) {
    if (!text) return [];
    if (dead.has(text)) return null;
    for (let length = Math.min(6, text.length); length; length--) {
      const head = text.slice(0, length);
      if (!this.syllables.has(head)) continue;
      const rest = this.#syllablesOf(text.slice(length), dead);
      if (rest) return [head, ...rest];
    }
    dead.add(text);
    return null;
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
    let rest = ` ${folded} `;
    for (const name of this.regionNames) {
      if (HAN.test(name)) {
        if (!rest.includes(name) || (name.length === 1 && rest.trim() !== name)) continue;
        rest = rest.split(name).join(" ");
      } else {
        const pattern = new RegExp(`(^|[^a-z0-9'])${name}(?![a-z0-9'])`, "g");
        if (rest.search(pattern) < 0) continue;
        if (name.length === 2 && !this.#isCode(name, text, folded)) continue;
        rest = rest.replace(pattern, "$1 ");
      }
      if (!urls.includes(this.regionOf.get(name))) urls.push(this.regionOf.get(name));
    }
    return { urls, rest };
  }

  // "in", "it", "my", "us" are English words; as codes they stand alone or in capitals.
  #isCode(name, text, folded) {
    if (folded.trim() === name) return true;
    if (name === "id") return false;
    if (!/^(?:in|it|my|us|no|de|es|ca|ch|ie|mo|za|ke|ae)$/.test(name)) return true;
    return text.includes(name.toUpperCase()) && text !== text.toUpperCase();
  }

  // --- Search

  // Returns the results in order, whether the query is urgent, and what was understood.
  async search(text, { more = true } = {}) {
    if (text) this.#loadRest();
    const typed = this.fold(text).replace(/\s+/g, " ").trim();
    // Spaces between single Chinese characters are slips.
    const folded = typed.replace(/(\p{Script=Han}) (?=\p{Script=Han}(?: |$))/gu, "$1");
    const nothing = { results: [], urgent: false, understood: "", unsure: false };
    if (!folded) return nothing;
    if (isContact(text) && !this.#callingCode(folded)) return { ...nothing, contact: text.normalize("NFKC").trim() };
    const completed = this.#complete(folded);
    const corrected = await this.#mend(completed);
    const { urls, rest } = this.#regionsIn(text.trim(), corrected);
    const mended = urls.length ? rest.replace(/ +/g, " ").trim() : corrected;
    const query = this.#tokens(mended);
    const total = sum([...query].map(([token, weight]) => weight * this.#rarity(token)));
    const urgent = this.#isUrgent(mended);
    let ranked = total ? this.#rank(query, total, mended, urgent) : [];
    const best = ranked[0]?.score ?? 0;
    ranked = ranked.filter((hit) => hit.score >= Math.max(0.1, Math.min(best, 0.7) * 0.42)).slice(0, 8);
    const results = ranked.map((hit) => this.#result(hit, query));
    if (urls.length) this.#putRegions(results, urls, query, total, best);
    // The small index answers most queries; where it has little to say, the texts are asked too.
    const unsure = Boolean(total) && best < WEAK;
    if (more && unsure) {
      const found = await this.#fullText(mended, query, results);
      const firm = best < WEAK && !urls.length ? found.filter(({ share }) => share > 0.75) : [];
      results.unshift(...firm);
      results.push(...found.filter((result) => !firm.includes(result)));
    }
    return { results, urgent, understood: corrected === completed ? "" : corrected, unsure, contact: contactIn(text) };
  }

  #isUrgent(folded) {
    const stems = ` ${this.#latin(folded).map(stem).join(" ")} `;
    return this.index.urgent.some((word) =>
      HAN.test(word)
        ? folded.includes(word)
        : stems.includes(` ${this.#latin(word).map(stem).join(" ")} `),
    );
  }

  #rank(query, total, folded, urgent) {
    const compact = folded.replace(/\s/g, "");
    const hits = [];
    for (const page of this.pages) {
      if (page.isRegion) continue;
      let spread = 0;
      let weight = 0;
      for (const [token, kind] of query) {
        const value = kind * this.#rarity(token);
        spread += value * (page.best.get(token) ?? 0);
      }
      if (!spread) continue;
      let phrase = null;
      for (const candidate of page.phrases) {
        let common = 0;
        for (const [token, kind] of query) {
          if (candidate.tokens.has(token)) common += kind * this.#rarity(token);
        }
        if (!common) continue;
        let likeness = common / (total ** 0.65 * candidate.total ** 0.35);
        if (candidate.folded.replace(/\s/g, "") === compact) likeness = 1.6;
        likeness *= FIELD_WEIGHT[candidate.field];
        if (likeness > weight) {
          weight = likeness;
          phrase = candidate;
        }
      }
      let score = 0.6 * weight + 0.4 * (spread / total);
      if (this.overviews.has(page.url)) score *= 0.8;
      // In doubt, somebody who is losing money should meet the steps to stop it.
      if (urgent && page.url === this.index.routes[0]) score *= 1.12;
      hits.push({ page, phrase, score });
    }
    return hits.sort((a, b) => b.score - a.score);
  }

  #putRegions(results, urls, query, total, best) {
    const local = sum([...query].map(([t, w]) => (this.localWeights.has(t) ? w * this.#rarity(t) : 0)));
    const pages = urls
      .map((url) => this.pages.find((page) => page.url === url))
      .map((page) => this.#result({ page, phrase: null, score: 1 }, query));
    const first = !total || local / total >= 0.35 || best < 0.3;
    results.splice(first ? 0 : 1, 0, ...pages);
  }

  #result({ page, phrase, score }, query) {
    const heading = phrase?.id ? { url: `${page.url}#${phrase.id}`, title: phrase.text } : null;
    const texts = [page.answer, page.description].filter(Boolean).map((text) => this.#mark(text, query));
    const excerpt = texts.reduce((a, b) => (b.length > a.length ? b : a));
    return { url: page.url, title: page.title, heading, excerpt, score };
  }

  // --- Full text

  #readTexts(pages) {
    return pages.flatMap((sections, page) => sections.map(([id, text]) => ({ page, id, text })));
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

  // Sections that say at least half of the query, best first, one a page.
  async #fullText(folded, query, found) {
    const sections = await this.#texts();
    for (const section of sections) section.folded ??= this.fold(section.text);
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
      heading: heading ? { url: `${url}#${id}`, title: heading[1] } : null,
      excerpt: this.#around(this.#mark(text, query)),
      share,
    };
  }

  // --- Excerpts: a text in parts, every second of which the query asked for.

  #mark(text, query) {
    const characters = [...text];
    const folded = characters.map((character) => {
      const one = this.fold(character);
      return one.length === 1 ? one : character;
    });
    const flat = folded.join("");
    const marked = new Array(characters.length).fill(false);
    const wanted = new Set();
    for (const token of query.keys()) {
      const group = /^g(\d+)$/.exec(token);
      for (const word of group ? this.index.groups[group[1]].slice(1) : [token]) {
        if (HAN.test(word) ? word.length > 1 : word.length > 2) wanted.add(word);
      }
    }
    if (flat.length === characters.length) {
      for (const word of wanted) {
        for (let at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + 1)) {
          if (!HAN.test(word) && /[a-z0-9]/.test(flat[at - 1] ?? " ")) continue;
          let end = at + word.length;
          if (!HAN.test(word)) while (/[a-z0-9]/.test(flat[end] ?? " ")) end++;
          if (!HAN.test(word) && end - at > word.length + 3) continue;
          marked.fill(true, at, end);
        }
      }
    }
    const parts = [""];
    characters.forEach((character, i) => {
      if (marked[i] !== (parts.length % 2 === 0)) parts.push("");
      parts[parts.length - 1] += character;
    });
    return parts;
  }

  // About a hundred characters around the first marked ones.
  #around(parts) {
    const most = this.index.language === "zh" ? 80 : 180;
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
