import json
import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import OntologyError
from kg.ontology.classes.lexicon import Condition, Lexicon
from kg.ontology.classes.read_ontology import load_lexicon, read_lexicon
from kg.ontology.files import ontology_file

CONTRACT = """
Meeting Visit Agreement Support Cooperation Aid Concession Request Accusation Rejection Threat Sanction
Attack Battle Capture Control Withdrawal Mobilization Coercion Displacement Killing Injury Abduction Protest
Statement Movement Delivery Acquisition Payment Founding Closure Launch Appointment Departure Election
Investigation Arrest Charge Trial Conviction Sentence Release Lawsuit Legislation Disaster Birth Death Marriage
Victory Award holdsPosition leads memberOf partOf locatedIn capitalOf citizenOf allyOf spokespersonFor owns
foundedBy formerlyHeldPosition population familyOf livesIn educatedAt
""".split()

GIFT: dict[str, Any] = {
    "label": "Gift",
    "family": "Business",
    "comment": "AGENT gives PATIENT to RECIPIENT.",
    "close": {"plover": "AID"},
    "triggers": {
        "verbs": ["gift", {"words": ["give"], "needs": {"object": ["present", "Product"]}}],
        "nouns": ["gift"],
    },
    "roles": {
        "agent": ["subject", "by"],
        "patient": None,
        "recipient": {"from": ["indirect", "to"], "required": True},
    },
    "shortcut": {"property": "gaveTo", "from": "agent", "to": "recipient"},
    "quantities": {"amount": {"from": ["object"], "kind": "money"}},
    "examples": [
        {"text": "Ada gave Piet a present.", "roles": {"agent": "Ada", "recipient": "Piet"}},
        {"text": "The shop gifted Lena a kite.", "roles": {"agent": "shop", "recipient": "Lena"}},
        {"text": "She has a gift for numbers.", "roles": None},
    ],
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped ontology with one class only: quick to load."""
    path = tmp_path_factory.mktemp("base")
    (path / "events").mkdir()
    for name in (
        "core.yaml",
        "stance.yaml",
        "light_verbs.yaml",
        "events/Abduction.yaml",
        "events/Killing.yaml",
    ):
        shutil.copy(ontology_file(name), path / name)
    killing = (path / "events/Killing.yaml").read_text("utf8")
    (path / "events/Killing.yaml").write_text(re.sub("folds_into.*", "", killing), encoding="utf8")
    return path


def folder(tmp_path: Path, change: Callable[[dict[str, Any]], object] | None = None, **files: str) -> Path:
    """A folder with events/Gift.yaml, changed, and other files."""
    content = json.loads(json.dumps(GIFT))
    if change:
        change(content)
    (tmp_path / "events").mkdir()
    (tmp_path / "events/Gift.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf8")
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf8")
    return tmp_path


def test_every_class_of_the_contract_has_its_file(lexicon: Lexicon) -> None:
    assert sorted(lexicon.classes) == sorted(CONTRACT)


def test_the_shipped_ontology_survives_pickling(lexicon: Lexicon) -> None:
    assert pickle.loads(pickle.dumps(lexicon)) == lexicon


def test_a_folder_adds_a_class(tmp_path: Path, base: Path) -> None:
    found = read_lexicon(base, folder(tmp_path)).classes["Gift"]
    assert (found.family, found.close, [role.name for role in found.roles]) == (
        "Business",
        (("plover", "AID"),),
        ["agent", "patient", "recipient", "place"],
    )


def test_a_folder_replaces_a_class_whole(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "events/Gift.yaml").rename(path / "events/Meeting.yaml")
    lexicon = load_lexicon(path)
    assert lexicon.classes["Meeting"].label == "Gift"
    assert "Meeting" not in [trigger.event_class for trigger in lexicon.triggers("meet", "verb")]


def test_a_folder_adds_words_of_stance(tmp_path: Path, base: Path) -> None:
    lexicon = read_lexicon(base, folder(tmp_path, stance="verbs: {say: [bellow]}"))
    kind = lexicon.stance.kind("bellow", "verb")
    assert kind is not None and (kind.name, kind.attributed) == ("say", True)
    assert lexicon.stance.kind("deny", "verb") is not None


def test_roles_keep_what_a_trigger_does_not_change(lexicon: Lexicon) -> None:
    phone = next(trigger for trigger in lexicon.triggers("talk", "verb") if trigger.needs[0].slot == "by")
    patient, agent = phone.role("patient"), phone.role("agent")
    assert patient and (patient.slots, patient.types) == (("to", "with", "themselves"), ("Actor",))
    assert agent == lexicon.classes["Meeting"].role("agent")


def test_a_trigger_takes_a_role_away(lexicon: Lexicon) -> None:
    born = next(trigger for trigger in lexicon.triggers("resign", "verb"))
    assert born.event_class == "Departure" and born.role("patient") is None


def test_conditions_tell_words_from_types(tmp_path: Path, base: Path) -> None:
    triggers = read_lexicon(base, folder(tmp_path)).triggers("give", "verb")
    gift = next(trigger for trigger in triggers if trigger.event_class == "Gift")
    assert gift.needs == (Condition("object", frozenset({"present"}), frozenset({"Product"})),)


def test_other_senses_are_read_like_triggers(tmp_path: Path, base: Path) -> None:
    senses = {"verbs": [{"words": "any", "needs": {"object": ["Abstract"]}}], "nouns": ["free gift"]}
    changed = folder(tmp_path, lambda content: content.update(other_senses=senses))
    [verb, noun] = read_lexicon(base, changed).classes["Gift"].other_senses
    assert (verb.word, verb.needs) == ("any", (Condition("object", frozenset(), frozenset({"Abstract"})),))
    assert (noun.head, noun.before, noun.roles) == ("gift", ("free",), ())


def test_a_class_may_ask_for_words(tmp_path: Path, base: Path) -> None:
    changed = folder(tmp_path, lambda content: content.update(asks_for=["give", "present"]))
    assert read_lexicon(base, changed).classes["Gift"].asks_for == {"give", "present"}


def test_longer_phrases_and_stricter_triggers_go_first(lexicon: Lexicon) -> None:
    ranks = [(-trigger.priority, -len(trigger.before)) for trigger in lexicon.triggers("strike", "noun")]
    assert ranks == sorted(ranks)
    assert {before for _, before in ranks} == {-1, 0}


def test_a_country_fits_where_an_actor_may_stand(lexicon: Lexicon) -> None:
    assert lexicon.fits("Country", ("Actor", "Event"))
    assert not lexicon.fits("Product", ("Actor", "Event"))
    assert not lexicon.fits("Actor", ("Country",))


def test_stance_of_a_trigger_counts_where_the_file_is_silent(lexicon: Lexicon) -> None:
    menace, promise = lexicon.stance.kind("blackmail", "verb"), lexicon.stance.kind("promise", "verb")
    assert menace and menace.name == "threaten"
    assert promise and promise.content == "planned"


def test_light_verbs_and_nouns_say_who_does_it(lexicon: Lexicon) -> None:
    assert lexicon.light_verbs["carry out"] == ("doer",)
    assert lexicon.light_verbs["come under"] == ("undergoer",)
    assert lexicon.light_nouns["target"] == "undergoer"


KNOWN_FORMS = {
    "irregular": ("fled", "fle", "verb", "flee"),
    "compound of an irregular": ("overthrew", "overthre", "verb", "overthrow"),
    "doubled": ("kidnapped", "kidnapp", "verb", "kidnap"),
    "mute e": ("sentenced", "sentenc", "verb", "sentence"),
    "plural": ("Clashes", "clashe", "noun", "clash"),
    "a known lemma stays": ("found", "find", "verb", "find"),
    "an unknown word stays": ("blorbed", "blorb", "verb", "blorb"),
}


@pytest.mark.parametrize("form, given, pos, lemma", KNOWN_FORMS.values(), ids=KNOWN_FORMS)
def test_forms_find_the_lemma_that_the_ontology_has(
    lexicon: Lexicon, form: str, given: str, pos: Any, lemma: str
) -> None:
    assert lexicon.lemma(form, given, pos) == lemma


def set_in(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        inside: Any = content
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = to

    return change


MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "unknown key": (set_in("trigers", to=[]), "Gift.yaml: unknown key 'trigers'; known are label, family"),
    "unknown family": (set_in("family", to="Trade"), "family is 'Trade'; known are Diplomacy"),
    "no label": (lambda content: content.pop("label"), "Gift.yaml: 'label' is missing"),
    "unknown slot": (
        set_in("roles", "agent", to=["subjct"]),
        "role.* 'agent': from: 'subjct' is no slot; known are",
    ),
    "unknown type": (
        set_in("roles", "recipient", "types", to=["Human"]),
        "'Human' is no type; known are Entity",
    ),
    "role of nowhere": (
        set_in("roles", "giver", to=["subject"]),
        "'giver': is no core role .* needs `from` and `comment`",
    ),
    "no roles": (set_in("roles", to=None), "'roles' is missing"),
    "no triggers": (set_in("triggers", to=None), "'triggers' is missing; give verbs, nouns"),
    "bare on": (
        set_in("roles", "agent", to=["subject", True]),
        "YAML reads a bare on, off, yes, no or true as True",
    ),
    "bare off as key": (
        lambda c: c["triggers"]["verbs"][1]["needs"].update({False: "any"}),
        "write it in quotes",
    ),
    "number for text": (set_in("label", to=3), "label: 3 is no text"),
    "capital": (set_in("triggers", "verbs", 0, to="Gift"), "'Gift' is no lemma; lemmas are in lower case"),
    "trigger twice": (set_in("triggers", "verbs", to=["gift", "gift"]), "verb 'gift' stands twice"),
    "unknown key of a trigger": (
        set_in("triggers", "verbs", 1, "need", to={}),
        "verb 'give': unknown key 'need'",
    ),
    "override of no role": (
        set_in("triggers", "verbs", 1, "roles", to={"topic": ["about"]}),
        "'topic' is no role of the class; it has agent, patient, recipient, place",
    ),
    "unknown type in a condition": (
        set_in("triggers", "verbs", 1, "needs", "object", to=["Present"]),
        "'Present' is no type; known are",
    ),
    "unknown voice": (
        set_in("triggers", "verbs", 1, "voice", to="middle"),
        "voice is 'middle'; it is one of active",
    ),
    "unknown stance": (set_in("stance", to="mumble"), "has stance 'mumble'; known are say"),
    "unknown vocabulary": (
        set_in("close", to={"icews": "AID"}),
        "'icews' is no vocabulary; known are plover",
    ),
    "unknown class of a vocabulary": (set_in("close", to={"plover": "GIFT"}), "plover has no class 'GIFT'"),
    "short-cut to no role": (
        set_in("shortcut", "to", to="topic"),
        "shortcut: 'topic' is no role of Gift; it has",
    ),
    "unknown kind of quantity": (
        set_in("quantities", "amount", "kind", to="euros"),
        "kind is 'euros'; it is one of",
    ),
    "quantity named as a role": (
        set_in("quantities", to={"agent": ["object"]}),
        "quantity 'agent' is a role",
    ),
    "folds into nothing": (
        set_in("folds_into", to=["Party"]),
        "folds_into names 'Party'; there is no events/Party.yaml",
    ),
    "one positive example": (
        lambda content: content["examples"].pop(0),
        "has 1 positive and 1 negative examples; it needs 2 with roles and 1 with `roles: null`",
    ),
    "no negative example": (lambda content: content["examples"].pop(), "has 2 positive and 0 negative"),
    "example without roles": (
        lambda content: content["examples"][0].pop("roles"),
        "example 1: 'roles' is missing",
    ),
    "example with an undeclared role": (
        set_in("examples", 0, "roles", "topic", to="present"),
        "example 1: roles: 'topic' is no role of the class; it has agent, patient, place, recipient",
    ),
    "filler that is not in the text": (
        set_in("examples", 0, "roles", "agent", to="Mara"),
        "'Mara' does not stand in",
    ),
    "same trigger as another class": (
        set_in("triggers", "verbs", to=["kidnap"]),
        "Abduction.yaml and Gift.yaml: both have the verb 'kidnap' without a difference",
    ),
}


@pytest.mark.parametrize("change, message", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_with_file_and_place(
    change: Callable[[dict[str, Any]], object], message: str, tmp_path: Path, base: Path
) -> None:
    with pytest.raises(OntologyError, match=message):
        read_lexicon(base, folder(tmp_path, change))


BROKEN = {
    "no YAML": ("a: [", "Broken.yaml: cannot be read as YAML: .* line 2"),
    "key twice": ("label: Gift\nlabel: Gifts\n", "key 'label' stands twice.* line 2"),
    "a list": ("- a\n- b\n", "Broken.yaml: is .*; it needs `key: value` pairs"),
    "empty": ("", "Broken.yaml: 'family' is missing"),
}


@pytest.mark.parametrize("text, message", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_by_name(text: str, message: str, tmp_path: Path, base: Path) -> None:
    path = folder(tmp_path)
    (path / "events/Broken.yaml").write_text(text, encoding="utf8")
    with pytest.raises(OntologyError, match=message):
        read_lexicon(base, path)


def test_bytes_that_are_no_text_are_refused_by_name(tmp_path: Path, base: Path) -> None:
    path = folder(tmp_path)
    (path / "events/Gift.yaml").write_bytes(b"\xff\xfe\x00label")
    with pytest.raises(OntologyError, match=r"Gift\.yaml: cannot be read as YAML"):
        read_lexicon(base, path)


def test_a_missing_folder_is_refused(tmp_path: Path, base: Path) -> None:
    with pytest.raises(OntologyError, match="nowhere: is no folder"):
        read_lexicon(base, tmp_path / "nowhere")


def test_an_ontology_without_core_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"core\.yaml: is missing"):
        read_lexicon(folder(tmp_path))


STANCE_MISTAKES = {
    "kind of nowhere": ("verbs: {mumble: [mutter]}", "'mumble' is no kind; known are say"),
    "word of two kinds": ("verbs: {say: [mutter], deny: [mutter]}", "verb 'mutter' is both say and deny"),
    "unknown content": (
        "kinds: {mumble: {content: perhaps}}",
        "content is 'perhaps'; it is one of own, actual",
    ),
    "unknown part of speech": ("interjections: {say: [ah]}", "unknown key 'interjections'"),
}


@pytest.mark.parametrize("text, message", STANCE_MISTAKES.values(), ids=STANCE_MISTAKES)
def test_a_mistake_in_stance_is_refused(text: str, message: str, tmp_path: Path, base: Path) -> None:
    with pytest.raises(OntologyError, match=message):
        read_lexicon(base, folder(tmp_path, stance=text))


def test_reading_twice_gives_the_same() -> None:
    shipped = ontology_file("core.yaml").parent
    assert read_lexicon(shipped) == read_lexicon(shipped)
