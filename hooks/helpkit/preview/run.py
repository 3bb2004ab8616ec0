"""The main process of the preview: it decides what is drawn when, and survives every mistake."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from helpkit.checks import mkdocs_config
from helpkit.languages import DERIVED, SOURCE, TRANSLATIONS
from helpkit.messages import message, say, spoken
from helpkit.preview import watching
from helpkit.preview.worker import (
    About,
    Built,
    Drawn,
    Failed,
    Gone,
    Worker,
    not_drawn,
    place_of_failure,
)
from helpkit.problems import Problem, Severity, in_order

# Seconds without a change before the whole site is built behind what is shown.
QUIET = 0.7
# Seconds after which a whole build is no longer waited for.
MOST = 1800
ASSETS = "docs/assets/"
# Assets that can be copied without a rebuild.
_ALONE = {".css", ".js"}


@dataclass(frozen=True)
class State:
    """The writer's bar of a page: why it was not drawn anew, its problems, and all others.

    `about` is None for what is no article. `lines` are those of its source, to find the place of a
    problem in the page by. `gone` is a page whose file is no more, until the next build. While
    `checking`, the last that was saved is not among them yet.
    """

    faults: list[Problem] = field(default_factory=list)
    own: list[Problem] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)
    about: About | None = None
    lines: Sequence[str] = ()
    gone: str = ""
    checking: bool = False


class Tabs:
    """The pages that are open in browsers, and what they have to be told."""

    def __init__(self) -> None:
        self.news = threading.Condition()
        self._open: dict[object, str] = {}
        self._count = 1
        self._newest = 0  # of all pages
        self._of_page: dict[str, int] = {}
        self._said = 0

    @property
    def count(self) -> int:
        """A number that grows with everything that happens."""
        return self._count

    def paths(self) -> set[str]:
        """Return the addresses of the open pages, without the slash at the beginning."""
        with self.news:
            return set(self._open.values())

    @contextlib.contextmanager
    def opened(self, path: str) -> Iterator[None]:
        """Count a page as open for a while."""
        key = object()
        with self.news:
            self._open[key] = path
        try:
            yield
        finally:
            with self.news:
                del self._open[key]

    def reload(self, paths: Iterable[str] | None) -> None:
        """Tell the tabs of some pages, or of all, that they have to be loaded anew."""
        with self.news:
            self._count += 1
            if paths is None:
                self._newest = self._count
            else:
                self._of_page |= dict.fromkeys(paths, self._count)
            self.news.notify_all()

    def say(self) -> None:
        """Tell all tabs that what stands on top of them is out of date."""
        with self.news:
            self._count += 1
            self._said = self._count
            self.news.notify_all()

    def due(self, path: str, *, seen: int) -> str:
        """Return what a tab that knows all up to `seen` has to do: `reload`, `bar`, or nothing."""
        if max(self._newest, self._of_page.get(path, 0)) > seen:
            return "reload"
        return "bar" if self._said > seen else ""


class Preview:
    """The site of a repository, which follows every change. `say` prints a line for the writer."""

    def __init__(self, root: Path, *, today: date, url: str, say: Callable[[str], None]) -> None:
        self.tabs = Tabs()
        self.ready = threading.Event()
        self._root, self._today, self._url, self._print = root, today, url, say
        self._place = Path(tempfile.mkdtemp(prefix="okpay-preview-"))
        self._drawing = threading.RLock()  # held by whoever uses what is shown
        self._front: Worker | None = None
        self._back: Worker | None = self._worker()
        self._folder: Path | None = None
        self._pages: dict[str, str] = {}
        self._stale: set[str] = set()
        self._faults: list[Problem] = []
        self._warned: list[Problem] = []
        self._problems: list[Problem] = []
        self._told: set[Problem] = set()
        self._since: list[str] = []  # what changed since a build last began
        self._wanted = threading.Condition()
        self._next: float | None = 0.0  # when a build begins; none is wanted without
        self._checking = True
        self._again = False  # whether a build that missed a file is tried once more
        self._stopped = False
        self._builds = 0
        self._builder = threading.Thread(target=self._build_on, daemon=True)
        self._builder.start()
        self._observer = watching.watch(root, self.changed)

    def stop(self) -> None:
        """End the programs and remove what they wrote."""
        self._stopped = True
        self._observer.stop()
        with self._wanted:
            self._wanted.notify_all()
        for worker in (self._front, self._back):
            if worker:
                worker.end()
        self._builder.join(timeout=5)
        shutil.rmtree(self._place, ignore_errors=True)

    # --- What browsers ask for

    def file(self, path: str) -> Path | None:
        """Return the file that is shown at an address, drawn anew if it has to be, or None."""
        with self._drawing:
            if self._folder is None:
                return None
            uri = self._pages.get(path)
            if uri in self._stale:
                with self._surviving():
                    self._draw([], [uri])
            found = self._folder / path
            return found / "index.html" if path.endswith("/") or not path else found

    def still(self) -> AbstractContextManager[Any]:
        """Keep the shown site from being replaced while somebody reads it."""
        return self._drawing

    def not_found(self, path: str) -> Path | None:
        """Return the page that stands where none is, in the language of the address."""
        with self._drawing:
            folder = self._folder
        if folder is None:
            return None
        first = folder / path.partition("/")[0] / "404.html"
        return first if first.is_file() else folder / "404.html"

    def state(self, path: str) -> State:
        """Return the writer's bar of the page at an address."""
        with self._drawing:
            uri = self._pages.get(path)
            about: About | None = None
            unsaid: list[Problem] = []
            missing = f"docs/{uri}" if uri and not (self._root / "docs" / uri).is_file() else ""
            if uri and self._front and not missing:
                try:
                    about = self._front.ask("about", uri)
                except Gone as gone:
                    self._lost(gone)
                except Failed as failed:  # whoever looks again would hear it again
                    unsaid = [self.fault_of(failed)]
            faults, problems = self._known()
            if not any(problem.severity is Severity.ERROR for problem in (*faults, *problems)):
                problems += self._warned
            own = [problem for problem in problems if uri and _is_of(problem, f"docs/{uri}")]
            others = [problem for problem in problems if problem not in own]
            lines = self._lines(f"docs/{uri}") if own and not missing else ()
            return State(faults + unsaid, own, others, about, lines, missing, self._checking)

    def _lines(self, path: str) -> Sequence[str]:
        try:
            return (self._root / path).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return ()

    # --- What writers change

    def changed(self, paths: list[str]) -> None:
        """Show changed files on the open pages, and have the whole site built behind them."""
        began = time.monotonic()
        builds, shown = True, False
        with self._drawing, self._surviving():
            self._again = False
            builds = not all(map(self._is_shown_alone, paths))
            self._checking |= builds
            self._since += paths
            self._faults = [fault for fault in self._faults if fault.path not in paths]
            shown = self._show(paths)
        if builds:
            with self._wanted:
                self._next = time.monotonic() + QUIET
                self._wanted.notify_all()
        took = message("preview-shown", seconds=time.monotonic() - began) if shown else ""
        more = message("preview-more", n=len(paths) - 3) if len(paths) > 3 else ""
        self._say(say("preview-saved", names=tuple(paths[:3]), more=more, shown=took))
        if any(path.startswith("hooks/helpkit/preview/") for path in paths):
            self._say(say("preview-own-code"))

    def _is_shown_alone(self, path: str) -> bool:
        return (
            path.startswith(ASSETS)
            and PurePosixPath(path).suffix in _ALONE
            and self._asset(path) is not None
            and (self._root / path).is_file()
        )

    def _asset(self, path: str) -> Path | None:
        """Return where an asset stands in the site that is shown."""
        place = self._folder and self._folder / path.removeprefix("docs/")
        return place if place and place.is_file() else None

    def _show(self, paths: Iterable[str]) -> bool:
        """Bring changed files into the shown site; return whether an open page looks different."""
        touched, drawn, copied = self._bring(paths)
        if touched:
            # Also of pages that seem closed: a tab that is being loaded listens a moment later.
            self.tabs.reload([address for address, uri in self._pages.items() if uri in touched])
        if copied:
            self.tabs.reload(None)
        return copied or bool(drawn.pages)

    def _bring(self, paths: Iterable[str]) -> tuple[set[str], Drawn, bool]:
        """Draw the open pages that changed files touch, and copy assets, without telling the tabs.

        Return the articles that are touched, what was drawn, and whether an asset was copied.
        """
        if self._folder is None or self._front is None:
            return set(), Drawn(), False
        everywhere = [path for path in paths if path.startswith(("data/", "overrides/"))]
        known = {f"docs/{uri}": uri for uri in self._pages.values()}
        articles = [path for path in paths if path in known and (self._root / path).is_file()]
        copied = False
        for path in paths:
            place = self._asset(path) if path.startswith(ASSETS) else None
            if place and (self._root / path).is_file():
                shutil.copyfile(self._root / path, place)
                copied = True
        if not everywhere and not articles:
            return set(), Drawn(), copied
        open_now = {self._pages[path] for path in self.tabs.paths() if path in self._pages}
        pages = set(known.values())
        of_articles = {uri for path in articles for uri in shown_on(known[path])}
        touched = pages if everywhere else pages & of_articles
        self._stale |= touched
        return touched, self._draw([*everywhere, *articles], open_now & touched), copied

    def _draw(self, changed: Iterable[str], uris: Iterable[str | None]) -> Drawn:
        """Have pages drawn, keep why some were not, and tell the tabs."""
        if self._front is None:
            return Drawn()
        changed = list(changed)
        try:
            drawn: Drawn = self._front.ask("draw", changed, list(uris))
        except Gone as gone:
            self._lost(gone)
            return Drawn()
        self._stale -= set(drawn.pages)
        self._stale -= {fault.path.removeprefix("docs/") for fault in drawn.faults}
        before, renewed = self._faults, tuple(changed)
        if len([path for path in changed if path.startswith("docs/")]) < len(changed):
            renewed += ("data/", "overrides/")  # all of it was read again
        self._faults = [f for f in before if not f.path.startswith(renewed)] + drawn.faults
        if self._faults != before:
            self._tell()
        return drawn

    def _lost(self, gone: Gone) -> None:
        """Go on without the program that drew pages, and have another made."""
        if self._stopped:
            return
        self._front = None
        self._fail(gone)
        with self._wanted:
            self._next = time.monotonic()
            self._wanted.notify_all()

    # --- Whole builds, in a thread of their own

    def _build_on(self) -> None:
        while True:
            with self._wanted:
                while not self._stopped and (self._next is None or time.monotonic() < self._next):
                    self._wanted.wait(
                        None if self._next is None else max(self._next - time.monotonic(), 0)
                    )
                if self._stopped:
                    return
                self._next = None
            try:
                self._build()
            except Exception as error:  # whatever it is: what is saved next is built again
                if self._stopped:
                    return
                if self._back and not isinstance(error, Failed):
                    self._back.end()
                    self._back = None
                self._checking = self._next is not None
                self._fail(error)
            finally:
                self.ready.set()

    def _build(self) -> None:
        with self._drawing:
            changed, self._since = self._since, []
        anew = any(path.startswith("hooks/") for path in changed)
        if anew and self._back:
            self._back.end()
            self._back = None
        if self._back is None:
            self._back = self._worker()
        first = self._folder is None
        # Of an article everything else is known already; else the site is the sooner.
        at_once = not first and all(
            path.startswith(("docs/", mkdocs_config.FILE)) for path in changed
        )
        if at_once:
            self._check(self._back)
        self._builds += 1
        folder = self._place / f"site-{self._builds}"
        built: Built = self._back.ask("build", folder, refuse=not first, within=MOST)
        if built.done:
            self._swap(folder, built, anew=anew)
        elif built.lost and not self._again:  # a file came or went while it was read: once more
            shutil.rmtree(folder, ignore_errors=True)
            self._again = True
            with self._wanted:
                self._next = time.monotonic() + QUIET
            return
        else:
            shutil.rmtree(folder, ignore_errors=True)
            with self._drawing:
                self._faults = built.faults
                self._tell()
        self.ready.set()
        if first:
            self.tabs.reload(None)  # those that were told to wait
        if not at_once and self._back:
            self._check(self._back)
        if built.done and self._front:
            self._front.ask("warm")

    def _swap(self, folder: Path, built: Built, *, anew: bool) -> None:
        """Show a new site, with the files that changed while it was built."""
        with self._drawing:
            old, self._folder = self._folder, folder
            self._pages, self._stale = built.pages, set()
            self._faults, self._warned = built.faults, built.warned
            self._front, self._back = self._back, self._front
            # A tab that already shows the latest change need not reload.
            self._bring(self._since)
            addresses = self.tabs.paths() | set(self._pages)
            self.tabs.reload([path for path in addresses if _differ(path, old, folder)])
            self._tell()
        if anew and self._back:
            self._back.end()
            self._back = None
        if self._back is None:
            self._back = self._worker()
        if old:
            shutil.rmtree(old, ignore_errors=True)

    def _check(self, worker: Worker) -> None:
        problems = worker.ask("check", within=MOST)
        with self._drawing:
            self._checking = self._next is not None  # something else was saved meanwhile
            if problems is not None:
                self._problems = problems
            self._tell()

    def _worker(self) -> Worker:
        return Worker(self._root, today=self._today, url=self._url)

    @contextlib.contextmanager
    def _surviving(self) -> Iterator[None]:
        """Report any error, and go on with the shown site."""
        try:
            yield
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        """Tell that a program has ended or stumbled, most likely for a mistake in its own code."""
        with self._drawing:
            before, self._faults = self._faults, [self.fault_of(error)]
            if self._faults == before:  # a page that asks again is not told again
                return
            try:
                self._tell()
            except Exception:  # what a check has found cannot be told
                self._problems, self._warned = [], []
                self._tell()

    def _say(self, line: str) -> None:
        """Print a line; a terminal that was closed ends nothing."""
        with contextlib.suppress(OSError, ValueError):
            self._print(line)

    def fault_of(self, error: Exception) -> Problem:
        """Return an error as one problem, at the last line of our code in its traceback."""
        told = isinstance(error, (Failed, Gone))
        said = str(error) if told else "".join(traceback.format_exception(error))
        return not_drawn(*place_of_failure(said, root=self._root))

    def _known(self) -> tuple[list[Problem], list[Problem]]:
        """Return the problems that keep the site from being drawn anew, and the other problems.

        Where a check has found the reason, its words are better.
        """
        found = {(problem.path, problem.line): problem for problem in self._problems}
        faults = [found.get((fault.path, fault.line), fault) for fault in self._faults]
        return list(dict.fromkeys(faults)), [
            problem for problem in self._problems if problem not in faults
        ]

    def _tell(self) -> None:
        """Print the problems that were not there when this was last done, and renew the bars."""
        faults, problems = self._known()
        known = {*faults, *problems}
        for problem in in_order(known - self._told):
            self._say(problem.told(spoken()))
        if mended := len(self._told - known):
            self._say(say("preview-mended", mended=mended, left=len(known)))
        self._told = known
        self.tabs.say()


def _is_of(problem: Problem, path: str) -> bool:
    """Return whether a problem is one of an article: in its file, or that this was renamed."""
    old = problem.message.given.get("old")
    language = problem.path.removeprefix("docs/").partition("/")[0]
    return path in (problem.path, f"docs/{language}/{old}.md")


def shown_on(uri: str) -> set[str]:
    """Return the pages that are drawn of an article: its own, and those translated from it.

    What is made of finished pages, as all of a derived language is, comes with the next build.
    """
    language, _, path = uri.partition("/")
    if language in DERIVED:
        return set()
    return {uri, *(f"{each}/{path}" for each in TRANSLATIONS if language == SOURCE)}


def _differ(path: str, old: Path | None, new: Path) -> bool:
    """Return whether a page is another one in a new site."""
    if old is None:
        return True
    name = f"{path}index.html" if path.endswith("/") or not path else path
    try:
        return (old / name).read_bytes() != (new / name).read_bytes()
    except OSError:
        return True
