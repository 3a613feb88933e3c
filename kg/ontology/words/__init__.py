"""Readers of word lists: numbers, calendars, phrases of time, words that stages of reading look at."""
