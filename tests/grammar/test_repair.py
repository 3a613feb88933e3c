"""The table of repair passes, and trees before and after a pass."""

import re

import pytest
from spacy.tokens import Span

from kg.grammar.read_tree import read_tree
from kg.grammar.repair import passes
from kg.grammar.repair.draft_tree import Heads
from kg.grammar.repair.passes import PASSES
from kg.grammar.tree import Tree
from tests.marked import language
from tests.parses import parsed

NAMES = [each.apply.__name__ for each in PASSES]
REPAIRED = {  # pass -> parse, and the head and slot of its marked word afterwards
    "attach_participles_to_people": (
        """
        Doctors|doctor  NNS  10:nsubj
        at          IN   4:case
        Vessa       NNP  4:compound
        Clinic      NNP  1:nmod
        ,           ,    6:punct
        led|lead    VBN  4:acl
        by          IN   8:case
        Ada         NNP  6:obl:agent
        ,           ,    6:punct
        agreed|agree VBD  0:root
        """,
        "led",
        ("Doctors", "noun_clause"),
    ),
    "attach_speakers_to_verbs": (
        """
        Ferries     NNS  4:nsubj:pass
        will        MD   4:aux
        be          VB   4:aux:pass
        sold|sell   VBN  9:ccomp
        ,           ,    6:punct
        mayor       NN   4:nsubj:pass
        Ivo         NNP  6:appos
        ,           ,    6:punct
        said|say    VBD  0:root
        """,
        "mayor",
        ("said", "subject"),
    ),
    "attach_names_to_last_nouns": (
        """
        His|his     PRP$ 2:nmod:poss
        mother      NN   11:nsubj
        ,           ,    4:punct
        Ada         NNP  2:appos
        ,           ,    7:punct
        and         CC   7:cc
        father      NN   2:conj
        ,           ,    9:punct
        Ivo         NNP  2:appos
        ,           ,    2:punct
        left|leave  VBD  0:root
        """,
        "Ivo",
        ("father", "apposition"),
    ),
    "attach_infinitives_to_their_verbs": (
        """
        They        PRP  2:nsubj
        failed|fail VBD  0:root
        for         IN   6:case
        the         DT   6:det
        third       JJ   6:amod
        time        NN   2:obl
        to          TO   8:mark
        pay         VB   6:acl
        """,
        "pay",
        ("failed", "open_complement"),
    ),
    "read_told_as_passive": (
        """
        Villagers   NNS  2:nsubj
        urged|urge  VBD  0:root
        to          TO   4:mark
        flee        VB   2:xcomp
        """,
        "Villagers",
        ("urged", "passive_subject"),
    ),
    "attach_results_to_verbs": (
        """
        Gunmen|gunman NNS 2:nsubj
        shot|shoot  VBD  0:root
        dead        JJ   4:amod
        Lunt        NNP  2:obj
        """,
        "dead",
        ("shot", "open_complement"),
    ),
    "read_shot_dead_as_passive": (
        """
        Robber      NN   2:nsubj
        shot|shoot  VBD  0:root
        dead        JJ   2:xcomp
        in          IN   5:case
        Orrin       NNP  2:obl
        """,
        "Robber",
        ("shot", "passive_subject"),
    ),
    "attach_deeds_to_accusations": (
        """
        They            PRP  2:nsubj
        accused|accuse  VBD  0:root
        the             DT   4:det
        mayor           NN   2:obj
        of              IN   6:mark
        lying|lie       VBG  4:acl
        """,
        "lying",
        ("accused", "adverbial"),
    ),
    "read_verbs_after_prepositions_as_nouns": (
        """
        She           PRP  2:nsubj
        quit|quit     VBD  0:root
        after         IN   4:mark
        claims|claim  VBZ  2:advcl
        he            PRP  6:nsubj
        left|leave    VBD  4:ccomp
        """,
        "claims",
        ("quit", "oblique"),
    ),
    "attach_first_titles_to_names": (
        """
        Mayor|mayor NN   5:nsubj
        and         CC   4:cc
        senator     NN   4:compound
        Lunt        NNP  1:conj
        spoke|speak VBD  0:root
        """,
        "Lunt",
        ("spoke", "subject"),
    ),
    "read_nouns_as_participles": (
        """
        A|a         DT   3:det
        nurse       NN   3:compound
        shot        NN   7:nsubj
        in          IN   5:case
        Orrin       NNP  3:nmod
        has|have    VBZ  7:aux
        died|die    VBN  0:root
        """,
        "shot",
        ("nurse", "noun_clause"),
    ),
    "attach_participles_to_nouns": (
        """
        A|a         DT   2:det
        bridge      NN   6:nsubj:pass
        bombed|bomb VBD  0:root
        in          IN   5:case
        May         NNP  3:obl
        rebuilt|rebuild VBD 3:parataxis
        """,
        "bombed",
        ("bridge", "noun_clause"),
    ),
    "make_nouns_after_participles_objects": (
        """
        Guards      NNS  7:nsubj
        accusing|accuse VBG 1:acl
        then        RB   5:advmod
        Mayor       NNP  5:nmod:desc
        Ada         NNP  2:nsubj
        Lunt        NNP  5:flat
        left|leave  VBD  0:root
        """,
        "Ada",
        ("accusing", "object"),
    ),
    "attach_reasons_of_sentences": (
        """
        He          PRP  3:nsubj:pass
        was|be      VBD  3:aux:pass
        sentenced|sentence  VBN  0:root
        to          IN   6:case
        eight       CD   6:nummod
        years|year  NNS  3:obl
        for         IN   8:case
        fraud       NN   6:nmod
        """,
        "fraud",
        ("sentenced", "oblique"),
    ),
    "attach_results_to_background": (
        """
        It          PRP  2:nsubj
        fell|fall   VBD  0:root
        near        IN   5:case
        the         DT   5:det
        spot        NN   2:obl
        where       WRB  9:advmod
        a           DT   8:det
        jet         NN   9:nsubj
        crashed|crash VBD 5:acl:relcl
        in          IN   11:case
        1977        CD   9:obl
        ,           ,    13:punct
        killing|kill VBG 2:advcl
        583         CD   13:obj
        """,
        "killing",
        ("crashed", "adverbial"),
    ),
    "attach_modified_speakers": (
        """
        They        PRP  2:nsubj
        fled|flee   VBD  0:root
        Vessa       NNP  2:obj
        ,           ,    6:punct
        a           DT   6:det
        pilot       NN   3:appos
        who         WP   8:nsubj
        left|leave  VBD  6:acl:relcl
        said|say    VBD  6:acl:relcl
        """,
        "pilot",
        ("said", "subject"),
    ),
    "attach_agents_to_objects": (
        """
        Orrin       NNP  2:nsubj
        banned|ban  VBD  0:root
        a           DT   4:det
        march       NN   2:obj
        by          IN   6:case
        cooks|cook  NNS  2:obl:agent
        """,
        "cooks",
        ("march", "nominal"),
    ),
    "attach_content_clauses": (
        """
        The         DT   2:det
        report      NN   10:nsubj
        that        WDT  6:obj
        Vessa       NNP  6:nsubj
        had|have    VBD  6:aux
        sold|sell   VBN  2:acl:relcl
        the         DT   8:det
        mill        NN   6:obj
        was|be      VBD  10:cop
        false       JJ   0:root
        """,
        "that",
        ("sold", "marker"),
    ),
    "make_ranges_objects": (
        """
        It          PRP  2:nsubj
        killed|kill VBD  0:root
        between     IN   7:case
        10          CD   7:nummod
        and         CC   6:cc
        15          CD   4:conj
        miners|miner NNS 2:obl
        """,
        "miners",
        ("killed", "object"),
    ),
    "read_lists_with_semicolons": (
        """
        The         DT   2:det
        mayor       NN   10:nsubj
        ,           ,    4:punct
        Lunt        NNP  2:appos
        ;           :    7:punct
        the         DT   7:det
        treasurer   NN   2:appos
        ,           ,    9:punct
        Marsh       NNP  7:appos
        left|leave  VBD  0:root
        """,
        "treasurer",
        ("mayor", "conjunct"),
    ),
    "attach_prepositions_to_portfolios": (
        """
        Secretary   NNP  4:compound
        of          IN   4:case
        State       NNP  1:nmod
        Lunt        NNP  5:nsubj
        spoke|speak VBD  0:root
        """,
        "of",
        ("State", "case"),
    ),
    "attach_reports_to_speech_verbs": (
        """
        Lunt        NNP  2:nsubj
        said|say    VBD  0:root
        they        PRP  4:nsubj
        sold|sell   VBD  2:ccomp
        the         DT   6:det
        mill        NN   4:obj
        so          IN   10:mark
        they        PRP  10:nsubj
        could       MD   10:aux
        rest        VB   4:advcl
        ,           ,    12:punct
        adding|add  VBG  10:advcl
        that        IN   15:mark
        it          PRP  15:nsubj
        paid|pay    VBD  12:ccomp
        """,
        "adding",
        ("said", "adverbial"),
    ),
    "attach_repeated_speech": (
        """
        Lunt        NNP  2:nsubj
        said|say    VBD  0:root
        she         PRP  4:nsubj
        knew|know   VBD  2:ccomp
        whether     IN   8:mark
        Ali         NNP  8:nsubj
        had|have    VBD  8:aux
        left|leave  VBN  4:ccomp
        and         CC   10:cc
        repeated|say VBD 8:conj
        that        IN   13:mark
        talks       NNS  13:nsubj
        failed|fail VBD  10:ccomp
        """,
        "repeated",
        ("said", "conjunct"),
    ),
    "read_participles_behind_nouns": (
        """
        Acts|act    NNS  8:nsubj
        by          IN   4:case
        a           DT   4:det
        clerk       NN   1:nmod
        accused|accuse VBN 4:amod
        of          IN   7:case
        theft       NN   5:obl
        ended|end   VBD  0:root
        """,
        "accused",
        ("clerk", "noun_clause"),
    ),
    "attach_posts_to_names_within": (
        """
        Lawyers     NNS  8:nsubj
        for         IN   3:case
        Lunt        NNP  1:nmod
        ,           ,    6:punct
        the         DT   6:det
        founder     NN   1:appos
        ,           ,    1:punct
        left|leave  VBD  0:root
        """,
        "founder",
        ("Lunt", "apposition"),
    ),
    "attach_names_after_adjectives_to_nouns": (
        """
        The         DT   2:det
        governor    NN   6:nsubj
        general     JJ   2:amod
        ,           ,    5:punct
        Lunt        NNP  3:appos
        left|leave  VBD  0:root
        """,
        "Lunt",
        ("governor", "apposition"),
    ),
    "read_elided_passives": (
        """
        guards      NNS  3:nsubj:pass
        were        VBD  3:aux:pass
        stabbed|stab VBN 0:root
        and         CC   6:cc
        nuns        NNS  6:nsubj
        shot|shoot  VBD  3:conj
        """,
        "nuns",
        ("shot", "passive_subject"),
    ),
    "attach_comments_to_speech_verbs": (
        """
        Lunt        NNP  2:nsubj
        said|say    VBD  0:root
        they        PRP  4:nsubj
        won|win     VBD  2:ccomp
        ,           ,    7:punct
        a           DT   7:det
        claim       NN   4:parataxis
        that        WDT  9:obj
        denied|deny VBD  7:acl:relcl
        """,
        "claim",
        ("said", "parataxis"),
    ),
    "attach_reputed_participles": (
        """
        guards      NNS  2:nsubj
        said|say    VBD  0:root
        to          TO   5:mark
        be          VB   5:cop
        armed       JJ   2:xcomp
        seized|seize VBD 2:ccomp
        Vessa       NNP  6:obj
        """,
        "guards",
        ("seized", "subject"),
    ),
    "attach_other_reports_to_speech_verbs": (
        """
        Lunt        NNP  2:nsubj
        said|say    VBD  0:root
        it          PRP  4:nsubj
        burned|burn VBD  2:ccomp
        ,           ,    8:punct
        while       IN   8:mark
        Falk        NNP  8:nsubj
        warned|warn VBD  4:advcl
        """,
        "warned",
        ("said", "adverbial"),
    ),
    "join_hyphenated_titles": (
        """
        The         DT   2:det
        secretary   NN   5:nsubj
        -           HYPH 2:punct
        general     NN   2:appos
        left|leave  VBD  0:root
        """,
        "general",
        ("left", "subject"),
    ),
}


def place_of(tree: Tree, word: str) -> tuple[str, str]:
    """The head and the slot of a word."""
    token = [token.text for token in tree.doc].index(word)
    return tree.doc[tree.heads[token]].text, tree.slots[token]


def test_each_pass_is_in_the_table_once():
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("each", PASSES, ids=NAMES)
def test_an_example_marks_the_words_that_its_pass_repairs(each):
    assert len(re.findall(r"\*[^*]+\*", each.example)) == 1
    assert each.apply.__doc__


@pytest.mark.parametrize("name, case", REPAIRED.items(), ids=REPAIRED)
def test_a_pass_attaches_the_marked_word(name, case, monkeypatch):
    table, word, expected = case
    assert place_of(read_tree(parsed(table), language()), word) == expected
    monkeypatch.setattr(passes, "PASSES", [each for each in PASSES if each.apply.__name__ != name])
    assert place_of(read_tree(parsed(table), language()), word) != expected


@pytest.mark.parametrize(
    "table, name, body",
    [
        (
            """
            said|say    VBD  0:root
            Aid         NNP  3:compound
            Union       NNP  1:nsubj
            (           -LRB- 5:punct
            AU          NNP  3:appos
            )           -RRB- 5:punct
            chief       NN   8:title
            Ada         NNP  1:obl
            Lunt        NNP  8:flat
            """,
            ("said", "subject"),
            "Union",
        ),
        (
            """
            killed|kill VBD  0:root
            arts|art    NNS  1:obj
            reporter    NN   4:title
            Ada         NNP  2:appos
            Lunt        NNP  4:flat
            """,
            ("killed", "object"),
            "arts",
        ),
    ],
)
def test_a_body_before_the_title_of_a_name_belongs_to_it(table, name, body):
    doc = parsed(table)
    start = [token.text for token in doc].index("Ada")
    doc.set_ents([Span(doc, start, start + 2, label="PERSON")])
    tree = read_tree(doc, language())
    assert (place_of(tree, "Ada"), place_of(tree, body)) == (name, ("Ada", "compound"))


def test_a_name_behind_he_told_is_whom_he_told():
    table = """
        he          PRP  2:nsubj
        told|tell   VBD  0:root
        El          NNP  2:nsubj
        Bek         NNP  3:flat
        """
    assert place_of(read_tree(parsed(table), language()), "El") == ("told", "object")


def test_who_shot_dead_a_number_of_people_was_not_shot():
    table = """
        Guards|guard NNS 2:nsubj
        shot|shoot  VBD  0:root
        dead        JJ   2:xcomp
        over        RB   5:advmod
        fifteen     CD   6:nummod
        prisoners|prisoner NNS 2:obl
        """
    assert place_of(read_tree(parsed(table), language()), "Guards") == ("shot", "subject")


def test_a_token_does_not_become_the_dependent_of_its_descendant():
    heads = Heads([0, 0, 1, 2])
    heads[1] = 3
    assert heads == [0, 0, 1, 2]
    heads[2] = 0
    heads[1] = 3
    assert heads == [0, 3, 0, 2]
    assert heads.dependents == [{0, 2}, set(), {3}, {1}]


def test_an_apposition_is_no_subject_of_the_verb_about_it():
    table = """
        List        NN   0:root
        goes|go     VBZ  4:parataxis
        yards|yard  NNS  1:appos
        closes|close VBZ 3:acl
        """
    tree = read_tree(parsed(table), language())
    assert place_of(tree, "yards") == ("List", "apposition")
    assert sorted(tree.order) == list(range(4))


def test_who_says_something_goes_on_after_a_relative_clause_in_what_is_said():
    table = """
        Saying|say  VBG  0:root
        she         PRP  3:nsubj
        feared|fear VBD  1:ccomp
        the         DT   5:det
        man         NN   3:obj
        who         WP   7:nsubj
        left|leave  VBD  5:acl:relcl
        and         CC   9:cc
        calling|call VBG 7:conj
        him         PRP  9:obj
        mad         JJ   9:xcomp
        """
    tree = read_tree(parsed(table), language())
    assert place_of(tree, "calling") == ("Saying", "conjunct")


def test_a_name_behind_a_comma_belongs_to_the_member_before_it_where_semicolons_separate_members():
    table = """
        The         DT   2:det
        mayor       NN   12:nsubj
        ;           :    5:punct
        the         DT   5:det
        treasurer   NN   2:conj
        ,           ,    7:punct
        Marsh       NNP  2:conj
        ;           :    11:punct
        and         CC   11:cc
        two         CD   11:nummod
        judges      NNS  2:conj
        left|leave  VBD  0:root
        """
    tree = read_tree(parsed(table), language())
    assert place_of(tree, "Marsh") == ("treasurer", "apposition")
    assert place_of(tree, "judges") == ("mayor", "conjunct")


REPORTS = {  # parse -> a verb, and the one whose subject it shares
    "a negated one with the auxiliary of the speech": (
        """
        She         PRP  3:nsubj
        has|have    VBZ  3:aux
        said|say    VBN  0:root
        Ali         NNP  5:nsubj
        fell|fall   VBD  3:ccomp
        ,           ,    9:punct
        but         CC   9:cc
        has|have    VBZ  9:aux
        told|tell   VBN  5:conj
        nobody      NN   9:obj
        """,
        "told",
        "said",
    ),
    "another participle of whoever fell": (
        """
        She         PRP  3:nsubj
        has|have    VBZ  3:aux
        said|say    VBN  0:root
        Ali         NNP  6:nsubj
        has|have    VBZ  6:aux
        fallen|fall VBN  3:ccomp
        but         CC   9:cc
        has|have    VBZ  9:aux
        told|tell   VBN  6:conj
        nobody      NN   9:obj
        """,
        "told",
        "fallen",
    ),
}


@pytest.mark.parametrize("table, word, head", REPORTS.values(), ids=REPORTS)
def test_a_report_belongs_to_who_says_it(table, word, head):
    assert place_of(read_tree(parsed(table), language()), word)[0] == head
