"""Repairs of names, titles, appositions and lists."""

from kg.grammar.repair.draft_tree import CASES, OBJECTS, DraftTree
from kg.grammar.tree import NOMINAL, Kids
from kg.ontology.label_schemes import Slot

OWN: frozenset[Slot] = frozenset({"determiner", "possessive", "number", "flat"})
LISTED: frozenset[Slot] = frozenset({"conjunct", "coordinator"})
# what the head of a phrase or of a clause has, whichever word that is
CLAUSAL: frozenset[Slot] = frozenset({"case", "subject", "copula", "auxiliary", "negation", "marker"})


def attach_prepositions_to_portfolios(draft: DraftTree) -> None:
    """ "Secretary *of* State Ada Lunt": the parse may attach "of" to the name."""
    for token, slot in enumerate(draft.slots):
        noun, title = token + 1, token - 1
        if slot != "case" or not noun < draft.heads[token] or draft.heads[noun] != title:
            continue
        if draft.slots[noun] == "nominal" and not draft.has(noun, CASES):
            draft.heads[token] = noun


def correct_labels(draft: DraftTree) -> None:
    """Correct labels and heads of single words: no copula in "was due to meet", prepositions attached to titles."""
    for token, slot in enumerate(draft.slots):
        head = draft.heads[token]
        if slot == "copula" and draft.tags[head] == "VB":
            draft.slots[token] = "auxiliary"
        elif (
            slot == "case"
            and draft.slots[head] in ("apposition", "title", "possessive")
            and _precedes_noun_and_head(draft, token)
        ):
            draft.heads[token] = draft.heads[head]
        elif (
            slot == "flat" and head == token - 1 and (draft.pos[head], draft.pos[token]) == ("NOUN", "PROPN")
        ):
            draft.slots[token] = "apposition"  # "US writer *Dan* Hale"
        elif slot == "object" and draft.pos[token] == "ADJ" and _precedes_object(draft, token):
            draft.slots[token] = "open_complement"  # "shot *dead* a man"
        elif slot == "subject" and _is_second_subject(draft, token):
            draft.slots[token] = "object"  # "he told *El* Bek"
        elif slot in ("nominal", "apposition") and (noun := _noun_before_name(draft, token)) >= 0:
            draft.heads[token], draft.slots[token] = noun, "apposition"


def _is_second_subject(draft: DraftTree, token: int) -> bool:
    """True for a noun behind a verb whose subject is a pronoun before it."""
    verb = draft.heads[token]
    before = [kid for kid in draft.heads.dependents[verb] if kid < verb and draft.slots[kid] == "subject"]
    is_behind = verb < token and draft.pos[token] in ("NOUN", "PROPN") and not draft.has(verb, OBJECTS)
    is_near = draft.pos[verb] == "VERB" and "VERB" not in draft.pos[verb + 1 : token]
    is_near &= "," not in draft.words[verb:token]
    return (
        is_behind
        and is_near
        and bool(before)
        and draft.pos[max(before)] == "PRON"
        and verb - max(before) <= 2
    )


def attach_results_to_verbs(draft: DraftTree) -> None:
    """ "Gunmen shot *dead* Ada Lunt", "shot *dead* two men": no adjective of a name or before a number."""
    for token, slot in enumerate(draft.slots):
        name = draft.heads[token]
        is_of_object = (
            slot == "adjective" and draft.slots[name] == "object" and draft.heads[name] == token - 1
        )
        is_named = any(draft.pos[kid] == "PROPN" for kid in (name, *draft.heads.dependents[name]))
        is_counted = token < name and draft.pos[token + 1] in ("NUM", "DET")
        if is_of_object and (is_named or is_counted) and draft.words[token] in draft.language.words.results:
            draft.heads[token], draft.slots[token] = token - 1, "open_complement"


def attach_first_titles_to_names(draft: DraftTree) -> None:
    """ "Mayor and senator *Ada Lunt* spoke": two titles of one person, and no mayor besides."""
    for name, slot in enumerate(draft.slots):
        title = draft.heads[name]
        if slot not in ("conjunct", "apposition") or draft.pos[name] != "PROPN":
            continue
        if not _is_title(draft, title) or not _is_second_title_between(draft, title, name):
            continue
        moved = [kid for kid in draft.heads.dependents[title] if kid > name or draft.slots[kid] in CLAUSAL]
        above, draft.slots[name] = draft.heads[title], draft.slots[title]
        draft.heads[name] = name if above == title else above
        for kid in (title, *moved):
            draft.heads[kid] = name
        draft.slots[title] = "compound"


def make_names_heads(draft: DraftTree) -> None:
    """ "President-elect *Ada* Lunt", "*Ada* Lunt MLA": titles and letters hang on the name, not it on them."""
    for name, _ in draft.people:
        if _is_beside_title(draft, name):
            draft.heads[name], draft.slots[name] = name - 1, "flat"
    parts = [(start, end) for start, end in draft.people if _is_below_title(draft, start)]
    lettered = [(start, end) for start, end in draft.people if _is_beside_letters(draft, start, end)]
    kids = draft.arrange()[0] if parts or lettered else []
    for name, _ in parts:
        title = draft.heads[name]
        draft.swap(title, name, draft.slots[title], "title", kids)
    for name, letters in lettered:
        if draft.heads[name] == letters:
            draft.swap(letters, name, draft.slots[letters], "flat", kids)
        else:
            draft.heads[letters], draft.slots[letters] = name, "flat"


def attach_bodies_to_names(draft: DraftTree) -> None:
    """ "Said Aid Union (AU) chief *Ada* Lunt", "killed arts editor *Ada* Lunt": the body or noun belongs to her."""
    for start, end in draft.people:
        title = start - 1
        body = _body_before(draft, start)
        name = _outermost(draft, start, end)
        above = draft.heads[name] if draft.heads[name] != title else draft.heads[title]
        is_apart = draft.words[title - 1] == ")" or above in (body, draft.heads[body])
        if body < 0 or not is_apart or draft.heads[body] in range(title, end):
            continue
        head, slot = draft.heads[body], draft.slots[body]
        moved = [kid for kid in draft.heads.dependents[body] if kid > end or _is_of_name(draft, kid)]
        draft.heads[name], draft.slots[name] = (name if head == body else head), slot
        for kid in (body, title, *moved):
            draft.heads[kid] = name
        draft.slots[body], draft.slots[title] = "compound", "title"


def _is_of_name(draft: DraftTree, kid: int) -> bool:
    """True for what a body before a name has of the name: *with* and *jailed* in "with jailed Aid Union (AU) chief"."""
    return draft.slots[kid] in CLAUSAL or (draft.slots[kid] == "adjective" and draft.pos[kid] == "VERB")


def _body_before(draft: DraftTree, name: int) -> int:
    """The noun before the title of a name, with or without its letters in brackets; -1 if there is none."""
    title = name - 1
    if title < 1 or draft.pos[title] not in NOMINAL:
        return -1
    is_honorific = draft.lemmas[title] in draft.language.names.honorifics
    if is_honorific or not (_is_title(draft, title) or draft.slots[title] == "title"):
        return -1
    body = title - 1
    if draft.words[body] == ")" and draft.words[body - 2 : body - 1] == ["("]:
        body -= 3
        while draft.heads[body] < body and _is_inside_name(draft, body):
            body = draft.heads[body]
        return body if draft.pos[body] == "PROPN" and not _is_person(draft, body) else -1
    is_plain = draft.pos[body] == "NOUN" and not _is_person(draft, body)
    return body if is_plain and draft.slots[body] in OBJECTS | {"subject", "passive_subject"} else -1


def _is_inside_name(draft: DraftTree, token: int) -> bool:
    """True for both last words of "Ministry of Trade and Labour"."""
    head = draft.heads[token]
    is_part = draft.slots[token] in ("flat", "nominal") or (
        draft.slots[token] == "conjunct" and draft.slots[head] in ("flat", "nominal")
    )
    return is_part and draft.pos[head] == "PROPN"


def _is_below_title(draft: DraftTree, name: int) -> bool:
    """True for Ada in "DCI *Ada* Lunt", where the parser begins the name with the title."""
    title = draft.heads[name]
    is_in_name = any(start <= title < end for start, end in draft.people)
    return (
        draft.slots[name] == "flat" and title == name - 1 and draft.pos[title] == "PROPN" and not is_in_name
    )


def _is_beside_title(draft: DraftTree, name: int) -> bool:
    """True for Ada in "the mother of Pvt. *Ada* Lunt", where the parser puts the name beside the mother."""
    title = name - 1
    if title < 0 or draft.slots[name] != "apposition" or draft.heads[title] != draft.heads[name]:
        return False
    titles = {each.lower() for each in draft.language.names.titles}
    return draft.slots[title] == "nominal" and draft.pos[title] == "PROPN" and draft.words[title] in titles


def _is_beside_letters(draft: DraftTree, name: int, after: int) -> bool:
    """True for a name that hangs on the letters behind it, "Ada Lunt MLA", or is a second subject beside them."""
    if after >= len(draft.words) or draft.words[after].upper() not in draft.language.names.post_nominals:
        return False
    if draft.heads[name] == after:
        return draft.slots[name] in ("compound", "flat")
    is_beside = draft.heads[name] == draft.heads[after] and draft.heads[name] != name
    return is_beside and draft.slots[after] == draft.slots[name]


def _is_second_title_between(draft: DraftTree, title: int, name: int) -> bool:
    """True if another title is between, and no "the" or name makes the first that of another person."""
    after = {
        kid
        for kid in draft.heads.dependents[title]
        if title < kid
        and draft.slots[kid] != "coordinator"
        and (kid <= name or draft.slots[kid] == "conjunct")
    }
    second = name - 1
    if draft.slots[second] == "conjunct" and draft.heads[second] == title:
        is_one = draft.slots[name] == "apposition" or not draft.has(title, OWN)
        return after == {name, second} and _is_title(draft, second) and is_one
    own = (kid for kid in draft.heads.dependents[name] if title < kid < name)
    is_listed = draft.slots[name] == "conjunct" and after == {name} and not draft.has(title, OWN)
    return is_listed and any(_is_title(draft, kid) for kid in own)


def _is_title(draft: DraftTree, token: int) -> bool:
    return _is_person(draft, token) and draft.tags[token] in ("NN", "NNP")


def _is_person(draft: DraftTree, token: int) -> bool:
    return draft.language.nouns.types.get(draft.lemmas[token].lower()) == "Person"


def _precedes_noun_and_head(draft: DraftTree, token: int) -> bool:
    """True for "with" in "with the rebel leader Samo Kett", "with key ally Ostavia"."""
    name = draft.heads[token]
    return token < name and token < draft.heads[name]


def _precedes_object(draft: DraftTree, token: int) -> bool:
    """True right after a verb whose object follows."""
    verb = draft.heads[token]
    after = range(token + 1, len(draft.heads))
    return verb == token - 1 and any(
        draft.heads[kid] == verb and draft.slots[kid] == "object" for kid in after
    )


def _noun_before_name(draft: DraftTree, token: int) -> int:
    """The noun that a name attached to a phrase is in apposition to; -1 if there is none."""
    if _is_name_after_person(draft, token):
        return token - 1
    if draft.slots[token] == "nominal" and _is_name_after_phrase(draft, token):
        return draft.heads[token]
    return token - 1 if draft.slots[token] == "nominal" and _is_name_after_noun(draft, token) else -1


def _is_name_after_phrase(draft: DraftTree, token: int) -> bool:
    """True for Ali in "chairman of the Trade Chamber Ali Bek"."""
    head, before = draft.heads[token], token - 1
    if draft.lemmas[head] in draft.language.events.ones and draft.words[before] == ",":
        return draft.pos[token] == "PROPN" and not draft.has(token, CASES)  # "one of the clerks, *Ali* Bek"
    is_after = before > head and draft.heads[before] == head and draft.slots[before] == "nominal"
    is_description = is_after and draft.language.nouns.types.get(draft.lemmas[head]) == "Person"
    return is_description and draft.pos[token] == "PROPN" and not draft.has(token, CASES)


def _is_name_after_person(draft: DraftTree, token: int) -> bool:
    """True for Ali in "the widow of the officer Ali Bek", who is not the widow."""
    head, before = draft.heads[token], token - 1
    is_after = before > head and draft.heads[before] == head and draft.slots[before] == "nominal"
    is_name = draft.pos[token] == "PROPN" and not draft.has(token, CASES)
    return is_after and is_name and _is_title(draft, before) and _is_title(draft, head)


def _is_name_after_noun(draft: DraftTree, token: int) -> bool:
    """True for Vessa in "raids on the stronghold Vessa"."""
    is_name = draft.pos[token] == "PROPN" and draft.pos[token - 1] == "NOUN" and token > 0
    return is_name and draft.heads[token] == draft.heads[token - 1] and draft.slots[token - 1] == "nominal"


def join_hyphenated_titles(draft: DraftTree) -> None:
    """ "The secretary-*general*" is one word, whose last part is its head."""
    parts = [
        token
        for token, slot in enumerate(draft.slots)
        if slot == "apposition" and draft.heads[token] == token - 2 and draft.words[token - 1] == "-"
    ]
    kids = draft.arrange()[0] if parts else []
    for token in parts:
        head = draft.heads[token]
        draft.swap(head, token, draft.slots[head], "compound", kids)


def attach_clauses_after_brackets(draft: DraftTree) -> None:
    """ "Ali Bek (known as Al), *who* was arrested": a clause after a bracket belongs to the name before it."""
    for token, slot in enumerate(draft.slots):
        head = draft.heads[token]
        if slot in ("relative", "conjunct") and head < token and ")" in draft.words[head:token]:
            outer = head
            while "(" not in draft.words[outer:head] and draft.heads[outer] < outer:
                outer = draft.heads[outer]
            is_inside = draft.words[outer:head].count("(") == 1 and ")" not in draft.words[outer:head]
            if is_inside and draft.pos[outer] in NOMINAL:
                draft.heads[token] = outer


def read_lists_with_semicolons(draft: DraftTree) -> None:
    """ "The mayor, Ali Bek; the *treasurer*, Ove Lund; and others": a semicolon separates members, a comma does not."""
    for token, slot in enumerate(draft.slots):
        head = draft.heads[token]
        if slot not in ("apposition", "conjunct") or head > token or ";" not in draft.words[head:token]:
            continue
        if slot == "apposition":
            first = _first_before_semicolon(draft, head)
            if {draft.pos[first], draft.pos[token]} <= NOMINAL:
                draft.heads[token], draft.slots[token] = first, "conjunct"
        elif draft.pos[token] == "PROPN" and draft.words[token - 1] == ",":
            members = (kid for kid in draft.heads.dependents[head] if head < kid < token)
            last = max((kid for kid in members if draft.slots[kid] == "conjunct"), default=token)
            if draft.pos[last] == "NOUN" and ";" not in draft.words[last:token]:
                draft.heads[token], draft.slots[token] = last, "apposition"


def _first_before_semicolon(draft: DraftTree, token: int) -> int:
    """The first member of the list whose member a token is or describes."""
    while draft.slots[token] in ("apposition", "conjunct") and draft.heads[token] < token:
        token = draft.heads[token]
    return token


def attach_names_to_last_nouns(draft: DraftTree) -> None:
    """ "His mother, Ada, and father, *Ivo*, left": each noun of a list has its own name."""
    ends = dict(draft.people)
    for token, slot in enumerate(draft.slots):
        head, noun = draft.heads[token], token - 2
        if slot not in ("apposition", "conjunct") or draft.pos[token] != "PROPN" or head > noun:
            continue
        is_after_noun = draft.words[token - 1] == "," and draft.pos[noun] == "NOUN"
        if not is_after_noun:
            continue
        others = (kid for kid in draft.heads.dependents[head] if head < kid < noun)
        is_listed = draft.slots[noun] == "conjunct" and draft.heads[noun] == head
        is_last = is_listed and any(draft.slots[kid] == "apposition" for kid in others)
        if is_last or _is_owned_between_commas(draft, noun, ends.get(token)):
            draft.heads[token], draft.slots[token] = noun, "apposition"


def _is_owned_between_commas(draft: DraftTree, noun: int, end: int | None) -> bool:
    """True for wife in "Ali Bek, his *wife*, Ada, and their son": the name ends at a comma."""
    is_closed = end is not None and end < len(draft.words) and draft.words[end] == ","
    return is_closed and _is_title(draft, noun) and draft.pos[noun - 1] == "PRON"


def attach_posts_to_names_within(draft: DraftTree) -> None:
    """ "Lawyers for Ada Lunt, the *founder* of a bank, left": a noun in the singular describes her, not the lawyers."""
    for post, several in enumerate(draft.heads):
        if draft.slots[post] != "apposition" or draft.tags[post] != "NN" or draft.tags[several] != "NNS":
            continue
        between = (kid for kid in draft.heads.dependents[several] if several < kid < post)
        names = [kid for kid in between if draft.slots[kid] == "nominal" and draft.pos[kid] == "PROPN"]
        if names and "," in draft.words[max(names) : post]:
            draft.heads[post] = max(names)


def attach_names_after_adjectives_to_nouns(draft: DraftTree) -> None:
    """ "The governor general, *Ada* Lunt, left": an apposition is to the noun, not to the adjective behind it."""
    for name, adjective in enumerate(draft.heads):
        noun = draft.heads[adjective]
        is_behind = draft.slots[adjective] == "adjective" and noun == adjective - 1
        if draft.slots[name] == "apposition" and is_behind and draft.pos[adjective] == "ADJ":
            draft.heads[name] = noun


def attach_second_names_to_nouns(draft: DraftTree) -> None:
    """ "The mother of Ali Bek, *Ada* Bek, left": two names between commas are of two people, the noun and its owner."""
    starts = {start for start, _ in draft.people}
    for name in sorted(starts):
        owner = draft.heads[name]
        is_second = draft.slots[name] in ("apposition", "conjunct") and draft.words[name - 1] == ","
        if is_second and owner in starts and _is_of_one_noun(draft, owner, name):
            draft.heads[name], draft.slots[name] = draft.heads[owner], "apposition"


def _is_of_one_noun(draft: DraftTree, owner: int, name: int) -> bool:
    """True for Ali in "the mother of *Ali* Bek, Ada Bek,"; not in lists: "a friend of Ali, Ove and Ada"."""
    noun = draft.heads[owner]
    later = (kid for kid in draft.heads.dependents[owner] if kid > owner and kid != name)
    is_list = any(draft.slots[kid] in LISTED for kid in later) or draft.has(name, LISTED)
    is_phrase = draft.slots[owner] == "nominal" and noun < owner < name
    return is_phrase and not is_list and draft.pos[noun] == "NOUN" and _is_title(draft, noun)


def attach_descriptions_to_relatives(draft: DraftTree) -> None:
    """ "Ove Lund, the uncle of Ali Bek, a *baker* who was arrested": right behind the second name, it describes him."""
    kids, _ = draft.arrange()
    outer = {end: _outermost(draft, start, end) for start, end in draft.people}
    for token, slot in enumerate(draft.slots):
        first = next(iter(kids[token].get("determiner", [])), token)
        name = outer.get(first - 1, -1)
        is_behind = slot in ("apposition", "nominal") and draft.words[first - 1] == "," and name >= 0
        if is_behind and draft.words[first] in ("a", "an") and _is_of_relative(draft, name):
            draft.heads[token], draft.slots[token] = name, "apposition"


def _outermost(draft: DraftTree, start: int, end: int) -> int:
    """The token of a name that hangs on none of its others."""
    return next((token for token in range(start, end) if not start <= draft.heads[token] < end), start)


def _is_of_relative(draft: DraftTree, name: int) -> bool:
    """True for Ali in "the uncle of *Ali* Bek"."""
    noun = draft.heads[name]
    is_kin = draft.lemmas[noun] in draft.language.references.kinship
    return is_kin and noun < name and draft.slots[name] == "nominal"


def coordinate_listed_names(draft: DraftTree) -> None:
    """ "Ali Bek, the owner of the mill, *Piet Maas*, the mayor, and Ove Lund": three people.

    Likewise "a former premier, a former *minister* and other officials". Parsers read such a member between commas
    as an apposition to the one before it.
    """
    kids, _ = draft.arrange()
    for token, slot in enumerate(draft.slots):
        if slot in ("apposition", "nominal") and not kids[token].get("case"):
            is_relative = _is_named_relative(draft, token, kids)
            first = draft.heads[token] if is_relative else _first_of_list(draft, token, kids)
            if first >= 0 and any(kid > token for kid in kids[first].get("conjunct", [])):
                draft.heads[token], draft.slots[token] = first, "conjunct"


def _is_named_relative(draft: DraftTree, token: int, kids: list[Kids]) -> bool:
    """True for "Ali Bek, his *wife*, Ada, and Ove Lund": who has a name is another person than the one before."""
    starts = {start for start, _ in draft.people}
    is_named = not starts.isdisjoint(kids[token].get("apposition", []))
    is_owned = any(draft.pos[kid] == "PRON" for kid in kids[token].get("possessive", []))
    return is_named and is_owned and draft.heads[token] in starts and _is_title(draft, token)


def _first_of_list(draft: DraftTree, token: int, kids: list[Kids]) -> int:
    """The first member of a list that a member is attached to, directly or by a description; else -1."""
    head = draft.heads[token]
    if _article(draft, token, kids) == _article(draft, head, kids) == "a":
        return head
    is_name = draft.pos[token] == "PROPN" and draft.words[token - 1] == ","
    is_description = draft.slots[head] == "apposition" and draft.pos[head] == "NOUN" and head < token
    is_description &= "possessive" not in kids[head]  # "Ali Bek, his *wife*, Ada, and Ove Lund"
    return draft.heads[head] if is_name and is_description and draft.pos[draft.heads[head]] == "PROPN" else -1


def _article(draft: DraftTree, token: int, kids: list[Kids]) -> str:
    words = {draft.words[kid] for kid in kids[token].get("determiner", [])}
    return "a" if words & draft.language.references.determiners["indefinite"] else ""
