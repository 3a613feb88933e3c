import random

import pytest

from kg.link import link
from kg.records import Coordinates
from tests.linking import ArticleBuilder, entity, entity_ids, extractions

CITY, NAMESAKE = Coordinates(101, country="NO"), Coordinates(202, country="US")


def same(one: ArticleBuilder, label: str, other: ArticleBuilder, name: str) -> bool:
    links = link(extractions((one, other)))
    return entity_ids(links, [one], label) == entity_ids(links, [other], name)


CONTEXT = [entity(name, "Person") for name in ("Ida Holm", "Per Lund", "Kari Vik")]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (entity("Mira Dahl", "Person"), entity("Mira Dahl", "Person"), True),
        (entity("Orrin Bank", "Organization"), entity("Orrin Bank", "Group"), True),
        (entity("Orrin", "Organization"), entity("Orrin", "Place"), False),
        (entity("Vessa", "City", coordinates=CITY), entity("Vessa", "City", coordinates=NAMESAKE), False),
        (entity("Vessa", "City", coordinates=CITY), entity("Wessa Town", "City", coordinates=CITY), True),
        (entity("Mira Dahl", "Person"), entity("Dahl", "Person"), True),
        (entity("Hassan Muallem", "Person"), entity("Hassan al-Moualem", "Person"), True),
        (entity("Raqqa", "Place"), entity("Raqa", "Place"), True),
        (entity("Halden Port Authority", "Organization"), entity("HPA", "Organization"), True),
        (entity("Syrian Reform Council", "Organization"), entity("Reform Council", "Organization"), True),
        (entity("Reform Council", "Organization"), entity("Youth Council", "Organization"), False),
        (
            entity("UN Water Board", "Organization"),
            entity("United Nations Water Board", "Organization"),
            True,
        ),
        (entity("Board of the Treasury", "Organization"), entity("Treasury Board", "Organization"), True),
        (
            entity("Federal Government of Syria", "Organization"),
            entity("Syrian government", "Organization"),
            True,
        ),
        (entity("Orrinians", "Group"), entity("Orrinian", "Group"), True),
        (entity("Houris", "Organization"), entity("Houri", "Group", "Houris"), True),
        (entity("Daily Times", "Organization"), entity("Daily Time", "Organization"), False),
        (entity("Ivo Sandorel", "Person"), entity("Sandrole", "Person"), False),
        (entity("Ivo Muallem", "Person"), entity("Moualem", "Person"), True),
        (entity("Orrin Blue Herons", "Organization"), entity("Blue Herons", "Organization"), True),
        (entity("Vessa village", "Place"), entity("Vessa", "Place"), True),
        (entity("Ivo de Renn", "Person"), entity("de Renn", "Person"), True),
        (entity("Tom Arley Jr.", "Person"), entity("Arley", "Person"), True),
        (entity("Arley Jr.", "Person"), entity("Tom Arley Jr.", "Person"), True),
        (entity("Tom Arley", "Person"), entity("Tom Arley Jr.", "Person"), True),
        (entity("Tom Arley Sr.", "Person"), entity("Tom Arley Jr.", "Person"), False),
        (entity("Tom Arley III", "Person"), entity("Tom Arley Jr.", "Person"), False),
        (entity("Halden Mills plc", "Organization"), entity("Halden Mills", "Organization"), True),
        (entity("Halden GmbH", "Organization"), entity("Halden", "Organization"), True),
        (entity("Halden Mills plc", "Organization"), entity("Halden Steel Ltd", "Organization"), False),
        (entity('Luis Gerardo "Jerry" Orr', "Person"), entity("Jerry Orr", "Person"), True),
        (entity("Heydar Alishbandi", "Person"), entity("Heidar Alishvandi", "Person"), True),
        (
            entity("Syrian regime", "Organization", is_named=False),
            entity("Syrian government", "Organization"),
            True,
        ),
        (entity("a witness", "Person", is_named=False), entity("a witness", "Person", is_named=False), False),
    ],
    ids=lambda value: value if isinstance(value, bool) else f"{value.type} {value.label}",
)
def test_entities_with_a_shared_context(one, other, is_same):
    first, second = ArticleBuilder("a", one, *CONTEXT), ArticleBuilder("b", other, *CONTEXT)
    assert same(first, one.label, second, other.label) is is_same


@pytest.mark.parametrize("label", ["Dahl", "Hassan Moualem"])
def test_an_ambiguous_name_is_an_entity_of_its_own_in_another_context(label):
    full = ArticleBuilder("a", entity("Mira Dahl", "Person"), entity("Hassan Muallem", "Person"))
    other = ArticleBuilder("b", entity(label, "Person"), *CONTEXT)
    links = link(extractions((full, other)))
    assert not set(entity_ids(links, [other], label)) & {
        *entity_ids(links, [full], "Mira Dahl"),
        *entity_ids(links, [full], "Hassan Muallem"),
    }


@pytest.mark.parametrize("one, other", [("Tom Arley", "Tom Arley Jr."), ("Tom Arley Sr.", "Tom Arley Jr.")])
def test_parent_and_child_of_one_name_stay_apart_without_a_context(one, other):
    assert not same(
        ArticleBuilder("a", entity(one, "Person")), one, ArticleBuilder("b", entity(other, "Person")), other
    )


@pytest.mark.parametrize(("shared", "is_same"), [(2, True), (1, False)])
def test_a_surname_of_one_person_needs_some_context(shared, is_same):
    first = ArticleBuilder("a", entity("Mira Dahl", "Person"), *CONTEXT)
    assert (
        same(first, "Mira Dahl", ArticleBuilder("b", entity("Dahl", "Person"), *CONTEXT[:shared]), "Dahl")
        is is_same
    )


@pytest.mark.parametrize("names", [(), ("OWB",)], ids=["full name alone", "with its acronym"])
@pytest.mark.parametrize(("shared", "is_same"), [(2, True), (1, False)])
def test_an_acronym_needs_some_context(names, shared, is_same):
    board = entity("Orrin Water Board", "Organization", *names)
    first = ArticleBuilder("a", board, *CONTEXT)
    other = ArticleBuilder("b", entity("OWB", "Organization"), *CONTEXT[:shared])
    assert same(first, "Orrin Water Board", other, "OWB") is is_same


def test_a_place_that_is_known_has_the_initials_of_no_other_place():
    first = ArticleBuilder("a", entity("Lunden Arm", "Place"), *CONTEXT)
    other = ArticleBuilder("b", entity("La.", "Place", coordinates=Coordinates(4331987)), *CONTEXT)
    assert same(first, "Lunden Arm", other, "La.") is False


@pytest.mark.parametrize(
    ("label", "is_same"), [("Bell Band Circus", False), ("World Trade Organization", True)]
)
def test_initials_that_everybody_knows_are_those_of_no_other_body(label, is_same):
    initials = "".join(word[0] for word in label.split())
    first = ArticleBuilder("a", entity(label, "Organization", initials), *CONTEXT)
    other = ArticleBuilder("b", entity(initials, "Organization"), *CONTEXT)
    assert same(first, label, other, initials) is is_same


def test_bodies_with_one_short_name_stay_apart():
    parties = [entity(f"{state} Grain Party", "Organization", "Grain Party") for state in ("Orrin", "Vessa")]
    one, other = (ArticleBuilder(party.label, party, *CONTEXT) for party in parties)
    assert not same(one, "Orrin Grain Party", other, "Vessa Grain Party")
    whole = ArticleBuilder("c", entity("Grain Party", "Organization"), *CONTEXT)
    assert not same(one, "Orrin Grain Party", whole, "Grain Party")


def test_peoples_with_one_short_name_stay_apart():
    river = entity("Orrin First Nation", "Group", "First Nation")
    one, other = (
        ArticleBuilder("a", river, *CONTEXT),
        ArticleBuilder("b", entity("First Nations", "Group"), *CONTEXT),
    )
    assert not same(one, "Orrin First Nation", other, "First Nations")


def test_a_surname_of_a_well_known_person_needs_less_context():
    full = [ArticleBuilder(name, entity("Mira Dahl", "Person"), *CONTEXT) for name in ("a", "b", "c")]
    bare = ArticleBuilder("d", entity("Dahl", "Person"), CONTEXT[0])
    alone = ArticleBuilder("e", entity("Dahl", "Person"))
    links = link(extractions((*full, bare, alone)))
    [known] = set(entity_ids(links, full, "Mira Dahl"))
    assert entity_ids(links, [bare], "Dahl") == [known]
    assert entity_ids(links, [alone], "Dahl") != [known]


def test_two_people_who_are_called_by_one_surname_stay_apart():
    mira = entity("Mira Dahl", "Person", "Dahl")
    jonas = entity("Jonas Dahl", "Person", "Dahl")
    first, second = ArticleBuilder("a", mira, *CONTEXT), ArticleBuilder("b", jonas, *CONTEXT)
    assert not same(first, "Mira Dahl", second, "Jonas Dahl")


def test_a_surname_that_fits_two_people_is_neither():
    first = ArticleBuilder("a", entity("Mira Dahl", "Person"), *CONTEXT)
    second = ArticleBuilder("b", entity("Jonas Dahl", "Person"), *CONTEXT)
    bare = ArticleBuilder("c", entity("Dahl", "Person"), *CONTEXT)
    links = link(extractions((first, second, bare)))
    ids = {
        *entity_ids(links, [first], "Mira Dahl"),
        *entity_ids(links, [second], "Jonas Dahl"),
        *entity_ids(links, [bare], "Dahl"),
    }
    assert len(ids) == 3


def test_a_surname_with_the_position_that_one_of_two_people_will_hold_is_hers():
    first = position("a", "president-elect", "Norway", "NO")
    second = ArticleBuilder("b", entity("Jonas Dahl", "Person"), *CONTEXT)
    bare = position("c", "president", "Norway", "NO", person="Dahl")
    links = link(extractions((first, second, bare)))
    assert entity_ids(links, [bare], "Dahl") == entity_ids(links, [first], "Mira Dahl")


def position(name: str, title: str, country: str, code: str, *, person: str = "Mira Dahl") -> ArticleBuilder:
    land = entity(country, "Country", coordinates=Coordinates(len(country), country=code))
    builder = ArticleBuilder(name, entity(person, "Person"), land, *CONTEXT)
    builder.add_claim(
        "holdsPosition",
        title,
        f"{person} is {title} of {country}.",
        fillers={"agent": person, "patient": country, "title": title},
    )
    return builder


def test_two_people_of_one_name_with_other_positions_and_countries_stay_apart():
    builders = position("a", "judge", "Norway", "NO"), position("b", "goalkeeper", "Peru", "PE")
    assert len(set(entity_ids(link(extractions(builders)), builders, "Mira Dahl"))) == 2


def test_a_new_position_in_the_same_country_is_the_same_person():
    builders = position("a", "minister", "Norway", "NO"), position("b", "premier", "Norway", "NO")
    assert len(set(entity_ids(link(extractions(builders)), builders, "Mira Dahl"))) == 1


def test_a_name_a_generation_later_is_another():
    builders = [
        ArticleBuilder(name, entity("Mira Dahl", "Person"), published=f"{year}-01-01")
        for name, year in (("a", 1980), ("b", 2024))
    ]
    assert len(set(entity_ids(link(extractions(builders)), builders, "Mira Dahl"))) == 2


def test_order_of_articles_does_not_matter():
    labels = [
        "Mira Dahl",
        "Dahl",
        "M. Dahl",
        "Mira K. Dahl",
        "Orrin Bank",
        "OB",
        "Orrin Bank Group",
        "Raqa",
        "Raqqa",
    ]
    builders = [
        ArticleBuilder(
            f"{label}{n}", entity(label, "Person" if "Dahl" in label else "Organization"), *CONTEXT[: n + 1]
        )
        for label in labels
        for n in range(3)
    ]
    articles = extractions(builders)
    expected = link(articles)
    random.Random(3).shuffle(articles)
    assert link(articles) == expected


def ids_by_type(*types: str, context=CONTEXT, coordinates=None) -> list[str]:
    """The ids of Orrin in articles that give it these types; the last may have coordinates, or another context."""
    builders = [
        ArticleBuilder(f"{n}", entity("Orrin", type_), *CONTEXT) for n, type_ in enumerate(types[:-1])
    ]
    last = ArticleBuilder("last", entity("Orrin", types[-1], coordinates=coordinates), *context)
    return entity_ids(link(extractions([*builders, last])), [*builders, last], "Orrin")


def test_a_name_has_the_type_that_most_sources_give_it():
    assert len(set(ids_by_type("Place", "Place", "Person"))) == 1
    assert len(set(ids_by_type("Organization", "Thing"))) == 1


@pytest.mark.parametrize(
    ("types", "options"),
    [
        (("Place", "Person"), {}),
        (("Place", "Place", "Organization", "Person"), {}),
        (("Person", "Person", "City"), {"coordinates": CITY}),
        (("Place", "Place", "Person"), {"context": [entity("Jo Berg", "Person")]}),
    ],
    ids=["no majority", "none outweighs", "on the map", "other context"],
)
def test_a_name_keeps_its_type_without_a_majority_against_it(types, options):
    *others, last = ids_by_type(*types, **options)
    assert last not in others
