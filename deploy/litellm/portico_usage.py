"""Reports to Portico what each call used: LiteLLM's generic logging callback, made safe to count with.

`config.yaml` names `usage` among LiteLLM's `callbacks`. It is LiteLLM's own `generic_api` logger (batches of LiteLLM's standard
logging payloads, as a JSON array) with three differences:

- What people wrote and what models answered stays here, and so do headers: only the fields below are sent.
- A batch that Portico did not take is kept and sent again. LiteLLM's own forgets it, and with it what comes in meanwhile.
- The call's id is the one that `portico_auth.py` gave it. LiteLLM's can be chosen by the caller, who could then have all their
  calls counted as one.
"""

import atexit
import time
from typing import Any

import httpx
from litellm.integrations.generic_api.generic_api_callback import GenericAPILogger
from litellm.proxy._types import UserAPIKeyAuth

from portico_client import METADATA, client, log, settings

# Of LiteLLM's standard logging payload: numbers, times and the names of models.
SENT = (
    "call_type",
    "stream",
    "status",
    "model",
    "model_group",
    "custom_llm_provider",
    "prompt_tokens",
    "completion_tokens",
    "total_tokens",
    "response_cost",
    "cache_hit",
    "startTime",
    "completionStartTime",
    "endTime",
)
MOST_AT_ONCE = 200
SENSELESS = frozenset({400, 413, 422})


class Usage(GenericAPILogger):
    """LiteLLM's generic logger, with Portico at the other end."""

    # Read by LiteLLM's flush: it takes out only what was there when it began.
    preserve_events_added_during_flush = True

    def __init__(self) -> None:
        """Only while an event loop runs, as LiteLLM reads its configuration in one."""
        self.ending = False
        super().__init__(
            endpoint=f"{settings.url}/api/v1/keys/usage",
            headers=settings.headers(),
            flush_interval=settings.report_seconds,
            batch_size=MOST_AT_ONCE,
        )

    async def async_log_success_event(
        self, kwargs: dict[str, Any], response_obj: object, start_time: object, end_time: object
    ) -> None:
        """A call that was answered; for a stream, when its last part has come."""
        payload = kwargs.get("standard_logging_object")
        if payload:
            self._add({name: payload.get(name) for name in SENT}, payload["metadata"].get("user_api_key_auth_metadata"))

    async def async_log_failure_event(
        self, kwargs: dict[str, Any], response_obj: object, start_time: object, end_time: object
    ) -> None:
        """One try of a call: another may follow it, and the call as a whole is told of below."""

    async def async_post_call_failure_hook(
        self,
        request_data: dict[str, Any],
        original_exception: Exception,
        user_api_key_dict: UserAPIKeyAuth,
        traceback_str: str | None = None,
    ) -> None:
        """A call that nothing came of: nothing was used, and what was set aside for it is free again."""
        now = time.time()
        none_used = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "response_cost": 0}
        model = request_data.get("model")
        self._add(
            {"status": "failure", "model": model, "model_group": model, "startTime": now, "endTime": now, **none_used},
            user_api_key_dict.metadata,
        )

    def _add(self, numbers: dict[str, Any], known: object) -> None:
        """Puts a call into the next batch, unless it was none of Portico's."""
        mine = known.get(METADATA) if isinstance(known, dict) else None
        if mine:
            known_by = {name: mine[name] for name in ("call", "key", "project", "reservation")}
            metadata = {"user_api_key_auth_metadata": {METADATA: known_by}}
            self.log_queue.append(
                {"id": mine["call"], "litellm_call_id": mine["call"], **numbers, "metadata": metadata}
            )
            if self.ending:
                self.send_rest()

    async def async_send_batch(self) -> None:
        """Sends what waits. Raises where Portico did not take it: LiteLLM then keeps it, and comes back with it.

        What was sent twice is counted once, by the call's id. A part that Portico finds no sense in is dropped, because it
        would be no better the next time.
        """
        waiting = list(self.log_queue)
        for start in range(0, len(waiting), MOST_AT_ONCE):
            part = waiting[start : start + MOST_AT_ONCE]
            answer = await client().post("/api/v1/keys/usage", json=part)
            if answer.status_code in SENSELESS:
                log.error("Portico did not understand the usage of %s calls: %s", len(part), answer.status_code)
            elif not answer.is_success:
                raise ConnectionError(f"Portico answered {answer.status_code} to the usage of {len(part)} calls.")
            elif refused := answer.json().get("refused"):
                log.warning(
                    "Portico counts %s of %s calls nowhere: %s", len(refused), len(part), refused[0].get("reason")
                )

    def send_rest(self) -> None:
        """What still waits when the gateway ends, and from then on each call as LiteLLM tells of it."""
        self.ending = True
        waiting, self.log_queue = self.log_queue, []
        try:
            for start in range(0, len(waiting), MOST_AT_ONCE):
                httpx.post(
                    self.endpoint,
                    json=waiting[start : start + MOST_AT_ONCE],
                    headers=settings.headers(),
                    timeout=settings.timeout_seconds,
                ).raise_for_status()
        except httpx.HTTPError as error:
            log.error("The usage of up to %s calls was not reported: %s", len(waiting), type(error).__name__)


usage = Usage()
atexit.register(usage.send_rest)
