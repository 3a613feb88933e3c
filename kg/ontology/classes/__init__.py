"""Event classes, roles and triggers: what `ontology/events/` says."""
