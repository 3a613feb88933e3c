"""Every example in `--help` works on the sample articles, and the list of commands is whole."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kg.cli.main import main
from kg.cli.output.commands import SECTIONS
from tests.stores import copy_extractions

ROOT = Path(__file__).parents[2]
SERVERS = (
    "serve",
    "mcp",
    "load",
    "reconcile",
    "watch",
)  # run until they are stopped, or need a server; other tests start them


def examples(command: click.Command) -> list[str]:
    """The lines of a command's help that begin with a program."""
    lines = (line.strip() for line in (command.help or "").splitlines())
    return [re.sub(r" {2,}.*", "", line) for line in lines if re.match(r"(?:kg|cat) \S", line)]


EXAMPLES = {name: examples(command) for name, command in main.commands.items()}
ORDER = [
    "build",
    *sorted(EXAMPLES.keys() - {"build", "accept", "remove", "history"}),
    "accept",
    "history",
    "remove",
]


def run(line: str) -> Result:
    """The result of a line, with `program |` before, and `< file` or `> file` after the command."""
    before, _, line = line.rpartition(" | ")
    data = subprocess.run(shlex.split(before), capture_output=True, check=True).stdout if before else b""
    line, _, source = line.partition(" < ")
    line, _, target = line.partition(" > ")
    data = Path(source).read_bytes() if source else data
    program, *arguments = shlex.split(line)
    assert program == "kg"
    result = CliRunner().invoke(main, arguments, input=data)
    if target:
        Path(target).write_bytes(result.stdout_bytes)
    return result


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_command_has_an_example(name: str) -> None:
    assert any(f"kg {name}" in line for line in EXAMPLES[name])


@pytest.mark.model
@pytest.mark.slow
def test_every_example_works_on_the_samples(tmp_path, monkeypatch, samples_store) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    Path("watch.txt").write_text("entity: Sollas\n", encoding="utf-8")
    lines = [line for name in ORDER if name not in SERVERS for line in EXAMPLES[name]]
    for line in dict.fromkeys(lines):
        if new := re.match(r"kg build examples/articles --store (\w+)", line):
            copy_extractions(
                samples_store, tmp_path / new[1]
            )  # four builds of the same articles need one parse
        if line.startswith("kg diff"):  # compares with an earlier build, so there have to be two
            run("kg build examples/articles --add --store news")
        result = run(line)
        assert result.exit_code == 0, f"{line}: {result.output}"
        assert result.output.strip(), line


def test_the_list_of_commands_is_whole() -> None:
    said = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    for name, command in main.commands.items():
        summary = command.get_short_help_str(limit=1_000)
        assert f"{name} {summary}" in said and not summary.endswith("...") and len(summary) <= 70, name


def test_sections_name_each_command_once() -> None:
    names = [name for section in SECTIONS.values() for name in section]
    assert len(names) == len(set(names))


def test_lines_of_help_are_not_broken_at_hyphens() -> None:
    said = CliRunner().invoke(main, ["show", "--help"], terminal_width=70).output
    assert "[default: kg-store]" in " ".join(said.split())
    assert not re.search(r"\w-$", said, re.MULTILINE)


def test_every_option_is_explained() -> None:
    options = [
        (name, option.name) for name, command in main.commands.items() for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]  # fmt: skip
    assert options == []


COLOURED = "import click, sys; from kg.cli.main import main; main(['show', '--help'])"


@pytest.mark.parametrize(
    "environment, has_colour", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_is_for_terminals_that_want_it(environment, has_colour) -> None:
    """In a terminal made by `script`, where there is one."""
    import os
    import pty

    reader, writer = pty.openpty()
    outside = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(
        [sys.executable, "-c", COLOURED], stdout=writer, check=True, cwd=ROOT,
        env={**outside, "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(writer)
    said = os.read(reader, 10_000)
    os.close(reader)
    assert (b"\x1b[" in said) == has_colour
