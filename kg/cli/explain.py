"""What is read in a text, step by step, for whoever writes a class: words, names, slots, claims, quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

from kg.errors import ReadError
from kg.events.slots import Predicate, find_predicates
from kg.grammar.parsed import Parsed
from kg.link import link
from kg.ontology.classes.lexicon import Lexicon
from kg.pipeline import Knowledge, extract, parse
from kg.query.sparql_answers import align, readable, short
from kg.rdf.quads import article_quads
from kg.read.clean import clean
from kg.records import Claim, Entity, Extraction, Filler, Interval, RawArticle
from kg.vocab import BASE


def explain(text: str, known: Knowledge, *, published: date | None = None) -> Iterator[str]:
    """Lines that tell what each step finds in a text, as if it were an article of that day.

    Raises ReadError if the text holds nothing that would be read.
    """
    digest = sha256(text.encode()).hexdigest()
    article = clean(
        RawArticle("text", digest, text, published=published, published_from="field" if published else None)
    )
    parsed = parse(article, known)
    if parsed is None:
        raise ReadError("explain: the text holds no sentence that would be read; give one or more in English")
    extraction = extract(article, known)
    yield from _titled("words", align([("", "word", "lemma", "tag", "slot", "of", "name"), *_words(parsed)]))
    yield from _titled("entities", align([("name", "type", "mentions"), *map(_entity, extraction.entities)]))
    yield from _titled("slots", _slots(parsed, known.lexicon, extraction))
    yield from _titled("claims", _claims(extraction))
    yield from _titled("quads", _quads(extraction, known.lexicon))


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield title
    yield from (f"  {line}".rstrip() for line in lines)
    yield ""


def _words(parsed: Parsed) -> Iterator[tuple[str, ...]]:
    """A row a word: what it is, and what it hangs on."""
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
    """What the triggers of the class files are held against: each predicate, its slots, and what it evoked."""
    evoked = defaultdict(list)
    for claim in extraction.claims:
        evoked[claim.begin].append(claim.event_class)
    for predicate in sorted(find_predicates(parsed, lexicon), key=lambda predicate: predicate.token):
        classes = evoked.get(parsed.span(predicate.token, predicate.token + 1)[0], [])
        if classes or predicate.pos == "verb" or _is_known(predicate, lexicon):
            slots = "; ".join(
                f"{name}: {_of(parsed, tokens)}" for name, tokens in predicate.slots.items() if tokens
            )
            yield f"{predicate.pos} '{predicate.lemmas[0]}' -> {', '.join(classes) or 'nothing'}   {slots}"


def _is_known(predicate: Predicate, lexicon: Lexicon) -> bool:
    return any(lexicon.triggers(lemma, predicate.pos) for lemma in predicate.lemmas)


def _of(parsed: Parsed, tokens: Iterable[int]) -> str:
    return ", ".join(parsed.doc[token].text for token in tokens)


def _claims(extraction: Extraction) -> Iterator[str]:
    names = {entity.key: entity.label for entity in extraction.entities}
    for claim in extraction.claims:
        yield f"{claim.event_class} «{claim.trigger}», {claim.factuality}, confidence {claim.confidence:.2f}"
        yield from (f"  {line}" for line in _details(claim, names))


def _details(claim: Claim, names: dict[str, str]) -> Iterator[str]:
    def said(filler: Filler) -> str:
        name = names.get(filler.entity or "")
        meant = f" = {name}" if name and name != filler.text else ""
        return f"{filler.role}: {filler.text}{meant}{f' = claim {filler.claim}' if filler.claim else ''}"

    yield from map(said, claim.fillers)
    yield from map(said, claim.attributed_to)
    if claim.time:
        yield f"time: {claim.time.words} = {days(claim.time)}"
    for quantity in claim.quantities:
        parts = (quantity.modifier, f"{quantity.value:,.15g}", quantity.unit)
        yield f"{quantity.name}: {' '.join(part for part in parts if part)}"


def days(time: Interval) -> str:
    """An interval as one day, or as first and last day with the granularity of its words."""
    if time.begin == time.end and time.begin:
        return time.begin.isoformat()
    if not time.is_known:
        return f"no known day ({time.granularity})"
    ends = (day.isoformat() if day else "..." for day in (time.begin, time.end))
    return f"{' to '.join(ends)} ({time.granularity})"


def _quads(extraction: Extraction, lexicon: Lexicon) -> Iterator[str]:
    """Each subject with what is said of it below; IRIs without the base of the data."""
    said: dict[str, list[str]] = defaultdict(list)
    for quad in article_quads(extraction, link([extraction]), lexicon):
        line = f"{short(quad.predicate.value)} {readable(quad.object).removeprefix(BASE)}"
        lines = said[readable(quad.subject).removeprefix(BASE)]
        if line not in lines:
            lines.append(line)
    for subject, lines in said.items():
        yield subject
        yield from (f"  {line}" for line in lines)
