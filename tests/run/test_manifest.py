"""What a report tells of how it was made."""

import hashlib
import json

from helpers.base.parameters import MAILS, TABLES, Settings
from helpers.run.manifest import manifest


def test_the_manifest_holds_settings_hashes_versions_and_ledgers(tmp_path, settings):
    (tmp_path / "店.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "summary.json").write_text(json.dumps({"ledgers": {"purchases": {"rows_in": 1}}}), encoding="utf-8")
    found = manifest(settings(purchases=str(tmp_path / "店.csv")), tmp_path)
    digest = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert found["inputs"] == {"purchases": {"file": "店.csv", "sha256": digest}}
    assert set(found["settings"]) == set(Settings.model_fields) - MAILS  # no report is made of those
    assert {"python", "pandas", "duckdb"} <= set(found["versions"])
    assert found["ledgers"] == {"purchases": {"rows_in": 1}}


def test_several_files_of_a_table_are_hashed_each(tmp_path, settings):
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    (tmp_path / "orders").mkdir()
    for month in "12":
        (tmp_path / "orders" / f"{month}.csv").write_text(month, encoding="utf-8")
    one, two = (hashlib.sha256(text).hexdigest() for text in (b"1", b"2"))
    entry = manifest(settings(purchases=str(tmp_path / "orders")), tmp_path)["inputs"]["purchases"]
    whole = hashlib.sha256(f"{one}{two}".encode()).hexdigest()
    assert entry == {"file": "orders", "sha256": whole, "files": {"1.csv": one, "2.csv": two}}
    pattern = manifest(settings(purchases=str(tmp_path / "orders" / "2*.csv")), tmp_path)["inputs"]["purchases"]
    assert pattern == {"file": "2.csv", "sha256": two}


def test_a_report_without_files_has_no_hashes(tmp_path, settings):
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    assert manifest(settings(), tmp_path)["inputs"] == {} and len(TABLES) == 5
