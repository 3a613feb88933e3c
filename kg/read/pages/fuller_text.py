"""The text that extraction kept of a page, completed with the paragraphs of the article that it lost.

Extraction looks for one container and drops paragraphs that look like links or teasers. But a body may be in several
containers, its lead in the header, its paragraphs full of links, and often the page's JSON-LD has it too. A paragraph
is added if it reads like a sentence and lies between paragraphs that were kept, has the tags and classes of those, is
the lead, or is in the JSON-LD. Measured with `benchmarks/kept_text.py`.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.read.boilerplate.line import SENTENCE_END, Line, is_sentence
from kg.read.pages.page_tree import Block, find_blocks, unescape

SENTENCE = re.compile(r"[.!?…:;][\"”’'»)\]]*(?:\s?\[\d+\])?(?:\s*[^\w\s])?$")  # ♦ and the like end features
FEWEST_WORDS = 6  # of a paragraph that is added without being in the JSON-LD
LEAD_WORDS, MOST_LEADS = 8, 3  # more blocks between headline and text are teasers
NO_LEAD = re.compile(
    r"\||\b(?:published|updated|posted|photos?|images?)\b|\)$", re.IGNORECASE
)  # a stamp or caption
BESIDE = 3  # elements above a paragraph in which another container of the article may be
FEWEST_PARAGRAPHS, TEXT = 3, 0.8  # of such a container: sentences, and their least share of its letters
LINKED = 0.9  # largest share of characters in links; a teaser is one link
SHORTEST = 20  # letters; a shorter text may occur in another one by chance
SHARE = 0.5  # of the words of the fullest container; a kept text below it is of something else
ASIDE = ("nav", "footer", "form", "figure", "figcaption", "button", "dialog", "menu")
NO_ARTICLE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu|footer|related|recirc\w*|recommend\w*|newsletter\w*|promo\w*|advert\w*|ads?|sponsor\w*"
    r"|share|sharing|social|comments?|discussion|disqus|teasers?|trending|popular|caption|credits?|byline|bio|authors?"
    r"|subscri\w*|sign-?up|paywall-?(?:offer|message|prompt)|consent|cookies?|gdpr|privacy|modal|popup|banner|breadcrumbs?"
    r"|tags?|topics?|most-?read|more-?(?:from|on|stories)|up-?next|read-?(?:more|next|also)|outbrain|taboola|widget|disclaimer"
    r"|copyright|legal|references?|footnotes?|sr-only|visually-?hidden|screen-?reader\w*)(?=$|[\s_-])",
    re.IGNORECASE,
)
# "no_caption"
OF_OTHERS = re.compile(r"(?:^|(?<=\s))(?:no|not|has|with|without|hide|hides)[_-]\S+", re.IGNORECASE)
OF_TEXT = re.compile(  # classes of containers of text
    r"body|content|text|article|story|rest|full|expan|collaps|continu|remain|hidden|part|chunk|para",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of the page, its letters, and the line of the kept text that it is in; None if it was lost."""

    block: Block
    letters: str
    line: int | None


def complete(tree: Any, kept: str, linked: str, headline: str | None) -> str:
    """The kept text, one paragraph a line, with the paragraphs of the article that it lacks, in the page's order."""
    lines = [line for line in kept.split("\n") if line.strip()]
    blocks = list(find_blocks(tree))
    lines = list(_with_links(lines, blocks))
    placed = list(_placed(blocks, lines))
    body = [place for place in placed if place.line is not None and len(place.letters) > SHORTEST]
    if not body:
        return "\n\n".join(lines)
    teasers = _teasers(placed, lines)
    added: dict[int, list[str]] = {}
    last = -1
    for place in _with_lost(placed, body, letters_of(linked), letters_of(headline or "")):
        if place.line is None:
            added.setdefault(last, []).append(place.block.text)
        else:
            last = max(last, place.line)
    own = ([] if i in teasers else [line] for i, line in enumerate(lines))
    rest = (text for i, line in enumerate(own) for text in (*line, *added.get(i, [])))
    return "\n\n".join([*added.get(-1, []), *rest])


def _with_links(lines: Iterable[str], blocks: Iterable[Block]) -> Iterator[str]:
    """The lines, with the whole paragraph in place of one that lost its links: "She said on Monday that for good"."""
    whole = {ends: block.text for block in blocks if (ends := _ends(block.text))}
    for line in lines:
        block = whole.get(_ends(line) or ("", ""), "")
        yield block if len(unescape(block)) > len(line) else line


def _ends(text: str) -> tuple[str, str] | None:
    """The first and last letters of a text, which a paragraph without its links shares with the whole one."""
    letters = letters_of(text)
    return (letters[:SHORTEST], letters[-SHORTEST:]) if len(letters) > 2 * SHORTEST else None


def _teasers(placed: Iterable[Placed], lines: Sequence[str]) -> set[int]:
    """The lines that are links as a whole, unless most lines are."""
    linked = Counter[int]()
    for place in placed:
        if place.line is not None and _is_link(place.block):
            linked[place.line] += len(place.letters)
    teasers = {i for i, letters in linked.items() if letters >= LINKED * len(letters_of(lines[i]))}
    return teasers if len(teasers) < len(lines) / 2 else set()


def fullest_container(tree: Any, kept: str) -> str:
    """The paragraphs of the element that has the most text in sentences, where extraction finds nothing.

    With those of the kept text that are around it: the rest of an article below its beginning, behind a button.
    """
    sentences = (block for block in find_blocks(tree) if _is_sentence(block))
    blocks = [block for block in sentences if not _aside(block.element, set(), aside=False)]
    sizes: Counter[Any] = Counter()
    for block in blocks:
        sizes[_container(block.element)] += len(block.text)
    best = max(sizes, key=lambda element: sizes[element], default=None)
    around = set() if best is None else set(best.iterancestors())
    known = set(map(letters_of, kept.split("\n")))
    own = (
        block.text
        for block in blocks
        if (container := _container(block.element)) is best
        or (container in around and letters_of(block.text) in known)
    )
    return "\n\n".join(own)


def _container(element: Any) -> Any:
    return element.getparent() if element.tag == "p" else element


def _placed(blocks: Iterable[Block], lines: Sequence[str]) -> Iterator[Placed]:
    numbers: dict[str, int] = {}
    ends: list[int] = []
    for number, line in enumerate(lines):
        numbers.setdefault(letters_of(line), number)
        ends.append((ends[-1] if ends else 0) + len(letters_of(line)) + 1)
    whole = "\n".join(map(letters_of, lines))
    for block in blocks:
        letters = letters_of(block.text)
        found = numbers.get(letters)
        if found is None and len(letters) > SHORTEST and (at := whole.find(letters)) >= 0:
            found = bisect_right(ends, at)
        yield Placed(block, letters, found)


def _with_lost(
    placed: Sequence[Placed], body: Sequence[Placed], linked: str, headline: str
) -> Iterator[Placed]:
    """Yield the kept blocks and those that belong to them, in order."""
    known = _Kept(body, linked, headline)
    first, last = placed.index(body[0]), placed.index(body[-1])
    text = next((placed.index(place) for place in body if place.letters not in headline), first)
    title = next((i for i, p in enumerate(placed[:text]) if p.letters and p.letters == headline), text)
    leads = {
        i
        for i in range(title + 1, text)
        if placed[i].line is None and known.is_lead(placed[i], is_next=i == title + 1)
    }
    for i, place in enumerate(placed):
        is_lead = i in leads and len(leads) <= MOST_LEADS
        is_known = place.line is not None or is_lead or known.belongs(place, is_between=first < i < last)
        if is_known or (i > last and known.is_tail(place.block, placed[last].block)):
            yield place


class _Kept:
    """What the kept blocks have in common: elements above them, shapes, their article element; and the JSON-LD."""

    def __init__(self, body: Sequence[Placed], linked: str, headline: str) -> None:
        self._linked, self._headline = linked, headline
        self._above = {element for place in body for element in place.block.element.iterancestors()}
        self._shapes = Counter(shape(place.block.element) for place in body)
        articles = Counter(next(place.block.element.iterancestors("article"), None) for place in body)
        self._article = articles.most_common(1)[0][0]

    def is_lead(self, place: Placed, *, is_next: bool) -> bool:
        """Whether a lost block between the headline and the text may be the lead.

        Directly below the headline, it may be a heading and lack its full stop.
        """
        block = place.block
        is_heading = block.element.tag in ("h1", "h2", "h3") and not SENTENCE_END.search(block.text)
        if block.text.count(" ") + 1 < LEAD_WORDS or block.element.tag in ("li", "td"):
            return False
        if is_next and is_sentence(Line(0, 0, block.text)) and not NO_LEAD.search(block.text):
            return not self._is_aside(place) and not _is_link(block)
        return not is_heading and self._is_text(place)

    def _is_aside(self, place: Placed) -> bool:
        return place.letters in self._headline or _aside(place.block.element, self._above)

    def _is_text(self, place: Placed) -> bool:
        return not self._is_aside(place) and _is_sentence(place.block)

    def belongs(self, place: Placed, *, is_between: bool) -> bool:
        """Whether a lost block is of the article."""
        element = place.block.element
        if not self._is_text(place):
            return False
        if len(place.letters) > SHORTEST and place.letters in self._linked:
            return True
        if self._article is not None and self._article not in element.iterancestors():
            return self._is_part(element)
        same = self._shapes[shape(element)]
        is_near = is_between and (element.getparent() in self._above or same > 1)
        return element in self._above or is_near or same > 2

    def is_tail(self, block: Block, last: Block) -> bool:
        """Whether a lost block is in a container of paragraphs beside that of the last kept block: below a button."""
        chain = (block.element, *block.element.iterancestors())
        box = next((e for e in chain if e.getparent() in self._above), None)
        near = list(islice(last.element.iterancestors(), BESIDE))
        if box is None or box.tag == "p" or box.getparent() not in near or _aside(block.element, self._above):
            return False
        return _is_sentence(block) and bool(OF_TEXT.search(_classes(box))) and _is_text(box)

    def _is_part(self, element: Any) -> bool:
        """Whether an element is in another part of the article: of the same classes, without a heading or time."""
        other = next(element.iterancestors("article"), None)
        if other is None or not _classes(other) or _classes(other) != _classes(self._article):
            return False
        return next(other.iter("h1", "h2", "h3", "header", "time"), None) is None


def _is_text(box: Any) -> bool:
    """Whether an element holds paragraphs and nothing else: no headings, forms or times, as lists of articles have."""
    if next(box.iter("h1", "h2", "h3", "h4", "form", "input", "time", "article", "li"), None) is not None:
        return False
    blocks = list(find_blocks(box))
    texts = [len(block.text) for block in blocks if block.element.tag == "p" and _is_sentence(block)]
    return len(texts) >= FEWEST_PARAGRAPHS and sum(texts) >= TEXT * sum(len(block.text) for block in blocks)


def shape(element: Any) -> tuple[tuple[str, str], ...]:
    """The tags and classes of an element and two above it; a paragraph's class, of a lead or initial, is left out."""
    own = ("p", "") if element.tag == "p" else (element.tag, _classes(element))
    return (own, *((e.tag, _classes(e)) for e in islice(element.iterancestors(), 2)))


def _classes(element: Any) -> str:
    return " ".join(sorted((element.get("class") or "").split()))


def _aside(element: Any, above: set[Any], *, aside: bool = True) -> bool:
    """Whether an element is in navigation, a caption, a teaser: judged below the containers of the kept text."""
    for e in (element, *element.iterancestors()):
        if e in above or e.tag == "body":
            return False
        if e.tag in ASIDE or (aside and e.tag == "aside"):
            return True
        names = f"{e.get('class') or ''} {e.get('id') or ''} {e.get('role') or ''}"
        if NO_ARTICLE.search(names) and NO_ARTICLE.search(OF_OTHERS.sub("", names)):
            return True
    return False


def _is_sentence(block: Block) -> bool:
    is_text = not _is_link(block) and block.text.count(" ") + 1 >= FEWEST_WORDS
    return is_text and bool(SENTENCE.search(block.text))


def _is_link(block: Block) -> bool:
    """Whether a block is one link, as a teaser is; the full stop of running text stands behind its last link."""
    is_running = not block.ends_in_link and bool(SENTENCE_END.search(block.text))
    return not is_running and block.linked >= LINKED * len(block.text)


def letters_of(text: str) -> str:
    """The letters and digits of a text in lower case, by which two renderings of a paragraph are compared."""
    return re.sub(r"[\W_]+", "", unescape(text)).lower()
