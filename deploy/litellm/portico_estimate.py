"""How much a call may use at most, before it is made: what Portico sets aside until the real use is reported."""

import asyncio
import json
import math
from dataclasses import dataclass
from typing import Any

import litellm

# Where the APIs keep what a model reads.
PROMPT_FIELDS = (
    "messages",
    "system",
    "tools",
    "functions",
    "prompt",
    "input",
    "instructions",
    "query",
    "documents",
    "response_format",
    "text",
)
# Which of them write; the others, such as embeddings, only read.
WRITING_ROUTES = frozenset({"/chat/completions", "/completions", "/messages", "/responses"})
# Where they let a caller bound what it writes.
OUTPUT_FIELDS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
# An image's or a file's own size says little; no provider counts more for an image.
TOKENS_PER_ATTACHMENT = 2_000
ATTACHMENTS = frozenset({"image", "image_url", "input_image", "document", "file", "input_file", "input_audio"})
# The tokenizer's time grows with the square of a long word: it gets pieces, of characters.
PIECE = 4_000
# Providers' tokenizers differ from the one at hand by a little.
MARGIN = 1.1
# Keeping a prompt for later calls costs a quarter more than reading it, where it costs more at all.
CACHE_WRITE = 1.25


@dataclass(frozen=True)
class Estimate:
    """The most that one call may use."""

    tokens: int
    """Read and written together."""
    cost: float | None
    """In US dollars; none where LiteLLM knows no price."""
    output: int
    """Written, for each of the answers that were asked for."""
    assumed: bool
    """Whether `output` is our own bound, because the caller named none."""


def split(value: object) -> tuple[str, int]:
    """A prompt as text, and the tokens of the attachments in it, which are left out of the text."""
    attachments = 0

    def without(part: object) -> object:
        nonlocal attachments
        if isinstance(part, dict):
            if part.get("type") in ATTACHMENTS:
                attachments += 1
                return None
            return {name: without(inner) for name, inner in part.items()}
        if isinstance(part, list):
            return [without(inner) for inner in part]
        return part

    # As JSON: names and brackets stand for the few tokens that each message costs beside its text.
    text = json.dumps(without(value), ensure_ascii=False)
    return text, attachments * TOKENS_PER_ATTACHMENT


def count(text: str) -> int:
    """Tokens of a text by LiteLLM's own tokenizer, which needs no network."""
    return sum(
        litellm.token_counter(model="", text=text[start : start + PIECE]) for start in range(0, len(text), PIECE)
    )


def positive(value: object) -> int | None:
    """The number that a request field holds, where it holds one that can be a count."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def output_field(call_type: str) -> str | None:
    """The field that bounds the output in calls of LiteLLM's type; none where nothing is written."""
    if call_type in ("responses", "aresponses"):
        return "max_output_tokens"
    if call_type in ("completion", "acompletion", "text_completion", "atext_completion", "anthropic_messages"):
        return "max_tokens"
    return None


@dataclass(frozen=True)
class Price:
    """What a model costs at most, in US dollars a token, and writes at most; none where LiteLLM does not know."""

    read: float | None = None
    write: float | None = None
    most_output: int | None = None


def price_of(model: str | None) -> Price:
    """The dearest of the deployments that LiteLLM would take for this model."""
    from litellm.proxy.proxy_server import llm_router  # made after this module is read

    info = llm_router.get_model_group_info(model_group=model) if llm_router and model else None
    if info is None:
        return Price()
    written = int(info.max_output_tokens) if info.max_output_tokens else None
    return Price(read=info.input_cost_per_token, write=info.output_cost_per_token, most_output=written)


async def estimate(body: dict[str, Any], route: str, model: str | None, default_output: int) -> Estimate:
    """The most that a call of this route may use. `default_output` stands where the body does not bound its output."""
    text, attached = split({name: body[name] for name in PROMPT_FIELDS if body.get(name) is not None})
    # In a thread: a long prompt takes a while, and other calls wait behind this one.
    read = math.ceil((await asyncio.to_thread(count, text)) * MARGIN) + attached
    price = price_of(model)
    said = max((n for name in OUTPUT_FIELDS if (n := positive(body.get(name)))), default=None)
    output = (said or min(default_output, price.most_output or default_output)) if route in WRITING_ROUTES else 0
    written = output * (positive(body.get("n")) or 1)
    cost = None if price.read is None else read * price.read * CACHE_WRITE + written * (price.write or 0)
    return Estimate(tokens=read + written, cost=cost, output=output, assumed=route in WRITING_ROUTES and said is None)
