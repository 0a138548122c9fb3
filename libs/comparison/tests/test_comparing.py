"""Which differences leave a copy a copy, and which make it another text."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_comparison.comparing import NOTHING, compare

from .alike import reduced

TOLL = (
    "A ferry carrying commuters across the estuary struck a breakwater in thick fog early on Tuesday, injuring {hurt} "
    "people, the port authority of Sandvik said. The vessel, the Aurora, had left the northern quay at {hour} with 212 "
    "passengers and a crew of nine on board. Witnesses described a long grinding noise and then a sudden silence, "
    "after which the lights went out. Divers found no damage below the waterline, and tugs brought the ship back to "
    "its berth before noon. Two of the injured were taken to hospital by helicopter; the others were treated on the "
    "quay for cuts and bruises. The harbour master, Ingrid Solheim, said that the radar on the breakwater had been "
    "switched off for repairs since Friday, and that nobody had told the captains. An inquiry will be opened by the "
    "transport ministry, which has in the past criticised the state of the signals along this coast. Crossings were "
    "suspended until the fog had lifted, and buses carried travellers around the head of the fjord, a detour of almost "
    "three hours. Unions have called for years for a second pilot in winter. The company that runs the line declined "
    "to comment on the cause."
)
FIRST, UPDATE = TOLL.format(hurt="14", hour="6.40"), TOLL.format(hurt="23", hour="6.45")

FORM = (
    "{home} beat {away} {score} on {day} at {ground} in front of {crowd} spectators. {scorer} opened the score in the "
    "{first}th minute with a shot from the edge of the area, and {second} doubled the lead after {half} minutes. The "
    "visitors came close through {chance}, who hit the post, but they created little else before the break. After the "
    "restart {keeper} saved twice in a row from {other}. With this result {home} climb to {place}th place with "
    "{points} points, while {away} stay in {low}th with {few} and have now lost {lost} games in a row. The next match "
    "of {home} is on {next} against {rival}, kick-off is at {time}."
)


def filled_in(seed: int) -> str:
    """A match report as a machine writes it."""
    chance = random.Random(seed)
    blanks = [name for _, name, _, _ in string.Formatter().parse(FORM) if name]
    numbers = {"crowd", "first", "half", "place", "points", "low", "few", "lost", "time"}
    values = {
        blank: str(chance.randint(10, 9999))
        if blank in numbers
        else "".join(chance.choices(string.ascii_lowercase, k=7))
        for blank in blanks
    }
    values = {blank: value.capitalize() for blank, value in values.items()}
    return FORM.format(**values | {"score": f"{chance.randint(3, 9)}-{chance.randint(0, 2)}"})


QUOTATIONS = (
    "“We shall not close a single school in this valley as long as I hold the office, and whoever says otherwise has "
    "not read the plan that was laid before the council in March,” she said.",
    "“The money is there, the teachers are there, and the children are there; what has been lacking until today is the "
    "will of a majority to look further than the next election,” she added.",
)
REPORT = (
    "Parents who had blocked the road to the town hall since dawn went home on Wednesday evening with a promise in "
    "hand. {} Several of them remained sceptical. A carpenter with three daughters at the primary school recalled that "
    "similar words had been spoken before the library shut its doors. {} The education committee meets again in a "
    "fortnight, and the opposition has announced that it will ask for a vote by name. Until then the banners stay on "
    "the bridge, someone had written on a cardboard sign, and by nightfall nobody had taken them down."
).format(*QUOTATIONS)
OTHER_REPORT = (
    "It was meant to be a short visit. But when the mayoress stepped out of her car at the edge of the market square, "
    "she was met by drums, whistles and a choir of pensioners. {} Her advisers looked at their watches; she did not. "
    "For twenty minutes she answered whatever was shouted at her, from bus timetables to the leaking gymnasium roof, "
    "then climbed onto a bench. {} Applause was sparse at first and grew from the back rows. Political observers "
    "consider the speech a turning point, since her own party had defended the closures only last autumn, and two of "
    "its deputies promptly refused to say whether they had been told in advance of such a change of course."
).format(*QUOTATIONS)


def misread(text: str, share: float, seed: int = 1) -> str:
    """A text of which so many letters have been taken for others, as by a machine that reads print."""
    chance = random.Random(seed)
    return "".join(
        chance.choice(string.ascii_lowercase) if one.isalpha() and chance.random() < share else one for one in text
    )


def test_an_update_with_a_new_toll_is_a_copy() -> None:
    found = compare(reduced(FIRST), reduced(UPDATE))
    assert found.is_copy
    assert (found.shared > 0.9, found.changed, found.worn) == (True, 2, False)
    assert (
        found.rule == f"shares {found.shared:.3f} of the shorter text; facts that agree: {found.facts}, that differ: 2"
    )


def test_a_text_that_was_cut_or_added_to_is_a_copy() -> None:
    sentences = FIRST.split(". ")
    added = " ".join([REPORT.split(". ")[0], FIRST])
    for changed in (". ".join(sentences[:6]), ". ".join(sentences[3:]), added, ". ".join(reversed(sentences))):
        assert compare(reduced(FIRST), reduced(changed)).is_copy


def test_the_same_form_filled_in_otherwise_is_none() -> None:
    for seed in range(20):
        found = compare(reduced(filled_in(2 * seed)), reduced(filled_in(2 * seed + 1)))
        assert not found.is_copy, found
        assert found.changed > 10


def test_a_text_in_which_one_letter_in_ten_is_misread_is_a_copy() -> None:
    for seed in range(20):
        found = compare(reduced(FIRST), reduced(misread(FIRST, 0.1, seed)))
        assert found.is_copy, found
        assert found.worn
        assert found.rule.startswith("worn, shares 0.")


def test_a_text_in_which_every_second_letter_is_misread_is_none() -> None:
    assert not compare(reduced(FIRST), reduced(misread(FIRST, 0.5))).is_copy


def test_two_reports_that_share_two_quotations_are_none() -> None:
    found = compare(reduced(REPORT), reduced(OTHER_REPORT))
    assert not found.is_copy
    assert 0.25 < found.shared < 0.6


def test_a_quotation_taken_out_of_a_long_text_makes_no_copy_of_it() -> None:
    quoted = FIRST.split(" Unions")[0][-360:]
    assert len(reduced(quoted).runs)
    assert not compare(reduced(quoted), reduced(" ".join([REPORT, OTHER_REPORT, FIRST]))).is_copy


@pytest.mark.parametrize("body", [FIRST, REPORT, filled_in(1), "渡船在星期六恢复航行，" * 20, "word " * 40])
def test_a_text_is_a_copy_of_itself(body: str) -> None:
    found = compare(reduced(body), reduced(body))
    assert (found.is_copy, found.shared, found.shared_of_longer, found.changed) == (True, 1.0, 1.0, 0)


@pytest.mark.parametrize("short", ["", "Farewell.", "one two three " * 13])
def test_a_short_text_shares_nothing(short: str) -> None:
    assert compare(reduced(short), reduced(short)) == NOTHING
    assert compare(reduced(short), reduced(FIRST)) == compare(reduced(FIRST), reduced(short)) == NOTHING


SENTENCES = [*FIRST.split(". "), *REPORT.split(". "), *OTHER_REPORT.split(". "), *filled_in(1).split(". ")]
bodies = st.builds(
    lambda picked, share, seed: misread(". ".join(SENTENCES[one] for one in picked), share, seed),
    st.lists(st.integers(0, len(SENTENCES) - 1), max_size=16),
    st.sampled_from([0.0, 0.0, 0.05, 0.1]),
    st.integers(0, 3),
)


@settings(deadline=None)
@given(bodies, bodies)
def test_it_is_symmetric_and_equal_texts_are_copies(one: str, other: str) -> None:
    here, there = reduced(one), reduced(other)
    assert compare(here, there) == compare(there, here)
    assert compare(here, reduced(one)).is_copy == bool(len(here.runs))
