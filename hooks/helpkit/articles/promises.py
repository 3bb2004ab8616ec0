"""Find forbidden advice (a contact called safe, a secret to be given away) and missing standard sections."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from helpkit.articles.article import Article
from helpkit.problems import Problem
from helpkit.text import folding
from helpkit.text.blanks import split

# The patterns of `_SAID` read every text, in small letters. Each looks once whether Chinese begins at a
# character (`_HAN`), and once whether a word does: to ask in each alternative takes four times as long.
# Within a sentence: a warning, a question or a denial is no promise.
_HAN = "(?=[㐀-鿿])"
_SAFE = re.compile(
    rf"{_HAN}(?:(?:号码|电话|热线|网址|网站|邮箱|账号|链接|渠道|联系方式|客服|平台)(?:都|也|就)?(?:是|很|绝对|完全|百分之?百|100 ?%)+"
    r"(?:安全|可靠|靠谱)|(?:可以|请|能)?放心地?(?:拨|打|联系|点|使?用|添?加|转|付|填)"
    r"|(?:拨打?|打|联系|添加|点开?|转账?|使用|操作)[^，。；：！？]{0,10}(?:没有?|无|零)(?:任何|半点|一点)?(?:风险|危险)"
    r"|(?:可以|请|能)放心|放心(?:吧|好了)|保证(?:安全|可靠|是真的)|(?:一定|绝对|肯定)(?:是真的|不是骗子|没问题))"
    r"|\b(?:(?:numbers?|hotlines?|address(?:es)?|sites?|links?|contacts?|channels?)\b (?:is|are)"
    r"(?: (?:completely|perfectly|totally|very|quite|always|absolutely))?"
    r" (?:safe|trustworthy|reliable|legitimate|genuine)\b"
    r"|safe(?:ly)? (?:to )?(?:call|dial|ring|contact|use|trust)\b"
    r"|(?:call|dial|ring|contact|use) (?:it|them|this (?:number|line|site)) (?:safely|with confidence)\b"
    r"|you can (?:fully |completely )?(?:trust|rely on) (?:it|them|this|these)\b|guaranteed (?:safe|genuine)\b"
    r"|(?:numbers?|hotlines?|lines?|address(?:es)?|sites?|links?|contacts?|channels?|support|agents?)"
    r" (?:can|may) (?:always |fully |safely |completely )?be (?:trusted|relied on)\b"
    r"|(?:call|dial|us|contact)ing [^.!?]{0,25}(?:no|zero|without(?: any)?) risk\b|risk-free\b"
    r"|100 ?% (?:safe|secure|reliable|genuine|guaranteed)\b)",
)
# Promises that the reader gets money or account back: nobody knows that.
_OUTCOME = re.compile(
    r"(?:保证|一定|肯定|必定|百分之?百|100 ?%|包)(?:能够?|可以|会|帮你|给你|替你|把钱|地)*"
    r"(?:追回|找回|退回|退款|退钱|退还|解冻|解封|到账|拿回|要回|赔偿|赔付)"
    r"|(?:就|都|准|总)(?:能|会|可以)(?:全部|全额|都)?(?:追回|找回|退回|拿回|要回)来?(?:全部|所有|全额|每一分)"
    r"|\b(?:will (?:definitely|certainly|surely|always)|(?:is|are) (?:certain|guaranteed|sure) to"
    r"|(?:we|i) (?:guarantee|promise)|(?:is|are) guaranteed)\b[^.!?]{0,50}?"
    r"\b(?:refund\w*|recover\w*|return\w*|back|unfrozen|unblocked|credited|repaid|compensated)\b",
)
# A secret, and that it is to be given to somebody, in either order.
_HAN_SECRET = r"(?:(?:短信|动态|登录|手机|邮箱|支付|交易|银行卡)?(?:验证码|密码|口令)|动态码|短信码|pin 码|助记词|私钥|恢复短语|安全码|(?:短信|手机|屏幕)(?:里|上|中)的?(?:[四五六七八4-8] ?位)?数字?)"
_HAN_TO = r"(?:他们?|她|对方|客服|人工|坐席|专员|工作人员|我们|银行|警方|警察|平台|机构)"
_HAN_GIVE = r"(?:告诉|告知|报|发|念|读|说|交|提供|转发|发送|出示|输|填)(?:给|到|回)?"
_SECRET = (
    r"(?:\b(?:one-time|verification|security|log-?in|sign-?in|sms|text|card security|2fa|six-digit|6-digit)"
    r" (?:pass)?codes?|\b(?:passwords?|passcodes?|pins?|otps?|(?:seed|recovery) (?:phrase|words?)|private keys?|cvvs?|(?:six|6|four|4) digits in the (?:text|message|sms))\b)"
)
_TO = r"(?:them|him|her|us|the (?:agent|caller|staff|officer|bank|police|adviser)|(?:customer )?support|an? (?:agent|officer))"
_GIVES_AWAY = re.compile(
    rf"(?:{_HAN}|(?=pin 码))(?:{_HAN_SECRET}[^，。；：！？,.]{{0,6}}?(?:{_HAN_GIVE}|给){_HAN_TO}"
    rf"|(?:{_HAN_GIVE}|给){_HAN_TO}(?:你的|你)?[^，。；：！？,.]{{0,4}}{_HAN_SECRET})"
    rf"|\b(?:(?:give|tell|send|show|hand|read|offer) {_TO} (?:\w+ ){{0,3}}{_SECRET}\b"
    rf"|(?:give|tell|send|show|hand|read|share|pass|forward|provide|enter|disclose)(?: out| over| on)?"
    rf" (?:\w+ ){{0,3}}{_SECRET} (?:\w+ ){{0,2}}?(?:to|with|for) {_TO}\b)",
)
# Part of a secret, in a text that speaks of one.
_GIVES_PART = re.compile(
    r"(?:念|报|说|读|给|告诉|提供)[^，。；：！？、]{0,6}?(?:前面?|头|后面?|末尾?|中间)(?:的)?(?:[一二两三四五六]|\d) ?(?:位|个)"
    r"|\b(?:read|give|tell|say|share|send)(?: out)?(?: (?:them|him|her|an? \w+|the (?:agent|caller|bank)))?"
    r" (?:only |just )?(?:the )?(?:first|last|middle) (?:\w+ )?(?:digits?|numbers|letters|characters|words)\b",
)
_ANY_SECRET = re.compile(rf"{_HAN_SECRET}|{_SECRET}|\bcodes?\b", re.IGNORECASE)
# A number of which the end may be told, or a story.
_NO_SECRET = re.compile(
    r"[一-鿿]号|骗|冒充|自称|声称|\b(?:card|order|case|account|phone|reference|scam\w*|fraud\w*|fake)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"不|没|别|未|勿|假|骗|冒充|谁说|以为|声称|自称|吗|？|\?|\b(?:not|never|no|if|whether|says?|claims?|nobody|scam\w*|fraud\w*|fake)\b|n't",
    re.IGNORECASE,
)
# Describing what a fraudster wants, or what happened, does not ask for a secret.
_TOLD = re.compile(
    rf"{_DENIED.pattern}|骗|冒充|谁|[让叫要求逼催哄][你他她]|如果|要是|一旦|只要|已经|等于|(?:就能|就会)(?!追回|找回|退回|拿回|要回)|才"
    r"|\b(?:scam\w*|fraud\w*|fake\w*|who\w*|ask\w*|want\w*|trick\w*|gave|given|told|sent|shared|once|anyone"
    r"|nobody|none|refuse\w*|without|make you|makes you|tell you to|tells you to|before you|when you)\b",
    re.IGNORECASE,
)
# What is over is no advice, in the same clause; in another one it may be what comes before the advice.
_PAST = re.compile(r"[过了]")
_CLAUSE = re.compile(r"[^，,；;：:]*$"), re.compile(r"^[^，,；;：:]*")
# Secrets that no blank of a message may ask for.
_SECRET_BLANK = re.compile(
    rf"(?:你的|您的|我的|收到的|新的?|旧的?|原来?的?)?(?:{_HAN_SECRET}|CVV2?|CVC)"
    r"|卡?(?:片)?背面的?[三3] ?位(?:数字?|码)?|(?:the )?(?:three|3) digits on the back(?: of (?:the|my) card)?"
    r"|(?:完整|全部|整张|整个)的?(?:银行)?卡号|(?:银行)?卡号全部|(?:the |my |your )*(?:full|whole|complete) card number|(?:card )?(?:security|verification) (?:code|number)"
    rf"|(?:(?:your|the|my|old|new|current|full) )*(?:(?:account|login|card|app) )?(?:{_SECRET}|codes? received|CVC)",
    re.IGNORECASE,
)
# What stands before a secret in a line of a form.
_WORDS_BEFORE = re.compile(r"^\s*(?:[-*+]|\d+[.、)]|我的|你的|您的|my |your )?\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[^。！？!?.\n]+[。！？!?.]?")
# What the safety rules forbid, as advice: it is what fraudsters ask for.
_HAN_STRANGER = r"(?:对方|他们?|她|客服|专员|坐席|工作人员|来电的人)"
_STRANGER = r"(?:they|he|she|the (?:caller|agent|adviser|officer)|(?:customer )?support)"
_AGAINST = re.compile(
    rf"{_HAN}(?:(?:回拨|拨回|打)(?:给|到)?[^，。；：！？]{{0,6}}(?:显示|来电|打来)的?(?:那个)?号码"
    rf"|(?:点开?|点击|打开){_HAN_STRANGER}(?:发来|发过来|发|给)的?(?:链接|网址)"
    rf"|扫(?:一下)?{_HAN_STRANGER}(?:发来|发过来|发|给|出示)的?(?:二维码|码)"
    rf"|(?:安装|下载|装上?){_HAN_STRANGER}(?:让|叫|要|推荐|发来|发|给)[^，。；：！？]{{0,6}}(?:app|应用|软件|程序)"
    rf"|[跟和给向]{_HAN_STRANGER}[^，。；：！？]{{0,4}}(?:共享|分享)(?:你的|手机|电脑)*屏幕|(?:共享|分享)(?:你的|手机|电脑)*屏幕给{_HAN_STRANGER}"
    rf"|让{_HAN_STRANGER}[^，。；：！？]{{0,4}}(?:远程|操作你的|控制你的)"
    r"|(?:先|再)?(?:交|付|缴|补)(?:上|一笔|点|清)?[“「]?(?:解冻费|验证金|激活金|认证金|解冻保证金)"
    r"|(?:转|汇|存)(?:到|入|进|往)[^，。；：！？]{0,8}安全账户"
    r"|(?:找|请|委托|联系|雇)[^，。；：！？]{0,14}?(?:追款|追损|挽损|追讨|追回)的?(?:团队|公司|机构|专家|黑客)(?!的))"
    r"|\b(?:(?:call|ring|dial) (?:them |him |her )?(?:back )?(?:on |at )?(?:the|that|this) number (?:that |which )?"
    r"(?:(?:was |is )?(?:displayed|shown)|called you|rang you|on (?:the|your) (?:screen|display)|in the (?:text|message|e-mail))"
    rf"|(?:click|tap|open|follow) (?:on )?(?:the|a) link (?:that |which )?{_STRANGER} (?:sent|sends?|gave|gives?)"
    rf"|scan (?:the|a) (?:qr )?code (?:that |which )?{_STRANGER} (?:sent|sends?|shows?|gave|gives?)"
    rf"|(?:install|download) (?:the|an?) (?:app|program|software) (?:that |which )?{_STRANGER} (?:asks?|tells?|sent|sends?|names?|gave|gives?|recommends?)"
    r"|share your screen with (?:them|him|her|the (?:agent|caller|adviser)|(?:customer )?support)"
    r"|let (?:them|him|her|the (?:agent|caller|adviser)|(?:customer )?support) (?:control|operate|take over|into) (?:your|the)"
    r"|pay (?:the|an?) [\"“]?(?:unfreezing|unfreeze|verification|release|unlocking|unlock|activation) (?:fee|deposit)"
    r"|(?:use|hire|contact|find|engage) (?:an?|the) (?:[\w-]+ ){0,2}?(?:money |asset |fund |crypto )?recovery"
    r" (?:team|firm|company|agent|agency|expert|service|specialist)\b"
    r"|(?:move|transfer|send|put) (?:your |the |all )*(?:money|funds|savings) (?:in)?to (?:a|the|their) [\"“]?safe account)",
)
_NO_ADVICE = re.compile(
    rf"{_DENIED.pattern}|[叫要求逼催哄]你|让你|如果|要是|一旦|已经|谁|只要|等于|才|[过了](?:链接|网址|码|费|金|屏幕|$)"
    r"|\b(?:who\w*|ask(?:s|ed)? you|tell you|tells you|want\w*|trick\w*|make you|makes you|before you|when you|once|anyone|none)\b",
    re.IGNORECASE,
)
# A warning elsewhere in a sentence takes back no advice, unless the whole sentence forbids or asks.
_PART = re.compile(r"[，,；;](?!.{0,20}[?？])")
_FORBIDS = re.compile(
    r"^\W*(?:\d+\. \W*)?(?:别|不|千万|绝不|never|don['’]t|do not|no )|(?:n['’]t|never|not)\b.*\bor [^,;]*$",
    re.IGNORECASE,
)
_SAID = (
    (_SAFE, _DENIED, "article-promise"),
    (_GIVES_AWAY, _TOLD, "article-promise.secret"),
    (_OUTCOME, _TOLD, "article-promise.outcome"),
    (_AGAINST, _NO_ADVICE, "article-promise.against"),
    (_GIVES_PART, _NO_ADVICE, "article-promise.secret"),
)
# What a section holds, by its id: the block and its argument, any where there are dots.
_HELD = {"message": ("message", "…"), "never-share": ("safety", "never-share")}


def find(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield where a text calls a contact safe or gives a secret away: where, the words, the message."""
    small = folding.small(text)
    for pattern, denied, key in _SAID:
        if not pattern.search(small):
            continue
        for sentence in _SENTENCE.finditer(small):
            found = pattern.search(sentence[0])
            # What is promised may itself be a denial: no risk.
            rest = sentence[0].replace(found[0], " ") if found and pattern is _SAFE else sentence[0]
            part = found and pattern is _GIVES_PART
            if part and (not _ANY_SECRET.search(text) or _NO_SECRET.search(sentence[0])):
                continue
            against = found and pattern is _AGAINST and not _FORBIDS.search(rest[: found.end()])
            if found and (part or against):
                before, after = (found.string[: found.start()], found.string[found.end() :])
                rest = f"{_PART.split(before)[-1]}{found[0]}{_PART.split(after)[0]}"
            if found and not denied.search(rest) and not (denied is _TOLD and _is_past(found)):
                start, end = (sentence.start() + at for at in found.span())
                yield start, text[start:end], key


def _is_past(found: re.Match[str]) -> bool:
    """Return whether the clause around a match tells what happened."""
    before, after = _CLAUSE
    around = (
        before.search(found.string[: found.start()]),
        after.search(found.string[found.end() :]),
    )
    return any(part and _PAST.search(part[0]) for part in around) or bool(_PAST.search(found[0]))


def asks_for_secret(blank: str) -> bool:
    """Return whether a blank, or one of its alternatives, is to be filled with a secret."""
    options = re.split(r"[／/、，,和与或]| (?:and|or) ", blank.strip("【】[]"))
    return any(_SECRET_BLANK.fullmatch(option.strip()) for option in options)


def asks_for_secrets(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a text has a secret written in a blank, by what stands in it or in front of it."""
    at, before = 0, ""
    for piece, is_blank in split(text):
        start = text.index(piece, at) if piece else at
        at = start + len(piece)
        if is_blank and piece and asks_for_secret(piece):
            yield start, piece
        elif is_blank and not re.search(r"[／/]", piece):
            label = re.search(r"([^，。；：！？,.;:!?\n】\]]+)(?:：|: ?|是|为)$", before)
            if label and asks_for_secret(_WORDS_BEFORE.sub("", label[1])):
                yield start - len(label[0]), f"{label[0]}{piece or '____'}"
        before = piece


def check(article: Article) -> Iterator[Problem]:
    """Yield each forbidden promise, and each section without its block."""
    above = enumerate(article.text.splitlines()[: article.body_line - 1], 1)
    first = [(number, line) for number, line in above if not line.startswith("aliases:")]
    for number, line in (*first, *article.lines):
        for start, typed, key in find(line):
            yield Problem.of(article.path, number, start + 1, key, typed=typed)
    for number, line in article.lines:
        for start, piece in asks_for_secrets(line):
            yield Problem.of(article.path, number, start + 1, "data-secret-blank", piece=piece)
    if article.slug.startswith("about/"):  # they tell of them
        return
    ends = [heading.line for heading in article.headings]
    for heading in article.headings:
        name, argument = _HELD.get(heading.id or "", ("", ""))
        end = next((line for line in ends if line > heading.line), sys.maxsize)
        held = (
            each.name == name and argument in (each.argument, "…")
            for each in article.blocks
            if heading.line < each.line < end
        )
        if name and not any(held):
            block = f"/// {name} | {argument}"
            yield Problem.of(
                article.path,
                heading.line,
                1,
                "article-without-block",
                title=heading.title,
                block=block,
            )
