from pathlib import Path

import pytest

from kg.errors import OntologyError, ReadError
from kg.ontology.listed.read_entity_list import load_entity_list
from kg.query.news.watch_list import read_watch_list


@pytest.fixture(params=["watch list", "entities"])
def read(request):
    """Reads a file that a user gives, and the text of its error."""

    def error_of(path: Path) -> str:
        with pytest.raises((OntologyError, ReadError)) as raised:
            read_watch_list(path) if request.param == "watch list" else load_entity_list([path])
        return str(raised.value)

    return error_of


def test_a_file_that_cannot_be_read_is_named_with_what_would_be_right(read, tmp_path):
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"name\ncaf\xe9\n")
    assert read(tmp_path / "no.csv") == f"{tmp_path / 'no.csv'}: does not exist: check the path"
    assert read(tmp_path) == f"{tmp_path}: is a folder: give a file"
    assert read(latin) == f"{latin}: is not UTF-8 text: save it as UTF-8"
