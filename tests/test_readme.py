"""README.md and docs/ say what the program does: commands print what they show, and links and modules exist."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from tests.stores import nquads

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))]
SHELL = "\n".join(re.findall(r"^```\n(\$ .*?)^```$", "\n".join([TEXT, *GUIDE]), re.DOTALL | re.MULTILINE))
CLASS = re.search(r"Write `(\S+)`:\n\n```yaml\n(.*?)```", "\n".join(GUIDE), re.DOTALL)
LINKS = sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT)))
MODULES = sorted(set(re.findall(r"python -m ([\w.]+)", TEXT)))
WIRE = {
    "a.txt": b"The court in Halden jailed him.",
    "b.txt": b"The court in Halden jailed him.",
    "march.jsonl": b'{"text": "A man died in Halden on Monday, police said."}\n{"text": \n',
    "photos/port.png": b"\x89PNG\r\n\x1a\n",
}


def examples() -> list[tuple[str, list[str]]]:
    """The commands of README.md and the guide, each with the lines that it shows below."""
    found: list[tuple[str, list[str]]] = []
    command = ""
    for line in SHELL.splitlines():
        if line.startswith("$ ") or command:
            command = f"{command}\n{line}" if command else line.removeprefix("$ ")
            if command.count("'") % 2 == 0:
                found.append((command, []))
                command = ""
        else:
            found[-1][1].append(line)
    return found


EXAMPLES = examples()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with what the commands read: the sample articles, a wire, a class of one's own."""
    path = tmp_path_factory.mktemp("readme")
    (path / "examples").symlink_to(ROOT / "examples")
    assert CLASS
    files = {f"wire/{name}": data for name, data in WIRE.items()}
    for name, data in (files | {CLASS[1]: CLASS[2].encode()}).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def masked(line: str) -> str:
    return re.sub(r"[\d.]+ seconds", "N seconds", line)


NUMBER = re.compile(r"\d[\d,]*")


def is_alike(shown: str, printed: str) -> bool:
    """The same words and numbers; counts from 100 on may differ by 1 %, as processors round floats differently."""
    if NUMBER.sub("N", shown) != NUMBER.sub("N", printed):
        return False
    numbers = ([int(n.replace(",", "")) for n in NUMBER.findall(line)] for line in (shown, printed))
    return all(
        one == other or abs(one - other) <= one / 100 >= 1 for one, other in zip(*numbers, strict=True)
    )


@pytest.mark.parametrize(
    ("printed", "alike"),
    [
        ("27 articles, 905 claims, 22,547 quads", True),
        ("27 articles, 904 claims, 22,600 quads", True),
        ("27 articles, 890 claims, 22,547 quads", False),
        ("28 articles, 905 claims, 22,547 quads", False),
        ("27 articles, 905 events, 22,547 quads", False),
    ],
)
def test_only_large_counts_may_differ(printed, alike):
    assert is_alike("27 articles, 905 claims, 22,547 quads", printed) == alike


@pytest.mark.model
@pytest.mark.slow
def test_the_commands_print_what_readme_shows(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for command, shown in EXAMPLES:
        program, *arguments = shlex.split(command)
        assert program == "kg"
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, f"{command}: {result.output}"
        printed = [masked(line) for line in result.output.splitlines()]
        if "..." in shown:
            lines = iter(printed)
            wanted = [masked(line) for line in shown if line not in ("", "...")]
            missing = [one for one in wanted if not any(is_alike(one, line) for line in lines)]
            assert missing == [], command
        elif any(shown):
            wanted, got = [masked(line) for line in shown if line], [line for line in printed if line]
            assert len(got) == len(wanted) and all(map(is_alike, wanted, got)), (command, wanted, got)
    assert nquads(folder / "linked") == nquads(folder / "news")  # shards give the graph of one build


def test_every_command_is_listed():
    table = re.findall(r"`kg (\w+)", TEXT[TEXT.index("| command |") : TEXT.index("## Guide")])
    assert sorted(set(table)) == sorted(main.commands)


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_to_a_file(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_is_named_exists(module):
    assert find_spec(module)


def test_the_python_versions_are_those_of_the_package():
    versions = re.search(
        r'requires-python = ">=(3\.\d+),<3\.(\d+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    assert versions and f"Python {versions[1]} to 3.{int(versions[2]) - 1}" in TEXT
