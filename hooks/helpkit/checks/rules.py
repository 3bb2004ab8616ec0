"""Why each rule is there, with a wrong and a right example. `helpkit explain` prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """The reason for a rule, and how breaking and keeping it look."""

    why: str
    wrong: str
    right: str


_TYPE = Rule(
    "Every value in the data has one form, so that a page never shows a half-read one.",
    "short_code: perhaps",
    "short_code: true",
)

RULES: Mapping[str, Rule] = {
    "block-lost-line": Rule(
        "A block of data has no text of its own.", "  kinds: police", "    kinds: police"
    ),
    "block-missing-argument": Rule(
        "The block shows one thing of many.", "/// message", "/// message | login"
    ),
    "block-not-closed": Rule(
        "An open block swallows the rest of the page.", "/// no-number", "/// no-number\n///"
    ),
    "block-unknown": Rule(
        "An unknown block would stand on the page as raw text.",
        "/// contcts | HK",
        "/// public-help | HK",
    ),
    "block-unknown-argument": Rule(
        "A block can only show what the data has.", "/// hours | XX", "/// hours | HK"
    ),
    "block-unknown-option": Rule(
        "A misspelt option would be lost without a word.", "    kind: police", "    kinds: police"
    ),
    "block-unreadable": Rule(
        "A block that cannot be read stands on the page as text.",
        "/// message login",
        "/// message | login",
    ),
    "data-future-date": Rule(
        "Evidence counts from the day it was read.",
        "read_on: next year",
        "read_on: the day it was read",
    ),
    "data-unread-file": Rule(
        "A file that nothing reads looks like data and is none.",
        "messages/Log In.yml",
        "messages/log-in.yml",
    ),
    "nav-unknown-page": Rule(
        "The menu would lead nowhere.", "problems/logn.md", "problems/login.md"
    ),
    "page-not-in-nav": Rule(
        "A page in no menu is found by nobody.", "a new page, nav as it was", "its line under nav"
    ),
    "contact-in-prose": Rule(
        "Our readers are looking for a number and meet fake ones first. A value reaches a page only"
        " from data/, where its evidence stands beside it and runs out.",
        "Call 110.",
        "Call the police: [numbers by region](../contact/regions/index.md)",
    ),
    "data-alias": Rule("Anchors hide what a file says.", "zh: *name", 'zh: "…"'),
    "data-bad-date": Rule(
        "Expiry is reckoned from dates.", "read_on: 22.11.2026", "read_on: 2026-11-22"
    ),
    "data-bad-domain": Rule(
        "It is compared with the hosts of addresses; anything else never matches one.",
        "domains: [https://okpay.example/]",
        "domains: [okpay.example]",
    ),
    "data-bad-email": Rule(
        "Readers tap it.", "emails: [info at body]", "emails: [info@body.example]"
    ),
    "data-bad-header": Rule(
        "Headers are copied into the configuration of servers, where other signs mean something.",
        'Referrer-Policy: "no-referrer"; root /',
        "Referrer-Policy: no-referrer",
    ),
    "data-bad-hours": Rule(
        "Hours are checked and translated by machine.",
        "hours: nine to five",
        'hours: "Mo-Fr 09:00-17:00"',
    ),
    "data-bad-id": Rule(
        "Ids become addresses and never change.", "id: HK Police", "id: hk-police-999"
    ),
    "data-bad-language": Rule(
        "Screen readers choose their voice by it.", "languages: [Chinese]", "languages: [zh]"
    ),
    "data-bad-number": Rule(
        "A number with a digit missing rings somebody else.",
        'number: "2527 717"',
        'number: "2527 7177"',
    ),
    "data-bad-pattern": Rule(
        "A pattern that cannot be read finds nothing.", 'zh: "独立("', 'zh: "独立网站"'
    ),
    "data-bad-time-zone": Rule(
        "Time differences are reckoned from it.",
        "time_zone: Asia/Hongkong City",
        "time_zone: Asia/Hong_Kong",
    ),
    "data-bad-url": Rule(
        "Evidence that cannot be opened is none.",
        "source: the police page",
        "source: https://www.police.example/",
    ),
    "data-channel-order": Rule(
        "The same order on every page (WCAG 2.2, 3.2.6).",
        "email before hotline",
        "hotline, email, live-chat, social-media",
    ),
    "data-confusable-host": Rule(
        "A name that mixes scripts or imitates Latin letters leads to another site than it seems to.",
        "website: https://hkmа.example (with a Cyrillic letter)",
        "website: https://hkma.example",
    ),
    "data-duplicate-id": Rule(
        "Ids are anchors; two would be one.", "id: hk-police-999 (twice)", "id: hk-police-general"
    ),
    "data-duplicate-key": Rule(
        "YAML keeps the last of two equal keys and says nothing.",
        "cost: free\ncost: local",
        "cost: free",
    ),
    "data-empty": Rule("An empty value is drawn as a hole.", 'zh: ""', 'zh: "…"'),
    "data-empty-contact": Rule(
        "A reader cannot reach it.", "phones: []", 'phones: [{number: "999", short_code: true}]'
    ),
    "data-duplicate-channel": Rule(
        "Links and the feed of changes lead to one row.",
        "two hotlines with value: 020 7946 0123",
        "one of them",
    ),
    "data-file-name": Rule(
        "The file name is how a region is found.", "HK.yml with code: SG", "HK.yml with code: HK"
    ),
    "data-free-mail": Rule(
        "Anyone can open a free mailbox in the name of a body.",
        "emails: [body@gmail.com]",
        "emails: [info@body.example]",
    ),
    "data-history-order": Rule(
        "The history of a record is shown to readers and is what the feed of changes is made of.",
        "history: [{on: 2027-01-01}] with read_on: 2026-11-22",
        "read_on after every day of the history",
    ),
    "data-http-source": Rule(
        "A page read without encryption can be changed on the way.",
        "source: http://…",
        "source: https://…",
    ),
    "data-known-bad": Rule(
        "A value cannot be published and warned of at once.",
        "a number that data/known-bad.yml lists",
        "the number that replaced it",
    ),
    "data-moved-or-gone": Rule(
        "A reader who comes to the old address is led on, or told that nothing is there.",
        "- page: contact/hotline",
        "- page: contact/hotline\n  moved_to: contact/phone",
    ),
    "data-missing-file": Rule(
        "Every list has its file, even an empty one.", "data/terms.yml removed", "data/terms.yml"
    ),
    "data-missing-key": Rule(
        "A record is complete or it is not published.", "a contact without evidence", "evidence: …"
    ),
    "data-number-outside-region": Rule(
        'A "local" line with the calling code of another place is a mark of fraud.',
        "a +44 number in HK.yml",
        "a +852 number in HK.yml",
    ),
    "data-missing-word": Rule(
        "Pages and feeds would have an empty place, or not be made at all.",
        "data/ui.yml without statement",
        "statement: {zh: …, en: …}",
    ),
    "data-official-without-channel": Rule(
        "An official site exists to say which channels are real.",
        "publisher: official, and okpay_channels: [] everywhere",
        "publisher: official, and a channel with its evidence in a region",
    ),
    "data-official-without-domain": Rule(
        "Whoever claims to be the service has to prove its domain first.",
        "publisher: official",
        "publisher: independent",
    ),
    "data-premium-channel": Rule(
        "A help line that charges extra is what fraudsters use.",
        "value: a premium-rate number",
        "value: a number at the normal rate",
    ),
    "data-premium-number": Rule(
        "Readers must know what a call costs before they tap.", "cost: unknown", "cost: premium"
    ),
    "data-sample-value": Rule(
        "A sample number that is somebody's would be called.",
        "sample: true, and a number in use",
        'sample: true, and number: "020 7946 0123"',
    ),
    "data-foreign-government": Rule(
        "A travel warning of another country is a good source for an emergency number that the"
        " numbering data know too, and for nothing else.",
        "source_kind: foreign-government (of an ombudsman)",
        "move it to leads",
    ),
    "data-secondary-contact": Rule(
        "Only a body itself or a government page is evidence.",
        "source_kind: secondary",
        "move it to leads",
    ),
    "data-shortener": Rule(
        "A shortened link hides where it leads, and can be changed later.",
        "website: https://bit.ly/x",
        "website: https://www.body.example",
    ),
    "data-syntax": Rule("The file cannot be read at all.", "zh: 说明: 一", 'zh: "说明: 一"'),
    "data-unknown-condition": Rule(
        "Other words for a condition that never holds would never be read.",
        "when: {oficial: {zh: …, en: …}}",
        "when: {official: {zh: …, en: …}}",
    ),
    "data-unknown-contact": Rule(
        "A step must lead somewhere.", "contact: gb-fos", "contact: gb-fos-0300"
    ),
    "data-unknown-key": Rule("A misspelt key would be lost without a word.", "phnes:", "phones:"),
    "data-unknown-reference": Rule(
        "A rule stands on the authority that it names.",
        "authorities: [hsbc]",
        "authorities: [hsbc-security]",
    ),
    "data-unknown-value": Rule(
        "Lists of values are closed, so that every one has its words.", "kind: cops", "kind: police"
    ),
    "data-unproven-channel": Rule(
        "A channel of the service itself is published only with evidence on its official domain.",
        "evidence on a blog",
        "evidence on a host under official_domains",
    ),
    "data-unproven-domain": Rule(
        "A domain cannot vouch for itself: somebody else, or the operator of this site, has to say whose it is.",
        "source_kind: own",
        "source_kind: government",
    ),
    "data-unreadable": Rule("Every file is UTF-8 text.", "saved as GBK", "saved as UTF-8"),
    "data-withdrawn-published": Rule(
        "A value cannot be struck through in one place and dialable in another.",
        "the same number under contacts and withdrawn",
        "the number under withdrawn only",
    ),
    "data-hidden-character": Rule(
        "What cannot be seen can turn a number round or make two words look like one.",
        "2878 U+202E 1378",
        "2878 1378",
    ),
    "data-too-deep": Rule(
        "No record is nested so deep; a bracket or a space is wrong.", "[[[[[[ … ]]]]]]", "[a, b]"
    ),
    "data-too-long": Rule(
        "Nobody reads a text of that length; something was pasted by mistake.",
        'zh: "(a whole page)"',
        'zh: "(a sentence or two)"',
    ),
    "file-outside": Rule(
        "What stands outside the repository is neither reviewed nor kept with it.",
        "regions/HK.yml, a link to ../../HK.yml",
        "regions/HK.yml, the file itself",
    ),
    "file-too-large": Rule(
        "A file that no person can have written was pasted or made by mistake.",
        "a log file called HK.yml",
        "one region in HK.yml",
    ),
    "data-wrong-type": _TYPE,
    "docs-folder": Rule(
        "static-i18n takes two-letter folders for languages and drops them.",
        "docs/js/",
        "docs/assets/js/",
    ),
    "heading-bad-id": Rule("Ids are parts of addresses.", "{#Do_Now}", "{#do-now}"),
    "heading-duplicate-id": Rule(
        "A link reaches only the first.", "{#do-now} twice", "{#do-now}, {#do-next}"
    ),
    "heading-level-1": Rule(
        "The title in the front matter is the one main heading.", "# Title", "## Section {#section}"
    ),
    "heading-skips-level": Rule("Screen readers walk by levels.", "## then ####", "## then ###"),
    "heading-without-id": Rule(
        "Chinese headings get ids that shift with every edit.",
        "## 现在就做",
        "## 现在就做 {#do-now}",
    ),
    "image-without-text": Rule(
        "Some readers hear the page.", "![](a.svg)", "![What it shows](a.svg)"
    ),
    "link-anchor-not-found": Rule(
        "The reader would land at the top.", "login.md#now", "login.md#do-now"
    ),
    "link-not-found": Rule("A dead link helps nobody.", "login.html", "login.md"),
    "link-other-language": Rule(
        "Only one language exists while a page is built.", "../../en/faq.md", "faq.md"
    ),
    "nav-untranslated": Rule(
        "The section would stay Chinese on English pages.",
        "a new section in nav",
        "its name under nav_translations",
    ),
    "page-address-gone": Rule(
        "Readers, other sites and search engines hold the address for years.",
        "docs/zh/contact/hotline.md removed, nothing else",
        "- page: contact/hotline\n  moved_to: contact/phone\n  on: 2026-11-30",
    ),
    "page-address-unrecorded": Rule(
        "Only a page that is recorded is missed when its file is renamed or removed.",
        "a new page in docs/zh, nothing else",
        ".venv/bin/helpkit addresses",
    ),
    "page-duplicate-alias": Rule(
        "A search word leads to one page.", "封号 on two pages", "封号 on one"
    ),
    "page-duplicate-description": Rule(
        "Result lists show it below the title; two alike help nobody to choose.",
        "the description of another page",
        "what this page alone answers",
    ),
    "page-duplicate-title": Rule(
        "People with many tabs or a screen reader go by titles.",
        "the same title twice",
        "two titles",
    ),
    "page-no-front-matter": Rule(
        "Title, description and answer stand there.", "(none)", "---\ntitle: …\n---"
    ),
    "page-review-due": Rule(
        "Facts age.", "reviewed: two years ago", "reviewed: the day of your check"
    ),
    "page-reviewed-in-future": Rule(
        "A review that has not happened is no review.", "reviewed: 2099-01-01", "reviewed: today"
    ),
    "page-same-alias": Rule(
        "Search reads traditional and simplified, wide and narrow letters as the same.",
        "aliases: [凍結] here, aliases: [冻结] on another page",
        "the alias at one of the two",
    ),
    "page-same-address": Rule(
        "Two pages at one address are one page.", "urgent.md and urgent/index.md", "urgent/index.md"
    ),
    "page-skeleton": Rule(
        "A worried reader finds the same things at the same place on every page.",
        "no {#never-share}",
        "## Never share {#never-share}",
    ),
    "page-text-length": Rule(
        "Result lists cut long texts; short ones say nothing.",
        "description: Help.",
        "description: one or two sentences",
    ),
    "page-unknown-source": Rule(
        "A source is named by its record.", "sources: [bbc]", "sources: [fcc-tech-support]"
    ),
    "page-unreadable": Rule("Every file is UTF-8 text.", "saved as GBK", "saved as UTF-8"),
    "page-without-region": Rule(
        "A region page draws its data file.", "xx.md without XX.yml", "hk.md and HK.yml"
    ),
    "page-without-source": Rule(
        "Chinese is the source language.", "only docs/en/a.md", "docs/zh/a.md too"
    ),
    "page-without-translation": Rule(
        "A page stands in both languages or in none.", "only docs/zh/a.md", "docs/en/a.md too"
    ),
    "parity-blocks": Rule(
        "Both languages show the same data.", "a block in one language", "the block in both"
    ),
    "parity-front-matter": Rule(
        "Type, sources and review date belong to the page, not to a language.",
        "two review dates",
        "one",
    ),
    "parity-headings": Rule(
        "A link into a page works in both languages.", "{#a} here, {#b} there", "{#a} in both"
    ),
    "parity-links": Rule(
        "Both readers get the same ways on.", "a link in one language", "the link in both"
    ),
    "parity-lists": Rule(
        "A step that is missing in one language can cost money.",
        "4 steps, 5 steps",
        "5 steps, 5 steps",
    ),
    "parity-tables": Rule(
        "Both readers get the same facts.", "3 columns, 4 columns", "4 columns, 4 columns"
    ),
    "picture-differs": Rule(
        "Whoever sees the picture and whoever hears the text must learn the same.",
        'words: {en: "Call the police"} where the step says **Call your bank.**',
        'words: {en: "Call your bank"}',
    ),
    "reading-long-sentence": Rule(
        "Who is being robbed loses the thread of a long sentence.",
        "If it will not go, stay offline and have someone … or save … and reset …",
        "If it will not go, stay offline. Have someone …",
    ),
    "reading-too-hard": Rule(
        "Urgent and safety pages are read by people whose hands shake, often in a second language.",
        "one sentence of fifty words",
        "three short ones",
    ),
    "region-without-page": Rule(
        "Data without a page helps nobody.", "XX.yml alone", "helpkit new region XX"
    ),
    "redirect-of-a-page": Rule(
        "An address has either a page or a redirect.",
        "- page: contact/phone, which exists",
        "- page: contact/hotline, which exists no more",
    ),
    "redirect-to-nowhere": Rule(
        "One step, to a page that exists.", "moved_to: contact/phon", "moved_to: contact/phone"
    ),
    "redirect-twice": Rule("One address leads to one place.", "two entries", "one entry"),
    "site-alternates": Rule(
        "Search engines need both languages named, absolutely and mutually.",
        "one-way links",
        "both ways",
    ),
    "site-contradiction": Rule(
        "A page must not say that nothing is verified beside a verified number.",
        "publisher: official, and an article that says we are independent",
        "/// when | independent\nWe are independent.\n///",
    ),
    "site-dead-anchor": Rule("The reader would land at the top.", "#gone", "#do-now"),
    "site-dead-asset": Rule(
        "A page whose style or script is missing is broken for its reader.",
        'import("./serch.js")',
        'import("./search.js")',
    ),
    "site-dead-link": Rule("A dead link helps nobody.", "gone/", "problems/login/"),
    "site-duplicate-id": Rule("A link reaches only the first.", "an id twice", "two ids"),
    "site-failed-block": Rule("A red box must never be published.", "broken data", "mended data"),
    "search-unknown-page": Rule(
        "Search sends readers who found nothing to these pages.",
        "routes: [urgent/now]",
        "routes: [urgent/index]",
    ),
    "search-unknown-region": Rule(
        "A name that no region has leads nowhere.", "regions: {UK: …}", "regions: {GB: …}"
    ),
    "search-word-twice": Rule(
        "A reader's word stands for one meaning, or search has to guess.",
        "凍結 under frozen and under restricted",
        "凍結 under frozen",
    ),
    "site-inline-script": Rule(
        "Nothing typed into a page may run in it.", "<script>…</script>", "docs/assets/scripts"
    ),
    "site-raw-block": Rule(
        "The source of a block must never be published.", "/// on the page", "a drawn block"
    ),
    "site-stray-link": Rule(
        "Every link to another site is a source that somebody has read.",
        '<a href="https://unknown.example.org">',
        "a link that data/ holds",
    ),
    "site-stray-value": Rule(
        "This is the last look at what readers get: a value that no current record holds must not be published.",
        "a number typed into a template",
        "a number from data/, with evidence",
    ),
    "site-style-sheet": Rule(
        "Browsers skip what they cannot read, without a word.", "a { color: }}", "a { color: red; }"
    ),
    "site-third-party": Rule(
        "Nobody may watch our readers, and other hosts may be blocked.",
        "a font from elsewhere",
        "docs/assets",
    ),
    "site-titles": Rule("One page, one title.", "two h1", "one h1"),
    "style-link-text": Rule(
        "Screen readers list links without what is around them.",
        "[click here](a.md)",
        "[what support can do](a.md)",
    ),
    "style-long-line": Rule(
        "Nobody in trouble reads a paragraph of a thousand characters.",
        "a paragraph of 1,200 characters",
        "three paragraphs",
    ),
    "style-punctuation": Rule("Chinese punctuation is full-width.", "别急,先停", "别急，先停"),
    "style-spacing": Rule(
        "One space between Chinese and Latin letters or digits.", "打开App", "打开 App"
    ),
    "style-term": Rule("One thing has one name; readers' own words are aliases.", "帐户", "账户"),
    "template-syntax": Rule(
        "A template that cannot be read breaks every page.", "{{ title }", "{{ title }}"
    ),
    "template-unknown-word": Rule(
        "A word that is missing leaves an empty place on every page.",
        "{{ ui.meun }}",
        "{{ ui.menu }}",
    ),
    "translation-outdated": Rule(
        "English readers may be reading old advice.",
        "source: an older digest",
        "helpkit bless PAGE",
    ),
    "translation-unrecorded": Rule(
        "Without the record nobody can tell whether the page is current.",
        "no source:",
        "helpkit bless PAGE",
    ),
}
