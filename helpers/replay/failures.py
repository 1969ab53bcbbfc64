"""How the APIs word it when they fail: bodies as people quoted them or the vendors document them.

Anthropic's 429 is quoted in public error logs of 2026-04, its monthly cap in one of 2026-10, its
400s about money in incident reports of 2026-08 and 09, 529 in anthropics/claude-code#35774; the one
about growing too fast is of 2025. OpenAI's 429 is that of openai-dotnet#404 (2025), the one about
credit of 2026-08; of the others the type and the code are those of OpenAI's error-codes guide (read
in 2026-10), and nobody has quoted a message of `slow_down` or of a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTACT_SALES = (
    "You may also contact sales at https://claude.com/contact-sales to discuss your options for a "
    "rate limit increase."
)


@dataclass(frozen=True)
class Failure:
    """What one API says to one failure.

    message: may hold `{model}`. code: OpenAI's. details, retried: Anthropic's, the latter being its
    header `x-should-retry`; None where nobody has shown it.
    """

    status: int
    type: str
    message: str
    code: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    retried: bool | None = None

    def document(self, provider: str, model: str) -> dict[str, Any]:
        """The JSON body."""
        error: dict[str, Any] = {"type": self.type, "message": self.message.format(model=model)}
        if provider == "openai":
            return {"error": error | {"param": None, "code": self.code}}
        if self.details:
            error["details"] = dict(self.details)
        return {"type": "error", "error": error}


OPENAI = {
    "rate_limited": Failure(
        429,
        "requests",
        "Rate limit reached for {model} in organization org-example on requests per min (RPM): "
        "Limit 500, Used 500, Requested 1. Please try again in 120ms. Visit "
        "https://platform.openai.com/account/rate-limits to learn more.",
        "rate_limit_exceeded",
    ),
    "growing_too_fast": Failure(
        429, "rate_limit_error", "Your traffic grew too quickly. Please slow down.", "slow_down"
    ),
    "no_credit": Failure(
        429,
        "insufficient_quota",
        "You have no credits remaining. Add credits to continue using the API at "
        "https://platform.openai.com/settings/organization/billing/.",
        "credit_balance_exhausted",
    ),
    "own_limit": Failure(
        429,
        "insufficient_quota",
        "Your project has reached its spend limit.",
        "project_spend_limit_exceeded",
    ),
    "monthly_cap": Failure(
        429,
        "insufficient_quota",
        "Your organization has reached its usage limit.",
        "organization_usage_limit_exceeded",
    ),
    "server_error": Failure(
        500,
        "server_error",
        "The server had an error while processing your request. Sorry about that!",
        "server_error",
    ),
    "overloaded": Failure(
        503,
        "service_unavailable_error",
        "Our servers are currently overloaded. Please try again later.",
        "server_is_overloaded",
    ),
}

ANTHROPIC = {
    "rate_limited": Failure(
        429,
        "rate_limit_error",
        "This request would exceed your organization's rate limit of 50,000 input tokens per "
        "minute (org: 00000000-0000-4000-8000-000000000000, model: {model}). For details, refer "
        "to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for "
        "current usage. Please reduce the prompt length or the maximum tokens requested, or try "
        "again later. " + CONTACT_SALES,
        retried=True,
    ),
    "growing_too_fast": Failure(
        429,
        "rate_limit_error",
        "This request would exceed your organization's (00000000-0000-4000-8000-000000000000) "
        "maximum usage increase rate for input tokens per minute. Please scale up your input "
        "tokens usage more gradually to stay within the acceleration limit. For details, refer "
        "to: https://docs.claude.com/en/api/rate-limits.",
        retried=True,
    ),
    "no_credit": Failure(
        400,
        "invalid_request_error",
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing "
        "to upgrade or purchase credits.",
        retried=False,
    ),
    "own_limit": Failure(
        400,
        "invalid_request_error",
        "You have reached your specified API usage limits. You will regain access on 2026-12-01 "
        "at 00:00 UTC.",
        retried=False,
    ),
    "monthly_cap": Failure(
        429,
        "rate_limit_error",
        "You have reached your API usage limits: your organization has crossed its monthly API "
        "usage threshold, set based on your organization's API tier. You will regain access on "
        "2026-12-01 at 00:00 UTC.",
        details={"error_code": "enforced_spend_limit_reached"},
    ),
    "server_error": Failure(500, "api_error", "Internal server error", retried=True),
    "overloaded": Failure(529, "overloaded_error", "Overloaded", retried=True),
}


def failure(kind: str, provider: str) -> Failure:
    """What this provider says when it fails in this way."""
    return (OPENAI if provider == "openai" else ANTHROPIC)[kind]


def kind_of(status: int) -> str:
    """The kind that a bare status stands for; 503 and 529 are the same."""
    return {429: "rate_limited", 503: "overloaded", 529: "overloaded"}.get(status, "server_error")
