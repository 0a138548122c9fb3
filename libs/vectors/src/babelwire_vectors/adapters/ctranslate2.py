"""The model in this process, on CTranslate2."""

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from babelwire_vectors.errors import ModelIsMissing
from babelwire_vectors.ports import Floats, Kind
from babelwire_vectors.vectors import unit
from babelwire_vectors.weights.conversion import REPLACEMENTS, TOKENIZER

_TOGETHER: Final = 4
"""Texts of like lengths that go through the model at once; more gain nothing on one core and leave its cache."""


class CTranslate2Engine:
    """One copy of the weights, 120 MB; one text of 600 characters takes some 30 ms of one core."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Loads a converted model. Raises `ModelIsMissing`."""
        try:
            import ctranslate2  # noqa: PLC0415  # of the extra `models`
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError:
            raise ModelIsMissing("CTranslate2 is not installed: make setup, or babelwire-vectors[models]") from None
        if not folder.exists():
            raise ModelIsMissing(f"there is no model in {folder}: make setup")
        self._encoder: Any = ctranslate2.Encoder(
            str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=threads
        )
        self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
        replaced = json.loads((folder / REPLACEMENTS).read_text("utf-8"))
        self._replacements = {int(character): text for character, text in replaced.items()}
        self._dimensions = self._forward([[0]]).shape[2]

    @property
    def dimensions(self) -> int:
        return int(self._dimensions)

    def embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        """The mean over each text's tokens, of which the model takes 512."""
        tokens = self._tokens([f"{kind}: {text}" for text in texts])
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        means = np.zeros((len(tokens), self._dimensions), np.float32)
        for start in range(0, len(order), _TOGETHER):
            together = order[start : start + _TOGETHER]
            for number, states in zip(together, self._forward([tokens[each] for each in together]), strict=True):
                means[number] = states[: len(tokens[number])].mean(axis=0)
        return unit(means)

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        # Composed, for the table of replacements has single characters only.
        plain = [unicodedata.normalize("NFC", text).translate(self._replacements) for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(plain)]

    def _forward(self, tokens: list[list[int]]) -> Floats:
        """States of tokens, (texts, longest text, dimensions)."""
        states: Floats = np.array(self._encoder.forward_batch(tokens).last_hidden_state, np.float32)
        return states
