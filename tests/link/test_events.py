from dataclasses import replace
from datetime import date

import pytest

from kg.link import link
from kg.link.engine.weights import load_weights
from kg.link.events.claim_index import NEAREST
from kg.link.events.disputes import find_disputes
from kg.link.events.event_linking import EventLinking
from kg.link.events.event_profiles import find_event_profiles
from kg.records import Dispute, Filler, Interval, article_id
from tests.linking import ArticleBuilder, day, entity, event_id, extractions

ENTITIES = [
    entity("Mira Dahl", "Person"),
    entity("Ivo Renn", "Person"),
    entity("Orrin", "Place"),
    entity("Vessa", "Place"),
]
MEETING = {"agent": "Mira Dahl", "patient": "Ivo Renn"}


def meeting(name: str, when: str | None, **fields) -> tuple[ArticleBuilder, str]:
    builder = ArticleBuilder(name, *ENTITIES)
    builder.add_sentence(
        "Officials in the coastal province have waited for months for the two leaders to speak."
    )
    fillers = fields.pop("fillers", MEETING)
    return builder, builder.add_claim(
        "Meeting", "meet", "The two will meet.", fillers=fillers, time=when and day(when), **fields
    )


def is_one(*claims: tuple[ArticleBuilder, str]) -> bool:
    links = link(extractions(builder for builder, _ in claims))
    return len({event_id(links, *one) for one in claims}) == 1


def test_planned_and_actual_are_one():
    assert is_one(meeting("a", "2024-03-05", factuality="planned"), meeting("b", "2024-03-05"))


def test_days_apart_are_two():
    assert not is_one(meeting("a", "2024-03-05"), meeting("b", "2024-03-09"))


def test_others_on_that_day_are_two():
    assert not is_one(
        meeting("a", "2024-03-05", fillers={"agent": "Mira Dahl"}),
        meeting("b", "2024-03-05", fillers={"agent": "Ivo Renn"}),
    )


def test_the_order_of_names_in_a_meeting_does_not_matter():
    turned = {"agent": "Ivo Renn", "patient": "Mira Dahl"}
    claims = meeting("a", "2024-03-05"), meeting("b", "2024-03-05", fillers=turned)
    assert is_one(*claims)
    assert not link(extractions(builder for builder, _ in claims)).disputes


def test_attacks_on_two_towns_on_one_day_are_two():
    builders = []
    for name, town in (("a", "Orrin"), ("b", "Vessa")):
        builder = ArticleBuilder(name, *ENTITIES)
        key = builder.add_claim(
            "Attack",
            "bombed",
            f"Rebels bombed {town}.",
            lemma="bomb",
            fillers={"agent": "rebels", "place": town},
            time=day("2024-03-03"),
        )
        builders.append((builder, key))
    assert not is_one(*builders)


def test_a_definite_noun_refers_to_the_event_of_a_verb():
    builder = ArticleBuilder("a", *ENTITIES)
    first = builder.add_claim(
        "Attack",
        "bombed",
        "Rebels bombed the port of Orrin.",
        lemma="bomb",
        fillers={"agent": "rebels", "place": "Orrin"},
    )
    second = builder.add_claim("Attack", "bombing", "The bombing lasted an hour.", lemma="bombing")
    assert is_one((builder, first), (builder, second))


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
    claims = [meeting("a", "2024-03-05", quantities=[one]), meeting("b", "2024-03-05", quantities=[other])]
    links = link(extractions(builder for builder, _ in claims))
    local_ids = [(article_id(builder.extraction().article), key) for builder, key in claims]
    ordered = sorted(local_ids) if kind == "disputes" else local_ids
    assert links.disputes == ((Dispute(kind, "killed", *ordered),) if kind else ())


@pytest.mark.parametrize(("name", "is_same"), [("amount", False), ("killed", True)])
def test_another_sum_is_another_payment_but_another_toll_is_not_another_raid(name, is_same):
    def attack(verb: str, value: float) -> tuple[ArticleBuilder, str]:
        fields = {"fillers": {"agent": "Ivo Renn"}, "quantities": [(name, value)]}
        return article(verb, f"Ivo Renn {verb} them.", verb, "Attack", lemma=verb, **fields)

    assert is_one(attack("hit", 20.0), attack("struck", 29.0))
    assert is_one(attack("hit", 20.0), attack("struck", 120.0)) is is_same


def test_a_later_number_of_one_speaker_refines_the_earlier():
    def toll(name: str, published: str, killed: float) -> tuple[ArticleBuilder, str]:
        police = (Filler("attributedTo", 0, 1, "police"),)
        builder, key = meeting(name, "2024-03-02", quantities=[("killed", killed)], attributed_to=police)
        builder.published = published
        return builder, key

    first, later = toll("a", "2024-03-03", 12.0), toll("b", "2024-03-04", 15.0)
    links = link(extractions(builder for builder, _ in (first, later)))
    local_ids = [(article_id(builder.extraction().article), key) for builder, key in (first, later)]
    assert links.disputes == (Dispute("refines", "killed", *local_ids),)


def test_reports_of_a_unique_event_may_differ_by_some_days():
    def arrest(name: str, when: str) -> tuple[ArticleBuilder, str]:
        fillers = {"agent": "police", "patient": "Ivo Renn"}
        text = "Police arrested Ivo Renn."
        return article(name, text, "arrested", "Arrest", lemma="arrest", fillers=fillers, time=day(when))

    monday, wednesday = arrest("a", "2024-03-04"), arrest("b", "2024-03-06")
    assert is_one(monday, wednesday)
    links = link(extractions(builder for builder, _ in (monday, wednesday)))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "time")]
    assert not is_one(monday, arrest("c", "2024-03-14"))


def on_a_weekday(
    name: str, words: str, class_: str = "Arrest", trigger: str = "arrested"
) -> tuple[ArticleBuilder, str]:
    """An undated article with a claim about police and Ivo Renn in Orrin."""
    fillers = {"agent": "police", "patient": "Ivo Renn", "place": "Orrin"}
    time = Interval(None, None, "day", words)
    builder, key = article(name, f"Police {trigger} him.", trigger, class_, fillers=fillers, time=time)
    builder.published = None
    return builder, key


@pytest.mark.parametrize(
    "words, disputes",
    [("Monday night", []), ("late on Tuesday", [("disputes", "time")])],
    ids=["same", "other"],
)
def test_weekdays_are_compared_where_no_date_is_known(words, disputes):
    pair = on_a_weekday("a", "Monday"), on_a_weekday("b", words)
    assert is_one(*pair)
    links = link(extractions(builder for builder, _ in pair))
    assert [(each.kind, each.about) for each in links.disputes] == disputes


def test_a_raid_on_monday_is_not_one_on_friday_where_no_date_is_known():
    monday, tuesday, friday = (
        on_a_weekday(name, f"on {day}", "Attack", "raided")
        for name, day in (("a", "Monday"), ("b", "Tuesday"), ("c", "Friday"))
    )
    assert is_one(monday, tuesday)
    assert not is_one(monday, friday)


def in_a_year(name: str, patient: str, *, year: Interval | None) -> tuple[ArticleBuilder, str]:
    """A killing in an article on a story that others report as well."""
    builder = ArticleBuilder(name, *ENTITIES)
    builder.add_sentence(
        f"Crowds marched near the harbour after a teenager had died, the paper {name} reports."
    )
    fields = {"fillers": {"patient": patient}, "time": year}
    return builder, builder.add_claim(
        "Killing", "killed", f"Police killed {patient}.", lemma="kill", **fields
    )


@pytest.mark.parametrize(
    "year, is_same",
    [
        (None, True),
        (Interval(date(2022, 1, 1), date(2022, 12, 31), "year", "two years ago"), False),
        (Interval(date(2024, 1, 1), date(2024, 12, 31), "year", "this year"), True),
    ],
)
def test_a_death_of_an_earlier_year_is_not_that_of_the_news(year, is_same):
    assert is_one(in_a_year("a", "Ivo Renn", year=year), in_a_year("b", "the youth", year=None)) is is_same


def test_an_event_of_an_earlier_year_is_one_where_the_same_person_takes_part():
    year = Interval(date(2022, 1, 1), date(2022, 12, 31), "year", "two years ago")
    assert is_one(in_a_year("a", "Ivo Renn", year=year), in_a_year("b", "Ivo Renn", year=None))


def test_a_second_bomb_is_not_the_first():
    first = article(
        "a", "A bomb killed three.", "killed", "Killing", fillers={"agent": "A bomb", "place": "Orrin"}
    )
    fields = {"fillers": {"agent": "A second bomb", "place": "Orrin"}, "quantities": [("killed", 9.0)]}
    assert is_one(
        first,
        article(
            "b", "A bomb killed nine.", "killed", "Killing", fillers={"agent": "A bomb", "place": "Orrin"}
        ),
    )
    assert not is_one(first, article("b", "A second bomb killed nine.", "killed", "Killing", **fields))


def test_a_denial_disputes_the_claim():
    claims = [meeting("a", "2024-03-05"), meeting("b", "2024-03-05", factuality="negated")]
    links = link(extractions(builder for builder, _ in claims))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "factuality")]


def test_a_denial_may_add_a_role():
    more = {**MEETING, "topic": "a loan"}
    denied = meeting("b", "2024-03-05", factuality="negated", fillers=more)
    links = link(extractions(builder for builder, _ in (meeting("a", "2024-03-05"), denied)))
    assert [(d.kind, d.about) for d in links.disputes] == [("disputes", "factuality")]


def article(
    name: str, text: str, trigger: str, class_: str = "Attack", **fields
) -> tuple[ArticleBuilder, str]:
    """An article whose third sentence has a claim about Mira Dahl and Orrin."""
    builder = ArticleBuilder(name, *ENTITIES)
    builder.add_sentence(
        "Officials in the coastal province have waited for months for the two leaders to speak."
    )
    builder.add_claim("Closure", "closed", "The harbour was closed.")
    fields = {"fillers": {"agent": "Mira Dahl", "patient": "Orrin"}, **fields}
    return builder, builder.add_claim(class_, trigger, text, **fields)


def blaze(name: str, background: str, text: str, **fields) -> tuple[ArticleBuilder, str]:
    builder = ArticleBuilder(name, *ENTITIES)
    for sentence in (background, "Firefighters said the cause was unknown.", "The harbour was closed."):
        builder.add_sentence(sentence)
    builder.add_claim("Closure", "closed", "The road was closed.")
    builder.add_claim("Arrival", "came", "Engines came.")
    return builder, builder.add_claim("Disaster", "fire", text, **fields)


@pytest.mark.parametrize(("fields", "is_same"), [({}, False), ({"fillers": {"place": "Orrin"}}, True)])
def test_fires_on_related_stories_are_one_only_if_more_connects_them(fields, is_same):
    claims = (
        blaze(
            "a",
            "A timber warehouse burned down at night.",
            "Two shopkeepers smelled the fire before midnight.",
            **fields,
        ),
        blaze(
            "b",
            "The chapel roof collapsed in flames.",
            "Parish children watched the fire from windows.",
            **fields,
        ),
    )
    assert is_one(*claims) is is_same


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
def test_only_single_occurrences_are_linked_across_articles(text, trigger, class_, is_single):
    assert is_one(article("a", text, trigger, class_), article("b", text, trigger, class_)) is is_single


def test_one_number_links_claims_of_a_sum():
    text = "Her planes have killed 1,200 people since the truce ended."
    fields = {"class_": "Killing", "quantities": [("killed", 1200.0)]}
    assert is_one(article("a", text, "killed", **fields), article("b", text, "killed", **fields))


def test_a_statement_with_a_day_is_a_single_occurrence():
    fields = {"class_": "Statement", "time": day("2024-03-03")}
    text = "She warned Orrin of floods."
    assert is_one(article("a", text, "warned", **fields), article("b", text, "warned", **fields))


def test_repeated_raids_are_not_the_raid_of_a_day():
    raid = article("a", "Her planes carried out a raid on Orrin on Sunday.", "raid", time=day("2024-03-03"))
    raids = article("b", "Orrin was the target of frequent raids by her planes.", "raids", lemma="raid")
    assert not is_one(raid, raids)


def test_a_request_is_not_the_event_that_it_asks_for():
    builder = ArticleBuilder("a", *ENTITIES)
    fillers = {"agent": "Mira Dahl", "patient": "Orrin"}
    first = builder.add_claim(
        "Withdrawal", "leave", "Mira Dahl was asked to leave Orrin, and to leave Vessa.", fillers=fillers
    )
    claim = builder.claims[0]
    at = claim.begin + claim.sentence.text.index("asked") - claim.sentence.text.index("leave")
    asking = replace(
        claim,
        key=f"Withdrawal@{at}",
        begin=at,
        end=at + 5,
        trigger="asked",
        fillers=(*claim.fillers, Filler("topic", 0, 1, "to leave", claim=first)),
    )
    builder.claims.append(asking)
    assert not is_one((builder, first), (builder, asking.key))


def test_a_denial_of_others_is_no_dispute():
    fields = {"time": day("2024-03-03")}
    one = article("a", "A bombing hit Orrin.", "bombing", fillers={"place": "Orrin"}, **fields)
    fields["factuality"] = "negated"
    other = article("b", "Her planes did not bomb Orrin.", "bomb", lemma="bombing", **fields)
    assert not link(extractions(builder for builder, _ in (one, other))).disputes


def disputes_of(*claims, are_one=True):
    """What the claims of one event, each in an article of its own, dispute."""
    articles = extractions(builder for builder, _ in claims)
    ids, weights = link(articles).entities, load_weights()
    profiles = [profile for each in articles for profile in find_event_profiles(each, ids, weights)]
    found = find_disputes(profiles, weights, are_one=lambda one, other: are_one)
    return [each.about for each in found]


def bombing(name, text="Mira Dahl bombed Orrin.", who="Mira Dahl", class_="Attack", **fields):
    fillers = {"agent": who, "patient": "Vessa Port"}
    return article(name, text, "bombed", class_, **{"fillers": fillers, **fields})


@pytest.mark.parametrize(("are_one", "about"), [(True, ["agent"]), (False, [])])
def test_claims_that_only_others_connect_do_not_dispute_each_other(are_one, about):
    assert disputes_of(bombing("a"), bombing("b", who="Ivo Renn"), are_one=are_one) == about


def test_claims_without_a_class_are_not_disputed():
    claims = bombing("a", class_="Event"), bombing("b", class_="Event", factuality="negated")
    assert disputes_of(*claims) == []


DENIALS = {
    "of the same act": ({}, ["factuality"]),
    "of an act to another": ({"fillers": {"agent": "Mira Dahl", "patient": "Ivo Renn"}}, []),
    "of what was foiled": ({"text": "Police foiled a plan, and Mira Dahl bombed no port."}, []),
}


@pytest.mark.parametrize(("fields", "about"), DENIALS.values(), ids=DENIALS)
def test_a_denial_is_of_the_same_act(fields, about):
    assert disputes_of(bombing("a"), bombing("b", factuality="negated", **fields)) == about


@pytest.mark.parametrize(("when", "about"), [("2024-03-01", ["time"]), ("2024-01-19", [])])
def test_a_weekday_is_compared_with_dates_of_its_week(when, about):
    assert disputes_of(bombing("a", time=day(when)), on_a_weekday("b", "Saturday", "Attack")) == about


def test_the_sentences_of_two_people_do_not_dispute_each_other():
    fields = [
        {"fillers": {"patient": who}, "quantities": (("term", years),)}
        for who, years in (("Mira Dahl", 3.0), ("Ivo Renn", 5.0))
    ]
    one, other = (bombing(name, class_="Sentence", **each) for name, each in zip("ab", fields, strict=True))
    assert disputes_of(one, other) == []


def test_somebody_may_hold_several_posts():
    fillers = [{"agent": "Mira Dahl", "patient": place} for place in ("Orrin", "Vessa")]
    one, other = (
        bombing(name, class_="leads", fillers=each) for name, each in zip("ab", fillers, strict=True)
    )
    assert disputes_of(one, other) == []


def test_a_plan_is_carried_out_some_days_late():
    plan = meeting("a", "2024-03-05", factuality="planned")
    assert is_one(plan, meeting("b", "2024-03-08"))
    assert not link(extractions((plan[0], meeting("b", "2024-03-08")[0]))).disputes


@pytest.mark.parametrize("event_class, about", [("livesIn", []), ("leads", ["agent"])])
def test_states_that_many_share_are_not_disputed_by_other_agents(event_class, about):
    builders = [ArticleBuilder(name, *ENTITIES) for name in "ab"]
    for builder, who in zip(builders, ("Mira Dahl", "Ivo Renn"), strict=True):
        builder.add_claim(event_class, "is", "It is so.", fillers={"agent": who, "patient": "Orrin"})
    assert disputes_of(*((builder, "") for builder in builders)) == about


@pytest.mark.parametrize("subject, is_same", [("Orrin", True), ("Orrin Mills", False)])
def test_a_town_and_a_firm_in_one_country_are_two_states(subject, is_same):
    names = entity("Norland", "Country"), entity("Orrin Mills", "Organization")
    builder = ArticleBuilder("a", *ENTITIES, *names)
    in_norland = [
        (builder, builder.add_claim("locatedIn", "in", text, fillers={"agent": each, "patient": "Norland"}))
        for each, text in (("Orrin", "Orrin lies in Norland."), (subject, "It is big in Norland."))
    ]
    assert is_one(*in_norland) is is_same


def test_an_article_does_not_dispute_its_own_roles():
    builder = ArticleBuilder("a", *ENTITIES)
    for fillers in (MEETING, {"agent": "Ivo Renn", "patient": "Mira Dahl"}):
        builder.add_claim(
            "Meeting",
            "meet",
            "The two will meet in Orrin.",
            fillers={**fillers, "place": "Orrin"},
            time=day("2024-03-05"),
        )
    assert not link([builder.extraction()]).disputes


def two_raids(*groups: tuple[str, ...] | None) -> tuple[ArticleBuilder, list[str]]:
    """An article with two claims of one class and one day, and a third of another class."""
    builder = ArticleBuilder("raids", entity("Orrin", "Place"))
    fields = {"fillers": {"place": "Orrin"}, "time": day("2024-03-02")}
    keys = [
        builder.add_claim("Attack", "raided", "Troops raided Orrin.", lemma="raid", **fields),
        builder.add_claim("Attack", "raid", "The raid on Orrin was short.", lemma="raid", **fields),
        builder.add_claim("Award", "medals", "Medals were for medals.", lemma="medal"),
    ]
    if groups:
        builder.event_groups = tuple(tuple(keys[int(number)] for number in group) for group in groups)
    return builder, keys


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ((), [{0, 1}, {2}]),
        (("0", "1", "2"), [{0}, {1}, {2}]),
        (("0", "12"), [{0}, {1, 2}]),
        (("012",), [{0, 1, 2}]),
    ],
    ids=["no groups", "apart", "other classes", "all"],
)
def test_groups_of_the_trained_scorer_decide_within_an_article(groups, expected):
    builder, keys = two_raids(*groups)
    links = link([builder.extraction()])
    ids = [event_id(links, builder, key) for key in keys]
    assert [{n for n, id_ in enumerate(ids) if id_ == each} for each in dict.fromkeys(ids)] == expected


def test_a_group_meets_another_article_by_its_best_claim():
    fillers = {"fillers": {"place": "Orrin"}}
    one, other = (ArticleBuilder(name, entity("Orrin", "Place")) for name in ("one", "other"))
    one.add_claim("Statement", "said", "She said so.")
    # Two events of an undated past are candidates for no event of another article
    keys = [
        one.add_claim("Attack", "raided", f"Troops {when} raided Orrin.", lemma="raid", time=time, **fillers)
        for when, time in (("had", day("2024-03-02")), ("once", None), ("previously", None))
    ]
    raid = other.add_claim("Attack", "raided", "Troops raided Orrin.", time=day("2024-03-02"), **fillers)

    def events() -> set[str]:
        links = link(extractions([one, other]))
        return {*(event_id(links, one, key) for key in keys), event_id(links, other, raid)}

    one.event_groups = (tuple(keys),)
    assert len(events()) == 1
    one.event_groups = ((keys[0],), tuple(keys[1:]))
    assert len(events()) == 2


def test_the_pairs_of_an_article_grow_with_its_claims(monkeypatch):
    compared = []
    monkeypatch.setattr(EventLinking, "_score", lambda _, pair: compared.append(pair))
    counts = []
    for number in (2, 4):
        builder = ArticleBuilder("long.txt", entity("Orrin", "Place"))
        for _ in range(number * NEAREST):
            builder.add_claim("Attack", "raid", "There was a raid on Orrin.", fillers={"patient": "Orrin"})
        compared.clear()
        link(extractions([builder]))
        counts.append(len(set(compared)))
    assert 0 < counts[1] < 3 * counts[0]
