"""Fillers that a claim's own words leave out: derived members of groups, inferred doers; with the shipped pipeline."""

from dataclasses import replace

import pytest

from kg.claims.implied.derived import with_derived
from kg.pipeline import claims_with_events, parse
from kg.records import ImpliedKind
from tests.reading import extracted, known, paragraph

pytestmark = pytest.mark.model

DERIVED = {  # a text; class and person of each derived filler
    "An Estrian delegation led by Ada Lunt met Norland's premier in Oslo on Monday.": {"Meeting: Ada Lunt"},
    "A delegation from Benari arrived in Lisbon on Tuesday. Tadek Roos, who heads the delegation, said it would stay a "
    "week. The delegation will meet the mayor on Thursday.": {"Movement: Tadek Roos", "Meeting: Tadek Roos"},
    "Mara Quill's delegation held talks with union leaders in Vessa.": {"Meeting: Mara Quill"},
    "A delegation including Ivo Brandt and Edda Sorn visited the port.": {"Visit: Ivo Brandt", "Visit: Edda Sorn"},
    "The Benari delegation, headed by Jonas Brandt, will meet President Orla Venn.": {"Meeting: Jonas Brandt"},
    "A rescue team of ten, led by Lena Falk, travelled to the island on Sunday.": {"Movement: Lena Falk"},
    "A group of senators including Tom Arley visited Kigali in March.": {"Visit: Tom Arley"},
    "The Norland delegation included Piet Maas and Ines Halvorsen. The delegation met bishops in Quito.": {
        "Meeting: Piet Maas",
        "Meeting: Ines Halvorsen",
    },
    "Ilsa Marn was part of the Estrian delegation. The delegation held talks with Norland.": {"Meeting: Ilsa Marn"},
    "Ali Bek, a member of the delegation, praised the hosts. The delegation had met the king.": {"Meeting: Ali Bek"},
    "Delegation leader Ali Bek praised the hosts. The delegation had met the king.": {"Meeting: Ali Bek"},
    "Deputy Premier Ove Lund is leading a trade mission. The mission will visit Ankara on Friday.": {"Visit: Ove Lund"},
    "The head of the delegation, Rosa Nimm, was late. The delegation met officials in Turin.": {"Meeting: Rosa Nimm"},
    "A negotiating team under Hanna Wold arrived in Doha on Sunday.": {"Movement: Hanna Wold"},
    # each of several that an event happens to, or who do it
    "The blast killed nine people, including the mayor, Ada Lunt.": {"Killing: Ada Lunt"},
    "Police detained 26 people, including the union leader Zora Meli.": {"Arrest: Zora Meli"},
    "Several senators, including Ada Lunt and Ove Brandt, criticised the plan.": {
        "Accusation: Ada Lunt",
        "Accusation: Ove Brandt",
    },
    "Four people were arrested, including Ada Lunt and her brother, Jon Falk.": {"Arrest: Jon Falk"},
}  # fmt: skip
NOT_DERIVED = [
    # the group did not meet, or it is not said that it did
    "An Estrian delegation led by Ada Lunt did not meet the premier.",
    "An Estrian delegation led by Ada Lunt may meet the premier.",
    # the person is not of the group, not any more, or not yet
    "A delegation led by Ada Lunt signed the treaty. A second delegation met the mayor of Bergen.",
    "A delegation formerly led by Ada Lunt met the premier in Oslo on Monday.",
    "Ada Lunt did not join the delegation. The delegation met the mayor on Monday.",
    "The delegation, which does not include Ada Lunt, met the mayor on Monday.",
    "Ada Lunt was not part of the delegation. The delegation met the mayor on Monday.",
    "Ada Lunt is a former member of the delegation. The delegation met the mayor on Monday.",
    "Ada Lunt praised the delegation. The delegation met the mayor on Monday.",
    "A delegation sent by Ada Lunt met the premier in Oslo on Monday.",
    "Ada Lunt will lead the delegation next year. The delegation met the mayor on Monday.",
    "Police did not detain the 26 people, including the union leader Zora Meli.",
    "Police detained 26 people who attacked ministers, including Ada Lunt.",
    # an army, a party, a firm is not there with its head
    "Ada Lunt leads the Reed Party. The party held talks with the union on Monday.",
    "Ada Lunt leads the company. The company held talks with the union on Monday.",
    "The army, led by General Ivo Brandt, met resistance in the valley.",
    # a head of state sends a delegation
    "President Orla Venn's delegation met the rebels in Geneva on Monday.",
    # what the group does to others is not done by each member
    "A delegation led by Ada Lunt was attacked in Vessa on Monday.",
]  # fmt: skip
INFERRED = {  # a text; class and body of the inferred filler
    "Deliveries of the missiles have been suspended, France's defence minister said on Monday.": "Sanction: France",
    "Kenyan President Orla Venn said exports of grain had been suspended.": "Sanction: Kenya",
    "Two frigates will be deployed to the strait, a Kenyan navy spokesman said.": "Mobilization: Kenyan navy",
    "Kestrel Bank spokeswoman Edda Sorn said two branches had been closed.": "Closure: Kestrel Bank",
    "The Danish foreign ministry said three diplomats had been expelled.": "Sanction: Danish foreign ministry",
    "Chilean Defence Minister Tom Arley said 300 soldiers would be deployed to the border.": "Mobilization: Chile",
    "Peru's interior minister, Tom Arley, said the march had been banned.": "Sanction: Peru",
    "The firm said its chief accountant had resigned. Two plants will be closed, the firm said.": "Closure: firm",
    "The airline said flights to Vessa had been suspended.": "",  # who suspends flights is open
    "Tom Arley, a spokesman for the trade ministry, said a task force had been set up.": "Founding: trade ministry",
    "Two satellites were launched on Friday, the Kestrel company said.": "Launch: Kestrel company",
    "Delivery of the boats to Kenya has been halted, the Danish trade minister, Ove Lind, said.": "Sanction: Denmark",
    "Generators have been sent to the islands, Denmark's government said.": "Delivery: Danish government",
}  # fmt: skip
NOT_INFERRED = [
    # the doer is named
    "France's defence minister said deliveries of the missiles had been suspended by Norway.",
    "France's defence minister said Norway had suspended deliveries of the missiles.",
    # another doer is plausible
    "France's defence minister said deliveries of the Norwegian missiles had been suspended.",
    "Norwegian exports of gas have been halted, France's energy minister said.",
    "Three French diplomats have been expelled, France's foreign minister said.",
    "Its licence has been suspended, the airline said.",
    "Peru's interior minister said the troops had been withdrawn under pressure from Chile.",
    # crimes and acts of force: whoever reports them did not commit them
    "A man has been killed in Vessa, a police spokesman said.",
    "Two soldiers have been abducted, Peru's defence minister said.",
    "Three villages were attacked on Monday, Peru's interior minister said.",
    "The suspect has been convicted, a court spokesman said.",
    # those who watch or report
    "Deliveries of grain have been suspended, the Vessa Observatory said.",
    "Deliveries of grain have been suspended, a court spokesman said.",
    "Deliveries of grain have been suspended, the economist Edda Sorn said.",
    # not so, or perhaps
    "France's defence minister denied that deliveries of the missiles had been suspended.",
    "Deliveries of the missiles may be suspended, France's defence minister said.",
    # in passing
    "France's defence minister said prices rose after deliveries of the missiles were suspended.",
    "Deliveries of the missiles have been suspended.",
]  # fmt: skip


def implied(text: str, kind: ImpliedKind) -> set[str]:
    extraction = extracted(text)
    names = {entity.key: entity.label for entity in extraction.entities}
    return {
        f"{claim.event_class}: {names[each.filler.entity or '']}"
        for claim in extraction.claims
        for each in claim.implied
        if each.kind == kind
    }


@pytest.mark.parametrize("text", DERIVED)
def test_members_of_groups_take_part(text):
    assert implied(text, "derived") == DERIVED[text]


def test_a_filler_within_the_words_of_a_group_is_derived():
    """The trained heads may see a leader take part; the sentence says so of the group."""
    text = "An Estrian delegation led by Ada Lunt met the premier."
    parsed = parse(paragraph(text), known())
    assert parsed is not None
    resolution, pairs = claims_with_events(parsed, known())
    leads, meets = (claim for claim, _ in pairs if claim.trigger in ("led", "met"))
    leader = replace(leads.fillers_of("agent")[0], role="agent")
    claims = [leads, replace(meets, fillers=(leader, *meets.fillers))]
    _, meeting = with_derived(claims, parsed, resolution, known().lexicon)
    assert [filler.text for filler in meeting.fillers_of("agent")] == ["An Estrian delegation"]
    assert [each.filler.text for each in meeting.implied] == ["Ada Lunt"]


@pytest.mark.parametrize("text", NOT_DERIVED)
def test_others_do_not_take_part(text):
    assert implied(text, "derived") == set()


@pytest.mark.parametrize("text", INFERRED)
def test_bodies_do_what_their_speakers_report(text):
    assert implied(text, "inferred") == {INFERRED[text]} - {""}


@pytest.mark.parametrize("text", NOT_INFERRED)
def test_no_doer_is_inferred(text):
    assert implied(text, "inferred") == set()
