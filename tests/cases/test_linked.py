"""Names across articles: parents and children of one name, firms with and without their legal form."""

import pytest

from kg.link import link
from kg.records import article_id
from tests.cases.facts import read

PEOPLE = (
    "Owen Marlow Jr. was elected governor of Nevada on Monday.",
    "Owen Marlow Sr., who led the Nevada Miners Union, died on Sunday.",
    "Owen Marlow, a baker in Bristol, was jailed for arson on Tuesday.",
)
GENERATIONS = (
    "Martin Gale III was elected mayor of Tucson on Monday.",
    "Martin Gale Jr. was jailed for six years on Monday for robbing a bank in Ohio.",
    "Martin Gale Sr. died on Sunday in Tucson, aged 88.",
)
NUMBERED = ("Peter Holm II sued the county on Monday.", "Peter Holm died in 1979, a museum said on Monday.")
NAMESAKES = (
    "Ada Lunt, 34, a nurse in Porto, was killed by a tram on Monday.",
    "Ada Lunt, the finance minister of Chile, resigned on Tuesday.",
)
SENATORS = (
    "Police arrested Piet Falk, a teacher, in Leeds on Monday.",
    "Senator Piet Falk voted against the bill in Canberra.",
)
ONE_PERSON = (
    "Prime Minister Karin Dahl met Tom Arley in Oslo on Monday.",
    "Karin Dahl, the party leader, accused Tom Arley of lying.",
    "Karin Dahl said on Friday that the talks would begin.",
)
FIRMS = (
    "Halden Holdings plc bought Orrin Pharma GmbH on Monday.",
    "Halden Holdings bought Orrin Pharma on Monday, the firms said.",
    "Halden Energy Ltd, based in Perth, dismissed 60 workers on Monday.",
    "Vessa Motors Inc. bought Estria Bank AG on Monday.",
    "Vessa Motors bought Estria Bank on Monday, analysts said.",
)


def ids(texts: tuple[str, ...], *starts: str) -> list[list[str]]:
    """The ids of the named entities whose label begins so, one a text that names one."""
    found = [read(text) for text in texts]
    links = link(found)
    labelled = [
        (entity.label, links.entities[article_id(each.article), entity.key])
        for each in found
        for entity in each.entities
        if entity.is_named
    ]
    return [[id for label, id in labelled if label.startswith(start)] for start in starts]


@pytest.mark.model
@pytest.mark.parametrize(
    "texts, name", [(PEOPLE, "Owen Marlow"), (GENERATIONS, "Martin Gale"), (NUMBERED, "Peter Holm")]
)
def test_people_of_one_name_and_other_generations_stay_apart(texts, name):
    [people] = ids(texts, name)
    assert len(people) == len(set(people)) == len(texts)


@pytest.mark.model
@pytest.mark.parametrize("texts, name", [(NAMESAKES, "Ada Lunt"), (SENATORS, "Piet Falk")])
def test_people_of_other_positions_and_circles_stay_apart(texts, name):
    [people] = ids(texts, name)
    assert len(set(people)) == len(texts)


@pytest.mark.model
def test_a_person_of_several_positions_among_the_same_people_is_one():
    [people] = ids(ONE_PERSON, "Karin Dahl")
    assert (len(people), len(set(people))) == (3, 1)


@pytest.mark.model
@pytest.mark.parametrize("name", ["Halden Holdings", "Orrin Pharma", "Vessa Motors", "Estria Bank"])
def test_a_firm_is_one_with_and_without_its_legal_form(name):
    [same] = ids(FIRMS, name)
    assert (len(same), len(set(same))) == (2, 1)


@pytest.mark.model
def test_firms_that_share_a_first_word_are_two():
    holdings, energy = ids(FIRMS, "Halden Holdings", "Halden Energy")
    assert not set(holdings) & set(energy)
