"""Dates as pages and feeds print them."""

from babelwire_ingest.parsing.dating import dates
from babelwire_ingest.parsing.feed.dates import feed_dating

from .targets import target

WORDS = """ |,|.|/|-|:|T|Z|+|0|9|12|31|99|2023|0001|9999|24:00|23:59:60|+99:99|-12:00|GMT|UTC|CEST|AM|pm|Jan|june|juin
|ene|января|年|月|日|년|월|일|of|de|le|Monday|lunedì|1e9|\u0663|\uff11|\u200f|(|)|th|st|2566|1402|令和5年|昭和|P1D|h|'"""
SEEDS = """Thu, 29 Jun 2023 15:07:41 +0200|2023-06-29T15:07:41.123Z|2023/6/29 15:07:41|29 June 2023 at 15:07|29.6.2023
|June 29, 2023 3:07 PM|29 juin 2023, 15h07|2023年6月29日 15:07|2023년 6월 29일|Jun 29 15:07:41 GMT 2023|03/04/2021
|29 Haziran 2023|٢٩ يونيو 2023|29 июня 2023 г. в 15:07|29 มิถุนายน 2566|Κυριακή 29 Ιουνίου 2023|Do., 29.06.23 15:07 Uhr"""


@target(
    "dates",
    words=[word.strip("\n") for word in WORDS.split("|")],
    seeds=[seed.strip().encode() for seed in SEEDS.split("|")],
)
def read(body: bytes) -> None:
    """Reads a text as a date in each way that there is."""
    text = body.decode("utf-8", "replace")
    for dating in (feed_dating(text, "x"), dates.moment(text, "x"), dates.iso(text, "x")):
        assert dating is None or dating.at.utcoffset() is not None
    dates.day(text)
