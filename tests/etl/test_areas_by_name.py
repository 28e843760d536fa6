"""Areas given by code or name; the Thai reference, whose names repeat, and a small one."""

import pytest

from data.reference import load_reference
from data.settings import ROOT
from etl.areas_by_name import AreaNames
from tests.programmes import HOUSEHOLDS, ROUND, Programme, reasons

LEVELS = ("province", "district", "subdistrict")
SABARANG = ("94", "9401", "940101")


@pytest.fixture(scope="module")
def thailand() -> AreaNames:
    return AreaNames(load_reference(ROOT / "data" / "reference"))


SAME = [
    ("94", "9401", "940101"),
    ("ปัตตานี", "เมืองปัตตานี", "สะบารัง"),
    ("จังหวัดปัตตานี", "อำเภอเมืองปัตตานี", "ตำบลสะบารัง"),
    ("จ.ปัตตานี", "อ.เมือง", "ต. สะบารัง"),
    ("Pattani", "Mueang Pattani", "Sabarang"),
    ("PATTANI province", "Muang", "sa-barang"),
    ("94.0", "9401.0", "940101.0"),
    ("๙๔", "๙๔๐๑", "๙๔๐๑๐๑"),
    ("94", "01", "01"),
    ("94", "1", "1"),
    ("TH-94", "", "940101"),
    ("94", None, "สะบารัง"),
]


@pytest.mark.parametrize("cells", SAME)
def test_every_way_to_write_a_place_is_the_same_place(thailand, cells):
    assert thailand.place(LEVELS, cells).codes == SABARANG


OLD = {"ศรีษะเกษ": "33", "บุรีรัมณ์": "31", "พิศณุโลก": "65", "โคราช": "30", "อยุธยา": "14", "กทม.": "10", "Sisaket": "33", "Buriram": "31", "หนองบัวลําภู": "39"}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), OLD.items())
def test_old_and_short_spellings_of_provinces(thailand, name, code):
    assert thailand.place(LEVELS[:1], (name,)).codes == (code,)


def test_a_name_with_several_places_is_refused_with_the_candidates(thailand):
    # ในเมือง is a subdistrict of two districts of Nakhon Ratchasima; with its district it is one.
    found = thailand.place(LEVELS, ("นครราชสีมา", "", "ในเมือง"))
    assert (found.reason, found.wrong) == ("ambiguous_area", 2)
    assert found.candidates == ("300101 ในเมือง", "301501 ในเมือง")
    assert thailand.place(LEVELS, ("นครราชสีมา", "พิมาย", "ในเมือง")).codes == ("30", "3015", "301501")


def test_an_abolished_area_with_two_successors_is_refused_with_both(thailand):
    # Bang Na was split into two on 22 April 2022.
    for written in ("แขวงบางนา", "104701"):
        found = thailand.place(LEVELS, ("กรุงเทพมหานคร", "เขตบางนา", written))
        assert (found.reason, found.candidates) == ("ambiguous_area", ("104702 บางนาเหนือ", "104703 บางนาใต้"))


def test_a_place_outside_the_one_above_it_and_one_nobody_knows(thailand):
    assert thailand.place(LEVELS, ("94", "เมืองยะลา", "")).reason == "area_mismatch"
    unknown = thailand.place(LEVELS, ("93", "ปากพยูน", ""))
    assert (unknown.reason, unknown.wrong, unknown.candidates) == ("unknown_area", 1, ("9306 ปากพะยูน",))
    assert thailand.place(LEVELS, ("-", "9401", "")).codes[0] is None


def test_names_become_codes_in_a_load(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write(
        "x.csv",
        HOUSEHOLDS[:4],
        ("a1", ROUND, "Alpha", "เอหนึ่ง"),
        ("b1", ROUND, "บี", "-"),
        ("c1", ROUND, "county Beta", "b one"),
        ("d1", ROUND, "บี", "Alpha One"),
        ("e1", ROUND, "-", ""),
    )
    report = programme.load()
    assert reasons(report, "x.csv") == [
        (4, "ward_code", "unknown_area"),
        (5, "", "area_mismatch"),
        (6, "county_code", "blank_required"),
    ]
    assert programme.sql("SELECT county_code, ward_code FROM household_profile ORDER BY 1") == [
        ("A", "A1"),
        ("B", None),
    ]


def test_codes_that_lost_their_zeros_are_found_where_only_one_fits(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    areas = programme.reference / "areas.csv"
    areas.write_text(areas.read_text() + "07,county,N,เจ็ด,Seven\n0031,ward,07,สามเอ็ด,Three one\n031,ward,A,อื่น,Other\n")
    programme.write("x.csv", HOUSEHOLDS[:4], ("a1", ROUND, "7", "31"), ("b1", ROUND, "B", "31"))
    report = programme.load()
    # 31 is ward 0031 of county 07 and ward 031 of county A: in county 7 it is the first, in county B neither.
    assert programme.sql("SELECT county_code, ward_code FROM household_profile") == [("07", "0031")]
    assert reasons(report, "x.csv") == [(3, "ward_code", "ambiguous_area")]
