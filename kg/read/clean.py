"""Raw article to article: which characters are headline and body, and which the page put around them.

Text is cut by ranges and never rewritten. What a page puts around an article is known by its words
(`ontology/boilerplate.yaml`) and by its place: before the first or after the last sentence of the body.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate, islice, pairwise
from typing import Any, NamedTuple

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import ontology_file
from kg.read.date_stamps import Stamp, find_stamps, url_date
from kg.records import Article, DateSource, RawArticle, Section, SectionKind

BLANK = " \t\r\n\f\v\xa0\u200b\u200e\u200f\u202f\u2060\ufeff"
LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
SENTENCE_END = re.compile(r"[.!?…]\s?[\"”’'»)\]]*\s*(?:\[\d+\])?$")
GLUED = re.compile(r"(?<=[a-z0-9.!?…\"”’)])(?=[A-Z©])")  # "... in Fallujah.Add new comment"
NUMBERED = re.compile(r"\d+[.)]\s")  # a list that ends an article: results, demands, tips
LATIN_LETTER, OTHER_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]"), re.compile(r"[^\W\d_A-Za-z\u00aa-\u024f]")
WRAPPED = range(50, 101)  # characters of a line in a text that a mail program or a wire has folded
LONGEST_HEADLINE = 220  # characters
# characters of a line without a full stop that is no sentence: a title in a list of links
LONGEST_TITLE = 120
# that many and more, most of them in lower case, are a sentence whose full stop is lost
WORDS_OF_SENTENCE = 12
LONGEST_CUT = 600  # characters; a longer line is text whatever words it has
LONGEST_STAMP = 110  # characters of a line that tells who wrote a comment when
FEWEST_STAMPS = 2  # lines with name and time behind the body that make reader comments, where no heading does
COMMENTS_AFTER = 200  # characters of text that stand before reader comments
# between the first and the last; with more, the first says little of the day of publication
DAYS_OF_COMMENTS = 62


class Line(NamedTuple):
    """Characters [begin, end) of a line or of a folded paragraph, without white space around."""

    begin: int
    end: int
    text: str


class Cut(NamedTuple):
    """What a line is, if it is no body."""

    kind: SectionKind
    reason: str


Cuts = dict[int, Cut]  # by number of the line


def clean(raw: RawArticle) -> Article:
    """The article with its text in sections, its headline, publisher and day of publication as far as they are told."""
    lines = list(_lines(raw.text))
    cuts = _cut_by_words(lines)
    cuts |= _comments(lines, cuts)
    cuts |= _headline(lines, cuts, raw.headline)
    cuts |= _around_the_body(lines, cuts)
    sections = tuple(_sections(lines, cuts))
    found = _publication(raw, lines, cuts, sections)
    head = next((s for s in sections if s.kind == "headline"), None)
    return Article(
        source=raw.source,
        sha256=raw.sha256,
        text=raw.text,
        sections=sections,
        url=raw.url or _address(lines),
        headline=raw.text[head.begin : head.end] if head else raw.headline,
        publisher=raw.publisher or _publisher(raw.text, sections),
        published=found[0] if found else None,
        published_from=found[1] if found else None,
        language=raw.language,
    )


def prose(article: Article) -> Iterator[Section]:
    """The headline and the paragraphs of the body, in text order: what is parsed. No sentence goes over their ends."""
    return (section for section in article.sections if section.kind in ("headline", "body"))


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of `ontology/boilerplate.yaml`, each for a whole line."""

    lines: tuple[tuple[str, re.Pattern[str]], ...]
    edges: tuple[tuple[str, re.Pattern[str]], ...]
    before: re.Pattern[str]
    named: re.Pattern[str]
    after: re.Pattern[str]
    stamps: Mapping[str, re.Pattern[str]]
    comments: re.Pattern[str]
    heard: re.Pattern[str]
    dateline: re.Pattern[str]
    lists: re.Pattern[str]
    name: re.Pattern[str]
    holder: re.Pattern[str]


@cache
def _rules() -> Rules:
    names = (
        "parts",
        "lines",
        "lists",
        "edges",
        "bylines",
        "stamps",
        "comments",
        "heard",
        "datelines",
        "holders",
    )
    data = read_yaml(ontology_file("boilerplate.yaml"), sections=names, texts_only=True).data
    parts = data["parts"]

    def one_of(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile(
            "|".join(f"(?:{_with_parts(pattern, parts)})" for pattern in patterns), re.IGNORECASE
        )

    return Rules(
        lines=tuple((reason, one_of(patterns)) for reason, patterns in data["lines"].items()),
        edges=tuple((reason, one_of(patterns)) for reason, patterns in data["edges"].items() if patterns),
        before=one_of(data["bylines"]["before"]),
        named=one_of(data["bylines"]["named"]),
        after=one_of(data["bylines"]["after"]),
        stamps={name: one_of(patterns) for name, patterns in data["stamps"].items()},
        comments=one_of(data["comments"]),
        heard=one_of(data["heard"]),
        dateline=one_of(data["datelines"]),
        lists=one_of(data["lists"]),
        name=one_of(["<name>"]),
        holder=one_of(data["holders"]),
    )


def _with_parts(pattern: str, parts: Mapping[str, Any]) -> str:
    while "<" in (expanded := re.sub(r"(?<![?P])<([a-z]+)>", lambda part: f"(?:{parts[part[1]]})", pattern)):
        if expanded == pattern:
            break
        pattern = expanded
    return expanded


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank; the lines of a folded paragraph as one; glued ones apart."""
    block: list[Line] = []
    for match in LINE.finditer(text):
        line = _stripped(text, *match.span())
        if block and (not line.text or text.count("\n", block[-1].end, line.begin) > 1):
            yield from _unfolded(text, block)
            block = []
        if line.text:
            block.append(line)
    yield from _unfolded(text, block)


def _stripped(text: str, begin: int, end: int) -> Line:
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip(BLANK))
    end -= len(piece) - len(piece.rstrip(BLANK))
    return Line(begin, max(begin, end), text[begin : max(begin, end)])


def _unfolded(text: str, block: Sequence[Line]) -> Iterator[Line]:
    """A block of lines is one paragraph if all but its last are as long as folded lines and some break a sentence."""
    folded = all(len(line.text) in WRAPPED for line in block[:-1])
    breaks = sum(
        next_.text[:1].islower() and not SENTENCE_END.search(line.text) for line, next_ in pairwise(block)
    )
    if len(block) > 1 and folded and breaks:
        yield Line(block[0].begin, block[-1].end, " ".join(text[block[0].begin : block[-1].end].split()))
        return
    for line in block:
        yield from _unglued(line)


def _unglued(line: Line) -> Iterator[Line]:
    """A line apart from boilerplate that is glued to its end or its beginning."""
    for match in GLUED.finditer(line.text[:40] if len(line.text) > LONGEST_CUT else line.text):
        at = match.start()
        if _cut_of(line.text[:at]) or _cut_of(line.text[at:]):
            yield Line(line.begin, line.begin + at, line.text[:at])
            yield from _unglued(Line(line.begin + at, line.end, line.text[at:]))
            return
    yield line


def _cut_of(text: str) -> Cut | None:
    """What a line is by its words alone, wherever it stands."""
    if len(text) > LONGEST_CUT:
        return None
    if _is_other_script(text):
        return Cut("boilerplate", "line in another script")
    rules = _rules()
    reason = next((reason for reason, pattern in rules.lines if pattern.fullmatch(text)), None)
    if reason or rules.comments.fullmatch(text):
        return Cut("boilerplate", reason or "heading of comments")
    return Cut("byline", "credit") if rules.after.fullmatch(text) else None


def _is_other_script(text: str) -> bool:
    return not text.isascii() and len(OTHER_LETTER.findall(text)) > len(LATIN_LETTER.findall(text))


def _cut_by_words(lines: Sequence[Line]) -> Cuts:
    cuts = {}
    is_list = False  # in a list of links, from its heading to the next sentence
    for i, line in enumerate(lines):
        is_heading = bool(_rules().lists.fullmatch(line.text))
        is_list = is_heading or (is_list and not _is_sentence(line))
        cut = Cut("boilerplate", "list of links") if is_list else _cut_of(line.text)
        if cut:
            cuts[i] = cut
    return cuts


def _is_sentence(line: Line) -> bool:
    text = line.text
    if SENTENCE_END.search(text) or len(text) > LONGEST_TITLE:
        return True
    return text.count(" ") >= WORDS_OF_SENTENCE and not _is_title_case(text)


def _comments(lines: Sequence[Line], cuts: Cuts) -> Cuts:
    """The reader comments, from their heading or the first name with a time to the end."""
    stamped = {i for i in range(len(lines)) if _is_comment_head(lines, i)}
    # a table has no text between
    heads = sorted(i for i in stamped if i + 1 < len(lines) and i + 1 not in stamped)
    text = list(
        accumulate(
            (_length_of_sentence(line) if i not in cuts else 0 for i, line in enumerate(lines)), initial=0
        )
    )
    for i, line in enumerate(lines):
        if text[i] < COMMENTS_AFTER:
            continue
        follow = len(heads) - bisect_left(heads, i)
        is_short = text[-1] - text[i] < text[i] / 2
        if _rules().comments.fullmatch(line.text) and (follow or is_short):
            return _to_the_end(lines, i, heads)
        if i in stamped and follow >= FEWEST_STAMPS:
            return _to_the_end(lines, i - 1 if _is_bare_stamp(line) else i, heads)
    return {}


def _length_of_sentence(line: Line) -> int:
    return len(line.text) if _is_sentence(line) else 0


def _to_the_end(lines: Sequence[Line], start: int, heads: Iterable[int]) -> Cuts:
    stamped = {i: Cut("comments", "name and time of a comment") for i in heads if i > start}
    return {i: Cut("comments", "reader comment") for i in range(start, len(lines))} | stamped


def _is_comment_head(lines: Sequence[Line], i: int) -> bool:
    """Whether a line says who commented when: a name with a time, or a time below a name."""
    text = lines[i].text
    stamps = _times(text)
    if len(stamps) != 1 or SENTENCE_END.search(text):
        return False
    if _is_bare_stamp(lines[i]):
        return i > 0 and len(lines[i - 1].text) < LONGEST_STAMP / 2 and not _is_sentence(lines[i - 1])
    begin, end, _ = stamps[0]
    is_table = end < len(text) and ":" not in text[begin:end]  # "2017-01-13 Halden 2-1 Orrin"
    return not is_table and bool(_rules().heard.fullmatch((text[:begin] + text[end:]).strip()))


def _times(text: str) -> list[Stamp]:
    """The stamps that tell a day or a time: not "May 5", which any sentence may hold."""
    if len(text) > LONGEST_STAMP:
        return []
    return [s for s in find_stamps(text) if s.day or re.search(r"\d:\d|ago|at$", text[s.begin : s.end])]


def _is_bare_stamp(line: Line) -> bool:
    stamps = _times(line.text)
    return len(stamps) == 1 and len(line.text) - (stamps[0].end - stamps[0].begin) < 4


def _headline(lines: Sequence[Line], cuts: Cuts, given: str | None) -> Cuts:
    """The headline and its repetitions; the first of them that is not followed by the name of the site counts."""
    free = [i for i in range(len(lines)) if i not in cuts]
    first = _given_headline(lines, free, given) if given else _first_headline(lines, free)
    if first is None:
        return {}
    text = lines[first].text
    same = [i for i in free if _is_same_headline(lines[i].text, text)]
    shortest = min(same, key=lambda i: (len(_words(lines[i].text)), i))
    repeated = {i: Cut("boilerplate", "headline repeated") for i in same}
    return repeated | {shortest: Cut("headline", "headline")}


def _given_headline(lines: Sequence[Line], free: Sequence[int], given: str) -> int | None:
    return next((i for i in free if _is_same_headline(lines[i].text, given)), None)


def _first_headline(lines: Sequence[Line], free: Sequence[int]) -> int | None:
    """The first line of three words or more, if it is none of the sentences and sentences follow."""
    for i in free[:4]:
        text = lines[i].text
        if len(text) > LONGEST_HEADLINE or (
            re.search(r"[.…:;,][\"”’']*$", text) and not _is_title_case(text)
        ):
            return None
        if len(text.split()) > 2 and not _time_stamp(text) and not _rules().before.fullmatch(text):
            return i if any(_is_sentence(lines[j]) for j in free if j > i) else None
    return None


def _is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w'’]*", text) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.8 * len(words) and len(words) < 20


def _is_same_headline(line: str, headline: str) -> bool:
    """Whether they have the same words, or one goes on with a stroke and the name of the site or its section."""
    if abs(len(line) - len(headline)) > LONGEST_STAMP:
        return False
    short, long = sorted((line, headline), key=len)
    if _words(short) == _words(long):
        return bool(_words(short))
    tail = re.match(r"\s*[|–—·•»:-]+\s*(.{1,60})$", long[len(short) :])
    return len(_words(short)) > 2 and bool(tail) and long.casefold().startswith(short.casefold())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _around_the_body(lines: Sequence[Line], cuts: Cuts) -> Cuts:
    """What stands before the first and after the last sentences of the body."""
    free = [i for i in range(len(lines)) if i not in cuts]
    start = list(islice(_of_the_body(lines, free), 2))
    if not start:
        return {}
    first, second, last = start[0], start[-1], next(_of_the_body(lines, reversed(free)))
    near = {i: cut for i in free if i <= second and (cut := _edge(lines[i].text, is_label=i < first))}
    known = cuts | near
    near |= {
        i: Cut("byline", "name") for i in free if i < second and i not in near and _is_name(lines, i, known)
    }
    end = {
        i: _edge(lines[i].text) or Cut("boilerplate", "after the end of the body") for i in free if i > last
    }
    end = {i: cut for i, cut in end.items() if not NUMBERED.match(lines[i].text)}
    return near | end


def _of_the_body(lines: Sequence[Line], free: Iterable[int]) -> Iterator[int]:
    return (i for i in free if _is_sentence(lines[i]) and not _edge(lines[i].text))


def _edge(text: str, *, is_label: bool = True) -> Cut | None:
    """What a line at the edge of the body is, if it is no text of the article; labels stand on the outside only."""
    if len(text) > LONGEST_HEADLINE:
        return None
    rules = _rules()
    if _time_stamp(text):
        return Cut("boilerplate", "time stamp")
    if any(pattern.fullmatch(text) for pattern in (rules.before, rules.named, rules.after)):
        return Cut("byline", "byline")
    if rules.dateline.fullmatch(text):
        return Cut("dateline", "dateline")
    reason = next((reason for reason, pattern in rules.edges if pattern.fullmatch(text)), None)
    return Cut("boilerplate", reason) if reason and is_label else None


def _is_name(lines: Sequence[Line], i: int, cuts: Cuts) -> bool:
    """Whether a line is only a name, beside a byline or a time stamp."""
    beside = {cuts[j].reason for j in (i - 1, i + 1) if j in cuts}
    return bool(_rules().name.fullmatch(lines[i].text)) and bool(beside & {"byline", "time stamp"})


def _time_stamp(text: str) -> str | None:
    """Which time stamp a line is: "published", "updated" or "byline"."""
    stamps = _times(text)
    if not stamps or stamps[-1].end < len(text) - 40 or SENTENCE_END.search(text):
        return None
    label = text[: stamps[0].begin].strip(" ,|•·–—-(")
    return next((kind for kind, pattern in _rules().stamps.items() if pattern.fullmatch(label)), None)


def _sections(lines: Sequence[Line], cuts: Cuts) -> Iterator[Section]:
    paragraphs = 0
    for i, line in enumerate(lines):
        if i in cuts:
            yield Section(line.begin, line.end, *cuts[i])
            continue
        paragraphs += 1
        at = _dateline_end(line.text) if paragraphs <= 3 else 0
        if at:
            yield Section(line.begin, line.begin + len(line.text[:at].rstrip(BLANK)), "dateline", "dateline")
        yield Section(line.begin + at, line.end, "body")


def _dateline_end(text: str) -> int:
    """Where the text of a paragraph begins that opens with a dateline; 0 if it does not."""
    match = _rules().dateline.match(text)
    rest = text[match.end() :].lstrip(BLANK) if match else ""
    return len(text) - len(rest) if re.match(r"[\"“‘'(]?[A-Z0-9À-Þ$£€]", rest) else 0


def _address(lines: Sequence[Line]) -> str | None:
    """The address on the first line, as many collections of pages keep it."""
    return lines[0].text if lines and re.fullmatch(r"https?://\S+", lines[0].text) else None


def _publication(
    raw: RawArticle, lines: Sequence[Line], cuts: Cuts, sections: Sequence[Section]
) -> tuple[date, DateSource] | None:
    """The day of publication and where it is told: format, label, byline, dateline, address or comments."""
    if raw.published:
        return raw.published, raw.published_from or "field"
    told: dict[DateSource, list[date]] = {
        "label": _stamped(lines, cuts, "published"),
        "byline": _stamped(lines, cuts, "byline") + _days(raw.text, sections, "byline"),
        "dateline": _days(raw.text, sections, "dateline"),
        "url": [day] if (url := raw.url or _address(lines)) and (day := url_date(url)) else [],
        "comments": _days_of_comments(lines, cuts),
    }
    found = next(((days[0], source) for source, days in told.items() if days), None)
    updated = _stamped(lines, cuts, "updated")
    return found or ((updated[0], "label") if updated else None)


def _stamped(lines: Sequence[Line], cuts: Cuts, kind: str) -> list[date]:
    """The days in the time stamps of a kind around the body."""
    stamps = [
        i
        for i, cut in sorted(cuts.items())
        if cut.reason == "time stamp" and _time_stamp(lines[i].text) == kind
    ]
    return [stamp.day for i in stamps for stamp in _times(lines[i].text) if stamp.day]


def _days(text: str, sections: Iterable[Section], kind: SectionKind) -> list[date]:
    texts = [text[s.begin : s.end] for s in sections if s.kind == kind]
    return [stamp.day for piece in texts for stamp in find_stamps(piece) if stamp.day]


def _days_of_comments(lines: Sequence[Line], cuts: Cuts) -> list[date]:
    """The day of the earliest comment, if all are of about one time."""
    heads = [i for i, cut in sorted(cuts.items()) if cut.reason == "name and time of a comment"]
    days = sorted(stamp.day for i in heads for stamp in _times(lines[i].text) if stamp.day)
    return days[:1] if days and (days[-1] - days[0]).days <= DAYS_OF_COMMENTS else []


def _publisher(text: str, sections: Iterable[Section]) -> str | None:
    """Who a line of copyright names."""
    for section in sections:
        if section.reason == "copyright":
            match = _rules().holder.search(text[section.begin : section.end])
            if match:
                return match["holder"].strip(" .,")
    return None
