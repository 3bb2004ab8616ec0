"""Drawing: records and a template become HTML. Everything from data is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from helpkit import addresses, blocks, cards, feeds, hours
from helpkit.blocks import BLOCKS, Request
from helpkit.directory import Directory
from helpkit.records import Language


class Drawing:
    """Draws blocks for one directory with the templates of `overrides/blocks/`.

    `directory` is None while the data has problems: every block is then drawn as an error box.
    """

    def __init__(self, directory: Directory | None, *, templates: Path) -> None:
        self.directory = directory
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            utc_name=hours.utc_name,
            difference=hours.difference,
            host_of=blocks.source_host,
            cards_of=cards.addresses_of,
            feed_of=feeds.address,
            html_language=addresses.HTML_LANGUAGE,
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

        Never raises: what cannot be drawn becomes a red box that says why, so that a writer
        sees it where it stands. The checks report the same mistake with its line.
        """
        if self.directory is None:
            return self._failure("The data has problems; the terminal lists them.")
        kind = BLOCKS.get(name)
        allowed = list(kind.arguments(self.directory)) if kind and kind.arguments else []
        if kind is None or (argument and argument not in allowed):
            return self._failure(f'"/// {name} | {argument}" names something that does not exist.')
        if not argument and allowed and not kind.optional:
            return self._failure(f'"/// {name}" does not say which one to show.')
        request = Request(self.directory, language, argument, dict(options or {}))
        try:
            return self.render(
                f"{name}.html", language=language, address=address, **kind.view(request)
            )
        except (TemplateError, LookupError) as error:
            return self._failure(f'"/// {name}" could not be drawn: {error}')

    def render(self, template: str, *, language: Language, address: str, **context: Any) -> str:
        """Return a template of `overrides/blocks/` filled in for a page."""
        assert self.directory is not None
        ui = {key: text[language] for key, text in self.directory.ui.items()}

        def href(slug: str) -> str:
            path, hash_, fragment = slug.partition("#")
            target = addresses.page_address(path, language=language)
            return addresses.relative(target, start=address) + hash_ + fragment

        def asset(file: str) -> str:
            return addresses.relative(file, start=address)

        other = addresses.other_language(language)
        return self._environment.get_template(template).render(
            ui=ui,
            lang=language,
            other=other,
            href=href,
            asset=asset,
            directory=self.directory,
            **context,
        )

    def _failure(self, reason: str) -> str:
        return self._environment.get_template("_failure.html").render(reason=reason)
