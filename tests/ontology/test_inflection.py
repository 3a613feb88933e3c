import pytest

from kg.ontology.classes.inflection import forms_of, noun_forms, past_forms, verb_forms

IRREGULAR = {"throw": ("threw", "thrown"), "man": ("men",), "lead": ("led",)}
VERBS = {
    "regular": ("attack", {"attacks", "attacked", "attacking"}),
    "mute e": ("seize", {"seizes", "seized", "seizing"}),
    "double e": ("flee", {"flees", "fleeing", "fleed"}),
    "consonant and y": ("deny", {"denies", "denied", "denying"}),
    "sibilant": ("clash", {"clashes", "clashed", "clashing"}),
    "doubled": ("ban", {"bans", "banned", "banning"}),
    "irregular": ("throw", {"throws", "threw", "thrown"}),
    "compound of an irregular": ("overthrow", {"overthrew", "overthrown"}),
}


@pytest.mark.parametrize("lemma, forms", VERBS.values(), ids=VERBS)
def test_forms_of_verbs(lemma: str, forms: set[str]) -> None:
    assert forms <= set(verb_forms(lemma, IRREGULAR))


def test_a_compound_is_no_word_with_one_letter_more() -> None:
    assert "pled" not in set(verb_forms("plead", IRREGULAR))


@pytest.mark.parametrize(
    "lemma, form", [("raid", "raids"), ("policeman", "policemen"), ("embassy", "embassies")]
)
def test_plural_of_nouns(lemma: str, form: str) -> None:
    assert list(noun_forms(lemma, IRREGULAR)) == [form]


def test_a_lemma_is_its_own_form() -> None:
    assert forms_of(["bar", "bared"], {}, verbs=True)["bared"] == "bared"


@pytest.mark.parametrize(
    "lemma, past, participle",
    [
        ("take", "took", "taken"),
        ("retake", "retook", "retaken"),
        ("treat", "treated", "treated"),
        ("plan", "planned", "planned"),
        ("travel", "travelled", "travelled"),
        ("visit", "visited", "visited"),
        ("need", "needed", "needed"),
        ("deny", "denied", "denied"),
        ("set up", "set up", "set up"),
    ],
)
def test_past_and_participle(lemma, past, participle):
    irregular = {"take": ("took", "taken"), "eat": ("ate", "eaten"), "set": ("set",)}
    assert past_forms(lemma, irregular) == (past, participle)
