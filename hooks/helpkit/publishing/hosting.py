"""How the site is served: headers, caching, redirects, written out for every kind of host.

One source, `data/hosting.yml`; the forms that hosts want are templates in `deploy/templates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpkit.data.directory import Directory
from helpkit.data.hosting import Hosting
from helpkit.languages import LANGUAGES, PROFILES, SOURCE
from helpkit.messages import Refused
from helpkit.outputs import redirects
from helpkit.publishing.fingerprints import HASHED

TEMPLATES = Path("deploy/templates")
SECURITY_FILE = ".well-known/security.txt"
# Files for a server of one's own, kept in the repository.
SERVER_FILES = ("deploy/nginx.conf", "deploy/Caddyfile")
# Files inside the site, for hosts that read them there.
SITE_FILES = ("_headers", "_redirects")
# Directives that browsers obey in a header only, not in a page.
_HEADER_ONLY = {"frame-ancestors"}


def policy(hosting: Hosting, *, in_page: bool = False) -> str:
    """Return the Content Security Policy, or the part of it that a meta element can say."""
    return "; ".join(
        " ".join((directive, *sources))
        for directive, sources in hosting.policy.items()
        if not (in_page and directive in _HEADER_ONLY)
    )


def headers(hosting: Hosting) -> dict[str, str]:
    """Return the headers of every answer, but for caching, by name."""
    features = [f"{name}=()" for name in hosting.features.refused]
    features += [f"{name}=(self)" for name in hosting.features.allowed]
    return {
        "Content-Security-Policy": policy(hosting),
        "Permissions-Policy": ", ".join(features),
        **hosting.headers,
    }


def server_files(directory: Directory, *, root: Path) -> dict[str, str]:
    """Return the configurations of servers by their path in the repository."""
    return {name: _draw(Path(name).name, directory, root=root, names=()) for name in SERVER_FILES}


def site_files(
    directory: Directory, *, root: Path, site: Path, site_url: str, contact: str | None
) -> dict[str, str]:
    """Return the files that hosts look for inside a finished site, by their path there.

    `contact` is where to report a security problem (`mailto:`, `https:` or `tel:`); without one
    there is no security.txt, since RFC 9116 demands it. Raises Refused for any other.
    """
    names = tuple(unchanging(site))
    found = {name: _draw(name, directory, root=root, names=names) for name in SITE_FILES}
    if contact:
        if not re.fullmatch(r"(?:mailto:|https://|tel:)\S+", contact):
            raise Refused("bad-security-contact", contact=contact)
        found[SECURITY_FILE] = _template(root, "security.txt").render(
            contact=contact,
            expires=directory.today + timedelta(days=directory.hosting.security_txt_days),
            site_url=site_url,
            languages=LANGUAGES,
        )
    return found


def unchanging(site: Path) -> Iterator[str]:
    """Yield the fewest patterns that name all files with a hash and no other, such as `/a/*`."""
    files = (path for path in site.rglob("*") if path.is_file())
    return _patterns([path.relative_to(site).as_posix() for path in files], "")


def _patterns(files: Iterable[str], folder: str) -> Iterator[str]:
    """Yield the patterns for the files below a folder."""
    entries: dict[str, list[str]] = {}
    for file in files:
        entries.setdefault(file.removeprefix(folder).partition("/")[0], []).append(file)
    for entry, below in sorted(entries.items()):
        name = folder + entry
        if name in below:
            if is_hashed(name):
                yield f"/{name}"
        elif all(map(is_hashed, below)):
            yield f"/{name}/*"
        else:
            yield from _patterns(below, f"{name}/")


def is_hashed(name: str) -> bool:
    """Return whether a file's name, or that of its compressed copy, carries a hash."""
    return HASHED.search(re.sub(r"\.(?:br|gz)$", "", name)) is not None


def _draw(template: str, directory: Directory, *, root: Path, names: tuple[str, ...]) -> str:
    text: str = _template(root, template).render(
        headers=headers(directory.hosting),
        caching=directory.hosting.caching,
        types=directory.hosting.types,
        answers=redirects.answers(directory),
        hashed=HASHED.pattern,
        hashed_names=names,
        languages=PROFILES.values(),
        source=PROFILES[SOURCE],
    )
    return text


def _template(root: Path, name: str) -> Any:
    environment = Environment(
        loader=FileSystemLoader(root / TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # none of these is HTML; `settings` refuses characters that they could misread
    )
    return environment.get_template(name)
