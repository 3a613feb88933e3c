import pytest
import spacy
from spacy.tokens import Doc

from training.rules_srl import find_roles

NLP = spacy.blank("en")


def parsed(rows: str) -> Doc:
    """A doc of `form/TAG/POS/lemma/head/label` words, heads as indexes."""
    words = [row.split("/") for row in rows.split()]
    columns = list(zip(*words, strict=True))
    heads = [int(head) for head in columns[4]]
    return Doc(
        NLP.vocab,
        words=columns[0],
        tags=columns[1],
        pos=columns[2],
        lemmas=columns[3],
        heads=heads,
        deps=columns[5],
    )


CASES = {
    "active": (
        "Halden/NNP/PROPN/Halden/1/nsubj bought/VBD/VERB/buy/1/ROOT mills/NNS/NOUN/mill/1/obj",
        {("bought", "Halden", "agent"), ("bought", "mills", "patient")},
    ),
    "passive": (
        "Mills/NNS/NOUN/mill/2/nsubj:pass were/VBD/AUX/be/2/aux:pass bought/VBN/VERB/buy/2/ROOT by/IN/ADP/by/4/case "
        "Halden/NNP/PROPN/Halden/2/obl:agent",
        {("bought", "Mills", "patient"), ("bought", "Halden", "agent")},
    ),
    "change of state": (
        "Prices/NNS/NOUN/price/1/nsubj fell/VBD/VERB/fall/1/ROOT",
        {("fell", "Prices", "patient")},
    ),
    "control": (
        "They/PRP/PRON/they/1/nsubj urged/VBD/VERB/urge/1/ROOT Lund/NNP/PROPN/Lund/1/obj to/TO/PART/to/4/mark "
        "resign/VB/VERB/resign/1/xcomp",
        {("urged", "They", "agent"), ("urged", "Lund", "patient"), ("resign", "Lund", "agent")},
    ),
    "relative clause": (
        "The/DT/DET/the/1/det envoy/NN/NOUN/envoy/1/ROOT who/WP/PRON/who/3/nsubj resigned/VBD/VERB/resign/1/acl:relcl",
        {("resigned", "envoy", "agent")},
    ),
    "relative clause without a pronoun": (
        "mills/NNS/NOUN/mill/0/ROOT Halden/NNP/PROPN/Halden/2/nsubj bought/VBD/VERB/buy/0/acl:relcl",
        {("bought", "Halden", "agent"), ("bought", "mills", "patient")},
    ),
    "shared subject": (
        "Lund/NNP/PROPN/Lund/1/nsubj signed/VBD/VERB/sign/1/ROOT and/CC/CCONJ/and/3/cc spoke/VBD/VERB/speak/1/conj",
        {("signed", "Lund", "agent"), ("spoke", "Lund", "agent")},
    ),
    "recipient, place, time": (
        "Lund/NNP/PROPN/Lund/2/nsubj will/MD/AUX/will/2/aux hand/VB/VERB/hand/2/ROOT it/PRP/PRON/it/2/obj "
        "to/IN/ADP/to/5/case Vey/NNP/PROPN/Vey/2/obl in/IN/ADP/in/7/case Orrin/NNP/PROPN/Orrin/2/obl "
        "on/IN/ADP/on/9/case Monday/NNP/PROPN/Monday/2/obl",
        {
            ("hand", "Lund", "agent"),
            ("hand", "will", "modality"),
            ("hand", "it", "patient"),
            ("hand", "Vey", "recipient"),
            ("hand", "Orrin", "place"),
            ("hand", "Monday", "time"),
        },
    ),
    "light verb": (
        "Lund/NNP/PROPN/Lund/1/nsubj made/VBD/VERB/make/1/ROOT a/DT/DET/a/3/det promise/NN/NOUN/promise/1/obj",
        {("promise", "Lund", "agent")},
    ),
    "event noun": (
        "Halden/NNP/PROPN/Halden/2/nmod:poss 's/POS/PART/'s/0/case purchase/NN/NOUN/purchase/2/ROOT "
        "of/IN/ADP/of/4/case mills/NNS/NOUN/mill/2/nmod",
        {("purchase", "Halden", "agent"), ("purchase", "mills", "patient")},
    ),
    "have to": (
        "Lund/NNP/PROPN/Lund/1/nsubj has/VBZ/VERB/have/1/ROOT to/TO/PART/to/3/mark resign/VB/VERB/resign/1/xcomp",
        {("resign", "Lund", "agent")},
    ),
    "copula and negation": (
        "Lund/NNP/PROPN/Lund/3/nsubj is/VBZ/AUX/be/3/cop not/RB/PART/not/3/advmod mayor/NN/NOUN/mayor/3/ROOT",
        {("is", "Lund", "patient"), ("is", "not", "negation")},
    ),
}


@pytest.mark.parametrize("rows, expected", CASES.values(), ids=CASES)
def test_roles_are_read_off_the_parse(rows, expected):
    doc = parsed(rows)
    assert {(doc[r.predicate].text, doc[r.filler].text, r.name) for r in find_roles(doc)} == expected


def test_heads_in_a_circle_of_clauses_do_not_hang():
    doc = parsed("go/VB/VERB/go/1/xcomp stop/VB/VERB/stop/2/xcomp run/VB/VERB/run/2/ROOT")
    assert list(find_roles(doc)) != []
