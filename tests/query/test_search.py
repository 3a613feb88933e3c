from dataclasses import replace

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from kg.errors import StoreError
from kg.ontology.classes.read_ontology import load_lexicon
from kg.query.meant_entity import meant_entities
from kg.query.search import open_search
from kg.query.search_index import fold, write_search
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads
from kg.records import Extraction
from kg.store.read_build import open_store
from kg.store.write_build import publish, writing
from tests.extractions import article, entity, linked, mention, sentence, small
from tests.serving import build

SECOND = "Orla Vennström, a singer, opened the Al Nour hall in San José. The ceasefire in Quito held."


def second():
    """An article with a singer whose name begins like the president's, and names that are spelt in many ways."""
    where = sentence(SECOND, SECOND.partition(" The ")[0])
    entities = (
        entity("singer", [mention(where, "Orla Vennström", "Person")]),
        entity("hall", [mention(where, "Al Nour hall", "Place")]),
        entity("jose", [mention(where, "San José", "City")]),
    )
    sentences = (where, sentence(SECOND, "The ceasefire in Quito held."))
    return replace(small(), article=article(SECOND), sentences=sentences, entities=entities, claims=())


def copied():
    """The second article word for word, in a paper of an earlier day."""
    text = "A headline\n\n" + SECOND
    found = [sentence(text, each.text) for each in second().sentences]
    old = article(text, source="old.txt", published=article().published.replace(day=1))
    return replace(second(), article=old, sentences=tuple(found), entities=())


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("search") / "store"
    found = (small(), second(), copied())
    links, lexicon = linked(*found), load_lexicon()
    quads = [quad for each in found for quad in article_quads(each, links, lexicon)]
    with writing(path) as writer:
        writer.publish([*quads, *default_quads(found, links, lexicon)], tables=(write_search,))
    return path


@pytest.fixture(scope="module")
def search(store):
    with open_store(store) as graph, open_search(graph.path) as found:
        yield found


NAMES = {
    "whole": ("Orla Venn", "Orla Venn"),
    "begun": ("orla ve", "Orla Venn"),
    "later word begun": ("arl", "Tom Arley"),
    "other order": ("arley tom", "Tom Arley"),
    "letters turned round": ("Alrey", "Tom Arley"),
    "letter missing": ("Quto", "Quito"),
    "two slips in a long word": ("vennstrm orla", "Orla Vennström"),
    "without accents": ("san jose", "San José"),
    "written as one word": ("alnour hall", "Al Nour hall"),
    "a title before it": ("President Orla Venn", "Orla Venn"),
    "two words more": ("Prime Minister Tom Arley", "Tom Arley"),
    "an article before it": ("The Quito", "Quito"),
    "a legal form after it": ("Quito Inc.", "Quito"),
    "an acronym after it": ("Tom Arley (TA)", "Tom Arley"),
    "another word and a slip": ("Senator Tom Arly", "Tom Arley"),
    "one of five words differs": ("the old Al Noor hall", "Al Nour hall"),
    "longer, whole": ("Orla Vennstrom", "Orla Vennström"),
}


@pytest.mark.parametrize("query, label", NAMES.values(), ids=NAMES)
def test_best_name_comes_first(search, query, label):
    assert search.names(query)[0].label == label


@pytest.mark.parametrize(
    "query",
    ["Orla Brandt", "Quto raid", "bank of Tom", "a raid on the port of Quito that was told of in a paper"],
)
def test_a_name_with_half_of_the_words_is_no_match(search, query):
    assert search.names(query) == []


def test_an_exact_name_brings_no_part_of_itself(search):
    assert [hit.label for hit in search.names("Orla Venn")] == ["Orla Venn", "Orla Vennström"]


MEANT = {
    "a name": ("orla venn", "whole", ["Orla Venn"]),
    "a surname": ("Arley", "part", ["Tom Arley"]),
    "a first name of two": ("Orla", "part", ["Orla Venn", "Orla Vennström"]),
    "a beginning": ("Vennst", "part", ["Orla Vennström"]),
    "within another word": ("ley", "unclear", ["Tom Arley"]),
    "a slip": ("Tom Arly", "near", ["Tom Arley"]),
    "a title": ("Foreign Minister Arley", "near", ["Tom Arley"]),
    "an article": ("The Quito", "near", ["Quito"]),
    "another first name": ("Bo Arley", "unclear", ["Tom Arley"]),
    "a title of a place": ("Mayor Quito", "unclear", ["Quito"]),
    "nobody": ("Zoe Holm", "unclear", []),
}


@pytest.mark.parametrize("name, how, labels", MEANT.values(), ids=MEANT)
def test_a_name_means_somebody_only_if_it_is_theirs(search, name, how, labels):
    meant = meant_entities(search, name)
    assert (meant.how, [hit.label for hit in meant.hits]) == (how, labels)


def test_a_longer_query_scores_less_than_the_name(search):
    exact, longer = search.names("Tom Arley")[0], search.names("Mayor Tom Arley")[0]
    assert 0 < longer.score < exact.score


def test_names_without_a_proper_name_are_not_found(search):
    assert search.names("palace") == []


@pytest.mark.parametrize("query", ["", "  ", '"', "*", "NEAR(", "xyzzyx", "a AND", "' OR 1"])
def test_odd_queries_find_nothing_and_do_no_harm(search, query):
    assert search.names(query) == [] or query.startswith(("a", "'"))
    assert isinstance(search.sentences(query), list)


def test_type_takes_in_the_types_below_it(search):
    assert {hit.label for hit in search.names("o", type="Actor")} >= {"Orla Venn"}
    assert search.names("Orla", type="Place") == []
    assert [hit.label for hit in search.names("San", type="Place")] == ["San José"]


def test_names_tell_their_counts(search):
    hit = search.names("Quito")[0]
    assert (hit.type, hit.mentions, hit.articles, hit.sources) == ("City", 2, 1, 1)


def test_sentences_are_found_by_words_in_any_order(search):
    assert [hit.text for hit in search.sentences("quito raid")] == [
        "A raid in Quito killed at least 12 people."
    ]


def test_last_word_may_be_begun(search):
    assert search.sentences("quito ceasef")[0].text == "The ceasefire in Quito held."


def test_misspelt_words_count_where_no_sentence_has_them(search):
    assert search.sentences("qiuto ceasefrie")[0].text == "The ceasefire in Quito held."


def test_phrases_are_taken_at_their_word(search):
    assert [hit.text for hit in search.sentences('"killed at least"')] == [
        "A raid in Quito killed at least 12 people."
    ]
    assert search.sentences('"least killed"') == []


def test_a_sentence_of_several_articles_comes_once_as_the_earliest_has_it(search):
    hits = search.sentences("ceasefire")
    assert [(hit.source, hit.articles) for hit in hits] == [("old.txt", 2)]


def test_sentences_lie_where_they_say(search):
    hit = search.sentences("raid")[0]
    assert small().article.text[hit.begin : hit.end] == hit.text


def test_limit_holds(search):
    assert len(search.names("o", 2)) <= 2
    assert len(search.sentences("quito", 1)) == 1


def test_two_builds_have_the_same_index(store, tmp_path):
    with open_store(store) as graph:
        write_search(graph.graph, tmp_path)
        assert (tmp_path / "search.sqlite").read_bytes() == (graph.path / "search.sqlite").read_bytes()


def test_build_without_index_says_so(tmp_path):
    build = publish(tmp_path / "store", [])
    with pytest.raises(StoreError, match=r"has no search\.sqlite: run kg build again"):
        open_search(build)


def test_fold_takes_accents_and_signs_away():
    assert fold("Al-Moualem’s “ÉTAT”, Straße") == "al moualem s etat strasse"


def test_command_finds_names_and_sentences(store):
    done = CliRunner().invoke(main, ["find", "orla", "--store", str(store)])
    assert done.exit_code == 0
    assert done.output.splitlines()[0].startswith("Orla Venn  Person, 1 mention, 1 source  http://")
    assert "venn.txt\n    President Orla Venn was due" in done.output


def test_command_says_that_nothing_is_found(store):
    done = CliRunner().invoke(main, ["find", "xyzzyx", "--store", str(store)])
    assert (done.exit_code, done.output) == (
        1,
        "kg: find: no name or sentence matches 'xyzzyx': try fewer words, or only the beginning of a word\n",
    )


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["find", " "], "find: no words are given"),
        (["show", ""], "show: the name is empty"),
        (
            ["find", "orla", "--type", "Persn"],
            "find: no name has the type 'Persn': the types are Actor, City, ",
        ),
    ],
)
def test_what_names_nothing_is_refused_in_a_line(store, arguments, said):
    done = CliRunner().invoke(main, [*arguments, "--store", str(store)])
    assert done.exit_code == 1 and done.output.startswith(f"kg: {said}") and done.output.count("\n") == 1


@pytest.mark.parametrize("words", ["Arelly", "tomm arlley", "Orlla Vvenn"])
def test_command_lists_close_names_and_says_so(store, words):
    done = CliRunner().invoke(main, ["find", words, "--store", str(store)])
    first, second = done.output.splitlines()[:2]
    assert first == "No exact match; close to:" and second.startswith(("Tom Arley", "Orla Venn"))


def test_close_names_resemble_each_word(search):
    assert [hit.label for hit in search.close_names("Orlla Vvenn")] == ["Orla Venn"]
    assert search.close_names("Orlla Quixote") == search.close_names("") == []


def test_show_says_when_it_takes_the_nearest_name(store):
    shown = CliRunner().invoke(main, ["show", "President Tom Arley", "--store", str(store)])
    assert shown.output.startswith(
        "No name matches 'President Tom Arley' exactly. The nearest one is:\nTom Arley  ("
    )
    exact = CliRunner().invoke(main, ["show", "Tom Arley", "--store", str(store)])
    assert exact.output.startswith("Tom Arley  (")


def test_a_card_without_claims_shows_the_sentences_with_the_name(tmp_path):
    where = sentence("Old Rimfax lorries stood there.", "Old Rimfax lorries stood there.")
    lorry = entity("rimfax", [mention(where, "Rimfax", "Product")])
    told = Extraction(article(where.text, source="mill.txt"), (where,), (lorry,), ())
    build(tmp_path, told, told=linked(told))
    shown = CliRunner().invoke(main, ["show", "Rimfax", "--store", str(tmp_path)])
    assert "No claim names it. Sentences with the name:\n\n2024-" in shown.output
    assert shown.output.endswith("mill.txt\n    Old Rimfax lorries stood there.\n")


def test_find_lists_a_name_without_the_title_before_it(store):
    listed = CliRunner().invoke(main, ["find", "President Tom Arley", "--store", str(store)])
    assert listed.output.startswith("Tom Arley  Person")
