"""Vocabulary: the closed lists of words of records and of the command line."""

from __future__ import annotations

from typing import Literal, get_args

# The formatter would give each word a line of its own.
# fmt: off

Part = Literal[
    "east-asia", "southeast-asia", "south-asia", "middle-east", "europe", "americas", "oceania",
    "africa",
]

# In the order in which pages show them: whoever can stop the money first, somebody to talk to last.
ContactKind = Literal[
    "police", "anti-scam", "card-blocking", "regulator", "ombudsman", "consumer", "consular",
    "support",
]
# Bodies that take a report or a complaint about money.
MONEY_KINDS: tuple[ContactKind, ...] = ("anti-scam", "regulator", "ombudsman", "consumer")

SourceKind = Literal["own", "government", "foreign-government", "secondary"]

ReadingKind = Literal["live", "stored-copy", "operator"]

PhoneUse = Literal["voice", "sms", "whatsapp"]

RouteWay = Literal["text", "relay", "app"]

FromAbroad = Literal["yes", "no", "unknown"]

Cost = Literal["free", "local", "premium", "unknown"]

ClaimStatus = Literal["confirmed", "general-practice", "unconfirmed", "wrong"]

ChannelKind = Literal["hotline", "email", "live-chat", "social-media"]

# How readers use a value: dial it, write to it, open it, or look for it in an app.
ValueForm = Literal["phone", "email", "link", "handle"]

SafetyGroup = Literal["never-share", "money", "caller"]

# What ends: the other side's time to answer, the reader's time to act, or the wait before going on.
PeriodKind = Literal["answer", "act", "next"]

# What a period runs from, in the order in which a form asks for the days.
PeriodStart = Literal[
    "complaint", "final-answer", "application", "decision", "payment", "event", "learning",
]

CheckerAnswer = Literal[
    "listed", "emergency", "mixed", "partly", "known-bad", "looks-like", "named", "unclear", "not-listed",
    "secret", "signs", "nothing",
]

# Facts that `scripts/checker.js` finds out about a typed value, for the decisions of the checker.
CheckerFact = Literal[
    "listed", "expired", "known-bad", "country", "path", "port", "passes-on", "extension",
    "emergency", "emergency-more", "short", "short-with-code", "letters", "several", "more",
    "near-number", "extra-digits", "near-name", "name-before-at", "under-listed", "same-domain",
    "other-ending", "affix", "embedded", "confusable", "mixed-scripts", "brand", "namesake",
    "free-mail", "ip-address", "shortener", "secret-seed", "secret-key", "secret-card",
    "secret-code", "secret-password", "secret-identity", "signs", "wallet", "words",
]

# Words that the checker's form and `scripts/verdict.js` show.
CheckerWord = Literal[
    "label", "button", "hint", "empty", "failed", "none", "table", "forged", "no-number",
    "read-as", "reading", "elsewhere", "more", "now", "signs", "topics", "record", "checked",
    "within", "within-code", "within-unknown", "local", "urgent", "called", "gave",
]

PictureMark = Literal[
    "hang-up", "bank", "police", "password", "evidence", "account", "pages", "advert", "call",
    "chat", "documents", "screen", "money", "again",
]

ArticleType = Literal["landing", "how-to", "guide", "reference", "contacts"]

# What a text may depend on: who publishes the site, and which channels of the service are
# published on the day. `channel` means one of any kind.
CONDITIONS: tuple[str, ...] = (
    "independent",
    "official",
    *(f"{no}{kind}" for kind in ("channel", *get_args(ChannelKind)) for no in ("", "no-")),
)
