"""Lemmas as rules over a word's form: "l2+y" lower-cases, cuts two characters and adds "y" (parties -> party)."""

from __future__ import annotations

import re

_RULE = re.compile(r"([lk])(\d+)\+(.*)", re.DOTALL)


def lemma_rule(form: str, lemma: str) -> str:
    """The rule that turns a form into its lemma; `k` keeps the form's case, `l` lower-cases it first."""
    case = "l" if lemma == lemma.lower() else "k"
    base = form.lower() if case == "l" else form
    kept = next(
        (i for i, (a, b) in enumerate(zip(base, lemma, strict=False)) if a != b), min(len(base), len(lemma))
    )
    return f"{case}{len(base) - kept}+{lemma[kept:]}"


def apply_rule(rule: str, form: str) -> str:
    """The lemma that a rule gives for a form; the form itself where the rule would leave nothing of it."""
    match = _RULE.fullmatch(rule)
    if match is None:
        return form
    base = form.lower() if match[1] == "l" else form
    cut = int(match[2])
    if cut > len(base):
        return form
    return base[: len(base) - cut] + match[3] or form
