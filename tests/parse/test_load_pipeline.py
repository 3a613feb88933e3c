import json
import random
import shutil

import numpy as np
import pytest

from kg.errors import ModelError
from kg.parse.load_pipeline import MODEL, load_pipeline
from kg.parse.onnx_model import Network, check_files

pytestmark = pytest.mark.model

TEXTS = [
    "The ferry operator Norlink agreed on Friday to buy its rival Sundbo for $1.2 billion, both companies said.",
    "Judges in Varna freed two reporters.\n\nThe prosecutor, Ilan Dorev, had asked for five years. He will appeal.",
    "Rescuers pulled 14 miners from the flooded pit near Kolwe; three are still missing",
    "",
    "Tessaly 3-1 Marne: Okoro scores twice as hosts reach final",
    "“We did not know,” said Ms. Ferro, who led the U.N.-backed mission until 2019. “Nobody told us.”",
]


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


def content(doc):
    """All that the pipeline says of a doc."""
    words = [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in doc]
    return words, [(e.start, e.end, e.label_, e.kb_id_) for e in doc.ents]


def test_no_product_overflows_on_any_processor():
    """Weights as int8 overflow 16 bits without VNNI; the first of these values is then -.25, the last .06."""
    states = Network(MODEL / "news_encoder").read(TEXTS[2].split())["base_states"]
    assert states[0][:6] == pytest.approx(np.array([-0.29, -0.239, -0.076, -0.188, -0.345, 0.156]), abs=0.03)


def test_every_word_is_annotated(nlp):
    doc = nlp(TEXTS[0])
    for name in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START"):
        assert doc.has_annotation(name), name
    assert all(token.lemma_ and token.tag_ and token.pos_ for token in doc)


def test_subject_verb_and_object_of_a_plain_sentence(nlp):
    doc = nlp(TEXTS[1])
    freed = next(token for token in doc if token.text == "freed")
    assert [(t.text, t.dep_) for t in freed.children if t.dep_ in ("nsubj", "obj")] == [
        ("Judges", "nsubj"),
        ("reporters", "obj"),
    ]
    assert freed.dep_ == "ROOT" and freed.lemma_ == "free"


def test_names_and_sums_of_a_plain_sentence(nlp):
    names = {(ent.text, ent.label_) for ent in nlp(TEXTS[0]).ents}
    assert {("Sundbo", "ORG"), ("Friday", "DATE"), ("$1.2 billion", "MONEY")} <= names


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Asked why, she called it “a matter of timing.” Gov. Ivo Holm said it would pass.", 2),
        ("She confused two mayors, and said he was “in charge.” Ms. Holm replied that she was not.", 2),
        ("“I never saw the boat.” Ms. Holm said.", 1),
        ("“We left early.” said Mr. Holm, the captain of the ferry.", 1),
    ],
)
def test_a_quotation_with_its_full_stop_ends_a_sentence(nlp, text, sentences):
    assert len(list(nlp(text).sents)) == sentences


def test_a_blank_line_ends_a_sentence(nlp):
    doc = nlp("Floods in the north\n\nTwo villages were cut off on Monday.")
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Floods in the north",
        "Two villages were cut off on Monday.",
    ]


def test_white_space_belongs_to_the_sentence_before_it(nlp):
    doc = nlp("The bank closed.  \n\n  Its owners fled.")
    assert doc.text == "The bank closed.  \n\n  Its owners fled."
    assert [sentence.text for sentence in doc.sents][1] == "Its owners fled."


def test_given_sentence_starts_are_kept(nlp):
    doc = nlp.make_doc("Envoys met. They left early today")
    for token in doc:
        token.is_sent_start = token.i in (0, 5)
    doc = nlp.get_pipe("news_encoder")(doc)
    assert [token.i for token in doc if token.is_sent_start] == [0, 5]


def test_a_paragraph_reads_the_same_alone_and_in_an_article(nlp):
    encoder = nlp.get_pipe("news_encoder")
    first, second = TEXTS[1].split("\n\n")
    both = content(encoder(nlp.make_doc(f"{first}\n\n{second}")))[0]
    alone = content(encoder(nlp.make_doc(first)))[0] + content(encoder(nlp.make_doc(second)))[0]
    words = [row[:6] for row in both if row[1] != "_SP"]
    assert words == [row[:6] for row in alone]


def test_docs_do_not_depend_on_order_neighbours_or_batches(nlp):
    wanted = [content(nlp(text)) for text in TEXTS]
    order = list(range(len(TEXTS))) * 2
    random.Random(4).shuffle(order)
    assert [content(nlp(TEXTS[i])) for i in order] == [wanted[i] for i in order]
    for size in (1, 4):
        assert [content(doc) for doc in nlp.pipe(TEXTS, batch_size=size)] == wanted


def test_docs_do_not_depend_on_the_number_of_processes(nlp):
    texts = TEXTS * 4
    assert list(map(content, nlp.pipe(texts, n_process=2))) == list(map(content, nlp.pipe(texts)))


def test_words_of_past_texts_are_forgotten(nlp):
    for i in range(300):
        with nlp.memory_zone():
            nlp(f"Minister Qarnol{i} met Vendrik{i}.")
    assert "Qarnol7" not in nlp.vocab.strings and "Vendrik299" not in nlp.vocab.strings


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "Go",
        "😀 🚒🚒🚒 !!!",
        "قال الوزير إن المحادثات ستبدأ غدا. The minister left.",
        "The\x00 mayor\x07 of\u200b Orlen \u202eresigned\u202c.",
        "a" * 10_000,
        "A" + "-b" * 3000,
        "." * 3000,
        "\ufeffRussia\u00ad said",
    ],
    ids=[
        "empty",
        "blank",
        "lines",
        "a word",
        "emoji",
        "arabic",
        "control",
        "long word",
        "hyphens",
        "dots",
        "invisible",
    ],
)
def test_odd_text_is_parsed_and_kept(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    assert doc.has_annotation("DEP") or not text.strip()


def test_a_text_without_a_period_is_cut_and_read_on(nlp):
    doc = nlp("rain and wind and hail and " * 1500)
    assert all(token.pos_ for token in doc)
    assert max(len(sentence) for sentence in doc.sents) <= 510


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(MODEL, tmp_path / "en_news")


def test_a_missing_file_is_named(copy):
    (copy / "news_encoder/words.onnx").unlink()
    with pytest.raises(ModelError, match=r"words\.onnx.*No such file"):
        load_pipeline(copy)


def test_a_damaged_file_is_named(copy):
    path = copy / "news_encoder/words.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match=r"words\.onnx: damaged or of another release"):
        load_pipeline(copy)


def test_damaged_checksums_are_named(copy):
    (copy / "news_encoder/checksums.json").write_text("{")
    with pytest.raises(ModelError, match=r"checksums\.json: damaged"):
        check_files(copy / "news_encoder")


def test_an_unknown_pipeline_is_named():
    with pytest.raises(ModelError, match="en_no_such_pipeline: cannot be loaded as a spaCy pipeline"):
        load_pipeline("en_no_such_pipeline")


def test_a_saved_pipeline_is_the_same_pipeline(nlp, tmp_path):
    nlp.to_disk(tmp_path / "saved")
    assert content(load_pipeline(tmp_path / "saved")(TEXTS[5])) == content(nlp(TEXTS[5]))


def test_labels_on_disk_are_those_of_the_design(nlp):
    labels = json.loads((MODEL / "news_encoder/labels.json").read_text(encoding="utf-8"))
    assert {tag[2:] for tag in labels["ner"] if tag != "O"} == {
        *(
            "PERSON",
            "ORG",
            "GPE",
            "LOC",
            "FAC",
            "NORP",
            "EVENT",
            "PRODUCT",
            "WEAPON",
            "WORK",
            "DATE",
            "MONEY",
            "MISC",
        )
    }
