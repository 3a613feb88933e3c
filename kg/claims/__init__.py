"""Events to claims: factuality, attribution, time."""
