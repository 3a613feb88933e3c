"""What the graph of the sample articles holds of `examples/facts.yaml`, and what it must not hold."""

import csv
import io
import json
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from fastapi.testclient import TestClient

from kg.api.app import Settings, make_app
from kg.cli.main import main

pytestmark = pytest.mark.model

EXAMPLES = Path(__file__).parents[2] / "examples"
FACTS = yaml.safe_load((EXAMPLES / "facts.yaml").read_text(encoding="utf-8"))
SAMPLES = [str(path) for path in sorted((EXAMPLES / "articles").iterdir())]
# Shares that stand as of this commit; raise them with what raises them, lower them only with the reason.
HOLDS, WHOLE, STATES, MUST_NOT, MERGED, DAYS = 0.93, 0.6, 0.65, 1.0, 0.0, 0.96

Json = dict[str, Any]


@pytest.fixture(scope="module")
def store(samples_store, tmp_path_factory) -> Path:
    """A copy, as one test builds again."""
    return Path(shutil.copytree(samples_store, tmp_path_factory.mktemp("stores") / "samples"))


@pytest.fixture(scope="module")
def claims(store) -> list[Json]:
    """All events and relations of the articles, uncertain ones too."""
    return exported(store, "--all")


@pytest.fixture(scope="module")
def certain_claims(store) -> list[Json]:
    """The events and relations of the claims export."""
    return exported(store)


def exported(store: Path, *options: str) -> list[Json]:
    lines = (
        CliRunner().invoke(main, ["export", "claims", "--store", str(store), *options]).stdout.splitlines()
    )
    return [line for line in map(json.loads, lines) if line["kind"] != "entity"]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def words(text: object) -> str:
    return " " + " ".join(re.findall(r"[\w-]+", re.sub(r"['’]s\b", "", str(text).lower()))) + " "


def is_named(wanted: object, entity: Json) -> bool:
    names = [entity.get("label"), entity.get("text"), entity.get("value"), *entity.get("aliases", [])]
    return any(words(wanted) in words(name) or words(name) in words(wanted) for name in names if name)


def is_from(claim: Json, fact: Json) -> bool:
    """True for a claim of the fact's article, and of its sentence where the fact has a quote."""
    file, _, number = fact["file"].partition("#")
    source = claim["article"]["source"]
    if file != "any" and not re.fullmatch(re.escape(file) + (rf"#\w+={number}" if number else ""), source):
        return False
    said = " ".join(claim["sentence"]["text"].split())
    return " ".join(fact.get("quote", "").split()) in said


def is_of_class(claim: Json, fact: Json) -> bool:
    return claim["kind"] == "event" and bool(set(listed(fact["class"])) & set(claim["class"]))


def fills(claim: Json, role: str, name: str) -> bool:
    return any(is_named(name, entity) for entity in claim["roles"].get(role, []))


def faults(claim: Json, fact: Json) -> list[str]:
    """What a claim has otherwise than the fact."""
    roles = [(role, name) for role, names in fact.get("roles", {}).items() for name in names]
    found = [f"{role} {name}" for role, name in roles if not fills(claim, role, name)]
    date = (claim.get("date") or {}).get("from")
    if "date" in fact and not (str(date).startswith(str(fact["date"])) if fact["date"] else date is None):
        found.append(f"date {date}, not {fact['date']}")
    if claim["factuality"] != fact.get("factuality", claim["factuality"]):
        found.append(claim["factuality"])
    if "by" in fact and not any(is_named(name, who) for name in fact["by"] for who in claim["attributed_to"]):
        found.append(f"by {[who['label'] for who in claim['attributed_to']]}")
    return found + [
        f"{name} {claim.get(name)}"
        for name, value in fact.get("quantities", {}).items()
        if claim.get(name) != value
    ]


def best(fact: Json, claims: list[Json]) -> tuple[Json, list[str]] | None:
    """The claim of the fact's class and sentence with the fewest faults, and these."""
    near = [
        (faults(claim, fact), claim) for claim in claims if is_from(claim, fact) and is_of_class(claim, fact)
    ]
    return min(((claim, found) for found, claim in near), key=lambda pair: len(pair[1]), default=None)


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_facts_are_told(claims):
    found = {fact["id"]: best(fact, claims) for fact in FACTS["holds"]}
    assert share([pair is not None for pair in found.values()]) >= HOLDS, [
        n for n, pair in found.items() if not pair
    ]


def test_facts_are_told_rightly(claims):
    found = {fact["id"]: best(fact, claims) for fact in FACTS["holds"]}
    wrong = {name: pair[1] if pair else ["missing"] for name, pair in found.items()}
    assert share([not faults for faults in wrong.values()]) >= WHOLE, {n: f for n, f in wrong.items() if f}


def test_states_are_told(claims):
    def tells(claim: Json, fact: Json) -> bool:
        others = [claim["object"], {"label": claim.get("title")}]
        is_right = is_from(claim, fact) and claim["relation"] == fact["relation"]
        return (
            is_right
            and is_named(fact["subject"], claim["subject"])
            and any(is_named(fact["object"], o) for o in others)
        )

    states = [claim for claim in claims if claim["kind"] == "relation"]
    missed = [fact for fact in FACTS["states"] if not any(tells(claim, fact) for claim in states)]
    assert 1 - len(missed) / len(FACTS["states"]) >= STATES, missed


def breaks(claim: Json, fact: Json) -> bool:
    """True for a claim that must not stand."""
    roles = [(role, name) for role, names in fact.get("roles", {}).items() for name in names]
    is_dated = not fact.get("dated") or claim["date"] is not None
    is_so = claim["factuality"] == fact.get("factuality", claim["factuality"])
    return is_dated and is_so and all(fills(claim, role, name) for role, name in roles)


def test_what_must_not_stand_does_not(certain_claims):
    facts = [fact for fact in FACTS["must_not"] if "class" in fact]
    broken = {
        fact["id"]: claim["sentence"]["text"]
        for fact in facts
        for claim in certain_claims
        if is_from(claim, fact) and is_of_class(claim, fact) and breaks(claim, fact)
    }
    assert 1 - len(broken) / len(facts) >= MUST_NOT, broken


def test_events_of_several_articles_are_one(claims):
    found = {fact["id"]: best(fact, claims) for fact in FACTS["holds"]}
    events = {name: pair[0]["event"] for name, pair in found.items() if pair}
    pairs = [(a, b) for group in FACTS["same_event"] for a, b in pairwise(group)]
    apart = [(a, b) for a, b in pairs if events.get(a, 1) != events.get(b, 2)]
    assert 1 - len(apart) / len(pairs) >= MERGED, apart


def test_every_article_has_its_day(store):
    sparql = "SELECT ?source ?day { GRAPH ?a { ?a dcterms:source ?source OPTIONAL { ?a schema:datePublished ?day } } }"
    rows = json.loads(
        CliRunner().invoke(main, ["query", sparql, "--store", str(store), "--format", "json"]).stdout
    )
    found = rows["results"]["bindings"]
    days = {re.sub(r"#\w+=", "#", row["source"]["value"]): row.get("day", {}).get("value") for row in found}
    wanted = {
        name: str(fact["published"]) if fact["published"] else None
        for name, fact in FACTS["articles"].items()
    }
    wrong = {name: (days.get(name), day) for name, day in wanted.items() if days.get(name) != day}
    assert days.keys() == wanted.keys()
    assert 1 - len(wrong) / len(wanted) >= DAYS, wrong


def test_build_explorer_and_exports_give_the_same_counts(store, claims, certain_claims):
    """The line of the build, /stats, and the rows of the exports."""
    line = CliRunner().invoke(main, ["build", *SAMPLES, "--store", str(store)]).stderr.splitlines()[-1]
    said = {name: int(number.replace(",", "")) for number, name in re.findall(r"([\d,]+) ([a-z]+)", line)}
    with TestClient(make_app(Settings(store)), base_url="http://127.0.0.1:8000") as client:
        served = client.get("/stats").json()["counts"]
        assert client.get("/entities?limit=1").json()["total"] == said["entities"]
        assert client.get("/events?limit=1").json()["total"] == said["events"] + said["states"]
    shared = ("articles", "sentences", "claims", "entities", "events", "states", "quads")
    assert {name: served[name] for name in shared} == {name: said[name] for name in shared}
    assert served["uncertain claims"] == said["uncertain"]
    assert (len(claims), len(certain_claims)) == (said["claims"], said["claims"] - said["uncertain"])
    packed = CliRunner().invoke(main, ["export", "csv", "--store", str(store)]).stdout_bytes
    with zipfile.ZipFile(io.BytesIO(packed)) as tables:
        rows = {
            name.removesuffix(".csv"): sum(
                1 for _ in csv.reader(io.TextIOWrapper(tables.open(name), "utf-8"))
            )
            - 1
            for name in tables.namelist()
        }
    assert rows["events"] == said["events"] + said["states"]
    assert [rows[name] for name in ("articles", "sentences", "entities")] == [
        said[name] for name in ("articles", "sentences", "entities")
    ]
