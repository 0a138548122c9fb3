"""A service's pause, kept across restarts."""

from datetime import datetime

from babelwire_contracts.message import Message


class ServicePause(Message, frozen=True, kw_only=True):
    """Why a service has stopped consuming until an operator resumes it."""

    service: str
    reason: str
    instance: str
    at: datetime
