// The checker of contact/verify compares all values in a pasted text with the directory, on the device.
// data/checker.yml holds its decisions and its words, tests/checker/vectors.yml what it must answer.
// hooks/helpkit/outputs/checker_lookup.py makes the look-up, which carries the decisions here, and says
// what is in it. Browsers of 2019 run this file: it has no lookbehind, no `\p{…}`, no `?.`.

import { isCrisis } from "./classifier.js";
import { plain } from "./plain-text.js";
import { closedUp, findSecret } from "./secrets.js";
import { sha256Hex } from "./sha256.js";
import { isNear } from "./words.js";

// Longer texts are read up to here, and nothing in them is called listed.
const LONGEST = 100000;
const MOST_VALUES = 40;

const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3040-\\u30ff\\u3105-\\u318f\\u31a0-\\u31ff\\u3400-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\ud840-\\ud88f\\udc00-\\udfff";
// Letters, digits and hyphens of names of hosts, all scripts but those written without spaces.
const NAME = "a-z0-9_\\u00aa-\\u02ff\\u0300-\\u1fff\\u2c00-\\u2dff\\ua000-\\ua95f\\ua980-\\uabff-";
const ENDS = "\\s<>\"'“”‘’«»「」『』《》〈〉【】〔〕()（）、，；！？\\u0001\\u0002";
const BEFORE = "(^|[^a-z0-9_])";

const CALL = new RegExp(`${BEFORE}(?:tel|sms|smsto|callto|mailto):/{0,2}([^${ENDS}]*)`, "g");
const OTHER_SCHEME = new RegExp(`${BEFORE}(?!https?:)(?:[a-z][a-z0-9+.-]{0,30}:/{2}|(?:javascript|vbscript|intent|data|blob):(?=[^\\s]))[^\\s\\u0001]*`, "g");
const WITH_SCHEME = new RegExp(`(?:https?:[\\\\/]*|(?:^|[\\s${HAN}:])[\\\\/]{2})[^${ENDS}]+`, "g");
const EMAIL = new RegExp(`([a-z0-9.!#$%&*+/=?^_{|}~\`\\u00a1-\\u1fff-]{1,64}|[${HAN}]{1,40})@([${NAME}]{1,63}(?:\\.[${NAME}]{1,63}){1,20})`, "g");
const HOST = new RegExp(`[${NAME}${HAN}]{1,63}(?:\\.[${NAME}${HAN}]{1,63}){1,20}\\.?(?::[0-9]+)?(?:[/?#\\\\][^${ENDS}${HAN}]*)?`, "g");
const IP = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/;
const FIRST_HAN = new RegExp(`[${HAN}]`);
const AT_NAME = new RegExp(`@[^@:${ENDS}。]{1,60}`, "g");
// An address with words in place of its signs, so that no program sees it.
const VEILED = /\s?[([{<]\s?(at|@)\s?[)\]}>]\s?|\s?[([{]\s?(dot|\.|点|點)\s?[)\]}]\s?|\s(underscore|下划线|下劃線)\s(?=[a-z0-9])|([a-z0-9._-]{2,64} at [a-z0-9-]{2,63}(?: dot [a-z0-9-]{2,63}){1,4}|[a-z0-9-]{2,63}(?: dot | \. )(?:com|net|org|info|co|io|app|cn|hk|tw|uk|cc|vip|xyz|shop|site|online|example|test)(?![a-z0-9]))/g;
// "4oo-ooo-5l9o", "(2o2) 555-ol67": a number as it comes out of a picture, or so written on purpose.
const LETTERS_FOR_DIGITS = /(^|[^a-z0-9-])(?=[(0-9oil) -]*[0-9])(\(?[0-9oil]{2,4}(?:\)\s?|-)(?:[0-9oil]{2,4}-){1,2}[0-9oil]{3,4})(?![a-z0-9-])/g;
// The account of a bank as ISO 13616 writes it.
const IBAN = /(^|[^a-z0-9])([a-z]{2}[0-9]{2} ?[a-z0-9]{4}(?: ?(?=[a-z]{0,3}[0-9])[a-z0-9]{4}){1,6}(?: ?[0-9][a-z0-9]{0,2})?)(?![a-z0-9])/g;
const MIXED = /[a-z_]{1,40}[0-9][a-z0-9_]*|[0-9]{1,40}[a-z_][a-z0-9_]*/g;
const GROUPED = /(^|[^0-9+.,-])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?(?![0-9,.-])/g;
const HOURS = /24\s?(?:\/\s?7|小时|小時|hours?|hrs?|h(?![a-z]))|7\s?[x×*]\s?24(?:小时|小時)?/g;
const CLOCK = /(^|[^0-9:.])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:.])/g;
const PERCENT = /[+-]?[0-9]+(?:\.[0-9]+)?\s?[%％]/g;
const RUN = /[+#*]{0,2}\(?[0-9](?:[0-9 \n().\-/*#]*[0-9#])?/g;
const EXTENSION = /^\s*(?:,\s*)?(?:extension|ext|x|转|轉|分机|分機)[\s.:]*[0-9]{1,5}(?![0-9])/;
// What introduces a short number: a region's name, "the number for whoever feels low: …".
const INTRODUCED = /(?:[\ue000-\uf8ff][^0-9]{0,3}|(?:number(?!s? of)|hotline|helpline|号码|號碼|电话(?!费)|電話(?!費)|热线|熱線)[^0-9.!?。\n]{0,60}:\s?)$/;
// In a text of more words a short number counts only if something says that it is called.
const MOST_WORDS = 10;
const WORD = /[\u3400-\u9fff]|[a-z']+/g;
// Addresses of the usual chains; a wallet's letters are compared in lower case.
const WALLET = /^(?:0x[0-9a-f]{40}|t[0-9a-z]{33}|bc1[0-9a-z]{20,60}|[13][0-9a-z]{25,34}|[1-9a-z]{43,44})$/;
// A question or a sentence is nobody's name.
const SENTENCE = /多少|几号|幾號|怎么|怎麼|怎样|什么|什麼|[吗嗎呢]$|哪|[\u3400-\u9fff]{9}/;
const LONE_NAME = /^@?[^\s@/:,;!?()<>"']{2,40}$/;
// What may stand beside a listed value without being a word: punctuation, arrows, pictures.
const HARMLESS = /[\s\u0001!"'()*,\-./:;<>?[\]{}|~·\ufffd\u00a0-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u202d\u2030-\u205e\u2190-\u245f\u2500-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe6f]|\ud83c[\udc00-\udcff\ude00-\udfff]|[\ud83d\ud83e][\udc00-\udfff]/y;
const LATIN_WORD = /[a-z\u00c0-\u024f]+/y;

const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const at = (object, key) => (has(object, key) ? object[key] : undefined);
const withoutWww = (host) => host.replace(/^www\./, "");
const isUnder = (host, domain) => host === domain || host.endsWith(`.${domain}`);
const flat = (lists) => [].concat(...lists);

/** Return a function that makes something of an object once. */
function once(make) {
  const made = new WeakMap();
  return (object) => {
    if (!made.has(object)) made.set(object, make(object));
    return made.get(object);
  };
}

/**
 * Compare a text with a look-up for a day (YYYY-MM-DD); `region` is the reader's, if known ("HK").
 *
 * Resolves to {kind, value, answer, reason, target, records, until, regions}: `answer` and `reason`
 * name texts of data/checker.yml; `target` is the listed value or name that it is compared with;
 * `records` are positions in the look-up's records; `until` is the day on which a record ran out;
 * `regions` are the codes of the regions whose number it may be. Of a text that is more than listed values,
 * `within` says what in it is listed, what is not, and which numbers are emergency numbers. `signs` are the ids of the safety
 * rules that whoever wrote the text wants broken, `topics` the pages on what the text may be about;
 * `isCrisis` says whether its reader may be about to die, by plain words and by `crisisModels`.
 * Of a secret nothing is returned but its kind.
 */
export async function check(text, lookup, today, region = "", crisisModels = []) {
  const isCut = text.length > LONGEST;
  const typed = closedUp(plain(isCut ? text.slice(0, LONGEST) : text));
  const isListed = (digits) => isKnownNumber(digits, lookup);
  const secret = await findSecret(typed, isListed);
  if (secret) return decide({ kind: "text", value: "" }, new Facts(`secret-${secret}`), lookup);
  const lower = typed.toLowerCase();
  const reading = { lookup, today, region, values: [], mayBeListed: !isCut, text: lower, rest: lower };
  takeValues(reading);
  const [warning, exception] = [lookup.warnings, lookup.exceptions].map((source) => new RegExp(source, "i"));
  // "Don't" is "dont" in the lists of phrases.
  const said = typed.replace(/['’]/g, "");
  const clauses = said.match(/[^.!?,;。！？，；\n]*[.!?,;。！？，；\n]?/g);
  const unwarned = clauses.filter((clause) => !warning.test(clause) || exception.test(clause)).join("");
  const crisis = new RegExp(lookup.crisis, "i");
  const hasCrisisWord = (sentence) => crisis.test(sentence.replace(/['’]/g, ""));
  const [signs, topics] = [foundIn(unwarned, lookup.signs), foundIn(said, lookup.topics)];
  return { ...answerOf(reading, signs), signs, topics, isCrisis: isCrisis(typed, hasCrisisWord, crisisModels) };
}

/** Return the names of the expressions that a text matches, in their order. */
function foundIn(text, expressions) {
  return Object.keys(expressions).filter((name) => new RegExp(expressions[name], "i").test(text));
}

/** Return the answer about all values of a text together. */
function answerOf(reading, signs) {
  const { lookup } = reading;
  const found = reading.values.map((value) => decide(value, value.facts, lookup));
  const isHelp = ({ answer }) => answer === "listed" || answer === "emergency";
  const others = found.filter((each) => !isHelp(each));
  // What is out of use, the reader's own, a misspelt word or the end of a number given whole is named only if there is nothing else.
  const digits = ({ kind, value }) => kind === "phone" && value.replace(/[^0-9]/g, "");
  const isPart = (part) => found.some((each) => digits(part) && digits(each) !== digits(part) && `${digits(each)}`.endsWith(digits(part)));
  const meant = others.filter((each) => each.reason !== "short" && !isPart(each) && isMeant(reading.values[found.indexOf(each)], reading));
  const named = meant.length ? meant : others;
  const answered = (all, warning) => all.find(({ answer }) => answer === warning);
  const red = answered(others, "known-bad") || answered(named, "looks-like") || answered(named, "named");
  if (red) return red;
  const listed = [...new Set(flat(found.map(({ records }) => records)))];
  const mayBeListed = reading.mayBeListed && isOnlyLabels(reading, listed);
  if (found.length && !others.length && mayBeListed) {
    const first = found.find(({ answer }) => answer === "emergency") || found[0];
    const regions = [...new Set(flat(found.map((each) => each.regions)))];
    return { ...first, value: found.map(({ value }) => value).join(", "), records: listed, regions };
  }
  const isCode = ({ facts }) => facts.found.has("emergency");
  if (found.length && !others.length && reading.values.every(isCode) && reading.mayBeListed && !reading.hasHandleWord && !signs.length) {
    const all = flat(reading.values.map(({ facts }) => facts.regions));
    const regions = [...new Set(all)].filter((code) => !reading.region || code === reading.region);
    const records = listed.filter((i) => !reading.region || lookup.records[i].region === reading.region);
    const value = found.map((each) => each.value).join(", ");
    // Where the reader is it may be another's number, "110" in Manila, which helps nobody.
    if (regions.length) return { ...decide({ kind: "phone", value }, new Facts("emergency-more"), lookup), records, regions };
  }
  if (found.length > others.length) {
    const facts = new Facts(others.length || signs.length ? "more" : "words");
    return { ...decide({ kind: "text", value: "" }, facts, lookup), within: withinOf(found, reading) };
  }
  if (others.length) {
    // Of a short number least can be said, so anything else in the text comes first.
    const order = ({ kind, reason }) =>
      reason === "short" ? Infinity : lookup.rules.decisions.findIndex((row) => row.kinds.includes(kind) && row.reason === reason);
    const best = named.reduce((first, each) => (order(each) < order(first) ? each : first));
    if (best.reason !== "short" || !signs.length) return best;
  }
  return decide({ kind: "text", value: "" }, new Facts(...(signs.length ? ["signs"] : [])), lookup);
}

/** Return whether a value is one to use: no mere guess, and not called out of use or the reader's own in all its places. */
function isMeant({ value, isGuess }, { text, lookup: { not_meant: said } }) {
  if (isGuess) return false;
  // What is said of one contact holds for those that stand in a row with it.
  const other = "(?:[0-9+() -]{3,20}|[a-z0-9@._+-]{3,60})";
  const and = "\\s?(?:and|or|[,、和或&/])\\s?";
  const saidBefore = new RegExp(`(?:${said.before})(?:(?!call|ring|dial|text|[打拨撥致联聯加])[^0-9.,!?;。\\n]){0,10}(?:${other}${and}){0,3}@?$`);
  const saidBehind = new RegExp(`^(?:${and}${other}){0,3}[\\s,;:()-]{0,3}(?:${said.behind})`);
  const parts = text.split(value);
  const isOther = (behind, i) => saidBefore.test(parts[i].slice(-200)) || saidBehind.test(behind.slice(0, 200));
  return parts.length < 2 || !parts.slice(1).every(isOther);
}

/** Return what in a text is listed, what is not, and its emergency numbers with their regions: the reader's, if known. */
function withinOf(found, { values, region }) {
  const codes = new Map();
  const [records, unknown] = [[], []];
  values.forEach(({ value, facts }, at) => {
    if (value.length < 3) return; // days and hours look like numbers of two digits
    if (found[at].answer === "not-listed" && found[at].reason !== "short") unknown.push(value);
    else if (!facts.found.has("emergency")) records.push(...found[at].records);
    else if (!region || facts.regions.includes(region)) codes.set(value, region ? [region] : facts.regions);
  });
  return { records: [...new Set(records)], unknown: [...new Set(unknown)], codes: [...codes].map(([value, regions]) => ({ value, regions })) };
}

class Facts {
  constructor(...names) {
    this.found = new Map(names.map((name) => [name, ""]));
    this.records = [];
    this.regions = [];
    this.until = "";
  }

  add(name, target = "") {
    if (!this.found.has(name)) this.found.set(name, target);
  }

  addListed(records, { lookup, today }) {
    const all = [...new Set(records)];
    const current = all.filter((i) => lookup.records[i].until >= today);
    if (current.length) {
      this.records.push(...current);
      this.add("listed");
    } else if (all.length) {
      this.until = all.map((i) => lookup.records[i].until).sort().pop();
      this.add("expired");
    }
  }
}

function decide({ kind, value }, facts, lookup) {
  const row = lookup.rules.decisions.find(
    ({ kinds, when }) => kinds.includes(kind) && when.every((fact) => facts.found.has(fact)),
  );
  const isListed = row.answer === "listed";
  const records = isListed ? facts.records : [];
  const regions = isListed ? records.map((i) => lookup.records[i].region) : facts.regions;
  return {
    kind,
    value,
    answer: row.answer,
    reason: row.reason,
    target: row.when.map((fact) => facts.found.get(fact)).find(Boolean) || "",
    records,
    until: row.reason === "expired" ? facts.until : "",
    regions: [...new Set(regions.filter(Boolean))],
  };
}

// --- Reading: take every value out of the text, and keep what is left.

function takeValues(reading) {
  const { lookup } = reading;
  const { rules } = lookup;
  const typed = reading.rest;
  // A text with many values is never listed: what comes after the first ones is only taken out.
  const put = (kind, value, facts, isGuess = false) => {
    if (reading.values.length < MOST_VALUES) reading.values.push({ kind, value, facts: facts(value, reading), isGuess });
    else reading.mayBeListed = false;
  };
  const take = (expression, act) => {
    reading.rest = reading.rest.replace(expression, (...found) => {
      const kept = act(...found);
      return kept === undefined ? "\u0001" : kept;
    });
  };
  const refuseListed = () => {
    reading.mayBeListed = false;
  };

  reading.isMessage = (typed.match(WORD) || []).length > MOST_WORDS;
  if (/[\u202e]/.test(typed)) refuseListed();
  if (isDisguised(typed, rules)) {
    put("phone", typed, phoneFacts);
    reading.rest = "";
    return;
  }
  reading.rest = reading.rest.replace(/[\u2010-\u2015\u2212]/g, "-");
  take(VEILED, (_, at, dot, line, host) => {
    refuseListed();
    return at ? "@" : dot ? "." : line ? "_" : host.replace(/ at /, "@").replace(/ (?:dot|\.) /g, ".");
  });
  // Addresses that call or write: their parts are read like any other text.
  take(CALL, (_, before, rest) => {
    const parts = rest.replace(/;ext=/g, " ext ").split(/[?&;,]+(?:[a-z-]+=)?/);
    return `${before}\u0001${parts.map(decoded).join("\u0001").toLowerCase().replace(/[^\S ]/g, " ")}\u0001`;
  });
  take(OTHER_SCHEME, (found, before) => {
    refuseListed();
    put("link", found.slice(before.length), () => new Facts());
    return `${before}\u0001`;
  });
  take(WITH_SCHEME, (found) => {
    const start = found.search(/https?:|[\\/]{2}/);
    const [link, rest] = cutLink(found.slice(start), refuseListed);
    put(...readLink(link, rules));
    return `${found.slice(0, start)}\u0001${rest}`;
  });
  take(IBAN, (found, before, account) => {
    if (!isIban(account)) return found;
    put("handle", account, handleFacts);
    return `${before}\u0001`;
  });
  take(LETTERS_FOR_DIGITS, (found, before, run) => before + run.replace(/o/g, "0").replace(/[il]/g, "1"));
  take(HOURS, () => " ");
  take(CLOCK, (_, before) => `${before} `);
  take(PERCENT, () => " ");
  // Twice: of two amounts that touch, "11月28日", a search takes one.
  for (let pass = 0; pass < 2; pass += 1) {
    take(amountsOf(lookup), (all, before, sum, count, currency, price, at, whole) => {
      const isMoney = currency || (sum && !FIRST_HAN.test(all.slice(before.length, all.indexOf(sum, before.length))));
      if (!isMoney && (isHotline(sum || count, rules) || isOfUse(sum || count || price, reading))) return all;
      if (!sum && isCalled(whole.slice(0, at + before.length), "", lookup)) return all;
      refuseListed();
      return `${before}\u0001`;
    });
  }
  // In a name, the full stop of Chinese is a dot.
  reading.rest = reading.rest.replace(/([a-z\u00c0-\u1fff-])。(?=[a-z\u00c0-\u1fff])/g, "$1.");
  take(EMAIL, (_, local, host) => {
    const value = `${local.replace(/^['`]+/, "")}@${host.replace(/[-_.]+$/, "")}`;
    put("email", value, emailFacts);
  });
  take(HOST, (found) => {
    const { prefix, link, rest } = cutHost(found);
    if (!link) return found;
    put(...readLink(link, rules));
    return `${prefix}\u0001${rest}`;
  });
  // A full stop that touches what follows an address may be a dot: "police.example。网址" opens elsewhere.
  if (new RegExp(`\\u0001。[${HAN}]{1,3}(?![${HAN}])`).test(reading.rest)) refuseListed();
  maskNames(reading);
  // The table does not say which messenger a listed account belongs to, so an account with a
  // named messenger never counts as listed.
  take(accountsOf(lookup), (_, before, account) => {
    const value = account.replace(/^[:=\s]*@?|[丨|·]/g, "").replace(/[.。]+$/, "");
    put("handle", value, namedFacts);
    return `${before}\u0001`;
  });
  take(AT_NAME, (found) => {
    const value = found.replace(/^@+/, "").replace(/[.,;:!?]+$/, "");
    put("handle", value, handleFacts);
  });
  reading.hasHandleWord = wordsOf(rules).test(reading.rest) || reading.rest.includes("@");
  leaveOut(reading, take, refuseListed);
  take(MIXED, (found) => readMixed(found, reading, put));
  take(GROUPED, (_, before) => {
    refuseListed();
    return `${before}\u0001`;
  });
  reading.rest = spokenDigits(digitsOfWords(reading.rest, rules), rules);
  takeNumbers(reading, (value, facts) => put("phone", value, facts), refuseListed);
  const isLabel = isOnlyLabels({ ...reading, rest: typed }, []);
  if (!reading.values.length && !reading.hasNumber && LONE_NAME.test(typed) && !isLabel && !SENTENCE.test(typed)) {
    put("handle", typed.replace(/^@/, ""), handleFacts);
    reading.rest = "";
  }
}

/** Remove numbers of `numberedOf`, unless words beside them mention calling or they resemble a listed value. */
function leaveOut(reading, take, refuseListed) {
  for (const expression of numberedOf(reading.lookup)) {
    take(expression, (all, before, run, ...more) => {
      const whole = more[more.length - 1];
      const number = run.replace(/^[^0-9]+/, "");
      const start = more[more.length - 2] + before.length;
      if (isCalled(whole.slice(0, start), whole.slice(start + run.length), reading.lookup)) return all;
      const facts = [...phoneFacts(number, reading).found, ...namedFacts(run, reading).found].map(([name]) => name);
      if (!facts.every((name) => name === "short" || name === "emergency")) return all;
      refuseListed();
      reading.hasNumber = true;
      return `${before}\u0001`;
    });
  }
}

/** Return whether the check digits of a bank account fit: moved to the end and read in base 36, it leaves 1. */
function isIban(account) {
  const [, head, rest] = /^(.{4})(.*)/.exec(account.replace(/ /g, ""));
  const digits = Array.from(rest + head, (c) => parseInt(c, 36)).join("");
  return Array.from(digits).reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0) === 1;
}

const isHotline = (digits, { hotline }) => new RegExp(`^(?:${hotline})$`).test(digits);

/** Return whether the words right before or right behind a number say that it is called. */
function isCalled(before, behind, { called }) {
  return new RegExp(`(?:${called.before})[^0-9.,!?。，！？\\n]{0,8}$`).test(before.slice(-80)) || new RegExp(`^[^0-9a-z]{0,3}(?:${called.behind})`).test(behind);
}

/** Return whether a number in a sentence is none to call: a sum, a count, the hour. */
function isAside(run, facts, before, behind, { lookup, isMessage }) {
  if (!isMessage || /[+#*]/.test(run) || facts.found.has("known-bad")) return false;
  const digits = run.replace(/[^0-9]/g, "");
  if (digits.length >= lookup.rules.least_number || isHotline(digits, lookup.rules)) return false;
  if (digits.length < 3) return true;
  const isKnown = facts.found.has("listed") || facts.found.has("emergency");
  if (isKnown && (digits.length >= lookup.rules.least_part || INTRODUCED.test(before))) return false;
  // Of several numbers in a row only the first has the word.
  return !isCalled(before.replace(/(?:\u0001\s?(?:or|and|或|和|、|\/|,)\s?)+$/, ""), behind, lookup);
}

const isOfUse = (digits, reading) => ["listed", "emergency", "known-bad"].some((name) => phoneFacts(digits, reading).found.has(name));

/** Return the expression of an amount: a currency and a number, a number and what it counts, a price. */
const amountsOf = once(({ amounts: { before, money, behind } }) => {
  const [sum, count] = ["[0-9][0-9,]{0,11}(?:\\.[0-9]{1,8})?", "[0-9][0-9,]{0,6}(?:\\.[0-9]{1,8})?"];
  const upTo = `(?:\\s?-\\s?(?:${before})?\\s?${sum})?`;
  return new RegExp(`(^|[^a-z0-9+.,#*(/-])(?:(?:${before})\\s?(${sum})${upTo}(?![0-9-])|(${count})\\s?(?:(${money})|(?:${behind}))(?!\\.[a-z])|([0-9]{1,6}\\.[0-9]{2})(?![0-9a-z.]))`, "gi");
});

/** Return the expressions of numbers that reach nobody: dates, models and versions, order and case numbers, numbers after letters. */
const numberedOf = once(({ numbered: { models, cases } }) => [
  /(^|[^0-9+()\s-]|[^0-9)-]\s)((?:19|20)[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\3(?:[12][0-9]|3[01]|0?[1-9])(?![0-9-])(?:[ t][0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)?)/g,
  /(^|[^0-9+()\s-]|[^0-9)-]\s)((?:0?[1-9]|[12][0-9]|3[01])([-/.])(?:0?[1-9]|[12][0-9]|3[01])\3(?:19|20)[0-9]{2}(?![0-9-]))/g,
  new RegExp(`(^|[^a-z0-9])((?:${models})\\s?(?:[a-z]{1,4}\\s?)?[0-9]{1,3}(?:\\.[0-9]{1,5}){0,3}(?![0-9]|\\s?[-.]?\\s?[0-9])(?:\\s?(?:pro|max|plus|mini|ultra|air|se)(?![a-z]))*)`, "g"),
  new RegExp(`(^|[^a-z])((?:${cases})\\.?(?:\\s?(?:no\\.?|num|number|id|号|號|编号|单号))*\\s?(?:[:#=是]|is)?\\s?(?:[0-9]{4}(?:\\s[0-9]{4}){2,6}(?:\\s[0-9]{1,4})?|(?:[a-z]{1,8}[-/]?)?[0-9][a-z0-9/-]{3,40}))(?![a-z0-9])`, "g"),
  /(^|[^a-z0-9])(#\s?[0-9]{5,}(?:-[0-9]+)*)(?![0-9-])/g,
  /(^|[^a-z0-9])([a-z]{3,6}-(?:[a-z0-9]{1,8}-){0,3}[0-9]{3,}(?:-[0-9]+)*)(?![a-z0-9-])/g,
]);

function mapped(text, table) {
  return Array.from(text, (c) => (has(table, c) ? table[c] : c)).join("");
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text; // percent signs that are written wrongly stay as they are
  }
}

/** Return whether letters stand in for digits in a number: "O20 7946 O123". */
function isDisguised(text, rules) {
  if (text.length > 60 || IP.test(text)) return false;
  const digits = text.replace(/[^0-9]/g, "").length;
  if (!digits || digits * 2 < text.replace(/[\s()-]/g, "").length) return false;
  const shown = mapped(text.replace(EXTENSION, ""), rules.letters_as_digits);
  return shown !== text && /[a-z|]/.test(text.replace(/(?:ext|x)[\s.:]*[0-9]+$/, "")) && /^[+#*]?[0-9\s().\-/*#]+$/.test(shown);
}

/** Replace each name of a body or region by one character, and note the named regions. */
function maskNames(reading) {
  const names = namesOf(reading.lookup);
  reading.named = new Set();
  names.forEach(({ name, region }, number) => {
    if (reading.rest.indexOf(name) < 0) return;
    const isLatin = /^[a-z]/.test(name);
    const mark = String.fromCharCode(0xe000 + number);
    const expression = new RegExp(`${isLatin ? "(^|[^a-z0-9_.@/-])" : "()"}${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}${isLatin ? "(?![a-z0-9_@/-])" : ""}`, "g");
    reading.rest = reading.rest.replace(expression, (_, before) => {
      if (region) reading.named.add(region);
      return before + mark;
    });
  });
  // A region named in the text takes precedence over the reader's.
  if (reading.named.size) reading.region = reading.named.size === 1 ? [...reading.named][0] : "";
}

const namesOf = once((lookup) => {
  const table = new Map();
  const add = (text, record, region) => {
    const name = plain(text || "").toLowerCase();
    if (name.length < 2 || /[0-9@.]/.test(name) || name === lookup.service.toLowerCase()) return;
    if (!table.has(name)) table.set(name, { name, records: new Set(), region });
    if (record >= 0) table.get(name).records.add(record);
  };
  Object.keys(lookup.regions).forEach((code) =>
    lookup.regions[code].forEach((name) => add(name, -1, code)),
  );
  lookup.records.forEach(({ name }, i) => name.forEach((text) => add(text, i, "")));
  return [...table.values()].sort((a, b) => b.name.length - a.name.length).slice(0, 6000);
});

/** Split a run that begins with "http:" or "//" into the link and the sentence that touches it. */
function cutLink(run, refuseListed) {
  const trimmed = run.replace(/[.,;:!?*。]+$/, "");
  const [authority] = /^(?:https?:)?[\\/]*[^\\/?#]*/.exec(trimmed);
  const han = trimmed.search(FIRST_HAN);
  if (han < 0) return [trimmed, run.slice(trimmed.length)];
  if (han >= authority.length) return [trimmed.slice(0, han), run.slice(han)];
  const [before, after] = [trimmed.slice(0, han), authority.slice(han)];
  const isHost = /[a-z0-9][.][a-z0-9-]*[a-z]$/.test(before.replace(/。$/, ""));
  if (isHost && !/[.@:]/.test(after)) {
    if (before.endsWith("。")) refuseListed();
    return [before.replace(/。$/, ""), run.slice(han)];
  }
  return [trimmed, run.slice(trimmed.length)];
}

/** Split a run that holds dots into a link and the words that touch it; no link if it has no host. */
function cutHost(run) {
  const [, host, tail] = /^([^:/?#\\]+)([^]*)$/.exec(run);
  const labels = host.replace(/\.$/, "").split(".");
  let [prefix, suffix] = ["", ""];
  const first = new RegExp(`^[${HAN}]+(?=[a-z0-9])`).exec(labels[0]);
  if (first && !FIRST_HAN.test(labels[0].slice(first[0].length))) {
    [prefix] = first;
    labels[0] = labels[0].slice(prefix.length);
  }
  const end = labels[labels.length - 1];
  const place = end.search(FIRST_HAN);
  if (place > 0 && !tail && !/[a-z0-9]/.test(end.slice(place))) {
    suffix = end.slice(place);
    labels[labels.length - 1] = end.slice(0, place);
  }
  const bare = labels.join(".");
  const isAddress = IP.test(bare) && bare.split(".").every((part) => part < 256);
  if (!isAddress && !new RegExp(`[a-z\\u00c0-\\u1fff${HAN}]`).test(labels[labels.length - 1])) return {};
  const kept = tail.replace(/[.,;:!?)\]}*。]+$/, "");
  return { prefix, link: bare + kept, rest: tail.slice(kept.length) + suffix };
}

/** Return [kind, value, facts] of a link, read as a browser reads it. */
function readLink(link, rules) {
  let url;
  try {
    url = new URL(/^https?:/.test(link) ? link : "http://" + link.replace(/^[\\/]+/, ""));
  } catch (error) {
    return ["link", link, () => new Facts()];
  }
  const host = withoutWww(url.hostname.replace(/\.$/, ""));
  const messenger = rules.messengers.find((domain) => isUnder(host, domain));
  if (!messenger || url.username || url.password) return ["link", link, (_, reading) => linkFacts(url, reading)];
  const value = `${host}${decoded(url.pathname + url.search).replace(/\/$/, "")}`.toLowerCase();
  return ["handle", value, handleFacts];
}

/** Return the expression for a word that names a messenger. */
const wordsOf = once((rules) => {
  const longestFirst = rules.handle_words.slice().sort((a, b) => b.length - a.length);
  const latin = longestFirst.filter((word) => /^[a-z]/.test(word)).join("|");
  const drawn = longestFirst.filter((word) => !/^[a-z]/.test(word)).join("|");
  return new RegExp(`${BEFORE}(?:(?:${latin})(?![a-z])|(?:${drawn}))`);
});

const JOINED =
  "(?:[\\s:=,\\-—\"“「'(（#]|号|號|群|id(?![a-z])|帐号|账号|帳號|賬號|帐户|客服|官方|是|为|為|加|搜索?|用户名|(?:name|number|no|account|is|us|at|on|me|user|group|channel|add|search)(?![a-z])){0,8}";

/** Return the expression for an account behind a word for a messenger and what joins the two. */
function accountsOf({ rules, general }) {
  const spoken = Object.keys(rules.number_words).join("|");
  const named = `(?!(?:call|dial|ring|phone|text|please|double|triple|${spoken}|${general})(?![a-z0-9_.+-]))`;
  const account = `(\\+?[0-9][0-9()\\x20-]{5,18}[0-9]|@?${named}(?:live:)?[+a-z0-9_](?:(?:[丨|·](?![a-z]+:|qq|tel))?[a-z0-9_.+-]){1,60}|[:=]\\s?${named}[^${ENDS}。:=]{2,40})`;
  return new RegExp(`${wordsOf(rules).source}${JOINED}${account}`, "g");
}

/** Read a word of letters and digits: a label that touches a number, a disguised number, an account. */
function readMixed(found, reading, put) {
  const { rules } = reading.lookup;
  const parts = found.match(/[0-9]+|[^0-9]+/g);
  const labels = labelsOf(rules);
  const isPart = (part) => /[0-9]/.test(part) || labels.has(part) || /^(?:ext|x|h|hrs?|hours?)$/.test(part);
  if (parts.every(isPart) && !WALLET.test(found)) return parts.join(" ");
  if (reading.isMessage && found.length < rules.least_part) reading.mayBeListed = false;
  else if (isDisguised(found, rules)) put("phone", found, phoneFacts);
  else put("handle", found, handleFacts, !WALLET.test(found));
  return undefined;
}

/** Return a text with its numbers written in Chinese characters as digits; a single "一" stays a word. */
function spokenDigits(text, { numerals }) {
  const all = Object.keys(numerals).join("");
  return text.replace(new RegExp(`[${all}0-9][${all}0-9 -]*[${all}0-9]`, "g"), (run) => {
    const spoken = Array.from(run).filter((c) => has(numerals, c)).length;
    return spoken > 2 ? mapped(run, numerals) : run;
  });
}

/** Return a text with runs of English words for digits as digits: "two oh double five" is 2055; short ones if they are all of it. */
function digitsOfWords(text, { number_words }) {
  const words = Object.keys(number_words).join("|");
  const word = `(?:(?:${words}|double|triple)(?:[\\s,-]{1,3}|(?![a-z])))`;
  const run = new RegExp(`^${word}{3,4}$|${word}{5,}`, "g");
  const told = new RegExp(`(?:(double|triple)[\\s-]+)?(${words})`, "g");
  return text.replace(run, (all) => {
    const digits = [];
    all.replace(told, (_, repeated, word) => digits.push(number_words[word].repeat({ double: 2, triple: 3 }[repeated] || 1)));
    return ` ${digits.join("")} `;
  });
}

function takeNumbers(reading, putPhone, refuseListed) {
  const factsOf = (text) => phoneFacts(text, reading);
  const isHelp = (facts) => facts.found.has("listed") || (facts.found.has("emergency") && !facts.found.has("known-bad"));
  const digits = (text) => text.replace(/[^0-9]/g, "");
  let { rest } = reading;
  let left = "";
  for (;;) {
    RUN.lastIndex = 0;
    const found = RUN.exec(rest);
    if (!found) break;
    const run = found[0];
    let after = rest.slice(found.index + run.length);
    left += `${rest.slice(0, found.index)}\u0001`;
    const extension = EXTENSION.exec(after);
    if (extension) after = after.slice(extension[0].length);
    rest = after;
    if (digits(run).length < 2) {
      refuseListed();
      continue;
    }
    if (reading.values.length >= MOST_VALUES) {
      refuseListed();
      continue;
    }
    const facts = factsOf(run);
    if (isAside(run, facts, left.slice(-120, -1), rest.slice(0, 120), reading)) {
      refuseListed();
      reading.hasNumber = true;
      continue;
    }
    if (extension) facts.add("extension");
    // Several numbers may stand in one run: on lines of their own, between slashes, or in groups.
    const lines = run.split(/\s*\n\s*|\.\s+|\s?\/\s?/).filter((part) => digits(part)).slice(0, MOST_VALUES);
    const groups = run.split(/[^0-9]+/).filter(Boolean);
    const put = (...parts) => parts.forEach((part) => putPhone(part.trim(), phoneFacts));
    if (isHelp(facts) || facts.found.has("known-bad")) putPhone(run.trim(), () => facts);
    else if (lines.length > 1 && lines.some((line) => isHelp(factsOf(line)))) put(...lines);
    else {
      const parts = groups.length > 1 && groups.length < 30 && partition(groups, (part) => isHelp(factsOf(part)));
      // No number has more than fifteen digits; a shorter run may be one number of somebody else.
      if (parts && digits(run).length > 15) put(...parts);
      else putPhone(run.trim(), () => (parts ? new Facts("several") : facts));
    }
  }
  reading.rest = left + rest;
}

/** Return groups of digits put together so that each part passes a test, or undefined. */
function partition(groups, test) {
  const ways = [[]];
  for (let end = 1; end <= groups.length; end += 1) {
    for (let start = Math.max(0, end - 5); start < end && !ways[end]; start += 1) {
      const part = groups.slice(start, end).join(" ");
      if (ways[start] && test(part)) ways[end] = [...ways[start], part];
    }
  }
  return ways[groups.length];
}

const labelsOf = once((rules) => new Set(rules.label_words));

/** Return whether what is left of a text is only labels, punctuation, and names of what is listed. */
function isOnlyLabels({ rest, lookup }, listed) {
  const labels = labelsOf(lookup.rules);
  const names = namesOf(lookup);
  const service = lookup.service.toLowerCase();
  const isOwn = listed.some((i) => lookup.records[i].name.includes(lookup.service));
  // Text without spaces can be split in several ways: try every reachable end.
  if (rest.length > 2000) return false;
  const reached = [true];
  for (let place = 0; place < rest.length; place += 1) {
    if (!reached[place]) continue;
    HARMLESS.lastIndex = place;
    LATIN_WORD.lastIndex = place;
    const code = rest.charCodeAt(place);
    const word = LATIN_WORD.exec(rest);
    if (HARMLESS.test(rest)) reached[HARMLESS.lastIndex] = true;
    else if (word) {
      reached[place + word[0].length] = labels.has(word[0]) || (isOwn && word[0] === service);
    } else if (code >= 0xe000 && code < 0xe000 + names.length) {
      const { records, region } = names[code - 0xe000];
      reached[place + 1] = Boolean(region) || listed.some((i) => records.has(i));
    } else {
      for (let length = 1; length < 9; length += 1) {
        if (labels.has(rest.substr(place, length))) reached[place + length] = true;
      }
    }
  }
  return Boolean(reached[rest.length]);
}

// --- Facts

/** Return whether digits are a published number or an emergency code, however they are dialled. */
function isKnownNumber(digits, lookup) {
  return has(lookup.emergency, digits) || candidates(digits, lookup.rules).some(({ form }) => has(lookup.phones, form));
}

function phoneFacts(value, reading) {
  const facts = new Facts();
  const { lookup } = reading;
  const { rules } = lookup;
  const spoken = mapped(value, rules.letters_as_digits);
  const forms = candidates(spoken, rules);
  const pressed = spoken.replace(/[^0-9]/g, "");
  if (isBad(forms.map(({ form }) => form), lookup)) facts.add("known-bad");
  const known = forms.filter(({ form }) => has(lookup.phones, form));
  if (spoken !== value) {
    if (known.length) facts.add("letters", lookup.shown[known[0].form]);
    return facts;
  }
  const groups = (text) => text.split(/[^0-9]+/).filter(Boolean).map((group) => group.length).join("-");
  const records = [];
  for (const { form, isFull } of known) {
    const elsewhere = isFull ? [] : at(lookup.elsewhere, form.slice(2)) || [];
    for (const i of lookup.phones[form]) {
      const owner = lookup.records[i].region;
      const mine = groups(value);
      const isWritten = mine.includes("-") && `-${mine}`.endsWith(`-${groups(lookup.shown[form])}`) && elsewhere.every(([, other]) => other !== mine);
      const isElsewhere = elsewhere.some(([code]) => code === reading.region);
      if (!elsewhere.length || reading.region === owner || (isWritten && !isElsewhere)) records.push(i);
      else if (!facts.regions.includes(owner)) facts.regions.push(owner);
    }
  }
  if (records.length) facts.regions = [];
  facts.addListed(records, reading);
  if (facts.regions.length) facts.add("country");
  if (!spoken.includes("+") && has(lookup.emergency, pressed) && /^[0-9\s().-]+$/.test(value)) {
    facts.add("emergency");
    facts.regions = lookup.emergency[pressed];
  }
  if (facts.found.has("listed") || facts.found.has("emergency")) return facts;
  for (const { form } of forms) {
    if (has(lookup.short_with_code, form)) facts.add("short-with-code", lookup.short_with_code[form]);
  }
  const full = forms.filter(({ isFull }) => isFull);
  for (const { form, isFull } of full.length ? full : forms) compareNumber(form, isFull, facts, reading);
  if (/^[0-9\s().-]+$/.test(value) && pressed.length < 7) facts.add("short");
  return facts;
}

/** Note whether a number imitates a listed one. */
function compareNumber(form, isFull, facts, { lookup, region }) {
  const { shown, elsewhere, rules } = lookup;
  const number = form.slice(2);
  for (const known of Object.keys(shown)) {
    const digits = known.slice(2);
    if (known[0] !== form[0]) continue;
    // Where the listed digits are a number of another country too, so may these be.
    const isHere = () => lookup.phones[known].some((i) => lookup.records[i].region === region);
    if (!isFull && has(elsewhere, digits) && !isHere()) continue;
    const extra = number.length - digits.length;
    if (digits.length >= rules.least_number && oneEdit(number, digits)) facts.add("near-number", shown[known]);
    else if (
      digits.length >= rules.least_part &&
      extra > 0 &&
      extra < (digits.length < rules.least_number ? 4 : 7) &&
      // An area code may stand before a short code.
      (number.startsWith(digits) || (!isFull && number.endsWith(digits) && !(number[0] === "0" && digits.length < rules.least_number)))
    ) {
      facts.add("extra-digits", shown[known]);
    }
  }
}

/** Return what a number may mean: "n:" as dialled in its region, "i:" with its calling code. */
function candidates(number, rules) {
  if (number.includes("+")) number = number.replace(/\(\s*0\s*\)/g, "");
  const pressed = number.replace(/[^0-9*#]/g, "");
  if (/^[ (]*\+/.test(number)) return [{ form: `i:${pressed}`, isFull: true }];
  const found = [{ form: `n:${pressed}`, isFull: false }];
  if (pressed.length >= rules.least_number) found.push({ form: `i:${pressed}`, isFull: false });
  for (const prefix of rules.exit_prefixes) {
    if (pressed.startsWith(prefix) && pressed.length - prefix.length >= rules.least_number) {
      found.push({ form: `i:${pressed.slice(prefix.length)}`, isFull: prefix.startsWith("00") || prefix === "011" });
    }
  }
  return found;
}

function emailFacts(value, reading) {
  const { lookup } = reading;
  const split = value.lastIndexOf("@");
  const host = hostOf(value.slice(split + 1));
  const facts = hostFacts(host, reading, "under-listed");
  if (isBad([`e:${value}`], lookup)) facts.add("known-bad");
  facts.addListed(at(lookup.emails, value) || [], reading);
  const near = Object.keys(lookup.emails).find((known) => oneEdit(known, value));
  if (near) facts.add("near-name", near);
  if (lookup.rules.free_mail.includes(host)) facts.add("free-mail");
  if (hasBrand(value.slice(0, split), lookup)) facts.add("brand", lookup.service);
  return facts;
}

function hostOf(text) {
  try {
    return new URL("http://" + text).hostname.replace(/\.$/, "");
  } catch (error) {
    return text;
  }
}

function linkFacts(url, reading) {
  const { rules } = reading.lookup;
  const host = url.hostname.replace(/\.$/, "");
  const facts = hostFacts(host, reading, "listed");
  if (url.username || url.password) facts.add("name-before-at", decoded(url.username).split(":")[0].slice(0, 60));
  if (url.port) facts.add("port");
  const asked = url.search + url.hash;
  const isPublished = !asked && reading.lookup.pages.includes(withoutWww(host) + url.pathname.toLowerCase());
  if ((url.pathname !== "/" || asked) && !isPublished) facts.add("path");
  // A page of a listed site may redirect: an address that could name another site is not listed.
  if (!isPublished && (/[%@:\\]|\/\/|[0-9]{5}/.test(url.pathname) || /[%@:\\/.]|[0-9]{4}/.test(asked))) facts.add("passes-on");
  if (rules.shorteners.includes(withoutWww(host))) facts.add("shortener");
  return facts;
}

function hostFacts(host, reading, listedHost) {
  const facts = new Facts();
  const { lookup } = reading;
  const bare = withoutWww(unicodeHost(host));
  const labels = bare.split(".");
  const parents = labels.slice(0, -1).map((_, start) => `h:${labels.slice(start).join(".")}`);
  if (isBad(parents.slice(-12), lookup)) facts.add("known-bad");
  if (has(lookup.hosts, bare)) {
    if (listedHost === "listed") facts.addListed(lookup.hosts[bare], reading);
    else facts.add(listedHost, bare);
    return facts;
  }
  if (IP.test(host) || host.startsWith("[")) {
    facts.add("ip-address");
    return facts;
  }
  for (const known of Object.keys(lookup.hosts)) {
    if (lookup.below[known] && bare.endsWith(`.${known}`)) facts.add("under-listed", known);
  }
  for (const target of lookup.targets) {
    if (isUnder(bare, target.domain)) facts.add("same-domain", target.host);
  }
  if (!facts.found.has("under-listed") && !facts.found.has("same-domain")) {
    for (const target of lookup.targets) compare(bare, target, facts, lookup);
  }
  if (lookup.namesakes.some((domain) => isUnder(bare, domain))) facts.add("namesake");
  if (hasBrand(bare, lookup)) facts.add("brand", lookup.service);
  if (labels.some((label) => isMixed(label, lookup))) facts.add("mixed-scripts");
  return facts;
}

function compare(host, { domain, label }, facts, lookup) {
  const { rules } = lookup;
  const labels = host.split(".");
  const count = domain.split(".").length;
  const tails = [count, count - 1]
    .filter((n) => n > 0 && n <= labels.length)
    .map((n) => labels.slice(-n).join("."));
  if (tails.some((tail) => skeleton(tail, lookup) === skeleton(domain, lookup))) {
    facts.add("confusable", domain);
  }
  if (`.${host}`.includes(`.${domain}.`) || host.includes(domain.replace(/\./g, "-"))) {
    facts.add("embedded", domain);
  }
  if (label.length < rules.least_label) {
    if (label.length > 2 && labels.some((part) => part !== label && `-${part}-`.includes(`-${label}-`))) facts.add("affix", domain);
    return;
  }
  if (tails.some((tail) => oneEdit(tail, domain))) facts.add("near-name", domain);
  if (rules.common_labels.includes(label)) return;
  if (labels.some((part) => skeleton(part, lookup) === skeleton(label, lookup))) {
    facts.add("other-ending", domain);
  } else if (labels.some((part) => hasAffix(part, label, rules.affix_words))) {
    facts.add("affix", domain);
  }
}

function hasAffix(part, label, words) {
  if (`-${part}-`.includes(`-${label}-`)) return true;
  let rest;
  if (part.startsWith(label)) rest = part.slice(label.length);
  else if (part.endsWith(label)) rest = part.slice(0, -label.length);
  else return false;
  return words.includes(rest.replace(/^-+|-+$/g, ""));
}

function hasBrand(text, lookup) {
  const brand = skeleton(lookup.service.toLowerCase(), lookup);
  if (skeleton(text, lookup).replace(/[-_.\s]/g, "").includes(brand)) return true;
  return text
    .split(/[-_.\s/]/)
    .some(
      (word) =>
        word &&
        !lookup.rules.not_the_brand.includes(word) &&
        oneEdit(skeleton(word, lookup), brand),
    );
}

function handleFacts(value, reading) {
  const facts = namedFacts(value, reading);
  if (WALLET.test(value)) facts.add("wallet");
  facts.addListed(at(reading.lookup.handles, value.replace("/@", "/")) || [], reading);
  return facts;
}

function namedFacts(value, { lookup }) {
  const facts = new Facts();
  // An account of a messenger is known by its last part too, a listed one only where it is.
  const name = value.split(/[/=?]/).filter(Boolean).pop() || value;
  const numbers = (value.replace(/[ ()-]/g, "").match(/[0-9]{7,15}/g) || []).slice(0, 3);
  const forms = flat(numbers.map((number) => candidates(number, lookup.rules).map(({ form }) => form)));
  if (isBad([`a:${value}`, `a:${name.replace(/^@/, "")}`, ...forms], lookup)) facts.add("known-bad");
  if (hasBrand(value, lookup)) facts.add("brand", lookup.service);
  return facts;
}

// --- Comparing

const isBad = (forms, lookup) => forms.some((form) => lookup.bad.includes(sha256Hex(form)));

const oneEdit = (first, second) => first !== second && isNear(first, second, 1);

function skeleton(text, lookup) {
  const bare = text.normalize("NFD").replace(/[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff]/g, "");
  let folded = Array.from(bare, (c) => at(lookup.confusables, c) || c).join("");
  for (const [shape, readAs] of lookup.rules.same_look) folded = folded.split(shape).join(readAs);
  return folded;
}

function isMixed(label, lookup) {
  return /[a-z]/.test(label) && Array.from(label).some((c) => has(lookup.confusables, c));
}

const unicodeHost = (host) => host.toLowerCase().split(".").map(spelt).join(".");

/** Return a punycode label (RFC 3492, section 6.2) spelt out; a broken one stays as it is. */
function spelt(label) {
  if (!/^xn--[\x00-\x7f]*$/.test(label)) return label;
  const code = label.slice(4);
  const dash = code.lastIndexOf("-");
  const output = dash > 0 ? Array.from(code.slice(0, dash)) : [];
  let position = dash >= 0 ? dash + 1 : 0;
  let [n, i, bias] = [128, 0, 72];
  while (position < code.length) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const c = code.charCodeAt(position++);
      const digit = c >= 97 && c <= 122 ? c - 97 : c >= 48 && c <= 57 ? c - 22 : NaN;
      if (Number.isNaN(digit)) return label;
      i += digit * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    let delta = Math.floor((i - before) / (before === 0 ? 700 : 2));
    delta += Math.floor(delta / (output.length + 1));
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    n += Math.floor(i / (output.length + 1));
    i %= output.length + 1;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return label;
    output.splice(i++, 0, String.fromCodePoint(n));
  }
  return output.join("").toLowerCase();
}
