"""Gold antecedents for the trained scorer: mentions with their candidates, from GUM, ECB+ and annotated news.

Each article is read as `kg` reads it, except that gold chooses the antecedents that it knows.

GUM marks every mention of a document: one whose chain is new refers to nobody known. ECB+ marks some sentences: only
chains seen before in them count. In annotated news, a filler that is the name of somebody stands for the pronoun or
noun that fills the role where the event is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kg.entities.cluster_mentions import cluster_mentions
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.discourse import Discourse
from kg.entities.learned.anaphors import Anaphor, anaphor_features
from kg.entities.learned.features import CandidateStates, candidate_features, candidate_states
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.find import find_events
from kg.grammar.parsed import Parsed
from kg.pipeline import Knowledge
from kg.records import Mention
from training.coref import Chained
from training.event_labels import head_of, token_places, tokens_in

# Which candidates are right, and nobody known; None where gold is silent
Answer = tuple[list[bool], bool] | None


@dataclass(slots=True)
class Case:
    """A mention with its candidates: features, tokens whose states count, and which answers are right."""

    kind: str  # "he", "it", "they" or "noun"
    anaphor: int
    own: np.ndarray  # [features]
    candidates: np.ndarray  # [candidates, 3], tokens
    features: np.ndarray  # [candidates, features]
    right: np.ndarray  # [1 + candidates], the first of nobody known
    rules: int  # the answer of the rules


@dataclass(slots=True)
class Read:
    """An article with its cases. `states` are those of the tokens that cases name by their row."""

    id: str
    states: np.ndarray  # [rows, 384], float16
    cases: list[Case] = field(default_factory=list)


@dataclass(slots=True)
class Recorder:
    """Chooses as gold does and keeps each case that it knows; else as the rules do."""

    gold: Callable[[Discourse, Anaphor, Sequence[Cluster]], Answer]
    cases: list[Case] = field(default_factory=list)

    def choose(
        self, discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster], rules: Cluster | None
    ) -> Cluster | None:
        answer = self.gold(discourse, anaphor, candidates)
        if answer is None:
            return rules
        right, nobody = answer
        self.cases.append(_case(discourse, anaphor, candidates, rules, [nobody, *right]))
        if nobody:
            return rules if rules and right[list(candidates).index(rules)] else None
        return next(
            cluster for cluster, is_right in zip(candidates[::-1], right[::-1], strict=True) if is_right
        )


def _case(
    discourse: Discourse,
    anaphor: Anaphor,
    candidates: Sequence[Cluster],
    rules: Cluster | None,
    right: list[bool],
) -> Case:
    states = [candidate_states(discourse, cluster) for cluster in candidates]
    return Case(
        kind=kind_of(anaphor),
        anaphor=anaphor.mention.head,
        own=np.array(anaphor_features(discourse, anaphor, len(candidates)), np.float32),
        candidates=np.array(states, np.int32).reshape(-1, len(CandidateStates._fields)),
        features=np.array(candidate_features(discourse, anaphor, candidates, rules), np.float32),
        right=np.array(right),
        rules=1 + list(candidates).index(rules) if rules in candidates else 0,
    )


def kind_of(anaphor: Anaphor) -> str:
    if not anaphor.word:
        return "noun"
    return "he" if anaphor.gender else "they" if anaphor.is_plural else "it"


def read_cases(name: str, parsed: Parsed, recorder: Recorder) -> Read:
    """Read an article with gold's choices."""
    cluster_mentions(parsed, find_mentions(parsed), recorder)
    cases = recorder.cases
    used = sorted({case.anaphor for case in cases} | {int(t) for case in cases for t in case.candidates.flat})
    row = {token: number for number, token in enumerate(used)}
    for case in cases:
        case.anaphor = row[case.anaphor]
        case.candidates = np.vectorize(row.get, otypes=[np.int32])(case.candidates)
    assert parsed.states is not None
    below = parsed.states[:, parsed.states.shape[1] // 2 :]
    return Read(name, below[used].astype(np.float16), cases)


# --- what gold says


def by_chains(
    chains: dict[int, str], *, is_complete: bool
) -> Callable[[Discourse, Anaphor, Sequence[Cluster]], Answer]:
    """Gold of a corpus with chains by head token; `is_complete` if every mention of a text is marked."""

    def chain_of(discourse: Discourse, cluster: Cluster) -> str | None:
        found = [_chain(discourse, mention, chains) for mention in cluster.mentions]
        counts = Counter(chain for chain in found if chain is not None)
        return counts.most_common(1)[0][0] if counts else None

    def answer(discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster]) -> Answer:
        chain = chains.get(anaphor.mention.head)
        if chain is None:
            return ([False] * len(candidates), True) if is_complete and anaphor.word else None
        right = [chain_of(discourse, cluster) == chain for cluster in candidates]
        return (right, not any(right)) if is_complete or any(right) else None

    return answer


def _chain(discourse: Discourse, mention: Mention, chains: dict[int, str]) -> str | None:
    tokens = [mention.head, *discourse.tokens(mention)]
    return next((chains[token] for token in tokens if token in chains), None)


def gum_chains(parsed: Parsed, gold: Iterable[Chained]) -> dict[int, str]:
    place = token_places(parsed)
    return {place[mention.begin]: mention.chain for mention in gold if mention.begin in place}


def ecb_chains(parsed: Parsed, gold: Iterable[tuple[int, int, str]]) -> dict[int, str]:
    """Chains of characters [begin, end) by head token; of two with one head the shorter's."""
    place, found = token_places(parsed), {}
    for begin, end, chain in sorted(gold, key=lambda each: each[0] - each[1]):
        tokens = tokens_in(begin, end, place)
        if tokens:
            found[head_of(parsed, tokens)] = chain
    return found


def by_fillers(
    parsed: Parsed, annotated: dict[str, Any], known: Knowledge
) -> Callable[[Discourse, Anaphor, Sequence[Cluster]], Answer]:
    """Gold of annotated news: the head token of the name for each token that fills its role, None if itself."""
    means = dict(_fillers(parsed, annotated, known))

    def answer(discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster]) -> Answer:
        head = anaphor.mention.head
        if head not in means:
            return None
        named = means[head]
        if named is None:  # its words are the filler: no name is known for sure
            right = [not cluster.is_named for cluster in candidates]
            return (right, True) if not anaphor.word else ([False] * len(candidates), True)
        meant = discourse.cluster_at.get(named)
        right = [cluster is meant for cluster in candidates]
        return (right, False) if any(right) else None

    return answer


def _fillers(parsed: Parsed, annotated: dict[str, Any], known: Knowledge) -> Iterable[tuple[int, int | None]]:
    mentions = find_mentions(parsed)
    place, heads = token_places(parsed), {mention.head: mention for mention in mentions}
    events: dict[int, list[tuple[str, int]]] = {}
    for event in find_events(parsed, resolve(parsed, mentions), known.lexicon, known.heads):
        events.setdefault(event.trigger, []).extend((f.role, f.token) for f in event.fillers)
    for event in annotated["events"]:
        tokens = tokens_in(event["begin"], event["end"], place)
        local = [filler for token in tokens for filler in events.get(token, ())]
        for role in ("agent", "patient", "recipient"):
            ours = sorted({token for name, token in local if name == role and token in heads})
            spans = [tokens_in(f["begin"], f["end"], place) for f in event["roles"].get(role, [])
                     if not f.get("event")]  # fmt: skip
            if len(ours) == len(spans) == 1 and spans[0]:
                token, span = ours[0], spans[0]
                if token in span:
                    yield token, None
                elif heads[token].kind != "name":
                    yield token, head_of(parsed, span)
