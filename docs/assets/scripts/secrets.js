// What must never be pasted anywhere: one-time codes, passwords, card numbers, wallet phrases, private
// keys, identity numbers. `findSecret` says which kind a text holds, and never returns any of it.

import { plain } from "./plain-text.js";
import { sha256 } from "./sha256.js";

// What each kind of secret leads to, on the page about what was given away.
export const GIVEN_AWAY = {
  seed: "seed-phrase",
  key: "seed-phrase",
  card: "card-details",
  code: "code-given",
  password: "code-given",
  identity: "id-photos",
};

/**
 * Resolve to the kind of secret in a text ("seed", "key", "card", "code", "password", "identity"),
 * or to "". `isListed(digits)` says which numbers are published ones and so are no secret.
 */
export async function findSecret(text, isListed = () => false) {
  const found = await search(plain(text), isListed);
  return found ? found.kind : "";
}

/**
 * Resolve to whether a text holds a secret, as far as that is seen without the lists of wallets' words:
 * fetching these would tell the server something about the text.
 */
export async function mayHoldSecret(text) {
  return Boolean(await search(closedUp(plain(text)), () => false, { lists: false }));
}

/** Resolve to {kind, start, end} of the first secret in a text, without its label, or to null. */
export async function placeOfSecret(text, isListed = () => false) {
  const found = await search(plain(text), isListed);
  if (!found) return null;
  // Map an offset of the normalised text back to the original: search for the shortest prefix that
  // yields it.
  const read = (end) => plain(`${text.slice(0, end)}x`).length - 1;
  const first = (test) => {
    let [low, high] = [0, text.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(read(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const start = first((length) => length > found.start) - 1;
  return { kind: found.kind, start: Math.max(0, start), end: first((length) => length >= found.end) };
}

/**
 * Return a text without its blanks if it has one behind nearly each character, as pictures are read:
 * "尊 敬 的 用 户". A list of lone characters stays as it is: it may be a wallet phrase.
 */
export function closedUp(text) {
  const parts = text.split(/\s/);
  const lone = parts.filter((part) => part.length === 1);
  const closed = text.replace(/ /g, "").replace(/\n/g, " "); // a wide gap stands between words
  const isSpread = lone.length > 11 && lone.length * 5 > parts.length * 4 && /[a-z\u3400-\u9fff]/i.test(text);
  const isSentence = /[a-z\d] [a-z\d]|(?:^| )[\u3400-\u9fff] [,.;!?。] /i.test(text) || !COUNTS.includes(lone.filter((c) => /[\u3400-\u9fff]/.test(c)).length);
  return isSpread && isSentence && !SEED_LABEL.test(closed) ? closed : text;
}

async function search(read, isListed, { lists = true } = {}) {
  const named = (kind, place) => place && { kind, start: place[0], end: place[1] };
  const early = named("seed", await placeOfSeed(read, lists)) || named("key", placeOfKey(read));
  if (early) return early;
  const { text, origin } = bareOf(read);
  const found =
    named("card", placeOf(read, CVV, ([, digits]) => digits)) ||
    [
      ["card", placeOfCard],
      ["password", placeOfRecovery],
      ["code", placeOfCode],
      ["password", placeOfPassword],
      ["code", placeOfToldCode],
      ["card", placeOfToldCvv],
      ["password", placeOfToldPassword],
      ["password", placeOfAnswer],
      ["identity", placeOfIdentity],
    ].reduce((known, [kind, find]) => {
      const place = !known && find(text, isListed);
      return place ? named(kind, origin(place)) : known;
    }, null);
  return found || null;
}

const NUMERALS = { 零: 0, 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 幺: 1, 两: 2, 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9, 貳: 2, 參: 3, 陸: 6 };
const SPOKEN = new RegExp(`(?:[${Object.keys(NUMERALS).join("")}0-9][ -]?){3,}`, "g");
const ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const ONE = `(?:${ENGLISH.join("|")}|oh|nought)`;
const IN_WORDS = new RegExp(`\\b(?:(?:double |triple )?${ONE}[ ,-]{1,2}){2,}(?:double |triple )?${ONE}\\b`, "gi");
const ADDRESS = /[a-z][a-z0-9+.-]{0,20}:\/\/[^\s\u3000-\u30ff\u4e00-\u9fff]+/gi;

/**
 * Return a text with numbers in words as digits, and without addresses: what stands in one is the
 * site's own, numbers of orders, hashes, ticket codes. `origin` leads from a place in it back.
 */
function bareOf(read) {
  const edits = [];
  const change = (text, expression, into) => {
    const mine = [];
    let grown = 0;
    const changed = text.replace(expression, (run, at) => {
      const other = into(run);
      mine.push([at + grown, other.length, run.length]);
      grown += other.length - run.length;
      return other;
    });
    edits.unshift(mine);
    return changed;
  };
  const isHan = (c) => c in NUMERALS;
  let text = read.replace(SPOKEN, (run) => {
    const spoken = Array.from(run).filter(isHan).length > 2;
    return spoken ? Array.from(run, (c) => (isHan(c) ? NUMERALS[c] : c)).join("") : run;
  });
  text = change(text, IN_WORDS, (run) => {
    let times = 1;
    return run.toLowerCase().split(/[ ,-]+/).map((word) => {
      if (word === "double" || word === "triple") {
        times = word === "double" ? 2 : 3;
        return "";
      }
      const digits = String(Math.max(0, ENGLISH.indexOf(word))).repeat(times);
      times = 1;
      return digits;
    }).join("");
  });
  text = change(text, ADDRESS, () => " ");
  const back = (place, isEnd, mine) => {
    let moved = 0;
    for (const [at, now, before] of mine) {
      if (place >= at + now) moved += before - now;
      else if (place > at) return at + moved + (isEnd ? before : 0);
    }
    return place + moved;
  };
  const origin = (place) => place.map((each, i) => edits.reduce((at, mine) => back(at, i === 1, mine), each));
  return { text, origin };
}

const digitsOf = (text) => text.replace(/\D/g, "");

/** Call `test` with each match of an expression; return the first [start, end] that it returns. */
function placeOf(text, expression, test) {
  const all = new RegExp(expression.source, expression.flags.replace("g", "") + "g");
  for (let found = all.exec(text); found; found = all.exec(text)) {
    const value = test(found);
    if (value) {
      const start = found.index + found[0].lastIndexOf(value);
      return [start, start + value.length];
    }
    all.lastIndex = found.index + 1;
  }
  return null;
}

// --- Wallet phrases (BIP-39)

const SEED_LABEL =
  /助记词|助記詞|恢复短语|恢復短語|种子(?:词|短语)|seed|mnemonic|recovery phrase|secret phrase|ニーモニック|시드|frase|phrase/i;
const COUNTS = [12, 15, 18, 21, 24];
const DRAWN = "\\u1100-\\u11ff\\u3040-\\u30ff\\u3130-\\u318f\\u3400-\\u9fff\\uac00-\\ud7af";
// Words of Chinese sentences that a dozen random characters rarely contain.
const SENTENCE = /[的了是我你他吗不在有这那就和们么请]/;

// Words of sentences that no wallet phrase contains; the last ones are endings of inflected words.
const FUNCTION_WORD =
  /^(?:the|an?|to|of|and|is|was|are|were|be|my|your|his|her|their|our|its?|for|with|that|this|from|at|by|in|on|as|he|she|we|they|you|i|me|him|us|not|no|do|did|does|has|had|have|will|would|could|but|or|if|so|when|where|who|how|which|than|de|la|el|los|las|que|en|un|una|por|para|con|mi|se|le|les|des|du|et|est|pour|dans|je|mon|ma|sur|der|die|das|und|ist|mit|ich|zu|von|il|che|di|per|non|sono|os|da|do|em|uma|meu|minha|yang|dan|di|ke|dari|saya|untuk|tidak|dengan|ini|itu|sudah|belum|akan|ang|ng|sa|mga|na|ko|ako)$/;
const INFLECTED = /(?:ed|ing|ly|s)$/;
const MOST_TYPOS = 2;

async function placeOfSeed(text, lists) {
  const labelled = SEED_LABEL.test(text);
  const lone = placeOfLoneWords(text);
  if (lone || !lists) return lone;
  const words = allOf(text, /[a-z\u00c0-\u04ff\u0300-\u036f]+/gi);
  const spelt = words.map(({ word }) => word.toLowerCase());
  // Words of these lists have three to ten letters; almost every sentence has a shorter one.
  const isLong = (word) => word.length > 2 && word.length < 11;
  const between = (all, run) => run && [all[run[0]].start, all[run[1] - 1].end];
  if (longestRun(spelt, isLong) >= 12) {
    const { LISTS } = await import("./seed-spelt.js");
    const bare = spelt.map((word) => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, ""));
    for (const list of LISTS) {
      const run = runIn(bare, list, labelled);
      if (run) return between(words, run);
    }
  }
  const drawn = allOf(text, new RegExp(`[${DRAWN}]+`, "g"));
  const inOne = drawn.filter(({ word }) => COUNTS.includes(word.length) && !/[^\u3400-\u9fff]/.test(word));
  if (longestRun(drawn, ({ word }) => !/[\u3400-\u9fff]{2}/.test(word)) >= 12 || inOne.length) {
    const { LISTS } = await import("./seed-drawn.js");
    const single = drawn.map(({ word }) => word.normalize("NFKD"));
    for (const list of LISTS) {
      const run = runIn(single, list, labelled);
      if (run) return between(drawn, run);
    }
    // A phrase that nothing names stands alone: in a long message some dozen characters fit by chance.
    const isMost = (word) => word.length * 2 > drawn.reduce((sum, each) => sum + each.word.length, 0);
    const run = inOne.find(({ word }) =>
      LISTS.slice(0, 2).some((list) => {
        const places = placesIn(Array.from(word), list);
        return places.every(Boolean) && (checksumFits(places) ? labelled || (isMost(word) && !SENTENCE.test(word)) : labelled && !SENTENCE.test(word));
      }),
    );
    if (run) return [run.start, run.end];
  }
  return null;
}

const allOf = (text, expression) => {
  const found = [];
  text.replace(expression, (word, start) => found.push({ word, start, end: start + word.length }));
  return found;
};

// A dozen and more lone words one after the other, numbered or not, that make no sentence: wallets
// have other lists too. So are a dozen lone characters of Chinese.
const LONE_WORDS = /(?:(?:^|[\s,:;"'(-]{1,3})(?:\d{1,2}[.): ]{1,2})?[a-z]{2,12}(?=[\s,;"')]|\.?$)){12,}/g;
const LONE_HAN = /(?:(?:^|[\s,、:]{1,3})(?:\d{1,2}[.)、: ]{1,2})?[\u3400-\u9fff](?=[\s,、.。]|$)){12,}/g;

const NUMBER_WORD = new RegExp(`^(?:${ONE}|double|triple)$`);

function placeOfLoneWords(text) {
  for (const run of [...allOf(text, LONE_WORDS), ...allOf(text, LONE_HAN)]) {
    let some = [];
    for (const each of [...allOf(run.word, /[a-z]+|[\u3400-\u9fff]/g), { word: "the" }]) {
      if (!FUNCTION_WORD.test(each.word)) some.push(each);
      else {
        const different = new Set(some.map(({ word }) => word).filter((word) => !NUMBER_WORD.test(word))).size;
        if (some.length >= 12 && different >= 8) return [run.start + some[0].start, run.start + some[some.length - 1].end];
        some = [];
      }
    }
  }
  return null;
}

function longestRun(items, test) {
  let [longest, run] = [0, 0];
  for (const item of items) {
    run = test(item) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

// Words of one list in a row: a dozen different ones, of which a word or two may be mistyped; or some
// twelve to twenty-four with the right checksum. After a label neither is asked: other wallets have another.
function runIn(words, list, labelled) {
  const places = placesIn(words, list);
  const isTypo = (word) => !FUNCTION_WORD.test(word) && (labelled || !INFLECTED.test(word));
  const whole = (at) => {
    let end = at + 12;
    while (end < places.length && (places[end] || (places[end + 1] && isTypo(words[end])))) end += 1;
    return [at, end];
  };
  for (let at = 0; at + 12 <= places.length; at += 1) {
    if (!places[at]) continue;
    const known = places.slice(at, at + 12).filter(Boolean).length;
    if (known < 12 - MOST_TYPOS) continue;
    const some = words.slice(at, at + 12);
    if (labelled) return whole(at);
    if (new Set(some).size >= 8 && some.every((word, i) => places[at + i] || isTypo(word))) return whole(at);
  }
  return placeOfPhrase(places);
}

function placeOfPhrase(places) {
  let tried = 0;
  for (let start = 0; start + 12 <= places.length && tried < 300; start += 1) {
    for (const count of COUNTS) {
      const some = places.slice(start, start + count);
      if (some.length < count || !some.every(Boolean)) break;
      tried += 1;
      if (checksumFits(some)) return [start, start + count];
    }
  }
  return null;
}

const tables = new Map();

/** Return for each word its places in a list, or undefined. */
function placesIn(words, list) {
  if (!tables.has(list)) {
    const table = new Map();
    const bytes = atob(list);
    for (let i = 0; i < 2048; i += 1) {
      const hash = bytes.charCodeAt(2 * i) * 256 + bytes.charCodeAt(2 * i + 1);
      if (table.has(hash)) table.get(hash).push(i);
      else table.set(hash, [i]);
    }
    tables.set(list, table);
  }
  const encoder = new TextEncoder();
  return words.map((word) => {
    let hash = 0x811c9dc5;
    for (const byte of encoder.encode(word)) hash = Math.imul(hash ^ byte, 0x01000193);
    return tables.get(list).get((hash >>> 16) ^ (hash & 0xffff));
  });
}

/** Return whether the last bits of a phrase are those of its digest; each word may have several places. */
function checksumFits(places) {
  let ways = [""];
  for (const place of places) {
    const bits = place.map((index) => index.toString(2).padStart(11, "0"));
    ways = [].concat(...ways.map((way) => bits.map((each) => way + each))).slice(0, 64);
  }
  return ways.some((bits) => {
    const size = Math.floor(bits.length / 33) * 32;
    const bytes = bits.slice(0, size).match(/.{8}/g).map((byte) => parseInt(byte, 2));
    const digest = sha256(Uint8Array.from(bytes))[0].toString(2).padStart(8, "0");
    return digest.startsWith(bits.slice(size));
  });
}

// --- Private keys

const PUBLIC_HASH =
  /\btx|hash|哈希|交易|transaction|block|区块|區塊|sha-?\d|checksum|校验|校驗|merkle|commit|contract|合约|digest|指纹|fingerprint|public|公钥|公鑰|\/[a-z]{0,12}$/i;
const KEY_LABEL = /私钥|私鑰|private\s?key|secret\s?key|priv\s?key|秘密鍵|개인\s?키|clave privada|chave privada/i;

const KEYS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY[^]*?(?:-----END [A-Z ]*KEY-----|$)/,
  /otpauth:\/\/\S*/i,
  /\bnsec1[a-z0-9]{50,}/i,
  // Extended private keys; the short form of a single one (WIF).
  /(?:^|[^A-Za-z0-9])[xyztuvYZ]prv[1-9A-HJ-NP-Za-km-z]{100,112}/,
  /(?:^|[^A-Za-z0-9])(?:5[HJK][1-9A-HJ-NP-Za-km-z]{49}|[KL][1-9A-HJ-NP-Za-km-z]{51})(?![A-Za-z0-9])/,
];
const NAMED_KEY = /(?:api|access|secret)[\s_-]?(?:key|token|secret)["']?\s*(?:[:=]|是|is)\s*["']?([A-Za-z0-9+/_-]{16,})/i;
const BARE_KEY = /(?:^|[^A-Za-z0-9])(?:0x)?([0-9a-fA-F]{64}|[1-9A-HJ-NP-Za-km-z]{43,88})(?![A-Za-z0-9])/;

function placeOfKey(text) {
  for (const key of KEYS) {
    const place = placeOf(text, key, ([all]) => all.replace(/^[^A-Za-z0-9-]/, ""));
    if (place) return place;
  }
  return (
    placeOf(text, NAMED_KEY, ([, key]) => key) ||
    placeOf(text, BARE_KEY, (found) => {
      const before = text.slice(Math.max(0, found.index - 40), found.index + 1);
      const isKey = KEY_LABEL.test(before) || (/^[0-9a-f]{64}$/i.test(found[1]) && !PUBLIC_HASH.test(before));
      return isKey && found[1];
    })
  );
}

// --- Cards

const CARD_LENGTHS = [
  [/^4/, [16, 19]],
  [/^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/, [16]],
  [/^3[47]/, [15]],
  [/^(?:62|81)/, [16, 17, 18, 19]],
  [/^(?:9558|6013|6858|9400)/, [16, 19]],
  [/^6(?:011|4[4-9]|5)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^3(?:0[0-5]|[689])/, [14]],
  [/^(?:50|5[6-8]|6[037])/, [16, 17, 18, 19]],
  [/^(?:220|508|82|9792)/, [16]],
];
const NOT_A_CARD =
  /(?:订单|訂單|单号|單號|流水|编号|編號|快递|快遞|发票|發票|order|invoice|track(?:ing)?|transaction|reference|\bref|imei|serial|parcel|ticket|case|iban)[^0-9]{0,16}$/i;
const CVV =
  /(?:\b(?:cvv2?|cvc2?|cvn2?|csc|card security code)\b|安全码|安全碼|(?:卡|背面)[^0-9\n]{0,8}[三3]位(?:数|數|数字|數字)?)(?:\s?(?:code|number|no\.?|码))?\s*(?:[:=]|是|为|為|\bis\b)?\s*(\d{3,4})(?!\d)/i;

const luhn = (digits) =>
  Array.from(digits)
    .reverse()
    .reduce((sum, digit, i) => {
      const value = Number(digit) * (i % 2 ? 2 : 1);
      return sum + (value > 9 ? value - 9 : value);
    }, 0) %
    10 ===
  0;

function isCard(digits) {
  if (/^(\d)\1+$/.test(digits) || !luhn(digits)) return false;
  return CARD_LENGTHS.some(([start, lengths]) => start.test(digits) && lengths.includes(digits.length));
}

function placeOfCard(text, isListed) {
  return placeOf(text, /(?:^|[^\d*])(\d(?:[ \n.-]{0,3}\d){13,40})/, (found) => {
    if (NOT_A_CARD.test(text.slice(Math.max(0, found.index - 40), found.index + 1))) return "";
    const groups = found[1].split(/\D+/);
    for (let first = 0; first < groups.length; first += 1) {
      let digits = "";
      for (let last = first; last < groups.length && digits.length < 20; last += 1) {
        digits += groups[last];
        if (isCard(digits) && !isListed(digits)) return found[1];
      }
    }
    return "";
  });
}

// --- One-time codes

const CODE_LABEL =
  "(?:(?:短信|手机|登录|登錄|动态|動態|支付|安全)?(?:验证码|驗證碼|校验码|校驗碼|认证码|認證碼|确认码|確認碼|动态码|動態碼|安全码|安全碼|登录码|登錄碼|短信码|动态密码|動態密碼|动态口令|一次性密码|一次性密碼|口令|\\byanzhengma\\b)" +
  "|認証コード|確認コード|ワンタイムパスワード|인증\\s?(?:번호|코드)|รหัส\\s?(?:otp|ยืนยัน)|код подтверждения|mã (?:otp|xác (?:nhận|thực|minh))|ko(?:de|d) (?:otp|verifikasi|pengesahan)" +
  "|c[óo]digo de (?:verificaci[óo]n|seguridad|confirmaci[óo]n|acceso|verifica[çc][ãa]o|seguran[çc]a)|code de (?:v[ée]rification|s[ée]curit[ée]|confirmation)|(?:best[äa]tigungs|sicherheits)code|codice di (?:verifica|sicurezza)" +
  "|(?:verification|security|confirmation|authenti?cation|authori[sz]ation|log-?\\s?in|sign-?\\s?in|access|auth|one[- ]time|sms|2fa|otp|transaction)\\s(?:pass)?(?:codes?|passwords?|pins?)|passcode|\\botp\\b|\\b2fa\\b|\\btac\\b)";
const CODE = "((?:[A-Z]{1,3}-)?\\d(?:[ -]?\\d){3,7}|[A-Z0-9]{0,11}\\d[A-Z0-9]{3,11})";
const UNITS = "(?![\\d*]|[-/.]\\d|\\s?(?:分|秒|小时|元|块|万|位|个|天|次|年|人|%|min|sec|hour|day|digit|times|yuan|rmb|usd|hkd|dollars|people))";
const AFTER_LABEL = new RegExp(`${CODE_LABEL}([^0-9\\n。!?！？]{0,24}?)${CODE}${UNITS}`, "i");
const AFTER_IS = new RegExp(`${CODE_LABEL}([^\\n]{0,80}?(?:\\bis\\b|是|为|為)\\s?:?\\s?)${CODE}${UNITS}`, "i");
const BEFORE_LABEL = new RegExp(
  `(?:^|[^\\dA-Za-z*+./-])${CODE}(\\s?(?:[(（【\\[—:-]|是|为|為|作为|\\bis\\b|\\bas\\b|\\best\\b|\\bes\\b)[^0-9\\n。]{0,40}?)${CODE_LABEL}`,
  "i",
);
const IN_BRACKETS = new RegExp(`[([（【]\\s?${CODE}\\s?[)\\]）】]([^0-9\\n。]{0,12}?)${CODE_LABEL}`, "i");
const YOUR_CODE = new RegExp(
  `(?:\\b(?:your|the|my)\\s(?:[\\w'&.-]{1,20}\\s){0,3}?code|(?:您的|你的|我的)(?:代码|代碼|码)|^\\s*code)\\s*(?:is|was|:|=|-|是|为|為)?\\s*${CODE}${UNITS}`,
  "i",
);
const USE_CODE = new RegExp(
  `\\b(?:use|enter|input|type)\\s(?:the\\s)?(?:code\\s)?${CODE}\\s(?:to|as|for)\\s(?:log|sign|verify|confirm|complete|authori|reset|your)`,
  "i",
);
// Words that make a number near a label something else: a number to call, a warning.
const NO_CODE =
  /拨|撥|致电|致電|打|电话|電話|热线|熱線|发送|發送|回复|回覆|转|轉|勿|不要|不会|不會|泄露|洩露|透露|索|咨询|諮詢|疑问|\bcall|\bdial|phone|hotline|\btext\b|\bsent?\b|\bto\b|never|\bnot\b|don.t|\bask|share|\bif\b|error|expire/i;
const OTHER_CODE =
  /(?:post(?:al)?|zip|area|country|promo(?:tion)?|discount|coupon|error|order|booking|tracking|referral|invit(?:e|ation)|dial(?:l?ing)?|swift|sort|bank|case|claim|shows?|staff|employee|badge|branch|qr|bar|status|product|pick-?up|voucher|dress|source|gift|reference|tax|building|door|gate|merchant|company|stock|project|colou?r|hs|ifsc|routing|section|penal|morse|source|commit|item|style|time|team|partner|agent|flight|fault|exit|return|response|http)\s?-?code/i;

// What a number right after it is called, whatever was named before.
const OTHER_NAME =
  "(?:[号號](?:码|碼)?|单|編码|编码|金额|金額|余额|餘額|损失|費用|费用|费|電話|电话|手机|手機|热线|熱線|客服|邮箱|郵箱|用户名|账户|帳戶|日期|时间|版本|尾数" +
  "|\\b(?:case|orders?|ref(?:erence)?|ticket|invoice|track(?:ing)?|complaint|claim|report|transaction|accounts?|acct|phone|hotline|tel|mobile|extension|ext|branch|badge|staff|employee|agent|id|file|booking|amount|total|fee|balance|loss|version|model|error|e-?mail|user(?: ?name)?|name|login|date|year|postcode|serial|form|page|room|line)\\b)";
const NAMED_OTHER = new RegExp(`${OTHER_NAME}\\s?(?:no\\.?|number|num|id|code)?\\s*(?:[:=#]|是|为|為|了|\\bis\\b|\\bwas\\b)?\\s*[#("'“「]?\\s*$`, "i");
// Words by which somebody says what it was.
const SAID =
  "(?:[:=]|->|→|[说說]的?是|就是|是|为|為|係|叫做?|(?:[设設改换換]|填|输入|念|回|答|报|報|[发發]|[给給]|告[诉訴]|[说說])(?:了|过|過)?(?:他们|他|她|对方|對方|客服)?[成为為是了]{0,2}:?|\\b(?:is|was|were|are|set to|changed to|said|says|it'?s|(?:told|gave|sent|read|typed|entered)(?: (?:him|her|them))?)\\b)";
const DIGITS = "(\\d(?:[ -]?\\d){3,7})";
const PLAIN_CODE = new RegExp(`\\bcode\\s?[,:=#]?\\s?["'“(]?${DIGITS}${UNITS}`, "i");
const SAID_CODE = new RegExp(`\\b(?:pass)?code\\b([^0-9\\n.!?:=]{0,50}?)${SAID}\\s*["'“(]?${DIGITS}${UNITS}`, "i");
const TOLD_CODE = new RegExp(`\\bcode (?:that |which )?(?:they|he|she|i|we|you)\\b([^0-9\\n.!?:=]{0,30}[, ])(?!(?:19|20)\\d\\d(?!\\d))${DIGITS}${UNITS}`, "i");
const BEFORE_CODE = new RegExp(`(?:^|[^\\dA-Za-z*+./-])${DIGITS}(?:\\s(?:is|was)|,)\\s(?:the|my|her|his|a|that|your)\\s(?:[a-z-]{1,20}\\s)?code\\b`, "i");
const SAID_LABEL = new RegExp(`${CODE_LABEL}([^0-9\\n。!?]{0,30}?)${SAID}\\s*["'“「(]?${DIGITS}${UNITS}`, "i");
const IN_SMS = new RegExp(
  `(?:\\bsms\\b|\\btext message\\b|\\btext from\\b|\\bby text\\b|短信|短訊|簡訊)([^\\n。]{0,30}?)(?:[:=]|是|为|写着|\\bwas\\b|\\bis\\b|\\bsa(?:id|ys)\\b)\\s?["'“「]?(?!(?:19|20)\\d\\d(?!\\d))${DIGITS}(?=["'”」]?(?:\\s|$|[,;!)。、]|\\.(?!\\d)))`,
  "i",
);
const SIX_IN_SMS = /(?:\bsms|短信|短訊|簡訊)\s?(?!10|12|95)(\d{6})(?![\d-])/i; // those begin numbers that send
const NO_SMS = /拨|撥|致电|電|打|回复|回覆|号|號|来自|發自|发自|\bcall|\bdial|reply|sender|number|\bfrom$|\bto$/i;
const BY_PHONE = /\b(?:over|on|by) (?:the )?phone\s*$/i;
// Before the bare word they say nothing of what the code is for.
const PLAIN_WORD = /^(?:the|a|my|this|that|his|her|its|and|with|said|told|me|him|them|gave|sent|got|read|typed|entered|one|new|second|first|sms|text|was|is|same|right|correct)$/i;

function placeOfCode(text, isListed) {
  const isCode = (code, gap) => {
    const digits = digitsOf(code);
    if (/^[\d -]+$/.test(code) && (digits.length < 4 || digits.length > 8)) return "";
    const isOther = isListed(digits) || NO_CODE.test(gap) || NAMED_OTHER.test(gap);
    return digits.length > 1 && !isOther && /\d.*\d/.test(code) && code;
  };
  const isSaid = (code, gap) => !NAMED_OTHER.test(gap.replace(BY_PHONE, "")) && !isListed(digitsOf(code)) && code;
  const isOther = ({ index, 0: all }) => OTHER_CODE.test((text.slice(Math.max(0, index - 24), index) + all).replace(/one[ -]time/i, ""));
  const isPlain = (found) => {
    const [, before] = /([a-z]+)[ -]$/i.exec(text.slice(Math.max(0, found.index - 24), found.index)) || [];
    return !isOther(found) && (!before || PLAIN_WORD.test(before) || digitsOf(found[1]).length > 4) && isSaid(found[1], "");
  };
  return (
    placeOf(text, AFTER_LABEL, (found) => isCode(found[2], found[1])) ||
    placeOf(text, AFTER_IS, (found) => isCode(found[2], found[1])) ||
    placeOf(text, BEFORE_LABEL, (found) => isCode(found[1], found[2])) ||
    placeOf(text, YOUR_CODE, (found) => !OTHER_CODE.test(found[0]) && isCode(found[1], "")) ||
    placeOf(text, IN_BRACKETS, (found) => isCode(found[1], found[2])) ||
    placeOf(text, PLAIN_CODE, isPlain) ||
    placeOf(text, SAID_CODE, (found) => !isOther(found) && isSaid(found[2], found[1])) ||
    placeOf(text, TOLD_CODE, (found) => !isOther(found) && !NO_CODE.test(found[1].replace(/sent|text/gi, "")) && isSaid(found[2], found[1])) ||
    placeOf(text, BEFORE_CODE, (found) => !OTHER_CODE.test(found[0]) && isSaid(found[1], "")) ||
    placeOf(text, SAID_LABEL, (found) => isSaid(found[2], found[1]) && !NO_CODE.test(found[1]) && found[2]) ||
    placeOf(text, IN_SMS, (found) => !NO_SMS.test(found[1]) && isSaid(found[2], found[1])) ||
    placeOf(text, SIX_IN_SMS, ([, digits]) => isSaid(digits, "")) ||
    placeOf(text, USE_CODE, (found) => isCode(found[1], ""))
  );
}

// --- Passwords

const PASSWORD_LABEL =
  "(?:密[码碼吗嗎玛瑪]|口令|\\bmima\\b|\\bpass?w{1,2}o?r?d\\b|\\bpasw(?:or|ro|r)d\\b|\\bpass(?:wr|wro|owr|wor)d\\b|\\bpswr?d\\b|パスワード|비밀번호|pass\\s?word|pass\\s?phrase|pass\\s?code|passwd|\\bpwd?\\b|\\bpass\\b|\\bpin\\b|contrase[ñn]a|\\bsenha|mot de passe|passwort|kata sandi|mật khẩu|пароль|รหัสผ่าน)";
// Letters with digits, or with signs or capitals within; or four digits and more.
const STRONG = "((?=[!-~]*\\d)(?=[!-~]*[A-Za-z])[!-~]{5,64}|(?=[!-~]*[A-Za-z0-9])[!-~]{2,63}[!#$%&*+@^_~=-][!-~]{0,40}[A-Za-z0-9!#$%&*+@^_~=-]|(?!\\d{4}-\\d\\d-\\d\\d)\\d(?:[ -]?\\d){3,11})";
const QUOTE = "[\"'“「(]?";
const DIRECT = new RegExp(`${PASSWORD_LABEL}(?:\\s?(?:code|number|码))?\\s*(?:[:=]|->|是|为|為|就是|\\bis\\b|\\bwas\\b)\\s*${QUOTE}([!-~]{4,64})`, "i");
const TOUCHED = new RegExp(`${PASSWORD_LABEL}(?:'s)?(?:,\\s?|\\s-\\s|\\s?)${QUOTE}${STRONG}${UNITS}`, "i");
const SAID_PASSWORD = new RegExp(`${PASSWORD_LABEL}([^0-9\\n.。!?:=]{0,40}?)${SAID}\\s*${QUOTE}${STRONG}${UNITS}`, "i");
const IN_HAN = new RegExp(`(?:密码|密碼|口令|password|passphrase|passcode)(?:\\s?[:=]|(?:(?!提示|问题|問題|强度|強度|页|頁|框|规则|要求)[^0-9\\n。!?:=]){0,12}?(?:[说說]的?是|就是|是|为|為|叫|[设設改换換](?:成|为|為)))\\s*${QUOTE}((?=[^\\n]{4})[\\u3400-\\u9fff]{2,16}[!-~]{0,20})(?=["'”」)]?\\s*(?:$|[\\n,.;!?。、)]))`, "i");
// Words about a password that are none themselves.
const NO_HAN =
  /[忘记記不没沒無无错錯改找问問要设設请請泄洩吗嗎呢谁誰了的被能需位过過该該哪对對]|重置|收|输入|什么|怎么|如何|可以|必须|字母|数字|數字|长度|加密|失效|正确|登录|登錄|绑定|点|點|链接|客服|电话|電話|案件|订单|工号|密码|密碼|保密|安全|两次|一致|忘|生日|相同|一样/;
const NO_NUMBERED = /案件|订单|訂單|工单|电话|電話|客服|[号號年月元次忘请請]/;
const IN_WORDS_TOLD = new RegExp(`(?:pass\\s?word|pass\\s?phrase|passcode|\\bpwd?\\b)\\s?[:=]\\s?${QUOTE}([a-z]{2,12}(?:[ -][a-z]{2,12}){2,7})(?=["'”]?\\s?(?:$|[\\n,.;!?]))`, "i");
const ABOUT_ONE = /^(?:reset|link|email|mail|again|page|sent|please|cannot|can|try|see|same|new|old|must|need|needs|help|minimum|maximum|letters|characters|digits|numbers|change|forgot|problem|none|unknown|wrong|error|invalid|expired|login|account)$|(?:ed|ing)$/;
const FORGOTTEN = /(?:忘记|忘記|忘了|重置|修改|更改|找回|设置|設置|forgot(?:ten)?|reset|change|new|your|lost)\s?(?:your |my |the )?$/i;
const NO_PASSWORD =
  /^(?:https?:|www\.|(?:wrong|incorrect|expired?|changed|reset|invalid|gone|lost|stolen|weak|strong|blocked|locked|required|correct|hacked|compromised|leaked|being|that|this|what|your|their|never|still|there|known|only|must|minimum|at least|optional|forgotten|unknown|none|hidden|safe|secure|private|secret|from|with|also|always|about|needed|please|fine|good|right|blank|empty|ready|active|enabled|disabled|mine|hers|theirs|done|online|offline|asked|entered|rejected|refused|accepted|guessed|stolen|sent|given|taken|seen|too|just|then|when|what|because|something|nothing|everything|correctly|working|different|saved|shown|typed|case-?sensitive|sensitive|okay|used|shared|saved|same|short|long|easy|hard)[.,;:!?)]*$)|^[*•.]+$|[*•]{4}|^\[\w+\]$/i;

function placeOfPassword(text, isListed) {
  const isOne = (value) => {
    const bare = value.replace(/[.,;:!?)"'”]+$/, "");
    return bare.length > 3 && !NO_PASSWORD.test(value) && !NO_PASSWORD.test(bare) && !isListed(digitsOf(bare)) && value.replace(/[.,;:]+$/, "");
  };
  // A word of letters alone after "was" is one only where the sentence ends with it.
  const isTold = ([all, value], after) => {
    const isPlain = /^[a-z]+$/.test(value) && /\b(?:is|was)\s+["'“]?[a-z]+$/i.test(all);
    return (!isPlain || (!INFLECTED.test(value) && /^["'”]?\s*(?:$|\n|please|and|but|so)/i.test(after))) && isOne(value);
  };
  const isSum = (found) => NOT_GIVEN.test(text.slice(found.index + found[0].length).slice(0, 24));
  const before = (found) => text.slice(Math.max(0, found.index - 16), found.index);
  const isWords = (words) => !words.some((word) => FUNCTION_WORD.test(word) || ABOUT_ONE.test(word));
  return (
    placeOf(text, DIRECT, (found) => isTold(found, text.slice(found.index + found[0].length))) ||
    placeOf(text, TOUCHED, (found) => isOne(found[1]) && !/^pin code \d{6}/i.test(found[0]) && found[1]) ||
    placeOf(text, SAID_PASSWORD, (found) => !NAMED_OTHER.test(found[1]) && !NO_CODE.test(found[1]) && !isSum(found) && isOne(found[2])) ||
    placeOf(text, IN_HAN, (found) => !(/\d\d$/.test(found[1]) ? NO_NUMBERED : NO_HAN).test(found[1]) && !FORGOTTEN.test(before(found)) && found[1]) ||
    placeOf(text, IN_WORDS_TOLD, (found) => !FORGOTTEN.test(before(found)) && isWords(found[1].toLowerCase().split(/[ -]/)) && found[1])
  );
}

// --- What a story or a dialogue tells: it is named in one place and given in another

// Words allowed between a verb of giving and the secret.
const FILLER =
  "(?:[\\s,.:;…\"'“「(-]|出[来來嚟去]|[过過]去|[给給俾](?:了|咗)?(?:他们|对方|對方|佢哋|[他她佢])(?:[听聽])?|[了咗係是]|好像|\\b(?:it'?s|it|out|back|aloud|them|him|her|to|ok|okay|yes|sure|was|is|that|this|as|over the phone)\\b){0,8}";
const GIVING =
  "(?:(?:^|\\s)(?:me|i|我)\\s?:|我[^\\s,.。;!?0-9]{0,5}?(?:[读讀念唸报報说說讲講打输輸填写寫发發回答给給話]|告[诉訴]|輸入|输入|send|type|reply)|\\bi (?:(?:just|then|so|even|also|have|had) ){0,2}(?:go|say|said|read|wrote|typed?|told|sent|gave|texted|answered|replied|repeated|entered)\\b|\\b(?:read it (?:out|back|aloud)|(?:told|gave|sent|read) (?:them|him|her)|wrote back|typed back|texted back)\\b)";
const GIVEN = new RegExp(`${GIVING}${FILLER}$`, "i");
const TOLD_NUMBER = /(?:^|\.{3}|[^\dA-Za-z*+./$#€£-])(\d(?:(?:[ -]|, ?)?\d){3,7})(?![\dA-Za-z*]|[-/.,:] ?\d)/;
const CODE_WORD =
  /验证码|驗證碼|校验码|动态码|短信|短訊|簡訊|[個那嗰]碼|那个码|密[码碼吗嗎玛瑪]|提款卡|[那嗰这這](?:[四六46])[个個位](?:数|數|字)|\b(?:codes?|sms|otp|pin|atm|passcode|text message|your screen|the screen)\b|\b(?:six|four|6|4)[ -](?:digits?|numbers?)\b/gi;
const NAMED_AFTER = /^[\s,.。(-]{0,3}(?:[佢他她][話话说說])?(?:就?[是係])?(?:(?:短信|短訊|簡訊|手机|手機)(?:上|里|裡)?[的那嗰]|(?:the|that was the|from the|as the) (?:\w{1,12} )?(?:code|sms|text message|pin|screen)\b)/i;
// Nearby words that make the number something else; the last ones do so only if no other label is
// nearer.
const CLAIMED =
  /案件|案号|案號|个案|個案|工单|工單|订单|訂單|单号|單號|编号|編號|工号|金额|金額|余额|餘額|转账|轉賬|转了|轉了|轉咗|尾[号號数數四]|[后後末][四4]|\b(?:case|orders?|tickets?|ref(?:erence)?|invoice|tracking|amount|balance|transfer(?:red)?|paid|pay|booking|postcode|zip|badge|extension|ext|last (?:four|4|digits)|ending|error|version)\b/i;
const CLAIMED_NEARER = /电话|電話|手机号|手機號|账号|帳號|戶口|年|生日|\b(?:phone|account|tel|mobile|number is|birth|year|date|hotline)\b/gi;
const NOT_GIVEN = /^\s?(?:[一二三四五两兩几幾][次分]|分|秒|小时|元|块|蚊|万|位|个|個|天|次|年|月|人|%|percent|min|sec|hour|day|digit|times|yuan|rmb|usd|hkd|dollars|pounds|euros?|people|(?:was|were|is) (?:gone|missing|taken|stolen|charged|lost|not|my|the am)|by |via |through |in cash|in total|went|disappeared)/i;

const lastPlace = (text, expression) => allOf(text, expression).reduce((last, { end }) => Math.max(last, end), -1);
const isDate = (digits) => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d$/.test(digits);

function placeOfToldCode(text, isListed) {
  const touching = placeOf(text, CODE_THEN_NAME, (found) => /\d/.test(found[1]) && found[1]);
  return touching || placeOf(text, TOLD_NUMBER, (found) => {
    const [all, number] = found;
    const digits = digitsOf(number);
    const start = found.index + all.length - number.length;
    const before = text.slice(Math.max(0, start - 80), start);
    const after = text.slice(start + number.length, start + number.length + 40);
    // Who is called, and not what is typed.
    if (/^(?:95\d{3}|1[02]\d{3})$/.test(number) || (/打[了咗]?\s?$/.test(before) && ![4, 6].includes(digits.length))) return "";
    const parts = number.split(/, ?/);
    const isAmount = /00$/.test(digits) || parts.some((part) => digitsOf(part).length !== digitsOf(parts[0]).length);
    if (isAmount || digits.length > 8 || isDate(digits) || isListed(digits) || NOT_GIVEN.test(after)) return "";
    if (!GIVEN.test(before.slice(-60)) || CLAIMED.test(before) || CLAIMED.test(after.slice(0, 16))) return "";
    if (/^(?:19|20)\d\d$/.test(number) && !NAMED_AFTER.test(after)) return "";
    const bare = before.replace(/(?:over|on|by) the phone|电话里|電話[里裡]/gi, "").replace(new RegExp(OTHER_CODE.source, "gi"), "");
    const named = lastPlace(bare, CODE_WORD);
    return (NAMED_AFTER.test(after) || (named > -1 && named > lastPlace(bare, CLAIMED_NEARER))) && number;
  });
}

const ON_BACK =
  "(?:\\bcv[vc]2?\\b|安全[码碼]|(?:(?:three|four|3|4)[ -]?)?(?:digits?|numbers?|code) (?:\\w{2,5} ){0,2}on the (?:back|front|reverse)(?: of (?:the|my|her|his) card)?|\\bback of (?:the|my|her|his) card\\b|(?:卡|信用卡|card)(?:片)?(?:的)?(?:背面|背后|背後|后面|後面|後边|反面|背)[^0-9\\n。,]{0,3}[三四34][个個位]?[字数數码碼]?)";
const TOLD_CVV = new RegExp(
  `${ON_BACK}([^0-9\\n]{0,36}?)(?:[:=係是]|[给給俾](?:了|咗)?(?:他|她|佢|对方|對方)|[报報讲講说說念讀读填输輸写寫](?:了|咗)|\\b(?:gave|told|said|read|typed|entered|is|was|were)(?: (?:him|her|them|it|out|as)){0,2}|[ ,.;…-]{1,3})[\\s,.:;"“「(-]{0,3}(\\d(?:[ -]?\\d){2,3})(?![\\dA-Za-z]|[-/.,: ] ?\\d)`,
  "i",
);
const NO_CVV = /[没沒不冇唔未]|拒|打|电话|電話|转|轉|元|\$|\b(?:not?|never|refused?|call(?:ed)?|dial|phone|charged|took|paid|lost|case|order|ticket|ref|error|ext(?:ension)?|amount|ending|last|wait(?:ed)?|year|since|until|at|for|in|expir\w{1,4}|exp)\b|n't\b/i;

function placeOfToldCvv(text) {
  return placeOf(text, TOLD_CVV, (found) => {
    const end = found.index + found[0].length;
    const isOther = NO_CVV.test(found[1]) || /00$/.test(found[2]) || NOT_GIVEN.test(text.slice(end, end + 24));
    return !isOther && found[2];
  });
}

// Letters and digits or signs, as a password has them and no word, address or number of a case.
const TOKEN = "([A-Za-z0-9][!-~]{6,63})(?![!-~])";
const NO_TOKEN =
  /^[^@]{1,60}@[a-z0-9-]{1,40}\.[a-z]|^www\.|:\/\/|\.(?:com|org|net|app|example)\b|^(?:i?phone|ipad|android|windows|galaxy|pixel|ios|chrome|macos|samsung|huawei|xiaomi|firefox|redmi|bc1|0x)|^[A-Z]{1,4}-?[\d-]+$|^[a-z]+(?:[-'\/][a-z]+)*$|^[\d,.]+[a-z]{1,4}$/i;
const isToken = (value) => {
  const bare = value.replace(/[.,;:!?)"'”\]]+$/, "");
  const isMixed = /[A-Za-z]{2}/.test(bare) && /[\d$#%&*+^=!@_]/.test(bare.slice(1));
  return bare.length > 7 && isMixed && !NO_TOKEN.test(bare) && bare;
};
const TYPED = new RegExp(`\\bwhat (?:i|I) (?:typed|entered|put|used|wrote)(?: in)?\\s?(?:[:=]|\\bwas\\b|\\bis\\b)\\s?["'“]?${TOKEN}`, "i");
const SAME = new RegExp(
  `(?:\\bsame (?:one|password|pass|pw|pwd)\\b(?: \\w{1,12}){0,4}|\\b(?:reuse|use) it everywhere|(?:到处|到處|每个|每個|個個|哪里|所有)[^\\n,.0-9A-Za-z]{0,8}都[用係是][^\\n,.0-9A-Za-z]{0,6}|[用是係]同一[个個])\\s?[,:;(-]?\\s?["'“「]?${TOKEN}`,
  "i",
);
const IN_FIELD = new RegExp(
  `(?:我[^\\s,.。0-9]{0,4}[打输輸填入](?:了|咗|入|进|進)?|\\b(?:typed|entered|put|wrote)) ?["'“「]?([A-Za-z0-9][!-~]{6,63})["'”」]? ?(?:[落入到进進在喺][^\\n,.0-9]{0,5}(?:密[码碼])|(?:in|into|as|for) (?:the |my |their )?(?:pass?word|passcode|login password))`,
  "i",
);
const RECOVERY = /(?:\b(?:recovery|back-?\s?up|rescue|emergency) (?:codes?|keys?)\b|恢复码|恢復碼|备用码|備用碼|救援码|救援碼)\s?(?:(?:is|was|are|were|[:=]|是|係|为|為)\s?)?["'“「(]?([A-Z0-9]{4,12}(?:[- ][A-Z0-9]{4,12}){0,7})(?![A-Za-z0-9])/i;
const CODE_THEN_NAME = new RegExp(`(?:code|码|碼)\\s?(?:[:=]|是|係|is)\\s?([A-Z0-9]{2,6}-[A-Z0-9]{2,6})\\s?[(,]?[^\\n0-9]{0,6}?${CODE_LABEL}`, "i");

function placeOfRecovery(text, isListed) {
  return placeOf(text, RECOVERY, ([, value]) => {
    const bare = value.split(/ (?![A-Z0-9]{0,11}\d|\d)/)[0];
    return /\d/.test(bare) && bare.replace(/[ -]/g, "").length > 7 && !isListed(digitsOf(bare)) && !isDate(digitsOf(bare)) && bare;
  });
}

function placeOfToldPassword(text) {
  return (
    placeOf(text, TYPED, (found) => isToken(found[1])) ||
    placeOf(text, SAME, (found) => isToken(found[1])) ||
    placeOf(text, IN_FIELD, (found) => isToken(found[1]))
  );
}

const QUESTION =
  "(?:security (?:question|answer)s?|secret (?:question|answer)s?|maiden name|密保|安全(?:問題|问题|提问|提問)|(?:第一|首)(?:隻|只|个|個)(?:寵物|宠物|狗|猫|貓))";
const ANSWER = "([A-Za-z0-9\\u3400-\\u9fff][^\\n,。.!?;、「」\"”()]{1,40})";
const ANSWERED = new RegExp(
  `${QUESTION}([^\\n]{0,60}?)(\\bi (?:just |then )?(?:said|answered|put|typed|replied|entered|gave|told (?:him|her|them))(?: it(?:'s| was| is))?:?|\\banswer i (?:gave|put|typed)(?:\\s?:| was| is)?|\\b(?:my|the) answer (?:was|is)|\\banswer\\s?[:=]|答案(?:是|係|:)|(?:我[就都也]?|就)(?:回?答|填|写|寫|输入|輸入|打|說|说|話)(?:的?是|了|咗|係)?:?)\\s?(["'“「]?)${ANSWER}`,
  "i",
);
const PARENT = /(?:密保|安全(?:問題|问题)|母亲|母親)[^\n]{0,30}?我(?:妈|媽|爸|母亲|母親|阿妈|阿媽)(?:妈|媽|爸)?(?:叫|姓|名叫|的名字是)\s?([\u3400-\u9fff]{2,4})(?=[\n,。.!?]|$)/;
const FIRST_OF = /\bmy (?:first|mother|mum|mom|father|dad|favou?rite|childhood|best)(?:'s)?(?: [a-z']{2,12}){0,3} (?:was|is|were) (?:an? )?([^\n,.!?0-9]{2,40}?)(?:,| because| and| since| which)[^\n.!?]{0,20}?\b(?:thats|that'?s|it'?s|is|was|as) (?:my|the|a) (?:security|secret) (?:answer|question)/i;
// What is said of an answer, or instead of one.
const NO_ANSWER = /[的了是我你他她佢吗嗎不没沒冇唔在有这這那就和们們么麼请請要先想能可会會该該係咩乜嘅问問错錯等核查个個]|忘|谢|謝|稍|客服|经理|經理|银行|銀行|答案|身份|資料|资料|正确|正確|过期|密码|密碼|^[一二三四五六七八九十两兩几幾好半]{1,2}[次遍回分]/;
const NO_ENGLISH_ANSWER = /^(?:no|nope|nothing|never|yes|ok|okay|sorry|wait|hello|hi|stop|please|why|wrong|right|correct|incorrect|correctly|twice|again|down|up|off|one|three|some|any|every|rejected|invalid|case|details?|information|goodbye|bye|everything|anything|there|maybe|hang|hold|call|thanks?|gibberish|random|too|still|always|false|fake|answer|question)$|(?:ed|ing|ly)$/i;

function placeOfAnswer(text) {
  const isAnswer = ([, gap, act, quote, value]) => {
    if (/\b(?:not|never|refused?|before|if)\b|n't\b|没|沒|冇|拒/i.test(gap)) return "";
    const answer = value.replace(/ (?:and|but|so|then|because|which|who|that|is|was)\b[^]*$|\s+$/i, "").trim();
    if (/[\u3400-\u9fff]/.test(answer)) {
      const isSpeech = /[說说話](?:了|咗)?:?$/.test(act);
      return answer.length > 1 && answer.length < 16 && !NO_ANSWER.test(answer) && (!isSpeech || quote) && answer;
    }
    const words = answer.split(/[ -]/);
    const isPlain = words.some((word) => FUNCTION_WORD.test(word.toLowerCase()) || NO_ENGLISH_ANSWER.test(word) || ABOUT_ONE.test(word.toLowerCase()));
    const isName = quote || /^[A-Z0-9]/.test(answer) || /answer/i.test(act);
    return words.length < 5 && answer.length > 2 && isName && !isPlain && !NO_PASSWORD.test(answer) && !/^\d{1,3}\b/.test(answer) && answer;
  };
  return (
    placeOf(text, ANSWERED, isAnswer) ||
    placeOf(text, PARENT, ([, name]) => !/[什么麼咩乜不]/.test(name) && name) ||
    placeOf(text, FIRST_OF, ([, answer]) => !/\b(?:not|wrong|asked|never)\b/i.test(answer) && answer)
  );
}

// --- Identity numbers: by their check digit, or by what they are called

const weighed = (digits, weights) =>
  Array.from(weights).reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);
const isDay = (yymmdd) => {
  const [month, day] = [Number(yymmdd.slice(-4, -2)), Number(yymmdd.slice(-2))];
  return month > 0 && month < 13 && day > 0 && day < 32;
};
const letter = (c) => c.toUpperCase().charCodeAt(0) - 55; // A is 10

function isChinese(id) {
  if (!/^[1-9]\d{5}(?:19|20)\d{9}[\dXx]$/.test(id) || !isDay(id.slice(6, 14))) return false;
  const sum = weighed(id, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return "10X98765432"[sum % 11] === id[17].toUpperCase();
}

function isHongKong(id) {
  const bare = id.replace(/[()\s-]/g, "").toUpperCase();
  const body = bare.slice(0, -1).padStart(8, " ");
  const values = Array.from(body, (c) => (c === " " ? 36 : /\d/.test(c) ? Number(c) : letter(c)));
  const sum = values.reduce((total, value, i) => total + value * (9 - i), 0);
  return "0A987654321"[sum % 11] === bare.slice(-1);
}

function isSingapore(id) {
  const bare = id.toUpperCase();
  const extra = { S: 0, T: 4, F: 0, G: 4, M: 3 }[bare[0]];
  const rest = (weighed(bare.slice(1), [2, 7, 6, 5, 4, 3, 2]) + extra) % 11;
  const table = { S: "JZIHGFEDCBA", T: "JZIHGFEDCBA", F: "XWUTRQPNMLK", G: "XWUTRQPNMLK" }[bare[0]];
  return table ? table[rest] === bare[8] : "XWUTRQPNJLK"[10 - rest] === bare[8];
}

function isTaiwanese(id) {
  const place = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(id[0].toUpperCase()) + 10;
  const digits = String(place) + id.slice(1);
  return weighed(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

function isSpanish(id) {
  const bare = id.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const number = bare.slice(0, -1).replace(/^[XYZ]/, (c) => "XYZ".indexOf(c));
  return "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] === bare.slice(-1);
}

function isItalian(id) {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const bare = id.toUpperCase();
  const place = (c) => (/\d/.test(c) ? Number(c) : letter(c) - 10);
  const sum = Array.from(bare.slice(0, 15)).reduce((total, c, i) => total + (i % 2 ? place(c) : odd[place(c)]), 0);
  return String.fromCharCode(65 + (sum % 26)) === bare[15];
}

function isBrazilian(id) {
  const digits = digitsOf(id);
  const check = (n) => {
    const sum = Array.from(digits.slice(0, n)).reduce((total, d, i) => total + Number(d) * (n + 1 - i), 0);
    return ((sum * 10) % 11) % 10 === Number(digits[n]);
  };
  return !/^(\d)\1+$/.test(digits) && check(9) && check(10);
}

function isIndian(id) {
  const turn = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"];
  const join = (a, b) => {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
    return b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5;
  };
  return Array.from(digitsOf(id)).reverse().reduce((sum, d, i) => join(sum, Number(turn[i % 8][d])), 0) === 0;
}

function isKorean(id) {
  const digits = digitsOf(id);
  const sum = weighed(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
  const check = (11 - (sum % 11)) % 10;
  return isDay(digits.slice(0, 6)) && (check === Number(digits[12]) || (check + 2) % 10 === Number(digits[12]));
}

const isThai = (id) => {
  const digits = digitsOf(id);
  return (11 - (weighed(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(digits[12]);
};
const isFrench = (id) => {
  const digits = digitsOf(id);
  return 97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13));
};
const isMexican = (id) => {
  const table = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
  const sum = Array.from(id.toUpperCase().slice(0, 17)).reduce((total, c, i) => total + table.indexOf(c) * (18 - i), 0);
  return (10 - (sum % 10)) % 10 === Number(id[17]);
};
const isEmirati = (id) => luhn(digitsOf(id));
const isSwiss = (id) => {
  const digits = digitsOf(id);
  return (10 - (weighed(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === Number(digits[12]);
};
const isSouthAfrican = (id) => isDay(id.slice(0, 6)) && luhn(id);

// Each form stands alone: no letter or digit of our own alphabet touches it.
const IDENTITIES = [
  [/[1-9]\d{5} ?(?:19|20)\d{6} ?\d{3}[\dXx]/, (id) => isChinese(id.replace(/ /g, ""))],
  [/[A-Z]{1,2}\d{6} ?\(?[\dA]\)?/i, isHongKong],
  [/[STFGM]\d{7}[A-Z]/i, isSingapore],
  [/[A-Z][1289]\d{8}/i, isTaiwanese],
  [/(?:\d{8}|[XYZ]-?\d{7})[- ]?[A-Z]/i, isSpanish],
  [/[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]/i, isItalian],
  [/\d{3}\.\d{3}\.\d{3}-\d{2}/, isBrazilian],
  [/[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?![ -]\d)/, isIndian],
  [/\d{6} ?- ?[1-8]\d{6}/, isKorean],
  [/[1-8]-\d{4}-\d{5}-\d{2}-\d/, isThai],
  [/[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d{2} ?\d{3} ?\d{3} ?\d{2}/, isFrench],
  [/[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d/i, isMexican],
  [/784-?(?:19|20)\d{2}-?\d{7}-?\d/, isEmirati],
  [/756\.\d{4}\.\d{4}\.\d{2}/, isSwiss],
  [/\d{10}[01][89]\d/, isSouthAfrican],
  [/[157]\d{6}\(\d\)/, () => true], // Macao
  [/[A-CEGHJ-PR-TW-Z]{2} \d{2} \d{2} \d{2} [A-D]/, () => true], // United Kingdom, as it is printed
];
const IDENTITY_LABEL =
  "(?:身份证|身份證|身分證|证件|證件|护照|護照|通行证|通行證|社保|マイナンバー|個人番号|旅券|주민(?:등록)?번호|passports?|\\bhkid|\\bnric\\b|\\bfin\\b|mykad|\\bi\\.?c\\.?(?= no|:| number| \\d{6}-\\d\\d-)|identity (?:card|number)|\\bid (?:card|number|no)|national id|\\bssn\\b|social security|aadhaa?r|\\bcpf\\b|\\bdni\\b|\\bnie\\b|codice fiscale|\\bcurp\\b|\\bpan (?:card|no|number)|\\bnik\\b|\\bktp\\b|\\bcccd\\b|\\bcmnd\\b|căn cước|\\bnin\\b|\\bbvn\\b|\\bbsn\\b|\\bpps\\b|\\bnino\\b|national insurance|\\btfn\\b|tax file|medicare|\\bsin\\b|social insurance|steuer-?id|emirates id|снилс|паспорт|\\binn\\b|my ?number)";
const LABELLED_ID = new RegExp(
  `${IDENTITY_LABEL}(?:号码|號碼|编号|号|號|字号| ?(?:no\\.?|number|num|card|#))*\\s*(?:[:=#]|是|为|為|\\bis\\b)?\\s*([A-Z]{0,4} ?\\d(?:[ .\\-/(]{0,2}[0-9A-Z]){5,19}\\)?)`,
  "i",
);

function placeOfIdentity(text, isListed) {
  const labelled = placeOf(text, LABELLED_ID, ([all, id]) => {
    const digits = digitsOf(id);
    const isOfLength = !/^身[份分][证證]/.test(all) || [7, 8, 9, 10, 15, 18].includes(id.replace(/[^0-9A-Za-z]/g, "").length);
    return digits.length > 5 && isOfLength && !isListed(digits) && id;
  });
  return IDENTITIES.reduce(
    (known, [form, isOne]) =>
      known ||
      placeOf(text, new RegExp(`(?:^|[^A-Za-z0-9*+.-])(${form.source})(?![A-Za-z0-9]|[.-]\\d)`, form.flags), ([, id]) => isOne(id) && !isListed(digitsOf(id)) && id),
    labelled,
  );
}
