// What must never be pasted anywhere: one-time codes, passwords, card numbers, wallet phrases, private
// keys, identity numbers. `findSecret` says which kind a text holds, and never returns any of it.

import { plain } from "./plain-text.js";
import { sha256 } from "./sha256.js";

/**
 * Resolve to the kind of secret in a text ("seed", "key", "card", "code", "password", "identity"),
 * or to "". `isListed(digits)` says which numbers are published ones and so are no secret; `inDigits(text)`
 * returns a text with numbers in words as digits.
 */
export async function findSecret(text, isListed = () => false, inDigits = (words) => words) {
  const read = plain(text);
  if (await hasSeed(read)) return "seed";
  if (hasKey(read)) return "key";
  // What stands in an address is the site's own: numbers of orders, hashes, ticket codes.
  const bare = inDigits(read).replace(/[a-z][a-z0-9+.-]{0,20}:\/\/[^\s\u3000-\u30ff\u4e00-\u9fff]+/gi, " ");
  if (CVV.test(read) || hasCard(bare, isListed)) return "card";
  if (hasCode(bare, isListed)) return "code";
  if (hasPassword(bare, isListed)) return "password";
  return hasIdentity(bare, isListed) ? "identity" : "";
}

const digitsOf = (text) => text.replace(/\D/g, "");

/** Call `test` with each match of an expression; true as soon as one of them is true. */
function some(text, expression, test) {
  const all = new RegExp(expression.source, expression.flags.replace("g", "") + "g");
  for (let found = all.exec(text); found; found = all.exec(text)) {
    if (test(found)) return true;
    all.lastIndex = found.index + Math.max(1, found[0].length - 1);
  }
  return false;
}

// --- Wallet phrases (BIP-39)

const SEED_LABEL =
  /助记词|助記詞|恢复短语|恢復短語|种子(?:词|短语)|seed|mnemonic|recovery phrase|secret phrase|ニーモニック|시드|frase|phrase/i;
const COUNTS = [12, 15, 18, 21, 24];
const DRAWN = "\\u1100-\\u11ff\\u3040-\\u30ff\\u3130-\\u318f\\u3400-\\u9fff\\uac00-\\ud7af";
const HAN_WORD = /^[\u3400-\u9fff]$/;
// Words that Chinese sentences hold and a dozen random characters seldom do.
const SENTENCE = /[的了是我你他吗不在有这那就和们么请]/;

async function hasSeed(text) {
  const labelled = SEED_LABEL.test(text);
  const words = text.toLowerCase().match(/[a-z\u00c0-\u04ff\u0300-\u036f]+/g) || [];
  // Words of these lists have three to ten letters; almost every sentence has a shorter one.
  const isLong = (word) => word.length > 2 && word.length < 11;
  if (longestRun(words, isLong) >= 12) {
    const { LISTS } = await import("./seed-spelt.js");
    const bare = words.map((word) => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, ""));
    if (LISTS.some((list) => inList(bare, list, labelled))) return true;
  }
  const drawn = text.match(new RegExp(`[${DRAWN}]+`, "g")) || [];
  const inOne = drawn.filter((run) => COUNTS.includes(run.length) && !/[^\u3400-\u9fff]/.test(run));
  if (longestRun(drawn, (word) => !/[\u3400-\u9fff]{2}/.test(word)) >= 12 || inOne.length) {
    const { LISTS } = await import("./seed-drawn.js");
    const single = drawn.map((word) => word.normalize("NFKD"));
    if (LISTS.some((list) => inList(single, list, labelled))) return true;
    return inOne.some((run) =>
      LISTS.slice(0, 2).some((list) => {
        const places = placesIn(Array.from(run), list);
        return places.every(Boolean) && (labelled || (!SENTENCE.test(run) && checksumFits(places)));
      }),
    );
  }
  return false;
}

function longestRun(items, test) {
  let [longest, run] = [0, 0];
  for (const item of items) {
    run = test(item) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

// Words of one list in a row, of which some twelve to twenty-four have the right checksum; after a
// label the checksum is not asked: other wallets have another, and people mistype.
function inList(words, list, labelled) {
  const places = placesIn(words, list);
  if (longestRun(places, Boolean) >= 12 && (labelled || hasPhrase(places))) return true;
  if (!labelled) return false;
  // A phrase with a word or two mistyped, after its label.
  for (let at = 0; at + 12 <= places.length; at += 1) {
    if (places[at] && places.slice(at, at + 12).filter(Boolean).length >= 10) return true;
  }
  return false;
}

function hasPhrase(places) {
  let tried = 0;
  for (let start = 0; start + 12 <= places.length && tried < 300; start += 1) {
    for (const count of COUNTS) {
      const some = places.slice(start, start + count);
      if (some.length < count || !some.every(Boolean)) break;
      tried += 1;
      if (checksumFits(some)) return true;
    }
  }
  return false;
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

function hasKey(text) {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text) || /otpauth:\/\/|\bnsec1[a-z0-9]{50}/i.test(text)) return true;
  // Extended private keys; the short form of a single one (WIF).
  if (/(?:^|[^A-Za-z0-9])[xyztuvYZ]prv[1-9A-HJ-NP-Za-km-z]{100,112}/.test(text)) return true;
  if (/(?:^|[^A-Za-z0-9])(?:5[HJK][1-9A-HJ-NP-Za-km-z]{49}|[KL][1-9A-HJ-NP-Za-km-z]{51})(?![A-Za-z0-9])/.test(text)) return true;
  if (/(?:api|access|secret)[\s_-]?(?:key|token|secret)["']?\s*(?:[:=]|是|is)\s*["']?[A-Za-z0-9+/_-]{16,}/i.test(text)) return true;
  return some(text, /(?:^|[^A-Za-z0-9])(?:0x)?([0-9a-fA-F]{64}|[1-9A-HJ-NP-Za-km-z]{43,88})(?![A-Za-z0-9])/, (found) => {
    const before = text.slice(Math.max(0, found.index - 40), found.index + 1);
    if (KEY_LABEL.test(before)) return true;
    return /^[0-9a-f]{64}$/i.test(found[1]) && !PUBLIC_HASH.test(before);
  });
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

function hasCard(text, isListed) {
  return some(text, /(?:^|[^\d*])(\d(?:[ \n.-]{0,3}\d){13,40})/, (found) => {
    if (NOT_A_CARD.test(text.slice(Math.max(0, found.index - 40), found.index + 1))) return false;
    const groups = found[1].split(/\D+/);
    for (let first = 0; first < groups.length; first += 1) {
      let digits = "";
      for (let last = first; last < groups.length && digits.length < 20; last += 1) {
        digits += groups[last];
        if (isCard(digits) && !isListed(digits)) return true;
      }
    }
    return false;
  });
}

// --- One-time codes

const CODE_LABEL =
  "(?:(?:短信|手机|登录|登錄|动态|動態|支付|安全)?(?:验证码|驗證碼|校验码|校驗碼|认证码|認證碼|确认码|確認碼|动态码|動態碼|安全码|安全碼|登录码|登錄碼|短信码|动态密码|動態密碼|动态口令|一次性密码|一次性密碼|口令|\\byanzhengma\\b)" +
  "|認証コード|確認コード|ワンタイムパスワード|인증\\s?(?:번호|코드)|รหัส\\s?(?:otp|ยืนยัน)|код подтверждения|mã (?:otp|xác (?:nhận|thực|minh))|ko(?:de|d) (?:otp|verifikasi|pengesahan)" +
  "|c[óo]digo de (?:verificaci[óo]n|seguridad|confirmaci[óo]n|acceso|verifica[çc][ãa]o|seguran[çc]a)|code de (?:v[ée]rification|s[ée]curit[ée]|confirmation)|(?:best[äa]tigungs|sicherheits)code|codice di (?:verifica|sicurezza)" +
  "|(?:verification|security|confirmation|authenti?cation|authori[sz]ation|log-?\\s?in|sign-?\\s?in|access|auth|one[- ]time|sms|2fa|otp|transaction)\\s(?:pass)?(?:codes?|passwords?|pins?)|passcode|\\botp\\b|\\b2fa\\b|\\btac\\b)";
const CODE = "((?:[A-Z]{1,3}-)?\\d(?:[ -]?\\d){3,7}|[A-Z0-9]{0,11}\\d[A-Z0-9]{3,11})";
const UNITS = "(?![\\d*]|\\s?(?:分|秒|小时|元|位|天|次|年|%|min|sec|hour|day|digit|times))";
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
const SOME_CODE = new RegExp(`[a-z]{2,20} code\\s?:?\\s?(\\d{5,8})${UNITS}`, "i");
const USE_CODE = new RegExp(
  `\\b(?:use|enter|input|type)\\s(?:the\\s)?(?:code\\s)?${CODE}\\s(?:to|as|for)\\s(?:log|sign|verify|confirm|complete|authori|reset|your)`,
  "i",
);
// Words by which a number near a label is another thing: somewhere to call, something to beware of.
const NO_CODE =
  /拨|撥|致电|致電|打|电话|電話|热线|熱線|发送|發送|回复|回覆|转|轉|勿|不要|不会|不會|泄露|洩露|透露|索|咨询|諮詢|疑问|\bcall|\bdial|phone|hotline|\btext\b|\bsent?\b|\bto\b|never|\bnot\b|don.t|\bask|share|\bif\b|error|expire/i;
const OTHER_CODE =
  /(?:post(?:al)?|zip|area|country|promo(?:tion)?|discount|coupon|error|order|booking|tracking|referral|invit(?:e|ation)|dial(?:l?ing)?|swift|sort|bank|branch|qr|bar|status|product|pick-?up|voucher|dress|source|gift|reference|tax|building|door|gate|merchant|company|stock|project|colou?r|hs|ifsc|routing|section|penal|morse|source|commit|item|style|time|team|partner|agent|flight|fault|exit|return|response|http)\s?-?code/i;

function hasCode(text, isListed) {
  const isCode = (code, gap) => {
    const digits = digitsOf(code);
    if (/^[\d -]+$/.test(code) && (digits.length < 4 || digits.length > 8)) return false;
    return digits.length > 1 && !isListed(digits) && !NO_CODE.test(gap) && /\d.*\d/.test(code);
  };
  return (
    some(text, AFTER_LABEL, (found) => isCode(found[2], found[1])) ||
    some(text, AFTER_IS, (found) => isCode(found[2], found[1])) ||
    some(text, BEFORE_LABEL, (found) => isCode(found[1], found[2])) ||
    some(text, YOUR_CODE, (found) => !OTHER_CODE.test(found[0]) && isCode(found[1], "")) ||
    some(text, IN_BRACKETS, (found) => isCode(found[1], found[2])) ||
    some(text, SOME_CODE, (found) => !OTHER_CODE.test(found[0]) && isCode(found[1], "")) ||
    some(text, USE_CODE, (found) => isCode(found[1], ""))
  );
}

// --- Passwords

const PASSWORD_LABEL =
  "(?:密码|密碼|口令|\\bmima\\b|パスワード|비밀번호|pass\\s?word|pass\\s?phrase|passwd|\\bpwd\\b|\\bpass\\b|\\bpin\\b|contrase[ñn]a|\\bsenha|mot de passe|passwort|kata sandi|mật khẩu|пароль|รหัสผ่าน)";
const AFTER_SIGN = new RegExp(`${PASSWORD_LABEL}(?:\\s?(?:code|number|码))?\\s*(?:[:=]|->|是|为|為|就是|\\bis\\b)\\s*["'“「(]?([!-~]{4,64})`, "i");
const AFTER_SPACE = new RegExp(`${PASSWORD_LABEL}\\s?([A-Za-z]*\\d[!-~]{3,63})${UNITS}`, "i");
const TOUCHING = new RegExp(`(?:密码|密碼|口令)\\s?([A-Za-z0-9](?=[!-~]*[0-9])[!-~]{3,63})${UNITS}`);
const NO_PASSWORD =
  /^(?:https?:|www\.|(?:wrong|incorrect|expired?|changed|reset|invalid|gone|lost|stolen|weak|strong|blocked|locked|required|correct|hacked|compromised|leaked|being|that|this|what|your|their|never|still|there|known|only|must|minimum|at least|optional|forgotten|unknown|none|hidden|safe|secure|private|secret|from|with|also|always|about|needed|please|case-?sensitive|sensitive|okay|used|shared|saved|same|short|long|easy|hard)[.,;:!?)]*$)|^[*•.]+$|[*•]{4}/i;

function hasPassword(text, isListed) {
  const isOne = (value) => {
    const bare = value.replace(/[.,;:!?)"']+$/, "");
    return bare.length > 3 && !NO_PASSWORD.test(value) && !isListed(digitsOf(bare));
  };
  return (
    some(text, AFTER_SIGN, (found) => isOne(found[1])) ||
    some(text, TOUCHING, (found) => isOne(found[1])) ||
    some(text, AFTER_SPACE, (found) => isOne(found[1]) && !/^pin code \d{6}/i.test(found[0]))
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
  [/[2-9]\d{3}[ -]\d{4}[ -]\d{4}/, isIndian],
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

function hasIdentity(text, isListed) {
  if (
    some(text, LABELLED_ID, ([all, id]) => {
      const digits = digitsOf(id);
      const isOfLength = !/^身[份分][证證]/.test(all) || [7, 8, 9, 10, 15, 18].includes(id.replace(/[^0-9A-Za-z]/g, "").length);
      return digits.length > 5 && isOfLength && !isListed(digits);
    })
  ) return true;
  return IDENTITIES.some(([form, isOne]) =>
    some(text, new RegExp(`(?:^|[^A-Za-z0-9*+.-])(${form.source})(?![A-Za-z0-9]|[.-]\\d)`, form.flags), ([, id]) => isOne(id) && !isListed(digitsOf(id))),
  );
}
