"""Evaluates the language pipeline; every score of the model card is one command.

    python -m training.evaluate [PART ...] [--model NAME_OR_PATH] [--corpora DIR] [--split dev] [--json FILE]

Parts: ewt, gum (tags, features, lemmas, sentences, trees); worldwide, uner, re3d (names); srl (semantic roles: rules
and the trained head); load (seconds, memory). The default is all of them. `--split` applies to ewt and uner, which
have a dev and a test part.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from kg.errors import KgError
from kg.parse.load_pipeline import load_pipeline
from training.convert import CORPORA
from training.gold import CorpusError
from training.report import Table
from training.score_load import score_load
from training.score_names import score_arms_and_more, score_uner, score_worldwide
from training.score_parse import score_ewt, score_gum
from training.score_roles import score_srl

PARTS: dict[str, Callable[[Language, Path, str], Iterator[Table]]] = {
    "ewt": score_ewt,
    "gum": score_gum,
    "worldwide": score_worldwide,
    "uner": score_uner,
    "re3d": score_arms_and_more,
    "srl": score_srl,
}
LOAD = "load"  # the only part that takes the name of the pipeline: it loads it in new processes


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    unknown = [part for part in options.parts if part not in (*PARTS, LOAD)]
    if unknown:
        return _fail(f"no part {', '.join(unknown)}; the parts are {', '.join((*PARTS, LOAD))}")
    tables = []
    try:
        for table in score(options.parts or [*PARTS, LOAD], options):
            tables.append(table)
            print(f"{table}\n", flush=True)
    except (CorpusError, KgError) as error:
        return _fail(str(error))
    if options.json:
        options.json.write_text(
            json.dumps({t.title: t.rows for t in tables}, indent=1) + "\n", encoding="utf-8"
        )
    return 0


def score(parts: Sequence[str], options: argparse.Namespace) -> Iterator[Table]:
    """Yield the tables of the parts in the order given; the pipeline is loaded once, if a part needs it."""
    nlp: Language | None = None
    for part in parts:
        if part == LOAD:
            yield from score_load(options.model)
            continue
        nlp = nlp or _load(options.model, options.corpora)
        yield from PARTS[part](nlp, options.corpora, options.split)


def _load(model: str | None, corpora: Path) -> Language:
    if not corpora.is_dir():
        raise CorpusError(f"{corpora}: no such folder; give the folder of the corpora with --corpora")
    return load_pipeline(model) if model else load_pipeline()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="which scores; all without one")
    parser.add_argument("--model", help="name or path of a spaCy pipeline; without it, ours")
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora")
    parser.add_argument("--split", choices=("test", "dev"), default="test", help="part of ewt and uner")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


def _fail(message: str) -> int:
    print(f"evaluate: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
