"""Titles of events: grammatical, with the prepositions of the sentence."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kg.api.rest.articles import list_articles
from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import summary
from kg.api.rest.filters import Filters
from kg.api.rest.titles.edge_labels import edge_labels
from kg.api.tables.open_build import open_graph
from kg.api.tables.rows import EdgeRow
from kg.cli.output.titles import title_reader
from kg.records import Extraction, Filler, Ids, Links, Quantity, article_id
from kg.store.read_build import open_store
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import build

MARK = re.compile(r"\[(\w+): ([^\]]+)\]|\*([^*]+)\*")
PEOPLE = {
    "Orla Venn": "Person",
    "Tom Arley": "Person",
    "Quito": "City",
    "Estria": "Country",
    "the brewers": "Group",
    "The brewers": "Group",
}
LEMMAS = {
    "worked": "work", "called": "call", "demanded": "demand", "drowned": "drown", "arrested": "arrest", "said": "say",
    "set": "set up", "signed": "sign", "Talks": "talk", "granted": "grant", "hurled": "hurl", "agreed": "agree",
    "shelled": "shell", "charged": "charge", "shot": "shoot", "aimed": "aim", "fired": "fire",
    "killed": "kill", "voted": "vote", "took": "take", "sworn": "swear in", "found": "find",
    "stormed": "storm", "forced": "force", "visited": "visit", "arrived": "arrive", "stated": "state",
    "injured": "injure", "lost": "lose", "met": "meet", "sold": "sell", "won": "win",
    "allegations": "allegation", "came": "come ashore", "marched": "march", "overpowered": "overpower",
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
    says = tuple(each for each in fillers if each.role == "attributedTo")
    rest = [each for each in fillers if each.role != "attributedTo"]
    told = replace(claim(event_class, where, trigger, rest), predicate=lemma, attributed_to=says)
    return Extraction(article(text, source="a.txt"), (where,), tuple(entities), (told,))


def title(tmp_path: Path, extraction: Extraction) -> str:
    with open_graph(build(tmp_path, extraction, told=linked(extraction))) as graph:
        [(id,)] = graph.table.rows("SELECT id FROM event")
        return summary(ClaimReader(graph), id).title


CASES = {  # title -> class, and the sentence with its *trigger* and [role: words]
    "Orla Venn is envoy of Estria": (
        "holdsPosition",
        "[agent: Orla Venn] is an *envoy* of [patient: Estria].",
        {"title": "envoy"},
    ),
    "Orla Venn is envoy of Estria to Quito": (
        "holdsPosition",
        "[agent: Orla Venn] is the *envoy* of [patient: Estria] to Quito.",
        {"title": "envoy of Estria to Quito"},
    ),
    "Orla Venn worked with the brewers": (
        "Cooperation",
        "[agent: Orla Venn] *worked* with [patient: the brewers].",
    ),
    "Orla Venn called on Tom Arley to resign": (
        "Request",
        "[agent: Orla Venn] *called* on [recipient: Tom Arley] [topic: to resign].",
    ),
    "Orla Venn demanded justice": ("Request", "[agent: Orla Venn] *demanded* [topic: justice]."),
    "Attack on Estria": ("Attack", "The *attack* on [patient: Estria] shocked many."),
    "Murder of Tom Arley in Quito": (
        "Killing",
        "The *murder* of [patient: Tom Arley] in [place: Quito] shocked many.",
    ),
    "Talks between Orla Venn and Tom Arley": (
        "Meeting",
        "*Talks* between [agent: Orla Venn] and [patient: Tom Arley] began.",
    ),
    "Death of Tom Arley": ("Death", "[patient: Tom Arley] was found *dead*."),
    "Tom Arley drowned near Quito": ("Death", "[patient: Tom Arley] *drowned* near [place: Quito]."),
    "Tom Arley was killed": ("Death", "[patient: Tom Arley] was *killed*."),
    "Tom Arley was arrested": ("Arrest", "[patient: Tom Arley] was *arrested*."),
    "Statement by Tom Arley": ("Statement", "[agent: Tom Arley] *said* nothing more."),
    "Statement by Orla Venn": ("Statement", "What [agent: Orla Venn] *said* [topic: is true]."),
    "Orla Venn said before the ferry left, the pumps failed": (
        "Statement",
        "[topic: Before the ferry left, the pumps failed], [agent: Orla Venn] *said*.",
    ),
    "Orla Venn said the pumps had failed": (
        "Statement",
        "The pumps had failed, she *said*, [agent: Orla Venn] among them.",
        {"topic": "The pumps had failed, she said"},
    ),
    "Orla Venn said the pumps will be mended": (
        "Statement",
        "The pumps, she *said*, will be mended, [agent: Orla Venn] among them.",
        {"topic": "The pumps, she said, will be mended"},
    ),
    "Orla Venn said the pumps were a “standing joke”": (
        "Statement",
        "[agent: Orla Venn] *said* [topic: the pumps were a “standing joke”].",
    ),
    "Orla Venn said: “The pumps are dry”": (
        "Statement",
        "[topic: “The pumps are dry” and not fit for use], [agent: Orla Venn] *said*.",
    ),
    "Attack on the Old Mill camp by the brewers": (
        "Attack",
        "The *attack* on [patient: the 'Old Mill camp] by [agent: the brewers] began.",
    ),
    "Tom Arley was charged": (
        "Charge",
        "[patient: Tom Arley] was *charged* in March, [topic: with lawyers calling it a farce].",
    ),
    "Tom Arley was charged on suspicion of arson": (
        "Charge",
        "[patient: Tom Arley] was *charged* on suspicion of [topic: arson].",
    ),
    "The brewers came ashore in Quito": (
        "Movement",
        "At dawn [agent: the brewers] *came* ashore in [place: Quito].",
    ),
    "Orla Venn said: “We are free”": (
        "Statement",
        "The news spread, she *said*, [topic: “We are free,”] [agent: Orla Venn] said.",
    ),
    "It was said that rain would fall": ("Statement", "They *said* [topic: that rain would fall]."),
    "Orla Venn was granted a concession in Quito": (
        "Concession",
        "[patient: Orla Venn] was *granted* [topic: a concession] in [place: Quito].",
    ),
    "Orla Venn hurled stones at Estria": (
        "Attack",
        "[agent: Orla Venn] *hurled* [instrument: stones] at [patient: Estria].",
    ),
    "Orla Venn agreed with the brewers to close": (
        "Agreement",
        "[agent: Orla Venn] and [patient: the brewers] *agreed* [topic: to close].",
    ),
    "Call to Tom Arley by Orla Venn: there was no bread": (
        "Request",
        "[agent: Orla Venn] said in a *call* to [recipient: Tom Arley] [topic: there was no bread].",
    ),
    "Tom Arley marched to Quito": ("Movement", "[patient: Tom Arley] *marched* to [destination: Quito]."),
    "Tom Arley was marched to Quito": (
        "Movement",
        "[patient: Tom Arley] was *marched* to [destination: Quito].",
    ),
    "The brewers overpowered: “Later they were overpowered by the brewers”": (
        "Coercion",
        "Later they were *overpowered* by [agent: the brewers].",
    ),
    "Quito was shelled": ("Attack", "[patient: Quito] was *shelled*."),
    "Tom Arley was charged with murder": (
        "Charge",
        "[patient: Tom Arley] was *charged* with two counts of [topic: murder].",
    ),
    "Bombing of Quito": ("Attack", "The *bombing* of [patient: Quito] began."),
    "Quito is in Estria": ("locatedIn", "[agent: Quito] is *located* in [patient: Estria]."),
    "Orla Venn is a painter": ("holdsPosition", "[agent: Orla Venn] is a *painter*.", {"title": "painter"}),
    "Orla Venn took office": ("Appointment", "[agent: Orla Venn] *took* [position: office] in March."),
    "Orla Venn was sworn in as interim chancellor": (
        "Appointment",
        "[patient: Orla Venn] was *sworn* in as [position: interim chancellor].",
    ),
    "Tom Arley was found guilty of theft": (
        "Conviction",
        "[patient: Tom Arley] was *found* guilty of [topic: theft].",
    ),
    "The brewers took control of Quito": (
        "Capture",
        "In March [agent: the brewers] *took* control of [patient: Quito].",
    ),
    "The brewers stormed the old customs house": (
        "Attack",
        "In March [agent: the brewers] *stormed* the old customs house and left.",
    ),
    "Orla Venn demanded deep cuts": (
        "Request",
        "They feared the [topic: deep cuts] that [agent: Orla Venn] *demanded*.",
    ),
    "Orla Venn called for a “quiet” week": (
        "Request",
        "[agent: Orla Venn] *called* for [topic: a “quiet” week].",
    ),
    "“The brewers forced us to leave”": (
        "Coercion",
        'Ilse said: "Then [agent: the brewers] came, and we were *forced* [topic: to leave]."',
        {"patient": "we"},
    ),
    "The brewers arrived in Quito": (
        "Movement",
        "In March [agent: the brewers] *arrived* in [destination: Quito].",
    ),
    "Orla Venn stated that the road is open": (
        "Statement",
        "In an interview with [recipient: Tom Arley], [agent: Orla Venn] *stated* [topic: that the road is open].",
    ),
    "Tom Arley’s trial": ("Trial", "[patient: Tom Arley]'s *trial* began."),
    "Protest: “A protest for Tom Arley drew crowds”": (
        "Protest",
        "A *protest* for [agent: Tom Arley] drew crowds.",
    ),
    "Drought: “… wells of the plain dried up in the drought that followed the war and …”": (
        "Disaster",
        'Herders said that the "wells" of the plain dried up in the *drought* that followed the war '
        "and drove thousands of families out of their homes.",
    ),
    "Allegations against Tom Arley": ("Accusation", "[patient: Tom Arley] faces *allegations*."),
    "Orla Venn sold Quito to Tom Arley": (
        "Acquisition",
        "[origin: Orla Venn] *sold* [patient: Quito] to [agent: Tom Arley].",
    ),
    "Quito was sold to Tom Arley": ("Acquisition", "[patient: Quito] was *sold* to [agent: Tom Arley]."),
    "Orla Venn won compensation from Tom Arley": (
        "Payment",
        "[recipient: Orla Venn] *won* [patient: compensation] from [agent: Tom Arley].",
    ),
    "Orla Venn won support from Tom Arley": (  # a class whose verb "win" has its agent as subject
        "Award",
        "[recipient: Orla Venn] *won* [patient: support] from [agent: Tom Arley].",
    ),
    "“We met the brewers in Quito”": (
        "Meeting",
        "[agent: We] *met* [patient: the brewers] in [place: Quito].",
    ),
    "Orla Venn: We met the brewers": (
        "Meeting",
        '"[agent: We] *met* [patient: the brewers]," said [attributedTo: Orla Venn].',
    ),
    "“Attack on us by the brewers”": (
        "Attack",
        "The *attack* on [patient: us] by [agent: the brewers] began.",
    ),
    "The brewers lost Quito": ("Capture", "[agent: The brewers] *lost* [patient: Quito]."),
    "“We were arrested”": ("Arrest", "The police took [patient: us], *arrested* with all others."),
    "Orla Venn said: “I would stay”": (
        "Statement",
        "[topic: I would stay], [agent: Orla Venn] *said*.",
    ),
    "Orla Venn said that “we are free”": (
        "Statement",
        "[agent: Orla Venn] *said* [topic: that we are free].",
    ),
    "“My sister said that ‘we were free’”": (
        "Statement",
        "[agent: My sister] *said* [topic: that we were free].",
    ),
    "Orla Venn said: “that is why we left”": (
        "Statement",
        "[agent: Orla Venn] *said* [topic: that is why we left].",
    ),
    "Orla Venn stated to “mend our roads”": (
        "Statement",
        "[agent: Orla Venn] *stated* [topic: to mend our roads].",
    ),
    "Orla Venn visited “my uncle”": (
        "Visit",
        '"[agent: Orla Venn] *visited* [patient: my uncle]," said [attributedTo: Orla Venn].',
    ),
    "Orla Venn visited King Orin I": ("Visit", "[agent: Orla Venn] *visited* [patient: King Orin I]."),
    "Orla Venn was arrested with a key of the quito mint": (
        "Arrest",
        "[patient: Orla Venn] was *arrested* in [place: Quito] with [instrument: a key of the quito mint].",
    ),
    "Orla Venn set up Quito": ("Founding", "[agent: Orla Venn] *set* up [patient: Quito]."),
}


def marked(event_class: str, text: str, others: Mapping[str, str] | None = None) -> Extraction:
    """An article of a sentence with its marks; `others` are fillers within the trigger or within each other."""
    marks = list(MARK.finditer(text))
    roles = {mark[1]: mark[2] for mark in marks if mark[1]} | dict(others or {})
    [trigger] = [mark[3] for mark in marks if mark[3]]
    return report(MARK.sub(lambda mark: mark[2] or mark[3], text), event_class, trigger, roles)


@pytest.mark.parametrize("words", CASES, ids=str)
def test_a_title_is_grammatical(tmp_path, words):
    assert title(tmp_path, marked(*CASES[words])) == words


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
    "agreed with": ("Tom Arley and Orla Venn agreed.", "Agreement", "agreed", "actual"),
    "signed with": ("The truce of Orla Venn was signed by Tom Arley.", "Agreement", "signed", "actual"),
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


def test_a_past_that_looks_like_a_present_has_its_object(tmp_path):
    text = "Gunmen set fire to Quito on Monday."
    told = report(text, "Attack", "set", {"agent": "Gunmen", "patient": "Quito"})
    told = replace(told, claims=(replace(told.claims[0], predicate="set"),))
    assert title(tmp_path, told) == "Gunmen set fire to Quito"


ACCUSED = {
    "Orla Venn was accused of arresting Tom Arley.": ("arresting", "Orla Venn may have arrested Tom Arley"),
    "Orla Venn allegedly arrested Tom Arley.": ("arrested", "Orla Venn may have arrested Tom Arley"),
    "Orla Venn can have Tom Arley arrested.": ("arrested", "Orla Venn may arrest Tom Arley"),
    "Orla Venn was accused of help to have Tom Arley arrested.": (
        "arrested",
        "Orla Venn may arrest Tom Arley",
    ),
    "Orla Venn may go if accused of arresting Tom Arley.": ("arresting", "Orla Venn may arrest Tom Arley"),
}


@pytest.mark.parametrize("text", ACCUSED)
def test_what_somebody_is_accused_of_is_not_in_the_future(tmp_path, text):
    trigger, words = ACCUSED[text]
    told = report(text, "Arrest", trigger, {"agent": "Orla Venn", "patient": "Tom Arley"})
    told = replace(told, claims=(replace(told.claims[0], factuality="possible", predicate="arrest"),))
    assert title(tmp_path / "title", told) == words
    with open_graph(build(tmp_path / "edge", told, told=linked(told))) as graph:
        rows = [EdgeRow(*row) for row in graph.table.rows("SELECT * FROM edge")]
        assert [f"Orla Venn {each.label} Tom Arley" for each in edge_labels(graph, rows)] == [words]


@pytest.mark.parametrize("post, label", [("envoy", "envoy of"), ("envoy to Quito", "envoy to Quito")])
def test_a_post_leads_to_the_body_that_has_it(tmp_path, post, label):
    roles = {"agent": "Orla Venn", "patient": "Estria", "title": post}
    told = report(f"Orla Venn is {post} of Estria.", "holdsPosition", "envoy", roles)
    with open_graph(build(tmp_path, told, told=linked(told))) as graph:
        rows = [EdgeRow(*row) for row in graph.table.rows("SELECT * FROM edge")]
        assert [each.label for each in edge_labels(graph, rows)] == [label]


def test_edges_tell_a_sale_from_the_side_of_each(tmp_path):
    """The agent of a sale buys, and its verb is the other's."""
    roles = {"origin": "Orla Venn", "patient": "Quito", "agent": "Tom Arley"}
    told = report("Orla Venn sold Quito to Tom Arley.", "Acquisition", "sold", roles)
    with open_graph(build(tmp_path, told, told=linked(told))) as graph:
        rows = [EdgeRow(*row) for row in graph.table.rows("SELECT * FROM edge")]
        names = dict(graph.table.rows("SELECT id, label FROM entity"))
        labels = [each.label for each in edge_labels(graph, rows)]
    assert sorted(
        f"{names[row.source]} {label} {names[row.target]}" for row, label in zip(rows, labels, strict=True)
    ) == [
        "Quito was sold by Orla Venn",
        "Tom Arley acquisition from Orla Venn",
        "Tom Arley bought Quito",
    ]


def test_several_were_arrested(tmp_path):
    told = report(
        "The brewers were arrested in Quito.",
        "Arrest",
        "arrested",
        {"patient": "The brewers", "place": "Quito"},
    )
    with open_graph(build(tmp_path, told, told=linked(told))) as graph:
        rows = [EdgeRow(*row) for row in graph.table.rows("SELECT * FROM edge")]
        assert [each.label for each in edge_labels(graph, rows)] == ["were arrested in"]


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
        assert summary(ClaimReader(graph), "event").title == "The brewers shot Tom Arley"


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
            title = summary(ClaimReader(graph), "event").title
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
        titles = {summary(ClaimReader(graph), id).title for id in ids}
    assert titles == {"Orla Venn visited Estria", "Tom Arley visited Quito"}


def test_one_person_is_no_people(tmp_path):
    told = report("At least one welder was injured.", "Injury", "injured", {"patient": "one welder"})
    (one,) = told.claims
    number = Quantity("injured", 1, "at least")
    assert title(tmp_path, replace(told, claims=(replace(one, quantities=(number,)),))) == (
        "One welder was injured"
    )


def test_an_article_without_a_headline_is_called_by_its_first_words(tmp_path):
    told = report("Orla Venn drowned near Quito.", "Death", "drowned", {"patient": "Orla Venn"})
    bare = replace(told, article=replace(told.article, headline=None))
    for extraction, expected in ((told, "Venn to meet Arley"), (bare, "Orla Venn drowned near Quito.")):
        with open_graph(build(tmp_path / expected[:4], extraction, told=linked(extraction))) as graph:
            [found] = list_articles(graph, "", Filters(), limit=1, offset=0).items
        assert found.title == expected


@pytest.mark.model
@pytest.mark.slow
def test_the_title_of_one_event_needs_only_its_articles(samples_store, tmp_path, monkeypatch):
    """The same titles as the server's, from the articles of the event and without tables of all."""
    with open_graph(samples_store) as graph:
        events = graph.table.rows(
            "SELECT event, GROUP_CONCAT(id, ' ') FROM claim GROUP BY event ORDER BY event"
        )
        titles = {event: summary(ClaimReader(graph), event).title for event, _ in events[::20]}
    monkeypatch.setattr("kg.api.part_of_build.kept_file", lambda build: tmp_path / "no tables")
    monkeypatch.setattr("kg.api.part_of_build.make_table", None)
    with open_store(samples_store) as store:
        read = title_reader(store, whole=False)
        for event, claims in events[::20]:
            parts = (each.split(":") for each in claims.split())
            iris = [f"{store.base}article/{article}#claim={key}" for article, key in parts]
            assert read(iris) == titles[event]
