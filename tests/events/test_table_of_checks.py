"""The table of checks: each of its examples is corrected by its check."""

import re

import pytest

from kg.events.checks import checks
from kg.events.checks.checks import CHECKS, Check
from tests.reading import extracted


def fillers_by_event(text: str) -> list[tuple[object, ...]]:
    """The class, word and fillers of each claim."""
    return [
        (claim.event_class, claim.trigger, [(each.role, each.text, each.entity) for each in claim.fillers])
        for claim in extracted(text).claims
    ]


def test_each_check_is_in_the_table_once():
    assert len({check.apply for check in CHECKS}) == len(CHECKS)


@pytest.mark.model
@pytest.mark.parametrize("check", CHECKS, ids=[check.apply.__name__ for check in CHECKS])
def test_a_check_corrects_its_example(check: Check, monkeypatch: pytest.MonkeyPatch):
    assert len(re.findall(r"\*[^*]+\*", check.example)) == 1
    text = check.example.replace("*", "")
    corrected = fillers_by_event(text)
    monkeypatch.setattr(checks, "CHECKS", [each for each in CHECKS if each is not check])
    assert fillers_by_event(text) != corrected
