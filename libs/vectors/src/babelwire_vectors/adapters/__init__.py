"""Engines, one file for each."""
