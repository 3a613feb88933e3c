"""Resolution on parses written by hand, and names alone: which are one, which stay apart."""

from dataclasses import replace
from time import process_time

import pytest

from kg.entities.group_names import group_names
from kg.entities.mentions import find_mentions
from kg.entities.name_forms import Name, Title
from kg.entities.resolve import resolve
from kg.records import Entity, Resolution
from tests.articles import article
from tests.marked import language
from tests.marked import read as read_text

TAKEOVER = """
    Halden         NNP  2:compound
    Foods          NNP  4:nsubj
    has            VBZ  4:aux
    bought|buy     VBN  0:root
    a              DT   6:det
    mill           NN   4:obj
    .              .    4:punct
    The            DT   9:det
    company        NN   10:nsubj
    said|say       VBD  0:root
    its            PRP$ 12:nmod:poss
    chairman       NN   14:nsubj
    ,              ,    12:punct
    left|leave     VBD  10:ccomp
    .              .    10:punct
    Halden         NNP  17:nsubj
    fell|fall      VBD  0:root
    .              .    17:punct
"""
CAPITALS = """
    Moscow         NNP  2:nsubj
    denied|deny    VBD  0:root
    it             PRP  2:obj
    .              .    2:punct
    Rain           NN   6:nsubj
    fell|fall      VBD  0:root
    in             IN   8:case
    Moscow         NNP  6:obl
    .              .    6:punct
    The            DT   12:det
    Russian        JJ   12:amod
    regime         NN   13:nsubj
    laughed|laugh  VBD  0:root
    .              .    13:punct
    The            DT   16:det
    government     NN   17:nsubj
    fell|fall      VBD  0:root
    .              .    17:punct
"""
COALITIONS = """
    The            DT   5:det
    US             NNP  4:compound
    -              HYPH 2:punct
    led|lead       VBN  5:amod
    coalition      NN   6:nsubj
    left|leave     VBD  0:root
    .              .    6:punct
    The            DT   9:det
    coalition      NN   10:nsubj
    slept|sleep    VBD  0:root
    .              .    10:punct
    The            DT   14:det
    opposition     NN   14:compound
    coalition      NN   15:nsubj
    sang|sing      VBD  0:root
    .              .    15:punct
"""
PEOPLE = """
    Ali            NNP  9:nsubj
    Bek            NNP  1:flat
    ,              ,    1:punct
    head           NN   1:appos
    of             IN   7:case
    the            DT   7:det
    union          NN   4:nmod
    ,              ,    1:punct
    met|meet       VBD  0:root
    Ani            NNP  9:obj
    Roke           NNP  10:flat
    .              .    9:punct
    She            PRP  14:nsubj
    saw|see        VBD  0:root
    him            PRP  14:obj
    .              .    14:punct
    Roke           NNP  18:nsubj
    smiled|smile   VBD  0:root
    .              .    18:punct
"""


def resolved(table: str, **names: str) -> Resolution:
    parsed = article(table, {name.replace("_", " "): label for name, label in names.items()})
    return resolve(parsed, find_mentions(parsed))


def titled(title: str) -> dict[str, frozenset[Title]]:
    *before, noun = title.split()
    return {"titles": frozenset({Title(noun, frozenset(before))})}


def words(entity: Entity) -> list[str]:
    return [mention.text for mention in entity.mentions]


def test_a_company_its_short_name_noun_and_pronoun_are_one_entity():
    company = resolved(TAKEOVER, Halden_Foods="ORG", Halden="ORG").entities["organization:halden foods"]
    assert (company.label, company.names) == ("Halden Foods", ("Halden", "Halden Foods"))
    assert words(company) == ["Halden Foods", "The company", "its", "Halden"]


def test_an_acting_capital_refers_to_its_country_and_otherwise_to_a_place():
    resolution = resolved(CAPITALS, Moscow="GPE", Russian="NORP")
    russia = resolution.entities["country:ru"]
    assert (russia.label, russia.type, words(russia)) == ("Russia", "Country", ["Moscow", "Russian"])
    assert russia.coordinates and (russia.coordinates.geonames, russia.coordinates.country) == (2017370, "RU")
    assert words(resolution.entities["place:moscow"]) == ["Moscow"]


def test_regime_and_government_of_a_country_are_one_organisation():
    government = resolved(CAPITALS, Moscow="GPE", Russian="NORP").entities["government:ru"]
    assert government.type == "Organization"
    assert words(government) == ["The Russian regime", "The government"]


def test_another_modifier_keeps_two_coalitions_apart():
    resolution = resolved(COALITIONS, US="GPE")
    found = [words(entity) for entity in resolution.entities.values() if not entity.is_named]
    assert ["The US-led coalition", "The coalition"] in [
        [t.replace(" - ", "-") for t in each] for each in found
    ]
    assert ["The opposition coalition"] in found


def test_apposition_gender_and_surname():
    resolution = resolved(PEOPLE, Ali_Bek="PERSON", Ani_Roke="PERSON", Roke="PERSON")
    assert "head" in words(resolution.entities["person:ali bek"])
    assert words(resolution.entities["person:ani roke"])[-1] == "Roke"


def test_a_surname_may_be_that_of_a_person_whom_only_the_headline_names():
    parsed = article(
        """
        Brandt        NNP  2:nsubj
        hit           VBD  0:root
        Clara         NNP  2:obj
        Brandt        NNP  3:flat
        .             .    2:punct
        """,
        {"Clara Brandt": "PERSON", "Brandt": "PERSON"},
    )
    headline = replace(parsed.article, headline="Peter Brandt of Orrin in Court")
    found = resolve(replace(parsed, article=headline), find_mentions(parsed))
    assert list(found.entities) == ["person:peter brandt", "person:clara brandt"]


def test_he_and_she_are_not_one():
    resolution = resolved(PEOPLE, Ali_Bek="PERSON", Ani_Roke="PERSON", Roke="PERSON")
    assert resolution.at[12] != resolution.at[14]


def test_every_token_of_a_name_and_the_head_of_a_noun_has_the_key():
    resolution = resolved(TAKEOVER, Halden_Foods="ORG", Halden="ORG")
    assert resolution.at[0] == resolution.at[1] == resolution.at[8] == "organization:halden foods"
    assert 7 not in resolution.at
    assert resolution.entity(7) is None


def test_unnamed_entities_are_keyed_by_their_first_mention():
    resolution = resolved(TAKEOVER, Halden_Foods="ORG", Halden="ORG")
    mill = resolution.entity(5)
    assert mill is not None
    assert (mill.key, mill.label, mill.is_named) == ("@24", "mill", False)


def test_an_owner_and_what_is_owned_are_two_entities():
    resolution = resolved("""
    Voters         NNS  2:nsubj
    liked|like     VBD  0:root
    the            DT   4:det
    mayor          NN   6:nmod:poss
    's             POS  4:case
    plan           NN   2:obj
    .              .    2:punct
    """)
    assert [resolution.entity(token).label for token in (3, 5)] == ["mayor", "mayor 's plan"]


@pytest.mark.parametrize(
    "names, groups",
    [
        ([("Mr Bek", "Person"), ("Bek", "Person")], 1),
        ([("Ali Bek", "Person"), ("Omar Bek", "Person"), ("Bek", "Person")], 2),
        ([("UN", "Organization"), ("United Nations", "Organization"), ("U.N.", "Organization")], 1),
        ([("United Nations", "Organization"), ("United Nations Security Council", "Organization")], 2),
        ([("Faculty of the Kell School", "Organization"), ("Kell School", "Organization")], 2),
        ([("Steering Committee of CPL", "Organization"), ("CPL", "Organization")], 2),
        ([("Orrin Watch for Rivers", "Organization"), ("Watch", "Organization")], 1),
        ([("Orrin Grain Board", "Organization"), ("OGB", "Organization")], 1),
        ([("Free Orrin Army", "Organization"), ("Syrian Army", "Organization")], 2),
        (
            [
                ("Orrin Grain Board", "Organization"),
                ("Orrin Grain Board of Trade", "Organization"),
                ("OGB", "Organization"),
            ],
            1,
        ),
        ([("Ali Bek", "Person"), ("Bek", "Person"), ("Omar Bek", "Person"), ("Bek", "Person")], 2),
        ([("National Assembly", "Organization"), ("French National Assembly", "Organization")], 1),
        ([("Free Syrian Army", "Organization"), ("Syrian Army", "Organization")], 2),
        ([("Washington", "Place"), ("George Washington", "Person")], 2),
        ([("Karvelia", "Place"), ("Karvelian", "Group")], 1),
        ([("OGB", "Organization"), ("&", "Organization")], 2),
        (
            [
                ("I.R.S.", "Organization"),
                ("IRS", "Organization"),
                ("Internal Revenue Service", "Organization"),
            ],
            1,
        ),
        ([("GOP", "Organization"), ("Republican Party", "Organization"), ("RNC", "Organization")], 2),
        ([("Muslim", "Group"), ("Muslim League of Orrin", "Organization")], 2),
        ([("Arab", "Group"), ("Arab League", "Organization"), ("League", "Organization")], 2),
        ([("Democratic", "Group"), ("Democratic National Convention", "Event")], 2),
        ([("Muslims", "Group"), ("Muslim", "Group"), ("African Americans", "Group")], 2),
        ([("Herald", "Organization"), ("Heralds", "Organization")], 2),
        ([("Abdel Karim Osman", "Person"), ("Abdel Karim", "Person")], 1),
        ([("Ana Gomes Reyes", "Person"), ("Gomes", "Person"), ("Reyes", "Person")], 1),
        ([("Amy Lau Ka-yee", "Person"), ("Lau", "Person"), ("Lau Wen", "Person")], 2),
        ([("Mary Ann Lunt", "Person"), ("Ann", "Person")], 2),
        ([("Ana Gomes Reyes", "Person"), ("Luis Gomes", "Person"), ("Gomes", "Person")], 2),
    ],
    ids=lambda value: str(value)[:60],
)
def test_names_of_one_entity_are_grouped(names, groups):
    found = group_names([Name(text, kind) for text, kind in names], language().references)
    assert len(set(found)) == groups


@pytest.mark.parametrize(
    "names, groups",
    [
        (
            [("Jonas Brandt", {}), ("Clara Brandt", {"gender": "female"}), ("Brandt", {"gender": "female"})],
            ["jonas brandt", "clara brandt", "clara brandt"],
        ),
        (  # "Jonas Brandt and his wife Clara Brandt ... Mr Brandt"
            [
                ("Clara Brandt", {"gender": "female", "relative": "male"}),
                ("Jonas Brandt", {}),
                ("Clara Brandt", {}),
                ("Brandt", {"gender": "male"}),
            ],
            ["clara brandt", "jonas brandt", "clara brandt", "jonas brandt"],
        ),
        (  # "Peter Lunt and his son Ole Lunt ... the elder Lunt ... the younger Lunt"
            [
                ("Ole Lunt", {"generation": "younger"}),
                ("Peter Lunt", {}),
                ("Lunt", {"generation": "elder"}),
                ("Lunt", {"generation": "younger"}),
            ],
            ["ole lunt", "peter lunt", "peter lunt", "ole lunt"],
        ),
        (  # first names say which of two people "Ms" and "Mr" name
            [
                ("Jonas Brandt", {"given": "male"}),
                ("Clara Brandt", {"given": "female"}),
                ("Brandt", {"gender": "female"}),
                ("Brandt", {"gender": "male"}),
            ],
            ["jonas brandt", "clara brandt", "clara brandt", "jonas brandt"],
        ),
        (  # a president is no first lady
            [("Clara Brandt", titled("first lady")), ("Brandt", titled("president")), ("Brandt", {})],
            ["clara brandt", "brandt", "clara brandt"],
        ),
        (  # a judge may be called by another title
            [("Clara Brandt", titled("judge")), ("Brandt", titled("justice"))],
            ["clara brandt", "clara brandt"],
        ),
        (  # of two the one who has the title
            [
                *[("Jonas Brandt", titled("justice minister"))] * 2,
                ("Ilf Brandt", titled("prime minister")),
                ("Brandt", titled("prime minister")),
            ],
            ["jonas brandt", "jonas brandt", "ilf brandt", "ilf brandt"],
        ),
        (  # a former president too
            [
                *[("Clara Brandt", {})] * 2,
                ("Ilf Brandt", titled("former president")),
                ("Brandt", titled("president")),
            ],
            ["clara brandt", "clara brandt", "ilf brandt", "ilf brandt"],
        ),
        (  # nothing says who "Ms Brandt" is
            [("Ode Brandt", {}), ("Ilf Brandt", {}), ("Brandt", {"gender": "female"})],
            ["ode brandt", "ilf brandt", "brandt"],
        ),
        (
            [("Ole Brandt Jr.", {}), ("Ole Brandt Sr.", {}), ("Brandt Sr.", {}), ("Brandt Jr.", {})],
            ["ole brandt jr", "ole brandt sr", "ole brandt sr", "ole brandt jr"],
        ),
        (  # "Mr Dahl met Ms Dahl. Dahl left."
            [("Dahl", {"gender": "male"}), ("Dahl", {"gender": "female"}), ("Dahl", {})],
            ["dahl", "dahl female", "dahl"],
        ),
        (  # "Mr Dahl said ... President Dahl and the first lady, Ada Dahl"
            [("Dahl", {"gender": "male"}), ("Dahl", {}), ("Ada Dahl", {"given": "female"}), ("Dahl", {})],
            ["dahl", "dahl", "ada dahl", "dahl"],
        ),
        (  # the article calls the daughter Clara, so the surname is her father's
            [*[("Clara Brandt", {}), ("Clara", {}), ("Clara", {})], ("Jonas Brandt", {}), ("Brandt", {})],
            [*["clara brandt"] * 3, "jonas brandt", "jonas brandt"],
        ),
        (  # only those who are quoted call her so
            [("Clara Brandt", {}), *[("Clara", {"is_quoted": True})] * 2, ("Ilf Brandt", {}), ("Brandt", {})],
            [*["clara brandt"] * 3, "ilf brandt", "clara brandt"],
        ),
        (  # of two who were named as often the one in the latest sentence
            [("Ode Brandt", {}), ("Ilf Brandt", {"sentence": 3}), ("Brandt", {"sentence": 4})],
            ["ode brandt", "ilf brandt", "ilf brandt"],
        ),
        (  # "his sister Ilf Brandt" is not whom the surname means
            [("Ode Brandt", {}), ("Ilf Brandt", {"relative": "male", "sentence": 3}), ("Brandt", {})],
            ["ode brandt", "ilf brandt", "ode brandt"],
        ),
        # whom the article called so before
        (
            [("Ode Brandt", {}), ("Brandt", {}), *[("Ilf Brandt", {"sentence": 2})] * 2, ("Brandt", {})],
            ["ode brandt", "ode brandt", "ilf brandt", "ilf brandt", "ode brandt"],
        ),
        (
            [('Robert "Bob" Lunt', {}), ("Bob Lunt", {}), ("Bob", {}), ("Lunt", {})],
            ['robert "bob" lunt'] * 3 + ['robert "bob" lunt'],
        ),
        ([('Maurice "Mo" Lunt', {}), ("Mo", {}), ("Moe", {})], ['maurice "mo" lunt'] * 2 + ["moe"]),
        ([("Maurice Lunt", {}), ("Mo", {}), ("Mo Lunt", {})], ["maurice lunt", "mo lunt", "mo lunt"]),
        ([("Ada J. Lunt", {}), ("Ada Lunt", {}), ("Lunt", {})], ["ada j lunt"] * 3),
        ([("Ada Lunt", {}), ("Ada Maria Lunt", {})], ["ada maria lunt"] * 2),
        ([("Ada J. Lunt", {}), ("Ida Lunt", {})], ["ada j lunt", "ida lunt"]),
        (  # which of two nobody says
            [("Ole W. Lunt", {}), ("Ole H. Lunt", {}), ("Ole Lunt", {})],
            ["ole w lunt", "ole h lunt", "ole lunt"],
        ),
        (  # the surname of a Chinese name may have an English first name before it
            [("Amy Lau Ka-yee", {}), ("Lau", {}), ("Lau Wen", {}), ("Lau", {})],
            ["amy lau ka yee", "amy lau ka yee", "lau wen", "amy lau ka yee"],
        ),
        (  # "Gomes" ends the name of another
            [("Ana Gomes Reyes", {}), ("Luis Gomes", {}), ("Gomes", {})],
            ["ana gomes reyes", "luis gomes", "luis gomes"],
        ),
        (  # "Gomes" does not begin the double surname of another
            [("Gomes", {}), ("Gomes-Reyes", {}), ("Ana Gomes-Reyes", {}), ("Luis Gomes", {})],
            ["luis gomes", "ana gomes reyes", "ana gomes reyes", "luis gomes"],
        ),
        (  # "Ada Lunt's son Peter" is not Peter Holm, nor is Peter afterwards
            [
                ("Ada Lunt", {}),
                ("Peter", {"kin_of": frozenset({"ada", "lunt"})}),
                ("Peter Holm", {}),
                ("Peter", {}),
            ],
            ["ada lunt", "peter", "peter holm", "peter"],
        ),
        (  # but Peter Lunt
            [
                ("Ada Lunt", {}),
                ("Peter", {"kin_of": frozenset({"ada", "lunt"})}),
                ("Peter Lunt", {}),
                ("Peter", {}),
            ],
            ["ada lunt", "peter lunt", "peter lunt", "peter lunt"],
        ),
        (  # "Mr" tells a man from a woman
            [("Robin J. Lunt", {"gender": "female"}), ("Robin Lunt", {"gender": "male"})],
            ["robin j lunt", "robin lunt"],
        ),
    ],
)
def test_a_surname_goes_to_the_person_whom_its_title_fits(names, groups):
    found = group_names([Name(text, "Person", **said) for text, said in names], language().references)
    assert [form for _, form in found] == groups


def test_of_many_people_with_one_surname_the_most_mentioned_has_it():
    """In time that grows with their number: with its square, it would take minutes."""
    names = [Name(text, "Person") for n in range(3000) for text in (f"Ode{n} Lunt", "Ode7 Lunt", "Lunt")]
    start = process_time()
    found = group_names(names, language().references)
    assert process_time() - start < 10
    assert {form for _, form in found[-1:]} == {"ode7 lunt"}
    assert len(set(found)) == 3000


@pytest.mark.parametrize(
    "beside, key",
    [("Mrs.", "person:clara brandt"), ("Mr.", "person:jonas brandt"), ("younger", "person:jonas brandt")],
)
def test_the_word_before_a_surname_decides_between_relatives(beside, key):
    table = f"""
    Clara          NNP  5:nsubj
    Brandt         NNP  1:flat
    and            CC   4:cc
    others         NNS  1:conj
    thanked|thank  VBD  0:root
    her            PRP$ 7:nmod:poss
    son            NN   5:obj
    Jonas          NNP  7:appos
    Brandt         NNP  8:flat
    .              .    5:punct
    {beside}       NNP  12:compound
    Brandt         NNP  13:nsubj
    slept|sleep    VBD  0:root
    .              .    13:punct
    """
    resolution = resolved(table, Clara_Brandt="PERSON", Jonas_Brandt="PERSON", Brandt="PERSON")
    entity = resolution.entity(11)
    assert entity and entity.key == key


@pytest.mark.model
def test_a_city_and_a_state_of_one_name_are_two_places():
    parsed, _ = read_text(
        "Police in Victoria, British Columbia, arrested a man. The premier of Victoria visited Geelong."
    )
    found = resolve(parsed, find_mentions(parsed)).entities.values()
    assert len([entity for entity in found if entity.label == "Victoria"]) == 2


@pytest.mark.parametrize(
    "texts, are_one",
    [
        (["Muammar Gaddafi", "Qadhafi"], True),
        (["Moammar Gadhafi", "Muammar Qaddafi"], True),
        (["Salman Hussein", "Salman Husayn"], True),
        (["Salman Hussein", "Husayn"], True),
        (["Mohammed Hussein", "Muhammad Hussain"], False),
        (["Salman Hussein", "Salman Hassan"], False),
    ],
)
def test_spellings_of_one_name_in_other_letters(texts, are_one):
    keys = group_names([Name(text, "Person") for text in texts], language().references)
    assert (len(set(keys)) == 1) is are_one


@pytest.mark.model
@pytest.mark.parametrize(
    "text, names",
    [
        ("Jan Novotny, better known as Eminko, was arrested on Monday.", {"Jan Novotny", "Eminko"}),
        ("Rosa Prado (aka Nina) fled on Monday.", {"Rosa Prado", "Nina"}),
        ("Jan Novotny is also known as Eminko.", {"Jan Novotny", "Eminko"}),
        ("Jan Novotny, known as a hardliner, resigned.", {"Jan Novotny"}),
    ],
)
def test_a_second_name_is_of_the_same_person(text, names):
    parsed, _ = read_text(text)
    people = [e for e in resolve(parsed, find_mentions(parsed)).entities.values() if e.label in names]
    assert [set(person.names) for person in people] == [names]


@pytest.mark.model
@pytest.mark.parametrize("likened", ["a Liberal Brandt", "a young Brandt", "the Brandt of the north"])
def test_whom_somebody_is_likened_to_is_another_person(likened):
    parsed, _ = read_text(f"Ada Lunt, who has been called {likened}, praised Ole Brandt.")
    found = {e.label for e in resolve(parsed, find_mentions(parsed)).entities.values() if e.type == "Person"}
    assert found == {"Ada Lunt", "Ole Brandt"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text, words",
    [
        ("Fellow clerk, mechanical engineer Ole Brandt, 60, from Hull, said so.", {"Fellow clerk"}),
        ("Another diplomat, former special envoy Ole Brandt, changed his account.", {"Another diplomat"}),
        ("The minister, his adviser Ole Brandt and two guards left.", {"his adviser"}),
    ],
)
def test_two_nouns_before_a_name_are_of_one_person_except_in_lists(text, words):
    parsed, _ = read_text(text)
    person = next(e for e in resolve(parsed, find_mentions(parsed)).entities.values() if e.is_named)
    nouns = {"Fellow clerk", "Another diplomat", "The minister", "his adviser"}
    assert {mention.text for mention in person.mentions} & nouns == words


@pytest.mark.model
def test_two_titles_before_a_name_leave_nobody_besides():
    parsed, _ = read_text("The first was candidate and Labour MP Paul Holm, who refused to leave.")
    people = [e for e in resolve(parsed, find_mentions(parsed)).entities.values() if e.type == "Person"]
    assert [person.label for person in people] == ["Paul Holm"]


def test_a_regional_branch_of_a_party_is_another_body():
    def are_one(*texts):
        return (
            len(set(group_names([Name(text, "Organization") for text in texts], language().references))) == 1
        )

    assert not are_one("Liberal Party", "West Kell Liberal Party")
    assert are_one("Liberal Party", "French Liberal Party")


@pytest.mark.model
def test_a_joint_police_force_is_one_body():
    parsed, _ = read_text("Devon and Cornwall Police arrested a man. Marks and Spencer closed a shop.")
    found = {e.label for e in resolve(parsed, find_mentions(parsed)).entities.values() if e.is_named}
    assert found == {"Devon and Cornwall Police", "Marks and Spencer"}


AGED = """
    A              DT   7:det
    25             CD   4:nummod
    -              HYPH 4:punct
    year           NN   6:obl:npmod
    -              HYPH 6:punct
    old            JJ   7:amod
    man            NN   8:nsubj
    fled           VBD  0:root
    12             CD   10:nummod
    miners|miner   NNS  11:nsubj
    followed|follow VBD 0:root
"""


def test_an_age_is_no_number_of_people():
    parsed = article(AGED, {})
    sizes = {entity.type: entity.size for entity in resolve(parsed, find_mentions(parsed)).entities.values()}
    assert (sizes["Person"], sizes["Group"]) == (None, 12)
