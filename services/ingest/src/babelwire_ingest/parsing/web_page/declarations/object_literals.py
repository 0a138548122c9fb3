"""Values as scripts write them: JSON and what JavaScript allows beyond it, read without running anything.

Read are literals, functions called where they stand (their parameters are names for the arguments) and the few calls
that make plain values. Any other name is nothing.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

_SPACE: Final = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_TEXT: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|\'(?:[^\'\\]++|\\.)*+\'|`(?:[^`\\]++|\\.)*+`', re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+")
_NUMBER: Final = re.compile(r"(?:\d{1,40}+(?:\.\d{0,40}+)?|\.\d{1,40}+)(?:[eE][+-]?\d{1,3}+)?(?![\w.])")
_SIGNS: Final = re.compile(r"[!\-+~]++|void(?![\w$])")
_BEGIN_SIGNS: Final = frozenset("!-+~v")
_FUNCTION: Final = re.compile(r"function\s*+[\w$]*+\s*+\(([\w$,\s]*+)\)\s*+\{")
_ARROW: Final = re.compile(r"(?:\(([\w$,\s]*+)\)|([A-Za-z_$][\w$]*+))\s*+=>\s*+(\{)?")
_RETURN: Final = re.compile(r"return(?![\w$])")
_ESCAPED: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = {"true": True, "false": False}
_PARSERS: Final = ("JSON.parse", "window.JSON.parse")
_DECODERS: Final = ("decodeURIComponent", "decodeURI", "unescape")
_WRAPPERS: Final = frozenset({"Date", "Map", "Set", "Object", "String"})
_MAX_DEPTH: Final = 100
_MAX_VALUES: Final = 100_000
_MAX_PLACE: Final = 10_000
_LAST: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class _Named:
    """A value that is known by a name until the arguments are read."""

    name: str


class _NoLiteral(Exception):
    """Raised where no value is read."""


def read_literal(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends; None, and how far was read, where it is no such value."""
    reader = _Reader(text, start)
    with suppress(_NoLiteral):
        return reader.read(), reader.at
    return None, reader.at


class _Reader:
    def __init__(self, text: str, start: int) -> None:
        self.at = start
        self._code = text
        self._depth = 0
        self._values = 0
        self._bound: dict[str, Any] = {}
        self._left: list[tuple[Any, Any, Any]] = []
        """What to put where once all names are known: a container or its name, a key, a value or its name."""
        self._by_mark: Final = {
            "{": self._object,
            "[": lambda: self._list("[", "]"),
            **dict.fromkeys("\"'`", self._text),
        }

    def read(self) -> Any:
        value = self._value()
        for container, key, entry in self._left:
            _put(self._known(container), key, self._known(entry))
        return self._known(value)

    def _known(self, value: Any) -> Any:
        return self._bound.get(value.name) if isinstance(value, _Named) else value

    def _next(self) -> str:
        mark = self._code[self.at : self.at + 1]
        if mark > " " and mark != "/":
            return mark
        if match := _SPACE.match(self._code, self.at):
            self.at = match.end()
        return self._code[self.at : self.at + 1]

    def _take(self, mark: str) -> bool:
        if self._next() != mark:
            return False
        self.at += 1
        return True

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            raise _NoLiteral

    def _matched(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._next()
        if match := pattern.match(self._code, self.at):
            self.at = match.end()
        return match

    def _value(self) -> Any:
        self._depth += 1
        self._values += 1
        if self._depth > _MAX_DEPTH or self._values > _MAX_VALUES:
            raise _NoLiteral
        value = self._signed()
        while self._take("+"):
            other = self._signed()
            value = value + other if isinstance(value, str) and isinstance(other, str) else None
        self._depth -= 1
        return value

    def _signed(self) -> Any:
        if self._next() not in _BEGIN_SIGNS or (match := self._matched(_SIGNS)) is None:
            return self._plain()
        value = self._plain()
        if match[0].startswith("!"):
            return bool(value) == (len(match[0]) % 2 == 0)
        return -value if match[0] == "-" and isinstance(value, int | float) else None

    def _plain(self) -> Any:
        mark = self._next()
        if read := self._by_mark.get(mark):
            return read()
        if (mark.isdigit() or mark == ".") and (number := self._matched(_NUMBER)):
            return int(number[0]) if number[0].isdigit() else float(number[0])
        if (function := self._matched(_FUNCTION)) or (function := self._matched(_ARROW)):
            parameters = next((group for group in function.groups()[:2] if group is not None), "")
            return self._called(parameters, self._result(in_braces=function[0].endswith("{")))
        if mark == "(":
            return self._bracketed()
        if name := self._matched(_NAME):
            return self._of_name(name[0])
        raise _NoLiteral

    def _bracketed(self) -> Any:
        self._need("(")
        value = self._value()
        self._need(")")
        return self._called(value[0], value[1]) if isinstance(value, tuple) else value

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._need("{")
        while not self._take("}"):
            if self._next() in {'"', "'"}:
                key = self._text()
            elif name := self._matched(_NAME) or self._matched(_NUMBER):
                key = name[0]
            else:
                raise _NoLiteral
            self._keep(found, key, self._value() if self._take(":") else _Named(key))
            if not self._take(",") and self._next() != "}":
                raise _NoLiteral
        return found

    def _list(self, opening: str, closing: str) -> list[Any]:
        found: list[Any] = []
        self._need(opening)
        while not self._take(closing):
            hole = self._next() == ","
            found.append(None)
            self._keep(found, len(found) - 1, None if hole else self._value())
            if not self._take(",") and self._next() != closing:
                raise _NoLiteral
        return found

    def _keep(self, container: Any, key: Any, value: Any) -> None:
        if isinstance(value, _Named):
            self._left.append((container, key, value))
            value = None
        elif isinstance(value, tuple):
            raise _NoLiteral
        container[key] = value

    def _text(self) -> str:
        if (match := self._matched(_TEXT)) is None:
            raise _NoLiteral
        said = match[0][1:-1]
        if "\\" in said:
            said = _ESCAPED.sub(_character, said)
            if _SURROGATES.search(said):
                said = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return said

    def _of_name(self, name: str) -> Any:
        if name in _PLAIN:
            return _PLAIN[name]
        is_made = name == "new"
        if is_made and (made := self._matched(_NAME)):
            name = made[0]
        if self._next() != "(":
            return None if is_made else _Named(name)
        return _made(name, self._list("(", ")"))

    def _result(self, *, in_braces: bool) -> Any:
        """What a function returns, where it does no more before than to fill objects."""
        if not in_braces:
            return self._value()
        value = None
        while not self._take("}"):
            if self._matched(_RETURN):
                value = self._value()
                self._take(";")
            elif self._next() in {";", ","}:
                self.at += 1
            else:
                self._statement()
        return value

    def _statement(self) -> None:
        """Something put into an object that has a name: `a.b=c`, `a["b"]=c`, `a[0]=c`."""
        if (match := self._matched(_NAME)) is None:
            raise _NoLiteral
        name, _, key = match[0].partition(".")
        place: Any = key
        if not key:
            place = next(iter(self._list("[", "]")), None)
        self._need("=")
        self._left.append((_Named(name), place, self._value()))

    def _called(self, parameters: str, value: Any) -> Any:
        """The value of a function with its arguments, or both where they stand further out."""
        if self._next() != "(":
            return parameters, value
        names = [name.strip() for name in parameters.split(",") if name.strip()]
        for name, argument in zip(names, self._list("(", ")"), strict=False):
            self._bound[name] = argument
        return value


def _made(name: str, arguments: list[Any]) -> Any:
    """What a call gives that does no more than to make a plain value; None of any other."""
    first = arguments[0] if arguments else None
    if name == "Array" and isinstance(first, int) and len(arguments) == 1:
        return [None] * max(0, min(first, _MAX_PLACE))
    if isinstance(first, str) and name in _PARSERS:
        with suppress(ValueError, RecursionError):
            return json.loads(first, strict=False)
        return None
    if isinstance(first, str) and name in _DECODERS:
        return unquote(first)
    return {} if name == "Object.create" else first if name in _WRAPPERS else None


def _put(container: Any, key: Any, value: Any) -> None:
    if isinstance(container, dict) and isinstance(key, str | int):
        container[str(key)] = value
    elif isinstance(container, list) and isinstance(key, int) and 0 <= key < max(len(container), _MAX_PLACE):
        container.extend([None] * (key + 1 - len(container)))
        container[key] = value


def _character(match: re.Match[str]) -> str:
    for digits in match.groups()[:3]:
        if digits is not None:
            return chr(min(int(digits, 16), _LAST))
    return _CONTROLS.get(match[4], match[4])
