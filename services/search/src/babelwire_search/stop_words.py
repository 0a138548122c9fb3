"""Words that carry no meaning by themselves, by language: the Stopwords ISO lists."""

from functools import lru_cache

import stopwordsiso


@lru_cache(maxsize=64)
def meaningless(language: str) -> frozenset[str]:
    """Lower-case words of a language (a primary subtag); none where there is no list for it."""
    if not stopwordsiso.has_lang(language):
        return frozenset()
    return frozenset(stopwordsiso.stopwords(language))
