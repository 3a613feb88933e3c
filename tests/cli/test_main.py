"""The command from outside: what it prints where, how it ends, and what it makes of bad input."""

import bz2
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from kg.store.processes.command import environment

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
FERRY = """Ferry firm to close Sundholm yard

By Ana Lund, 17 May 2024

Norlink will close its yard in Bergen next year, it said on Friday.

Its chairwoman, Mara Teg, met the union leader Ivo Dahl in Oslo on Thursday. “We regret it,” Ms Teg told reporters.
"""
COURT = """Court jails banker

A court in Vienna sentenced the banker Otto Hrast to four years in prison on Monday, his lawyer said.
"""


def run(*arguments: object, stdin: str | bytes | None = None):
    """The result of `kg` with these arguments."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.fixture(scope="module")
def news(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(news, tmp_path_factory) -> Path:
    """The store of two articles."""
    path = tmp_path_factory.mktemp("stores") / "news"
    assert run("build", news, "--store", path).exit_code == 0
    return path


# --- build


def test_build_ends_with_its_counts(news, tmp_path):
    done = run("build", news, "--store", tmp_path / "s")
    assert done.exit_code == 0 and done.stdout == ""
    assert lines(done.stderr)[-1].startswith("2 articles")
    assert " claims" in lines(done.stderr)[-1] and " 0 skipped, " in lines(done.stderr)[-1]


def test_a_build_says_how_many_articles_have_no_date(tmp_path):
    (tmp_path / "a.txt").write_text(
        "MARNEK, 4 March 2024 -- The port of Marnek was closed by the storm on Monday."
    )
    (tmp_path / "b.txt").write_text(
        "The mayor of Tolby resigned on Monday after the port was closed by a storm."
    )
    done = run("build", tmp_path / "a.txt", tmp_path / "b.txt", "--store", tmp_path / "s")
    assert lines(done.stderr)[-1].startswith("2 articles (1 without a date), ")


def test_a_store_in_the_folder_of_the_articles_is_not_read(news, tmp_path):
    folder = tmp_path / "news"
    shutil.copytree(news, folder)
    for _ in range(2):
        done = run("build", folder, "--store", folder / "store")
    assert lines(done.stderr)[-1].startswith("2 articles") and " 0 skipped, " in lines(done.stderr)[-1]


def test_building_twice_writes_the_same_bytes_and_reads_nothing_again(news, store, tmp_path):
    first = run("export", "nq", "--store", store).stdout_bytes
    again = run("build", news, "--store", store)
    assert "(2 reused from earlier builds)" in again.stderr
    assert run("export", "nq", "--store", store).stdout_bytes == first
    run("build", news / "court.txt", news / "ferry.txt", "--store", tmp_path / "other")
    assert run("export", "nq", "--store", tmp_path / "other").stdout_bytes == first


def test_an_article_that_is_left_out_is_gone(news, tmp_path):
    run("build", news, "--store", tmp_path / "s")
    run("build", news / "court.txt", "--store", tmp_path / "s")
    assert b"Norlink" not in run("export", "nq", "--store", tmp_path / "s").stdout_bytes
    kept = [
        path.read_text()
        for path in (tmp_path / "s").rglob("*")
        if path.is_file() and path.suffix in (".json", ".txt")
    ]
    assert [text for text in kept if "Norlink" in text] == []


def test_standard_input_is_read(tmp_path):
    done = run("build", "-", "--store", tmp_path / "s", stdin=FERRY)
    assert lines(done.stderr)[-1].startswith("1 article")


def test_fields_tell_where_the_text_is(tmp_path):
    line = json.dumps({"corps": COURT, "jour": "2024-05-14", "title": "Court jails banker"})
    done = run("build", "-", "--store", tmp_path / "s", "--fields", "text=corps,published=jour", stdin=line)
    assert lines(done.stderr)[-1].startswith("1 article")
    days = run(
        "query", "SELECT ?day { GRAPH ?g { ?a schema:datePublished ?day } }", "--store", tmp_path / "s"
    )
    assert "2024-05-14" in days.stdout


@pytest.mark.parametrize("fields", ["corps", "text=", "corpus=body"])
def test_fields_that_name_none_are_refused(fields, tmp_path):
    done = run("build", "-", "--store", tmp_path / "s", "--fields", fields, stdin="{}")
    assert done.exit_code == 1 and done.stderr.startswith("kg: ") and len(lines(done.stderr)) == 1


def test_strict_tells_by_its_status_that_something_was_skipped(tmp_path):
    (tmp_path / "a.txt").write_text(COURT)
    (tmp_path / "b.txt").write_text("")
    done = run("build", tmp_path, "--store", tmp_path.parent / "strict", "--strict")
    assert done.exit_code == 3
    assert lines(done.stderr)[0] == "skipped b.txt: is empty"
    assert " 1 skipped, " in lines(done.stderr)[-1]
    assert run("build", tmp_path, "--store", tmp_path.parent / "strict").exit_code == 0


def test_a_build_of_nothing_leaves_the_graph_as_it_was(store):
    before = run("export", "nq", "--store", store).stdout_bytes
    done = run("build", "nowhere.txt", "--store", store)
    assert done.exit_code == 1
    assert lines(done.stderr)[0].startswith("skipped nowhere.txt: does not exist")
    assert (
        lines(done.stderr)[-1]
        == f"kg: no articles found (1 skipped): give files or folders with text; {store} is unchanged"
    )
    assert run("export", "nq", "--store", store).stdout_bytes == before


def test_a_first_build_of_nothing_leaves_no_graph_and_says_so(tmp_path):
    done = run("build", "nowhere.txt", "--store", tmp_path / "s")
    assert lines(done.stderr)[-1].endswith(
        f"give files or folders with text; {tmp_path / 's'} has no graph yet"
    )
    for command in (["show", "Hrast"], ["diff"], ["remove", "a.txt"]):
        said = run(*command, "--store", tmp_path / "s").stderr
        assert said.strip().endswith(f"has no graph yet: run kg build PATH... --store {tmp_path / 's'}")


def test_ctrl_c_is_told_and_leaves_the_graph(store, news, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    before = run("export", "nq", "--store", store).stdout_bytes
    monkeypatch.setattr("kg.build.build.assemble", stopped)
    done = run("build", news, "--store", store)
    assert done.exit_code == 130
    assert done.stderr == f"kg: stopped; {store} is unchanged, and the next build resumes here\n"
    assert run("export", "nq", "--store", store).stdout_bytes == before


# --- ask


def test_a_query_knows_the_prefixes(store):
    sparql = "SELECT ?name { ?who kg:isNamed true ; a kg:Person ; rdfs:label ?name } ORDER BY ?name"
    assert lines(run("query", sparql, "--store", store).stdout) == [
        "name",
        "----------",
        "Ivo Dahl",
        "Mara Teg",
        "Otto Hrast",
        "(3 rows)",
    ]
    rows = run("query", sparql, "--store", store, "--format", "csv").stdout
    assert rows.split() == ["name", "Ivo", "Dahl", "Mara", "Teg", "Otto", "Hrast"]
    found = json.loads(run("query", "-", "--store", store, "--format", "json", stdin=sparql).stdout)
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == [
        "Ivo Dahl",
        "Mara Teg",
        "Otto Hrast",
    ]


def test_a_query_may_be_a_file(store, tmp_path):
    (tmp_path / "names.rq").write_text("ASK { GRAPH ?g { ?c a kg:Claim } }", encoding="utf-8")
    assert run("query", tmp_path / "names.rq", "--store", store).stdout == "yes\n"
    missing = run("query", tmp_path / "none.rq", "--store", store)
    assert missing.exit_code != 0
    assert f"query: {tmp_path / 'none.rq'}: does not exist: check the path" in missing.stderr


def test_yes_or_no_and_triples_are_answered(store):
    assert run("query", "ASK { GRAPH ?g { ?c a kg:Claim } }", "--store", store).stdout == "yes\n"
    assert run("query", "ASK { ?c kg:met 1 }", "--store", store, "--format", "csv").stdout.split() == [
        "answer",
        "false",
    ]
    assert (
        json.loads(run("query", "ASK { ?c kg:met 1 }", "--store", store, "--format", "json").stdout)[
            "boolean"
        ]
        is False
    )
    triples = "CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b }"
    assert "kg:met" in run("query", triples, "--store", store).stdout
    assert run("query", triples, "--store", store, "--format", "csv").stdout.startswith(
        "subject,predicate,object"
    )
    assert json.loads(run("query", triples, "--store", store, "--format", "json").stdout)


@pytest.mark.parametrize(
    "sparql, said",
    {
        "SELECT ?a { ?a kg:met }": "is not valid SPARQL: line 1, column 23: unexpected '}'",
        "SELECT": "is not valid SPARQL: line 1, column 7: unexpected end of query",
        "SELECT ?a { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }": "SERVICE",
        "DROP ALL": "is an update, and the graph is only read: write SELECT, ASK, CONSTRUCT or DESCRIBE",
    }.items(),
)
def test_a_bad_query_is_one_clear_line(sparql, said, store):
    done = run("query", sparql, "--store", store)
    assert done.exit_code == 1 and done.stdout == "" and len(lines(done.stderr)) == 1
    assert done.stderr.startswith("kg: ") and said in done.stderr


def test_a_card_shows_sentences_with_what_is_planned(store):
    card = run("show", "norlink", "--store", store).stdout
    assert card.startswith("Norlink  (")
    assert "Norlink will close its yard in Bergen next year, it said on Friday." in " ".join(card.split())
    assert "Closure, PLANNED: by Norlink, of its yard" in card
    assert "2024-05-17  ferry.txt" in card


def test_a_name_that_nothing_has_is_told(store):
    done = run("show", "Nobody", "--store", store)
    assert done.exit_code == 1
    assert done.stderr == "kg: show: no name matches 'Nobody': try a part of it, or kg find 'Nobody'\n"


def test_the_graph_holds_its_proof(store):
    done = run("check", "--store", store)
    assert (done.exit_code, done.stderr) == (0, "no violations, no warnings\n"), done.stdout


def test_exports_are_written_to_standard_output(store):
    claims = [json.loads(line) for line in lines(run("export", "claims", "--store", store).stdout)]
    assert {claim["kind"] for claim in claims} == {"event", "relation", "entity"}
    refused = run("export", "pdf", "--store", store)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("kg: export: unknown format 'pdf': choose one of claims, ")


def test_a_sentence_is_explained_step_by_step():
    done = run("explain", "Norlink bought Sundbo on Friday, its chairwoman said.", "--date", "2024-05-15")
    assert done.exit_code == 0
    titles = [line for line in lines(done.stdout) if line and not line.startswith(" ")]
    assert titles == ["words", "entities", "slots", "claims", "quads"]
    assert "verb 'buy' -> Acquisition" in done.stdout
    assert "time: Friday = 2024-05-10" in done.stdout
    assert "attributedTo: its chairwoman" in done.stdout


def test_nothing_to_explain_is_told():
    done = run("explain", "")
    assert done.exit_code == 1 and done.stderr.startswith("kg: explain: the text has no sentence")


# --- help


@pytest.mark.parametrize("command", ["build", "explain", "query", "export", "check", "show"])
def test_help_has_an_example(command):
    assert f"\n  kg {command} " in run(command, "--help").stdout


def test_help_loads_nothing_heavy():
    code = "import sys, kg.cli; print([m for m in ('spacy', 'pyoxigraph', 'rdflib', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


def test_numpy_runs_on_one_thread():
    """It reads the number when it is first imported."""
    code = "import kg.cli.main, os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "1 False\n"
    assert environment()["OPENBLAS_NUM_THREADS"] == "1"


# --- bad input


def page(nested: int) -> str:
    return f"<html><head><title>Deep</title></head><body>{'<div>' * nested}Deep.{'</div>' * nested}</body></html>"


SCRIPTED = f"""<html><head><title>Court jails banker</title><script>var a = "The court freed Ada Brill.";</script>
<style>p {{ color: red }}</style></head><body><script>alert("Mr Script bought Initech.")</script>
<article><h1>Court jails banker</h1><p onclick="x()">{COURT.splitlines()[2]}</p>
<p>The judge, Ilse Kamarand, read the verdict in the afternoon, and he did not appeal against it.</p></article>
</body></html>"""

BAD = {
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
    "binary.txt": (bytes(range(256)) * 50, "not text"),
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\n", "is empty"),
    "french.txt": (
        ("Le président a rencontré son homologue à Paris mardi pour parler de la paix. " * 10).encode(),
        "is not English",
    ),
    "broken.gz": (gzip.compress(COURT.encode())[:60], "is damaged"),
    "bomb.txt.bz2": (bz2.compress(b"a" * 30_000_000), "larger than"),
    "broken.jsonl": (b'{"text": "a"\n{"text": 5}\n[1\n', ""),
    "word.docx": (b"PK\x03\x04" + b"\0" * 40, ""),
    "deep.html": (page(100_000).encode(), ""),
}


def test_each_bad_file_is_named_and_the_good_ones_are_read(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "court.txt").write_text(COURT)
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    done = run("build", folder, "--store", tmp_path / "s")
    assert done.exit_code == 0, done.stderr
    said = lines(done.stderr)
    skipped = {line.partition(": ")[0].removeprefix("skipped ").partition("#")[0]: line for line in said[:-1]}
    assert set(skipped) == set(BAD)
    assert {name: line for name, line in skipped.items() if BAD[name][1] not in line} == {}
    assert said[-1].startswith("1 article")


def test_200_mb_in_one_line_stop_at_the_limit(tmp_path):
    for name in ("line.txt", "line.jsonl"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(200_000_000)
            file.write(b'{"text": "' if name.endswith("jsonl") else b"A court in Vienna ")
            file.seek(199_999_990)
            file.write(b"a line end")
    (tmp_path / "court.txt").write_text(COURT)
    done = run("build", tmp_path, "--store", tmp_path.parent / "big")
    assert done.exit_code == 0 and lines(done.stderr)[-1].startswith("1 article")
    assert [line.split(":")[0] for line in lines(done.stderr)[:-1]] == [
        "skipped line.jsonl#line=1",
        "skipped line.txt",
    ]


def test_mixed_encodings_keep_the_names(tmp_path):
    good = COURT.replace("Otto Hrast", "José Müller")
    (tmp_path / "latin.txt").write_bytes(good.encode("cp1252"))
    (tmp_path / "wide.txt").write_bytes(good.replace("four", "five").encode("utf-16"))
    (tmp_path / "mixed.txt").write_bytes(
        good.replace("four", "six").encode() + "“Señor”, he said.".encode("cp1252")
    )
    done = run("build", tmp_path, "--store", tmp_path.parent / "enc")
    assert lines(done.stderr)[-1].startswith("3 articles")
    assert run("show", "José Müller", "--store", tmp_path.parent / "enc").exit_code == 0


def test_scripts_of_a_page_tell_nothing(tmp_path):
    (tmp_path / "page.html").write_text(SCRIPTED)
    assert run("build", tmp_path, "--store", tmp_path.parent / "page").exit_code == 0
    said = run("export", "nq", "--store", tmp_path.parent / "page").stdout
    assert "Otto Hrast" in said and "Initech" not in said and "Ada Brill" not in said


def test_broken_lines_are_skipped_by_number(tmp_path):
    good = [json.dumps({"text": text}) for text in (COURT, FERRY)]
    (tmp_path / "a.jsonl").write_text(
        "\n".join([good[0], '{"text": ', "null", '{"title": "no text"}', good[1]])
    )
    done = run("build", tmp_path / "a.jsonl", "--store", tmp_path / "s")
    assert [line.split(":")[0] for line in lines(done.stderr)[:-1]] == [
        f"skipped a.jsonl#line={n}" for n in (2, 3, 4)
    ]
    assert lines(done.stderr)[-1].startswith("2 articles")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path):
    (tmp_path / "court.txt").write_text(COURT)
    (tmp_path / "secret.txt").write_text(COURT)
    (tmp_path / "secret.txt").chmod(0)
    done = run("build", tmp_path, "--store", tmp_path.parent / "secret")
    assert (
        lines(done.stderr)[0]
        == "skipped secret.txt: cannot be read: permission denied; change its permissions"
    )


@contextmanager
def tmpfs(path: Path, size: str) -> Iterator[Path]:
    path.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "kg", path], capture_output=True
        ).returncode
    ):
        pytest.skip("mounting is not allowed here")
    try:
        yield path
    finally:
        subprocess.run(["umount", path], check=True)


def test_a_full_disk_is_told_and_the_graph_stays(news, tmp_path):
    with tmpfs(tmp_path / "disk", "24m") as disk:
        assert run("build", news, "--store", disk / "s").exit_code == 0
        before = run("export", "nq", "--store", disk / "s").stdout_bytes
        free = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(b"x" * max(0, free - 100_000))
        (tmp_path / "more.txt").write_text(FERRY.replace("Bergen", "Trieste"))
        done = run("build", news, tmp_path / "more.txt", "--store", disk / "s")
        assert done.exit_code == 1
        assert len(lines(done.stderr)) == 1 and done.stderr.startswith("kg: ")
        assert run("export", "nq", "--store", disk / "s").stdout_bytes == before


def test_a_store_of_another_version_is_refused(news, tmp_path):
    run("build", news / "court.txt", "--store", tmp_path / "s")
    (tmp_path / "s/manifest.json").write_text('{"format": 99}')
    for command in (["build", news], ["query", "ASK {}"], ["export", "nq"], ["check"], ["show", "Hrast"]):
        done = run(*command, "--store", tmp_path / "s")
        assert done.exit_code == 1, command
        assert len(lines(done.stderr)) == 1 and "another version" in done.stderr, command


@pytest.mark.parametrize("command", [["query", "ASK {}"], ["export", "nq"], ["check"], ["show", "Hrast"]])
def test_a_store_that_is_none_is_told(command, tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        done = run(*command, "--store", path)
        assert done.exit_code == 1 and done.stderr.startswith(f"kg: {path}") and len(lines(done.stderr)) == 1


CLASS = (ROOT / "ontology/events/Award.yaml").read_text(encoding="utf-8")
MISTAKES = {
    "no yaml": "label: [Award",
    "a key that is none": f"{CLASS}\ncolour: red\n",
    "no examples": CLASS.partition("\nexamples:")[0],
    "a slot that is none": CLASS.replace("roles:\n", "roles:\n  witness: {from: [beside]}\n", 1),
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_class_file_is_told_by_file(content, news, tmp_path):
    (tmp_path / "events").mkdir()
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "events/Award.yaml").write_bytes(data)
    done = run("build", news, "--store", tmp_path / "s", "--ontology", tmp_path)
    assert done.exit_code == 1
    assert len(lines(done.stderr)) == 1 and done.stderr.startswith("kg: ") and "Award.yaml" in done.stderr


def test_a_class_of_ones_own_is_read(news, tmp_path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events/Regret.yaml").write_text(
        """
label: Regret
family: Communication
comment: AGENT regrets TOPIC.
triggers:
  verbs: [regret]
roles:
  agent: {from: [subject]}
  topic: {from: [object, clause]}
examples:
  - {text: "The mayor regrets the delay.", roles: {agent: The mayor}}
  - {text: "The firm regretted its offer.", roles: {agent: The firm}}
  - {text: "The mayor liked the delay.", roles: null}
"""
    )
    done = run("explain", "Norlink regrets the delay.", "--ontology", tmp_path)
    assert "Regret «regrets», actual" in done.stdout, done.stderr
