"""Thai words are counted, cut and wrapped by the letters that take room."""

from components.letters import letters, shorten, wrapped


def test_marks_above_and_below_take_no_room():
    # ก with a vowel above and a tone mark is one letter wide.
    assert len(letters("กี่")) == 1
    assert len(letters("กา")) == 2


def test_long_words_are_never_cut_between_a_letter_and_its_mark():
    assert shorten("short", 10) == "short"
    assert shorten("one two three four", 15) == "one two three…"
    assert shorten("กี่กี่กี่กี่", 2) == "กี่กี่…"
    assert shorten("กาเก", 3) == "กา…"


def test_lines_break_at_spaces_only():
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("กี่กี่ กี่", 4) == ["กี่กี่ กี่"]
    assert wrapped("longerthanfour a", 4) == ["longerthanfour", "a"]
