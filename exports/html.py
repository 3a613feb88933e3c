"""One HTML page with a picture of the network by vis-network and its sentences, which can be sent and opened offline.

A policy allows only the scripts of the page. Texts of articles are data, which `exports/page.js` inserts as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from html import escape
from math import sqrt
from pathlib import Path
from typing import IO, Any

from kg.exports.ftm import web_address
from kg.exports.graphs import color_of, size_of
from kg.query import rows
from kg.query.network.claim_network import Network, claim_network
from kg.store.read_build import Store

MOST = 500  # names in the picture; more are unreadable
MOST_CLAIMS = 5  # sentences listed for one edge
SPACING = 110  # pixels between names, which are 14 high
DASHES = {
    "actual": False,
    "planned": [8, 5],
    "possible": [2, 5],
    "negated": [14, 4, 2, 4],
    "inferred": [1, 7],
}
# Colours and dashes of lines: by factuality, or "inferred" where an end is inferred.
LINES = {
    "actual": "#7c8694",
    "planned": "#3a6ea5",
    "possible": "#b0761e",
    "negated": "#d64550",
    "inferred": "#a9b0ba",
}
OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "navigationButtons": False,
    },
    "nodes": {"shape": "dot", "font": {"size": 14}},
    "edges": {
        "smooth": {"enabled": True, "type": "continuous"},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
    },
}
HERE = Path(__file__).parent
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{header}
<div id="network"></div>
<aside id="evidence" aria-live="polite" aria-label="Evidence"></aside>
<script type="application/json" id="told">{data}</script>
{scripts}
</body>
</html>
"""
TITLE = "People and organisations in the news"
Edges = dict[tuple[str, str, str, str], list[dict[str, Any]]]


def write_html(store: Store, output: IO[bytes]) -> None:
    """The most important names that share claims with each other."""
    network = claim_network(store)
    names = _most_important(network)
    edges = _edges(network, names)
    drawn = sorted({end for key in edges for end in key[:2]})
    content = _page_data(store, network, drawn, edges) | {"picture": _picture(network, drawn, edges)}
    output.write(_page(content, left_out=_named(network) - len(drawn)).encode())


def _named(network: Network[str]) -> int:
    return sum(fields["is_named"] for _, fields in network.nodes(data=True))


def _most_important(network: Network[str]) -> set[str]:
    named = [
        (-fields.get("importance", 0.0), iri)
        for iri, fields in network.nodes(data=True)
        if fields["is_named"]
    ]
    return {iri for _, iri in sorted(named)[:MOST]}


def _edges(network: Network[str], names: set[str]) -> Edges:
    """Claims by their two entities, label and line: factuality, or "inferred"."""
    found: defaultdict[tuple[str, str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for one, other, fields in network.edges(data=True):
        if one in names and other in names:
            line = "inferred" if fields.get("basis") == "inferred" else fields["factuality"]
            found[one, other, fields["label"], line].append(fields)
    return dict(sorted(found.items()))


# --- the picture


def _picture(network: Network[str], names: list[str], edges: Edges) -> dict[str, Any]:
    """What vis-network draws. Ids are the numbers of names and edges in the page's data."""
    number = {iri: place for place, iri in enumerate(names)}
    scale = (
        SPACING
        * sqrt(len(names))
        / max((abs(network.nodes[iri][axis]) for iri in names for axis in "xy"), default=1)
    )
    drawn = [_node(number[iri], network.nodes[iri], scale) for iri in names]
    lines = [
        {
            "id": place,
            "from": number[one],
            "to": number[other],
            "width": min(8, len({claim["article"] for claim in claims})),
            "dashes": DASHES[factuality],
            "color": LINES[factuality],
        }
        for place, ((one, other, _, factuality), claims) in enumerate(edges.items())
    ]
    return {"nodes": drawn, "edges": lines, "options": OPTIONS}


def _node(id: int, fields: dict[str, Any], scale: float) -> dict[str, Any]:
    return {
        "id": id,
        "label": _short(fields["label"]),
        "x": round(fields["x"] * scale, 1),
        "y": round(-fields["y"] * scale, 1),
        "size": size_of(fields.get("importance", 0.0)),
        "color": "#{:02x}{:02x}{:02x}".format(*color_of(fields["types"])),
    }


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


# --- the data of the page


def _page_data(store: Store, network: Network[str], names: list[str], edges: Edges) -> dict[str, Any]:
    articles = {claim["article"] for claims in edges.values() for claim in claims}
    return {
        "names": [_name(network.nodes[iri]) for iri in names],
        "edges": [_edge(key, claims) for key, claims in edges.items()],
        "articles": {
            row.article: {
                "headline": row.headline or row.source,
                "publisher": row.publisher,
                "published": row.published,
                "url": web_address(row.url),
            }
            for row in rows.articles(store)
            if row.article in articles
        },
    }


def _name(fields: dict[str, Any]) -> dict[str, Any]:
    own = {name: fields.get(name) for name in ("label", "mentions", "articles", "sources")}
    return {**own, "types": fields["type"], "names": fields.get("other_names")}


def _edge(key: tuple[str, str, str, str], claims: list[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(claims, key=lambda claim: (claim.get("published", ""), claim["claim"]))
    names = ("claim", "text", "article", "says", "when")
    return {
        "class": re.sub("([a-z])([A-Z])", r"\1 \2", key[2]).lower(),
        "factuality": key[3],
        "claims": [{name: claim[name] for name in names if name in claim} for claim in ordered[:MOST_CLAIMS]],
        "more": max(0, len(ordered) - MOST_CLAIMS),
    }


# --- the page


def _page(content: dict[str, Any], *, left_out: int) -> str:
    library = _file("vendor/vis-network/vis-network.min.js")
    codes = [library, f"(() => {{\n{_file('page.js')}}})();"]
    data = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return PAGE.format(
        policy=_policy(codes),
        title=TITLE,
        style=_file("page.css"),
        header=_header(content, left_out),
        data=data.replace("<", "\\u003c").replace(">", "\\u003e"),
        scripts="\n".join(f"<script>{code}</script>" for code in codes),
    )


def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _header(content: dict[str, Any], left_out: int) -> str:
    counts = f"{len(content['names'])} names, {len(content['articles'])} articles"
    rest = (
        f"; {left_out} names of less weight, or without a claim with another, are left out"
        if left_out
        else ""
    )
    names = "".join(f'<option value="{escape(name["label"])}">' for name in content["names"])
    return (
        f"<header><h1>{TITLE}</h1><span class=soft>{counts}{rest}. Broken lines: planned, "
        'possible, denied or inferred.</span>\n<label class=soft>Find <input id="find" list="names"></label>'
        f'<datalist id="names">{names}</datalist></header>'
    )


def _policy(codes: list[str]) -> str:
    """A Content-Security-Policy that allows the scripts of the page and nothing else."""
    hashes = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in codes)
    scripts = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
