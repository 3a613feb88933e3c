"""Who says so, of every marked word, read with the shipped pipeline."""

import pytest

from kg.claims.attribution import read_speech
from kg.claims.stances import read_stances
from kg.grammar.parsed import Parsed
from kg.grammar.quotations import find_quotations
from kg.pipeline import extract
from kg.read.clean import clean
from kg.records import RawArticle
from tests.marked import lexicon, read
from tests.reading import extracted, known, words

SAID = {  # a text with a marked word; the speakers' head words, the outermost first
    "The mayor *left* the city on Monday.": [],
    "Lomar's minister said the army had *left* the valley.": ["minister"],
    "The minister told reporters that the army had *left*.": ["minister"],
    "The army had *left* the valley, a spokesman said.": ["spokesman"],
    "The army had *left* the valley, said a spokesman.": ["spokesman"],
    "The army *left* the valley, according to villagers.": ["villagers"],
    "According to villagers, the army *left* the valley.": ["villagers"],
    "The minister *said* that the army had left.": [],
    "The minister said the army had won, a claim that the rebels *denied*.": [],
    "A man believed to be in his 30s was *arrested* in Vessa.": [],
    "Hackers thought to be backed by Norland *broke* into the bank, a minister said.": ["minister"],
    "The minister signed a treaty, ending speculation that he would *leave*.": [],
    "The minister made a claim that the army had *left*.": ["minister"],
    "Officials said the rebels had *claimed* that the town had fallen.": ["Officials"],
    "Officials said the rebels had claimed that the town had *fallen*.": ["Officials", "rebels"],
    "The daily Corriere quoted the minister as saying that the army had *left*.": ["Corriere", "minister"],
    "The minister was quoted as saying that the army had *left*.": ["minister"],
    "Police accused the broker of *stealing* two million euros.": ["Police"],
    "Nurses accused the *minister*, Marta Voss, of lying.": [],
    "Nurses accused the minister, Marta Voss, of *lying*.": ["Nurses"],
    "The broker denied *stealing* two million euros.": ["broker"],
    "The broker denied the *theft* of two million euros.": ["broker"],
    "The union's claim that the firm *fired* two workers is disputed.": ["union"],
    "The pilot is alleged to have *smuggled* gold.": [],
    "The minister did not say whether the army had *left*.": [],
    "Analysts believe that the group *planted* the bomb.": ["Analysts"],
    "The rebels *took* the town, Radio Lomar reported, citing residents.": ["Radio", "residents"],
    "The ferry line *closed* two ports, citing safety concerns.": [],
    "The ferry line *closed* two ports, the mayor said, citing harbour records.": ["mayor", "records"],
    "The talks, officials say, will *resume* on Monday.": ["officials"],
    "The man who *shot* the guard said he was sorry.": [],
    "The firm will *close* the mill, warning that prices have fallen.": [],
    "The firm will close the mill, warning that prices have *fallen*.": ["firm"],
    "The doctor found the child *dead*.": [],
    "The judge, who *freed* the sailors, said the law was clear.": [],
    "Police *fired* two guards in May; his lawyer denied the charge.": [],
    "Police *fired* two guards in May; two left, his lawyer said.": ["lawyer"],
    "Rebels *shelled* the port, as he told reporters in May.": ["he"],
    "The mayor has *claimed* victory as the council concluded its hearing.": [],
}
QUOTED = {
    "runs on": ('"We won the vote," Marta Voss told reporters. "The other side *cheated*."', ["Marta"]),
    "runs on in the next paragraph": (
        '"We won the vote," Marta Voss said.\n"The other side *cheated* and everybody knows it."',
        ["Marta"],
    ),
    "several sentences before the speaker": (
        '"The other side *cheated*. We won the vote," Marta Voss said.',
        ["Marta"],
    ),
    "curly, introduced": ("Marta Voss told the court: “We won. The other side *cheated*.”", ["Marta"]),
    "introduced by the sentence before": (
        'Marta Voss spoke to reporters in Lima. "The other side *cheated* in the vote."',
        ["Marta"],
    ),
    "not after the quotation": (
        '"We won the vote," Marta Voss said. The other side *protested* in the square.',
        [],
    ),
    "a new speaker": (
        '"We won the vote," Marta Voss said. "The other side *cheated*," said Ilse Kern.',
        ["Ilse"],
    ),
    "scare quotes": ('Gunmen *attacked* the "liberated" town on Monday.', []),
}


def speakers(parsed: Parsed, word: int) -> list[str]:
    speech = read_speech(read_stances(parsed, lexicon()))
    return [parsed.doc[token].text for token in speech.speakers(word)]


SAID |= {
    "Detectives found photos of the *raid* on his phone.": [],
    "The inquiry found evidence of a *raid*.": ["inquiry"],
}
SAID |= {"Brandt responded to *reports* that rebels left.": [], "Voss replied to *claims* of fraud.": []}


@pytest.mark.model
@pytest.mark.parametrize("text, heads", SAID.items(), ids=SAID)
def test_speakers_by_grammar(text, heads):
    parsed, (word,) = read(text)
    assert speakers(parsed, word) == heads


@pytest.mark.model
@pytest.mark.parametrize("text, heads", QUOTED.values(), ids=QUOTED)
def test_speakers_of_quotations(text, heads):
    parsed, (word,) = read(text)
    assert speakers(parsed, word) == heads


HEADLINES = {
    "Voss: Rebels will *attend* debate": ["Voss"],
    "Old dam may *burst*: experts": ["experts"],
    "Tessaro to *buy* rival - report": ["report"],
    "Old dam may *burst*, experts say": ["experts"],
    "Orrin gas leaks: Nun *dies* as two are held": [],
    "Storm *hits* coast: the long night of the fishing fleet in the north": [],
}


@pytest.mark.model
@pytest.mark.parametrize("text, heads", HEADLINES.items(), ids=HEADLINES)
def test_speakers_of_headlines(text, heads):
    parsed, (word,) = read(text, kind="headline")
    assert speakers(parsed, word) == heads


@pytest.mark.model
def test_what_is_said_behind_a_semicolon_is_not_what_stands_before_it():
    text = "Mr Holm said on Monday that he had left; he said, however, that a bank had paid him."
    topics = [words(claim, "topic") for claim in extracted(text).claims if claim.trigger == "said"]
    assert topics == [{"that he had left"}, {"that a bank had paid him"}]


@pytest.mark.model
def test_quotations_end_with_their_paragraph():
    parsed, _ = read('"One day. Two days.\n"Three days." Four.')
    assert [parsed.text(q.start, q.stop) for q in find_quotations(parsed)] == [
        '"One day. Two days.',
        '"Three days."',
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, expected",
    [
        ('"One day.\nTwo days," she said.', ['"One day.', 'Two days,"']),
        ('"One day.\nShe was "home" by then.', ['"One day.', '"home"']),
    ],
)
def test_a_quotation_goes_on_without_a_new_opening_mark(text, expected):
    parsed, _ = read(text)
    assert [parsed.text(q.start, q.stop) for q in find_quotations(parsed)] == expected


@pytest.mark.model
def test_he_of_a_quotation_that_goes_on_is_not_its_speaker():
    text = (
        "Ivo Dorrick was sentenced on Monday. Prosecutor Pavel Stenning welcomed that.\n\n"
        '"He is no victim.\n\nHe murdered Constable Arno Bell," Stenning said.'
    )
    article = clean(RawArticle("a.txt", "0" * 64, text), known().boilerplate)
    (claim,) = [each for each in extract(article, known()).claims if each.trigger == "murdered"]
    assert {filler.entity for filler in claim.fillers_of("agent")} == {"person:ivo dorrick"}
