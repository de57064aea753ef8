"""Where Portico is, how this gateway proves itself there, and the connections to it."""

import logging
import os
from dataclasses import dataclass

import httpx

log = logging.getLogger("portico")

# How the id and the place of a key travel through LiteLLM: `UserAPIKeyAuth.metadata`, which LiteLLM gives to its callbacks as
# `user_api_key_auth_metadata`, and which no request can write.
METADATA = "portico"


@dataclass(frozen=True)
class Settings:
    """Where Portico is and how this gateway proves itself there; from the environment, read once."""

    url: str
    audience: str
    secret: str
    proxy_hops: int
    timeout_seconds: float
    default_output_tokens: int
    report_seconds: float
    more_fields: frozenset[str]

    @classmethod
    def read(cls) -> "Settings":
        """Raises `KeyError` or `ValueError` naming the variable, so that LiteLLM does not start without."""
        return cls(
            url=os.environ["PORTICO_URL"].rstrip("/"),
            audience=os.environ.get("PORTICO_AUDIENCE", "models"),
            secret=os.environ["PORTICO_GATEWAY_SECRET"],
            proxy_hops=int(os.environ.get("PORTICO_PROXY_HOPS", "0")),
            timeout_seconds=float(os.environ.get("PORTICO_TIMEOUT", "3")),
            default_output_tokens=int(os.environ.get("PORTICO_DEFAULT_MAX_TOKENS", "4096")),
            report_seconds=float(os.environ.get("PORTICO_REPORT_SECONDS", "2")),
            more_fields=frozenset(os.environ.get("PORTICO_MORE_FIELDS", "").replace(",", " ").split()),
        )

    def headers(self) -> dict[str, str]:
        """What tells Portico that this is the gateway of its audience."""
        return {"x-portico-audience": self.audience, "x-portico-gateway": self.secret}


settings = Settings.read()
_client: httpx.AsyncClient | None = None


def client() -> httpx.AsyncClient:
    """Connections to Portico, kept open; given up sooner than Node's five seconds, so that none is used that just closed."""
    global _client
    if _client is None:
        _client = httpx.AsyncClient(
            base_url=settings.url,
            headers=settings.headers(),
            timeout=settings.timeout_seconds,
            transport=httpx.AsyncHTTPTransport(
                retries=1, limits=httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=4)
            ),
        )
    return _client
