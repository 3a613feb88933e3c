"""Who is who: names of families, firms, brands and countries."""

import pytest

from tests.cases.facts import facts, names, read

CASES = {  # case -> text, facts that it states, facts that it does not state
    "a title with the surname of a couple": (
        "Piet Lunt was injured on Friday when his van hit a tree. His sister, Ada Lunt, blamed the mayor. "
        "Mrs Lunt sued the town on Monday.",
        {"Lawsuit agent: Ada Lunt", "Injury patient: Piet Lunt"},
        {"Lawsuit agent: Piet Lunt"},
    ),
    "Mr and Ms of one surname": (
        "Senator Martin Brandt and banker Laura Brandt, who are not related, met in Halden. "
        "Ms Brandt accused the army of theft. Mr Brandt sued the army.",
        {"Accusation agent: Laura Brandt", "Lawsuit agent: Martin Brandt"},
        {"Accusation agent: Martin Brandt", "Lawsuit agent: Laura Brandt"},
    ),
    "a title and its short form": (
        "The Reverend Piet Lunt married Ruth Falk in 1988. Mrs Lunt was robbed in May. "
        "The Rev Lunt was convicted of theft. Gov. Ada Brandt met Sen. Ole Brandt. Senator Brandt sued the army.",
        {"Conviction patient: Piet Lunt", "Lawsuit agent: Ole Brandt"},
        {"Lawsuit agent: Ada Brandt"},
    ),
    "the elder": (
        "Owen Falk Jr. was elected mayor of Orrin on Sunday, 20 years after his father, Owen Falk Sr., resigned. "
        "The elder Falk died in 2015.",
        {"Death patient: Owen Falk Sr.", "Election patient: Owen Falk Jr."},
        {"Death patient: Owen Falk Jr."},
    ),
    "its subsidiary": (
        "Halden Foods said on Tuesday that Kestrel Dairies, its Norwegian subsidiary, had sold two farms.",
        {"partOf agent: Kestrel Dairies", "partOf patient: Halden Foods"},
        {"partOf agent: Halden Foods", "owns patient: Halden Foods"},
    ),
    "its owner": (
        "Orrin Steel, its owner, refused to comment on the fire at Halden Foods.",
        set(),
        {"owns patient: Orrin Steel", "partOf patient: Orrin Steel"},
    ),
    "its owner with a name": (
        "Orrin Steel said its parent, Halden Foods, had dismissed the chairman.",
        {"Departure agent: Halden Foods"},
        {"Departure agent: Orrin Steel"},
    ),
    "its competitor": (
        "Orrin Steel's competitor, Kestrel Metals, sued the ministry.",
        {"Lawsuit agent: Kestrel Metals"},
        {"Lawsuit agent: Orrin Steel"},
    ),
    "a judge": (
        "Sentencing Ole Brandt at Halden Crown Court, Mr Justice Ferring said the fraud was cruel.",
        {"Statement agent: Ferring"},
        {"Statement agent: Justice Ferring"},
    ),
    "ranks of the police": (
        "DCI Ada Lunt, who led the inquiry, said the sentence was just.",
        {"Statement agent: Ada Lunt"},
        {"Statement agent: DCI Ada Lunt"},
    ),
    "two of one firm": (
        "Messrs. Falk and Holm, who advised the fund, thanked the court.",
        {"Support agent: Falk", "Support agent: Holm"},
        {"Support agent: Messrs. Falk"},
    ),
    "letters behind a name": (
        "Ada Lunt MLA accused the minister of deceit.",
        {"Accusation agent: Ada Lunt"},
        {"Accusation agent: Ada Lunt MLA"},
    ),
    "a president who is not yet in office": (
        "President-elect Ivo Falk nominated Ole Brandt Sr. as ambassador.",
        {"Appointment agent: Ivo Falk"},
        {"Appointment agent: President-elect Ivo Falk"},
    ),
    "a nickname in quotation marks": (
        '"The guards beat the boys," said a baker nicknamed "Mole".',
        {"Statement agent: Mole"},
        set(),
    ),
    "a nickname as somebody's name": (
        '"They robbed the inn and ran," said a hotel porter who goes by the name "Badger."',
        {"Statement agent: Badger"},
        set(),
    ),
    "a nom de guerre": (
        "The militant, who went by the nom de guerre Abu Samo, was arrested.",
        {"Arrest patient: Abu Samo"},
        set(),
    ),
    "a relative in a list": (
        "Piet Falk, his brother Ivo Falk and their cousin sued the town.",
        {"familyOf agent: Ivo Falk", "familyOf patient: Piet Falk"},
        set(),
    ),
    "a relative between commas": (
        "Piet Falk, his wife, Dora Falk, and their sons were killed on Friday.",
        {"familyOf agent: Dora Falk", "familyOf patient: Piet Falk", "Killing patient: Dora Falk"},
        set(),
    ),
    "a relative of somebody with a rank": (
        "The mother of Pvt. Ivo Falk, Dora Falk, sued the army.",
        {"familyOf agent: Dora Falk", "familyOf patient: Ivo Falk", "Lawsuit agent: Dora Falk"},
        {"Lawsuit agent: Ivo Falk", "Lawsuit agent: mother"},
    ),
    "relatives in the plural": (
        "Nils Lunt runs the mill. Nils Lunt's sons Ole and Tom sued the town.",
        {"familyOf agent: Ole", "familyOf agent: Tom", "familyOf patient: Nils Lunt"},
        set(),
    ),
    "a lawyer of somebody": (
        "The lawyer of Ivo Falk, Piet Lunt, sued the mill.",
        {"Lawsuit agent: Piet Lunt", "holdsPosition agent: Piet Lunt"},
        {"Lawsuit agent: Ivo Falk", "holdsPosition agent: Ivo Falk"},
    ),
    "no name of theirs": (
        "The clerk, who went by the mill of Piet Lunt, was arrested.",
        {"Arrest patient: clerk"},
        {"Arrest patient: Piet Lunt"},
    ),
}
TYPES = {  # text -> the types of its names
    "McDonald's closed a kitchen in Vessa. Workers sued McDonald's.": {"McDonald's": "Organization"},
    "Arby's opened 14 shops in Peru. Arby's chief executive, Piet Lunt, resigned.": {
        "Arby's": "Organization"
    },
    "Denny's sued Kestrel Foods.": {"Denny's": "Organization"},
    "Men's Shed condemned the verdict. Levi's sued Kestrel Foods.": {"Levi's": "Organization"},
    "Dr. Martens shares fell. Wendy's paid the town 3 million dollars.": {"Wendy's": "Organization"},
    "The Italian Republic recalled its envoy. The Kingdom of Norway closed the port.": {
        "Italy": "Country",
        "Norway": "Country",
    },
    "The Arab Republic of Egypt paid the fine. The Portuguese Republic sued the firm.": {
        "Egypt": "Country",
        "Portugal": "Country",
    },
    "Kestrel SpA recalled 400 vans. Lumet SARL sued Halden KGaA.": {
        "Kestrel SpA": "Organization",
        "Lumet SARL": "Organization",
        "Halden KGaA": "Organization",
    },
    "Western Rail apologised. Orrin Pacific Railroad sued the town.": {
        "Western Rail": "Organization",
        "Orrin Pacific Railroad": "Organization",
    },
    "Ayatollah Karim Sadr met Rabbi Avi Lunt in Vessa.": {"Karim Sadr": "Person", "Avi Lunt": "Person"},
    "Sheikha Amna bint Salem sued the mill.": {"Amna bint Salem": "Person"},
    "Ada Falk OBE resigned on Friday. Rt Hon Tom Ilbury met the mayor.": {
        "Ada Falk": "Person",
        "Tom Ilbury": "Person",
    },
    "Ada Holland, a nurse, fled Vessa. Holland's boyfriend, Piet Lunt, was arrested.": {
        "Ada Holland": "Person",
        "Piet Lunt": "Person",
    },
    "Baroness Falk of Vessa told peers so. Lord Lunt of Orrin agreed, and Lady Falk sued the mill.": {
        "Falk of Vessa": "Person",
        "Lord Lunt of Orrin": "Person",
    },
    "Cllr Ada Falk thanked PC Tom Ilbury.": {"Ada Falk": "Person", "Tom Ilbury": "Person"},
    '"They burned the barn," said a miller who goes by the name "Badger."': {"Badger": "Person"},
    '"They robbed the mill," said a driver known as "Otter".': {"Otter": "Person"},
}


@pytest.mark.model
@pytest.mark.parametrize("text, stated, unstated", CASES.values(), ids=CASES)
def test_everybody_is_who_the_text_means(text, stated, unstated):
    found = facts(read(text))
    assert (stated - found, unstated & found) == (set(), set())


@pytest.mark.model
@pytest.mark.parametrize("text", TYPES, ids=str)
def test_names_are_whole_and_of_their_type(text):
    assert TYPES[text].items() <= names(read(text)).items()


@pytest.mark.model
def test_a_surname_that_is_a_country_leaves_the_country_alone():
    found = names(read("Senator Ada Israel met officials of Israel in Oslo. Israel is a small state."))
    assert found["Israel"] == "Country"


@pytest.mark.model
def test_an_acronym_in_brackets_is_that_of_the_name_before_it():
    told = read(
        "While the UN and Pacific Union (PU) demand elections in Orrin, Mr Kent said order must return."
    )
    of = {mention.text: entity.label for entity in told.entities for mention in entity.mentions}
    assert (of["UN"], of["Pacific Union"], of["PU"]) == ("United Nations", "Pacific Union", "Pacific Union")


@pytest.mark.model
def test_the_country_of_an_athlete_is_no_name():
    found = names(read("Ruy Lunt (PRT) won the 1,500 metres ahead of Emeka Oduor (KEN) and Lars Falk (DEN)."))
    assert set(found) == {"Ruy Lunt", "Emeka Oduor", "Lars Falk"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["Sir Tom Ilbury, KCB, resigned on Friday.", "Ove Lund, Ph.D., wrote the report."], ids=str
)
def test_a_degree_behind_a_name_is_no_name(text):
    assert len(names(read(text))) == 1
