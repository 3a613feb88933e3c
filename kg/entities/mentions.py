"""The mentions of an article: names, nouns that stand for someone or something, and personal pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Span

from kg.grammar.noun_phrases import PLURAL_TAGS, core
from kg.grammar.parsed import Parsed
from kg.ontology.gazetteer import folded
from kg.ontology.nouns import Nouns
from kg.records import FillerType, Mention

AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
NO_HEADS = frozenset(
    "title flat fixed case marker adjective determiner adverb coordinator punctuation expletive".split()
)
COUNTED = frozenset({"subject", "passive_subject", "object", "agent"})  # slots of "12" in "killing 12"
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
MentionKind = Literal["name", "noun", "pronoun"]


def find_mentions(parsed: Parsed, nouns: Nouns) -> tuple[Mention, ...]:
    """All mentions in text order, one per head token.

    A noun's text is its phrase without what follows the noun. A title before a name and a noun that describes the
    name after it ("opposition leader Ali Bek") make no mention of their own.
    """
    reader = _Reader(parsed, nouns)
    found = {mention.head: mention for mention in reader.names()}
    for token in range(len(parsed.doc)):
        mention = None if token in reader.inside else reader.common(token)
        if mention:
            found[token] = mention
    return tuple(sorted(found.values(), key=lambda mention: (mention.begin, mention.end)))


@dataclass(slots=True)
class _Reader:
    parsed: Parsed
    nouns: Nouns
    inside: dict[int, str]  # tokens of the pipeline's entities -> label

    def __init__(self, parsed: Parsed, nouns: Nouns) -> None:
        self.parsed, self.nouns = parsed, nouns
        self.inside = {
            token: ent.label_
            for ent in parsed.doc.ents
            if ent.label_ not in AMOUNTS
            for token in range(ent.start, ent.end)
        }

    # names

    def names(self) -> Iterator[Mention]:
        for ent in self.parsed.doc.ents:
            if ent.label_ in AMOUNTS:
                continue
            head = self.head_of(ent.start, ent.end)
            if ent.text.islower() and self.parsed.tree.tags[head] in ("NN", "NNS"):  # "jihadists": no name
                for token in range(ent.start, ent.end):
                    del self.inside[token]
                continue
            end = self.end_of(ent)
            head = head if head < end else self.head_of(ent.start, end)
            name = self.mention((ent.start, end), head, "name", self.type_of_name(ent, head))
            yield replace(name, label=ent.label_)

    def end_of(self, ent: Span) -> int:
        """The end of a name, without the kind of thing after that of a product: "Mirage" of "Mirage fighter jets"."""
        end = ent.end
        while ent.label_ in ("PRODUCT", "WEAPON") and end - 1 > ent.start and ent.doc[end - 1].text.islower():
            end -= 1
            del self.inside[end]
        return end

    def head_of(self, start: int, end: int) -> int:
        heads = self.parsed.tree.heads
        return next((t for t in range(start, end) if not start <= heads[t] < end or heads[t] == t), end - 1)

    def type_of_name(self, ent: Span, head: int) -> FillerType:
        kind = self.nouns.labels.get(ent.label_, "Thing")
        name = folded(ent.text)
        if ent.label_ == "NORP":
            is_people = self.parsed.tree.tags[head] in ("NNS", "NNPS") or self.parsed.tree.slots[
                head
            ] not in (
                "adjective",
                "compound",
            )
            return kind if is_people or name not in self.nouns.atlas.demonyms else "Country"
        if ent.label_ == "GPE" and name in self.nouns.atlas.names:
            return "Country"
        if ent.label_ == "GPE" and ent.kb_id_ and ent.kb_id_ not in self.nouns.atlas.states:
            return "City"
        return kind

    # nouns and pronouns

    def common(self, token: int) -> Mention | None:
        tree = self.parsed.tree
        slot, tag = tree.slots[token], tree.tags[token]
        if slot in NO_HEADS:
            return None
        if tag in ("PRP", "PRP$"):
            known = tree.words[token] in self.nouns.pronouns and not self.is_empty(token)
            return self.mention((token, token + 1), token, "pronoun", "Thing") if known else None
        if tag not in NOUN_TAGS:
            return self.people(token)
        label = self.parsed.doc[token].ent_type_
        if label in AMOUNTS and label != "CARDINAL":
            return None
        kind = self.type_of(token)
        if slot == "compound" and (kind in ("Thing", "Event") or self.describes_name(token)):
            return None
        return self.mention(self.core(token), token, "noun", kind)

    def is_empty(self, token: int) -> bool:
        """True for "it" in "it is clear that", "it emerged that", where a clause follows that is meant."""
        parsed = self.parsed
        above = parsed.frames.get(parsed.tree.heads[token])
        if parsed.tree.words[token] != "it" or above is None or token not in above.subject:
            return False
        clauses = [clause.marker for clause in above.complements]
        is_adjective = above.kind == "copular" and parsed.tree.pos[above.predicate] == "ADJ"
        return "that" in clauses or (is_adjective and bool(clauses))

    def people(self, token: int) -> Mention | None:
        """ "the dead", "12 were killed": adjectives and numbers that stand for people."""
        tree = self.parsed.tree
        is_number = tree.pos[token] == "NUM" and tree.words[token].isalnum() and tree.slots[token] in COUNTED
        is_number = is_number and self.parsed.doc[token].ent_type_ in ("", "CARDINAL")
        is_number = is_number and "-" not in tree.words[max(token - 1, 0) : token + 2]  # "102-98" is a score
        is_adjective = tree.pos[token] in ("ADJ", "VERB") and tree.words[token] in self.nouns.people
        if not is_number and not (is_adjective and tree.get(token, "determiner")):
            return None
        return self.mention(self.core(token), token, "noun", self.type_of(token, other="Group"))

    def core(self, token: int) -> tuple[int, int]:
        """The noun with what stands before it; not a preposition that the parse hangs too low."""
        start, end = core(self.parsed.tree, token)
        while start < token and self.parsed.tree.slots[start] in (
            "case",
            "marker",
            "punctuation",
            "coordinator",
        ):
            start += 1
        if self.parsed.tree.words[start] in ("least", "most") and self.parsed.tree.words[start - 1] == "at":
            start += 1  # "at least 20 people" are 20 people
        return start, end

    def describes_name(self, token: int) -> bool:
        """True for a noun right before a name that it describes: "ally" in "key ally Russia"."""
        return self.parsed.tree.heads[token] in self.inside

    def type_of(self, token: int, other: FillerType = "Thing") -> FillerType:
        """A noun's type; of "dozens of villages" that of the villages."""
        tree = self.parsed.tree
        lemma, word = tree.lemmas[token], tree.words[token]
        if lemma in self.nouns.partitives or word in self.nouns.partitives:
            for part in tree.get(token, "nominal"):
                if tree.get(part, "case") and tree.words[tree.get(part, "case")[0]] == "of":
                    return self.type_of(part, other="Group")
        if tree.tags[token] not in NOUN_TAGS or (
            word in self.nouns.partitives and word not in self.nouns.types
        ):
            return "Group" if word in self.nouns.people or tree.pos[token] == "NUM" else other
        compound = f"{tree.words[token - 1]}-{lemma}"  # "suicide bomber", "lower house"
        if compound in self.nouns.types and token - 1 in tree.get(token, "compound", "adjective"):
            word = lemma = compound
        return self.nouns.type_of(word, lemma, plural=tree.tags[token] in PLURAL_TAGS)

    def mention(self, span: tuple[int, int], head: int, kind: MentionKind, names: FillerType) -> Mention:
        begin, end = self.parsed.span(*span)
        text = self.parsed.article.text[begin:end]
        return Mention(self.parsed.sentence(head), begin, end, text, kind, names, head=head)
