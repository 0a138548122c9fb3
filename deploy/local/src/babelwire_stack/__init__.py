"""The stack on one machine: Kafka, OpenSearch and the services under a supervisor, without a container engine."""

from babelwire_stack.ports import Ports, free_ports
from babelwire_stack.settings import SHORT_LIVED
from babelwire_stack.stack import Stack

__all__ = ["SHORT_LIVED", "Ports", "Stack", "free_ports"]
