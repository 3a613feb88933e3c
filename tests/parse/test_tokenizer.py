"""The tokenizer cuts news text as the treebanks do; all sentences are made up."""

import random
import time
from pathlib import Path

import pytest
import spacy
from spacy.tokenizer import Tokenizer

from kg.parse.tokenizer import LONGEST_CHUNK, make_tokenizer

# What is cut: the tokens, a blank between them.
CASES = {
    "hyphen between words": ("the US-led, 42-year-old plan", "the US - led , 42 - year - old plan"),
    "hyphen after an article": ("Walid al-Harun of Al-Nur", "Walid al - Harun of Al - Nur"),
    "hyphen after a prefix word": ("anti-war co-founder re-elected", "anti-war co-founder re-elected"),
    "prefix word with a capital": ("Non-EU Anti-Crime", "Non-EU Anti-Crime"),
    "capitals are no prefix word": ("the UN-led talks", "the UN - led talks"),
    "prefix word before a figure": ("mid-2003 post-1990", "mid-2003 post-1990"),
    "prefix word inside a compound": ("pro-free-trade", "pro-free - trade"),
    "self is no prefix word": ("self-proclaimed", "self - proclaimed"),
    "a word that ends like a prefix word": ("Marco-led tempo-re", "Marco - led tempo - re"),
    "model numbers": ("F-16s and an S-300", "F - 16s and an S - 300"),
    "hyphen after an abbreviation": ("U.N.-backed", "U.N. - backed"),
    "other hyphens": ("UN\u2010backed UN\u2011backed", "UN \u2010 backed UN \u2011 backed"),
    "hanging hyphen": ("short- and long-term", "short - and long - term"),
    "possessives": ("Lena's Lena’s the banks' LENA'S", "Lena 's Lena ’s the banks ' LENA 'S"),
    "decades": ("the 1960's, the '80s and 1990s", "the 1960's , the '80s and 1990s"),
    "contractions": ("don't won’t it's we’re", "do n't wo n’t it 's we ’re"),
    "contractions in capitals": ("DON'T HASN’T", "DO N'T HAS N’T"),
    "contractions of nouns": ("the ministers've, who’d", "the ministers 've , who ’d"),
    "joined words": ("cannot gonna wanna", "can not gon na wan na"),
    "weekdays are no contractions": ("Wed. Wed", "Wed. Wed"),
    "names with an apostrophe": ("O'Hara, d'Arc, Ba’ath", "O'Hara , d'Arc , Ba’ath"),
    "curly quotes": ("“Yes,” he said. ‘No’", "“ Yes , ” he said . ‘ No ’"),
    "straight quotes": ("\"Yes,\" he said. 'No'", "\" Yes , \" he said . ' No '"),
    "doubled quotes": ("``Yes,'' he said. ‘‘No’’", "`` Yes , '' he said . ‘‘ No ’’"),
    "quote without a blank": ('said."We left,"he', 'said . " We left , " he'),
    "dashes": ("Oslo — or Rome—or Bonn–Paris -- or--not", "Oslo — or Rome — or Bonn – Paris -- or -- not"),
    "ellipses": ("Well... or…not ....", "Well ... or … not ...."),
    "repeated marks": ("What?! Never!!! *** ====", "What ?! Never !!! *** ===="),
    "money": ("$3.2bn US$40m HK$9 €5 £1bn", "$ 3.2 bn US$ 40 m HK$ 9 € 5 £ 1 bn"),
    "range of money": ("$10-$20", "$ 10 - $ 20"),
    "per cent": ("7%, 7.5%", "7 % , 7.5 %"),
    "units": ("10km 5kg 70k 10 km", "10 km 5 kg 70 k 10 km"),
    "ranges and scores": ("10-12 3-1 2003-2007 2003–07", "10 - 12 3 - 1 2003 - 2007 2003 – 07"),
    "times": ("6.30pm 10:00 7:30AM 9am 5 p.m. 5p.m.", "6.30 pm 10:00 7:30 AM 9 am 5 p.m. 5 p.m."),
    "dates": ("26/11/2014 2014-11-26 9/11", "26/11/2014 2014-11-26 9/11"),
    "telephone": ("(020-555-0199)", "( 020-555-0199 )"),
    "figures": ("1,234.5 21st 0.5", "1,234.5 21st 0.5"),
    "addresses": (
        "(https://example.org/a-b?c=d/e). www.example.com, ann.lee@example.org; example.co.uk",
        "( https://example.org/a-b?c=d/e ) . www.example.com , ann.lee@example.org ; example.co.uk",
    ),
    "handles and tags": ("@ann_lee: #Budget2030 #1", "@ann_lee : #Budget2030 # 1"),
    "abbreviations": (
        "Gen. Lt. Col. Sen. Reps. Gov. Inc. Corp. Jan. No. vs. Dr. St. Fri. et al.",
        "Gen. Lt. Col. Sen. Reps. Gov. Inc. Corp. Jan. No. vs. Dr. St. Fri. et al.",
    ),
    "abbreviation before a mark": ("the U.S., (U.N.) Inc.'s", "the U.S. , ( U.N. ) Inc. 's"),
    "small letters with periods": ("a.k.a. i.e. a.m.", "a.k.a. i.e. a.m."),
    "initials": ("J.K. Moss, J. K. Moss", "J.K. Moss , J. K. Moss"),
    "end of a sentence": ("the end. In NATO. At 5. A PhD.", "the end . In NATO . At 5 . A PhD ."),
    "no blank after a period": ("the image.Syria said", "the image . Syria said"),
    "no blank after a year": ("in 2014.The", "in 2014 . The"),
    "no blank after other marks": (
        "left,right;up what?No (aged 8)in",
        "left , right ; up what ? No ( aged 8 ) in",
    ),
    "slashes": ("and/or his/her", "and / or his / her"),
    "ampersand": ("Hill & Co. R&D", "Hill & Co. R&D"),
    "brackets": ("[1] (see below): {x} word[12]", "[ 1 ] ( see below ) : { x } word [ 12 ]"),
    "letters in brackets": ("the name(s)", "the name ( s )"),
    "bullets": ("•One ·Two -Three *Four", "• One · Two - Three * Four"),
    "emoji": ("Great😀 🔥🔥", "Great 😀 🔥 🔥"),
    "other scripts": ("(سوريا) Москва, 北京。", "( سوريا ) Москва , 北京 。"),
    "invisible characters": ("\ufeffThe end.\u200b So\u00adfia", "\ufeffThe end .\u200b So\u00adfia"),
    "control characters": ("a\x00b \x07", "a\x00b \x07"),
}
WHITE_SPACE = {
    "paragraphs": ("One.\n\nTwo.", ["One", ".", "\n\n", "Two", "."]),
    "no-break space": ("5\u00a0km", ["5", "\u00a0", "km"]),
    "blanks around": ("  a  b ", ["  ", "a", " ", "b"]),
    "only white space": (" \n\t", [" \n\t"]),
    "nothing": ("", []),
}
# A tokenizer that is quadratic in the length of a chunk takes from minutes to days for these.
HARD = {
    "letters": "a" * 1_000_000,
    "letters in both cases": "aB" * 500_000,
    "dots": "." * 100_000,
    "hyphens": "-" * 100_000,
    "quotes": '"' * 100_000,
    "apostrophes": "'" * 100_000,
    "quotes mixed": "\"'" * 50_000,
    "brackets": "(" * 100_000,
    "commas": "a," * 50_000,
    "colons": "a:" * 50_000,
    "at signs": "a@" * 50_000,
    "prefix words": "non-" * 25_000,
    "a path": "http://" + "a/" * 50_000,
    "a host": "a." * 50_000,
    "clitics": "'s" * 50_000,
    "invisible": "\u200b" * 100_000,
    "per cent": "%" * 100_000,
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return make_tokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_text_is_cut_as_in_the_treebanks(tokenizer: Tokenizer, text: str, expected: str) -> None:
    assert [token.text for token in tokenizer(text)] == expected.split(" ")


@pytest.mark.parametrize(("text", "expected"), WHITE_SPACE.values(), ids=WHITE_SPACE)
def test_white_space_but_a_single_blank_is_a_token(
    tokenizer: Tokenizer, text: str, expected: list[str]
) -> None:
    assert [token.text for token in tokenizer(text)] == expected


@pytest.mark.parametrize("text", [text for text, _ in (*CASES.values(), *WHITE_SPACE.values())])
def test_doc_keeps_the_text(tokenizer: Tokenizer, text: str) -> None:
    doc = tokenizer(text)
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


def test_doc_keeps_any_text(tokenizer: Tokenizer) -> None:
    draw = random.Random(7)
    marks = "aB1 \n\t.,-–—'’\"“”()[]$%€/:;!?#@&*_\u200b\u00a0\ufeff\x00é漢س😀"
    texts = ["".join(draw.choices(marks, k=draw.randrange(3 * LONGEST_CHUNK))) for _ in range(300)]
    assert [tokenizer(text).text for text in texts] == texts


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_time_is_linear(tokenizer: Tokenizer, text: str) -> None:
    start = time.process_time()
    doc = tokenizer(text)
    assert time.process_time() - start < 2 + 10 * len(text) / 1_000_000
    assert doc.text == text


def test_short_chunks_of_marks_are_no_way_round_the_limit(tokenizer: Tokenizer) -> None:
    draw = random.Random(7)
    text = " ".join("".join(draw.choices(".,;:!?)(\"'s", k=LONGEST_CHUNK - 1)) for _ in range(1_000))
    start = time.process_time()
    tokenizer(text)
    assert time.process_time() - start < 2


def test_same_text_is_cut_alike_whatever_was_read_before(tokenizer: Tokenizer) -> None:
    fresh = make_tokenizer(spacy.blank("en").vocab)
    texts = [text for text, _ in CASES.values()]
    assert [[t.text for t in fresh(text)] for text in reversed(texts)][::-1] == [
        [t.text for t in tokenizer(text)] for text in texts
    ]


def test_tokenizer_is_saved_and_loaded_with_its_pipeline(tokenizer: Tokenizer, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert type(loaded.tokenizer) is Tokenizer
    for text, expected in CASES.values():
        assert [token.text for token in loaded(text)] == expected.split(" ")
