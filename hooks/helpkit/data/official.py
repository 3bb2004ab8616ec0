"""Tell whoever publishes the site what its settings make it claim or allow.

No check can tell who wrote these settings, so publishing and `helpkit review` say them aloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpkit.data.directory import Directory
from helpkit.messages import Message, message


def statements(directory: Directory) -> Iterator[Message]:
    """Yield a line if the site speaks as the service, with its proof, and one for each weaker policy."""
    service = directory.service
    if service.publisher == "official":
        yield message("speaks-as", service=service.name)
        for domain in service.official_domains:
            proof = domain.evidence
            yield message(
                "domain-proof",
                domain=domain.domain,
                source=proof.source,
                how=message(f"read-{proof.read}"),
                day=proof.read_on,
            )
    for name, reason in directory.hosting.weakened.items():
        sources = " ".join(directory.hosting.policy.get(name, ("nothing",)))
        yield message("policy-weakened", name=name, sources=sources, reason=reason)
