"""Data whose values name each other by a place, a row or an identifier, with the values put in."""

import json
import re
from contextlib import suppress
from typing import Any, Final

from babelwire_ingest.parsing.web_page.declarations.json_script import read_json

_ALIASES: Final = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"})
_PLAIN: Final = frozenset({"Date", "BigInt", "RegExp", "D", "B"})
_MAX_ALIASES: Final = 10
_MAX_PLACES: Final = 500_000
_ROW: Final = re.compile(rb"([0-9a-f]{1,8}):")
_TEXT_ROW: Final = re.compile(rb"T([0-9a-f]{1,8}),")
_MODEL: Final = frozenset(b'{["0123456789-tfn')
_REFERENCE: Final = re.compile(r"\$[L@QW]?([0-9a-f]{1,8})((?::[^:]{1,100}){0,20})")
_MAX_DIGITS: Final = 6
_ELEMENT: Final = {"type": 1, "key": 2, "props": 3}
_STORED: Final = ("__ref", "id")
_STREAM_LINE: Final = re.compile(r"[PE]?\d*:?(?=\[)")


def places(entries: list[Any]) -> list[Any]:
    """The values of a list in which numbers inside lists and objects, and `_` before one as a key, are its places."""
    made: list[Any] = [({} if isinstance(e, dict) else [] if isinstance(e, list) else e) for e in entries]

    def at(place: Any) -> Any:
        for _ in range(_MAX_ALIASES):
            if not isinstance(place, int) or not 0 <= place < len(made):
                return None
            entry = entries[place]
            if not isinstance(entry, list) or len(entry) < 2 or not isinstance(entry[0], str):  # noqa: PLR2004
                return made[place]
            if entry[0] in _PLAIN:
                return entry[1]
            if entry[0] not in _ALIASES:
                return made[place]
            place = entry[1]
        return None

    for entry, target in zip(entries, made, strict=True):
        if isinstance(entry, dict):
            for name, place in entry.items():
                said = at(int(name[1:])) if name[:1] == "_" and name[1:].isdecimal() else name
                target[said if isinstance(said, str) else name] = at(place)
        elif isinstance(entry, list):
            target.extend(at(place) for place in entry)
    return made


def stream(text: str) -> list[Any]:
    """The values of a stream: lines of lists, the places of the later ones counted on from the earlier."""
    entries: list[Any] = []
    for line in text.splitlines():
        if match := _STREAM_LINE.match(line):
            found = next(iter(read_json(line[match.end() :])), None)
            entries.extend(found if isinstance(found, list) else [])
    return places(entries[:_MAX_PLACES])


def rows(text: str) -> list[Any]:
    """The values of numbered rows, each row's references to others replaced by what those hold."""
    read = _read_rows(text.encode("utf-8", "surrogatepass"))
    waiting: list[Any] = [entry for entry in read.values() if isinstance(entry, dict | list)]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_PLACES:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        for key, value in list(current.items() if isinstance(current, dict) else enumerate(current)):
            if isinstance(value, str) and value[:1] == "$" and value != "$":
                current[key] = _referred(value, read)
            elif isinstance(value, dict | list):
                waiting.append(value)
    return list(read.values())


def stored(value: Any) -> Any:
    """The data with references into a store put in: objects that name another by the key under which it is kept."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(value, {})]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_PLACES:
        current, store = waiting.pop()
        if id(current) in seen or not isinstance(current, dict | list):
            continue
        seen.add(id(current))
        if isinstance(current, dict) and "ROOT_QUERY" in current:
            store = current
        for key, entry in list(current.items() if isinstance(current, dict) else enumerate(current)):
            target = store.get(_name(entry)) if store and isinstance(entry, dict) else None
            if target is not None:
                current[key] = target
            else:
                waiting.append((entry, store))
        if store and isinstance(current, dict):
            for key in [key for key in current if "(" in key]:
                current.setdefault(key.partition("(")[0], current[key])
    return value


def _name(entry: dict[str, Any]) -> str:
    if "__ref" not in entry and entry.get("type") != "id":
        return ""
    said = next((entry[name] for name in _STORED if isinstance(entry.get(name), str)), "")
    return str(said)


def _read_rows(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    at = 0
    while at < len(data) and len(found) < _MAX_PLACES:
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if (match := _ROW.match(data, at)) is None:
            at = end + 1
            continue
        number, start = match[1].decode(), match.end()
        if text := _TEXT_ROW.match(data, start):
            at = text.end() + int(text[1], 16)
            found[number] = data[text.end() : at].decode("utf-8", "replace")
            continue
        if data[start : start + 1] and data[start] in _MODEL:
            with suppress(ValueError, RecursionError):
                found[number] = json.loads(data[start:end].decode("utf-8", "replace"))
        at = end + 1
    return found


def _referred(said: str, read: dict[str, Any]) -> Any:
    if said.startswith("$$"):
        return said[1:]
    if said.startswith("$D"):
        return said[2:]
    if (match := _REFERENCE.fullmatch(said)) is None:
        return None
    value = _row(match[1], read)
    for step in match[2].split(":")[1:]:
        if isinstance(value, str) and (further := _REFERENCE.fullmatch(value)):
            value = _row(further[1], read)
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list):
            place = _ELEMENT.get(step, int(step) if step.isdecimal() and len(step) <= _MAX_DIGITS else -1)
            value = value[place] if 0 <= place < len(value) else None
        else:
            return None
    return value


def _row(number: str, read: dict[str, Any]) -> Any:
    value = read.get(number)
    for _ in range(_MAX_ALIASES):
        if not isinstance(value, str) or (match := _REFERENCE.fullmatch(value)) is None or match[2]:
            break
        value = read.get(match[1])
    return value
