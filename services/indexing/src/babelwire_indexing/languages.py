"""Which language has an analyzer of its own in the index."""

from typing import Final

from babelwire_text.language_tags import without_variety

ANALYZERS: Final[dict[str, str]] = {
    "ar": "arabic",
    "bg": "bulgarian",
    "bn": "bengali",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "gl": "galician",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "ja": "cjk_characters",
    "ko": "cjk_characters",
    "lt": "lithuanian",
    "lv": "latvian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "th": "thai",
    "tr": "turkish",
    "vi": "vietnamese",
    "zh": "cjk_characters",
}
"""Primary language subtag to the OpenSearch analyzer for it: one that is built in, or one of `template.json`."""

QUERY_ANALYZERS: Final = {"cjk_characters": "cjk"}
"""Where words of a query are analyzed in another way than the text. Phrases never are."""


def analyzed_language(tag: str | None) -> str | None:
    """The key in `ANALYZERS` for a BCP 47 tag (`pt-BR` to `pt`, `nb` to `no`); None where there is no analyzer."""
    if not tag:
        return None
    language = without_variety(tag)
    return language if language in ANALYZERS else None
