"""Frames and entities to events: triggers, roles, fillers, quantities."""
