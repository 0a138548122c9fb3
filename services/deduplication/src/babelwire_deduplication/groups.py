"""The groups of texts that near-duplicates form, and the article in each that the others copy."""

from collections.abc import Iterable

from babelwire_deduplication.articles import Articles


class Group:
    """Texts of one group, and what is known of its articles.

    `first` is its representative, an article; None while it has to be looked for. `face` is the representative, with
    its text and content, under which its articles were marked dirty: while that stays, a new member changes no decision
    but its own.
    """

    __slots__ = ("face", "first", "texts")

    def __init__(self, texts: set[int]) -> None:
        self.texts = texts
        self.first: int | None = None
        self.face: tuple[int, int, bytes] | None = None


class Groups:
    """Groups of several texts, or of one text that several articles have. All others take no memory here.

    `dirty` are articles whose decision may have changed. It takes as many steps as decisions do change, and a few.
    The same calls always touch articles in the same order: groups stand in dicts, for a set orders them by address.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._of: dict[int, Group] = {}
        self._changed: dict[Group, None] = {}
        self.dirty: set[int] = set()

    def of(self, text: int) -> Group | None:
        """The group of a text; None where the text stands alone and one article at most has it."""
        return self._of.get(text)

    def all(self) -> Iterable[Group]:
        """Every group, once."""
        return dict.fromkeys(self._of.values())

    def texts_with(self, text: int) -> set[int]:
        """The texts of a text's group, itself among them."""
        group = self._of.get(text)
        return group.texts if group is not None else {text}

    def together(self, one: int, other: int) -> bool:
        """Whether two texts are in one group."""
        return one == other or (one in self._of and self._of[one] is self._of.get(other))

    def join(self, texts: Iterable[int]) -> None:
        """Makes one group of the groups of some texts."""
        singles: set[int] = set()
        groups: dict[Group, None] = {}
        for text in texts:
            group = self._of.get(text)
            if group is None:
                singles.add(text)
            else:
                groups[group] = None
        if len(singles) + len(groups) <= 1:
            return
        kept = max(groups, key=lambda group: len(group.texts)) if groups else Group(set())
        groups.pop(kept, None)
        for gone in groups:
            if gone.face != kept.face:
                self.dirty.update(self._articles.having(gone.texts))
            kept.first = self._elder(kept.first, gone.first)
            self._take(kept, gone.texts)
            self._changed.pop(gone, None)
        if singles:
            having = self._articles.having(singles)
            self.dirty.update(having)
            for slot in having:
                kept.first = self._elder(kept.first, slot)
            self._take(kept, singles)
        self._changed[kept] = None

    def part(self, group: Group, texts: set[int]) -> None:
        """Makes a group of its own of some texts of a group."""
        group.texts -= texts
        self._look_again(group)
        self._changed[group] = None
        for text in texts:
            del self._of[text]
        piece = Group(set())
        self._take(piece, texts)
        self._changed[piece] = None

    def forget(self, text: int) -> None:
        """A text without articles is gone."""
        group = self._of.pop(text, None)
        if group is not None:
            group.texts.discard(text)
            self._changed[group] = None

    def leave(self, slot: int) -> None:
        """An article is about to change, in its text or in anything that orders it or that its copies refer to."""
        group = self._of.get(int(self._articles.rows[slot]["text"]))
        if group is not None:
            if group.first == slot:
                group.first = None
            self._changed[group] = None

    def enter(self, slot: int) -> None:
        """An article has a text, by now, or is older than was known."""
        text = int(self._articles.rows[slot]["text"])
        group = self._of.get(text)
        if group is None and self._articles.is_shared(text):
            group = Group(set())
            self._take(group, {text})
        if group is not None:
            group.first = self._elder(group.first, slot)
            self.dirty.add(slot)
            self._changed[group] = None
        elif not self._articles.never_copied(slot):
            self.dirty.add(slot)

    def settle(self) -> None:
        """Touches the articles of groups whose representative is another by now. Call after changes."""
        while self._changed:
            group, _ = self._changed.popitem()
            if len(group.texts) == 1 and not self._articles.is_shared(next(iter(group.texts))):
                self.dirty.update(self._articles.having(group.texts))
                del self._of[group.texts.pop()]
            elif group.texts and (face := self._articles.face(self.first(group))) != group.face:
                self.dirty.update(self._articles.having(group.texts))
                group.face = face

    def representative(self, slot: int) -> int:
        """The article that an article copies, or itself."""
        group = self._of.get(int(self._articles.rows[slot]["text"]))
        return slot if group is None else self.first(group)

    def first(self, group: Group) -> int:
        """The representative of a group."""
        if group.first is None:
            group.first = self._articles.eldest(self._articles.having(group.texts))
        return group.first

    def _elder(self, one: int | None, other: int | None) -> int | None:
        if one is None or other is None:
            return None
        return min(one, other, key=self._articles.seniority)

    def _look_again(self, group: Group) -> None:
        if group.first is not None and int(self._articles.rows[group.first]["text"]) not in group.texts:
            group.first = None

    def _take(self, group: Group, texts: set[int]) -> None:
        group.texts |= texts
        for text in texts:
            self._of[text] = group
