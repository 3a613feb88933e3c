"""Events across articles."""
