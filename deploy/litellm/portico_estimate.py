"""How much a call may use at most, before it is made: what Portico sets aside until the real use is reported."""

import asyncio
import json
import math
import re
from dataclasses import dataclass
from typing import Any

import litellm

from portico_fields import OUTPUT_FIELDS

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
    "output_config",
    "output_format",
    "suffix",
    "text",
)
# An image's own size says little, and no provider counts much more for one; of what is only named by its address or id, nobody knows.
TOKENS_PER_ATTACHMENT = 2_000
# Of how many bytes a token is made: a document's are text at worst, and of sound a second is ten tokens and a kilobyte at least.
BYTES_PER_TOKEN = {
    "image": None,
    "image_url": None,
    "input_image": None,
    "document": 4,
    "file": 4,
    "input_file": 4,
    "input_audio": 100,
}
# Where the APIs keep an attachment's bytes, and how those look: base64, alone or as the address of its data.
BYTE_FIELDS = frozenset({"data", "file_data", "file_id", "file_url", "image_url", "url"})
ENCODED = re.compile(r"(data:(?P<media>[\w.+-]+/[\w.+-]+)(;[\w.+-]+=[\w.+-]+)*;base64,)?[A-Za-z0-9+/=\r\n]*", re.ASCII)
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
    """A prompt as text, and the tokens of the attachments in it, whose bytes are left out of the text."""
    attached = 0

    def without(part: object, kind: str | None) -> object:
        nonlocal attached
        if isinstance(part, list):
            return [without(inner, kind) for inner in part]
        if not isinstance(part, dict):
            return part
        own = part.get("type")
        if isinstance(own, str) and own in BYTES_PER_TOKEN:
            kind = own
            attached += TOKENS_PER_ATTACHMENT
        return {name: heard(name, inner, part, kind) for name, inner in part.items()}

    def heard(name: str, value: object, part: dict[str, Any], kind: str | None) -> object:
        nonlocal attached
        tokens = tokens_of_bytes(name, value, part, kind) if kind else None
        if tokens is None:
            return without(value, kind)
        attached += tokens
        return ""

    # As JSON: names and brackets stand for the few tokens that each message costs beside its text.
    text = json.dumps(without(value, None), ensure_ascii=False)
    return text, attached


def tokens_of_bytes(name: str, value: object, part: dict[str, Any], kind: str) -> int | None:
    """What an attachment's bytes count for beside the attachment itself, where this field of it holds them.

    None where it does not: text in their place is text, and counts as such.
    """
    can_hold = name in BYTE_FIELDS and part.get("type") != "text"
    encoded = ENCODED.fullmatch(value) if can_hold and isinstance(value, str) else None
    alone = name == "file_data" or (name == "data" and (part.get("type") == "base64" or "format" in part))
    if encoded is None or not (encoded["media"] or alone):
        return None
    size = BYTES_PER_TOKEN[kind]
    said = (encoded["media"], part.get("media_type"), part.get("format"))
    # LiteLLM makes a document of an image's bytes when they are said to be of one.
    if size is None and any(media and not str(media).startswith("image/") for media in said):
        size = BYTES_PER_TOKEN["document"]
    return len(encoded[0]) * 3 // 4 // size if size else 0


def count(text: str) -> int:
    """Tokens of a text by LiteLLM's own tokenizer, which needs no network."""
    return sum(
        litellm.token_counter(model="", text=text[start : start + PIECE]) for start in range(0, len(text), PIECE)
    )


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
    """The most that a call may use whose body `check_fields` let through.

    `default_output` stands where the body does not bound what is written.
    """
    text, attached = split({name: body[name] for name in PROMPT_FIELDS if body.get(name) is not None})
    # In a thread: a long prompt takes a while, and other calls wait behind this one.
    read = math.ceil((await asyncio.to_thread(count, text)) * MARGIN) + attached
    price = price_of(model)
    bounds = OUTPUT_FIELDS.get(route, ())
    said = max((body[name] for name in bounds if body.get(name) is not None), default=None)
    output = (said or min(default_output, price.most_output or default_output)) if bounds else 0
    # Of several prompts, each is answered.
    prompts = body.get("prompt") if route == "/completions" else None
    several = len(prompts) if isinstance(prompts, list) and any(isinstance(one, (str, list)) for one in prompts) else 1
    written = output * (body.get("n") or 1) * several
    cost = None if price.read is None else read * price.read * CACHE_WRITE + written * (price.write or 0)
    return Estimate(tokens=read + written, cost=cost, output=output, assumed=bool(bounds) and said is None)
