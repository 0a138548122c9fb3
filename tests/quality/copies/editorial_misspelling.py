"""Typing errors as they are made in each script: letters confused by ear, by eye or by neighbouring keys."""

import random
import re
import unicodedata
from itertools import pairwise
from typing import Final

WORD: Final = re.compile(r"[^\s\d!-/:-@\[-`{-~«»“”„‘’…–—·।，。、！？；：（）「」『』《》【】،؛؟०-९]+")
UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
LETTERS_OF_A_WORD: Final = 2
"""How many letters of a script without spaces count as a word; most Chinese words have two."""

KEYBOARDS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
SOUND_OR_LOOK_ALIKE: Final = (
    "أا إا آا ةه ىي ئي ؤو ضظ ذز ثس کك یي "  # Arabic and Persian
    "िी ुू णन शष षस बव टत डद ऋर ंँ "  # Devanagari
    "ใไ ิี ุู ่้ ณน ศส ษส ฏต ลร "  # Thai
    "的地 得的 在再 做作 他她 那哪 以已 像象 账帐 即既 座坐 致至 为未 是事 有又 和合 年念 时是 人仁 会回 "  # Chinese
    "はわ をお へえ ずづ じぢ っつ ょよ ゃや ーい がか でて "  # Japanese
    "ъь иі эе оа гх "  # Cyrillic
).split()

FIRST_SYLLABLE: Final = ord("가")
LAST_SYLLABLE: Final = ord("힣")
VOWELS: Final = 21
FINALS: Final = 28
CONFUSED_VOWELS: Final = {1: 5, 5: 1, 10: 11, 11: 10, 3: 7, 7: 3}  # ㅐ and ㅔ, ㅙ and ㅚ, ㅒ and ㅖ


def _confusions() -> dict[str, list[str]]:
    confusions: dict[str, list[str]] = {}
    for one, other in map(tuple, SOUND_OR_LOOK_ALIKE):
        confusions.setdefault(one, []).append(other)
        confusions.setdefault(other, []).append(one)
    for row in KEYBOARDS:
        for left, right in pairwise(row):
            confusions.setdefault(left, []).append(right)
            confusions.setdefault(right, []).append(left)
    return confusions


CONFUSIONS: Final = _confusions()


def with_typing_errors(text: str, share: float, rng: random.Random) -> str:
    """The text with an error in this share of its words, and in one at least."""
    words = [span for span in _words(text) if span[1] - span[0] >= LETTERS_OF_A_WORD]
    wrong = rng.sample(words, min(len(words), max(1, round(len(words) * share))))
    for start, end in sorted(wrong, reverse=True):
        text = text[:start] + _misspelt(text[start:end], rng) + text[end:]
    return text


def _words(text: str) -> list[tuple[int, int]]:
    words = []
    for found in WORD.finditer(text):
        start, end = found.span()
        if UNSPACED.search(found[0]):
            words += [(at, min(at + LETTERS_OF_A_WORD, end)) for at in range(start, end, LETTERS_OF_A_WORD)]
        else:
            words.append((start, end))
    return words


def _misspelt(word: str, rng: random.Random) -> str:
    """Another spelling of the word; it always differs from the word."""
    attempts = [_confused, _confused, _confused, _swapped, _left_out, _doubled]  # a wrong letter is most frequent
    rng.shuffle(attempts)
    return next(other for attempt in attempts if (other := attempt(word, rng)) != word)


def _confused(word: str, rng: random.Random) -> str:
    places = list(range(len(word)))
    rng.shuffle(places)
    for place in places:
        letter = _confused_letter(word[place], rng)
        if letter != word[place]:
            return word[:place] + letter + word[place + 1 :]
    return word


def _confused_letter(letter: str, rng: random.Random) -> str:
    if FIRST_SYLLABLE <= ord(letter) <= LAST_SYLLABLE:
        return _confused_syllable(letter)
    without_accent = unicodedata.normalize("NFD", letter)[0]
    return rng.choice([*CONFUSIONS.get(letter, []), without_accent])


def _confused_syllable(syllable: str) -> str:
    """A Korean syllable with a vowel that sounds alike, or without its final consonant."""
    rest, final = divmod(ord(syllable) - FIRST_SYLLABLE, FINALS)
    initial, vowel = divmod(rest, VOWELS)
    if vowel in CONFUSED_VOWELS:
        vowel = CONFUSED_VOWELS[vowel]
    else:
        final = 0
    return chr(FIRST_SYLLABLE + (initial * VOWELS + vowel) * FINALS + final)


def _swapped(word: str, rng: random.Random) -> str:
    """Two neighbours in the wrong order; the first letter stays, as it mostly does."""
    place = rng.randrange(1, len(word) - 1) if len(word) > LETTERS_OF_A_WORD else 0
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _left_out(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _doubled(word: str, rng: random.Random) -> str:
    letters = [place for place, letter in enumerate(word) if not unicodedata.combining(letter)]
    place = rng.choice(letters or [0])
    return word[: place + 1] + word[place:]
