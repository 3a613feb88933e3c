import pytest

from kg.parse.lemma_rules import apply_rule, lemma_rule

PAIRS = [
    ("parties", "party", "l3+y"),
    ("Parties", "party", "l3+y"),
    ("went", "go", "l4+go"),
    ("Kenyans", "Kenyan", "k1+"),
    ("police", "police", "l0+"),
    ("better", "good", "l6+good"),
    ("NATO", "NATO", "k0+"),
    ("n't", "not", "l2+ot"),
]


@pytest.mark.parametrize("form, lemma, rule", PAIRS, ids=[form for form, *_ in PAIRS])
def test_rule_turns_form_into_lemma_and_back(form, lemma, rule):
    assert lemma_rule(form, lemma) == rule
    assert apply_rule(rule, form) == lemma


@pytest.mark.parametrize(
    "rule", ["l9+y", "", "l3+", "x1+a"], ids=["too short", "empty", "leaves nothing", "no rule"]
)
def test_a_rule_that_does_not_fit_leaves_the_form(rule):
    assert apply_rule(rule, "ore") == "ore"
