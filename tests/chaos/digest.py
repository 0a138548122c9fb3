"""All documents as one value, to be compared with that of another run."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

_PAGE: Final = 1000
_KEEP_ALIVE: Final = "1m"
_SECTIONS_WITH_VERSION: Final = ("duplicate", "tags")


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents by article id, each as canonical JSON; `double`: those that say the same address as another."""

    by_id: dict[str, str]
    double: int

    @property
    def digest(self) -> str:
        """sha256 over the documents in the order of their ids."""
        lines = [f"{article_id} {self.by_id[article_id]}\n" for article_id in sorted(self.by_id)]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def without(self, ids: Collection[str]) -> "Documents":
        """All but some."""
        return Documents({one: document for one, document in self.by_id.items() if one not in ids}, self.double)

    def differing(self, other: "Documents") -> list[str]:
        """Ids that only one of the two has, or of which they show different documents."""
        both = self.by_id.keys() | other.by_id.keys()
        return sorted(one for one in both if self.by_id.get(one) != other.by_id.get(one))


def read_documents(opensearch: str) -> Documents:
    """Everything behind the alias, through one point in time."""
    with httpx.Client(base_url=opensearch, timeout=60, trust_env=False) as client:
        client.post("/articles/_refresh").raise_for_status()
        found = list(_all(client))
    # Two documents may share an id where the alias spans two indices.
    addresses = Counter(document.get("canonical_url") for document in found)
    ids = Counter(document["article_id"] for document in found)
    double = max(sum(count - 1 for count in counted.values()) for counted in (addresses, ids))
    return Documents({document["article_id"]: canonical(document) for document in found}, double)


def canonical(document: dict[str, Any]) -> str:
    """A document without what may differ from run to run.

    That is: when it was written, the position of the record that brought it, and `n` of its sections' versions, which
    counts how often a decision changed on the way and so depends on what came first.
    """
    kept = {name: value for name, value in document.items() if name not in ("indexed_at", "source")}
    sections = dict(kept.get("sections", {}))
    for name in _SECTIONS_WITH_VERSION:
        if "shown" in sections.get(name, {}):
            shown = {key: value for key, value in sections[name]["shown"].items() if key != "n"}
            sections[name] = sections[name] | {"shown": shown}
    return json.dumps(kept | {"sections": sections}, sort_keys=True, ensure_ascii=False)


def _all(client: httpx.Client) -> Iterable[dict[str, Any]]:
    opened = client.post("/articles/_search/point_in_time", params={"keep_alive": _KEEP_ALIVE}).raise_for_status()
    pit = opened.json()["pit_id"]
    after: Sequence[Any] | None = None
    try:
        while True:
            query = {"size": _PAGE, "sort": ["article_id", "_index"], "pit": {"id": pit, "keep_alive": _KEEP_ALIVE}}
            if after is not None:
                query["search_after"] = after
            hits = client.post("/_search", json=query).raise_for_status().json()["hits"]["hits"]
            for hit in hits:
                yield hit["_source"]
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        client.request("DELETE", "/_search/point_in_time", json={"pit_id": [pit]})
