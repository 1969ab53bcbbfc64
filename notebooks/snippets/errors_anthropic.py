"""Catch every error of a call, in the right order.

Children stand before their parents: APITimeoutError is an APIConnectionError, all that have a
status are APIStatusErrors. Without a key, the call raises TypeError.

Lesson 09.
"""

import anthropic
import httpx2
from dotenv import load_dotenv

load_dotenv()
client = anthropic.Anthropic(timeout=30)


def ask(prompt: str) -> str:
    message = client.messages.create(
        model="claude-haiku-5-5",
        max_tokens=1000,
        thinking={"type": "disabled"},
        messages=[{"role": "user", "content": prompt}],
    )
    if message.stop_reason != "end_turn":
        raise RuntimeError(f"no whole answer: {message.stop_reason}")
    return "".join(block.text for block in message.content if block.type == "text")


if __name__ == "__main__":
    try:
        print(ask("What is exponential backoff? One sentence."))
    except anthropic.APITimeoutError:
        print("APITimeoutError: ask later, or allow more time")
    except anthropic.APIConnectionError as error:
        print("APIConnectionError:", error.__cause__)
    except anthropic.RateLimitError as error:
        print("RateLimitError: slow down:", error.type, error.request_id)
    except anthropic.InternalServerError as error:
        print("InternalServerError: ask later:", error.status_code, error.request_id)
    except (anthropic.AuthenticationError, anthropic.PermissionDeniedError) as error:
        print("the key is wrong or may not do this:", error.type, error.request_id)
    except anthropic.APIStatusError as error:
        if error.status_code == 200:
            print("an error inside a stream:", error.type, error.request_id)
        else:
            print("the request is wrong, or credit is missing:", error.status_code, error.type)
    except httpx2.HTTPError as error:
        print("a stream that broke off:", error)
    except (TypeError, RuntimeError) as error:
        print(error)
