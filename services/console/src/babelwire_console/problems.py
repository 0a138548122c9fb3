"""What a service says that it refuses, and why."""

from typing import Any

import httpx


def problem(answer: httpx.Response) -> str:
    """A problem document (RFC 9457) in one line."""
    try:
        document: dict[str, Any] = answer.json()
    except ValueError:
        return f"{answer.status_code} {answer.text[:200]}"
    details = [f"{error.get('pointer', '')} {error.get('detail', '')}".strip() for error in document.get("errors", [])]
    summary = str(document.get("detail") or document.get("title"))
    return "; ".join([summary, *(detail for detail in details[:5] if detail not in summary)])
