"""The letters that names begin with, in the scripts that have two cases."""

from typing import Final

CAPITAL: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆ-ΏΑ-ΩЀ-Я"
"""The inside of a character class of `re`."""
