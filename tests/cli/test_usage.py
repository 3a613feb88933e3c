"""Natural mistakes at the command line: each is answered by what is wrong and what would be right."""

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from tests.extractions import meetings
from tests.stores import build


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("usage") / "store"
    build(path, [meetings(number, sentences=2) for number in range(1, 4)])
    return path


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


MISTAKES = {
    "show without a name": (("show",), "kg: show: missing argument 'NAME'\nFor example: kg show"),
    "an option without its value": (("build", "--store"), "option '--store' requires an argument"),
    "an unknown command": (("bild", "wire"), "did you mean 'build'"),
    "a day in another form": (("explain", "A.", "--date", "15.5.2024"), "write it as 2024-05-15"),
    "a port in letters": (("serve", "--port", "abc"), "'abc' is not a whole number"),
    "two names without quotation marks": (
        ("rename", "Orla", "Venn", "Orla Venn"),
        "(Orla Venn); put words that belong together in quotation marks",
    ),
    "help for an unknown command": (("help", "shw"), "did you mean 'show'?"),
}


@pytest.mark.parametrize(("arguments", "words"), MISTAKES.values(), ids=MISTAKES)
def test_wrong_usage_is_answered_with_an_example(arguments, words):
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert words.casefold() in answer.stderr.casefold()
    assert answer.stderr.splitlines()[-1].startswith("All options: kg")


FAULTS = {
    "an empty name": (("show", ""), "the name is empty"),
    "an unknown type": (("find", "a", "--type", "Ort"), "no name has the type 'Ort'"),
    "words as a query": (("query", "who met whom"), "kg find searches for words"),
    "an update as a query": (
        ("query", "PREFIX a: <b:> DROP ALL"),
        "is an update, and the graph is only read",
    ),
    "an open brace": (("query", "SELECT ?a { ?a kg:met ?b"), "end of query, a } is missing"),
    "an unknown format": (("export", "jsonl"), "did you mean 'jsonld'?"),
    "a date for a build": (("diff", "--since", "2024-01-01"), "is not a build: give its number"),
    "nothing to compare with": (("diff",), "build again, then compare"),
}


@pytest.mark.parametrize(("arguments", "words"), FAULTS.values(), ids=FAULTS)
def test_faults_are_one_line(store, arguments, words):
    answer = run(*arguments, "--store", store)
    assert answer.exit_code == 1
    assert words in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_store_is_not_merged_into_itself(store):
    assert "is one of the stores to merge" in run("merge", store, "--to", store).stderr


@pytest.mark.parametrize("command", ["show", "find"])
def test_a_name_needs_no_quotation_marks(store, command):
    with_marks, without = (
        run(command, "envoy 1", "--store", store),
        run(command, "envoy", "1", "--store", store),
    )
    assert without.stdout == with_marks.stdout


def test_an_export_format_may_be_in_capitals(store):
    assert (
        run("export", "CLAIMS", "--store", store).stdout == run("export", "claims", "--store", store).stdout
    )


def test_help_is_a_command_too():
    assert run("help", "show").stdout == run("show", "--help").stdout
    assert run("help").stdout == run("--help").stdout


def test_a_token_without_edit_is_refused_unless_the_environment_has_it(store, monkeypatch):
    served = []
    monkeypatch.setattr("kg.api.serve.serve", lambda settings, **_: served.append(settings.edit_token))
    refused = run("serve", "--token", "secret", "--store", store)
    assert (refused.exit_code, served) == (1, [])
    assert "add --edit, or leave it out" in refused.stderr
    monkeypatch.setenv("KG_TOKEN", "secret")
    assert run("serve", "--store", store).exit_code == 0
    assert run("serve", "--edit", "--store", store).exit_code == 0
    assert served == [None, "secret"]
