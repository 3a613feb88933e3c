"""docs/scale.md: its commands exist as they are written, and those on two shards and on merging are run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from kg.cli.main import main
from kg.store.processes.command import environment
from tests.stores import nquads

TEXT = (Path(__file__).parents[1] / "docs" / "scale.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
VARIABLES = re.compile(r"\$\(\(.*?\)\)|\$[A-Z_]+|\$\*")
COMMANDS = sorted(
    {line for _, block in BLOCKS for line in re.findall(r"(?:^|- |\t)(kg .*)", block, re.MULTILINE)}
)
NEWS = {
    "january/a.txt": "Strike in Vessa\n\nLena Sorb, the mayor of Vessa, met Karl Tann in Vessa on Monday.\n",
    "february/b.txt": "Tann held\n\nPolice in Vessa arrested Karl Tann on Tuesday, the mayor said.\n",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_the_options_that_the_page_gives_it(command):
    _, name, *arguments = shlex.split(VARIABLES.sub("1", command))
    assert isinstance(main.commands[name].make_context(name, arguments), click.Context)


def test_the_job_is_yaml():
    (job,) = [yaml.safe_load(block) for kind, block in BLOCKS if kind == "yaml"]
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["args"][0].startswith("kg extract ")


@pytest.fixture
def wire(tmp_path, monkeypatch):
    for name, text in NEWS.items():
        (tmp_path / "wire" / name).parent.mkdir(parents=True)
        (tmp_path / "wire" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(block):
    for line in block.strip().splitlines():
        done = CliRunner().invoke(main, shlex.split(line)[1:])
        assert done.exit_code == 0, done.output


@pytest.mark.model
def test_shards_and_merged_stores_give_the_graph_of_one_build(wire):
    shards, merged = (
        next(block for _, block in BLOCKS if f"kg {command}" in block)
        for command in ("extract wire/ --to extracted --shard 1/2", "merge")
    )
    run(shards)
    by_shards = nquads(Path("news"))
    run("kg build wire/ --store whole")
    assert by_shards == nquads(Path("whole"))
    run(merged.replace("--to news", "--to merged"))
    names = {"january/a.txt": "a.txt", "february/b.txt": "b.txt"}
    expected = "\n".join(nquads(Path("whole")))
    for name, short in names.items():
        expected = expected.replace(f'"{name}"', f'"{short}"')
    assert nquads(Path("merged")) == sorted(expected.splitlines())


@pytest.mark.model
@pytest.mark.slow
def test_make_runs_the_missing_parts(wire, tmp_path):
    (makefile,) = [block for kind, block in BLOCKS if kind == "make"]
    program = f"{sys.executable} -c 'from kg.cli.main import main; main()'"
    text = makefile.replace("\tkg ", f"\t{program} ").replace("of-8", "of-2").replace("/8", "/2")
    Path("Makefile").write_text(text.replace("1 2 3 4 5 6 7 8", "1 2"), encoding="utf-8")
    for missing in ([], ["extracted/shard-2-of-2.json"]):
        for each in missing:
            Path(each).unlink()
        done = subprocess.run(
            ["make", "news"], env=environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("--shard") == (1 if missing else 2)
    assert nquads(tmp_path / "news")
