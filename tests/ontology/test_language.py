"""A user's folder over the shipped ontology: which of its files change what is read, and which are refused."""

from datetime import date
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.link import load_weights
from kg.ontology.files import OntologyFiles, ontology_file
from kg.ontology.language import load_language
from kg.ontology.words.amounts import read_amount
from kg.read.boilerplate.rules import load_boilerplate
from kg.read.files import read_articles
from kg.records import RawArticle
from kg.times.clock import Clock
from kg.times.days import days_of
from kg.times.time_phrases import find_phrases


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A folder with a copy of a shipped file in which words are replaced."""
    text = ontology_file(name).read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_another_calendar_is_read(tmp_path: Path) -> None:
    language = load_language(changed(tmp_path, "times.yaml", "  halloween: 10-31", "  founders' day: 06-09"))
    (phrase,) = find_phrases("They met on Founders' Day 2016.", language.time_patterns)
    days = days_of(phrase, Clock(language, None))
    assert days is not None and str(days.begin) == "2016-06-09"


def test_another_table_of_mentions_is_read(tmp_path: Path) -> None:
    folder = changed(tmp_path, "mentions.yaml", "partitives: [", "partitives: [smattering, ")
    assert "smattering" in load_language(folder).nouns.partitives


def test_another_list_of_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/companies.tsv").write_text(
        "name\tlabel\tuse\nNorlink\tORG\talways\n", encoding="utf-8"
    )
    lists = load_language(tmp_path).names.lists
    assert [entry.label for entry in lists.entries("Norlink")] == ["ORG"]


def test_other_numbers_are_read(tmp_path: Path) -> None:
    language = load_language(
        changed(tmp_path, "numbers.yaml", "scales: {dozen: 12", "scales: {gross: 144, dozen: 12")
    )
    amount = read_amount("two gross", language.numbers)
    assert amount is not None and amount.value == 288


def test_other_labels_are_read(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "labels.yaml",
        "contrastive_conjunctions: [but, yet]",
        "contrastive_conjunctions: [but, yet, albeit]",
    )
    assert "albeit" in load_language(folder).words.contrastive_conjunctions


def test_other_words_of_linking_are_read(tmp_path: Path) -> None:
    folder = changed(tmp_path, "link.yaml", "lasting_words: [fight", "lasting_words: [blockade, fight")
    assert "blockade" in load_weights(folder).lasting_words


def test_the_last_folder_counts(tmp_path: Path) -> None:
    first = changed(tmp_path / "first", "times.yaml", "  halloween: 10-31", "  founders' day: 06-09")
    last = changed(tmp_path / "last", "times.yaml", "  halloween: 10-31", "  founders' day: 07-10")
    assert load_language(first, last).calendar.holidays["founders' day"] == (7, 10)


@pytest.mark.parametrize("name", ["time.yaml", "events/Gift.yml", "lists/groups.csv", "kg.ttl", "notes.txt"])
def test_a_file_that_nothing_reads_is_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(OntologyError, match=rf"{name}: is no file of an ontology; these are .*times\.yaml"):
        load_language(tmp_path)


def test_a_list_that_no_rule_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/airlines.tsv").write_text(
        "name\tlabel\tuse\nNorlink Air\tORG\talways\n", encoding="utf-8"
    )
    with pytest.raises(OntologyError, match=r"lists/airlines\.tsv: no rule names this list"):
        load_language(tmp_path)


def test_a_list_that_a_kind_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/airlines.tsv").write_text(
        "name\tlabel\tuse\nNorlink Air\tORG\talways\n", encoding="utf-8"
    )
    folder = changed(
        tmp_path, "mentions.yaml", "kinds:\n", "kinds:\n  carrier: {nouns: [carrier], lists: [airlines]}\n"
    )
    assert "norlink air" in load_language(folder).references.kinds["carrier"].names


def test_a_mistake_is_told_by_file_and_place(tmp_path: Path) -> None:
    folder = changed(tmp_path, "times.yaml", "seasons: {spring: 3", "seasons: {spring: third")
    with pytest.raises(OntologyError, match=r"times\.yaml: seasons: spring is 'third'; it is a whole number"):
        load_language(folder)


def test_other_words_of_pages_are_read(tmp_path: Path) -> None:
    (tmp_path / "english.yaml").write_text("words: [zork]\n", encoding="utf-8")
    text = "zork " * 50
    (tmp_path.parent / "a.txt").write_text(text, encoding="utf-8")
    (found,) = read_articles([tmp_path.parent / "a.txt"], ontology=OntologyFiles((tmp_path,)))
    assert isinstance(found, RawArticle) and found.language == "en"


def test_other_dates_of_pages_are_read(tmp_path: Path) -> None:
    rules = load_boilerplate(changed(tmp_path, "dates.yaml", "[january, jan,", "[january, zork, jan,"))
    assert rules.dates.read_date("26 zork 2014") == date(2014, 1, 26)
