"""Quantities in base units, so that "$2bn" and "2 billion dollars", or two years and 24 months, are equal."""

from __future__ import annotations

from dataclasses import replace

from kg.link.engine.weights import Weights
from kg.records import Quantity


def in_base_unit(quantity: Quantity, weights: Weights) -> Quantity:
    """A quantity in the base unit of its kind, without modifiers that change nothing ("exactly 12").

    A quantity in an unknown unit stays as it is.
    """
    unit, factor = weights.units.get((quantity.unit or "").lower(), (quantity.unit, 1.0))
    modifier = quantity.modifier.lower() if quantity.modifier else None
    modifier = None if modifier in weights.exact_modifiers else modifier
    return replace(quantity, value=quantity.value * factor, unit=unit, modifier=modifier)
