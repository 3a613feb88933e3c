"""The passes that repair a parse, in order: each with an example and the reason for its place.

The first passes correct labels, the next ones bring CLEAR parses into the shape of Universal Dependencies, the last
ones correct attachments that parsers often get wrong. To add a pass, write its function beside those of its topic
and add a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.grammar.repair.clauses import (
    attach_agents_to_objects,
    attach_content_clauses,
    attach_deeds_to_accusations,
    attach_finite_conjuncts,
    attach_infinitives_to_their_verbs,
    attach_reasons_of_sentences,
    attach_results_to_background,
    make_nouns_after_participles_objects,
    read_verbs_after_prepositions_as_nouns,
)
from kg.grammar.repair.clear_shape import (
    attach_coordinators_to_next_conjunct,
    lift_copular_complements,
    lift_prepositional_objects,
    raise_infinitive_subjects,
)
from kg.grammar.repair.draft_tree import (
    DraftTree,
)
from kg.grammar.repair.function_words import (
    label_closed_classes,
    lift_semi_modal_verbs,
)
from kg.grammar.repair.names import (
    attach_bodies_to_names,
    attach_clauses_after_brackets,
    attach_descriptions_to_relatives,
    attach_first_titles_to_names,
    attach_names_after_adjectives_to_nouns,
    attach_names_to_last_nouns,
    attach_posts_to_names_within,
    attach_prepositions_to_portfolios,
    attach_results_to_verbs,
    attach_second_names_to_nouns,
    coordinate_listed_names,
    correct_labels,
    join_hyphenated_titles,
    make_names_heads,
    read_lists_with_semicolons,
)
from kg.grammar.repair.numbers import (
    make_ranges_objects,
)
from kg.grammar.repair.passives import (
    read_elided_passives,
    read_shot_dead_as_passive,
    read_told_as_passive,
)
from kg.grammar.repair.reduced_relatives import (
    attach_participles_to_nouns,
    attach_participles_to_people,
    attach_reputed_participles,
    read_nouns_as_participles,
    read_participles_behind_nouns,
)
from kg.grammar.repair.reports import (
    attach_comments_to_speech_verbs,
    attach_obliques_to_speech_verbs,
    attach_other_reports_to_speech_verbs,
    attach_repeated_speech,
    attach_reports_to_speech_verbs,
)
from kg.grammar.repair.speakers import (
    attach_inverted_speakers_to_verbs,
    attach_modified_speakers,
    attach_speakers_to_verbs,
)

Condition = Literal["always", "prepositions head nouns", "copulas head complements"]


@dataclass(frozen=True, slots=True)
class Pass:
    """One repair: an example with the repaired word marked, and why it runs where it does."""

    apply: Callable[[DraftTree], None]
    example: str
    order: str
    needed: Condition = "always"


PASSES = (
    Pass(
        apply=label_closed_classes,
        example="They did *not* only meet.",
        order="first: later passes ask for negators, particles and markers by slot",
    ),
    Pass(
        apply=attach_prepositions_to_portfolios,
        example="Secretary *of* State Ada Lunt spoke.",
        order="before labels are corrected: a name with a preposition is no apposition",
    ),
    Pass(
        apply=correct_labels,
        example="US writer *Dan* Hale won.",
        order="before every pass that reads appositions",
    ),
    Pass(
        apply=make_names_heads,
        example="President-elect *Ada* Lunt spoke.",
        order="before every pass that asks what hangs on a name",
    ),
    Pass(
        apply=attach_bodies_to_names,
        example="They met Aid Union (AU) chief *Ada* Lunt.",
        order="after names are the heads of their titles; before speakers are sought",
    ),
    Pass(
        apply=attach_results_to_verbs,
        example="Gunmen shot *dead* Ada Lunt.",
        order="after names are the heads of their titles: of 'dead President Ada Lunt' the name is the object",
    ),
    Pass(
        apply=attach_first_titles_to_names,
        example="*Mayor* and senator Ada Lunt spoke.",
        order="after names in apposition are labelled; before speakers are sought",
    ),
    Pass(
        apply=attach_speakers_to_verbs,
        example='"We won," the mayor, *Ali Bek*, told reporters.',
        order="after names in apposition are labelled; before verbs move, so that positions still show the clause",
    ),
    Pass(
        apply=attach_inverted_speakers_to_verbs,
        example='"They ran," said a *porter*.',
        order="beside the speakers before their verbs",
    ),
    Pass(
        apply=attach_modified_speakers,
        example="They fled, a *man* reached by phone said.",
        order="after the other speakers have their verbs",
    ),
    Pass(
        apply=lift_prepositional_objects,
        example="They met in *Rome*.",
        order="before copulas, whose complement may be a prepositional phrase",
        needed="prepositions head nouns",
    ),
    Pass(
        apply=attach_coordinators_to_next_conjunct,
        example="They saw Rome *and* Paris.",
        order="before complements are lifted: conjuncts still have the heads of the scheme",
        needed="copulas head complements",
    ),
    Pass(
        apply=raise_infinitive_subjects,
        example="They asked *Moscow* to halt.",
        order="before semi-modals, which ask for open complements",
        needed="copulas head complements",
    ),
    Pass(
        apply=lift_copular_complements,
        example="The raid was *deadly*.",
        order="after prepositional objects are lifted: in 'was in Rome' the complement is Rome",
        needed="copulas head complements",
    ),
    Pass(
        apply=lift_semi_modal_verbs,
        example="They are going to *meet*.",
        order="after all complements have their slots",
    ),
    Pass(
        apply=attach_reputed_participles,
        example="A man *believed* to be armed fled.",
        order="before participles after nouns, which have no infinitive",
    ),
    Pass(
        apply=read_elided_passives,
        example="A woman was stabbed and her son *shot*.",
        order="beside the other passives without an auxiliary",
    ),
    Pass(
        apply=read_told_as_passive,
        example="Villagers *urged* to flee.",
        order="before participles after nouns: it is the main verb",
    ),
    Pass(
        apply=read_shot_dead_as_passive,
        example="A robber *shot* dead by police had a gun.",
        order="beside the passive of those who are told",
    ),
    Pass(
        apply=attach_deeds_to_accusations,
        example="They accused the mayor of *lying* to them.",
        order="before clauses are attached: the clause is that of the verb",
    ),
    Pass(
        apply=read_verbs_after_prepositions_as_nouns,
        example="Ada Lunt quit after *claims* she had lied.",
        order="before clauses are attached: those behind such a noun say what it tells",
    ),
    Pass(
        apply=read_nouns_as_participles,
        example="A cyclist *hit* by a van died.",
        order="before participles after nouns, whose tags it corrects",
    ),
    Pass(
        apply=read_participles_behind_nouns,
        example="Acts by a clerk *accused* of theft ended.",
        order="before participles after nouns, which asks for clauses",
    ),
    Pass(
        apply=attach_participles_to_nouns,
        example="A bridge *bombed* in May was rebuilt.",
        order="after prepositional objects and complements are lifted: the main verb has its final dependents",
    ),
    Pass(
        apply=attach_participles_to_people,
        example="Doctors at Vessa Clinic, *led* by Ada Lunt, agreed.",
        order="after participles are told from finite verbs",
    ),
    Pass(
        apply=attach_obliques_to_speech_verbs,
        example='"We will not talk," he told reporters *in Rome*.',
        order="after prepositional objects are lifted",
    ),
    Pass(
        apply=make_nouns_after_participles_objects,
        example="Guards accusing then Mayor *Ada* Lunt left.",
        order="after prepositional objects are lifted",
    ),
    Pass(
        apply=attach_reports_to_speech_verbs,
        example="He said the road was bad, *adding* that it was closed.",
        order="before loose conjuncts: those that continue a report are attached to its verb",
    ),
    Pass(
        apply=attach_repeated_speech,
        example="He said he knew whether Ali had left and *said* no more.",
        order="after reports, whose verbs it asks for; before other loose conjuncts",
    ),
    Pass(
        apply=attach_other_reports_to_speech_verbs,
        example="She said it was safe, while her aide *warned* of floods.",
        order="beside the reports of the same speaker",
    ),
    Pass(
        apply=attach_comments_to_speech_verbs,
        example="She said it was safe, a *claim* that her rival denied.",
        order="beside what else is no part of what somebody says",
    ),
    Pass(
        apply=attach_finite_conjuncts,
        example="They kept staff from returning and *put* lives at risk.",
        order="after reports, which take their conjuncts first",
    ),
    Pass(
        apply=make_ranges_objects,
        example="It killed between 10 and 15 *miners*.",
        order="after prepositional objects are lifted",
    ),
    Pass(
        apply=attach_agents_to_objects,
        example="The town banned a march by *nurses*.",
        order="after prepositional objects are lifted",
    ),
    Pass(
        apply=attach_content_clauses,
        example="They denied the report *that* it sold the mill.",
        order="after prepositional objects and complements are lifted: the clause has its final dependents",
    ),
    Pass(
        apply=attach_results_to_background,
        example="It fell where a jet crashed in 1977, *killing* 583.",
        order="after prepositional objects are lifted, so that the year depends on its verb",
    ),
    Pass(
        apply=attach_infinitives_to_their_verbs,
        example="They failed for the third time to *pay*.",
        order="after prepositional objects are lifted, so that the time depends on its verb",
    ),
    Pass(
        apply=attach_reasons_of_sentences,
        example="He was sentenced to eight years in prison for *fraud*.",
        order="after prepositional objects are lifted",
    ),
    Pass(
        apply=join_hyphenated_titles,
        example="The secretary-*general* left.",
        order="before lists, which would read the second part as an apposition",
    ),
    Pass(
        apply=attach_clauses_after_brackets,
        example="Ali Bek (known as Al), *who* was arrested, left.",
        order="before lists, which ask for conjuncts",
    ),
    Pass(
        apply=read_lists_with_semicolons,
        example="The mayor, Ali Bek; the *treasurer*, Ove Lund; and others left.",
        order="before lists between commas, which ask for conjuncts",
    ),
    Pass(
        apply=attach_names_to_last_nouns,
        example="His mother, Ada, and father, *Ivo*, left.",
        order="before lists of names, which are no lists of nouns with their names",
    ),
    Pass(
        apply=attach_posts_to_names_within,
        example="Lawyers for Ada Lunt, the *founder* of a bank, left.",
        order="beside the other appositions",
    ),
    Pass(
        apply=attach_names_after_adjectives_to_nouns,
        example="The governor general, *Ada* Lunt, left.",
        order="beside the other names",
    ),
    Pass(
        apply=attach_second_names_to_nouns,
        example="The mother of Ali Bek, *Ada* Bek, left.",
        order="after titles hang on their names; before lists of names, which these are none of",
    ),
    Pass(
        apply=attach_descriptions_to_relatives,
        example="Ove Lund, the uncle of Ali Bek, a *baker* who was arrested, left.",
        order="after names hang on the nouns before them; before lists, whose members have no such noun",
    ),
    Pass(
        apply=coordinate_listed_names,
        example="Ali Bek, the owner of the mill, *Piet Maas*, the mayor, and Ove Lund left.",
        order="last: it reads appositions and conjuncts as all other passes leave them",
    ),
)


def repair(draft: DraftTree, *, copula_heads: bool) -> None:
    """Run every pass that a parse needs; `copula_heads` if its scheme makes copulas heads of their complements."""
    for each in PASSES:
        if each.needed == "always" or _is_needed(each.needed, draft, copula_heads=copula_heads):
            each.apply(draft)


def _is_needed(condition: Condition, draft: DraftTree, *, copula_heads: bool) -> bool:
    if condition == "copulas head complements":
        return copula_heads
    return "prepositional_object" in draft.slots or "prepositional_clause" in draft.slots
