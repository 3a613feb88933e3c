"""Each step of reading a text, as a debugging aid for event classes: words, entities, slots, claims, quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

from kg.errors import ReadError
from kg.events.predicates import Predicate
from kg.events.slots import find_predicates
from kg.grammar.parsed import Parsed
from kg.link import link
from kg.link.engine.weights import Weights
from kg.ontology.classes.lexicon import Lexicon
from kg.pipeline import Knowledge, extract, parse
from kg.query.sparql_answers import align, readable, short
from kg.rdf.article_quads import article_quads
from kg.read.clean import clean
from kg.records import Claim, Entity, Extraction, Filler, Interval, RawArticle
from kg.vocab import BASE


def explain(
    text: str, known: Knowledge, *, published: date | None = None, weights: Weights | None = None
) -> Iterator[str]:
    """Yield the result of each step for a text, as if it were an article published on that day.

    Raises ReadError if the text has no sentence.
    """
    digest = sha256(text.encode()).hexdigest()
    raw = RawArticle("text", digest, text, published=published, published_from="field" if published else None)
    article = clean(raw, known.boilerplate)
    parsed = parse(article, known)
    if parsed is None:
        raise ReadError("explain: the text has no sentence to read; give at least one in English")
    extraction = extract(article, known)
    yield from _titled("words", align([("", "word", "lemma", "tag", "slot", "of", "name"), *_words(parsed)]))
    yield from _titled("entities", align([("name", "type", "mentions"), *map(_entity, extraction.entities)]))
    yield from _titled("slots", _slots(parsed, known.lexicon, extraction))
    yield from _titled("claims", _claims(extraction))
    yield from _titled("quads", _quads(extraction, known.lexicon, weights))


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield title
    yield from (f"  {line}".rstrip() for line in lines)
    yield ""


def _words(parsed: Parsed) -> Iterator[tuple[str, ...]]:
    """Yield a row per word: lemma, tag, slot and head."""
    tree = parsed.tree
    for token in parsed.doc:
        head = tree.heads[token.i]
        of = "" if head == token.i else f"{head} {parsed.doc[head].text}"
        number, kind = str(token.i), tree.pos[token.i]
        yield number, token.text, tree.lemmas[token.i], kind, tree.slots[token.i], of, token.ent_type_


def _entity(entity: Entity) -> tuple[str, str, str]:
    place = f", GeoNames {entity.coordinates.geonames}" if entity.coordinates else ""
    kind = entity.type + place if entity.is_named else f"{entity.type}, unnamed"
    return entity.label, kind, "; ".join(mention.text for mention in entity.mentions)


def _slots(parsed: Parsed, lexicon: Lexicon, extraction: Extraction) -> Iterator[str]:
    """Yield each predicate with its slots and the event classes that it triggered."""
    evoked = defaultdict(list)
    for claim in extraction.claims:
        evoked[claim.begin].append(claim.event_class)
    for predicate in sorted(find_predicates(parsed, lexicon), key=lambda predicate: predicate.token):
        classes = evoked.get(parsed.span(predicate.token, predicate.token + 1)[0], [])
        if classes or predicate.pos == "verb" or _is_trigger(predicate, lexicon):
            slots = "; ".join(
                f"{name}: {_of(parsed, tokens)}" for name, tokens in predicate.slots.items() if tokens
            )
            yield f"{predicate.pos} '{predicate.lemmas[0]}' -> {', '.join(classes) or 'nothing'}   {slots}"


def _is_trigger(predicate: Predicate, lexicon: Lexicon) -> bool:
    return any(lexicon.triggers(lemma, predicate.pos) for lemma in predicate.lemmas)


def _of(parsed: Parsed, tokens: Iterable[int]) -> str:
    return ", ".join(parsed.doc[token].text for token in tokens)


def _claims(extraction: Extraction) -> Iterator[str]:
    names = {entity.key: entity.label for entity in extraction.entities}
    for claim in extraction.claims:
        yield f"{claim.event_class} «{claim.trigger}», {claim.factuality}, confidence {claim.confidence:.2f}"
        yield from (f"  {line}" for line in _details(claim, names))


def _details(claim: Claim, names: dict[str, str]) -> Iterator[str]:
    def describe(filler: Filler) -> str:
        name = names.get(filler.entity or "")
        entity = f" = {name}" if name and name != filler.text else ""
        return f"{filler.role}: {filler.text}{entity}{f' = claim {filler.claim}' if filler.claim else ''}"

    yield from map(describe, claim.fillers)
    yield from map(describe, claim.attributed_to)
    for implied in claim.implied:
        yield f"{describe(implied.filler)} ({implied.kind}: {implied.rule})"
    if claim.time:
        yield f"time: {claim.time.words} = {days(claim.time)}"
    for quantity in claim.quantities:
        parts = (quantity.modifier, f"{quantity.value:,.15g}", quantity.unit)
        yield f"{quantity.name}: {' '.join(part for part in parts if part)}"


def days(time: Interval) -> str:
    """An interval as one day, or as its first and last day with their granularity."""
    if time.begin == time.end and time.begin:
        return time.begin.isoformat()
    if not time.is_known:
        return f"no known day ({time.granularity})"
    ends = (day.isoformat() if day else "..." for day in (time.begin, time.end))
    return f"{' to '.join(ends)} ({time.granularity})"


def _quads(extraction: Extraction, lexicon: Lexicon, weights: Weights | None) -> Iterator[str]:
    """Yield each subject with its properties below; IRIs without the base IRI."""
    properties: dict[str, list[str]] = defaultdict(list)
    for quad in article_quads(extraction, link([extraction], weights), lexicon):
        line = f"{short(quad.predicate.value)} {readable(quad.object).removeprefix(BASE)}"
        lines = properties[readable(quad.subject).removeprefix(BASE)]
        if line not in lines:
            lines.append(line)
    for subject, lines in properties.items():
        yield subject
        yield from (f"  {line}" for line in lines)
