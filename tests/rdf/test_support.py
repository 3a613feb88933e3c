from kg.rdf.support import certain_disputes, find_support
from kg.records import Dispute
from tests.extractions import small


def test_a_threshold_of_zero_leaves_every_claim_certain() -> None:
    support = find_support(small(), frozenset(), 0.0)
    assert not support.uncertain
    assert support.entities == {entity.key for entity in small().entities}


def test_a_dispute_needs_two_certain_claims() -> None:
    disputes = tuple(
        Dispute("disputes", "time", (name, "one"), (name, "other"), confidences)
        for name, confidences in {"both": (0.7, 0.9), "one": (0.7, 0.4), "accepted": (0.4, 0.9)}.items()
    )
    kept = certain_disputes(disputes, {("accepted", "one")}, 0.6)
    assert [each.first[0] for each in kept] == ["both", "accepted"]
