"""Where the services answer on this machine, as the environment says."""

from typing import Annotated, Any, Final

from pydantic import Field, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES

Port = Annotated[int, Field(ge=1024, le=65535)]


class ServicePorts(BaseSettings):
    """The port of each service's first instance; made by `service_ports`, with a field `NAME_port` for each service."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    def of(self, service: str) -> int:
        """The port of a service."""
        return self.by_name()[f"{service}_port"]

    def by_name(self) -> dict[str, int]:
        """All ports, by the names of their fields."""
        return self.model_dump()


_fields: Final[dict[str, Any]] = {f"{service.name}_port": (Port, service.port) for service in SERVICES.values()}
_OfCatalogue: Final[type[ServicePorts]] = create_model(
    "_OfCatalogue", __base__=ServicePorts, __module__=__name__, **_fields
)


def service_ports(**given: int) -> ServicePorts:
    """Ports by the name of the service where given, else of `BABELWIRE_SEARCH_PORT` and so on, else the catalogue's.

    Raises `ValidationError` for a port that the environment cannot mean.
    """
    return _OfCatalogue(**{f"{name}_port": port for name, port in given.items()})
