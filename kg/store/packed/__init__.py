"""Extractions in compressed files with many articles each."""
