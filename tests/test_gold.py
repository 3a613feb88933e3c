import pytest

from training.gold import (
    CorpusError,
    Predicate,
    guess_spaces,
    gum_test_paths,
    read_propbank,
    read_re3d,
    read_treebank,
    read_uner,
    read_worldwide,
)
from training.scores import ROOT, Span

TREEBANK = """\
# newdoc id = d
# newpar id = p1
# sent_id = s1
# text = "Can't," she said.
1\t"\t"\tPUNCT\t``\t_\t6\tpunct\t_\tSpaceAfter=No
2-3\tCan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tCa\tcan\tAUX\tMD\tVerbForm=Fin\t6\tccomp\t_\t_
3\tn't\tnot\tPART\tRB\t_\t2\tadvmod\t_\t_
4\t,"\t,\tPUNCT\t,\t_\t2\tpunct\t_\t_
5\tshe\tshe\tPRON\tPRP\t_\t6\tnsubj\t_\t_
5.1\tdid\tdo\tAUX\tVBD\t_\t_\t_\t_\t_
6\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

# sent_id = s2
1\tGone\tgo\tVERB\tVBN\t_\t0\troot\t_\t_

# newpar id = p2
# sent_id = s3
1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\t's\tbe\tAUX\tVBZ\t_\t0\troot\t_\t_
3\tso\tso\tADV\tRB\t_\t2\tadvmod\t_\t_
"""


@pytest.fixture
def passages(tmp_path):
    path = tmp_path / "x.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return read_treebank(path)


def test_paragraphs_are_read_as_they_were_printed(passages):
    assert [p.text for p in passages] == ['"Can\'t," she said. Gone', "It's so"]
    assert [p.sentence_ids for p in passages] == [("s1", "s2"), ("s3",)]


def test_heads_count_from_the_paragraph_and_empty_nodes_are_dropped(passages):
    words = passages[0].reading.words
    assert [w.form for w in words] == ['"', "Ca", "n't", ',"', "she", "said", ".", "Gone"]
    assert [w.head for w in words] == [5, 5, 1, 1, 5, ROOT, 5, ROOT]
    assert passages[0].reading.starts == (0, 7)


def test_a_missing_corpus_is_told_with_its_path(tmp_path):
    with pytest.raises(CorpusError, match=r"x\.conllu: not found; give the folder"):
        read_treebank(tmp_path / "x.conllu")


def test_gum_test_documents_are_split_into_here_and_missing(tmp_path):
    (tmp_path / "splits.md").write_text(
        "## dev\n  * A_b_c\n\n## test\n\n  * G_news_x\n  * G_talk_y\n\n## train\n  * Z\n"
    )
    (tmp_path / "G_news_x.conllu").touch()
    here, missing = gum_test_paths(tmp_path)
    assert ([p.name for p in here], missing) == (["G_news_x.conllu"], ["G_talk_y"])


def test_worldwide_reads_the_outer_names_and_leaves_the_address_out(tmp_path):
    rows = "https://news.example/1\tO\n\nKenya\tB-Organization\tB-Location\nRail\tI-Organization\nran\tO\n\nIn\t\nMay\tB-Date\n"
    (tmp_path / "ke_1.txt.tsv").write_text(rows, encoding="utf-8")
    (passage,) = read_worldwide(tmp_path)
    assert passage.forms == ("Kenya", "Rail", "ran", "In", "May")
    assert passage.spans == {Span("ke_1#0", 0, 2, "Organization"), Span("ke_1#0", 4, 5, "Date")}


def test_long_articles_are_cut_at_blank_lines(tmp_path):
    block = "word\tO\n" * 250 + "\n"
    (tmp_path / "a.tsv").write_text(block * 3, encoding="utf-8")
    assert [len(p.forms) for p in read_worldwide(tmp_path)] == [250, 250, 250]


def test_uner_keeps_sentence_starts_and_drops_other_names(tmp_path):
    path = tmp_path / "x.iob2"
    path.write_text(
        "# newdoc id = a\n# sent_id = 1\n1\tIn\tO\t-\t-\n2\tOrrin\tB-LOC\t-\t-\n\n"
        "# sent_id = 2\n1\tFord\tB-OTH\t-\t-\n2\t.\tB-O\t-\t-\n"
    )
    (passage,) = read_uner(path)
    assert (passage.forms, passage.starts) == (("In", "Orrin", "Ford", "."), (0, 2))
    assert passage.spans == {Span("0#0", 1, 2, "LOC")}


def test_re3d_keeps_confirmed_names_and_every_nationality(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "documents.json").write_text('{"_id": "d", "text": "Orrin sent Danes."}\n')
    row = '{{"documentId": "d", "begin": {}, "end": {}, "type": "{}", "confidence": {}}}\n'
    rows = (
        row.format(0, 5, "Location", 1)
        + row.format(6, 10, "Vehicle", 0)
        + row.format(11, 16, "Nationality", 0)
    )
    (folder / "entities.json").write_text("\ufeff" + rows, encoding="utf-8")
    (marked,) = read_re3d(tmp_path)
    assert marked.spans == {Span("d", 0, 5, "Location"), Span("d", 11, 16, "Nationality")}
    assert marked.proposed == marked.spans | {Span("d", 6, 10, "Vehicle")}


SENTENCE = (
    '{"sent_id": "s", "tokens": ["The", "envoy", "who", "left", "smiled"], "preds": [{"i": 3, "sense": "leave.01",'
    ' "args": [["ARG0", 0, 1], ["R-ARG0", 2, 2]]}, {"i": 4, "sense": "smile.01", "args": [["ARG0", 0, 3]]}]}\n'
)


def test_propbank_spans_become_head_words_without_references(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(SENTENCE)
    found = read_propbank(path, {"s": [1, 4, 3, 1, ROOT]})
    assert found == {
        "s": (Predicate(3, "leave.01", (("ARG0", 1),)), Predicate(4, "smile.01", (("ARG0", 1),)))
    }


def test_propbank_must_match_the_treebank(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(SENTENCE)
    with pytest.raises(CorpusError, match="sentence s is not in the treebank"):
        read_propbank(path, {"s": [ROOT]})


PRINTED = {
    "marks": ["Yes", ",", "he", "paid", "$", "5", "(", "more", ")", "."],
    "quotes": ["She", "said", '"', "no", '"', "twice"],
    "clitics": ["It", "'s", "Orrin", "'s", "well", "-", "known", "mill"],
}
TEXTS = ["Yes, he paid $5 (more).", 'She said "no" twice', "It's Orrin's well-known mill"]


@pytest.mark.parametrize("forms, text", list(zip(PRINTED.values(), TEXTS, strict=True)), ids=PRINTED)
def test_spaces_are_guessed_as_in_print(forms, text):
    spaces = guess_spaces(forms)
    assert "".join(form + " " * space for form, space in zip(forms, spaces, strict=True)).strip() == text
