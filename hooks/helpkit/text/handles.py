"""Find phrases that hand out a handle: "微信号 …", "Our WeChat is …", "search … in Telegram".

Anybody can take any name in an app, so the phrase decides and not the look of the name: whatever
follows such a phrase is a handle, except a few general words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from helpkit.text.may_pass import Rules, any_of, of_script

_OPEN = r"[“「『\"'`*_(（\[【<《]{0,4}"
_NAME = r"[A-Za-z0-9][\w.\-]*"
_QUOTED = r"[“「『\"'`【《][^”」』\"'`】》\n]{1,40}[”」』\"'`】》]"
_CHINESE_ADD = r"(?:搜一?搜?索?|查找|添加|加上?|➕|\+|关注|關注|找|联系|聯絡|私信|私聊|扫|认准|認準|咨询|戳|回复|发给|发到|call)"
# Impostors put the service's name into theirs.
_BRAND = re.compile(
    r"(?<![\w./@#-])(?:okpay[_-]?[a-z0-9]|[a-z0-9]+_okpay)[a-z0-9_-]*(?![\w-]|\.[a-z]|\.[\w.-]{1,40}\.(?:apk|exe|msi|dmg|pkg|zip|rar|7z|pdf|docx?|xlsx?|csv|txt)\b)",
    re.IGNORECASE,
)
# Invitation codes to a group or a server, which only invited people know.
_INVITES = r"(?:invit\w*|join|邀请|邀請|入群|进群|進群|加群|暗号|暗號|群口令)"
_CODE = r"(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[a-z\d_-]{5,}"
_INVITE = re.compile(
    rf"{_INVITES}[^.。!！?？\n]{{0,60}}[“「『\"'`*]{_CODE}[”」』\"'`*]"
    rf"|(?:invit\w*\scode|邀请码|邀請碼|暗号|暗號|群口令)(?:\s?(?:是|为|為|:|：|is|填写?|输入?)|\s)\s?{_CODE}",
    re.IGNORECASE,
)
# A user of a forum; a name that is to be looked for, in whatever app.
_USER = re.compile(
    r"(?<![\w/])u/[A-Za-z0-9_-]{3,}|(?:搜索?|添加|关注|加)\s?[“「『\"'`]?@?(?=[A-Za-z0-9]*_)[A-Za-z][A-Za-z0-9_]{4,}"
)
_INVITE_HINTS = ("invit", "join", "邀", "入群", "进群", "進群", "加群", "暗号", "暗號", "群口令")
_BRAND_HINT = re.compile(r"okpay(?:[_-]?[a-z0-9]|(?<=_okpay))")
# Whose shop, page or group it is.
_OWNER = r"(?:博主|店铺|店鋪|频道|頻道|主播|[Uu][Pp]主|群组|群組|卖家|賣家|seller|vendor|blogger|creator|group|channel|page|shop|store)"
_NOUNS = r"(?:号码|号|號|群号|群|账号|帳號|帐号|客服|官方|主页|昵称|名字?|用户名|ID|Id|id|account|handle|username|user name|number|name|group|channel|contact)"


def find(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """Yield start and end of each place that hands out a handle."""
    lower = text.lower()
    found = []
    if _BRAND_HINT.search(lower):
        found += [match.span() for match in _BRAND.finditer(text)]
    if "u/" in lower or "_" in lower:
        found += [match.span() for match in _USER.finditer(text)]
    if any(map(lower.__contains__, _INVITE_HINTS)):
        found += [match.span() for match in _INVITE.finditer(text)]
    if rules.hint.search(lower):
        builds = [slang]
        if rules.names_app(text, lower):
            builds += [given, sought, introduced]
        if rules.names_mailbox(lower):
            builds.append(at_mailbox)
        for build in builds:
            found += [
                match.span()
                for match in rules.pattern(build).finditer(text)
                if not _is_general(match, rules)
            ]
    end = -1
    for start, stop in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


def _is_general(found: re.Match[str], rules: Rules) -> bool:
    names = [
        "" if key.startswith("sought") and name == "OKPay" else name
        for key, name in found.groupdict().items()
        if name
    ]
    harmless = rules.pattern(general)
    return bool(names) and all(
        not name or harmless.fullmatch(name.strip(" .,'“”\"")) for name in names
    )


def _apps(rules: Rules) -> str:
    latin = rf"{of_script(rules.apps, 'latin')}|(?-i:{any_of(rules.apps_exact)})"
    return rf"(?:{of_script(rules.apps, 'han')}|(?<![A-Za-z])(?:{latin})(?![A-Za-z]))"


def _at(app: str, patterns: Iterable[str]) -> str:
    """Return one pattern for several that begin with an app: whether one stands there is asked once."""
    return f"(?={app})(?:{'|'.join(patterns)})"


def general(rules: Rules) -> str:
    """Return the pattern of general words that may follow such a phrase."""
    return any_of(rules.general)


def given(rules: Rules) -> str:
    """Return the pattern of an app's name with a name behind it."""
    app = _apps(rules)
    nouns = rf"(?:\s?[（(]?(?:的|{_NOUNS}|企鹅号)[）)]?){{0,3}}"
    # "Telegram: okpay" gives a name; "Telegram: look for the badge" is a sentence.
    ends = r"(?=\s*(?:[,，.。;；、!！)）\]】”」\"'`*_|/]|$|\n|[㐀-鿿]|or\b|and\b|或))"
    digits = r"(?=[A-Za-z_.-]*[\d_])"
    begins_with_app = (
        rf"{app}{nouns}\s?(?:[:：=＝→>]|是|为|叫)\s*{_OPEN}@?(?P<name1>{_NAME}){ends}",
        rf"{app}{nouns}(?:\suser)?\s?(?:[:：=＝→>]|是|为|叫)?\s*{_OPEN}[@$]?{digits}(?P<name2>[A-Za-z][\w.-]{{3,}}|\d{{5,}})",
        rf"{app}\s?\$(?P<name10>[A-Za-z]\w+)",
        rf"{app}\s?{_OWNER}\s?(?P<name11>{_QUOTED}|[*_][^*_\n]{{3,60}}[*_])",
        rf"(?:{of_script(rules.apps, 'han')})\s?{_OPEN}@?(?P<name9>[A-Za-z]\w*-[\w-]+)",
        rf"{app}{nouns}\s?(?:[:：=＝→]|是|为|叫)\s*(?P<name3>{_QUOTED})",
        rf"{app}\s?(?:号码|号|號|群号|群|账号|帐号|帳號|賬號|ID|id|handle|username)\s?{_OPEN}@?(?P<name4>{_NAME})",
        rf"{app}\s(?:{_NOUNS}\s)?(?:is|=|called|named|under|as)\s{_OPEN}@?(?P<name6>{_NAME}){ends}",
        rf"{app}(?:[”」』\"'`*]{{1,3}}\s?[，,:：]?)?\s?(?:里|上|中|内|App|直接|公众号)?\s?[，,]?\s?(?:在?搜索[框栏]里?(?:输入|打上?|填|写)|搜索?|查找|添加|加|关注|找|认准|发给|联系)\s?(?:一下|我们|账号|用户|店铺|店|名为|叫|号)?\s?{_OPEN}@?(?P<sought8>{_NAME}|{_QUOTED})",
    )
    return "|".join(
        (
            _at(app, begins_with_app),
            rf"\b{_OWNER}\s+(?P<name12>{_QUOTED})\s+(?:on|in|at)\s+{app}",
            rf"\b(?:our|my|the official|official|their real|new|support)\s+{app}\s?(?:{_NOUNS}\s)?(?:is|are|=|:|→|–|—|-)\s?(?:now\s|called\s|named\s|under\s)?{_OPEN}@?(?P<name5>{_NAME})",
            rf"{_CHINESE_ADD}\s?(?:一下|我们的?|本站|官方|客服|平台|这个|这位|好友|的)?\s?{app}(?:{app}|客服|官方|好友|账号|号|群)?\s*(?:[:：]\s*)?{_OPEN}@?(?P<sought7>{_NAME}|{_QUOTED})",
        )
    )


def sought(rules: Rules) -> str:
    """Return the pattern of a name that is to be looked for or written to in an app."""
    app = _apps(rules)
    seek = (
        r"(?:search(?:\sfor|\sup)?|find|add|message|msg|text|DM|PM|ping|reach|follow|contact|look\sup|look\sfor"
        r"|write\s(?:to)?|chat\s(?:with|to)|talk\sto|hit\sup|ask|subscribe\sto|join|scan)"
    )
    where = r"(?:on|in|at|via|through|over|within|inside|using|by|with)"
    return "|".join(
        (
            rf"\b{seek}\s+{_OPEN}@?(?P<name1>{_NAME}){_OPEN}[”」』\"'`*)）]{{0,4}}\s+{where}\s+(?:our\s|the\s|your\s)?{app}",
            rf"\b{seek}\s+(?P<name2>{_QUOTED})\s+{where}\s+(?:the\s|your\s)?{app}",
            rf"\bsearch\s+(?:the\s)?{app}\s+for\s+(?:the\s)?(?:page|group|channel|account|user|app)?\s?(?P<name8>{_QUOTED}|{_NAME})",
            rf"\b{where}\s+{app},?\s+(?:please\s|just\s|you\scan\s)?{seek}\s+{_OPEN}@?(?P<name3>{_NAME}){_OPEN}(?=\s*(?:[,，.。;；!！)）]|$|\n))",
            rf"(?:\b(?:open|launch|start|use|go\sto|get|install|download|in|on|over|into)\s|打开|用|在)\s?{app}\s?(?:app\b)?\s?[,，.。;；]?\s?(?:and\s|then\s|然后|，)*(?:{seek}|type(?:\sin)?|enter|tap|搜索?|查找|添加|加|找)\s?(?:for\s|the\s(?:user|account|name)\s)?{_OPEN}@?(?P<sought7>{_NAME}|{_QUOTED})",
            rf"\b(?P<name10>[A-Za-z][\w-]*\.[\w.-]+)\s+at\s+[A-Za-z]\w+,?\s+{where}\s+(?:any\s|the\s|your\s)?{app}",
            rf"\b{where}\s+{app}\s+(?:as|under|by(?:\sthe)?(?:\sname)?|at)\s+{_OPEN}@?(?P<name4>{_NAME})",
            rf"\b(?:we|I|us|our\steam|support|agents?)\s+(?:are|am|is|can be found|go by|\'re|\'m)\s+{_OPEN}@?(?P<name5>{_NAME})\s+{where}\s+{app}",
            rf"\bgo(?:es|ing)?\sby\s(?:the\sname\s)?{_OPEN}@?(?P<name11>{_NAME})\s+{where}\s+{app}",
            rf"{app}\s(?:user|profile|fan|account)\s?(?:page|profile)?\sof\s{_OPEN}@?(?P<name12>{_NAME})",
            rf"(?:在|用|到|上|去|打开){app}(?:里|上|中|内)?(?:面)?\s?,?，?(?:搜索?|查找|添加|加|关注|找|联系|发消息给)\s?(?:一下)?\s?{_OPEN}@?(?P<sought6>{_NAME}|{_QUOTED})",
        )
    )


def at_mailbox(rules: Rules) -> str:
    """Return the pattern of a name at one of the mailboxes that anybody can open."""
    box = rf"(?:{'|'.join(rules.mailboxes)})(?![A-Za-z0-9])"
    at = (
        r"(?:\s*[\[({（【<]?\s*(?:@|＠|艾特|圈\s?a|小老鼠|at)\s*[\])}）】>]?\s*|\s+at\s+(?:the\s)?)"
    )
    return "|".join(
        (
            rf"(?<![A-Za-z0-9])(?P<name1>[A-Za-z0-9][\w.+-]*){at}{box}",
            rf"(?<![A-Za-z0-9])(?P<name2>[A-Za-z0-9][\w.+-]{{2,}})\s?[,，]?\s?(?:在|用|后缀是?|后面是?|on|over on|with)\s?{box}",
            rf"{box}\s?(?:邮箱|信箱|账号|地址|address|mail|account)?\s?(?:[:：=]|是|为|叫|is\s)\s*{_OPEN}(?P<name3>{_NAME})",
        )
    )


def introduced(rules: Rules) -> str:
    """Return the pattern of a name a few words before or after the app."""
    app = _apps(rules)
    begins_with_app = (
        rf"{app}[^.。!！?？\n]{{0,40}}\b(?:we\s?(?:are|'re)|i\s?(?:am|'m)|our\s(?:name|handle|id|user\s?name)\sis)\s+{_OPEN}@?(?P<name1>{_NAME})",
        rf"{app}[^.。!！?？\n]{{0,30}}(?:用户名|账号|帳號|昵称|名字)\s?(?:是|叫|[:：=])\s?{_OPEN}(?P<name4>{_NAME}|{_QUOTED})",
    )
    return "|".join(
        (
            _at(app, begins_with_app),
            rf"\b(?:user\s?name|handle|screen\sname|nickname|account\sname|ID)\s?(?:is|[:：=])\s?(?P<name2>[^.。\n]{{2,90}}?),?\s(?:on|in|at)\s{app}",
            rf"(?:用户名|账号|帳號|昵称|名字)\s?(?:是|叫|[:：=])\s?{_OPEN}(?P<name3>{_NAME}|{_QUOTED}).{{0,20}}?{app}",
        )
    )


def slang(rules: Rules) -> str:
    """Return the pattern of "加 V" and other slang for "write to me"."""
    return (
        rf"(?:[加➕]|\+\s?)\s?(?:我|我们|客服|老师|专员)?\s?(?:[VvＶ](?:[Xx信]|(?![A-Za-z]))|[Qq](?:[Qq]|(?![A-Za-z]))|[薇微威徽](?:[Xx]|(?![信博软])))"
        rf"\s?(?:号|信|：|:|\s)*{_OPEN}(?:[A-Za-z0-9]|$|[,，。!！）)])"
    )
