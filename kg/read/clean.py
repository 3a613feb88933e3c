"""Raw article to article: separates headline and body from what the page put around them.

Text is cut by character ranges and never rewritten. Boilerplate is recognized by its words
(`ontology/boilerplate.yaml`) and by its position before the first or after the last sentence of the body.
"""

from collections.abc import Iterator, Sequence

from kg.read.boilerplate.cut_text import cut_unfinished, split_tails
from kg.read.boilerplate.edges import cut_edges, dateline_end
from kg.read.boilerplate.headline import cut_headline
from kg.read.boilerplate.known_lines import NOTICE, cut_known_lines
from kg.read.boilerplate.line import BLANK, Cut, Cuts, Line, is_sentence
from kg.read.boilerplate.reader_comments import cut_comments
from kg.read.boilerplate.release_notes import cut_release_notes
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.site_name import headline_span
from kg.read.boilerplate.split_lines import split_lines
from kg.read.boilerplate.time_stamps import UPDATE, cut_update_times, update_ends
from kg.read.publication import find_address, find_publication, find_publisher
from kg.records import Article, RawArticle, Section, SectionKind


def clean(raw: RawArticle, rules: BoilerplateRules) -> Article:
    """The article with its text in sections; its headline, publisher and day of publication if it gives them."""
    lines = split_tails(raw.text, list(split_lines(raw.text, rules)), rules)
    unfinished = cut_unfinished(raw.text, lines, rules)
    cuts = cut_known_lines(lines, rules) | unfinished
    cuts |= cut_comments(lines, cuts, rules)
    cuts |= cut_release_notes(lines, cuts, rules)
    cuts = cut_update_times(lines, rules) | cuts
    cuts |= cut_headline(lines, cuts, raw.headline, rules)
    cuts |= cut_edges(lines, cuts, rules)
    if _is_only_a_notice(lines, cuts):
        cuts = dict.fromkeys(range(len(lines)), Cut("boilerplate", NOTICE))
    sections = tuple(_sections(lines, cuts, raw, rules))
    found = find_publication(raw, lines, cuts, sections, rules)
    head = next((s for s in sections if s.kind == "headline"), None)
    return Article(
        source=raw.source,
        sha256=raw.sha256,
        text=raw.text,
        sections=sections,
        url=raw.url or find_address(lines),
        headline=_headline(raw, head),
        publisher=raw.publisher or find_publisher(raw.text, sections, rules),
        published=found[0] if found else None,
        published_from=found[1] if found else None,
        language=raw.language,
    )


def prose(article: Article) -> Iterator[Section]:
    """The sections to parse, in text order: headline and body paragraphs. No sentence crosses their ends."""
    return (section for section in article.sections if section.kind in ("headline", "body"))


def _headline(raw: RawArticle, head: Section | None) -> str | None:
    if head:
        return " ".join(raw.text[head.begin : head.end].split())
    begin, end = headline_span(raw.headline or "", raw.publisher, raw.url)
    return raw.headline and raw.headline[begin:end]


def _sections(
    lines: Sequence[Line], cuts: Cuts, raw: RawArticle, rules: BoilerplateRules
) -> Iterator[Section]:
    paragraphs, updates = 0, update_ends(lines, rules)
    for i, line in enumerate(lines):
        if i in cuts and cuts[i].kind == "headline":
            yield from _headline_sections(line, raw)
            continue
        if i in cuts:
            yield Section(line.begin, line.end, *cuts[i])
            continue
        paragraphs += 1
        at = dateline_end(line.text, rules) if paragraphs <= 3 else 0
        reason = "dateline" if at else UPDATE
        at = at or updates.get(i, 0)
        if at:
            kind: SectionKind = "dateline" if reason == "dateline" else "boilerplate"
            yield Section(line.begin, line.begin + len(line.text[:at].rstrip(BLANK)), kind, reason)
        yield Section(line.begin + at, line.end, "body")


def _is_only_a_notice(lines: Sequence[Line], cuts: Cuts) -> bool:
    """Whether a page shows a consent box and no sentence besides."""
    has_notice = any(cut.reason == NOTICE for cut in cuts.values())
    return has_notice and not any(is_sentence(line) for i, line in enumerate(lines) if i not in cuts)


def _headline_sections(line: Line, raw: RawArticle) -> Iterator[Section]:
    """Yield the headline, and the name of the site before or behind it."""
    text = raw.text[line.begin : line.end]
    begin, end = headline_span(text, raw.publisher, raw.url)
    if name := text[:begin].rstrip(BLANK):
        yield Section(line.begin, line.begin + len(name), "boilerplate", "name of the site")
    yield Section(line.begin + begin, line.begin + end, "headline", "headline")
    if rest := text[end:].lstrip(BLANK):
        yield Section(line.end - len(rest), line.end, "boilerplate", "name of the site")
