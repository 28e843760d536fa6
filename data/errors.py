"""The one error that a person is meant to read."""

from data.text import Text


class Problem(Exception):
    """Something the reader or operator can mend.

    what: one sentence in both languages; where: file, column, line or setting; got and expected: plain values;
    todo: the next step in both languages.
    """

    def __init__(self, what: Text, *, where: str = "", got: str = "", expected: str = "", todo: Text | None = None):
        super().__init__(what.en)
        self.what, self.where, self.got, self.expected, self.todo = what, where, got, expected, todo

    def lines(self, lang: str = "en") -> list[str]:
        """Return the message as lines: what, where, got, expected, what to do."""
        words = {
            "th": ("ที่", "พบ", "ควรเป็น", "วิธีแก้"),
            "en": ("where", "got", "expected", "what to do"),
        }[lang]
        parts = (self.where, self.got, self.expected, self.todo[lang] if self.todo else "")
        return [self.what[lang]] + [f"  {word}: {part}" for word, part in zip(words, parts, strict=True) if part]

    def __str__(self) -> str:
        return "\n".join(self.lines("en"))
