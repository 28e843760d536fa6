"""Finding places: both scripts, typing errors, words before a name, order of equals, only where the programme works."""

import pytest

from data.place_search import find_places, plain, sound
from data.reference import load_reference
from data.settings import Settings


@pytest.fixture(scope="module")
def thai():
    return load_reference(Settings.model_fields["reference"].default)


FIRST = {
    # as written
    "ปัตตานี": "94", "Pattani": "94", "สกลนคร": "47", "ศรีสะเกษ": "33",
    # a letter left out, doubled, swapped, of the same sound
    "ปตตานี": "94", "ปัตานี": "94", "ยโสทร": "35", "ศรีษะเกษ": "33", "มุกดาหาน": "49", "บุรีรัม": "31",
    "Patani": "94", "Pttani": "94", "Pattnai": "94", "sakon nakorn": "47", "Nakhon Rachasima": "30", "mae hong sorn": "58",
    # tone marks left out
    "แมฮองสอน": "58", "ยะหรง": "9409",
    # gaps, case, accents
    "SISAKET": "33", "saiburi": "9407", "Páttani": "94",
    # words before and after a name
    "จังหวัดปัตตานี": "94", "จ.ปัตตานี": "94", "อำเภอยะหริ่ง": "9409", "อ. ยะหริ่ง": "9409", "ตำบลสะบารัง": "940101",
    "amphoe Yaring": "9409", "Changwat Pattani": "94", "Pattani province": "94",
    # the beginning of a name
    "อุบล": "34", "ubon": "34",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), FIRST.items())
def test_the_place_that_was_meant_comes_first(thai, typed, code):
    assert find_places(typed, thai, "th")[0].code == code


def test_equal_matches_stand_by_size_and_then_in_the_order_of_the_language(thai):
    # A province and a subdistrict are called ยะลา, a district เมืองยะลา.
    found = find_places("ยะลา", thai, "th")
    assert [(area.name.th, area.level) for area in found[:3]] == [
        ("ยะลา", "province"), ("ยะลา", "subdistrict"), ("เมืองยะลา", "district"),
    ]  # fmt: skip
    twins = [area for area in find_places("ในเมือง", thai, "th", 50) if area.name.th == "ในเมือง"]
    assert len(twins) > 3 and all(area.level == "subdistrict" for area in twins)


def test_a_leading_vowel_sorts_after_its_consonant(tmp_path):
    (tmp_path / "reference.toml").write_text(
        'name_th = "ก"\nname_en = "A"\nlevels = ["land", "shire"]\nhome_level = "shire"\nsampling = "census"\nyears = "BE"\n'
    )
    names = ["เกม", "กมล", "แกม"]
    rows = "".join(f"{place},shire,L,บ้าน{name},Ban {place}\n" for place, name in enumerate(names))
    (tmp_path / "areas.csv").write_text(f"code,level,parent_code,name_th,name_en\nL,land,,ดิน,Land\n{rows}")
    found = find_places("บ้าน", load_reference(tmp_path), "th")
    # All three begin with บ้าน and are as long: by code they would stand 0 1 2.
    assert [area.name.th for area in found] == sorted([f"บ้าน{name}" for name in names])
    assert len(found) == 3


def test_only_places_of_the_programme_are_found(thai):
    # Phuket is none of the twenty provinces.
    assert all(area.name.en != "Phuket" for area in find_places("Phuket", thai, "en"))
    homes = {area.code for area in thai.home_areas}
    assert all(area.code[:2] in homes for area in find_places("เมือง", thai, "th", 200))


@pytest.mark.parametrize("typed", ["", " ", "zzzzzz", "??", "x" * 5000, "จังหวัด", "\x00", "กกกกกกกก"])
def test_nothing_like_it_finds_nothing(thai, typed):
    assert find_places(typed, thai, "th") == []


def test_guesses_far_from_the_best_are_left_out(thai):
    assert [area.code for area in find_places("sakonnakhon", thai, "en")][:2] == ["47", "4701"]
    assert len(find_places("เมือง", thai, "th")) == 8


def test_names_are_compared_without_what_is_mixed_up():
    assert plain("จ. แม่ฮ่องสอน") == "แมฮองสอน"
    assert sound(plain("Phatthalung")) == sound(plain("Pattalung"))
