"""Dates such as 02/05/2024 are read like the other dates of their column."""

import json

import pytest

from kg.read.files import read_articles
from kg.records import RawArticle

DAYS_FIRST = {"02/05/2024": "2024-05-02", "13/05/2024": "2024-05-13", "09/05/2024": "2024-05-09"}
MONTHS_FIRST = {"05/02/2024": "2024-05-02", "05/13/2024": "2024-05-13", "05/09/2024": "2024-05-09"}
CASES = {
    "days first": DAYS_FIRST,
    "months first": MONTHS_FIRST,
    "no order": {"02/05/2024": None, "2024-05-09": "2024-05-09", "03/03/2024": "2024-03-03"},
    "two orders": {"13/05/2024": "2024-05-13", "05/13/2024": "2024-05-13", "02/05/2024": None},
}


def days(path) -> list[str | None]:
    articles = list(read_articles([str(path)]))
    assert all(isinstance(each, RawArticle) for each in articles)
    return [each.published and each.published.isoformat() for each in articles]


@pytest.mark.parametrize("dates", CASES.values(), ids=CASES)
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_a_date_is_read_in_the_order_of_its_column(dates, suffix, tmp_path):
    texts = [(day, f"The mayor of Vessa opened mill number {n}.") for n, day in enumerate(dates)]
    path = tmp_path / f"news.{suffix}"
    items = [{"date": day, "text": text} for day, text in texts]
    path.write_text(
        {
            "csv": "date,text\n" + "".join(f"{day},{text}\n" for day, text in texts),
            "jsonl": "".join(json.dumps(item) + "\n" for item in items),
            "json": json.dumps(items),
        }[suffix],
        encoding="utf-8",
    )
    assert days(path) == list(dates.values())


def test_a_date_that_cannot_be_read_is_kept_to_be_reported(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("date,text\n02/05/2024,The mayor of Vessa opened a mill.\n,It burnt.\n", encoding="utf-8")
    assert [each.unread_date for each in read_articles([str(path)])] == ["02/05/2024", None]


def test_rows_before_a_broken_one_are_kept(tmp_path):
    path = tmp_path / "news.jsonl"
    lines = [
        '{"date": "02/05/2024", "text": "The mayor of Vessa opened a mill."}',
        "{broken",
        '{"date": "13/05/2024", "text": "It burnt."}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = [
        each.published.isoformat() if isinstance(each, RawArticle) else "skipped"
        for each in read_articles([str(path)])
    ]
    assert found == ["2024-05-02", "skipped", "2024-05-13"]
