import pytest

from training.scores import (
    ALL,
    ROOT,
    Count,
    Reading,
    Span,
    Word,
    add_counts,
    align,
    head_of_span,
    overlaps,
    score_reading,
    score_sets,
    score_spans,
    spans_of_tags,
    universal_feats,
)


def word(form: str, head: int = ROOT, label: str = "root", **rest: str) -> Word:
    return Word(form, head=head, label=label, **rest)


def test_f_is_the_harmonic_mean_of_precision_and_recall():
    count = Count(gold=8, system=4, correct=3)
    assert (count.precision, count.recall, count.f) == (75.0, 37.5, 50.0)


def test_nothing_found_and_nothing_there_scores_zero():
    assert (Count().precision, Count().recall, Count().f) == (0.0, 0.0, 0.0)


def test_counts_of_texts_are_summed_by_name():
    total = add_counts([{"words": Count(2, 2, 1)}, {"words": Count(3, 1, 1), "upos": Count(3, 1, 0)}])
    assert total == {"words": Count(5, 3, 2), "upos": Count(3, 1, 0)}


ALIGNMENTS = {
    "same": (["The", "mill", "closed"], ["The", "mill", "closed"], {0: 0, 1: 1, 2: 2}),
    "gold splits": (["ca", "n't", "go"], ["can't", "go"], {1: 2}),
    "system splits": (["Orrin-based", "mill"], ["Orrin", "-", "based", "mill"], {3: 1}),
    "crossing": (["ab", "cd", "e"], ["a", "bcd", "e"], {2: 2}),
    "white space inside and between": (["5 000", "men"], ["5", " ", "000", "men"], {3: 1}),
    "white space kept whole": (["5 000", "men"], ["5 000", "men"], {0: 0, 1: 1}),
}


@pytest.mark.parametrize("gold, system, expected", ALIGNMENTS.values(), ids=ALIGNMENTS)
def test_words_are_aligned_by_their_characters(gold, system, expected):
    assert align(gold, system) == expected


def test_readings_of_two_texts_are_refused():
    with pytest.raises(ValueError, match="two different texts"):
        align(["The", "mill"], ["The", "mall"])


# "Halden closed. They left": the system misses the boundary of the sentences and cuts "Halden" in two.
GOLD = Reading(
    (
        word("Halden", 1, "nsubj", upos="PROPN", xpos="NNP", lemma="Halden", feats="Number=Sing"),
        word("closed", ROOT, "root", upos="VERB", xpos="VBD", lemma="close", feats="Tense=Past"),
        word(".", 1, "punct", upos="PUNCT", xpos=".", lemma="."),
        word("They", 4, "nsubj:pass", upos="PRON", xpos="PRP", lemma="they"),
        word("left", ROOT, "root", upos="VERB", xpos="VBD", lemma="leave", feats="Tense=Past"),
    ),
    (0, 3),
)
SYSTEM = Reading(
    (
        word("Hal", 1, "compound", upos="PROPN", xpos="NNP", lemma="Hal"),
        word("den", 2, "nsubj", upos="PROPN", xpos="NNP", lemma="den"),
        word("closed", ROOT, "root", upos="VERB", xpos="VBN", lemma="close", feats="Tense=Past|Extra=Yes"),
        word(".", 2, "punct", upos="PUNCT", xpos=".", lemma="."),
        word("They", 5, "nsubj", upos="PRON", xpos="PRP", lemma="they"),
        word("left", 2, "parataxis", upos="VERB", xpos="VBD", lemma="left", feats="Tense=Past"),
    ),
    (0,),
)


def test_a_reading_is_scored_on_the_words_that_align():
    assert score_reading(GOLD, SYSTEM) == {
        "sentences": Count(2, 1, 0),
        "words": Count(5, 6, 4),
        "upos": Count(5, 6, 4),
        "xpos": Count(5, 6, 3),
        "feats": Count(5, 6, 4),
        "lemma": Count(5, 6, 3),
        "uas": Count(5, 6, 3),  # "left" has another head
        "las": Count(5, 6, 3),
        "las, subtypes": Count(5, 6, 2),  # nsubj is not nsubj:pass
        "las, no punct": Count(4, 5, 2),
    }


def test_a_reading_agrees_with_itself():
    assert {count.f for count in score_reading(GOLD, GOLD).values()} == {100.0}


def test_a_sentence_counts_if_it_starts_and_ends_where_gold_does():
    gold = Reading((word("Go"), word("."), word("Stop"), word("now")), (0, 2))
    system = Reading((word("Go"), word("."), word("Stop"), word("now")), (0, 2, 3))
    assert score_reading(gold, system)["sentences"] == Count(2, 3, 1)


def test_a_head_that_is_no_gold_word_is_wrong():
    gold = Reading((word("to", 1, "mark"), word("can't")), (0,))
    system = Reading((word("to", 2, "mark"), word("ca"), word("n't")), (0,))
    assert score_reading(gold, system)["uas"] == Count(2, 3, 0)


def test_only_universal_features_count_and_their_order_does_not():
    assert universal_feats("Tense=Past|Extra=Yes|Number=Sing") == "Number=Sing|Tense=Past"


def test_spans_need_both_boundaries_and_the_label():
    gold = {Span("a", 0, 2, "Person"), Span("a", 4, 5, "Location"), Span("b", 0, 1, "Person")}
    found = {
        Span("a", 0, 2, "Person"),
        Span("a", 4, 5, "Person"),
        Span("b", 0, 2, "Person"),
        Span("c", 0, 1, "Person"),
    }
    assert score_spans(gold, found) == {
        ALL: Count(3, 4, 1),
        "Location": Count(1, 0, 0),
        "Person": Count(2, 4, 1),
        "boundaries": Count(3, 4, 2),
    }


def test_sets_are_compared_by_their_members():
    assert score_sets({1, 2, 3}, {3, 4}) == Count(3, 2, 1)


OVERLAPS = {
    "inside": (Span("a", 0, 5, "X"), Span("a", 2, 3, "X"), True),
    "touching": (Span("a", 0, 5, "X"), Span("a", 5, 6, "X"), False),
    "other label": (Span("a", 0, 5, "X"), Span("a", 0, 5, "Y"), False),
    "other text": (Span("a", 0, 5, "X"), Span("b", 0, 5, "X"), False),
}


@pytest.mark.parametrize("one, other, expected", OVERLAPS.values(), ids=OVERLAPS)
def test_overlap_is_of_one_label_in_one_text(one, other, expected):
    assert (overlaps(one, other), overlaps(other, one)) == (expected, expected)


TAGS = {
    "two words": (["B-Person", "I-Person", "O"], {(0, 2, "Person")}),
    "side by side": (["B-Person", "B-Person"], {(0, 1, "Person"), (1, 2, "Person")}),
    "label changes inside": (["B-Person", "I-Location"], {(0, 1, "Person"), (1, 2, "Location")}),
    "starts with I": (["O", "I-Date", "I-Date"], {(1, 3, "Date")}),
    "I after a gap": (["B-Date", "O", "I-Date"], {(0, 1, "Date"), (2, 3, "Date")}),
    "nothing": (["O", "O"], set()),
    "empty": ([], set()),
}


@pytest.mark.parametrize("tags, expected", TAGS.values(), ids=TAGS)
def test_tags_are_read_as_spans(tags, expected):
    assert {(s.start, s.end, s.label) for s in spans_of_tags("t", tags)} == expected


# "The envoy of Orrin who left met them": 0 The 1 envoy 2 of 3 Orrin 4 who 5 left 6 met 7 them
HEADS = [1, 6, 3, 1, 5, 1, ROOT, 6]
HEADS_OF_SPANS = {
    "noun phrase": (0, 4, 1),
    "with its clause": (0, 6, 1),
    "prepositional phrase": (2, 4, 3),
    "root": (6, 8, 6),
    "one word": (7, 8, 7),
    "several tops, nearest to the root": (2, 8, 6),
    "several tops, equally near": (0, 1, 0),
}


@pytest.mark.parametrize("start, end, head", HEADS_OF_SPANS.values(), ids=HEADS_OF_SPANS)
def test_the_head_of_a_span_is_governed_from_outside(start, end, head):
    assert head_of_span(HEADS, start, end) == head


def test_of_two_heads_at_one_depth_the_first_counts():
    assert head_of_span([2, 2, ROOT, 2], 0, 2) == 0


def test_heads_in_a_circle_do_not_hang():
    assert head_of_span([1, 0, 1], 0, 3) == 0
