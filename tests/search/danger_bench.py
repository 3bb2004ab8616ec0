"""How much danger is seen and imagined by what was learned, and what weighs in a sentence.

`make bench-danger` learns from five parts in six of the examples and judges the sixth, six times, and
prints in per cent what is seen and imagined at several borders (`least`); then the same for authors of
whom nothing is learned, and for what readers ask of other pages. With TEXT it prints what each
feature of the text weighs. It judges what was typed, before slips are mended: a browser sees a little more.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "bench")]
from helpkit.articles.article import read_all  # noqa: E402
from helpkit.data import loading  # noqa: E402
from helpkit.data.settings import Examples  # noqa: E402
from helpkit.outputs import search_index  # noqa: E402
from helpkit.text.classifier import Classifier  # noqa: E402
from helpkit.text.folding import fold  # noqa: E402
from search_bench import AUTHORS, LANGUAGES, load_texts  # noqa: E402

PARTS = 6
BORDERS = (-20, -15, -10, -5, 0, 5, 10)


def main() -> None:
    """Print what weighs in a text, or how good the classifiers are."""
    directory, _ = loading.load(ROOT, today=date.today())
    assert directory is not None
    articles, _ = read_all(ROOT)
    variants = directory.search.folding
    for language in LANGUAGES:
        index = search_index.build(directory, articles[language], language=language)
        examples = directory.danger_examples[language]

        def classifier_from(danger: Iterable[str], harmless: Iterable[str]) -> Classifier:
            some = {language: Examples(danger=tuple(danger), harmless=tuple(harmless))}  # noqa: B023
            taught = replace(directory, examples=some)
            return search_index.danger_classifier(taught, index, language=language)  # noqa: B023

        def weigh(classifier: Classifier, texts: Iterable[str]) -> list[tuple[float, str]]:
            return [(classifier.weigh(fold(text, variants=variants)), text) for text in texts]

        classifier = classifier_from(examples.danger, examples.harmless)
        if sys.argv[1:]:
            _explain(classifier, fold(sys.argv[1], variants=variants), language, examples.least)
            continue
        print(f"{language}: {len(examples.danger)} and {len(examples.harmless)} examples,", end="")
        print(f" {len(classifier.weights)} features, danger from {examples.least} on")
        seen: list[tuple[float, str]] = []
        imagined: list[tuple[float, str]] = []
        for part in range(PARTS):
            sides = (examples.danger, examples.harmless)
            left = classifier_from(
                *([t for at, t in enumerate(side) if at % PARTS != part] for side in sides)
            )
            seen += weigh(left, examples.danger[part::PARTS])
            imagined += weigh(left, examples.harmless[part::PARTS])
        _line("left out in turn", seen, imagined)
        for author in AUTHORS:
            sets = [
                [text for code, text in load_texts(name, author) if code == language]
                for name in ("danger", "harmless")
            ]
            _line(author, *(weigh(classifier, texts) for texts in sets))
        other = [text for code, text in load_texts("harmless", "readers") if code == language]
        _line("other pages", [], weigh(classifier, other))
        for weight, text in sorted(seen):
            if weight < examples.least:
                print(f"  missed {weight:6.1f}  {text}")
        for weight, text in sorted(imagined, reverse=True):
            if weight >= examples.least:
                print(f"  imagined {weight:6.1f}  {text}")


def _line(name: str, seen: list[tuple[float, str]], imagined: list[tuple[float, str]]) -> None:
    def share(weighed: list[tuple[float, str]], border: int) -> float:
        return 100 * sum(weight >= border for weight, _ in weighed) / max(1, len(weighed))

    cells = (f"{b:4}: {share(seen, b):5.1f} /{share(imagined, b):5.1f}" for b in BORDERS)
    print(f"  {name:18} {len(seen):4} /{len(imagined):4}  " + "  ".join(cells))


def _explain(classifier: Classifier, text: str, language: str, least: int) -> None:
    weight, count = classifier.weigh(text), len(classifier.features(text))
    print(
        f"{language}: {weight:.1f}, {'danger' if weight >= least else 'harmless'} (from {least} on)"
    )
    print(f"  {classifier.bias:+6.1f}  every sentence")
    for feature, each in classifier.reasons(text)[:20]:
        print(f"  {each / count**0.5:+6.1f}  {feature}")


if __name__ == "__main__":
    main()
