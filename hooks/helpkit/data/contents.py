"""The kinds of content that fields and files of `data/` hold, for checks that read them as YAML.

Whoever adds a field with a contact value, or a file without sentences, names it here alone.
"""

from __future__ import annotations

# Fields with a contact value, which rests on evidence.
CONTACT_FIELDS = frozenset("number emails website report_url value values domain domains".split())
# Fields with a page or a body that evidence names.
SOURCE_FIELDS = frozenset({"source", "also"})
DAY_FIELDS = ("read_on", "searched_on", "ladder_searched_on", "noted_on", "withdrawn_on")

# Files that servers and checks read, and that no page shows.
UNSHOWN_FILES = frozenset({"hosting", "may-pass", "addresses"})
# Files with patterns or limits in place of sentences.
FILES_WITHOUT_SENTENCES = UNSHOWN_FILES | {"contradictions", "reading"}
# Folders with sentences from which a classifier learns, and that no page shows.
LEARNED_FOLDERS = frozenset({"crisis-examples", "danger-examples", "invitation-examples"})
# Files whose halves are lists of words, which need not say the same.
WORD_LISTS = frozenset({"search", "danger", "traditional"})
