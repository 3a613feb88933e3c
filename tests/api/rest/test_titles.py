"""Titles of events: grammatical, with the prepositions of the sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import event_fields
from kg.api.rest.titles.edge_labels import edge_labels
from kg.api.tables.open_build import open_graph
from kg.api.tables.rows import EdgeRow
from kg.records import Extraction, Filler, Ids, Links, Quantity, article_id
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import build

PEOPLE = {
    "Orla Venn": "Person",
    "Tom Arley": "Person",
    "Quito": "City",
    "Estria": "Country",
    "the brewers": "Group",
}
LEMMAS = {
    "worked": "work", "called": "call", "demanded": "demand", "drowned": "drown", "arrested": "arrest", "said": "say",
    "set": "set up", "Talks": "talk", "granted": "grant", "hurled": "hurl", "agreed": "agree",
    "shelled": "shell", "charged": "charge", "shot": "shoot", "aimed": "aim", "fired": "fire",
    "killed": "kill", "voted": "vote", "took": "take", "sworn": "swear in", "found": "find",
    "stormed": "storm", "forced": "force", "visited": "visit", "arrived": "arrive", "stated": "state",
    "injured": "injure",    "allegations": "allegation",
}  # fmt: skip


def report(text: str, event_class: str, trigger: str, roles: dict[str, str]) -> Extraction:
    """An article of one sentence with one claim; fillers that name nobody are words only."""
    where = sentence(text, text)
    entities, fillers = [], list[Filler]()
    for role, words in roles.items():
        kind = PEOPLE.get(words)
        if kind:
            key = words
            entities.append(entity(key, [mention(where, words, kind, is_name=not words.startswith("the "))]))
            fillers.append(filler(role, where, words, entity=key))
        else:
            fillers.append(filler(role, where, words))
    lemma = LEMMAS.get(trigger, trigger)
    told = replace(claim(event_class, where, trigger, fillers), predicate=lemma)
    return Extraction(article(text, source="a.txt"), (where,), tuple(entities), (told,))


def title(tmp_path: Path, extraction: Extraction) -> str:
    with open_graph(build(tmp_path, extraction, told=linked(extraction))) as graph:
        [(id,)] = graph.table.rows("SELECT id FROM event")
        return str(event_fields(ClaimReader(graph), id)["title"])


CASES = {
    "Orla Venn is envoy of Estria": (
        "Orla Venn is an envoy of Estria.",
        "holdsPosition",
        "envoy",
        {"agent": "Orla Venn", "patient": "Estria", "title": "envoy"},
    ),
    "Orla Venn is envoy of Estria to Quito": (
        "Orla Venn is the envoy of Estria to Quito.",
        "holdsPosition",
        "envoy",
        {"agent": "Orla Venn", "patient": "Estria", "title": "envoy of Estria to Quito"},
    ),
    "Orla Venn worked with the brewers": (
        "Orla Venn worked with the brewers.",
        "Cooperation",
        "worked",
        {"agent": "Orla Venn", "patient": "the brewers"},
    ),
    "Orla Venn called on Tom Arley to resign": (
        "Orla Venn called on Tom Arley to resign.",
        "Request",
        "called",
        {"agent": "Orla Venn", "recipient": "Tom Arley", "topic": "to resign"},
    ),
    "Orla Venn demanded justice": (
        "Orla Venn demanded justice.",
        "Request",
        "demanded",
        {"agent": "Orla Venn", "topic": "justice"},
    ),
    "Attack on Estria": ("The attack on Estria shocked many.", "Attack", "attack", {"patient": "Estria"}),
    "Murder of Tom Arley in Quito": (
        "The murder of Tom Arley in Quito shocked many.",
        "Killing",
        "murder",
        {"patient": "Tom Arley", "place": "Quito"},
    ),
    "Talks between Orla Venn and Tom Arley": (
        "Talks between Orla Venn and Tom Arley began.",
        "Meeting",
        "Talks",
        {"agent": "Orla Venn", "patient": "Tom Arley"},
    ),
    "Death of Tom Arley": ("Tom Arley was found dead.", "Death", "dead", {"patient": "Tom Arley"}),
    "Tom Arley drowned near Quito": (
        "Tom Arley drowned near Quito.",
        "Death",
        "drowned",
        {"patient": "Tom Arley", "place": "Quito"},
    ),
    "Tom Arley was killed": ("Tom Arley was killed.", "Death", "killed", {"patient": "Tom Arley"}),
    "Tom Arley was arrested": ("Tom Arley was arrested.", "Arrest", "arrested", {"patient": "Tom Arley"}),
    "Statement by Orla Venn": ("Orla Venn said nothing more.", "Statement", "said", {"agent": "Orla Venn"}),
    "Orla Venn said: “We are free”": (
        "The news spread, she said, “We are free,” Orla Venn said.",
        "Statement",
        "said",
        {"agent": "Orla Venn", "topic": "“We are free,”"},
    ),
    "It was said that rain would fall": (
        "They said that rain would fall.",
        "Statement",
        "said",
        {"topic": "that rain would fall"},
    ),
    "Orla Venn was granted a concession in Quito": (
        "Orla Venn was granted a concession in Quito.",
        "Concession",
        "granted",
        {"patient": "Orla Venn", "topic": "a concession", "place": "Quito"},
    ),
    "Orla Venn hurled stones at Estria": (
        "Orla Venn hurled stones at Estria.",
        "Attack",
        "hurled",
        {"agent": "Orla Venn", "instrument": "stones", "patient": "Estria"},
    ),
    "Orla Venn agreed with the brewers to close": (
        "Orla Venn and the brewers agreed to close.",
        "Agreement",
        "agreed",
        {"agent": "Orla Venn", "patient": "the brewers", "topic": "to close"},
    ),
    "Call to Tom Arley by Orla Venn: there was no bread": (
        "Orla Venn said in a call to Tom Arley there was no bread.",
        "Request",
        "call",
        {"agent": "Orla Venn", "recipient": "Tom Arley", "topic": "there was no bread"},
    ),
    "Quito was shelled": ("Quito was shelled.", "Attack", "shelled", {"patient": "Quito"}),
    "Tom Arley was charged with murder": (
        "Tom Arley was charged with two counts of murder.",
        "Charge",
        "charged",
        {"patient": "Tom Arley", "topic": "murder"},
    ),
    "Bombing of Quito": ("The bombing of Quito began.", "Attack", "bombing", {"patient": "Quito"}),
    "Quito is in Estria": (
        "Quito is located in Estria.",
        "locatedIn",
        "located",
        {"agent": "Quito", "patient": "Estria"},
    ),
    "Orla Venn is a painter": (
        "Orla Venn is a painter.",
        "holdsPosition",
        "painter",
        {"agent": "Orla Venn", "title": "painter"},
    ),
    "Orla Venn took office": (
        "Orla Venn took office in March.",
        "Appointment",
        "took",
        {"agent": "Orla Venn", "position": "office"},
    ),
    "Orla Venn was sworn in as interim chancellor": (
        "Orla Venn was sworn in as interim chancellor.",
        "Appointment",
        "sworn",
        {"patient": "Orla Venn", "position": "interim chancellor"},
    ),
    "Tom Arley was found guilty of theft": (
        "Tom Arley was found guilty of theft.",
        "Conviction",
        "found",
        {"patient": "Tom Arley", "topic": "theft"},
    ),
    "The brewers took control of Quito": (
        "In March the brewers took control of Quito.",
        "Capture",
        "took",
        {"agent": "the brewers", "patient": "Quito"},
    ),
    "The brewers stormed the old customs house": (
        "In March the brewers stormed the old customs house and left.",
        "Attack",
        "stormed",
        {"agent": "the brewers"},
    ),
    "Orla Venn demanded deep cuts": (
        "They feared the deep cuts that Orla Venn demanded.",
        "Request",
        "demanded",
        {"topic": "deep cuts", "agent": "Orla Venn"},
    ),
    "Orla Venn called for a “quiet” week": (
        "Orla Venn called for a “quiet” week.",
        "Request",
        "called",
        {"agent": "Orla Venn", "topic": "a “quiet” week"},
    ),
    "The brewers forced us to leave": (
        'Ilse said: "Then the brewers came, and we were forced to leave."',
        "Coercion",
        "forced",
        {"agent": "the brewers", "patient": "we", "topic": "to leave"},
    ),
    "The brewers arrived in Quito": (
        "In March the brewers arrived in Quito.",
        "Movement",
        "arrived",
        {"agent": "the brewers", "destination": "Quito"},
    ),
    "Orla Venn stated that the road is open": (
        "In an interview with Tom Arley, Orla Venn stated that the road is open.",
        "Statement",
        "stated",
        {"recipient": "Tom Arley", "agent": "Orla Venn", "topic": "that the road is open"},
    ),
    "Tom Arley’s trial": ("Tom Arley's trial began.", "Trial", "trial", {"patient": "Tom Arley"}),
    "Protest": ("A protest for Tom Arley drew crowds.", "Protest", "protest", {"agent": "Tom Arley"}),
    "Allegations against Tom Arley": (
        "Tom Arley faces allegations.",
        "Accusation",
        "allegations",
        {"patient": "Tom Arley"},
    ),
    "Orla Venn set up Quito": (
        "Orla Venn set up Quito.",
        "Founding",
        "set",
        {"agent": "Orla Venn", "patient": "Quito"},
    ),
}


@pytest.mark.parametrize("words", CASES, ids=str)
def test_a_title_is_grammatical(tmp_path, words):
    assert title(tmp_path, report(*CASES[words])) == words


def test_nobody_does_to_themselves_what_another_account_says_was_done_to_them(tmp_path):
    text = "Orla Venn arrested Tom Arley, and Tom Arley was arrested."
    told = report(text, "Arrest", "arrested", {"agent": "Orla Venn", "patient": "Tom Arley"})
    (one,) = told.claims
    wrong = replace(one.fillers[1], role="agent")
    assert title(tmp_path, replace(told, claims=(replace(one, fillers=(*one.fillers, wrong)),))) == (
        "Orla Venn arrested Tom Arley"
    )


EDGES = {
    "did not vote for": ("It is false that Orla Venn voted for Tom Arley.", "Election", "voted", "negated"),
    "fired at": ("Tom Arley says that Orla Venn fired at Tom Arley.", "Attack", "fired", "actual"),
    "no support for": ("Orla Venn has zero support for Tom Arley.", "Support", "support", "negated"),
    "planned meeting with": ("Talks of Orla Venn with Tom Arley near.", "Meeting", "Talks", "planned"),
}


@pytest.mark.parametrize("label", EDGES)
def test_an_edge_has_the_preposition_of_its_verb_or_noun(tmp_path, label):
    text, event_class, trigger, factuality = EDGES[label]
    told = report(text, event_class, trigger, {"agent": "Orla Venn", "patient": "Tom Arley"})
    (one,), (where,) = told.claims, told.sentences
    last = text.rindex("Tom Arley")
    whom = replace(one.fillers[1], begin=last, end=last + len("Tom Arley"))
    says = (filler("attributedTo", where, "Tom Arley", entity="Tom Arley"),)
    whole = replace(one, factuality=factuality, fillers=(one.fillers[0], whom), attributed_to=says)
    told = replace(told, claims=(whole,))
    with open_graph(build(tmp_path, told, told=linked(told))) as graph:
        rows = [EdgeRow(*row) for row in graph.table.rows("SELECT * FROM edge")]
        assert [each.label for each in edge_labels(graph, rows)] == [label]


def one_event(*told: Extraction) -> Links:
    """Links that take the claims of several articles for one event."""
    claims = {(article_id(each.article), claim.key): "event" for each in told for claim in each.claims}
    return replace(linked(*told), events=Ids.made(claims))


def test_a_title_joins_no_words_of_two_claims(tmp_path):
    """Somebody who aimed a rifle and was shot did not shoot with it."""
    roles = {"agent": "the brewers", "patient": "Tom Arley"}
    shot = report("It was the brewers who shot Tom Arley.", "Attack", "shot", roles)
    aimed = report(
        "He aimed a rifle at Quito.", "Attack", "aimed", {"instrument": "a rifle", "patient": "Quito"}
    )
    with open_graph(build(tmp_path, shot, aimed, told=one_event(shot, aimed))) as graph:
        assert event_fields(ClaimReader(graph), "event")["title"] == "The brewers shot Tom Arley"


def test_a_title_has_the_place_of_a_claim_that_names_the_same_person(tmp_path):
    """An event may be of several people: who was arrested elsewhere was not arrested there."""
    arrested = report("Tom Arley was arrested.", "Arrest", "arrested", {"patient": "Tom Arley"})
    other = report(
        "Orla Venn was arrested in Quito.", "Arrest", "arrested", {"patient": "Orla Venn", "place": "Quito"}
    )
    more = report(
        "Tom Arley was arrested in Estria.", "Arrest", "arrested", {"patient": "Tom Arley", "place": "Estria"}
    )
    for told, expected in [((arrested, other), ""), ((arrested, other, more), " in Estria")]:
        with open_graph(build(tmp_path / expected[4:], *told, told=one_event(*told))) as graph:
            title = str(event_fields(ClaimReader(graph), "event")["title"])
            assert title in (f"Tom Arley was arrested{expected}", "Orla Venn was arrested in Quito")


def test_a_visit_to_a_country_is_in_it(tmp_path):
    """A noun's preposition is not that of its verb."""
    noun = report(
        "Orla Venn signed it on a visit to Estria.",
        "Visit",
        "visit",
        {"agent": "Orla Venn", "place": "Estria"},
    )
    verb = report("Tom Arley visited Quito.", "Visit", "visited", {"agent": "Tom Arley", "patient": "Quito"})
    with open_graph(build(tmp_path, noun, verb, told=linked(noun, verb))) as graph:
        ids = [id for (id,) in graph.table.rows("SELECT id FROM event")]
        titles = {str(event_fields(ClaimReader(graph), id)["title"]) for id in ids}
    assert titles == {"Orla Venn visited Estria", "Tom Arley visited Quito"}


def test_one_person_is_no_people(tmp_path):
    told = report("At least one welder was injured.", "Injury", "injured", {"patient": "one welder"})
    (one,) = told.claims
    number = Quantity("injured", 1, "at least")
    assert title(tmp_path, replace(told, claims=(replace(one, quantities=(number,)),))) == (
        "One welder was injured"
    )
