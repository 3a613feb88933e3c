"""What a state says between its agent and its patient: "is an ally of", "may be a member of", "does not live in"."""

from __future__ import annotations

from kg.ontology.classes.read_ontology import load_lexicon

TITLE = "{title}"
_BE = frozenset({"is", "are", "was", "were"})
_LAST = frozenset({"of", "at", "in", "by", "for"})


def state_phrase(
    state: str, factuality: str, *, is_plural: bool, title: str | None, has_patient: bool
) -> str | None:
    """The words between agent and patient; None of a class that has none, or that lacks its title.

    Without a patient they end before their preposition: "is a member".
    """
    known = load_lexicon().classes.get(state)
    if known is None or not known.sentence or (TITLE in known.sentence[0] and not title):
        return None
    one, several = known.sentence
    phrase = _with_factuality(several if is_plural else one, several, factuality)
    words = phrase.replace(TITLE, title or "").split(" ")
    if not has_patient and words[-1] in _LAST:
        words.pop()
    return " ".join(words)


def _with_factuality(phrase: str, several: str, factuality: str) -> str:
    first, _, rest = phrase.partition(" ")
    base = "be" if first in _BE else several.partition(" ")[0]
    if factuality == "negated":
        denied = f"{first} not" if first in _BE else f"{'do' if phrase == several else 'does'} not {base}"
        return f"{denied} {rest}".strip()
    before = {"planned": f"to {base}", "possible": f"may {base}"}.get(factuality, first)
    return f"{before} {rest}".strip()
