"""docs/processing.md is what the contract says."""

from data.reference import load_reference
from data.settings import ROOT, Settings
from etl.contracts import contracts
from etl.processing import record_of_processing

RECORD = (ROOT / "docs" / "processing.md").read_text(encoding="utf-8")
THAI = load_reference(Settings().reference)


def test_the_record_in_docs_is_written_from_the_contract():
    assert record_of_processing(THAI).rstrip() == RECORD.rstrip()


def test_every_file_and_column_of_the_contract_is_in_the_record():
    for contract in contracts(THAI):
        part = RECORD.split(f"### {contract.table}\n")[1].split("###")[0]
        missing = [name for name in contract.names if f"| {name} |" not in part and f"| {name} § |" not in part]
        # Answers are recorded once, in their wide form.
        assert contract.shape == "long" or not missing


def test_ids_are_recorded_as_hashes_and_disability_as_sensitive():
    assert "| household_id | keyed hash" in RECORD and "| disabled § |" in RECORD
