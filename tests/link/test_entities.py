import random

import pytest

from kg.link import link
from kg.records import Coordinates
from tests.linking import Writer, entity, entity_ids, extractions

CITY, NAMESAKE = Coordinates(101, country="NO"), Coordinates(202, country="US")


def same(one: Writer, label: str, other: Writer, name: str) -> bool:
    links = link(extractions((one, other)))
    return entity_ids(links, [one], label) == entity_ids(links, [other], name)


COMPANY = [entity(name, "Person") for name in ("Ida Holm", "Per Lund", "Kari Vik")]


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
        (entity("Orrin Blue Herons", "Organization"), entity("Blue Herons", "Organization"), True),
        (entity("Vessa village", "Place"), entity("Vessa", "Place"), True),
        (entity("Ivo de Renn", "Person"), entity("de Renn", "Person"), True),
        (entity("Tom Arley Jr.", "Person"), entity("Arley", "Person"), True),
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
def test_entities_in_one_company(one, other, is_same):
    first, second = Writer("a", one, *COMPANY), Writer("b", other, *COMPANY)
    assert same(first, one.label, second, other.label) is is_same


@pytest.mark.parametrize("label", ["Dahl", "Hassan Moualem"])
def test_a_name_that_leaves_something_open_stays_alone_in_other_company(label):
    full = Writer("a", entity("Mira Dahl", "Person"), entity("Hassan Muallem", "Person"))
    other = Writer("b", entity(label, "Person"), *COMPANY)
    links = link(extractions((full, other)))
    assert not set(entity_ids(links, [other], label)) & {
        *entity_ids(links, [full], "Mira Dahl"),
        *entity_ids(links, [full], "Hassan Muallem"),
    }


@pytest.mark.parametrize(("known", "is_same"), [(2, True), (1, False)])
def test_a_surname_that_one_person_has_needs_some_company(known, is_same):
    first = Writer("a", entity("Mira Dahl", "Person"), *COMPANY)
    assert (
        same(first, "Mira Dahl", Writer("b", entity("Dahl", "Person"), *COMPANY[:known]), "Dahl") is is_same
    )


def test_a_surname_that_fits_two_stays_alone():
    first = Writer("a", entity("Mira Dahl", "Person"), *COMPANY)
    second = Writer("b", entity("Jonas Dahl", "Person"), *COMPANY)
    bare = Writer("c", entity("Dahl", "Person"), *COMPANY)
    links = link(extractions((first, second, bare)))
    ids = {
        *entity_ids(links, [first], "Mira Dahl"),
        *entity_ids(links, [second], "Jonas Dahl"),
        *entity_ids(links, [bare], "Dahl"),
    }
    assert len(ids) == 3


def position(name: str, title: str, country: str, code: str) -> Writer:
    land = entity(country, "Country", coordinates=Coordinates(len(country), country=code))
    writer = Writer(name, entity("Mira Dahl", "Person"), land)
    writer.claim(
        "holdsPosition",
        title,
        f"Mira Dahl is {title} of {country}.",
        who={"agent": "Mira Dahl", "patient": country, "title": title},
    )
    return writer


def test_two_people_of_one_name_with_other_positions_and_countries_stay_apart():
    writers = position("a", "judge", "Norway", "NO"), position("b", "goalkeeper", "Peru", "PE")
    assert len(set(entity_ids(link(extractions(writers)), writers, "Mira Dahl"))) == 2


def test_a_new_position_in_the_same_country_is_the_same_person():
    writers = position("a", "minister", "Norway", "NO"), position("b", "premier", "Norway", "NO")
    assert len(set(entity_ids(link(extractions(writers)), writers, "Mira Dahl"))) == 1


def test_a_name_a_generation_later_is_another():
    writers = [
        Writer(name, entity("Mira Dahl", "Person"), published=f"{year}-01-01")
        for name, year in (("a", 1980), ("b", 2024))
    ]
    assert len(set(entity_ids(link(extractions(writers)), writers, "Mira Dahl"))) == 2


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
    writers = [
        Writer(
            f"{label}{n}", entity(label, "Person" if "Dahl" in label else "Organization"), *COMPANY[: n + 1]
        )
        for label in labels
        for n in range(3)
    ]
    found = extractions(writers)
    expected = link(found)
    random.Random(3).shuffle(found)
    assert link(found) == expected


def kinds(*types: str, company=COMPANY, coordinates=None) -> list[str]:
    """The ids of Orrin in articles that take it for these; the last has a place on the map, or other company."""
    writers = [Writer(f"{n}", entity("Orrin", type_), *COMPANY) for n, type_ in enumerate(types[:-1])]
    last = Writer("last", entity("Orrin", types[-1], coordinates=coordinates), *company)
    return entity_ids(link(extractions([*writers, last])), [*writers, last], "Orrin")


def test_a_name_has_the_kind_that_most_sources_give_it():
    assert len(set(kinds("Place", "Place", "Person"))) == 1
    assert len(set(kinds("Organization", "Thing"))) == 1


@pytest.mark.parametrize(
    ("types", "known"),
    [
        (("Place", "Person"), {}),
        (("Place", "Place", "Organization", "Person"), {}),
        (("Person", "Person", "City"), {"coordinates": CITY}),
        (("Place", "Place", "Person"), {"company": [entity("Jo Berg", "Person")]}),
    ],
    ids=["no majority", "none outweighs", "on the map", "other company"],
)
def test_a_name_keeps_its_kind_where_others_do_not_outweigh_it(types, known):
    *others, last = kinds(*types, **known)
    assert last not in others
