"""Turns packed weights into what CTranslate2 and tokenizers load.

A folder has `model.bin`, `config.json` and `vocabulary.json` (CTranslate2), `tokenizer.json` (tokenizers), and
`replacements.json`: what each character is replaced by before it is cut into pieces.
"""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from babelwire_vectors.weights.packed import PackedEncoder, Pieces

TOKENIZER: Final = "tokenizer.json"
REPLACEMENTS: Final = "replacements.json"
_UNSPLIT_SPACES: Final = " {2,}"


def convert(encoder: PackedEncoder, folder: Path) -> None:
    """Writes the model, its weights as eight-bit integers, and its tokenizer."""
    folder.mkdir(parents=True)
    specification = _specification(encoder)
    specification.register_vocabulary([piece for piece, _ in encoder.pieces.pieces])
    specification.config.unk_token = encoder.pieces.pieces[encoder.pieces.unknown][0]
    specification.config.layer_norm_epsilon = encoder.shape.epsilon
    specification.validate()
    specification.optimize(quantization="int8")
    specification.save(str(folder))
    _tokenizer(encoder.pieces, encoder.shape.positions).save(str(folder / TOKENIZER), pretty=False)
    (folder / REPLACEMENTS).write_text(json.dumps(encoder.pieces.replacements, ensure_ascii=False), "utf-8")


def _specification(encoder: PackedEncoder) -> Any:
    """A BERT encoder: normalised after each block, GELU, learned positions."""
    from ctranslate2.specs import transformer_spec  # noqa: PLC0415  # of the extra `models`
    from ctranslate2.specs.common_spec import Activation  # noqa: PLC0415

    shape = encoder.shape
    specification = transformer_spec.TransformerEncoderModelSpec(
        transformer_spec.TransformerEncoderSpec(
            shape.layers, shape.heads, pre_norm=False, activation=Activation.GELU, layernorm_embedding=True
        )
    )
    into = specification.encoder
    # The vocabulary of the tensors has unused rows at its end.
    into.embeddings[0].weight = encoder.matrix("emb.word", shape.vocabulary)[: len(encoder.pieces.pieces)]
    # All tokens are of the first type, so that its vector can stand in the positions'.
    types = encoder.matrix("emb.type", shape.token_types)
    into.position_encodings.encodings = encoder.matrix("emb.pos", shape.positions) + types[0]
    into.scale_embeddings = False
    _norm(into.layernorm_embedding, encoder, "emb.ln")
    for number, layer in enumerate(into.layer):
        _layer(layer, encoder, f"l{number}")
    return specification


def _layer(layer: Any, encoder: PackedEncoder, name: str) -> None:
    attention, width = layer.self_attention, encoder.shape.width
    joined = [(encoder.matrix(f"{name}.{part}.w", width), encoder.tensors[f"{name}.{part}.b"]) for part in "qkv"]
    attention.linear[0].weight = np.concatenate([weight for weight, _ in joined])
    attention.linear[0].bias = np.concatenate([bias for _, bias in joined])
    _linear(attention.linear[1], encoder, f"{name}.ao", width)
    _norm(attention.layer_norm, encoder, f"{name}.aln")
    _linear(layer.ffn.linear_0, encoder, f"{name}.fi", encoder.shape.feed_forward)
    _linear(layer.ffn.linear_1, encoder, f"{name}.fo", width)
    _norm(layer.ffn.layer_norm, encoder, f"{name}.oln")


def _linear(into: Any, encoder: PackedEncoder, name: str, rows: int) -> None:
    into.weight, into.bias = encoder.matrix(f"{name}.w", rows), _own(encoder.tensors[f"{name}.b"])


def _norm(into: Any, encoder: PackedEncoder, name: str) -> None:
    into.gamma, into.beta = _own(encoder.tensors[f"{name}.w"]), _own(encoder.tensors[f"{name}.b"])


def _own(numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.array(numbers)


def _tokenizer(pieces: Pieces, positions: int) -> Any:
    """SentencePiece's unigram tokenizer of XLM-RoBERTa, for texts whose characters are replaced already."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415

    tokenizer = Tokenizer(models.Unigram(pieces.pieces, unk_id=pieces.unknown))
    tokenizer.normalizer = normalizers.Replace(Regex(_UNSPLIT_SPACES), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    begin, end = pieces.pieces[pieces.begin][0], pieces.pieces[pieces.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, pieces.begin), (end, pieces.end)]
    )
    tokenizer.enable_truncation(positions)
    return tokenizer
