import pytest

from kg.link import link
from kg.records import Dispute, article_id
from tests.linking import Writer, day, entity, event_id, extractions

WHO = [
    entity("Mira Dahl", "Person"),
    entity("Ivo Renn", "Person"),
    entity("Orrin", "Place"),
    entity("Vessa", "Place"),
]
MEETING = {"agent": "Mira Dahl", "patient": "Ivo Renn"}


def meeting(name: str, when: str | None, **known) -> tuple[Writer, str]:
    writer = Writer(name, *WHO)
    writer.say("Officials in the coastal province have waited for months for the two leaders to speak.")
    who = known.pop("who", MEETING)
    return writer, writer.claim(
        "Meeting", "meet", "The two will meet.", who=who, time=when and day(when), **known
    )


def is_one(*told: tuple[Writer, str]) -> bool:
    links = link(extractions(writer for writer, _ in told))
    return len({event_id(links, *one) for one in told}) == 1


def test_planned_and_actual_are_one():
    assert is_one(meeting("a", "2024-03-05", factuality="planned"), meeting("b", "2024-03-05"))


def test_days_apart_are_two():
    assert not is_one(meeting("a", "2024-03-05"), meeting("b", "2024-03-09"))


def test_others_on_that_day_are_two():
    assert not is_one(
        meeting("a", "2024-03-05", who={"agent": "Mira Dahl"}),
        meeting("b", "2024-03-05", who={"agent": "Ivo Renn"}),
    )


def test_attacks_on_two_towns_on_one_day_are_two():
    writers = []
    for name, town in (("a", "Orrin"), ("b", "Vessa")):
        writer = Writer(name, *WHO)
        key = writer.claim(
            "Attack",
            "bombed",
            f"Rebels bombed {town}.",
            lemma="bomb",
            who={"agent": "rebels", "place": town},
            time=day("2024-03-03"),
        )
        writers.append((writer, key))
    assert not is_one(*writers)


def test_the_noun_with_its_article_points_back_to_the_verb():
    writer = Writer("a", *WHO)
    first = writer.claim(
        "Attack",
        "bombed",
        "Rebels bombed the port of Orrin.",
        lemma="bomb",
        who={"agent": "rebels", "place": "Orrin"},
    )
    second = writer.claim("Attack", "bombing", "The bombing lasted an hour.", lemma="bombing")
    assert is_one((writer, first), (writer, second))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (("killed", 34.0, "at least"), ("killed", 41.0, "at least"), "disputes"),
        (("killed", 12.0), ("killed", 95.0), "disputes"),
        (("killed", 95.0, "at least"), ("killed", 95.0), "refines"),
        (("killed", 40.0, "about"), ("killed", 41.0), "refines"),
        (("killed", 40.0), ("killed", 40.0), None),
    ],
)
def test_quantities_of_one_event(one, other, kind):
    told = [meeting("a", "2024-03-05", quantities=[one]), meeting("b", "2024-03-05", quantities=[other])]
    links = link(extractions(writer for writer, _ in told))
    owns = [(article_id(writer.extraction().article), key) for writer, key in told]
    ordered = sorted(owns) if kind == "disputes" else owns
    assert links.disputes == ((Dispute(kind, "killed", *ordered),) if kind else ())


def test_what_is_denied_disputes_what_is_said():
    told = [meeting("a", "2024-03-05"), meeting("b", "2024-03-05", factuality="negated")]
    links = link(extractions(writer for writer, _ in told))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "factuality")]
