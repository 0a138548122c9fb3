"""How rare words are among the articles, as a sample of them has it."""

from babelwire_search.likeness.words import Rarity, bag_of
from babelwire_search.ports import Sample


class SampledRarity:
    """Counts the words of a sample once, and again where it is another."""

    def __init__(self) -> None:
        self._counted: tuple[Sample, Rarity] | None = None

    def of(self, sample: Sample) -> Rarity:
        """The rarity of words in a sample; the first time takes as long as reading its texts."""
        if self._counted is None or self._counted[0] is not sample:
            self._counted = (sample, Rarity(bag_of(entry.text) for entry in sample.entries.values()))
        return self._counted[1]
