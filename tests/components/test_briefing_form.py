"""The form of briefings offers every place a briefing can be of, and says what each is part of."""

from dataclasses import replace

from components.briefing_form import briefing_places
from data.reference import load_reference
from data.selection import Selection
from data.settings import ROOT


def offered(view) -> dict[str, str]:
    return {option["value"]: option["label"] for option in briefing_places(view).children[1].options}


def test_country_region_province_and_district_can_be_chosen(household_view):
    reference = household_view.reference
    found = offered(household_view)
    assert next(iter(found)) == "-"
    assert set(found) >= {area.code for area in reference.home_areas}
    assert set(found) >= {area.code for home in reference.home_areas for area in reference.children(home.code)}
    [inside] = [label for code, label in found.items() if code == "A1"]
    assert inside == "Alpha › Alpha One"
    thai = replace(household_view, reference=load_reference(ROOT / "data" / "reference"), lang="en")
    labels = offered(thai)
    assert (labels["R5"], labels["94"], labels["9401"]) == ("South", "Pattani", "Pattani › Mueang Pattani")
    # What is in the list comes below what it is in.
    codes = list(found)
    assert codes.index("A") < codes.index("A1") < codes.index("B")


def test_what_the_address_says_is_in_the_list_whatever_its_level(household_view):
    reference = household_view.reference
    lowest = next(area for area in reference.areas.values() if area.level == reference.levels[-1])
    view = replace(household_view, selection=Selection(source="households", place=lowest.code))
    assert lowest.code in offered(view) and briefing_places(view).children[1].value == lowest.code
