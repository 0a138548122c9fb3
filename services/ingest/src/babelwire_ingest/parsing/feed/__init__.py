"""Entries of feeds of any format to articles."""
