"""Every lesson's explorer: it answers each of its settings."""

import re

import pytest

from helpers import start
from helpers.practice.explorer import ERROR, explore

from .test_notebooks import NAMES

pytestmark = pytest.mark.lessons


@pytest.mark.parametrize("name", NAMES)
def test_the_explorer_answers_every_setting(name: str) -> None:
    """Each setting is changed in the widget, one at a time; plain and drawn come from one view."""
    start(name)
    explorer = explore(name[:2])
    assert explorer.title and repr(explorer)
    box = explorer.widget()
    controls = {c.description: c for c in box.children if getattr(c, "description", "")}
    picture = box.children[-1]
    button = controls.pop(explorer.button, None)
    shown: set[str] = set()
    for setting, offered in explorer.settings.items():
        control = controls[setting.replace("_", " ")]
        for value in offered:
            control.value = value
            if button:
                button.click()
            assert picture.value and ERROR not in picture.value
            shown.add(picture.value)
        control.value = offered[0]
    assert len(shown) > 1


@pytest.mark.parametrize(
    ("semaphore", "answer_takes", "per_second"), [(2, "0.2 s", 10), (1, "0.2 s", 5)]
)
def test_the_edge_of_a_second_belongs_to_the_next(
    semaphore: int, answer_takes: str, per_second: int
) -> None:
    """As many a second as are allowed: whole milliseconds have no error in the last digit."""
    start("10_async")
    chosen = {"semaphore": semaphore, "answer_takes": answer_takes}
    shown = repr(explore("10").show(**chosen, api_takes_per_second=per_second))
    assert "20 answered, 0 failed, 0 refused" in shown


def test_a_large_picture_pays_for_what_openai_writes_into_its_cache() -> None:
    start("08_vision")

    def price_of_a_token(longer_side: int) -> float:
        shown = repr(explore("08").show(longer_side=longer_side, shape="square 1:1"))
        tokens, price = re.search(r"\ntokens: ([\d,]+)\n.*?price: \$([\d.]+)", shown, re.S).groups()
        return float(price) / int(tokens.replace(",", ""))

    assert price_of_a_token(1024) == pytest.approx(1.25 * price_of_a_token(256), rel=0.01)
