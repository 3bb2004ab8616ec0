"""What an operator's settings make the site claim or allow, in words for whoever lets it out.

No check can tell who wrote these settings, so publishing and `helpkit review` say them aloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpkit.data.directory import Directory

_READ = {
    "operator": "nothing but the word of whoever wrote this record (read: operator)",
    "live": "a page that was opened",
    "stored-copy": "a stored copy of a page",
}


def statements(directory: Directory) -> Iterator[str]:
    """Yield that the site speaks as the service, with which proof, and where the policy is weaker."""
    service = directory.service
    if service.publisher == "official":
        yield f"This site now speaks as {service.name} (publisher: official in data/service.yml)."
        for domain in service.official_domains:
            proof = domain.evidence
            yield (
                f"  official domain {domain.domain}: {proof.source}, {_READ[proof.read]},"
                f" {proof.read_on}"
            )
    for name, reason in directory.hosting.weakened.items():
        sources = " ".join(directory.hosting.policy.get(name, ("nothing",)))
        yield f"The policy is weakened (data/hosting.yml): {name} {sources}, because: {reason}"
