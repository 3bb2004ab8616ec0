"""How servers send the site, as records."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from helpkit.data.kinds import HeaderText, Id, NonEmpty, Record, refuse


class Features(Record):
    """Browser features that no page may use, and those that our own pages may."""

    refused: tuple[Id, ...]
    allowed: tuple[Id, ...]


class Caching(Record):
    """`Cache-Control` of names that carry a hash of their content, and of all others."""

    hashed: HeaderText
    other: HeaderText


# The most a page may load, by directive of the Content Security Policy. Every directive is
# required.
_POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'none'", "'self'"},
    "style-src": {"'none'", "'self'"},
    "img-src": {"'none'", "'self'"},
    "connect-src": {"'none'", "'self'"},
    "form-action": {"'none'", "'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
    "worker-src": {"'none'", "'self'"},
    "manifest-src": {"'none'", "'self'"},
    # The policy "worker" of site.js can make one address: that of our own worker.
    "trusted-types": {"'none'", "worker"},
}
# Generated from other keys; a second one would override the first.
_OWN_HEADERS = ("content-security-policy", "permissions-policy", "cache-control")


class Offline(Record):
    """What a device keeps after the first visit, for a reader without a network.

    `pages` are kept always, `page` answers for those that are not; regions are kept once they were
    opened. A copy says that it is old after so many days.
    """

    on: bool
    pages: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    page: NonEmpty
    old_after_days: Annotated[int, Field(gt=0)]


class Hosting(Record):
    """How servers shall send the site: see `data/hosting.yml`.

    `weakened` names the directives of the policy that allow more than our own files, each with the
    reason; publishing prints them.
    """

    policy: dict[Id, tuple[HeaderText, ...]]
    weakened: dict[Id, NonEmpty] = Field(default_factory=dict)
    headers: dict[HeaderText, HeaderText]
    features: Features
    caching: Caching
    types: dict[Id, HeaderText]
    offline: Offline
    security_txt_days: Annotated[int, Field(gt=0, lt=366)]

    @model_validator(mode="after")
    def _is_strict(self) -> Hosting:
        for name in (*_POLICY, *self.policy):
            allowed = _POLICY.get(name, {"'none'", "'self'"})
            sources = self.policy.get(name)
            if sources and set(sources) <= allowed:
                continue
            if name not in self.weakened:
                said = " ".join(sources) if sources else "nothing"
                raise refuse(
                    "data-weak-policy",
                    location=("policy", name) if sources else ("policy",),
                    said=said,
                    name=name,
                    known=tuple(sorted(allowed)),
                )
        for name in self.headers:
            if name.lower() in _OWN_HEADERS:
                raise refuse("data-weak-policy.header", location=("headers", name), name=name)
        return self
