"""What a build says while it reads."""

from kg.build.progress import Progress


def test_the_first_dates_that_cannot_be_read_are_named_and_all_are_counted(capsys):
    with Progress({}) as progress:
        for line in range(2, 7):
            progress.unread_date(f"news.csv#line={line}", f"0{line}/05/2024")
    said = capsys.readouterr().err.splitlines()
    assert said[0] == (
        "kg: news.csv#line=2: cannot read the date '02/05/2024' with certainty: write it as 2024-05-31"
    )
    assert said[3:] == ["kg: 5 articles have a date that cannot be read"]


def test_a_bar_is_shown_without_a_terminal_if_asked_for(capsys):
    with Progress({"a.txt": 10, "b.txt": 30}, shown=True) as progress:
        progress.move("a.txt", 10)
        progress.say("Linking")
    said = capsys.readouterr().err
    assert "Reading articles" in said and "Linking 1 article" in said
    with Progress({"a.txt": 10}, shown=False) as progress:
        progress.move("a.txt", 10)
    assert capsys.readouterr().err == ""
