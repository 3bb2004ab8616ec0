"""How many who may be about to die are seen and imagined by what was learned, and what weighs in a sentence.

`make bench-crisis` learns from five parts in six of the examples and judges the sixth, six times, with
the plain words as search and the checker have them; then it judges readers' questions, of which nothing
is learned. With TEXT it prints what weighs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "bench")]
from helpkit.data import loading  # noqa: E402
from helpkit.data.directory import Directory  # noqa: E402
from helpkit.data.settings import Examples  # noqa: E402
from helpkit.outputs import checker_lookup, crisis  # noqa: E402
from helpkit.text import folding  # noqa: E402
from helpkit.text.folding import fold  # noqa: E402
from search_bench import AUTHORS, LANGUAGES, load_texts  # noqa: E402

PARTS = 6
# As those of docs/assets/scripts/classifier.js.
_CLEARLY_HARMLESS = -30
_SEVERAL, _CLEARLY = 3, 9
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.\s")
_SHORT = 400


def judge(directory: Directory) -> Callable[[str], bool]:
    """Return the function that says of a text whether somebody may be about to die, as scripts do."""
    scripts = ("han", "latin")
    models = {script: crisis.classifier(directory, script=script) for script in scripts}
    least = {script: crisis.least(directory, script=script) for script in scripts}
    plain = re.compile(checker_lookup.lookup(directory)["crisis"], re.IGNORECASE)
    variants = directory.search.folding

    def of_sentence(text: str, least_score: int) -> bool:
        script = "han" if any(map(folding.is_han, text)) else "latin"
        score = models[script].weigh(fold(text, variants=variants)) - least[script]
        is_plain = plain.search(re.sub("['’]", "", text))
        return score >= (_CLEARLY_HARMLESS if is_plain else least_score)

    def of_text(text: str) -> bool:
        parts = [part for part in _SENTENCE_END.split(text) if part.strip()]
        least_score = 0 if len(parts) < _SEVERAL else _CLEARLY
        whole = [text] if len(text) <= _SHORT else []
        return any(of_sentence(part, least_score) for part in [*parts, *whole])

    return of_text


def left_out(
    directory: Directory, parts: Iterable[int] = range(PARTS)
) -> Iterable[tuple[str, str, bool, bool]]:
    """Yield each example of `parts` with its language, its side, and what is said of it by what was learned without it."""
    for part in parts:
        kept = {
            language: Examples(
                least=every.least,
                danger=tuple(t for at, t in enumerate(every.danger) if at % PARTS != part),
                harmless=tuple(t for at, t in enumerate(every.harmless) if at % PARTS != part),
            )
            for language, every in directory.crisis_examples.items()
        }
        is_crisis = judge(replace(directory, crisis_examples=kept))
        for language, every in directory.crisis_examples.items():
            for text in every.danger[part::PARTS]:
                yield language, text, True, is_crisis(text)
            for text in every.harmless[part::PARTS]:
                yield language, text, False, is_crisis(text)


def main() -> None:
    """Print what weighs in a text, or how good the classifiers are."""
    directory, _ = loading.load(ROOT, today=date.today())
    assert directory is not None
    if sys.argv[1:]:
        _explain(directory, sys.argv[1])
        return
    judged = [*left_out(directory)]
    for language in LANGUAGES:
        for side, name in ((True, "seen"), (False, "imagined")):
            said = [
                found
                for code, _, is_crisis, found in judged
                if (code, is_crisis) == (language, side)
            ]
            print(f"{language}: {name} {sum(said)} of {len(said)}, left out in turn")
    is_crisis = judge(directory)
    for author in AUTHORS:
        texts = [text for _, text in load_texts("harmless", author)]
        found = [text for text in texts if is_crisis(text)]
        print(f"{author}: imagined {len(found)} of {len(texts)}", *found, sep="\n  ")
    for _, text, side, said in judged:
        if side != said:
            print("  missed  " if side else "  imagined", text)


def _explain(directory: Directory, text: str) -> None:
    script = "han" if any(map(folding.is_han, text)) else "latin"
    model = crisis.classifier(directory, script=script)  # type: ignore[arg-type]
    folded = fold(text, variants=directory.search.folding)
    print(f"{model.weigh(folded):.1f}, a crisis from {crisis.least(directory, script=script)} on")  # type: ignore[arg-type]
    for feature, each in model.reasons(folded)[:20]:
        print(f"  {each / len(model.features(folded)) ** 0.5:+6.1f}  {feature}")


if __name__ == "__main__":
    main()
