"""How a word of a sentence stands, read with the shipped pipeline; and by hand-written parses."""

from datetime import date

import pytest

from kg.claims.factuality import factuality
from kg.claims.governing import GOVERNED
from kg.claims.modality import strongest
from kg.claims.stances import read_stances
from kg.events.slots import find_predicates
from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.lexicon import Content
from kg.records import Article, Event, Evidence, Interval, Section
from tests.marked import WEDNESDAY, language, lexicon, read
from tests.parses import parsed as doc_of
from tests.reading import extracted

READ = {
    "actual": """
        The clerk had been *convicted* of theft in 2004.
        The clerk had been fined or *jailed* in each of the cases.
        The minister *met* the rebels on Monday.
        The force managed to *recapture* the port.
        The flood forced thousands to *leave*.
        The firm began to *export* rice in May.
        He admitted that he had *stolen* the painting.
        Drone strikes *killed* four soldiers.
        She returned after *meeting* the bishop.
        The guards were able to *free* the hostages.
        Police stopped the *fighting*.
        The family declined a *request* for an interview.
        The union rejected an *offer* of ten euros.
        The general regretted that villagers had *died*.
        The general did not know that his troops had *fled*.
        Experts *meet* in Oslo every year.
        The clerk would later *become* president.
        The miners had to *leave* the shaft.
        Residents condemned the *attack*.
        The law will reduce road *accidents*.
        Traders doubt whether Vardia could agree to end a *war*.
        The mayor vowed to stem gun *violence*.
        The army did not fail to *stop* the convoy.
        The board will investigate the *explosion*.
        Torrential rain caused a *landslide*.
        The bishop survived being *stabbed* in May.
        Prosecutors appealed against the *sentence*.
        The rocket *exploded*, killing nobody.
        The fire not only *destroyed* the mill but spread to the quay.
        Lomar alleges that Vardia *shelled* the port.
        The *raid* was not the first on the port.
    """,
    "planned": """
        The minister will *meet* the rebels on Monday.
        Vardia and Lomar are to *sign* the treaty in June.
        Premier to *visit* flooded valley
        The premier was due to *visit* the valley.
        The bank is expected to *cut* interest rates.
        The union plans to *strike* next week.
        The two sides agreed to *withdraw* their troops.
        The firm vowed to *rebuild* the mill.
        The spokesman said six jets would be *deployed*.
        The company announced a plan to *sell* its mines.
        The board made a decision to *build* the bridge.
        The delegation flew to Lomar to *ask* for aid.
        The summit is scheduled to *open* in Lima.
        The planned *visit* angered farmers.
        They are going to *vote* on the bill.
        The *launch* of the probe was delayed.
        She arrived ahead of the *talks*.
        The court approved the *sale* of the mill.
        The *takeover* bid was a surprise.
        The club is set to *sign* the striker.
    """,
    "possible": """
        They will raise prices if no *deal* is reached.
        A warning is out for Orrin, where a few strong *tornadoes* could form.
        The court ordered the firm to *pay* the families.
        Nurses are allowed to *strike*.
        The board has the right to *sell* the mill.
        It is time to *close* the mine.
        Had the clerk been *convicted*, he would have lost his post.
        The clerk would have been freed by now had he been *convicted* of theft.
        Had the clerk pleaded guilty or been *convicted*, he could have been freed.
        Should the army *capture* the port, thousands will flee.
        The envoy is reported to have *visited* the camp.
        The premier may *resign* this week.
        The rebels could *attack* the port.
        If the river *rises* again, the town will be cut off.
        The union called on members to *strike*.
        The bishop called for a *ceasefire*.
        Lomar urged Vardia to *release* the sailors.
        The firm wants to *buy* the mill.
        The hikers tried to *cross* the glacier.
        The pilot allegedly *smuggled* gold.
        The pilot allegedly stole a van, *bought* a gun and *shot* a guard.
        He was accused of *bribing* a judge.
        It is alleged that the clerk *robbed* a bank.
        The guards are alleged to have *beaten* the thief.
        The police are investigating a possible *kidnapping*.
        Analysts fear a *coup* in Vardia.
        The mayor believes that the group *planted* the bomb.
        The threat of an *attack* closed the school.
        There is a chance that the strike will *end*.
        It is possible that the crew *survived*.
        Will the minister *resign*?
        He is unlikely to *win* the race.
        The general threatened to *bomb* the dam.
        The deal would *create* the largest bank if it were approved.
        They asked whether the envoy had *left*.
        It is not clear whether the rebels *captured* the port.
        The attempted *coup* lasted an hour.
        They hope to *reopen* the mine.
        The old bridges are vulnerable to *floods*.
        The general did not deny that the raid had *failed*.
        The firm did not deny reports that it had *fired* its treasurer.
    """,
    "negated": """
        The clerk was wrongly convicted of *stealing* the painting.
        The minister did not *meet* the rebels.
        The minister never *visited* the valley.
        No soldiers were *killed* in the raid.
        Nobody was *injured* in the fire.
        Not all members *supported* the strike.
        The board has no right to *sell* the mill.
        The clerk did not have the right to *sell* the mill.
        The rebels did not have the guns to *capture* the port.
        The sides held no *talks* this year.
        The team failed to *reach* the final.
        The minister refused to *resign*.
        The general denied that his men had *looted* the village.
        The firm called off the *merger*.
        The *summit* was cancelled.
        Guards prevented an *attack* on the embassy.
        The president ruled out *talks* with the rebels.
        She left without *signing* the treaty.
        The army has no plan to *withdraw*.
        The envoy did not plan to *travel* there.
        The bill was withdrawn before parliament could *vote*.
        Lomar has yet to *ratify* the treaty.
        The firm has abandoned its plan to *build* a dam.
        The police could not *arrest* him.
        The mayor declined to *comment*, and the *wedding* never took place.
        The regulator blocked the *takeover*.
        Neither side *won* the battle.
        Diplomats averted a *war*.
        A nurse saved two boys from *drowning*.
        The bishop narrowly escaped being *stabbed*.
        The mayor rejected a report that the clerk *bribed* a judge.
        The firm disputed a report that it had *fired* its treasurer.
        The helmet protected the rider from being *injured*.
        The firm rejected reports that it had *fired* its treasurer.
        The lawyer dismissed claims that the firm had *bribed* a judge.
        The party denied reports of the president's *death*.
        Her son spoke to the press to deny rumours of her *resignation*.
    """,
}
CASES = [
    pytest.param(line.strip(), status, id=line.strip())
    for status, lines in READ.items()
    for line in lines.strip().splitlines()
]


def status_of(parsed: Parsed, word: int, when: Interval | None = None) -> str:
    anchors = {found.token: found.anchor for found in reversed(list(find_predicates(parsed, lexicon())))}
    event = Event("Event", "", word, anchors.get(word, word), ())
    return factuality(event, read_stances(parsed, lexicon()), when)


@pytest.mark.model
@pytest.mark.parametrize("text, status", CASES)
def test_factuality_of_marked_words(text, status):
    parsed, words = read(text)
    assert {status_of(parsed, word) for word in words} == {status}


DAY = Interval(date(2024, 5, 24), date(2024, 5, 24), "day", "on Friday")


@pytest.mark.model
@pytest.mark.parametrize(
    "text, published, status",
    [
        ("The court *rules* on Friday.", WEDNESDAY, "planned"),
        ("The court *rules* on Friday.", None, "actual"),
        ("The court *ruled* on Friday.", WEDNESDAY, "actual"),
        ("The court may *rule* on Friday.", WEDNESDAY, "possible"),
    ],
)
def test_what_is_dated_after_publication_is_planned(text, published, status):
    parsed, (word,) = read(text, published=published)
    assert status_of(parsed, word, DAY) == status


@pytest.mark.model
def test_heads_do_not_make_actual_what_is_dated_after_publication():
    parsed, (word,) = read("The court *rules* on Friday.", published=WEDNESDAY)
    evidence = Evidence({}, {"actual": 0.998, "planned": 0.001, "possible": 0.0005, "negated": 0.0005})
    event = Event("Trial", "rule", word, word, (), evidence=evidence)
    stances = read_stances(parsed, lexicon())
    assert factuality(event, stances) == "actual"
    assert factuality(event, stances, DAY) == "planned"


HAND = {  # a parse, the word, how it stands
    "passive of a request": (
        """
        Rebels           NNS  3:nsubj:pass
        were|be          VBD  3:aux:pass
        urged|urge       VBN  0:root
        to               TO   5:mark
        leave            VB   3:xcomp
        """,
        4,
        "possible",
    ),
    "plan of a denial": (
        """
        He               PRP  2:nsubj
        denied|deny      VBD  0:root
        planning|plan    VBG  2:xcomp
        to               TO   5:mark
        flee             VB   3:xcomp
        """,
        4,
        "negated",
    ),
    "headline infinitive": (
        """
        Envoys           NNS  3:nsubj
        to               TO   3:mark
        meet             VB   0:root
        """,
        2,
        "planned",
    ),
}


@pytest.mark.parametrize("table, word, status", HAND.values(), ids=HAND)
def test_factuality_of_parses_by_hand(table, word, status):
    doc = doc_of(table)
    text = doc.text
    section = Section(0, len(text), "body")
    parsed = join(Article("test", "0" * 64, text, (section,)), [(section, doc)], language())
    assert parsed is not None
    assert factuality(Event("Event", "", word, word, ()), read_stances(parsed, lexicon())) == status


def test_stronger_readings_rule():
    assert strongest("actual", "planned") == "planned"
    assert strongest("possible", "planned") == "possible"
    assert strongest("possible", "negated", "actual") == "negated"


def test_every_content_governs_every_reading():
    contents: set[Content] = {"own", "actual", "planned", "possible", "negated"}
    assert set(GOVERNED) == {(c, s) for c in contents for s in ("actual", "planned", "possible", "negated")}


@pytest.mark.model
@pytest.mark.parametrize("said", ["That does not mean", "Nothing suggests"])
def test_what_is_not_meant_or_suggested_is_open(said):
    """Although the trained heads take it for a fact."""
    claims = extracted(f"{said} that Owen Tarr was arrested.").claims
    assert [each.factuality for each in claims if each.event_class == "Arrest"] == ["possible"]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, status",
    [
        ("The raid was supposed to take place at dawn in Vessa.", "possible"),
        ("The bombing was meant to take place in Vessa.", "planned"),
    ],
)
def test_what_was_to_take_place_is_not_known_to_have(text, status):
    claims = extracted(text).claims
    assert {claim.factuality for claim in claims if claim.event_class == "Attack"} == {status}
