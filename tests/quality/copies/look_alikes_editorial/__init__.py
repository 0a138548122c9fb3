"""Texts as editors really repeat them: one column, one ticker or one report again, with other facts each time."""

from typing import Final

from tests.quality.copies.kinds import LookAlikes
from tests.quality.copies.look_alikes_editorial.frame import families_in

LOOK_ALIKES: Final[dict[str, LookAlikes]] = {
    "obituaries": families_in("obituaries", "en", "es"),
    "recipes of one food column": families_in("recipes", "de", "en"),
    "tickers of matches": families_in("tickers", "en", "es"),
    "police reports of one town": families_in("police", "de", "en"),
    "columns of stars and of television": families_in("columns", "en", "fr"),
    "election results by municipality": families_in("elections", "en", "ru"),
    "two stories that share quotations": families_in("quotations", "en", "fr"),
}
