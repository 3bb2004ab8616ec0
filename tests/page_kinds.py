"""One page of each kind: what looks different is looked at, by the tests and in the gallery."""

KINDS = [
    "",
    "urgent/",
    "urgent/card/",
    "contact/",
    "contact/phone/",
    "contact/regions/",
    "contact/regions/hk/",
    "contact/regions/eu/",
    "contact/hours/",
    "contact/calling-from-abroad/",
    "contact/verify/",
    "prepare/checklist/",
    "prepare/evidence-log/",
    "prepare/communication/",
    "prepare/templates/",
    "problems/account-frozen/",
    "safety/rules/",
    "safety/fake-hotlines/",
    "escalate/regulators/",
    "faq/",
    "glossary/",
    "search/",
    "about/which-okpay/",
    "about/sources/",
    "about/contribute/",
    "no-such-page/",
]
FOLDERS = {"zh": "", "en": "en/"}
ADDRESSES = [f"/{folder}{kind}" for folder in FOLDERS.values() for kind in KINDS]
