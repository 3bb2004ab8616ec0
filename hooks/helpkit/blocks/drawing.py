"""Drawing: records and a template become HTML. Everything from data is escaped."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from helpkit import addresses, reasons
from helpkit.blocks.views import BLOCKS, ContactRow, Request
from helpkit.cache import Cache
from helpkit.data import hours
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, PROFILES, Language, others
from helpkit.messages import Value, message, spoken, text
from helpkit.outputs import cards, feeds
from helpkit.text import blanks
from helpkit.text.hosts import bare_host

Options = tuple[tuple[str, str], ...]


class Drawing:
    """Draws blocks for one directory with the templates of `overrides/blocks/`.

    `directory` is None while the data has problems: every block is then drawn as an error box.
    """

    def __init__(
        self, directory: Directory | None, *, templates: Path, cache: Cache | None = None
    ) -> None:
        self.directory = directory
        texts = directory.ui if directory else {}
        self._ui = {
            language: {key: text[language] for key, text in texts.items()} for language in LANGUAGES
        }
        # Many pages contain the same block; only its links depend on the page.
        self._views: dict[tuple[str, Language, str, Options], Mapping[str, Any]] = {}
        self._rows: dict[tuple[str, Language], list[ContactRow]] = {}
        self._environment = Environment(
            loader=FileSystemLoader([templates, _theme_templates()]),
            auto_reload=False,  # each build has a new drawing
            bytecode_cache=CompiledTemplates(cache) if cache else None,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            utc_name=hours.utc_name,
            zone_name=hours.zone_name,
            difference=hours.difference,
            day_of=hours.day_of,
            month_of=hours.month_of,
            openings_of=hours.openings,
            host_of=lambda evidence: bare_host(evidence.source),
            host_of_address=bare_host,
            blanks_of=blanks.split,
            cards_of=cards.addresses_of,
            feed_of=feeds.address,
            profiles=PROFILES,
            languages=LANGUAGES,
        )

    def draw(
        self,
        name: str,
        *,
        language: Language,
        address: str,
        argument: str = "",
        options: Mapping[str, str] | None = None,
    ) -> str:
        """Return the HTML of a block on the page at `address`.

        Never raises: a block that fails becomes a red box with the reason, at its place on the
        page. The checks report the same mistake with its line.
        """
        if self.directory is None:
            return self._failure("block-failed.data")
        kind = BLOCKS.get(name)
        allowed = list(kind.arguments(self.directory)) if kind and kind.arguments else []
        if kind is None or (argument and argument not in allowed):
            return self._failure("block-failed.unknown", typed=f"/// {name} | {argument}")
        if not argument and allowed and not kind.argument_optional:
            return self._failure("block-failed.which", typed=f"/// {name}")
        try:
            view = self._view(name, language, argument, tuple((options or {}).items()))
            return self.render(f"{name}.html", language=language, address=address, **view)
        except (
            Exception
        ) as error:  # a template can raise anything, and the page must still be drawn
            return self._failure("block-failed.other", typed=f"/// {name}", why=reasons.of(error))

    def render(self, template: str, *, language: Language, address: str, **context: Any) -> str:
        """Return a template of `overrides/blocks/` filled in for a page."""
        assert self.directory is not None

        def href(slug: str) -> str:
            path, hash_, fragment = slug.partition("#")
            target = addresses.page_address(path, language=language)
            return addresses.relative(target, start=address) + hash_ + fragment

        def asset(file: str) -> str:
            return addresses.relative(file, start=address)

        return self._environment.get_template(template).render(
            ui=self._ui[language],
            lang=language,
            marks=PROFILES[language].marks,
            spoken=(language, *others(language)),
            href=href,
            asset=asset,
            directory=self.directory,
            **context,
        )

    def _view(
        self, name: str, language: Language, argument: str, options: Options
    ) -> Mapping[str, Any]:
        key = (name, language, argument, options)
        if key not in self._views:
            assert self.directory is not None
            request = Request(self.directory, language, argument, dict(options), self._rows)
            self._views[key] = BLOCKS[name].view(request)
        return self._views[key]

    def _failure(self, key: str, /, **values: Value) -> str:
        reasons = [text(message(key, **values), language=language) for language in spoken()]
        return self._environment.get_template("_failure.html").render(reason=" / ".join(reasons))


class CompiledTemplates(BytecodeCache):
    """Keeps compiled Jinja templates in the build cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the code of a template. Raises TemplateSyntaxError as Jinja does."""
        read_as = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks)
        code = self._cache.get(
            repr((name, filename, read_as, environment.undefined)).encode(),
            source.encode(),
            make=lambda: marshal.dumps(environment.compile(source, name, filename)),
        )
        bucket = Bucket(environment, name, "")
        bucket.code = marshal.loads(code)
        return bucket


def _theme_templates() -> Path:
    """Return the folder of the theme's templates, for its icons, without importing the theme."""
    theme = find_spec("material")
    assert theme is not None
    assert theme.origin is not None
    return Path(theme.origin).parent / "templates"
