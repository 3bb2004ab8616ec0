// The checker of contact/verify: compare a number, e-mail address, link or account with the
// directory, on the device. hooks/helpkit/checker.py is the same in Python; both read one look-up
// and pass tests/checker/vectors.yml. The page holds the whole table without this file.

const EXTENSION = /(?<=[0-9])\s*(?:extension|ext|x|转|轉|分机|分機)[\s.:]*[0-9]{1,6}$/i;
const PHONE = /^[+#*]?[0-9\s().\-/*#]*[0-9][0-9\s().\-/*#]*$/;
const EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+\.?$/;
const CALL = /^(?:tel|sms|smsto|callto):\/*/i;
const SCHEME = /^([a-z][a-z0-9+-]*):(?![0-9]+(?:\/|$))/i;
const OTHER_SCHEME = /^(?:(?!https?:)[a-z][a-z0-9+.-]*:\/\/|javascript:|data:|vbscript:|intent:)/i;
const DASHES = /[\u2010-\u2015\u2212]/g;
const LINK = /^(?:(?:https?:\/\/|\/\/)(?<user>[^/?#\s]*@)?)?(?<host>[^/?#\s:@]+)(?::(?<port>[0-9]+))?(?<path>[/?#]\S*)?$/i;
const HOST = /^[^\s./:@,;!?()<>"']+(?:\.[^\s./:@,;!?()<>"']+)+\.?$/;
const IP = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/;
const NAME = /^@?[^\s@/:,;!?()<>"']{2,40}$/u;
const UNSEEN = /[\p{Cf}\p{Me}\p{Cs}\u034f\ufe00-\ufe0f]|(?![\t\n\v\f\r])\p{Cc}/gu;
// What to look for in a longer text: e-mail addresses, links, numbers.
const INSIDE = [
  /[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi,
  /https?:\/\/[^\s<>"'，。；！？（）]+/gi,
  /(?<![a-z0-9@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:\/[^\s<>"'，。；！？（）]*)?/gi,
  /[+#*]?\(?[0-9][0-9\s().\-]{1,}[0-9]/g,
];

/**
 * Compare a text with a look-up for a day (YYYY-MM-DD).
 * Resolves to {kind, value, answer, reason, target, records, until}; see Answer in checker.py.
 */
export async function check(text, lookup, today) {
  const [kind, value] = read(text, lookup);
  const facts = await FACTS[kind](value, lookup, today);
  const row = lookup.rules.decisions.find(
    ({ kinds, when }) => kinds.includes(kind) && when.every((fact) => facts.found.has(fact)),
  );
  return {
    kind,
    value,
    answer: row.answer,
    reason: row.reason,
    target: row.when.map((fact) => facts.found.get(fact)).find(Boolean) ?? "",
    records: row.answer === "listed" ? facts.records : [],
    until: row.reason === "expired" ? facts.until : "",
  };
}

class Facts {
  found = new Map();
  records = [];
  until = "";

  add(name, target = "") {
    if (!this.found.has(name)) this.found.set(name, target);
  }

  list(records, lookup, today) {
    const all = [...new Set(records)];
    const current = all.filter((i) => lookup.records[i].until >= today);
    if (current.length) {
      this.records.push(...current);
      this.add("listed");
    } else if (all.length) {
      this.until = all.map((i) => lookup.records[i].until).sort().at(-1);
      this.add("expired");
    }
  }
}

// --- Reading: what kind of value is this?

function plain(text, { rules }) {
  const zeros = rules.digit_zeros.map((zero) => parseInt(zero, 16));
  const kept = Array.from(text.normalize("NFKC").replace(UNSEEN, ""), (c) => {
    const zero = zeros.find((z) => c.codePointAt(0) >= z && c.codePointAt(0) <= z + 9);
    return zero ? String(c.codePointAt(0) - zero) : c;
  });
  return kept.join("").replace(/\s+/g, " ").trim();
}

function read(text, lookup) {
  text = plain(Array.from(text).slice(0, 2000).join(""), lookup);
  const found = readOne(text, lookup);
  if (found) return found;
  const start = Array.from(text).slice(0, 80).join("");
  if (OTHER_SCHEME.test(text)) return ["unreadable", start];
  const inside = [];
  let rest = text;
  for (const pattern of INSIDE) {
    inside.push(...Array.from(rest.matchAll(pattern), (m) => m[0].replace(/\.+$/, "")));
    rest = rest.replace(pattern, " ");
  }
  const one = inside.length === 1 && readOne(inside[0], lookup);
  return one || ["unreadable", start];
}

function readOne(text, lookup) {
  const { rules } = lookup;
  const called = CALL.exec(text);
  if (called) {
    text = decoded(text.slice(called[0].length).split(/[?;]/)[0]);
    return PHONE.test(withoutExtension(text)) ? ["phone", text] : null;
  }
  const scheme = SCHEME.exec(text);
  if (scheme?.[1].toLowerCase() === "mailto") {
    text = decoded(text.slice(scheme[0].length).split("?")[0]);
    return EMAIL.test(text) ? ["email", text.toLowerCase()] : null;
  }
  const numbers = mapped(text, rules.numerals).replace(DASHES, "-");
  if (PHONE.test(withoutExtension(numbers)) && !IP.test(text)) {
    return numbers.replace(/[^0-9]/g, "").length >= 2 ? ["phone", numbers] : null;
  }
  if (
    /[0-9]/.test(text) &&
    text.replace(/[^0-9]/g, "").length * 2 >= Array.from(text.replace(/[\s()-]/g, "")).length &&
    PHONE.test(mapped(text, rules.letters_as_digits)) &&
    !IP.test(text)
  ) {
    return ["phone", text];
  }
  const dotted = Array.from(text, (c) => (rules.dots.includes(c) ? "." : c)).join("");
  if (EMAIL.test(dotted)) return ["email", dotted.toLowerCase()];
  const link = LINK.exec(dotted)?.groups;
  if (link && HOST.test(link.host) && (!scheme || /^http/i.test(scheme[1]))) {
    return readMessenger(link, rules) ?? ["link", dotted];
  }
  const word = afterHandleWord(text, rules.handle_words);
  if (word) return ["handle", word.toLowerCase()];
  return NAME.test(text) && !scheme ? ["handle", text.replace(/^@/, "").toLowerCase()] : null;
}

function mapped(text, table) {
  return Array.from(text, (c) => table[c] ?? table[c.toLowerCase()] ?? c).join("");
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // percent signs that are written wrongly stay as they are
  }
}

const withoutExtension = (text) => text.replace(EXTENSION, "");
const withoutWww = (host) => host.replace(/^www\./, "");

function afterHandleWord(text, words) {
  for (const word of words) {
    if (!text.toLowerCase().startsWith(word)) continue;
    const found = /^\s*(?:号|群|id)?\s*[: ]\s*@?(\S{2,40})$/iu.exec(text.slice(word.length));
    if (found) return found[1];
  }
  return "";
}

function readMessenger(link, rules) {
  const host = withoutWww(link.host.toLowerCase());
  if (!rules.messengers.includes(host) || link.user) return null;
  const path = decoded(link.path ?? "");
  const number = /(?:^\/|phone=)\+?([0-9]{7,15})(?:$|[/?&#])/.exec(path);
  if (number) return ["phone", `+${number[1]}`];
  const name = /^\/(?:@|\+|channel\/|user\/|add\/)?([^/?#]{2,60})/u.exec(path);
  return ["handle", name ? name[1].toLowerCase() : host];
}

// --- Facts

async function phoneFacts(value, lookup, today) {
  const facts = new Facts();
  const { rules } = lookup;
  const base = withoutExtension(value);
  if (base !== value) facts.add("extension");
  const spoken = mapped(base, rules.letters_as_digits);
  const forms = candidates(spoken, rules);
  if (await isBad(forms, lookup)) facts.add("known-bad");
  const listed = forms.flatMap((form) => lookup.phones[form] ?? []);
  if (spoken !== base) {
    if (listed.length) facts.add("letters", lookup.shown[forms.find((f) => f in lookup.phones)]);
    return facts;
  }
  facts.list(listed, lookup, today);
  for (const form of forms) {
    if (form in lookup.short_with_code) facts.add("short-with-code", lookup.short_with_code[form]);
  }
  for (const [known, shown] of Object.entries(lookup.shown)) {
    const digits = known.slice(2);
    for (const form of forms) {
      if (form[0] !== known[0]) continue;
      const number = form.slice(2);
      if (digits.length >= rules.least_number && oneEdit(number, digits)) {
        facts.add("near-number", shown);
      } else if (
        digits.length >= rules.least_part &&
        number.length > digits.length &&
        (number.startsWith(digits) || number.endsWith(digits))
      ) {
        facts.add("extra-digits", shown);
      }
    }
  }
  return facts;
}

function candidates(number, rules) {
  if (number.includes("+")) number = number.replace(/\(\s*0\s*\)/g, "");
  const pressed = number.replace(/[^0-9*#]/g, "");
  if (/^[ (]*\+/.test(number)) return [`i:${pressed}`];
  const found = [`n:${pressed}`];
  if (pressed.length >= rules.least_number) found.push(`i:${pressed}`);
  for (const prefix of rules.exit_prefixes) {
    if (pressed.startsWith(prefix) && pressed.length - prefix.length >= rules.least_number) {
      found.push(`i:${pressed.slice(prefix.length)}`);
    }
  }
  return found;
}

async function emailFacts(value, lookup, today) {
  const at = value.lastIndexOf("@");
  const host = value.slice(at + 1);
  const facts = await hostFacts(host.replace(/\.+$/, ""), lookup, today, "under-listed");
  if (await isBad([`e:${value}`], lookup)) facts.add("known-bad");
  facts.list(lookup.emails[value] ?? [], lookup, today);
  if (lookup.rules.free_mail.includes(host)) facts.add("free-mail");
  if (hasBrand(value.slice(0, at), lookup)) facts.add("brand", lookup.service);
  return facts;
}

async function linkFacts(value, lookup, today) {
  const link = LINK.exec(value).groups;
  const host = link.host.toLowerCase().replace(/\.+$/, "");
  const facts = await hostFacts(host, lookup, today, "listed");
  const named = decoded(link.user ?? "").slice(0, -1).split(":")[0];
  if (named) facts.add("name-before-at", Array.from(named).slice(0, 60).join(""));
  if (link.port && !["80", "443"].includes(link.port)) facts.add("port");
  if ((link.path ?? "/") !== "/") facts.add("path");
  if (lookup.rules.shorteners.includes(withoutWww(host))) facts.add("shortener");
  return facts;
}

async function hostFacts(host, lookup, today, listedHost) {
  const facts = new Facts();
  host = unicodeHost(host);
  const bare = withoutWww(host);
  const labels = bare.split(".");
  const parents = labels.slice(0, -1).map((_, start) => `h:${labels.slice(start).join(".")}`);
  if (await isBad(parents, lookup)) facts.add("known-bad");
  if (Object.hasOwn(lookup.hosts, bare)) {
    if (listedHost === "listed") facts.list(lookup.hosts[bare], lookup, today);
    else facts.add(listedHost, bare);
    return facts;
  }
  if (IP.test(host)) {
    facts.add("ip-address");
    return facts;
  }
  for (const known of Object.keys(lookup.hosts)) {
    if (lookup.below[known] && bare.endsWith(`.${known}`)) facts.add("under-listed", known);
  }
  const isUnder = (domain) => bare === domain || bare.endsWith(`.${domain}`);
  for (const target of lookup.targets) {
    if (isUnder(target.domain)) facts.add("same-domain", target.host);
  }
  if (!facts.found.has("under-listed") && !facts.found.has("same-domain")) {
    for (const target of lookup.targets) compare(bare, target, facts, lookup);
  }
  if (lookup.namesakes.some(isUnder)) facts.add("namesake");
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
  if (`.${host}`.includes(`.${domain}.`) || host.includes(domain.replaceAll(".", "-"))) {
    facts.add("embedded", domain);
  }
  if (label.length < rules.least_label) return;
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
    .split(/[-_.\s]/)
    .some(
      (word) =>
        word &&
        !lookup.rules.not_the_brand.includes(word) &&
        oneEdit(skeleton(word, lookup), brand),
    );
}

async function handleFacts(value, lookup, today) {
  const facts = new Facts();
  if (await isBad([`a:${value}`], lookup)) facts.add("known-bad");
  facts.list(Object.hasOwn(lookup.handles, value) ? lookup.handles[value] : [], lookup, today);
  if (hasBrand(value, lookup)) facts.add("brand", lookup.service);
  return facts;
}

const FACTS = {
  phone: phoneFacts,
  email: emailFacts,
  link: linkFacts,
  handle: handleFacts,
  unreadable: async () => new Facts(),
};

// --- Comparing

async function isBad(forms, lookup) {
  // Without a secure context there are no digests; the answer is then "not listed", as cautious.
  if (!globalThis.crypto?.subtle) return false;
  for (const form of forms) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(form));
    const hex = Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");
    if (lookup.bad.includes(hex)) return true;
  }
  return false;
}

function oneEdit(first, second) {
  const one = Array.from(first);
  const other = Array.from(second);
  if (first === second || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1;
  const same = (a, b) => a.join("\0") === b.join("\0");
  if (one.length === other.length) {
    const swapped =
      same(one.slice(start, start + 2), other.slice(start, start + 2).reverse()) &&
      same(one.slice(start + 2), other.slice(start + 2));
    return same(one.slice(start + 1), other.slice(start + 1)) || swapped;
  }
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one];
  return same(longer.slice(start + 1), shorter.slice(start));
}

function skeleton(text, lookup) {
  const bare = text.normalize("NFD").replace(/\p{Mn}/gu, "");
  let folded = Array.from(bare, (c) => lookup.confusables[c] ?? c).join("");
  for (const [shape, readAs] of lookup.rules.same_look) {
    folded = folded.replaceAll(shape, readAs);
  }
  return folded;
}

function isMixed(label, lookup) {
  return /[a-z]/.test(label) && Array.from(label).some((c) => c in lookup.confusables);
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
