"""Handle keys in production.

A key comes from the environment, or from a file that a secret manager mounts (OPENAI_API_KEY_FILE
names it); a .env is for your own machine. One key for each service and stage, each with a spending
limit: a leaked one is then changed alone. No key goes into a log, an image or a browser.

Lesson 01.
"""

import os
import sys
from pathlib import Path

from anthropic import Anthropic
from dotenv import load_dotenv
from openai import OpenAI


def secret(name: str) -> str:
    """The value of this variable, or of the file that NAME_FILE names. Ends the program with a
    sentence if there is neither: at its start, not at the first customer."""
    file = os.environ.get(f"{name}_FILE")
    value = Path(file).read_text("utf-8") if file else os.environ.get(name, "")
    return value.strip() or sys.exit(f"{name} is not set")


if __name__ == "__main__":
    load_dotenv()  # changes nothing that is set already
    openai = OpenAI(api_key=secret("OPENAI_API_KEY"), timeout=60)
    anthropic = Anthropic(api_key=secret("ANTHROPIC_API_KEY"), timeout=60)
    # Does each key work for the model? This costs nothing.
    print(openai.models.retrieve("gpt-6-luna").id)
    print(anthropic.models.retrieve("claude-haiku-5-5").id)
