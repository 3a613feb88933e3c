"""Corrections of events that grammar alone decides, whatever the rules or the trained heads say."""
