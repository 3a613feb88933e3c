"""One HTML page with a picture of the network by pyvis and its sentences, which can be sent and opened offline.

pyvis 0.3.2 loads style sheets and scripts from two hosts, does not escape its heading, and shows titles as HTML. Here
those tags are removed, headings and titles are not used, and a policy allows only the scripts of the page: texts of
articles are data, which `exports/page.js` inserts as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from html import escape
from math import pi, sqrt
from pathlib import Path
from typing import IO, Any

import numpy as np

from kg.exports.ftm import web_address
from kg.exports.graphs import color_of, size_of
from kg.query import rows
from kg.query.facts import article_title, facts_of
from kg.query.network.claim_network import Network, claim_network
from kg.store.read_build import Store

MOST = 500  # names in the picture; more are unreadable
MOST_CLAIMS = 5  # sentences listed for one edge
SPACING = 70  # pixels between names, on average
NEARER = 0.6  # power of the distance from the middle, which draws distant names nearer and spreads the dense middle
GAP = 12  # pixels between two names at least
ROUNDS = 80  # in which names that cover each other move apart
DASHES: dict[str, list[int]] = {
    "actual": [],
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
TITLE = "Who is connected in the news"
LINE_WORDS = {
    "actual": "happened",
    "planned": "planned",
    "possible": "possible",
    "negated": "denied or did not happen",
    "inferred": "inferred: nobody says so",
}
TYPE_WORDS = {
    "Person": "people",
    "Organization": "organisations",
    "Group": "groups",
    "Place": "places",
    "Product": "products",
}
OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "navigationButtons": False,
    },
    "nodes": {"shape": "dot", "font": {"size": 0}},  # page.js draws names
    "edges": {
        "smooth": {"enabled": True, "type": "continuous"},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
    },
}
REMOTE = re.compile(
    r"<link\b[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>|<!--.*?-->|<center>.*?</center>", re.DOTALL
)
SCRIPT = re.compile(r"<script(?P<type>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
Edges = dict[tuple[str, str, str, str], list[dict[str, Any]]]


def write_html(store: Store, output: IO[bytes]) -> None:
    """The most important names that share claims with each other."""
    network = claim_network(store)
    names = _most_important(network)
    edges = _edges(network, names)
    drawn = sorted({end for key in edges for end in key[:2]})
    content = _page_data(store, network, drawn, edges)
    page = _picture(network, drawn, edges)
    header = _header(content, _legend(network, drawn, edges), left_out=_named(network) - len(drawn))
    output.write(_page(page, content, header).encode())


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


def _picture(network: Network[str], names: list[str], edges: Edges) -> str:
    """A page by pyvis. Ids are numbers, so labels are all that it contains of articles."""
    from pyvis.network import Network as Picture  # imports IPython, 0.5 s

    picture = Picture(height="100%", width="100%", directed=True, cdn_resources="in_line")
    number = {iri: place for place, iri in enumerate(names)}
    places = _places(network, names)
    for iri, (x, y) in zip(names, places, strict=True):
        own = network.nodes[iri]
        picture.add_node(
            number[iri],
            label=_short(own["label"]),
            x=x,
            y=y,
            size=size_of(own.get("importance", 0.0)),
            color=_color(own["types"]),
        )
    for place, ((one, other, _, factuality), claims) in enumerate(edges.items()):
        picture.add_edge(
            number[one],
            number[other],
            id=place,
            width=min(8, len({claim["article"] for claim in claims})),
            dashes=DASHES[factuality] or False,
            color=LINES[factuality],
        )
    picture.set_options(json.dumps(OPTIONS))
    return str(picture.generate_html(notebook=False))


def _places(network: Network[str], names: list[str]) -> list[list[float]]:
    """Where each name is drawn: as in the network, but nearer to the middle and without covering another."""
    nodes = [network.nodes[iri] for iri in names]
    places = np.array([(node["x"], -node["y"]) for node in nodes]).reshape(-1, 2)
    sizes = np.array([size_of(node.get("importance", 0.0)) for node in nodes])
    away = np.hypot(*places.T)[:, None]
    places *= SPACING * sqrt(len(names)) * np.where(away > 0, away, 1) ** (NEARER - 1)
    for _ in range(ROUNDS):
        places += _pushes(places, sizes[:, None] + sizes + GAP)
    return [[round(float(x), 1), round(float(y), 1)] for x, y in places]


def _pushes(places: np.ndarray, least: np.ndarray) -> np.ndarray:
    """How far each place must move from others that are nearer than the least distance; each pair shares its way."""
    apart = places[:, None] - places
    distance = np.hypot(apart[..., 0], apart[..., 1])
    angle = np.arange(len(places)) * pi * (3 - sqrt(5))  # of places that are one: all directions in turn
    turns = np.stack((np.cos(angle), np.sin(angle)), axis=-1)
    direction = np.where(
        distance[..., None] > 0, apart / np.maximum(distance, 1e-9)[..., None], turns[:, None] - turns
    )
    lacking = np.maximum(least - distance, 0)
    np.fill_diagonal(lacking, 0)
    pushes: np.ndarray = (direction * lacking[..., None]).sum(axis=1) / 4
    return pushes


def _color(types: str) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color_of(types))


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
                "title": article_title(store, row.article, facts_of(store, row.article, row.article)),
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


def _page(picture: str, content: dict[str, Any], header: str) -> str:
    """The page of pyvis without remote files, and with the sentences beside the picture."""
    body = REMOTE.sub("", picture)
    here = Path(__file__).parent
    style, script = ((here / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    more = f"<style>{style}</style>\n<title>{TITLE}</title>"
    body = body.replace("</head>", f"{more}\n</head>").replace("<body>", f"<body>\n{header}", 1)
    data = (
        json.dumps(content, ensure_ascii=False, sort_keys=True)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
    )
    ending = (
        '<aside id="evidence" aria-live="polite" aria-label="Evidence"></aside>\n'
        f'<script type="application/json" id="told">{data}</script>\n<script>(() => {{\n{script}}})();</script>\n'
    )
    body = body.replace("</body>", f"{ending}</body>")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(body)}">'
    start = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    return body.replace("<html>", "", 1).replace("<head>", f"{head}\n{policy}\n{start}", 1).lstrip()


def _header(content: dict[str, Any], legend: str, *, left_out: int) -> str:
    counts = f"{len(content['names'])} names, {len(content['articles'])} articles"
    rest = (
        f"; {left_out:,} names of less weight, or without a claim with another, are left out"
        if left_out
        else ""
    )
    names = "".join(f'<option value="{escape(name["label"])}">' for name in content["names"])
    return (
        f"<header><h1>{TITLE}</h1><span class=soft>{counts}{rest}.</span>\n"
        f'<label class=soft>Find <input id="find" list="names"></label><datalist id="names">{names}</datalist>\n'
        f'<ul class="legend soft" aria-label="Legend">{legend}</ul></header>'
    )


def _legend(network: Network[str], names: list[str], edges: Edges) -> str:
    """The colours of the types and the lines that are in the picture, each with its words."""
    colors = {_color(network.nodes[iri]["types"]) for iri in names}
    types = {_color(kind): words for kind, words in TYPE_WORDS.items()} | {_color(""): "others"}
    discs = [
        _sign(12, f'<circle cx="6" cy="6" r="5" fill="{color}"/>', words)
        for color, words in types.items()
        if color in colors
    ]
    drawn = {line for *_, line in edges}
    lines = [
        _sign(
            28,
            f'<path d="M0 6H28" stroke="{LINES[line]}" stroke-width="2" stroke-dasharray="{_dashes(line)}"/>',
            words,
        )
        for line, words in LINE_WORDS.items()
        if line in drawn
    ]
    return "".join([*discs, *lines])


def _sign(width: int, shape: str, words: str) -> str:
    return f'<li><svg width="{width}" height="12" aria-hidden="true">{shape}</svg> {words}</li>'


def _dashes(line: str) -> str:
    return " ".join(map(str, DASHES[line])) or "none"


def _policy(page: str) -> str:
    """A Content-Security-Policy that allows the scripts of the page and nothing else."""
    codes = [found["code"] for found in SCRIPT.finditer(page) if "json" not in found["type"]]
    hashes = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in codes)
    scripts = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
