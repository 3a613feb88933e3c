"""Which names of an article refer to one entity: spellings, acronyms, surnames and short forms of fuller names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.entities.name_forms import (
    Key,
    Name,
    initials,
    is_inner_surname,
    is_short_for,
    lacks_middle,
    plain_words,
)
from kg.entities.name_history import NameHistory
from kg.entities.personal_titles import with_other_title, with_title
from kg.entities.split_names import split_by_gender, split_by_place
from kg.ontology.folding import comparable
from kg.ontology.nouns import Gender
from kg.ontology.reference_rules import References


def group_names(names: Sequence[Name], references: References) -> list[Key]:
    """For each name, in text order, the family and comparable form of the fullest name of the same entity."""
    keys = [_key(name, references) for name in names]
    keys = _with_adjectives(names, _without_clashes(keys), references.name_parts.adjective_endings)
    keys = _with_plurals(names, keys)
    return split_by_place(names, split_by_gender(names, _fuller(names, keys, references)))


def _key(name: Name, references: References) -> Key:
    if name.country:
        return "country", name.country
    form = comparable(name.text)
    if row := references.entity_list.entity(name.family, form):
        return name.family, comparable(row.name)
    if name.family == "other":
        form = form.removesuffix(" group") if len(form.split()) > 2 else form
        form = comparable(references.aliases.get(form, form))
    if name.family == "person":
        form = _respelled(form, references)
    return name.family, form


def _respelled(form: str, references: References) -> str:
    """A person's name with its surname in its main spelling, "husayn" as "hussein"; of rare surnames all words."""
    *first, last = form.split() or [""]
    last = references.spellings.get(last, last)
    if last in references.distinctive:
        first = [references.spellings.get(word, word) for word in first]
    return " ".join([*first, last])


def _without_clashes(keys: Sequence[Key]) -> list[Key]:
    """A name with two types has the one that most of its mentions have; a person and a place may share a name."""
    families: dict[str, Counter[str]] = defaultdict(Counter)
    for family, form in keys:
        families[form][family] += 1
    settled = []
    for family, form in keys:
        of_form = families[form]
        if "other" in of_form and len(of_form) == 2:
            family = max(sorted(of_form), key=of_form.__getitem__)
        settled.append((family, form))
    return settled


def _with_adjectives(names: Sequence[Name], keys: Sequence[Key], endings: Sequence[str]) -> list[Key]:
    """The adjective of a place that the article names goes to the place: "Karvelian" to "Karvelia"."""
    places = {form for family, form in keys if family == "place"}
    changed = []
    for name, (family, form) in zip(names, keys, strict=True):
        stems = [form.removesuffix(ending) for ending in endings if form.endswith(ending)]
        named = [place for stem in stems for place in (stem, stem + "a", stem + "e") if place in places]
        changed.append(("place", named[0]) if name.type == "Group" and named else (family, form))
    return changed


def _with_plurals(names: Sequence[Name], keys: Sequence[Key]) -> list[Key]:
    """The adjective or singular of a people goes to the plural that the article has: "Muslim" to "Muslims"."""
    groups = {key for name, key in zip(names, keys, strict=True) if name.type == "Group"}
    plurals = {(family, form): (family, f"{form}s") for family, form in groups}
    return [plurals[key] if plurals.get(key) in groups else key for key in keys]


def _fuller(names: Sequence[Name], keys: Sequence[Key], references: References) -> list[Key]:
    """Each key, or that of the fuller name."""
    said: dict[Key, list[Name]] = defaultdict(list)
    for name, key in zip(names, keys, strict=True):
        said[key].append(name)
    longer = _longer_names(said, references)
    distinct = {(key, *name.beside): name for name, key in zip(names, keys, strict=True)}
    fitting = {each: _fitting(name, each[0], longer, said, references) for each, name in distinct.items()}
    relatives = frozenset(key for name, key in zip(names, keys, strict=True) if name.relative)
    history = NameHistory(keys, fitting.values(), relatives)
    for name, key in zip(names, keys, strict=True):
        full = history.most_frequent(fitting[key, *name.beside]) or key
        history.add(key, full, name.sentence, is_bare=full != key and name.is_bare)
    # a name that only contradicts the fuller ones stays itself
    return [
        full if full == key else _last(full, longer) for key, full in zip(keys, history.chosen, strict=True)
    ]


def _longer_names(said: Mapping[Key, Sequence[Name]], references: References) -> dict[Key, list[Key]]:
    """For each name the names of the article that it may be short for, in the order of their first mentions.

    They share its first word, or have it as their initials.
    """
    order = {key: number for number, key in enumerate(said)}
    by_word: dict[str, dict[Key, None]] = defaultdict(dict)
    small_words = references.name_parts.small_words
    for key in said:
        for word in {*plain_words(key), *initials(key[1].split(), small_words)}:
            by_word[word].setdefault(key)
    longer = {}
    for key, names in said.items():
        similar = {*by_word.get(next(iter(key[1].split()), ""), ()), *by_word.get(key[1], ())}
        near = [
            other
            for other in sorted(similar, key=order.__getitem__)
            if not references.entity_list.keeps_apart(key, other)
            and not _is_of_another_family(key, other, names)
            and not _is_double_surname(key, said[other])
        ]
        longer[key] = _longer(key, near, names[0], references)
    return longer


def _longer(key: Key, near: Sequence[Key], name: Name, references: References) -> list[Key]:
    """The names of several that a name, written as `name`, may be short for."""
    longer = [other for other in near if is_short_for(key, other, name, references)]
    if not any(other[1].endswith(f" {key[1]}") for other in longer):
        longer = [o for o in near if o in longer or is_inner_surname(key, o, references)]
    if len(longer) > 1:  # "George Lunt" of "George W. Lunt" and "George H. Lunt"
        longer = [other for other in longer if not lacks_middle(key, other)]
    return longer


def _is_of_another_family(short: Key, full: Key, names: Sequence[Name]) -> bool:
    """Whether a first name is a relative's whose family has another surname: "Ada Lunt's son *Peter*", "Peter Holm"."""
    first, *others = plain_words(full)
    return short[1] == first and any(name.kin_of and name.kin_of.isdisjoint(others) for name in names)


def _is_double_surname(short: Key, full: Sequence[Name]) -> bool:
    """Whether a surname is the first part of another: "Lunt" is not Ada "*Lunt-Holm*"."""
    return all(" " not in name.text and comparable(name.text.partition("-")[0]) == short[1] for name in full)


def _fitting(
    name: Name,
    key: Key,
    longer: Mapping[Key, Sequence[Key]],
    said: Mapping[Key, Sequence[Name]],
    references: References,
) -> tuple[Key, ...]:
    """The fuller names that a name may be short for; with the name itself where "Mr Lunt" fits none of them.

    Of several people of one surname, those whom the article calls by their first names are not called by the surname.
    """
    fuller = {
        other: said[other] for other in longer[key] if not with_other_title(name, said[other], references)
    }
    titled = {other: names for other, names in fuller.items() if with_title(name, names, references)}
    if by_title := _agreeing(name, titled):
        return tuple(by_title)
    fitting = _agreeing(name, fuller)
    if name.type != "Person" or not fitting:
        return tuple(fitting)
    by_surname = [full for full in fitting if not _is_called_by_first_name(full, key, said)]
    gendered = (other for other in said[key] if other.gender and not name.gender)
    is_another = any(all(_agreement(each, names, None) < 0 for names in fuller.values()) for each in gendered)
    return (*(by_surname or fitting), *([key] if is_another else []))


def _is_called_by_first_name(full: Key, short: Key, said: Mapping[Key, Sequence[Name]]) -> bool:
    """Whether the article, outside quotations, has a person's first name more often than the full name."""
    first = full[0], full[1].partition(" ")[0]
    times = sum(not name.is_quoted for name in said.get(first, ()))
    return first != short and times > len(said[full])


def _agreeing(name: Name, fuller: Mapping[Key, Sequence[Name]]) -> list[Key]:
    """The fuller names that gender and generation agree with best; none that one of them contradicts.

    None of several for "Mr" or "Ms", where nothing says which of them it is. Of a person without a known gender
    whose relative is named, it is that of "his" in "his wife Ada Lunt".
    """
    of_relatives = next((each.relative for names in fuller.values() for each in names if each.relative), None)
    agreement = {key: _agreement(name, names, of_relatives) for key, names in fuller.items()}
    best = max(agreement.values(), default=-1)
    fitting = [key for key, agrees in agreement.items() if agrees == best >= 0]
    is_open = name.gender is not None and best == 0 and len(fitting) > 1
    return [] if is_open else fitting


def _agreement(name: Name, fuller: Sequence[Name], of_relatives: Gender | None) -> int:
    """-1 if gender or generation differ from a fuller name's, wherever it is; else how many of them speak for it.

    That both are male does not where no first name says it: most people without a known gender are.
    """
    genders = {other.gender for other in fuller} - {None} or {other.given for other in fuller} - {None}
    if not genders and of_relatives and not any(other.relative for other in fuller):
        genders = {of_relatives}
    generations = {other.generation for other in fuller} - {None}
    for own, others in ((name.gender, genders), (name.generation, generations)):
        if own and others and own not in others:
            return -1
    is_said = name.gender == "female" or any(other.given for other in fuller)
    return (bool(name.gender and genders) and is_said) + (name.generation in generations)


def _last(key: Key, longer: Mapping[Key, Sequence[Key]]) -> Key:
    """The fullest name where it is the only one: IS -> Islamic State -> Islamic State in Iraq."""
    seen = {key}
    while len(longer[key]) == 1 and longer[key][0] not in seen:
        key = longer[key][0]
        seen.add(key)
    return key
