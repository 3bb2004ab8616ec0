"""What search and the checker have learned about who may be about to die.

`docs/assets/scripts/classifier.js` judges with it, a sentence at a time, by the script it is written in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, PROFILES, Script, written_in
from helpkit.text import folding
from helpkit.text.classifier import Classifier, serialise, train
from helpkit.text.folding import fold

FILE = "assets/search/crisis.json"
# Weights below this are half of the file and change hardly an answer.
_LIGHT = 16


def models(directory: Directory) -> str:
    """Return a classifier for each script as JSON: `[["han", …], ["latin", …]]`."""
    found = []
    for script in dict.fromkeys(PROFILES[language].script for language in LANGUAGES):
        model = classifier(directory, script=script)
        told = serialise(
            model,
            least=least(directory, script=script),
            characters=folding.characters(model.weights, variants=directory.search.folding),
        )
        found.append(f"[{json.dumps(script)},{told}]")
    return f"[{','.join(found)}]"


def least(directory: Directory, *, script: Script) -> int:
    """Return the weight from which on a sentence in a script is one of a crisis."""
    return directory.crisis_examples[written_in(script)[0]].least


def classifier(directory: Directory, *, script: Script) -> Classifier:
    """Return the classifier that has learned from all examples in a script.

    The plain words count as examples too. Who is losing money, and who asks for a page, counts as
    harmless.
    """
    danger, harmless = [*directory.danger.crisis.of_all], list[str]()
    for examples in directory.crisis_examples.values():
        danger += examples.danger
        harmless += examples.harmless
    for losing in directory.danger_examples.values():
        harmless += [*losing.harmless, *losing.danger]
    for asked in directory.asked.values():
        harmless += [text for texts in asked.values() for text in texts]

    def folded(texts: Iterable[str]) -> list[str]:
        mine = (text for text in texts if any(map(folding.is_han, text)) == (script == "han"))
        return list(dict.fromkeys(fold(text, variants=directory.search.folding) for text in mine))

    return train(
        folded(danger),
        folded(harmless),
        kinds={},
        longest=3 if script == "han" else 2,
        light=_LIGHT,
    )
