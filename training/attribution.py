"""Evaluates factuality and attribution, on the project's own sentences and on PolNeAR.

    python -m training.attribution [--corpora ../shared/train] [--limit 200] [--show]

The project's sentences are scored at their gold triggers, so that errors are errors of factuality, not missed events.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from spacy.language import Language

from kg.claims.attribution import Speech, read_speech
from kg.claims.factuality import factuality
from kg.claims.stances import read_stances
from kg.events.slots import find_predicates
from kg.grammar.noun_phrases import phrase
from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.language import load_language
from kg.parse.finish_names import finish_names
from kg.parse.load_pipeline import load_pipeline
from kg.records import Article, Event, Section
from kg.times.attach import time_of
from kg.times.expressions import find_times

language = cache(load_language)
SENTENCES = Path("tests/eval/sentences.yaml")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One gold claim and what was read of it."""

    text: str
    trigger: str
    gold: tuple[str, ...]
    found: str
    gold_by: tuple[str, ...]
    found_by: tuple[str, ...]

    @property
    def is_by_right(self) -> bool:
        if not self.gold_by:
            return not self.found_by
        return any(one_in_other(name, found) for name in self.gold_by for found in self.found_by)


def one_in_other(one: str, other: str) -> bool:
    """True if one holds the other whole, word by word."""
    a, b = (f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} " for text in (one, other))
    return a in b or b in a


def parse(text: str, nlp: Language, published: date | None) -> Parsed | None:
    """A text of paragraphs, one a line, as an article that is all body."""
    sections, docs = [], []
    for match in re.finditer(r"[^\n]+", text):
        sections.append(Section(match.start(), match.end(), "body"))
        docs.append(nlp(match.group()))
    finish_names(docs, language().names)
    article = Article("text", "0" * 64, text, tuple(sections), published=published)
    return join(article, list(zip(sections, docs, strict=True)), language())


# --- the project's own sentences


def project_verdicts(nlp: Language, lexicon: Lexicon) -> Iterator[Verdict]:
    content = yaml.safe_load(SENTENCES.read_text("utf-8"))
    for entry in content["sentences"]:
        parsed = parse(entry["text"], nlp, entry.get("published", content["published"]))
        if parsed is not None:
            yield from _verdicts(parsed, entry, lexicon)


def _verdicts(parsed: Parsed, entry: Mapping[str, Any], lexicon: Lexicon) -> Iterator[Verdict]:
    stances = read_stances(parsed, lexicon)
    speech, times = read_speech(stances), find_times(parsed)
    anchors: dict[int, int] = {}
    for predicate in find_predicates(parsed, lexicon):
        anchors.setdefault(predicate.token, predicate.anchor)
    for gold in entry["events"]:
        token = trigger_token(parsed, gold["trigger"])
        if token is None or gold.get("optional"):
            continue
        event = Event("Event", "", token, anchors.get(token, token), ())
        speakers = [parsed.text(*phrase(parsed.tree, head)) for head in speech.speakers(token)]
        found = factuality(event, stances, time_of(event, parsed, times))
        factual = as_list(gold.get("factuality", "actual"))
        yield Verdict(
            entry["text"], gold["trigger"], factual, found, as_list(gold.get("by", ())), tuple(speakers)
        )


def as_list(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def trigger_token(parsed: Parsed, trigger: str) -> int | None:
    """The head token of the trigger's words."""
    begin = parsed.article.text.find(trigger)
    match = re.search(rf"(?<!\w){re.escape(trigger)}(?!\w)", parsed.article.text)
    begin = match.start() if match else begin
    inside = [t for t, at in enumerate(parsed.begins) if begin <= at < begin + len(trigger)]
    tops = [token for token in inside if parsed.tree.heads[token] not in inside] or inside
    return tops[0] if begin >= 0 and tops else None


def report_project(verdicts: list[Verdict], *, show: bool) -> None:
    right = [v for v in verdicts if v.found in v.gold]
    found = [v for v in verdicts if v.found != "actual"]
    gold = [v for v in verdicts if "actual" not in v.gold]
    both = [v for v in found if v.found in v.gold]
    hit = [v for v in gold if v.found in v.gold]
    print(f"factuality: {len(right)}/{len(verdicts)} = {len(right) / len(verdicts):.3f}")
    print(f"  not actual: precision {len(both)}/{len(found)}, recall {len(hit)}/{len(gold)}")
    said, by_found = [v for v in verdicts if v.gold_by], [v for v in verdicts if v.found_by]
    print(
        f"attribution: precision {sum(v.is_by_right for v in by_found)}/{len(by_found)},"
        f" recall {sum(v.is_by_right for v in said)}/{len(said)}"
    )
    for v in verdicts if show else ():
        if v.found not in v.gold:
            print(f"  F {v.found} for {'|'.join(v.gold)} [{v.trigger}] {v.text}")
        if not v.is_by_right:
            print(f"  B {v.found_by} for {v.gold_by} [{v.trigger}] {v.text}")


# --- PolNeAR


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to say what; spans of characters. Without a source nobody is named."""

    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


def read_polnear(text: Path) -> list[Attribution]:
    """The attributions of a text, from its stand-off file (brat); a discontinuous span is several spans."""
    marks = next((text.parent.parent / "attributions").glob(f"{text.stem}*.ann")).read_text("utf-8")
    spans = {
        match[1]: tuple(
            (int(begin), int(end)) for begin, end in (part.split() for part in match[2].split(";"))
        )
        for match in re.finditer(r"^(T\d+)\t\S+ ([\d ;]+)", marks, re.MULTILINE)
    }
    return [
        Attribution(_spans(line, "Source", spans), _spans(line, "Content", spans))
        for line in marks.splitlines()
        if line.startswith("E")
    ]


def _spans(
    line: str, role: str, spans: Mapping[str, tuple[tuple[int, int], ...]]
) -> tuple[tuple[int, int], ...]:
    """The spans of one role: "E1  Attribution:T4 Content:T3 Cue:T2 Source:T1"."""
    named = re.findall(rf"\b{role}\d*:(T\d+)", line)
    return tuple(span for name in named for span in spans.get(name, ()))


def within(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in spans)


@dataclass(slots=True)
class Tally:
    """Predicates in contents with a source; those given a speaker; those given the right one. Sources likewise."""

    gold: int = 0
    found: int = 0
    right: int = 0
    sources: int = 0
    sources_found: int = 0


def score_polnear(nlp: Language, lexicon: Lexicon, folder: Path, *, limit: int, show: bool) -> Tally:
    tally = Tally()
    for path in sorted((folder / "text").glob("*.txt"))[:limit]:
        text = path.read_text("utf-8")
        parsed = parse(text, nlp, None)
        if parsed is not None:
            _score_article(
                parsed, read_polnear(path), read_speech(read_stances(parsed, lexicon)), tally, show
            )
    return tally


def _score_article(parsed: Parsed, gold: list[Attribution], speech: Speech, tally: Tally, show: bool) -> None:
    met: set[int] = set()
    for frame in parsed.frames.values():
        at = parsed.begins[frame.predicate]
        number, attribution = next(
            ((n, a) for n, a in enumerate(gold) if within(at, a.content)), (-1, Attribution((), ()))
        )
        speakers = speech.speakers(frame.predicate)
        is_right = any(within(parsed.begins[speaker], attribution.source) for speaker in speakers)
        if number >= 0 and not attribution.source:
            continue
        met |= {number} if is_right else set()
        tally.gold += number >= 0
        tally.found += bool(speakers)
        tally.right += is_right
        if show and not is_right and (number >= 0 or speakers):
            names = [parsed.doc[speaker].text for speaker in speakers]
            sources = [parsed.article.text[begin:end] for begin, end in attribution.source]
            print(
                f"  P {names} for {sources} [{parsed.doc[frame.predicate]}] {parsed.sentence(frame.predicate).text}"
            )
    tally.sources += sum(1 for attribution in gold if attribution.source and attribution.content)
    tally.sources_found += len(met)


def report_polnear(tally: Tally) -> None:
    precision, recall = tally.right / (tally.found or 1), tally.right / (tally.gold or 1)
    print(
        f"polnear, predicates in somebody's words: precision {precision:.3f} ({tally.found}),"
        f" recall {recall:.3f} ({tally.gold})"
    )
    share = tally.sources_found / (tally.sources or 1)
    print(f"  attributions whose source is found: {share:.3f} ({tally.sources})")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=Path("../shared/train"))
    options.add_argument("--limit", type=int, default=60, help="articles of PolNeAR dev")
    options.add_argument("--show", action="store_true", help="print what was read wrongly")
    chosen = options.parse_args()
    nlp, lexicon = load_pipeline(), load_lexicon()
    report_project(list(project_verdicts(nlp, lexicon)), show=chosen.show)
    folder = chosen.corpora / "polnear/dev"
    if chosen.limit:
        report_polnear(score_polnear(nlp, lexicon, folder, limit=chosen.limit, show=chosen.show))


if __name__ == "__main__":
    main()
