"""Reads a doc's dependency parse into a tree, whatever label scheme its pipeline uses."""

from spacy.tokens import Doc

from kg.errors import ParseError
from kg.grammar.repair.draft_tree import DraftTree, Heads
from kg.grammar.repair.passes import repair
from kg.grammar.tree import Tree
from kg.ontology.label_schemes import scheme_of
from kg.ontology.language import Language

COLUMNS: list[int | str] = ["DEP", "LEMMA", "TAG", "POS", "ORTH"]


def read_tree(doc: Doc, language: Language, scheme: str | None = None) -> Tree:
    """The doc's parse in slots; the scheme is recognised from the labels unless it is named.

    Raises ParseError if the doc has no dependency parse, or one whose labels are in no scheme.
    """
    if len(doc) and not doc.has_annotation("DEP"):
        raise ParseError(f"doc '{doc[:6].text}' has no dependency parse; use a pipeline with a parser")
    columns = [[doc.vocab.strings[key] for key in column] for column in doc.to_array(COLUMNS).T.tolist()]
    labels, lemmas, tags, pos, texts = columns or ([], [], [], [], [])
    label_scheme = scheme_of(labels, language.schemes, name=scheme, where=" ".join(texts[:6]))
    words = [word.lower() for word in texts]
    offsets = doc.to_array("HEAD").astype("int64").tolist()
    draft = DraftTree(
        language=language,
        heads=Heads(token + offset for token, offset in enumerate(offsets)),
        slots=[label_scheme.slot(label) for label in labels],
        words=words,
        lemmas=[lemma.lower() or word for lemma, word in zip(lemmas, words, strict=True)],
        tags=tags,
        pos=pos,
        people=[(ent.start, ent.end) for ent in doc.ents if ent.label_ == "PERSON"],
    )
    repair(draft, copula_heads=label_scheme.copula_heads)
    kids, order = draft.arrange()
    return Tree(
        doc=doc,
        language=language,
        heads=list(draft.heads),
        slots=draft.slots,
        kids=kids,
        order=order,
        words=words,
        lemmas=draft.lemmas,
        tags=tags,
        pos=pos,
    )
