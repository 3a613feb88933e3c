import pytest

from kg.link import find_copies
from kg.records import article_id
from tests.linking import ArticleBuilder

WIRE = [
    "The ferry Solveig ran aground off the island of Brann on Monday with 212 passengers on board.",
    "Rescuers brought everyone ashore within three hours, the coast guard of the district said.",
    "Its captain, who had been at the helm since midnight, told investigators that the radar had failed.",
    "The owner of the ship, Brann Lines, had been fined twice for skipping inspections of its engines.",
    "Divers are to examine the hull on Thursday, and the strait stays closed to large vessels until then.",
]
REWORDED = [
    "Passengers wept as they came ashore in the harbour, and the mayor handed out blankets and soup.",
    "All 212 passengers of the ferry Solveig, which ran aground off the island of Brann, were safe by noon.",
    "Its captain told investigators that the radar had failed, after a night at the helm since midnight.",
    "Brann Lines, the owner of the ship, had been fined twice for skipping inspections of its engines.",
]
OTHER = [
    "A ferry with students on board collided with a pier in the south on Monday, and nine were hurt.",
    "The coast guard said that the captain had misjudged the current near the old lighthouse.",
    "Parents demanded an inquiry into the school's choice of a boat that had no licence.",
]


def article_of(name: str, sentences: list[str], published: str | None = "2024-03-04") -> ArticleBuilder:
    builder = ArticleBuilder(name, published=published)
    for sentence in sentences:
        builder.add_sentence(sentence)
    return builder


@pytest.mark.parametrize(
    ("sentences", "published", "is_copy"),
    [
        (WIRE, "2024-03-04", True),
        (REWORDED, "2024-03-05", True),
        (REWORDED, None, True),
        (REWORDED, "2024-05-05", False),
        (OTHER, "2024-03-04", False),
        (WIRE[:1] + OTHER + OTHER[:2], "2024-03-04", False),
    ],
    ids=["whole", "reworded", "undated", "months later", "another story", "one sentence of it"],
)
def test_copies(sentences, published, is_copy):
    articles = [article_of("a", WIRE).extraction(), article_of("b", sentences, published).extraction()]
    sources = find_copies(articles)
    assert (len({sources[article_id(e.article)] for e in articles}) == 1) is is_copy


def test_copies_of_copies_are_one_source_in_any_order():
    articles = [
        article_of(name, text).extraction()
        for name, text in (("a", WIRE), ("b", REWORDED), ("c", WIRE[1:]), ("d", OTHER))
    ]
    assert find_copies(articles) == find_copies(articles[::-1])
    assert len(set(find_copies(articles).values())) == 2
