"""What is new in a build: claims, entities and contradictions since an earlier one, and lists of what to watch."""
