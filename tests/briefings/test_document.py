"""A briefing as data: every chapter, the numbers of the pages, one snapshot, the same gate."""

import re

from briefings.chapters import CHAPTERS
from data.gate import HIDDEN
from data.queries import ask
from data.selection import Selection
from data.viewer import PUBLIC, Viewer


def test_every_chapter_speaks_and_only_that_of_the_areas_draws_a_map(pattani, make_briefing):
    assert [chapter.key for chapter in pattani.chapters] == list(CHAPTERS)
    assert all(chapter.title and chapter.sentences and all(chapter.sentences) for chapter in pattani.chapters)
    assert all(chapter.figures for chapter in pattani.chapters)
    whole = make_briefing("en")
    assert [figure.card.id for figure in whole.chapters[1].figures] == ["map", "ranked"]


def test_the_numbers_are_those_that_the_gate_released_for_whoever_asks(pattani, library, make_briefing):
    for name, question in (("verification", "verification"), ("capitals", "capitals"), ("funnel", "funnel")):
        asked = ask(question, Selection(place="94", by="province"), PUBLIC, library)
        assert pattani.answers[name].rows == asked.rows
    cells = [cell for released in pattani.answers.values() for row in released.rows for cell in row.values()]
    assert HIDDEN in cells
    own = make_briefing("en", Viewer("admin"), place="94")
    assert HIDDEN not in [cell for released in own.answers.values() for row in released.rows for cell in row.values()]
    assert "do not pass it on" in own.protection and "ไม่แสดง" in pattani.protection


def test_a_chart_draws_no_number_that_its_rows_do_not_hold(pattani):
    for chapter in pattani.chapters:
        for figure in chapter.figures:
            if figure.chart is None:
                continue
            released = {
                float(cell)
                for answer in figure.answers.values()
                for row in answer.rows
                for cell in row.values()
                if isinstance(cell, int | float)
            }
            drawn = {value for values in figure.chart.series.values() for value in values if value is not None}
            assert drawn and drawn <= released, chapter.key


def test_the_sources_carry_selection_snapshot_method_and_protection(pattani, library):
    snapshot = library.snapshot(PUBLIC)
    words = " ".join(pattani.sources)
    assert snapshot.id in words and "ปัตตานี" in words and "รอบ" in words and "วิธีรุ่น" in words
    assert "ข้อมูลสาธิต" in words and "ไม่แสดง" in words and f"n = {pattani.n:,} ครัวเรือน" in words
    assert pattani.link.startswith("https://kaejon.example/province/94?") and f"snapshot={snapshot.id}" in pattani.link
    assert re.search(r"round=\d+", pattani.link)


def test_names_of_problems_stand_whole_on_paper(pattani):
    [causes] = [chapter for chapter in pattani.chapters if chapter.key == "causes"]
    [figure] = causes.figures
    written = [note["text"] for note in figure.card.figure["layout"]["annotations"]]
    assert figure.chart.categories and set(figure.chart.categories) <= set(written)


def test_every_number_of_the_headline_has_its_sentence(pattani, make_briefing):
    for briefing in (pattani, make_briefing("en", place="94")):
        said = " ".join(sentence for chapter in briefing.chapters for sentence in chapter.sentences)
        assert [value for _, value, _ in briefing.headline if value not in said] == []


def test_the_other_language_says_the_same_numbers(make_briefing, pattani):
    english = make_briefing("en", place="94")
    assert english.title == "Briefing: Pattani · round 2026" and "lang=en" in english.link
    for thai, own in zip(pattani.chapters, english.chapters, strict=True):
        assert [figure.chart and list(figure.chart.series.values()) for figure in thai.figures] == [
            figure.chart and list(figure.chart.series.values()) for figure in own.figures
        ]


def test_round_and_measure_change_what_is_told(make_briefing, pattani, library):
    older = str(min(library.snapshot(PUBLIC).rounds))
    before = make_briefing("th", place="94", round=older)
    assert before.headline != pattani.headline and f"round={older}" in before.link
    # The first round has none before it.
    assert "change" not in [chapter.key for chapter in before.chapters]
    weak = make_briefing("th", place="94", metric="capital_social")
    assert weak.chapters[1].sentences != pattani.chapters[1].sentences
    assert make_briefing("th", place="94", cohort="head_sex:female").filters != pattani.filters
