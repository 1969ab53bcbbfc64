"""Catch every error of a call, in the right order.

Children stand before their parents: APITimeoutError is an APIConnectionError, all that have a
status are APIStatusErrors. Without a key, OpenAI() itself raises OpenAIError.

Lesson 09.
"""

import httpx2
import openai
from dotenv import load_dotenv

load_dotenv()
client = openai.OpenAI(timeout=30)


def ask(prompt: str) -> str:
    response = client.chat.completions.create(
        model="gpt-6-luna",
        reasoning_effort="none",
        max_completion_tokens=1000,
        messages=[{"role": "user", "content": prompt}],
    )
    choice = response.choices[0]
    if choice.finish_reason != "stop" or choice.message.refusal:
        raise RuntimeError(f"no whole answer: {choice.message.refusal or choice.finish_reason}")
    return choice.message.content or ""


if __name__ == "__main__":
    try:
        print(ask("What is exponential backoff? One sentence."))
    except openai.APITimeoutError:
        print("APITimeoutError: ask later, or allow more time")
    except openai.APIConnectionError as error:
        print("APIConnectionError:", error.__cause__)
    except openai.RateLimitError as error:
        print("RateLimitError: slow down, unless credit is missing:", error.code, error.request_id)
    except openai.InternalServerError as error:
        print("InternalServerError: ask later:", error.status_code, error.request_id)
    except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
        print("the key is wrong or may not do this:", error.code, error.request_id)
    except openai.APIStatusError as error:
        print("the request is wrong:", error.status_code, error.code, error.param, error.request_id)
    except openai.APIError as error:
        print("an error inside a stream:", error.code)
    except httpx2.HTTPError as error:
        print("a stream that broke off:", error)
    except RuntimeError as error:
        print(error)
