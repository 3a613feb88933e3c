"""Quantities in one unit, so that "$2bn" and "2 billion dollars", or two years and 24 months, are one number."""

from __future__ import annotations

from dataclasses import replace

from kg.link.engine.weights import Weights
from kg.records import Quantity


def measured(quantity: Quantity, weights: Weights) -> Quantity:
    """The quantity in the unit that its kind is compared in, without words that change nothing ("exactly 12").

    One in a unit that nobody knows stays in it.
    """
    unit, value = weights.units.get((quantity.unit or "").lower(), (quantity.unit, 1.0))
    modifier = quantity.modifier.lower() if quantity.modifier else None
    modifier = None if modifier in weights.exact else modifier
    return replace(quantity, value=quantity.value * value, unit=unit, modifier=modifier)
