"""A user's list of entities: how it is read, what it identifies, and which of its rows matter to a text."""

import os
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology.files import ontology_file
from kg.ontology.listed.entity_list import EntityList, ListedEntity
from kg.ontology.listed.read_entity_list import read_entity_lists
from kg.ontology.listed.territories import read_territories

HEAD = "name,aliases,type,id,never_merge_with\n"
BAD_ROWS = {
    "no name": (",,Person,Q1,", "has no name"),
    "small letters": ("shell,,Organization,,", "'shell' has no capital letter; write the name as articles do"),
    "type": ("Brack,,Firm,,", "type is 'Firm'; it is one of Person, Organization, "),
    "id": ("Brack,,Organization,no 12,", "id 'no 12' is neither a QID, an address, nor "),
    "extra cell": ("Brack,,Organization,,,,Q7", "has more cells than the first line; "),
    "itself": ("Brack,Brack AG,Organization,,Brack AG", "must never merge with 'Brack AG', which is its own name"),
    "short": ("B,,Organization,,", "the name 'B' is too short"),
    "repeated": ("Tolva,,Organization,Q7,", "name 'Tolva' is also in line 2 of mine.csv; "),
    "same id": ("Tolva Group,,Organization,Q42,", "id 'Q42' is also in line 2 of mine.csv; "),
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_gives_names_type_ids_and_what_it_never_merges_with(tmp_path):
    path = written(tmp_path, HEAD + '"Brack, Sons",Brack|B&S,organization,Q42|HRB-7,Brack Media\n')
    entity_list, bad = read_entity_lists([path])
    assert bad == ()
    assert entity_list.entities == (
        ListedEntity("Brack, Sons", "Organization", ("Brack", "B&S"), ("Q42", "HRB-7"), ("Brack Media",)),
    )


def test_semicolons_spaces_in_the_head_and_a_byte_order_mark_are_read(tmp_path):
    path = written(tmp_path, "\ufeffName;Never merge with\nBrack;Brack Media\n")
    assert read_entity_lists([path])[0].entities[0].never == ("Brack Media",)


@pytest.mark.parametrize("row, reason", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_reported_with_its_line_and_the_rest_is_read(tmp_path, row, reason):
    path = written(tmp_path, f"{HEAD}Tolva,,Organization,Q42,\n{row}\nOstrel,,Organization,,\n")
    entity_list, (bad,) = read_entity_lists([path])
    assert str(bad).startswith(f"{path}, line 3: {reason}")
    assert [each.name for each in entity_list.entities] == ["Ostrel", "Tolva"]


@pytest.mark.parametrize("head", ["aliases,type\n", "name,qid\n", ""])
def test_a_file_with_another_head_is_refused(tmp_path, head):
    with pytest.raises(OntologyError, match="the columns are name, aliases, type, id, never_merge_with"):
        read_entity_lists([written(tmp_path, head)])


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "list.csv")
    with pytest.raises(OntologyError, match="is not a regular file"):
        read_entity_lists([tmp_path / "list.csv"])


def test_a_name_of_two_rows_identifies_neither():
    rows = (
        ListedEntity("Orla Venn", "Person", ("Venn",)),
        ListedEntity("Piet Venn", "Person", ("Venn",)),
        ListedEntity("Venn", "City"),
    )
    entity_list = EntityList(rows)
    assert entity_list.entity("person", "venn") is None
    assert entity_list.entity("person", "piet venn") == rows[1]
    assert entity_list.entity("place", "venn") == rows[2]


def test_a_common_word_is_no_sure_name():
    entries = EntityList([ListedEntity("Target", "Organization", ("Target Corp",))]).entries({"target"})
    assert [(entry.name, entry.label, entry.is_sure) for entry in entries] == [
        ("Target", "ORG", False),
        ("Target Corp", "ORG", True),
    ]


def test_only_rows_with_a_name_in_the_text_change_its_hash():
    venn, brack = ListedEntity("Orla Venn", "Person"), ListedEntity("Brack-Nord", "Organization", ("B.N.A.",))
    text = "Orla Venn left on Monday."
    assert EntityList([brack]).relevant_hash(text) == ""
    assert EntityList([venn, brack]).relevant_hash(text) == EntityList([venn]).relevant_hash(text) != ""
    for other in ("Brack-Nord's yard", "BRACK NORD", "the BNA said", "B.N.A. is closed"):
        assert EntityList([brack]).relevant_hash(other), other


def test_each_territory_has_a_qid_and_each_country_one_code():
    territories = read_territories(ontology_file("territories.tsv"))
    assert territories.countries["FR"] == "Q142"
    assert territories.alpha3["DE"] == "DEU"
    assert territories.regions["DE", "bavaria"] == "Q980"
