from dataclasses import replace

import pytest

from kg.link import link
from kg.records import Dispute, Filler, Interval, article_id
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


def test_who_is_named_first_in_a_meeting_says_nothing():
    turned = {"agent": "Ivo Renn", "patient": "Mira Dahl"}
    told = meeting("a", "2024-03-05"), meeting("b", "2024-03-05", who=turned)
    assert is_one(*told)
    assert not link(extractions(writer for writer, _ in told)).disputes


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
        (("killed", 40.0, "about"), ("killed", 41.0, "some"), None),
        (("killed", 40.0, "exactly"), ("killed", 40.0), None),
        (("killed", 40.0), ("killed", 12.0, "another"), None),
        (("killed", 24.0, None, "months"), ("killed", 2.0, None, "years"), None),
        (("killed", 2e9, None, "$"), ("killed", 3e9, None, "dollars"), "disputes"),
    ],
)
def test_quantities_of_one_event(one, other, kind):
    told = [meeting("a", "2024-03-05", quantities=[one]), meeting("b", "2024-03-05", quantities=[other])]
    links = link(extractions(writer for writer, _ in told))
    owns = [(article_id(writer.extraction().article), key) for writer, key in told]
    ordered = sorted(owns) if kind == "disputes" else owns
    assert links.disputes == ((Dispute(kind, "killed", *ordered),) if kind else ())


@pytest.mark.parametrize(("name", "is_same"), [("amount", False), ("killed", True)])
def test_another_sum_is_another_payment_but_another_toll_is_not_another_raid(name, is_same):
    def told_of(verb: str, value: float) -> tuple[Writer, str]:
        known = {"who": {"agent": "Ivo Renn"}, "quantities": [(name, value)]}
        return told(verb, f"Ivo Renn {verb} them.", verb, "Attack", lemma=verb, **known)

    assert is_one(told_of("hit", 20.0), told_of("struck", 29.0))
    assert is_one(told_of("hit", 20.0), told_of("struck", 120.0)) is is_same


def test_the_later_word_of_a_source_refines_its_first():
    def toll(name: str, published: str, killed: float) -> tuple[Writer, str]:
        police = (Filler("attributedTo", 0, 1, "police"),)
        writer, key = meeting(name, "2024-03-02", quantities=[("killed", killed)], attributed_to=police)
        writer.published = published
        return writer, key

    first, later = toll("a", "2024-03-03", 12.0), toll("b", "2024-03-04", 15.0)
    links = link(extractions(writer for writer, _ in (first, later)))
    owns = [(article_id(writer.extraction().article), key) for writer, key in (first, later)]
    assert links.disputes == (Dispute("refines", "killed", *owns),)


def test_what_is_done_once_is_one_happening_on_two_days():
    def arrest(name: str, when: str) -> tuple[Writer, str]:
        who = {"agent": "police", "patient": "Ivo Renn"}
        text = "Police arrested Ivo Renn."
        return told(name, text, "arrested", "Arrest", lemma="arrest", who=who, time=day(when))

    monday, wednesday = arrest("a", "2024-03-04"), arrest("b", "2024-03-06")
    assert is_one(monday, wednesday)
    links = link(extractions(writer for writer, _ in (monday, wednesday)))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "time")]
    assert not is_one(monday, arrest("c", "2024-03-14"))


def on_a_weekday(
    name: str, words: str, class_: str = "Arrest", trigger: str = "arrested"
) -> tuple[Writer, str]:
    """An article of no known day that tells something of police and Ivo Renn in Orrin."""
    who = {"agent": "police", "patient": "Ivo Renn", "place": "Orrin"}
    time = Interval(None, None, "day", words)
    writer, key = told(name, f"Police {trigger} him.", trigger, class_, who=who, time=time)
    writer.published = None
    return writer, key


@pytest.mark.parametrize(
    "words, disputes",
    [("Monday night", []), ("late on Tuesday", [("disputes", "time")])],
    ids=["same", "other"],
)
def test_days_of_the_week_tell_where_no_date_is_known(words, disputes):
    pair = on_a_weekday("a", "Monday"), on_a_weekday("b", words)
    assert is_one(*pair)
    links = link(extractions(writer for writer, _ in pair))
    assert [(each.kind, each.about) for each in links.disputes] == disputes


def test_a_raid_on_monday_is_not_one_on_friday_where_no_date_is_known():
    monday, tuesday, friday = (
        on_a_weekday(name, f"on {day}", "Attack", "raided")
        for name, day in (("a", "Monday"), ("b", "Tuesday"), ("c", "Friday"))
    )
    assert is_one(monday, tuesday)
    assert not is_one(monday, friday)


def test_a_second_bomb_is_not_the_first():
    first = told("a", "A bomb killed three.", "killed", "Killing", who={"agent": "A bomb", "place": "Orrin"})
    known = {"who": {"agent": "A second bomb", "place": "Orrin"}, "quantities": [("killed", 9.0)]}
    assert is_one(
        first,
        told("b", "A bomb killed nine.", "killed", "Killing", who={"agent": "A bomb", "place": "Orrin"}),
    )
    assert not is_one(first, told("b", "A second bomb killed nine.", "killed", "Killing", **known))


def test_what_is_denied_disputes_what_is_said():
    told = [meeting("a", "2024-03-05"), meeting("b", "2024-03-05", factuality="negated")]
    links = link(extractions(writer for writer, _ in told))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "factuality")]


def test_a_denial_may_say_more_of_what_it_denies():
    more = {**MEETING, "topic": "a loan"}
    denied = meeting("b", "2024-03-05", factuality="negated", who=more)
    links = link(extractions(writer for writer, _ in (meeting("a", "2024-03-05"), denied)))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "factuality")]


def told(name: str, text: str, trigger: str, class_: str = "Attack", **known) -> tuple[Writer, str]:
    """An article whose third sentence tells a claim of Mira Dahl and Orrin."""
    writer = Writer(name, *WHO)
    writer.say("Officials in the coastal province have waited for months for the two leaders to speak.")
    writer.claim("Closure", "closed", "The harbour was closed.")
    known = {"who": {"agent": "Mira Dahl", "patient": "Orrin"}, **known}
    return writer, writer.claim(class_, trigger, text, **known)


@pytest.mark.parametrize(
    ("text", "trigger", "class_", "is_single"),
    [
        ("Her planes bombed Orrin.", "bombed", "Attack", True),
        ("Her planes have bombed Orrin.", "bombed", "Attack", True),
        ("Her planes have repeatedly bombed Orrin.", "bombed", "Attack", False),
        ("Orrin was the target of frequent raids by her planes.", "raids", "Attack", False),
        ("Her planes have bombed Orrin since the truce ended.", "bombed", "Attack", False),
        ("Her troops have seized parts of Orrin.", "seized", "Capture", False),
        ("Orrin was later seized by her troops.", "seized", "Capture", False),
        ("Orrin was seized by her troops.", "seized", "Capture", True),
        ("She warned Orrin of floods.", "warned", "Statement", False),
        ("Her troops are fighting in Orrin.", "fighting", "Battle", False),
    ],
)
def test_what_is_no_single_happening_joins_no_other_article(text, trigger, class_, is_single):
    assert is_one(told("a", text, trigger, class_), told("b", text, trigger, class_)) is is_single


def test_one_number_joins_what_adds_up():
    text = "Her planes have killed 1,200 people since the truce ended."
    known = {"class_": "Killing", "quantities": [("killed", 1200.0)]}
    assert is_one(told("a", text, "killed", **known), told("b", text, "killed", **known))


def test_a_day_places_what_is_said():
    known = {"class_": "Statement", "time": day("2024-03-03")}
    text = "She warned Orrin of floods."
    assert is_one(told("a", text, "warned", **known), told("b", text, "warned", **known))


def test_repeated_raids_are_not_the_raid_of_a_day():
    raid = told("a", "Her planes carried out a raid on Orrin on Sunday.", "raid", time=day("2024-03-03"))
    raids = told("b", "Orrin was the target of frequent raids by her planes.", "raids", lemma="raid")
    assert not is_one(raid, raids)


def test_what_is_asked_for_is_not_the_asking():
    writer = Writer("a", *WHO)
    who = {"agent": "Mira Dahl", "patient": "Orrin"}
    first = writer.claim(
        "Withdrawal", "leave", "Mira Dahl was asked to leave Orrin, and to leave Vessa.", who=who
    )
    claim = writer.claims[0]
    at = claim.begin + claim.sentence.text.index("asked") - claim.sentence.text.index("leave")
    asking = replace(
        claim,
        key=f"Withdrawal@{at}",
        begin=at,
        end=at + 5,
        trigger="asked",
        fillers=(*claim.fillers, Filler("topic", 0, 1, "to leave", claim=first)),
    )
    writer.claims.append(asking)
    assert not is_one((writer, first), (writer, asking.key))


def test_a_denial_of_others_is_no_dispute():
    known = {"time": day("2024-03-03")}
    one = told("a", "A bombing hit Orrin.", "bombing", who={"place": "Orrin"}, **known)
    known["factuality"] = "negated"
    other = told("b", "Her planes did not bomb Orrin.", "bomb", lemma="bombing", **known)
    assert not link(extractions(writer for writer, _ in (one, other))).disputes


def test_a_plan_is_carried_out_some_days_late():
    plan = meeting("a", "2024-03-05", factuality="planned")
    assert is_one(plan, meeting("b", "2024-03-08"))
    assert not link(extractions((plan[0], meeting("b", "2024-03-08")[0]))).disputes


def test_an_article_does_not_dispute_its_own_roles():
    writer = Writer("a", *WHO)
    for who in (MEETING, {"agent": "Ivo Renn", "patient": "Mira Dahl"}):
        writer.claim(
            "Meeting",
            "meet",
            "The two will meet in Orrin.",
            who={**who, "place": "Orrin"},
            time=day("2024-03-05"),
        )
    assert not link([writer.extraction()]).disputes
