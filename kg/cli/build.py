"""The commands that make graphs: `kg build`, `kg extract` and `kg merge`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    PROBABILITY,
    STOPPED,
    in_store,
    with_base,
    with_entities,
    with_model,
    with_ontology,
)
from kg.errors import KgError
from kg.rdf.support import CERTAIN
from kg.store.directory import graph_of

if TYPE_CHECKING:
    from kg.build.extraction.memory import Memory
    from kg.build.progress import BuildCounts
    from kg.ontology.listed.read_entity_list import BadRow
    from kg.pipeline import Source
    from kg.read.field_map import FieldMap
    from kg.read.sources.shards import Number, Shard
    from kg.records import RawArticle, Skipped

SKIPPED = 3  # exit status of a strict build that skipped input

INPUT_OPTIONS = (  # what is read and how, as `--help` lists it
    click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
    with_ontology,
    with_entities,
    with_model,
    click.option(
        "--processes", type=click.IntRange(min=1), help="Number of processes. Default: one per CPU core."
    ),
    click.option(
        "--memory",
        metavar="SIZE",
        callback=lambda _, __, size: _memory(size),
        help="Memory to take at most: 4G, 1500M. Fewer processes read, and linking keeps more on the disk.",
    ),
    click.option("--limit", type=click.IntRange(min=1), help="Largest article in bytes. Default: 5,000,000."),
    click.option("--fields", help='Names of the fields in JSON and CSV input: "text=body,headline=title".'),
    click.option("--strict", is_flag=True, help=f"Exit with status {SKIPPED} if any input was skipped."),
)


@dataclass(frozen=True, slots=True)
class Input:
    """The values of `INPUT_OPTIONS`, which `build` and `extract` share."""

    paths: tuple[str, ...]
    ontology: tuple[Path, ...]
    entities: tuple[Path, ...]
    model: str | None
    processes: int | None
    memory: Memory
    limit: int | None
    fields: str | None
    strict: bool

    @property
    def source(self) -> Source:
        from kg.pipeline import Source

        return Source(self.model, self.ontology, self.entities)

    def completed(self, known: Source) -> Input:
        """Model, ontology and lists are those of a store where none is given. Raises KgError if a file is gone."""
        from kg.pipeline import Source

        source = Source(
            self.model or known.model, self.ontology or known.ontology, self.entities or known.entities
        )
        for option, given, paths in (
            ("--entities", self.entities, source.entities),
            ("--ontology", self.ontology, source.ontology),
        ):
            for path in paths if not given else ():
                if not path.exists():
                    raise KgError(
                        f"{path}: the store was built with it, and it is gone: put it back, or give {option}"
                    )
        return replace(self, model=source.model, ontology=source.ontology, entities=source.entities)

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes of each file, by the name of its source."""
        from kg.read.sources.find_files import file_sizes

        return file_sizes(self.paths)

    def articles(self, shard: Shard) -> Iterator[tuple[Number, RawArticle | Skipped]]:
        """The numbered articles of a shard."""
        from kg.ontology.files import OntologyFiles
        from kg.read.files import LIMIT, numbered_articles

        ontology = OntologyFiles(self.ontology)
        fields, limit = field_map(self.fields), self.limit or LIMIT
        return numbered_articles(self.paths, shard, fields=fields, limit=limit, ontology=ontology)


def with_input(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the input, and give the command an `Input` as its first argument."""

    @wraps(command)
    def collected(**values: Any) -> None:
        command(Input(**{each.name: values.pop(each.name) for each in fields(Input)}), **values)

    for option in reversed(INPUT_OPTIONS):  # the last to be added is the first that help lists
        collected = option(collected)
    return collected


@click.command()
@in_store
@with_input
@with_base("Start of all IRIs of the data: a web address of yours that ends in '/'.")
@click.option(
    "--certain",
    type=PROBABILITY,
    show_default=str(CERTAIN),
    help="Confidence, 0 to 1, below which a claim is marked as uncertain and left out of events, edges and counts.",
)
@click.option(
    "--engine", metavar="ADDRESS", help="Scheduler of a cluster that reads the articles: dask://HOST:PORT."
)
@click.option(
    "--publishers",
    type=click.Path(path_type=Path),
    multiple=True,
    help="CSV table: publisher, owner, aliases. Articles of one owner are one independent source; may be repeated.",
)
@click.option(
    "--add",
    is_flag=True,
    help="Keep the articles of the store, and add these. Options that are not given are those of its last build.",
)
@click.option("--extractions", is_flag=True, help="PATH is a folder that kg extract wrote: only link it.")
@click.option("--progress/--no-progress", default=None, help="Show a progress bar. Default: on a terminal.")
def build(
    given: Input,
    store: Path,
    *,
    base: str | None,
    certain: float | None,
    engine: str | None,
    publishers: tuple[Path, ...],
    add: bool,
    extractions: bool,
    progress: bool | None,
) -> None:
    """Build the graph of articles.

    PATH is a file, a folder, a pattern, an address (s3://...) or "-" for standard input. Text, HTML, JSON, CSV,
    Parquet, feeds, news XML, WARC and e-mail are recognised by their content and may be compressed. Input without an
    article is skipped and reported with the reason. An interrupted build resumes, and what was read before is not read
    again.

    \b
    kg build examples/articles --store news
    cat examples/articles/ledger-briefs.jsonl | kg build - --store briefs --fields text=body,published=date
    kg build examples/articles --store public --base https://example.org/news/
    kg build examples/articles --store careful --certain 0.8
    kg build examples/articles --store listed --entities examples/entities.csv
    """
    from kg.build import build as building
    from kg.build.link_shards import is_extracted, link_shards
    from kg.ontology.listed.publishers import read_publishers
    from kg.read.sources.shards import Shard

    known = building.settings_of_store(store) if add else building.Settings()
    given = given.completed(known.source)
    owners, bad_publishers = read_publishers(publishers)
    bad_rows = report_bad_rows(given.entities, bad_publishers)
    threshold = known.certain if certain is None else certain
    settings = building.Settings(given.source, base or known.base, threshold, owners or known.owners)
    try:
        if extractions or all(map(is_extracted, given.paths)):
            counts = link_shards(given.paths, store, settings, given.memory, add=add)
        else:
            counts = building.build(
                (each for _, each in given.articles(Shard())),
                store,
                settings,
                sizes=given.sizes,
                processes=given.processes,
                engine=engine,
                add=add,
                memory=given.memory,
                progress=progress,
            )
    except KeyboardInterrupt:
        click.echo(f"kg: stopped; {graph_of(store)}, and the next build resumes here", err=True)
        sys.exit(STOPPED)
    _finish(counts, strict=given.strict, bad_rows=bad_rows)


@click.command()
@click.option(
    "--to", required=True, metavar="DIR", help="Folder for the extractions, or an address: s3://..."
)
@click.option("--shard", default="1/1", show_default=True, metavar="I/N", help="Read only part I of N.")
@with_input
def extract(given: Input, to: str, shard: str) -> None:
    """Read articles on this machine, to be linked on another.

    `kg build --extractions` links what several runs have written. A run depends on nothing but its input and can be
    repeated, so make, Slurm or Kubernetes can run the parts on any number of machines. docs/scale.md has examples.

    \b
    kg extract examples/articles --to extracted --shard 1/2
    kg extract examples/articles --to extracted --shard 2/2
    kg build --extractions extracted --store linked
    """
    from kg.build.extraction.extract_shard import extract_shard
    from kg.read.sources.shards import Shard

    part, bad_rows = Shard.parse(shard), report_bad_rows(given.entities)
    sizes = given.sizes if part.of == 1 else {}
    processes = given.memory.processes(given.processes)
    counts = extract_shard(given.articles(part), to, given.source, part, sizes=sizes, processes=processes)
    _finish(counts, strict=given.strict, bad_rows=bad_rows)


@click.command()
@click.argument("stores", nargs=-1, required=True, metavar="STORE...", type=click.Path(path_type=Path))
@click.option(
    "--to", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder of the new store."
)
def merge(stores: tuple[Path, ...], to: Path) -> None:
    """Merge stores into a new one.

    It has the articles and decisions of all. Articles and decisions that contradict each other are reported, one line
    each: the first store's article and the latest decision apply.

    \b
    kg merge briefs news --to merged
    """
    from kg.build.merge import merge

    merged = merge(stores, to)
    for conflict in merged.conflicts:
        click.echo(f"conflict: {conflict}", err=True)
    click.echo(merged.line, err=True)


COMMANDS = (build, extract, merge)


def report_bad_rows(entities: tuple[Path, ...], more: tuple[BadRow, ...] = ()) -> int:
    """Prints the rows of lists that are skipped; returns how many."""
    from kg.ontology.listed.read_entity_list import read_entity_lists

    bad_rows = (*read_entity_lists(entities)[1], *more)
    for row in bad_rows:
        click.echo(f"skipped {row}", err=True)
    return len(bad_rows)


def _finish(counts: BuildCounts, *, strict: bool, bad_rows: int) -> None:
    click.echo(counts.line, err=True)
    if strict and (counts.skipped or bad_rows):
        sys.exit(SKIPPED)


def _memory(size: str | None) -> Memory:
    from kg.build.extraction.memory import Memory

    return Memory.parse(size)


def field_map(given: str | None) -> FieldMap:
    """The field map of "text=body,headline=title": a field of an article, then its name in the file."""
    from kg.read.field_map import FieldMap

    pairs = [pair.partition("=") for pair in (given or "").split(",") if pair.strip()]
    for name, _, value in pairs:
        if not value.strip():
            raise KgError(f"--fields: '{name}' has no field name; write text=body,headline=title")
    return FieldMap().with_names({name.strip(): value.strip() for name, _, value in pairs})
