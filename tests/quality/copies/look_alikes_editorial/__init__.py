"""Texts as editors really repeat them: one column, one ticker or one report again, with other facts each time."""

from typing import Final

from tests.quality.copies.kinds import LookAlikes
from tests.quality.copies.look_alikes_editorial.frame import told_in

LOOK_ALIKES: Final[dict[str, LookAlikes]] = {
    "obituaries": told_in("obituaries", "en", "es"),
    "recipes of one food column": told_in("recipes", "de", "en"),
    "tickers of matches": told_in("tickers", "en", "es"),
    "police reports of one town": told_in("police", "de", "en"),
    "columns of stars and of television": told_in("columns", "en", "fr"),
    "election results by municipality": told_in("elections", "en", "ru"),
    "two stories that share quotations": told_in("quotations", "en", "fr"),
}
