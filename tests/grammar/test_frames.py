import random

import pytest
from spacy.tokens import Doc

from kg.errors import ParseError
from kg.grammar.frames import Frame, governors
from kg.grammar.noun_phrases import NounFrame, appositives, core, noun_frame, phrase, titles
from kg.grammar.read_frames.find_frames import find_frames
from kg.grammar.read_tree import read_tree
from kg.grammar.tree import Tree
from kg.ontology.label_schemes import scheme_of
from tests.marked import language
from tests.parses import VOCAB, parsed
from tests.sentences import BOTH, NOUNS, UD

SCHEMES = {"ud": 0, "clear": 1}


def words(tree: Tree, token: int) -> str:
    start, end = core(tree, token)
    return tree.doc[start:end].text


def notation(tree: Tree, frame: Frame) -> str:
    """A frame on one line: form; fillers; clauses; < governor."""
    form = frame.form
    marks = [
        form.voice,
        form.mood,
        form.tense or "",
        "perfect" * form.perfect,
        *form.modals,
        "there" * frame.existential,
    ]
    head = ["not" * frame.negated, frame.preposition, frame.lemma, *marks]
    source = f" ({frame.subject_source})" if frame.subject_source not in ("", "own") else ""
    parts = [" ".join(filter(None, head))]
    for name, fillers, note in (
        ("subject", frame.subject, source + " (none)" * frame.subject_negated),
        ("object", frame.object, " (none)" * frame.object_negated),
        ("indirect", frame.indirect, ""),
        ("agent", frame.agent, ""),
    ):
        parts += [f"{name} {' + '.join(words(tree, filler) for filler in fillers)}{note}"] if fillers else []
    parts += [f"{oblique.preposition or '-'} {words(tree, oblique.token)}" for oblique in frame.obliques]
    parts += [link(tree, clause) for clause in (*frame.complements, *frame.adverbials)]
    parts += [f"< {link(tree, frame.governor)}"] if frame.governor else []
    return "; ".join(parts + [f"beside {tree.doc[token].text}" for token in frame.beside])


def link(tree: Tree, clause) -> str:
    return " ".join(filter(None, [clause.relation, clause.marker, tree.doc[clause.token].text]))


def noun_notation(tree: Tree, frame: NounFrame) -> str:
    head = ["not" * frame.negated, frame.lemma, "plural" * frame.plural]
    parts = [" ".join(filter(None, head))]
    for name in ("possessive", "compound", "adjective"):
        parts += [f"{name} {tree.doc[token].text}" for token in getattr(frame, f"{name}s")]
    parts += [f"{oblique.preposition} {words(tree, oblique.token)}" for oblique in frame.obliques]
    return "; ".join([*parts, f"{frame.slot} of {tree.doc[frame.head].text}"])


def frames_of(table: str, column: int = 0) -> list[str]:
    tree = read_tree(parsed(table, column), language())
    return [notation(tree, frame) for frame in find_frames(tree)]


def token_of(tree: Tree, word: str) -> int:
    return [token.text for token in tree.doc].index(word)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("table, expected", BOTH.values(), ids=BOTH)
def test_both_schemes_give_the_same_frames(table, expected, scheme):
    assert frames_of(table, SCHEMES[scheme]) == expected


@pytest.mark.parametrize("table, expected", UD.values(), ids=UD)
def test_frames_of_a_universal_dependencies_parse(table, expected):
    assert frames_of(table) == expected


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("table, noun, expected", NOUNS.values(), ids=NOUNS)
def test_an_event_noun_is_read_like_a_predicate(table, noun, expected, scheme):
    tree = read_tree(parsed(table, SCHEMES[scheme]), language())
    assert noun_notation(tree, noun_frame(tree, token_of(tree, noun))) == expected


PHRASES = """
    The              DT   4:det
    former           JJ   4:amod
    foreign          JJ   4:amod
    minister         NN   5:nmod:desc
    Ana              NNP  22:nsubj
    Ruiz             NNP  5:flat
    ,                ,    5:punct
    head             NN   5:appos
    and              CC   10:cc
    founder          NN   8:conj
    of               IN   13:case
    the              DT   13:det
    party            NN   8:nmod
    in               IN   15:case
    Oslo             NNP  13:nmod
    that             WDT  17:nsubj
    lost|lose        VBD  13:acl:relcl
    ,                ,    5:punct
    and              CC   21:cc
    Ali              NNP  21:compound
    Bek              NNP  5:conj
    met|meet         VBD  0:root
"""


@pytest.mark.parametrize(
    "word, whole, short",
    [
        ("Ana", "The former foreign minister Ana Ruiz", "The former foreign minister Ana Ruiz"),
        ("minister", "The former foreign minister", "The former foreign minister"),
        ("party", "the party in Oslo", "the party"),
        ("Bek", "Ali Bek", "Ali Bek"),
    ],
)
def test_a_phrase_excludes_appositions_clauses_and_coordinated_phrases(word, whole, short):
    tree = read_tree(parsed(PHRASES), language())
    token = token_of(tree, word)
    assert [tree.doc[slice(*span(tree, token))].text for span in (phrase, core)] == [whole, short]


def test_appositions_and_titles_belong_to_a_name():
    tree = read_tree(parsed(PHRASES), language())
    ana, head, founder = (token_of(tree, word) for word in ("Ana", "head", "founder"))
    assert (appositives(tree, ana), appositives(tree, head)) == ((head, founder), (ana,))
    assert titles(tree, ana) == (token_of(tree, "minister"),)


def test_governors_lead_from_a_complement_to_the_main_clause():
    frames = {
        frame.predicate: frame for frame in find_frames(read_tree(parsed(BOTH["due to"][0]), language()))
    }
    assert [frame.lemma for frame in governors(frames[4], frames)] == ["due"]


def test_doer_and_undergoer_look_through_the_passive():
    (frame,) = find_frames(read_tree(parsed(BOTH["passive"][0]), language()))
    assert (frame.doer, frame.undergoer) == (frame.agent, frame.subject)


def test_frames_of_a_range_are_those_with_their_predicate_in_it():
    tree = read_tree(parsed(BOTH["quotation"][0]), language())
    assert [frame.lemma for frame in find_frames(tree, start=4)] == ["say"]


def test_a_doc_without_a_parse_is_refused():
    with pytest.raises(ParseError, match="doc 'Rebels fled' has no dependency parse"):
        read_tree(Doc(VOCAB, words=["Rebels", "fled"]), language())


def test_labels_that_are_in_no_scheme_are_refused():
    doc = Doc(VOCAB, words=list("abcd"), heads=[0, 0, 0, 0], deps=["ROOT", "sb", "oa", "og"])
    with pytest.raises(ParseError, match=r"'a b c d' has labels \['oa', 'og', 'sb'\]"):
        read_tree(doc, language())


def test_a_scheme_can_be_named_or_recognised_from_a_pipelines_labels():
    assert scheme_of(["ROOT", "nsubj", "dobj", "prep", "pobj"], language().schemes).name == "clear"
    assert scheme_of(["ROOT", "nsubj", "obj", "case", "obl"], language().schemes).name == "ud"
    assert scheme_of([], language().schemes, name="clear").name == "clear"
    with pytest.raises(ParseError, match=r"label scheme 'tiger' is not in labels\.yaml; known are ud, clear"):
        scheme_of([], language().schemes, name="tiger")


def test_an_empty_doc_has_no_frames():
    assert find_frames(read_tree(Doc(VOCAB), language())) == ()


LABELS = sorted(
    {label for name in SCHEMES for label in scheme_of([], language().schemes, name=name).slots}
    - {"ROOT", "root"}
)


@pytest.mark.parametrize("seed", range(60))
def test_any_tree_with_any_labels_gives_frames_without_an_error(seed):
    chance = random.Random(seed)
    size = chance.randint(1, 40)
    places = chance.sample(range(size), size)  # the root and every head may be anywhere
    above = [0, *(chance.randrange(token) for token in range(1, size))]
    heads, deps = [0] * size, [""] * size
    for place, head in zip(places, above, strict=True):
        heads[place] = places[head]
        deps[place] = "ROOT" if places[head] == place else chance.choice(LABELS)
    tags = chance.choices(["VBD", "VBG", "VBN", "VB", "TO", "NN", "IN", "WDT", "WRB", "EX", "CC"], k=size)
    pos = chance.choices(["VERB", "NOUN", "ADP", "AUX", "PROPN", "ADV"], k=size)
    lemmas = chance.choices(["be", "have", "go", "to", "that", "fail", "call"], k=size)
    blank = [""] * size
    doc = Doc(VOCAB, words=lemmas, lemmas=lemmas, heads=heads, deps=deps, tags=tags, pos=pos, morphs=blank)
    for scheme in SCHEMES:
        tree = read_tree(doc, language(), scheme)
        assert sorted(tree.order) == list(range(size))
        predicates = [frame.predicate for frame in find_frames(tree)]
        assert predicates == sorted(set(predicates))
        assert all(start <= token < end for token in tree.order for start, end in [phrase(tree, token)])
        assert [noun_frame(tree, token).predicate for token in range(size)] == list(range(size))


@pytest.mark.parametrize("label, tag", [("xcomp", "VB"), ("conj", "VBD"), ("acl:relcl", "VBD")])
def test_a_chain_of_thousands_of_tokens_is_read_without_recursion(label, tag):
    size = 3000
    doc = Doc(
        VOCAB,
        words=["strike"] * size,
        heads=[max(token - 1, 0) for token in range(size)],
        deps=["ROOT", *[label] * (size - 1)],
        tags=[tag] * size,
        pos=["VERB"] * size,
    )
    assert len(find_frames(read_tree(doc, language()))) == (size)
