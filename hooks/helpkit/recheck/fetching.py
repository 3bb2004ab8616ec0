"""Fetch pages from other people's servers politely and within limits.

One request at a time to a host, with a pause between two; robots.txt is obeyed; a page that is
slow, endless, huge or broken ends in a reason and not in an exception.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
import urllib3
from charset_normalizer import from_bytes
from lxml import etree
from protego import Protego
from urllib3.util import Timeout

from helpkit.messages import Message, message

AGENT = "okpay-self-help-recheck"
_TEXTS = ("text/", "application/xhtml+xml", "application/xml", "application/json")
_REDIRECTS = {301, 302, 303, 307, 308}
# Inline elements: a number may continue across them. All others end a line.
_INLINE = set("a abbr b bdi bdo em font i mark small span strong u".split())
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How long we wait and how much we take. Times are in seconds, sizes in bytes after decompression."""

    timeout: float = 20
    whole: float = 60
    delay: float = 2
    attempts: int = 3
    back_off: float = 2
    longest_pause: float = 30
    redirects: int = 5
    most_bytes: int = 5_000_000
    hosts_at_once: int = 8
    pause: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Opened:
    """The result of opening an address: the page's text and link targets, or a reason.

    `at` is where the page was in the end. `reached` says whether the server gave an answer that
    counts; a picture or a PDF is reached and has no text.
    """

    url: str
    at: str
    reached: bool
    text: str = ""
    links: tuple[str, ...] = ()
    problem: Message | None = None


class _GiveUp(Exception):
    """A failed attempt. `again`: retry after this many seconds."""

    def __init__(self, reason: Message, *, again: bool = False, after: float = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.after = after


@dataclass(slots=True)
class _Host:
    """What is known of one server: one request at a time, not before `free_at`."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    robots: Protego | None = None
    free_at: float = 0


class Visitor:
    """Opens pages. `site_url` tells the owners of the servers who comes."""

    def __init__(self, limits: CrawlLimits, *, site_url: str) -> None:
        self.limits = limits
        self._headers = {
            "User-Agent": f"{AGENT}/1.0 (+{site_url})",
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
        }
        self._pool = urllib3.PoolManager(
            num_pools=64,
            retries=False,
            timeout=Timeout(connect=limits.timeout, read=limits.timeout),
        )
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()

    def open_all(self, urls: Iterable[str]) -> Iterator[Opened]:
        """Yield what came of each address, once each, as they come; hosts side by side."""
        by_host: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            by_host.setdefault(urlsplit(url).netloc, []).append(url)
        with ThreadPoolExecutor(self.limits.hosts_at_once) as threads:
            # Interleave the hosts, so that one host's pauses do not delay the others.
            turns = max(map(len, by_host.values()), default=0)
            waiting = [
                threads.submit(self.open, group[turn])
                for turn in range(turns)
                for group in by_host.values()
                if turn < len(group)
            ]
            for done in as_completed(waiting):
                yield done.result()

    def open(self, url: str) -> Opened:
        """Return what came of one address, after as many attempts as limits allow."""
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._follow(url)
            except _GiveUp as gave_up:
                if not gave_up.again or attempt == self.limits.attempts:
                    return Opened(url, url, reached=False, problem=gave_up.reason)
                wait = max(self.limits.back_off * 2 ** (attempt - 1), gave_up.after)
                self.limits.pause(min(wait, self.limits.longest_pause))
        raise AssertionError("attempts is at least 1")

    def _follow(self, url: str) -> Opened:
        at, seen = url, {url}
        for _ in range(self.limits.redirects + 1):
            if not self._may_open(at):
                raise _GiveUp(message("page-stays-away"))
            answer, body = self._get(at, most=self.limits.most_bytes)
            target = answer.headers.get("Location")
            if answer.status in _REDIRECTS and target:
                at = urldefrag(urljoin(at, target)).url
                if urlsplit(at).scheme not in ("http", "https"):
                    raise _GiveUp(message("page-leads-elsewhere", at=at))
                if at in seen:
                    raise _GiveUp(message("page-in-a-circle"))
                seen.add(at)
                continue
            return _read(url, at, answer, body)
        raise _GiveUp(message("page-redirects", most=self.limits.redirects))

    def _may_open(self, url: str) -> bool:
        """Return whether the server's robots.txt lets us in. No such file means yes."""
        parts = urlsplit(url)
        host = self._host(url)
        with host.lock:
            if host.robots is None:
                address = f"{parts.scheme}://{parts.netloc}/robots.txt"
                answer, body = self._get(address, most=500_000)
                if answer.status >= 500 or answer.status == 429:
                    # RFC 9309: a server that cannot tell its rules is left alone.
                    raise _GiveUp(message("page-robots", status=answer.status), again=True)
                there = answer.status < 300 and body is not None
                host.robots = Protego.parse(_decoded(body or b"", "") if there else "")
            return host.robots.can_fetch(url, AGENT)

    def _host(self, url: str) -> _Host:
        with self._hosts_lock:
            return self._hosts.setdefault(urlsplit(url).netloc, _Host())

    def _get(self, url: str, *, most: int) -> tuple[urllib3.BaseHTTPResponse, bytes | None]:
        """Return an answer and its body, None if it is no text; wait for the host's turn first."""
        host = self._host(url)
        with host.lock:
            wait = host.free_at - self.limits.clock()
            if wait > 0:
                self.limits.pause(wait)
            try:
                return self._ask(url, most=most)
            except urllib3.exceptions.NewConnectionError:
                raise _GiveUp(message("page-nobody"), again=True) from None
            except urllib3.exceptions.TimeoutError:
                raise _GiveUp(message("page-late"), again=True) from None
            except urllib3.exceptions.SSLError:
                raise _GiveUp(message("page-certificate")) from None
            except urllib3.exceptions.DecodeError:
                raise _GiveUp(message("page-compression")) from None
            except urllib3.exceptions.LocationValueError:
                raise _GiveUp(message("page-no-address", url=url)) from None
            except (urllib3.exceptions.HTTPError, OSError):
                raise _GiveUp(message("page-broke-off"), again=True) from None
            finally:
                asked = host.robots.crawl_delay(AGENT) if host.robots else None
                delay = min(max(self.limits.delay, asked or 0), self.limits.longest_pause)
                host.free_at = self.limits.clock() + delay

    def _ask(self, url: str, *, most: int) -> tuple[urllib3.BaseHTTPResponse, bytes | None]:
        started = self.limits.clock()
        answer = self._pool.request(
            "GET", url, headers=self._headers, redirect=False, preload_content=False
        )
        try:
            if answer.status in _TRY_AGAIN and not url.endswith("/robots.txt"):
                after = answer.headers.get("Retry-After", "")
                seconds = float(after) if after.isdecimal() else 0
                raise _GiveUp(
                    message("page-answers", status=answer.status), again=True, after=seconds
                )
            if answer.status in _REDIRECTS or answer.status >= 400 or not _is_text(answer):
                return answer, None
            body = bytearray()
            for part in answer.stream(65_536, decode_content=True):
                body += part
                if len(body) > most:
                    raise _GiveUp(message("page-large", most=most))
                if self.limits.clock() - started > self.limits.whole:
                    raise _GiveUp(message("page-endless", seconds=self.limits.whole))
            return answer, bytes(body)
        finally:
            # The unread rest must not be taken for the next answer.
            answer.close()


def _is_text(answer: urllib3.BaseHTTPResponse) -> bool:
    kind = answer.headers.get("Content-Type", "text/html").lower()
    return kind.startswith(_TEXTS)


def _read(url: str, at: str, answer: urllib3.BaseHTTPResponse, body: bytes | None) -> Opened:
    if answer.status >= 300:
        raise _GiveUp(message("page-answers", status=answer.status))
    kind = answer.headers.get("Content-Type", "text/html")
    if body is None or body.startswith(b"%PDF"):
        named = "application/pdf" if body else kind
        return Opened(url, at, reached=True, problem=message("page-no-text", kind=named))
    text = _decoded(body, kind)
    if "html" in kind.lower() or "<html" in text[:2000].lower():
        words, links = read_html(text, at)
        return Opened(url, at, reached=True, text=words, links=links)
    return Opened(url, at, reached=True, text=text)


def _decoded(body: bytes, content_type: str) -> str:
    """Return bytes as text: as UTF-8 if they are valid UTF-8, whatever the server claims."""
    claimed = content_type.lower().partition("charset=")[2].strip(" \"';")
    for charset in ("utf-8-sig", claimed):
        try:
            text = body.decode(charset or "ascii")
        except (UnicodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    best = from_bytes(body).best()
    return str(best) if best else body.decode("latin-1")


def read_html(text: str, at: str) -> tuple[str, tuple[str, ...]]:
    """Return what a page says, descriptions of its pictures among it, and where its links lead."""
    try:
        # A declaration of the charset would be believed although the text is decoded already.
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root: Any = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return text, ()
    links = [link for href in root.xpath("//@href") if (link := _joined(at, href))]
    described = [str(text) for text in root.xpath("//@alt | //@title | //@aria-label")]
    for element in root.xpath("//script|//style|//template"):
        element.drop_tree()
    for element in root.iter():
        if element.tag not in _INLINE:
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
    return "\n\n".join([root.text_content(), *described]), tuple(links)


def _joined(at: str, href: str) -> str:
    try:
        return urljoin(at, href)
    except ValueError:
        return ""
