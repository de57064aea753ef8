"""What a request may say: the fields of each API that neither reach past what was asked about nor past what is counted.

LiteLLM reads many fields of its own from the same body, and each release some more: other models to fall back to, its router's
settings, a provider's address. So this is a list of what is open, and all else is closed. Left out of it are also fields of the
providers with which a call uses more than can be told beforehand: a conversation or a prompt that the provider keeps, an answer
in the background, tiers of a higher price. `PORTICO_MORE_FIELDS` opens further ones.
"""

from typing import Any

from litellm.proxy._types import ProxyException

CHAT = frozenset(
    "audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages metadata"
    " modalities model n parallel_tool_calls presence_penalty prompt_cache_key prompt_cache_retention reasoning_effort"
    " response_format safety_identifier seed stop store stream stream_options temperature thinking tool_choice tools top_k"
    " top_logprobs top_p user verbosity".split()
)
MESSAGES = frozenset(
    "cache_control context_management max_tokens messages metadata model output_config output_format stop_sequences stream"
    " system temperature thinking tool_choice tools top_k top_p".split()
)
FIELDS = {
    "/chat/completions": CHAT,
    "/completions": frozenset(
        "echo frequency_penalty logit_bias logprobs max_tokens model n presence_penalty prompt seed stop stream stream_options"
        " suffix temperature top_p user".split()
    ),
    "/embeddings": frozenset("dimensions encoding_format input input_type model user".split()),
    "/messages": MESSAGES,
    "/messages/count_tokens": MESSAGES,
    "/models": frozenset(),
    "/rerank": frozenset(
        "documents max_chunks_per_doc max_tokens_per_doc model query rank_fields return_documents top_n".split()
    ),
    "/responses": frozenset(
        "context_management include input instructions max_output_tokens max_tool_calls metadata model parallel_tool_calls"
        " prompt_cache_key prompt_cache_retention reasoning safety_identifier store stream stream_options temperature text"
        " tool_choice tools top_logprobs top_p truncation user".split()
    ),
}
# Where each API lets a caller bound what it writes; the others, such as embeddings, write nothing.
OUTPUT_FIELDS = {
    "/chat/completions": ("max_tokens", "max_completion_tokens"),
    "/completions": ("max_tokens",),
    "/messages": ("max_tokens",),
    "/responses": ("max_output_tokens",),
}
# What may stand behind the path: of Anthropic's client, and of lists.
QUERY = frozenset({"after_id", "before_id", "beta", "limit"})


def refusal(
    status: int, code: str, message: str, headers: dict[str, str] | None = None, more: dict[str, Any] | None = None
) -> ProxyException:
    """An error in the form that OpenAI's and Anthropic's clients read: `error.message`, and Portico's code as `error.type`.

    LiteLLM lets headers and further fields through with this exception alone; an `HTTPException` would lose both.
    """
    return ProxyException(
        message=message, type=code, param=None, code=status, headers=headers, provider_specific_fields=more
    )


def closed(field: str) -> ProxyException:
    """The refusal of a field, by its name as far as that is one."""
    return refusal(400, "field_not_allowed", f'"{field[:100]}" cannot be set through this gateway.')


def check_fields(body: dict[str, Any], query: list[str], route: str, more: frozenset[str]) -> None:
    """Raises 400 where a request of this route says what it may not, or bounds what it writes by something that is no count."""
    for name in query:
        if name not in QUERY:
            raise closed(name)
    for name, value in body.items():
        # What is not there, or off, says nothing.
        if name not in FIELDS[route] | more and value not in (None, False, []):
            raise closed(name)
    # Labels, as the APIs have them; LiteLLM reads lists and objects in it as its own.
    metadata = body.get("metadata")
    if metadata is not None and not (
        isinstance(metadata, dict) and all(isinstance(value, str) for value in metadata.values())
    ):
        raise closed("metadata")
    for name in (*OUTPUT_FIELDS.get(route, ()), "n"):
        value = body.get(name)
        # Some providers read a text as a number, and -1 as no bound.
        if value is not None and not (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            raise refusal(400, "field_form", f'"{name}" must be a whole number above 0.')
