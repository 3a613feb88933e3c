"""What people decide holds at once and in every build, is undone by its reverse, and is never lost."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

import kg.store.write_build
from kg.build.apply_judgements import AppliedJudgements
from kg.build.judgements import FILE, Judgement, Side, add_judgements, read_judgements
from kg.build.rebuild import remove, states
from kg.cli import decide as cli_decide
from kg.cli.lookup import Lookup
from kg.cli.main import main
from kg.cli.review import questions
from kg.errors import JudgementError, StoreError
from kg.records import Extraction, Ids, Link, Links
from kg.store.processes.command import environment
from kg.store.read_build import open_store
from tests.extractions import article, claim, entity, filler, meetings, mention, sentence
from tests.stores import build, nquads

pytestmark = pytest.mark.slow

FIRST = "Senator Ilse Maar met Orla Venn in Brack."
SECOND = "The painter Jana Korb met Orla Venn in Brack."


def meeting(text: str, name: str, source: str) -> Extraction:
    """An article of one sentence: somebody met the president."""
    where = sentence(text, text)
    entities = (
        entity("who", [mention(where, name, "Person")]),
        entity("venn", [mention(where, "Orla Venn", "Person")]),
    )
    fillers = [
        filler("agent", where, name, entity="who"),
        filler("patient", where, "Orla Venn", entity="venn"),
    ]
    told = claim("Meeting", where, "met", fillers)
    return Extraction(article(text, source=source, published=date(2024, 3, 6)), (where,), entities, (told,))


def articles() -> list[Extraction]:
    more = [meetings(number, sentences=2) for number in (1, 2, 3)]
    return [meeting(FIRST, "Ilse Maar", "first.txt"), meeting(SECOND, "Jana Korb", "second.txt"), *more]


@pytest.fixture
def store(tmp_path):
    build(tmp_path / "store", articles())
    return tmp_path / "store"


def test_a_person_who_is_to_be_something_else_is_doubted(tmp_path):
    where = sentence(FIRST, FIRST)
    brack = entity("brack", [mention(where, "Brack", "Place")])
    first = meeting(FIRST, "Ilse Maar", "first.txt")
    build(tmp_path, [replace(first, entities=(*first.entities, brack)), *articles()[1:]])
    arguments = ["--by", "ann", "--store", str(tmp_path)]
    done = CliRunner().invoke(main, ["same", "Ilse Maar", "Brack", *arguments])
    assert "Ilse Maar (Person) and Brack (Place) are different kinds of things" in done.output
    done = CliRunner().invoke(main, ["different", "Ilse Maar", "Brack", *arguments])
    assert "kinds of things" not in done.output
    done = CliRunner().invoke(main, ["rename", "Ilse Maar", "Ilse K. Maar", *arguments])
    assert done.output == "rename: Ilse Maar -> Ilse K. Maar  [in force]\n"


def run(store, *arguments):
    return CliRunner().invoke(
        main, [*arguments, "--by", "ana", "--store", str(store)], catch_exceptions=False
    )


def facts(store) -> list[str]:
    """All quads but those of the judgements."""
    return [line for line in nquads(store) if "/judgement" not in line]


def labels(store, query: str) -> list[str]:
    with open_store(store) as graph:
        return sorted(row[0].value for row in graph.query(query))


MEETS = 'SELECT ?other { ?a rdfs:label|skos:altLabel "Orla Venn" ; kg:met ?b . ?b rdfs:label ?other }'
NAMED = 'SELECT ?name { ?a rdfs:label|skos:altLabel "Ilse Maar" ; rdfs:label|skos:altLabel ?name }'


# --- through the commands


def test_same_joins_at_once_under_the_first_iri(store):
    with open_store(store) as graph, Lookup(graph.path, ()) as lookup:
        first = lookup.pair("Ilse Maar", "Jana Korb")[0].id
    done = run(store, "same", "Ilse Maar", "Jana Korb")
    assert (done.exit_code, done.stderr) == (0, "same: Ilse Maar | Jana Korb  [in force]\n")
    assert labels(store, NAMED) == ["Ilse Maar", "Jana Korb"]
    assert any(f"/entity/{first}>" in line for line in facts(store))


def test_what_people_say_of_entities_counts_for_their_events(tmp_path):
    """One meeting, once the two who met the president are one; two again, once they are not."""
    dinner = "Over a long dinner at the lake the well-known painter Jana Korb met Orla Venn, aides recall."
    build(tmp_path, [meeting(FIRST, "Ilse Maar", "first.txt"), meeting(dinner, "Jana Korb", "second.txt")])
    events = "SELECT ?event { ?event a kg:Meeting ; kg:claims ?claims }"
    before = facts(tmp_path)
    assert len(labels(tmp_path, events)) == 2
    run(tmp_path, "same", "Ilse Maar", "Jana Korb")
    assert len(labels(tmp_path, events)) == 1
    run(tmp_path, "different", "Ilse Maar", "Jana Korb")
    assert facts(tmp_path) == before


def test_different_undoes_same(store):
    before = facts(store)
    run(store, "same", "Ilse Maar", "Jana Korb")
    assert facts(store) != before
    run(store, "different", "Ilse Maar", "Jana Korb")
    assert facts(store) == before


def test_judgements_survive_builds_from_nothing_and_steps(store):
    run(store, "same", "Ilse Maar", "Jana Korb")
    judged_store = nquads(store)
    build(store, articles()[:-1])
    build(store, articles())
    assert nquads(store) == judged_store
    (store / "current").unlink()
    build(store, articles())
    assert nquads(store) == judged_store


def test_different_parts_what_linking_joined_and_same_undoes_it(tmp_path):
    """Two spellings of one name, in copies, that linking takes for one person."""
    told = "{} met Orla Venn in the harbour of Brack on Monday evening."
    names = {"a.txt": "Ilse Maar", "b.txt": "Ilsa Mahr"}
    build(tmp_path, [meeting(told.format(name), name, source) for source, name in names.items()])
    before = facts(tmp_path)
    assert labels(tmp_path, NAMED) == ["Ilsa Mahr", "Ilse Maar"]
    run(tmp_path, "different", "Ilse Maar", "Ilsa Mahr")
    assert labels(tmp_path, NAMED) == ["Ilse Maar"]
    run(tmp_path, "same", "Ilse Maar", "Ilsa Mahr")
    assert facts(tmp_path) == before


def test_a_rejected_claim_supports_no_short_cut_until_it_is_accepted(store):
    before = facts(store)
    assert labels(store, MEETS) == ["Ilse Maar", "Jana Korb"]
    run(store, "reject", "painter")
    assert labels(store, MEETS) == ["Ilse Maar"]
    assert any("painter" in line for line in facts(store))
    run(store, "accept", "painter")
    assert labels(store, MEETS) == ["Ilse Maar", "Jana Korb"]
    assert facts(store) == before
    state = "SELECT ?state { GRAPH ?g { ?j a kg:Accepted ; kg:state ?state } }"
    assert labels(store, state) == ["in force"]


def test_the_graph_of_judgements_tells_who_when_and_why(store):
    run(store, "same", "Ilse Maar", "Jana Korb", "--why", "the agency's spelling")
    query = (
        "SELECT (CONCAT(?by, '; ', ?why, '; ', ?state) AS ?all) { GRAPH ?g { ?j a kg:Same ; dcterms:creator ?by ; "
        "rdfs:comment ?why ; kg:state ?state ; dcterms:created ?at } }"
    )
    assert labels(store, query) == ["ana; the agency's spelling; in force"]


def test_judgements_are_no_article(store):
    with open_store(store) as graph:
        number = len(list(graph.articles()))
    run(store, "reject", "painter")
    with open_store(store) as graph:
        assert len(list(graph.articles())) == number == 5


def test_history_keeps_what_was_undone(store):
    run(store, "same", "Ilse Maar", "Jana Korb")
    run(store, "different", "Jana Korb", "Ilse Maar", "--why", "seen together")
    done = CliRunner().invoke(main, ["history", "--store", str(store)])
    lines = [line.split("  ", 1)[1] for line in done.stdout.splitlines()]
    assert lines == [
        "ana  same  Ilse Maar | Jana Korb  [undone]",
        "ana  different  Jana Korb | Ilse Maar  (seen together)  [in force]",
    ]


def test_history_of_nothing_says_so(store):
    done = CliRunner().invoke(main, ["history", "--store", str(store)])
    assert (done.exit_code, done.stdout, done.stderr) == (
        0,
        "",
        "no decisions yet; run kg review to make some\n",
    )


def test_a_judgement_on_what_is_gone_is_kept_and_reported(store):
    run(store, "same", "Ilse Maar", "Jana Korb")
    run(store, "reject", "painter")
    first, _, *more = articles()
    build(store, [first, *more])
    assert [state for _, state in states(store)] == ["gone", "gone"]
    build(store, articles())
    assert [state for _, state in states(store)] == ["in force", "in force"]
    assert len(labels(store, MEETS)) == 1


ERRORS = {
    "nothing so named": (
        ["same", "Ilse Maar", "Jana Kob"],
        "no entity is named 'Jana Kob'; did you mean",
    ),
    "one name": (
        ["different", "Orla Venn", "orla venn"],
        "'Orla Venn' is given twice: give two names or IRIs",
    ),
    "several claims": (["reject", "Orla Venn"], "'Orla Venn' is ambiguous; give the IRI of one of these:\n"),
    "no claim": (["accept", "nobody said so"], "no claim matches 'nobody said so'"),
}


def test_two_names_that_one_article_gives_somebody_cannot_be_separated(tmp_path):
    text = "Ilse Maar met Orla Venn, also known as Runa Dahl."
    met = meeting(text, "Ilse Maar", "first.txt")
    (where,) = met.sentences
    names = [mention(where, name, "Person") for name in ("Orla Venn", "Runa Dahl")]
    build(tmp_path / "store", [replace(met, entities=(met.entities[0], entity("venn", names)))])
    done = run(tmp_path / "store", "different", "Orla Venn", "Runa Dahl")
    assert done.exit_code == 1
    assert "give two names of it that no article has both of" in done.stderr


@pytest.mark.parametrize("arguments, message", ERRORS.values(), ids=ERRORS)
def test_what_is_not_one_thing_is_refused(store, arguments, message):
    before = nquads(store)
    done = run(store, *arguments)
    assert done.exit_code == 1
    assert message in done.stderr
    assert (nquads(store), read_judgements(store)) == (before, ())


def test_claims_are_named_by_their_iri(store):
    query = "SELECT ?claim { GRAPH ?g { ?claim a kg:Meeting ; kg:trigger ?t } }"
    for iri in labels(store, query)[:2]:
        assert run(store, "reject", iri).exit_code == 0
    assert len(read_judgements(store)) == 2


@pytest.fixture
def unsure(tmp_path):
    """A store with a surname that may be the senator's."""
    third = meeting("Weeks later Maar, home from abroad, met Orla Venn once more.", "Maar", "third.txt")
    build(tmp_path / "unsure", [*articles(), third])
    return tmp_path / "unsure"


def test_review_lists_open_questions_without_a_terminal(unsure):
    done = run(unsure, "review")
    with open_store(unsure) as graph:
        asked = list(questions(graph, ()))
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert "Are these two names of the same entity?" in said
    assert (
        "For: one name is the surname of the other; no other person in these articles has the surname;"
        in said
    )
    assert "     Weeks later Maar, home from abroad, met Orla Venn once more." in done.stdout.splitlines()
    assert said.count("Are these two ") == len(asked) and said.count("Merging them affects ") == len(asked)
    assert done.stderr == f"0 decided, {len(asked)} left undecided\n"


@pytest.mark.parametrize("key, verb", {"s": "same", "d": "different", "n": None, "q": None}.items())
def test_review_takes_one_key_each(unsure, monkeypatch, key, verb):
    monkeypatch.setattr(cli_decide, "is_terminal", lambda: True)
    with open_store(unsure) as graph:
        asked = list(questions(graph, ()))
    CliRunner().invoke(main, ["review", "--by", "ana", "--store", str(unsure)], input=f"{key}q")
    judgements = read_judgements(unsure)
    assert [(each.verb, each.sides) for each in judgements] == ([(verb, asked[0].sides)] if verb else [])
    assert [state for _, state in states(unsure)] == ["in force"] * len(judgements)
    with open_store(unsure) as graph:
        left = [question.sides for question in questions(graph, judgements)]
    assert (asked[0].sides in left) == (verb is None)


def test_review_of_a_graph_of_another_ontology_says_so_before_anything_is_decided(unsure, monkeypatch):
    monkeypatch.setattr("kg.build.fingerprints.ontology_hash", lambda folders: "another")
    done = run(unsure, "review")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "the ontology of kg has changed since the graph was built: run kg build again" in done.stderr


def test_remove_leaves_what_a_build_without_the_article_gives(store, tmp_path):
    done = CliRunner().invoke(main, ["remove", "second.txt", "--store", str(store)])
    assert (done.exit_code, done.stderr) == (0, "removed second.txt\n")
    build(tmp_path / "other", [each for each in articles() if each.article.source != "second.txt"])
    assert nquads(store) == nquads(tmp_path / "other")
    assert not any(b"painter" in path.read_bytes() for path in store.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["third.txt", "txt", ""])
def test_remove_wants_one_article(store, name):
    with pytest.raises(JudgementError, match=f"no article is called '{name}'"):
        remove(store, name)


# --- the file


def judgement(at: str = "2024-01-01T00:00:00Z", verb="same", **changes) -> Judgement:
    sides = tuple(Side("entity", id_, id_.upper(), (("a", id_),)) for id_ in "xy")
    return replace(Judgement(verb, sides, "ana", at), **changes)


def test_judgements_are_read_as_they_were_written(tmp_path):
    (tmp_path / "judgements").mkdir()
    two = judgement(), judgement("2024-01-02T00:00:00Z", why="a “reason”\nin two lines")
    add_judgements(tmp_path, two[:1])
    add_judgements(tmp_path, two[1:])
    assert read_judgements(tmp_path) == two


def test_a_line_that_was_not_finished_was_never_said(tmp_path):
    add = judgement(), judgement("2024-01-02T00:00:00Z")
    (tmp_path / "judgements").mkdir()
    add_judgements(tmp_path, add[:1])
    path = tmp_path / "judgements" / FILE
    path.write_bytes(path.read_bytes() + b'{"verb": "sa')
    assert read_judgements(tmp_path) == add[:1]
    add_judgements(tmp_path, add[1:])
    assert read_judgements(tmp_path) == add


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"verb": "like", "sides": [], "by": "", "at": ""}'])
def test_damaged_lines_are_named(tmp_path, line):
    (tmp_path / "judgements").mkdir()
    add_judgements(tmp_path, [judgement()])
    path = tmp_path / "judgements" / FILE
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(StoreError, match="line 2 "):
        read_judgements(tmp_path)


# --- over links

OWNS = [("a", "p"), ("b", "p"), ("c", "p"), ("d", "p")]


def applied(judging: AppliedJudgements, ids: str, reasons=()) -> Links:
    """Judgements over four articles' own entities with these ids; reasons are (first, second, score)."""
    why = [Link("entity", OWNS[i], OWNS[j], score, (), True) for i, j, score in reasons]
    return judging.links(Links(Ids.made(dict(zip(OWNS, ids, strict=True))), Ids.made({})), lambda: why)


def say(*told: tuple[str, str, str]) -> list[Judgement]:
    """Verb, and the articles that each side's members are of."""
    return [
        Judgement(
            verb,  # type: ignore[arg-type]  # a literal's type is lost in the tuple
            tuple(
                Side("entity", members.upper(), members, tuple((m, "p") for m in members))
                for members in sides
            ),
            "ana",
            str(number),
        )
        for number, (verb, *sides) in enumerate(told)
    ]


def groups(found: Links) -> str:
    """Articles of one id together: "ab c d"."""
    by_id: dict[str, str] = {}
    for article_, _ in OWNS:
        id_ = found.entities[article_, "p"]
        by_id[id_] = by_id.get(id_, "") + article_
    return " ".join(by_id.values())


OVERRIDES = {
    "joined": (("1234",), [("same", "a", "c")], "ac b d", ["in force"]),
    "joined twice over": (("1234",), [("same", "a", "b"), ("same", "b", "c")], "abc d", ["in force"] * 2),
    "already one": (("1123",), [("same", "a", "b")], "ab c d", ["in force"]),
    "undone": (
        ("1234",),
        [("same", "a", "c"), ("different", "a", "c")],
        "a b c d",
        ["undone", "in force"],
    ),
    "the later word counts": (
        ("1234",),
        [("same", "a", "b"), ("different", "a", "c"), ("same", "b", "c")],
        "a bc d",
        ["overruled", "in force", "in force"],
    ),
    "parted at the weakest link": (
        ("1111", [(0, 1, 0.9), (1, 2, 0.7), (2, 3, 0.8)]),
        [("different", "a", "d")],
        "ab cd",
        ["in force"],
    ),
    "parted from two": (
        ("1111", [(0, 1, 0.9), (1, 2, 0.7), (2, 3, 0.8)]),
        [("different", "a", "d"), ("different", "a", "b")],
        "a bcd",
        ["in force"] * 2,
    ),
    "nobody of whom it speaks": (("1234",), [("same", "a", "x")], "a b c d", ["gone"]),
}


@pytest.mark.parametrize("found, told, expected, how", OVERRIDES.values(), ids=OVERRIDES)
def test_judgements_go_over_links(found, told, expected, how):
    judging = AppliedJudgements(say(*told))
    assert (groups(applied(judging, *found)), list(judging.states)) == (expected, how)


def test_ids_do_not_depend_on_the_order_of_reasons():
    reasons = [(0, 1, 0.9), (1, 2, 0.7), (2, 3, 0.8), (0, 3, 0.7)]
    told = say(("different", "a", "d"))
    one, other = AppliedJudgements(told), AppliedJudgements(told)
    assert applied(one, "1111", reasons).entities == applied(other, "1111", reasons[::-1]).entities


def test_a_side_that_grew_is_judged_with_its_members():
    told = say(("same", "a", "c"))
    assert groups(applied(AppliedJudgements(told), "1122")) == "abcd"


def test_lines_are_json(store):
    run(store, "reject", "painter")
    (line,) = (store / "judgements" / FILE).read_text().splitlines()
    assert json.loads(line)["verb"] == "reject"


# --- what fails midway


@pytest.mark.parametrize("step", ["write_checksums", "sync", "write_whole"])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "stopped"]
)
def test_a_judgement_whose_build_fails_is_not_in_force(store, monkeypatch, step, error):
    run(store, "same", "Ilse Maar", "Jana Korb")
    before, path = facts(store), store / "judgements" / FILE
    written = path.read_bytes()

    def fails(folder, *rest):
        if folder.name != FILE:
            raise error
        path.write_text(*rest, encoding="utf-8")

    monkeypatch.setattr(kg.store.write_build, step, fails)
    done = CliRunner().invoke(main, ["reject", "met", "--by", "ana", "--store", str(store)])
    assert done.exit_code
    done = CliRunner().invoke(
        main, ["different", "Ilse Maar", "Jana Korb", "--by", "ana", "--store", str(store)]
    )
    assert done.exit_code and done.exception.__class__ is SystemExit
    monkeypatch.undo()
    assert path.read_bytes() == written
    build(store, articles())
    assert facts(store) == before


def test_a_judgement_whose_process_is_killed_is_not_in_force(store):
    code = (
        "import os, signal, sys, kg.store.write_build as w\n"
        "w.sync = lambda build: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from kg.cli.main import main; main()"
    )
    arguments = ["same", "Ilse Maar", "Jana Korb", "--by", "ana", "--store", str(store)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_judgements(store) == ()
