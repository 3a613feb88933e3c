import pytest

from kg.ontology.files import ontology_file
from kg.ontology.folding import comparable, folded, plain_letters
from kg.ontology.gazetteer import Places, read_list

FOLDED = {
    "Lech Wałęsa": "lech walesa",
    "Łódź": "lodz",
    "Ørsted": "orsted",
    "Đỗ Mười": "do muoi",
    "Þórdís": "thordis",
    "Ærøskøbing": "aeroskobing",
    "Işık": "isik",  # noqa: RUF001
    "Weiß": "weiss",
    "ʿAlī": "ali",
    "O\u2019Dowd": "o'dowd",
    "Путин": "putin",
    "Œuvres": "oeuvres",
    "Ħamrun": "hamrun",
    "£5 – ½": "£5 – ½".replace("½", "1\u20442"),
}


@pytest.mark.parametrize("name, plain", FOLDED.items(), ids=FOLDED)
def test_letters_fold(name, plain):
    assert folded(name) == plain


@pytest.mark.parametrize(
    "name, form", [("U. S.", "us"), ("the U. K.", "u k"), ("U. S. A.", "usa"), ("J. R. Lunt", "j r lunt")]
)
def test_initials_alone_are_one_word(name, form):
    assert comparable(name) == form


def test_case_is_kept_where_asked():
    assert plain_letters("Łódź") == "Lodz"


@pytest.mark.parametrize(
    "one, other", [("Łódź", "Lodz"), ("Curaçao", "Curacao"), ("Tromsø", "Tromso"), ("Iași", "Iasi")]
)
def test_a_place_is_found_by_either_spelling(one, other):
    places = Places(read_list(ontology_file("lists/places.tsv")))
    assert places.iri(one) == places.iri(other) != ""
