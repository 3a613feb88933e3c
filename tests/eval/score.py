"""How well the sentences of `sentences.yaml` are read: precision and recall of every class and of what claims say.

    python -m tests.eval.score [--verbose] [--class NAME] [--pin]

README.md says what is scored. `--verbose` lists every miss and every fault, `--class` shows one class alone, `--pin`
writes what was measured, less a little, to `floors.json`, which `test_quality.py` holds us to.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from kg.pipeline import Knowledge, Source, extract, load
from kg.records import Article, Claim, Entity, Extraction, Filler, Section

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
NEVER_WRONG = frozenset({"Event", "Statement"})
MEASURES = (
    "events recall", "events precision", "roles recall", "roles precision", "factuality", "not actual recall",
    "not actual precision", "attribution recall", "attribution precision", "dates recall", "dates precision",
    "quantities", "states recall",
)  # fmt: skip

Gold = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Right and all, by measure and class; and a line for each fault."""

    counts: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    faults: list[tuple[str, str]] = field(default_factory=list)  # (class, line)

    def add(self, measure: str, name: str, *, right: bool, fault: str) -> None:
        for key in ((measure, name), (measure, "all")):
            self.counts[key][0] += right
            self.counts[key][1] += 1
        if not right:
            self.faults.append((name, f"{measure:22} {name:12} {fault}"))

    def share(self, measure: str, name: str = "all") -> float | None:
        right, total = self.counts.get((measure, name), (0, 0))
        return right / total if total else None

    def f1(self, name: str = "all") -> float:
        precision = self.share("events precision", name) or 0.0
        recall = self.share("events recall", name) or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as annotated, and what was read in it."""

    gold: Gold
    text: str
    claims: tuple[Claim, ...]
    entities: Mapping[str, Entity]

    def names(self, filler: Filler) -> list[str]:
        """The words of a filler, and every name of the entity it is."""
        entity = self.entities.get(filler.entity or "")
        return [filler.text, *(entity.names if entity else ())]

    def is_any(self, wanted: Iterable[str], filler: Filler) -> bool:
        return any(same(a, b) for a in wanted for b in self.names(filler))


@cache
def data() -> Any:
    return yaml.load((HERE / "sentences.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def measure(known: Knowledge) -> Tally:
    """Read every sentence and score it."""
    tally = Tally()
    for gold in data()["sentences"]:
        score(read(gold, known), tally)
    return tally


def read(gold: Gold, known: Knowledge) -> Read:
    extraction = extract(article(gold["text"], gold.get("published", data()["published"])), known)
    return Read(gold, gold["text"], extraction.claims, _by_key(extraction))


def article(text: str, published: date) -> Article:
    """A sentence as an article of its own: a headline, where it does not end as sentences do."""
    kind = "body" if re.search(r"[.?!][\"”’')]*$", text) else "headline"
    digest = sha256(text.encode()).hexdigest()
    return Article("sentence", digest, text, (Section(0, len(text), kind),), published=published)  # type: ignore[arg-type]  # one of two kinds


def score(reading: Read, tally: Tally) -> None:
    classes = data()["classes"]
    claims = [claim for claim in reading.claims if claim.event_class in classes]
    events = reading.gold["events"]
    for claim in claims:
        if claim.event_class not in NEVER_WRONG:
            told = any(claim.event_class in listed(event["class"]) for event in events)
            fault = f"«{claim.trigger}» {roles_of(claim)} in: {reading.text}"
            tally.add("events precision", claim.event_class, right=told, fault=fault)
    pairs = matched(reading, events, claims)
    for number, event in enumerate(events):
        if event.get("optional"):
            continue
        name, claim = listed(event["class"])[0], pairs.get(number)
        fault = f"«{event['trigger']}» in: {reading.text}"
        tally.add("events recall", name, right=claim is not None, fault=fault)
        if claim:
            score_event(reading, event, claim, tally)
    for state in reading.gold.get("states", []):
        score_state(reading, state, tally)


def matched(reading: Read, events: Sequence[Gold], claims: Sequence[Claim]) -> dict[int, Claim]:
    """The claim of each event: of its class, best with its trigger, then with most of its fillers; no claim twice."""
    pairs = [
        (is_trigger(reading, event, claim), hits(reading, event, claim), -number, -place)
        for number, event in enumerate(events)
        for place, claim in enumerate(claims)
        if claim.event_class in listed(event["class"])
        and (claim.event_class not in NEVER_WRONG or is_trigger(reading, event, claim))
    ]
    found: dict[int, Claim] = {}
    taken: set[int] = set()
    for _, _, number, place in sorted(pairs, reverse=True):
        if -number not in found and -place not in taken:
            found[-number] = claims[-place]
            taken.add(-place)
    return found


def is_trigger(reading: Read, event: Gold, claim: Claim) -> bool:
    """True if the claim's trigger and a place where the event's trigger stands share characters."""
    found = re.finditer(rf"(?<!\w){re.escape(event['trigger'])}(?!\w)", reading.text)
    return any(claim.begin < place.end() and place.start() < claim.end for place in found)


def hits(reading: Read, event: Gold, claim: Claim) -> int:
    return sum(
        any(reading.is_any(names, filler) for filler in fillers(event, claim, role))
        for role, value in event.get("roles", {}).items()
        for names in alternatives(value)
    )


def fillers(event: Gold, claim: Claim, role: str) -> list[Filler]:
    """What fills the role, or one that may be read for it."""
    names = {role, *same_roles(event, role)}
    return [filler for filler in claim.fillers if filler.role in names]


def same_roles(event: Gold, role: str) -> set[str]:
    table = data()["same_roles"]
    return {other for name in ("any", *listed(event["class"])) for other in table.get(name, {}).get(role, [])}


def score_event(reading: Read, event: Gold, claim: Claim, tally: Tally) -> None:
    score_roles(reading, event, claim, tally)
    score_stance(reading, event, claim, tally)
    score_date(reading, event, claim, tally)
    for name, value in event.get("quantities", {}).items():
        got = [quantity.value for quantity in claim.quantities if quantity.name == name]
        fault = f"«{claim.trigger}» {name} {value}, got {got} in: {reading.text}"
        tally.add("quantities", claim.event_class, right=got == [value], fault=fault)


def score_roles(reading: Read, event: Gold, claim: Claim, tally: Tally) -> None:
    """Recall of fillers; and their precision, in roles that the event names and of words that it gives elsewhere."""
    wanted = {role: alternatives(value) for role, value in event.get("roles", {}).items()}
    for role, groups in wanted.items():
        for names in groups:
            right = any(reading.is_any(names, filler) for filler in fillers(event, claim, role))
            fault = f"«{claim.trigger}» {role}={names[0]}, got {roles_of(claim)} in: {reading.text}"
            tally.add("roles recall", claim.event_class, right=right, fault=fault)
    for filler in claim.fillers:
        accepted = [role for role in wanted if filler.role in {role, *same_roles(event, role)}]
        right = any(reading.is_any(names, filler) for role in accepted for names in wanted[role])
        elsewhere = any(reading.is_any(names, filler) for groups in wanted.values() for names in groups)
        if filler.role in wanted or (elsewhere and not right):
            fault = f"«{claim.trigger}» {filler.role}={filler.text} in: {reading.text}"
            tally.add("roles precision", claim.event_class, right=right, fault=fault)


def score_stance(reading: Read, event: Gold, claim: Claim, tally: Tally) -> None:
    wanted = listed(event.get("factuality", "actual"))
    right = claim.factuality in wanted
    fault = f"«{claim.trigger}» is {'/'.join(wanted)}, got {claim.factuality} in: {reading.text}"
    tally.add("factuality", claim.event_class, right=right, fault=fault)
    if "actual" not in wanted:
        tally.add("not actual recall", claim.event_class, right=right, fault=fault)
    if claim.factuality != "actual":
        tally.add("not actual precision", claim.event_class, right=right, fault=fault)
    by = [name for value in listed(event.get("by")) for name in str(value).split(" | ")]
    right = any(reading.is_any(by, filler) for filler in claim.attributed_to)
    got = [filler.text for filler in claim.attributed_to]
    fault = f"«{claim.trigger}» by {by}, got {got} in: {reading.text}"
    if by:
        tally.add("attribution recall", claim.event_class, right=right, fault=fault)
    if got:
        tally.add("attribution precision", claim.event_class, right=right, fault=fault)


def score_date(reading: Read, event: Gold, claim: Claim, tally: Tally) -> None:
    """Whether the claim's first day is the day, or lies in the month or year, that is given."""
    got = claim.time.begin if claim.time else None
    right = "date" in event and str(got).startswith(str(event["date"]))
    fault = (
        f"«{claim.trigger}» {event.get('date')} ({event.get('when')}), got {claim.time} in: {reading.text}"
    )
    if "date" in event:
        tally.add("dates recall", claim.event_class, right=right, fault=fault)
    if got and ("date" in event or "when" not in event):
        tally.add("dates precision", claim.event_class, right=right, fault=fault)


def score_state(reading: Read, state: Gold, tally: Tally) -> None:
    name = state["relation"]
    subject, target = str(state["subject"]).split(" | "), str(state["object"]).split(" | ")

    def tells(claim: Claim) -> bool:
        values = [f"{quantity.value:.0f}" for quantity in claim.quantities]
        has_subject = any(reading.is_any(subject, filler) for filler in claim.fillers_of("agent"))
        others = [filler for filler in claim.fillers if filler.role != "agent"]
        return has_subject and (target[0] in values or any(reading.is_any(target, f) for f in others))

    states = [claim for claim in reading.claims if claim.event_class == name]
    got = [roles_of(claim) for claim in states]
    fault = f"{subject[0]} - {target[0]}, got {got} in: {reading.text}"
    tally.add("states recall", name, right=any(map(tells, states)), fault=fault)


# Words


def listed(value: Any) -> list[Any]:
    """A value that may stand alone, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def alternatives(value: Any) -> list[list[str]]:
    """Each filler of a role, with the words any of which will do."""
    return [str(filler).split(" | ") for filler in listed(value)]


def same(one: str, other: str) -> bool:
    """True when one of the two holds the other whole, word by word."""
    one, other = words(one), words(other)
    return bool(one.strip() and other.strip()) and (one in other or other in one)


@cache
def words(text: str) -> str:
    plain = re.sub(r"['’]s\b", "", text.lower()).replace(".", "")
    return " " + " ".join(re.findall(r"[\w-]+", plain)) + " "


def roles_of(claim: Claim) -> str:
    return ", ".join(f"{filler.role}={filler.text}" for filler in claim.fillers) or "no fillers"


def _by_key(extraction: Extraction) -> dict[str, Entity]:
    return {entity.key: entity for entity in extraction.entities}


# The report


def report(tally: Tally, only: str | None = None) -> Iterator[str]:
    """A table by class, then all classes together."""
    yield "class          events  recall  found  prec.     F1   roles  factual     by  dates"
    for name in [only] if only else [*data()["classes"], "all"]:
        yield row(tally, name)
    if not only:
        yield ""
        yield from (f"{measure:22}{_line(tally, measure)}" for measure in MEASURES)
        yield f"{'events F1':22}{tally.f1():6.3f}"


def row(tally: Tally, name: str) -> str:
    total, found = (tally.counts.get((f"events {m}", name), (0, 0))[1] for m in ("recall", "precision"))
    shares = [
        tally.share(m, name) for m in ("roles recall", "factuality", "attribution recall", "dates recall")
    ]
    roles, factual, by, dates = (_show(share) for share in shares)
    recall, precision = (_show(tally.share(f"events {m}", name)) for m in ("recall", "precision"))
    return (
        f"{name:14}{total:7}{recall:>8}{found:7}{precision:>7}{tally.f1(name):7.2f}"
        f"{roles:>8}{factual:>9}{by:>7}{dates:>7}"
    )


def figures(tally: Tally) -> dict[str, dict[str, float]]:
    """Measure -> class -> share; by class for events and states, of which each class has some."""
    found: dict[str, dict[str, float]] = {}
    for measure, name in sorted(tally.counts):
        if name == "all" or measure in ("events recall", "events precision", "states recall"):
            found.setdefault(measure, {})[name] = tally.share(measure, name) or 0.0
    return found


def floors(tally: Tally) -> dict[str, dict[str, float]]:
    """The figures less 0.01, or of a class less two of its few sentences, so that a gain may cost a little."""
    return {
        measure: {
            name: max(
                0.0,
                int(1000 * (value - (0.01 if name == "all" else 2 / tally.counts[measure, name][1]))) / 1000,
            )
            for name, value in values.items()
        }
        for measure, values in figures(tally).items()
    }


def _line(tally: Tally, measure: str) -> str:
    right, total = tally.counts.get((measure, "all"), (0, 0))
    return f"{right / total:6.3f} {right:5}/{total}" if total else "     -"


def _show(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.eval.score", description=__doc__.splitlines()[0])
    parser.add_argument("--verbose", action="store_true", help="list every miss and every fault")
    parser.add_argument("--class", dest="only", metavar="NAME", help="this class alone")
    parser.add_argument("--pin", action="store_true", help="write the figures to floors.json")
    options = parser.parse_args(arguments)
    tally = measure(load(Source()))
    if options.verbose or options.only:
        faults = [line for name, line in tally.faults if options.only in (None, name)]
        sys.stdout.writelines(f"{line}\n" for line in sorted(faults))
    sys.stdout.writelines(f"{line}\n" for line in report(tally, options.only))
    if options.pin:
        FLOORS.write_text(json.dumps(floors(tally), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
