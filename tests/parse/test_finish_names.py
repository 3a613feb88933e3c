"""Docs are built by hand; the rules are those of `ontology/`."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.parse.finish_names import NewsNames, finish_names
from kg.parse.names.votes import NameMention, vote
from tests.marked import language

VOCAB = Vocab()


def annotated(
    text: str, *, names: dict[str, str] | None = None, scores: dict[str, dict[str, float]] | None = None
) -> Doc:
    """A doc of words between spaces ("_" joins a word to the next), with the names that the pipeline found."""
    raw = text.split(" ")
    words = [word.rstrip("_") for word in raw]
    starts = [i == 0 or words[i - 1] == "." for i in range(len(words))]
    tags = ["CD" if word in ("one", "One") else "NNP" if word[:1].isupper() else "NN" for word in words]
    doc = Doc(
        VOCAB, words=words, spaces=[not word.endswith("_") for word in raw], tags=tags, sent_starts=starts
    )
    found = []
    for name, label in (names or {}).items():
        wanted = name.split(" ")
        start = next(i for i in range(len(words)) if words[i : i + len(wanted)] == wanted)
        found.append(Span(doc, start, start + len(wanted), label=label))
        if scores and name in scores:
            doc.user_data["ner_scores", start, start + len(wanted)] = scores[name]
    doc.set_ents(sorted(found, key=lambda span: span.start))
    return doc


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in doc.ents]


def finished(text: str, **names: object) -> list[tuple[str, str]]:
    doc = annotated(text, **names)  # type: ignore[arg-type]
    finish_names([doc], language().names)
    return entities(doc)


AMOUNTS = {
    "percent sign": ("output rose 7_ % again", [("7%", "PERCENT")]),
    "percent in words": ("about seven per cent of it", [("about seven per cent", "PERCENT")]),
    "percentage points": ("it fell 2.5 percentage points", [("2.5 percentage points", "PERCENT")]),
    "short money": ("sales of $_ 3.2bn", [("$3.2bn", "MONEY")]),
    "named dollar": ("a loan of US$_ 40 million", [("US$40 million", "MONEY")]),
    "rare sign": ("a fare of ₡_ 800", [("₡800", "MONEY")]),
    "span then clause": ("burned for 20 hours before dumping it", [("20 hours", "TIME")]),
    "currency after": ("worth 200 million euros", [("200 million euros", "MONEY")]),
    "crore": ("a grant of Rs 500 crore", [("Rs 500 crore", "MONEY")]),
    "a billion": ("spent a billion dollars", [("a billion dollars", "MONEY")]),
    "money between": ("paid between $_ 3 and $_ 4 billion", [("between $3 and $4 billion", "MONEY")]),
    "won is a verb": ("five won the race", [("five", "CARDINAL")]),
    "measure": ("a 20_ -_ kilometre road", [("20-kilometre", "QUANTITY")]),
    "weight": ("3,000 tonnes of rice", [("3,000 tonnes", "QUANTITY")]),
    "temperature": ("at 30 degrees Celsius", [("30 degrees Celsius", "QUANTITY")]),
    "clock": ("closed at 6.30pm", [("6.30pm", "TIME")]),
    "clock with zone": ("at 10:00 GMT", [("10:00 GMT", "TIME")]),
    "hours": ("for about two hours", [("about two hours", "TIME")]),
    "day and daypart": ("on Tuesday evening", [("Tuesday", "DATE"), ("evening", "TIME")]),
    "age": ("a 42_ -_ year_ -_ old nurse", [("42-year-old", "DATE")]),
    "date American": ("on November 7", [("November 7", "DATE")]),
    "date British": ("on 12 March 2021", [("12 March 2021", "DATE")]),
    "early year": ("in early 2013", [("early 2013", "DATE")]),
    "decade": ("in the 1990s", [("the 1990s", "DATE")]),
    "years between": ("between 2001 and 2006", [("between 2001 and 2006", "DATE")]),
    "years ago": ("three and a half years ago", [("three and a half years ago", "DATE")]),
    "relative": ("next week and last September", [("next week", "DATE"), ("last September", "DATE")]),
    "quarter": ("in the first quarter of 2020", [("the first quarter of 2020", "DATE")]),
    "year or count": ("it sent 2000 soldiers", [("2000", "CARDINAL")]),
    "may is a verb": ("it may rain", []),
    "modifier": ("more than 195,000 people", [("more than 195,000", "CARDINAL")]),
    "at least": ("at least 95 dead", [("at least 95", "CARDINAL")]),
    "dozens": (
        "dozens hurt , hundreds of thousands fled",
        [("dozens", "CARDINAL"), ("hundreds of thousands", "CARDINAL")],
    ),
    "ordinal": ("the second place", [("second", "ORDINAL")]),
}


@pytest.mark.parametrize("text, found", AMOUNTS.values(), ids=AMOUNTS)
def test_amounts_and_times_are_found_whole(text: str, found: list[tuple[str, str]]) -> None:
    assert finished(text) == found


NAMES = {
    "armed group": ("the Boko Haram raid", [("Boko Haram", "ORG")]),
    "agency": ("he told Reuters", [("Reuters", "ORG")]),
    "weapon code": ("six Su-35s flew", [("six", "CARDINAL"), ("Su-35s", "WEAPON")]),
    "drone": ("an MQ-9 Reaper crashed", [("MQ-9 Reaper", "WEAPON")]),
    "national park": (
        "fires burned down through much of the Marn Valley National Park",
        [("Marn Valley National Park", "LOC")],
    ),
    "police": ("the Orrin Police said", [("Orrin Police", "ORG")]),
    "airport": (
        "near Orrin International Airport today",
        [("Orrin International Airport", "FAC"), ("today", "DATE")],
    ),
    "ministry": ("the Ministry of Health and Sport said", [("Ministry of Health and Sport", "ORG")]),
    "bank and its governor": (
        "there the Bank of Halden Governor spoke at length",
        [("Bank of Halden", "ORG")],
    ),
    "lake": ("across Lake Orrin", [("Lake Orrin", "LOC")]),
    "storm": ("when Hurricane Ada hit", [("Hurricane Ada", "EVENT")]),
    "gale": ("as Storm Ada hit", [("Storm Ada", "EVENT")]),
    "demonym": ("two Kenyan nurses", [("two", "CARDINAL"), ("Kenyan", "NORP")]),
    "after Mr": ("said Mr John Orrin", [("John Orrin", "PERSON")]),
    "treaty": ("under the Halden Convention", [("Halden Convention", "MISC")]),
    "police in lower case": ("the police said", []),
}


@pytest.mark.parametrize("text, found", NAMES.values(), ids=NAMES)
def test_names_are_found_by_list_and_form(text: str, found: list[tuple[str, str]]) -> None:
    assert finished(text) == found


def test_a_headline_in_title_case_gives_no_names_by_form() -> None:
    assert finished("Storm Shuts Down Busy Coastal Airport") == []


def test_title_and_article_do_not_belong_to_a_name() -> None:
    text = "then President Ada Orrin left the Halden Group"
    found = finished(text, names={"President Ada Orrin": "PERSON", "the Halden Group": "ORG"})
    assert found == [("Ada Orrin", "PERSON"), ("Halden Group", "ORG")]


def test_a_noun_of_places_belongs_to_the_name_if_it_comes_first() -> None:
    assert finished("near Sector Vega", names={"Vega": "LOC"}) == [("Sector Vega", "LOC")]
    assert finished("the Sector Vega told", names={"Vega": "PERSON"}) == [("Vega", "PERSON")]


@pytest.mark.parametrize(
    "text, name, label, found",
    [
        ("in Kingston_ , Jamaica_ .", "Kingston , Jamaica", "GPE", [("Kingston", "GPE"), ("Jamaica", "GPE")]),
        ("in Brack_ , Fla._ , again", "Brack , Fla.", "GPE", [("Brack", "GPE"), ("Fla.", "GPE")]),
        ("in Brack_ , Vessa", "Brack , Vessa", "GPE", [("Brack, Vessa", "GPE")]),
        ("Brack_ , Jamaica Ltd said", "Brack , Jamaica Ltd", "ORG", [("Brack, Jamaica Ltd", "ORG")]),
        ("Lunt (_ R-Fla._ ) said", "R-Fla.", "PERSON", []),
        ("Lunt (_ R_ -_ Fla._ ) said", "R - Fla.", "PERSON", []),
        ("the D-Link router", "D-Link", "ORG", [("D-Link", "ORG")]),
        ("the R-Type album", "R-Type", "WORK", [("R-Type", "WORK")]),
    ],
)
def test_a_town_and_its_state_are_two_places_and_a_party_with_a_state_is_no_name(
    text: str, name: str, label: str, found: list[tuple[str, str]]
) -> None:
    assert finished(text, names={name: label}) == found


@pytest.mark.parametrize("words", ["the F.B.I. said", "the C.I.A. said", "the I.R.S. said"])
def test_initials_with_stops_are_those_of_the_list(words: str) -> None:
    assert finished(words) == [(words.split()[1], "ORG")]


def test_labels_of_other_pipelines_become_ours() -> None:
    found = finished("they read Dune and Latin", names={"Dune": "WORK_OF_ART", "Latin": "LANGUAGE"})
    assert found == [("Dune", "WORK"), ("Latin", "MISC")]


def test_the_head_word_corrects_an_unsure_label() -> None:
    scores = {"Orrin Stadium": {"ORG": 0.55, "FAC": 0.4}}
    assert finished("at Orrin Stadium", names={"Orrin Stadium": "ORG"}, scores=scores) == [
        ("Orrin Stadium", "FAC")
    ]


def test_a_person_named_like_a_city_stays_a_person() -> None:
    assert finished("so Houston and Sydney spoke", names={"Sydney": "PERSON"})[-1] == ("Sydney", "PERSON")


def test_occurrences_of_a_name_get_one_label_across_paragraphs() -> None:
    one = annotated(
        "so Vandrel grew", names={"Vandrel": "GPE"}, scores={"Vandrel": {"GPE": 0.5, "ORG": 0.45}}
    )
    two = annotated("as Vandrel hired", names={"Vandrel": "ORG"}, scores={"Vandrel": {"ORG": 0.9}})
    finish_names([one, two], language().names)
    assert entities(one) + entities(two) == [("Vandrel", "ORG"), ("Vandrel", "ORG")]


def test_a_surname_follows_the_full_name() -> None:
    names = {"Ada Orrin": "PERSON"}
    one = annotated("so Ada Orrin spoke", names=names)
    two = annotated("then Orrin left", names={"Orrin": "GPE"}, scores={"Orrin": {"GPE": 0.6, "PERSON": 0.4}})
    finish_names([one, two], language().names)
    assert entities(two) == [("Orrin", "PERSON")]


def test_a_name_missed_elsewhere_in_the_article_is_added() -> None:
    assert finished("so Halden grew . then Halden shrank", names={"Halden": "ORG"}) == [("Halden", "ORG")] * 2


def test_initials_follow_their_long_form() -> None:
    text = "in the end the Halden Relief Fund ( HRF ) spoke . the HRF left"
    assert finished(text, names={"HRF": "PERSON"}) == [
        ("Halden Relief Fund", "ORG"),
        ("HRF", "ORG"),
        ("HRF", "ORG"),
    ]


def test_places_get_geonames_numbers() -> None:
    doc = annotated("from Paris , Texas , to Kyiv in Ukraine", names={"Paris": "GPE", "Texas": "GPE"})
    finish_names([doc], language().names)
    found = {ent.text: ent.kb_id_ for ent in doc.ents}
    assert found == {
        "Paris": "geonames:4717560",
        "Texas": "geonames:4736286",
        "Kyiv": "geonames:703448",
        "Ukraine": "geonames:690791",
    }


def test_vote_sums_scores_and_settles_ties_by_alphabet() -> None:
    def mention(key: str, **scores: float) -> NameMention:
        return NameMention(doc=0, start=0, end=1, key=key, scores=scores)

    mentions = [
        mention("a", ORG=0.6),
        mention("a", GPE=0.9),
        mention("a", ORG=0.5),
        mention("b", ORG=1.0, GPE=1.0),
    ]
    assert vote(mentions) == ["ORG", "ORG", "ORG", "GPE"]


def test_an_empty_doc_stays_empty() -> None:
    doc = Doc(VOCAB, words=[])
    finish_names([doc], language().names)
    assert doc.ents == ()


def test_component_survives_saving(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("news_names")
    nlp.to_disk(tmp_path)
    assert isinstance(spacy.load(tmp_path).get_pipe("news_names"), NewsNames)
