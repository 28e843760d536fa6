"""Every question tells in both languages how it is computed, from its own docstring."""

import pytest

from data.methods import method_of
from data.queries import QUESTIONS


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_tells_its_method_in_both_languages(name):
    method = method_of(QUESTIONS[name].answer)
    assert any("\u0e01" <= letter <= "\u0e5b" for letter in method.th) and not method.th.startswith("ไทย")
    assert len(method.en) > 60 and "ไทย" not in method.en


def test_the_thai_paragraph_is_taken_out_of_the_english():
    def answer():
        """Return one thing.

        ไทย: คืนค่า
        หนึ่งอย่าง

        Source: here.
        """

    method = method_of(answer)
    assert (method.th, method.en) == ("คืนค่า หนึ่งอย่าง", "Return one thing.\nSource: here.")
