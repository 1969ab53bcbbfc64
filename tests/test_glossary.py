"""Every word of the glossary is explained where it first comes up, and its link leads there."""

import pytest

from .glossary import first_use, terms

pytestmark = pytest.mark.lessons

TERMS = terms()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_explained_at_its_first_use(term: str) -> None:
    place = first_use(term)
    assert place, f"{term} is used in no lesson"
    assert place.bold, f"{term} first stands in {place}, and is not explained there (in bold)"
    assert TERMS[term][1] == place.link, "python3 -m tests.glossary write"


def test_the_glossary_has_each_term_once_with_a_meaning() -> None:
    assert len(TERMS) > 20
    assert all(meaning.strip(" -") for meaning, _ in TERMS.values())
