"""LiteLLM asks Portico about every call, and holds each call to what Portico was told of it.

`config.yaml` names two objects of this module: `authenticate`, LiteLLM's `general_settings.custom_auth`, and `guard`, one of
its `callbacks`. `portico_usage.py` reports back what was used.

Nothing is kept between two calls: a key that was revoked is refused from the next call on. Whatever keeps Portico from
answering refuses the call too, with 503. The text of a key is sent to Portico and given to nothing else: LiteLLM knows the key by
its id, and one that was refused by its digest.
"""

import re

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from uuid import uuid4

import httpx
from fastapi import Request
from litellm.integrations.custom_logger import CustomLogger
from litellm.proxy._types import LitellmUserRoles, ProxyException, UserAPIKeyAuth, hash_token
from litellm.proxy.auth.auth_utils import get_request_route
from litellm.proxy.common_utils.http_parsing_utils import read_request_body

from portico_client import METADATA, client, log, settings
from portico_estimate import Estimate, estimate, output_field
from portico_fields import FIELDS, check_fields, refusal

# These answer about models and call none.
WITHOUT_MODEL = frozenset({"/models"})
WITHOUT_USE = frozenset({"/models", "/messages/count_tokens"})

# What Portico takes in a question: characters, tokens and US dollars. No key and no limit comes near.
MOST_KEY = 1_000
MOST_TOKENS = 1_000_000_000
MOST_COST = 1_000_000

# What Portico says of a key, and the caller is told. Whatever else it says is between it and the gateway.
KEY_STATUSES = frozenset({401, 403, 429})
GATEWAY_CODES = frozenset({"gateway_unknown"})
# What LiteLLM may know a key by: our id of it, or the digest of a text.
KNOWN_BY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|hashed-key-[0-9a-f]{64}")
# Other models that LiteLLM would ask when one fails: keys are asked about one.
FALLBACKS = ("fallbacks", "context_window_fallbacks", "content_policy_fallbacks")
PASSED_HEADERS = ("retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit-policy")


def without_text(_: type[UserAPIKeyAuth], api_key: str) -> str:
    """What LiteLLM keeps of a key and gives to callbacks, also of one that was refused. Its own hashes what begins with "sk-"."""
    return api_key if KNOWN_BY.fullmatch(api_key) else f"hashed-key-{hash_token(api_key)}"


UserAPIKeyAuth._safe_hash_litellm_api_key = classmethod(without_text)


def hide(request: Request, api_key: str) -> None:
    """Takes the key out of the request, so that nothing after this has it; and the headers by which callers steer LiteLLM."""
    kept = [
        (name, value)
        for name, value in request.headers.raw
        if not name.lower().startswith(b"x-litellm-") and not (api_key and api_key.encode() in value)
    ]
    request.scope["headers"] = kept
    # The request's own copy of them, which it makes anew.
    request.__dict__.pop("_headers", None)
    # LiteLLM's copy of them, made before it asked.
    request.state._cached_headers = None


def unavailable(reason: str) -> ProxyException:
    """Refuses a call that nobody could be asked about. The reason is for the log, not for the caller."""
    log.error("Portico was not asked: %s", reason)
    return refusal(
        503, "keys_unavailable", "Keys cannot be checked right now. Try again shortly.", {"retry-after": "2"}
    )


def route_of(request: Request) -> str:
    """The path that was called, without "/v1", where keys may call it. Raises 403 where they may not."""
    path = get_request_route(request=request)
    route = path.removeprefix("/v1")
    if route not in FIELDS:
        raise refusal(403, "route_not_allowed", f"Keys of Portico cannot call {path} here.")
    return route


def model_of(body: dict[str, Any], route: str) -> str | None:
    """The one model that a call names. Raises 400 where it names none, or several."""
    if route in WITHOUT_MODEL:
        return None
    model = body.get("model")
    # LiteLLM reads a list, also one written with commas, as several models.
    if not isinstance(model, str) or not 0 < len(model) <= 200 or "," in model:
        raise refusal(400, "model_form", 'Name one model in "model".')
    return model


def address_of(request: Request) -> str | None:
    """Where the call came from: the connection's address, or as our own proxies say (`PORTICO_PROXY_HOPS`, from the right)."""
    host = request.client.host if request.client else ""
    if settings.proxy_hops > 0:
        heard = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
        host = heard[-settings.proxy_hops] if len(heard) >= settings.proxy_hops else ""
    try:
        return str(ip_address(host))
    except ValueError:
        return None


async def verify(question: dict[str, Any]) -> dict[str, Any]:
    """Portico's answer about a key, see docs/gateways.md. Raises what the caller is told when it is not a yes."""
    try:
        answer = await client().post("/api/v1/keys/verify", json=question)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        # Not the error's text: it is not ours, and could quote what was sent.
        raise unavailable(type(error).__name__) from None
    if answer.status_code == 200 and isinstance(told, dict) and told.get("key", {}).get("id"):
        return told
    code = told.get("code") if isinstance(told, dict) else None
    if answer.status_code not in KEY_STATUSES or not isinstance(code, str) or code in GATEWAY_CODES:
        raise unavailable(f"it answered {answer.status_code} {code}")
    headers = {name: answer.headers[name] for name in PASSED_HEADERS if name in answer.headers}
    numbers = {"limit": told["limit"]} if "limit" in told else None
    raise refusal(answer.status_code, code, str(told.get("title") or code), headers, numbers)


def identity(told: dict[str, Any], call: str, model: str | None, most: Estimate | None) -> UserAPIKeyAuth:
    """Who calls, for LiteLLM: ids and names, and never the key."""
    key, user, project = told["key"], told.get("user") or {}, told.get("project") or {}
    organization = told.get("organization") or {}
    limited = any(str(one.get("name", "")).startswith(("tokens", "cost")) for one in told.get("limits") or [])
    return UserAPIKeyAuth(
        # LiteLLM groups by this where it would take the key's hash.
        api_key=key["id"],
        key_alias=key.get("name"),
        user_id=user.get("id"),
        team_id=project.get("id"),
        team_alias=project.get("slug"),
        org_id=organization.get("id"),
        organization_alias=organization.get("slug"),
        user_role=LitellmUserRoles.INTERNAL_USER,
        metadata={
            METADATA: {
                "call": call,
                "key": key["id"],
                "organization": organization.get("id"),
                "project": project.get("id"),
                "reservation": told.get("reservation"),
                "model": model,
                "models": told.get("models"),
                # What the reservation counts with, where the caller named no bound.
                "output": most.output if most and limited and most.assumed else None,
            }
        },
    )


async def authenticate(request: Request, api_key: str) -> UserAPIKeyAuth:
    """LiteLLM's `custom_auth`: asks Portico whether this key may make this call. Raises `ProxyException` where it may not."""
    hide(request, api_key)
    route = route_of(request)
    body = await read_request_body(request) if request.method == "POST" else {}
    check_fields(body, list(request.query_params), route, settings.more_fields)
    model = model_of(body, route)
    most = None if route in WITHOUT_USE else await estimate(body, route, model, settings.default_output_tokens)
    call = uuid4().hex
    # "model" is there also where there is none: then that is what is asked about.
    question: dict[str, Any] = {
        "key": (api_key or "")[:MOST_KEY],
        "route": f"/v1{route}",
        "call": call,
        "model": model,
    }
    if address := address_of(request):
        question["address"] = address
    if most is not None:
        question["tokens"] = min(most.tokens, MOST_TOKENS)
        if most.cost is not None:
            question["cost"] = min(most.cost, MOST_COST)
    return identity(await verify(question), call, model, most)


class Guard(CustomLogger):
    """Holds a call to what Portico was told of it, whatever LiteLLM made of the request after `authenticate`."""

    async def async_pre_call_hook(
        self, user_api_key_dict: UserAPIKeyAuth, cache: object, data: dict[str, Any], call_type: str
    ) -> dict[str, Any]:
        """Refuses another model than the one verified; bounds the output where a reservation counts on a bound; asks no other."""
        known = (user_api_key_dict.metadata or {}).get(METADATA)
        if known is None or data.get("model") != known["model"]:
            raise refusal(403, "model_not_allowed", "This call was not allowed for that model.")
        if known["output"] is not None:
            field = output_field(call_type)
            if field and data.get(field) is None:
                data[field] = known["output"]
        data.update({name: [] for name in FALLBACKS})
        return data

    async def async_filter_listed_models(
        self, user_api_key_dict: UserAPIKeyAuth, model_names: Sequence[str]
    ) -> Sequence[str]:
        """Of the models that this gateway has, those that the key may call: what `GET /v1/models` lists."""
        allowed = ((user_api_key_dict.metadata or {}).get(METADATA) or {}).get("models") or []
        return [name for name in model_names if name in allowed]


guard = Guard()
