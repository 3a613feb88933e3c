"""Puts scripts, formulas and ends of texts into names, headlines and addresses, and checks all exports and pages.

    python -m benchmarks.endurance.injections

An export must be read by its own parser, and no page and no cell may hold an injection as markup, script or formula.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree, html
from pyoxigraph import RdfFormat, parse

from kg.exports import FORMATS
from kg.records import Extraction
from kg.store.read_build import Store, open_store
from tests.extractions import article, claim, entity, filler, mention, sentence
from tests.serving import build, client

MARK = "injected"
INJECTIONS = (
    f"<script>{MARK}()</script>", f'"><img src=x onerror={MARK}()>', f"'><svg onload={MARK}()>",
    f"</script><script>{MARK}()</script>", f"<!--{MARK}--><b>", f"]]><{MARK}/>", f"&lt;{MARK}&gt;",
    f"</title><script>{MARK}()</script>", f"</textarea><iframe src=javascript:{MARK}()>", f"javascript:{MARK}()",
    f"=HYPERLINK(\"http://{MARK}.example\")", f"+{MARK}|'/C calc'!A0", f"-2+{MARK}", f"@SUM({MARK})", f"\t={MARK}",
    f"\r={MARK}", f"' OR 1=1 -- {MARK}", f"'}}) DETACH DELETE (n) // {MARK}", f"\\u0027}}) {MARK} //", f"\\' {MARK}",
    f'"@en . <urn:{MARK}> <urn:a> <urn:b> .', f'\\" . <urn:{MARK}> a <urn:b>', f"> . <urn:{MARK}> <urn:a",
    f"{{{{{MARK}}}}}",
    f"${{{MARK}}}", f"`{MARK}`", f"<%= {MARK} %>", f"{MARK}\x00\x0b\x1f", f"{MARK}\u2028\u2029", f"\u202e{MARK}",
    f"{MARK}\r\nSet-Cookie: a=b", f'","{MARK}', f"{MARK}\n\n\n{{}}", f"%3Cscript%3E{MARK}",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PAGE = {"accept": "text/html"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = build(Path(folder) / "store", *map(hostile, range(len(INJECTIONS))))
        with open_store(store) as graph:
            faults = [f"{name}: {fault}" for name in CHECKS for fault in export_faults(graph, name)]
        pages, found = page_faults(store)
    for fault in [*faults, *found]:
        print(fault)
    counts = f"{len(INJECTIONS)} injections, {len(CHECKS)} exports, {pages} pages"
    print(f"{counts}: {len(faults) + len(found)} faults")
    raise SystemExit(bool(faults or found))


def hostile(number: int) -> Extraction:
    """An article whose names, headline, publisher and addresses are one injection."""
    injection = INJECTIONS[number]
    text = f"{injection}\n\n{injection} met Ilsa Marn {number}."
    where = sentence(text, f"{injection} met Ilsa Marn {number}.")
    names = (
        entity(f"evil{number}", [mention(where, injection, "Person")]),
        entity(f"marn{number}", [mention(where, f"Ilsa Marn {number}", "Person")]),
    )
    fillers = [
        filler("agent", where, injection, entity=f"evil{number}"),
        filler("patient", where, f"Ilsa Marn {number}", entity=f"marn{number}"),
    ]
    own = article(text, source=f"{number}.txt")
    own = replace(own, headline=injection, publisher=injection, url=injection)
    return Extraction(own, (where,), names, (claim("Meeting", where, "met", fillers),))


# --- exports


def export_faults(graph: Store, name: str) -> Iterator[str]:
    output = io.BytesIO()
    FORMATS[name].write(graph, output)
    try:
        yield from CHECKS[name](output.getvalue())
    except (ValueError, SyntaxError, etree.Error) as error:
        yield f"cannot be read: {error}"


def rdf_faults(media_type: str) -> Callable[[bytes], Iterator[str]]:
    def faults(data: bytes) -> Iterator[str]:
        kind = RdfFormat.from_media_type(media_type)
        for quad in parse(data, format=kind):
            subject = str(quad.subject)
            if MARK in subject:
                yield f"subject {subject}"

    return faults


def table_faults(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for name in (name for name in files.namelist() if name.endswith(".csv")):
            rows = csv.reader(io.StringIO(files.read(name).decode("utf-8-sig"), newline=""), strict=True)
            widths = {len(row) for row in rows}
            if len(widths) > 1:
                yield f"{name}: rows of {sorted(widths)} cells"
        yield from formula_faults(data)


def formula_faults(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for name in (name for name in files.namelist() if name.endswith(".csv")):
            rows = csv.reader(io.StringIO(files.read(name).decode("utf-8-sig"), newline=""))
            yield from (
                f"{name}: {cell!r}"
                for row in rows
                for cell in row
                if cell.startswith(FORMULA) and MARK in cell
            )


def json_faults(data: bytes) -> Iterator[str]:
    for line in data.decode().split("\n")[:-1]:
        json.loads(line)
    return iter(())


def xml_faults(data: bytes) -> Iterator[str]:
    for element in etree.fromstring(data).iter(etree.Element):
        if MARK in element.tag:
            yield f"element {element.tag}"


def cypher_faults(data: bytes) -> Iterator[str]:
    lines = data.decode().removesuffix("\n").split("\n")
    yield from (f"a line without its end: {line[:80]}" for line in lines if not line.endswith(";"))


def page_text_faults(data: bytes) -> Iterator[str]:
    """Elements, handlers and addresses that an injection has made; scripts of a page may hold it as text of JSON."""
    for element in html.fromstring(data.decode()).iter(etree.Element):
        if element.tag in {"img", "svg", "iframe", MARK} and MARK in etree.tostring(
            element, encoding="unicode", with_tail=False
        ):
            yield f"element {element.tag}"
        for name, value in element.attrib.items():
            is_code = name.startswith("on") or (
                name in {"href", "src"} and not value.startswith(("http", "/", "#", "?", "data:"))
            )
            if is_code and MARK in value:
                yield f"{name}={value}"
        if element.tag == "script" and (element.text or "").startswith(f"{MARK}("):
            yield "a script"


CHECKS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "claims": json_faults, "ftm": json_faults, "csv": table_faults, "neo4j": table_faults, "graphml": xml_faults,
    "gexf": xml_faults, "html": page_text_faults, "cypher": cypher_faults, "nq": rdf_faults("application/n-quads"),
    "trig": rdf_faults("application/trig"), "turtle": rdf_faults("text/turtle"),
    "jsonld": rdf_faults("application/ld+json"),
    "rdf12": rdf_faults("application/trig"),
}  # fmt: skip


# --- pages


def page_faults(store: Path) -> tuple[int, list[str]]:
    """How many pages were looked at, and what is wrong with them."""
    faults = []
    with client(store) as http:
        paths = list(page_paths(http.get))
        for path in paths:
            answer = http.get(path, headers=PAGE)
            if "html" in answer.headers.get("content-type", ""):
                faults += [f"{path}: {fault}" for fault in page_text_faults(answer.content)]
            if answer.headers.get("x-content-type-options") != "nosniff":
                faults.append(f"{path}: no nosniff")
            if answer.headers.get("set-cookie"):
                faults.append(f"{path}: a header of the injection")
    return len(paths), faults


def page_paths(get: Callable[..., object]) -> Iterator[str]:
    """The fixed pages, and those of every entity, event and article."""
    yield from ("/", "/docs", "/queries", "/ontology", "/claims.csv", "/reconcile")
    for plural, one in (("entities", "entity"), ("events", "event"), ("articles", "article")):
        for item in get(f"/{plural}?limit=500").json()["items"]:  # type: ignore[attr-defined]
            yield f"/{one}/{item['id']}"
            if one == "entity":
                yield f"/reconcile/preview?id={item['id']}"


if __name__ == "__main__":
    main()
