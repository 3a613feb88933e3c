"""What two nodes must share to be held against each other: only those of one block are."""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.engine.spellings import acronym, skeleton
from kg.link.engine.weights import Weights
from kg.link.entities.profiles import Name
from kg.link.entities.same_name import Node


def spellings(node: Node) -> Iterator[str]:
    """What two nodes must share to be compared: a whole name, or the consonants of its last word and its initial."""
    for name in node.names:
        yield f"{node.family}={' '.join(name)}"
        yield f"{node.family}~{skeleton(name[-1])}{name[0][0] if len(name) > 1 else ''}"


def full_forms(node: Node, weights: Weights) -> Iterator[str]:
    """What a full name may be called for short: by its surname's consonants, its initials, its telling words."""
    for name in node.names:
        if node.family == "Person":
            yield f"Person~{skeleton(name[-1])}"
        else:
            if short := acronym(name, weights.particles | weights.small):
                yield f"{node.family}:{short}"
            yield f"{node.family}={' '.join(_core(name, weights))}"
            if len(name) > 2:
                yield f"{node.family}={' '.join(_core(name[1:], weights))}"
            if "of" in name[1:]:
                yield f"{node.family}={' '.join(_core(name[: name.index('of', 1)], weights))}"


def short_forms(node: Node, weights: Weights) -> Iterator[str]:
    """The same of a name that may be somebody's short one."""
    if node.family == "Person":
        yield from (f"Person~{skeleton(node.name[0])}" for _ in node.name[:1] if len(node.name) == 1)
    else:
        yield from (f"{node.family}:{node.name[0]}" for _ in node.name[:1] if len(node.name) == 1)
        yield f"{node.family}={' '.join(_core(node.name, weights))}"


def _core(name: Name, weights: Weights) -> Name:
    """The words that short forms keep: all but countries and such as short forms leave out, if any are left."""
    own = tuple(word for word in name if not word.isupper())
    return tuple(word for word in own if word not in weights.left_out) or own
