"""Copies and look-alikes with known truth, and how deduplication fares on them."""
