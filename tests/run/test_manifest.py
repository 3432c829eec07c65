"""What a report tells of how it was made, and the report made again from it: the same, or a line on what is another."""

import hashlib
import json
import pathlib
import shutil

import pytest

from helpers.base.errors import KitError
from helpers.base.tables import TABLES
from helpers.report.settings import ReportSettings
from helpers.report.steps import write_json
from helpers.run import cli, runner
from helpers.run import manifest as module
from helpers.run.manifest import again, manifest, software_versions
from helpers.run.settings import checked, report_settings


def test_the_manifest_holds_settings_hashes_versions_and_ledgers(tmp_path, settings):
    (tmp_path / "店.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "summary.json").write_text(json.dumps({"ledgers": {"purchases": {"rows_in": 1}}}), encoding="utf-8")
    found = manifest(settings(purchases=str(tmp_path / "店.csv")), tmp_path)
    digest = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert found["inputs"] == {"purchases": {"file": "店.csv", "sha256": digest}}
    assert set(found["settings"]) == set(ReportSettings.model_fields)  # no report is made of those
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


def test_orders_and_their_amounts_are_hashed_each_and_found_again(tmp_path):
    paths = {part: str(tmp_path / f"{part}.csv") for part in ("orders", "amounts")}
    for part, path in paths.items():
        pathlib.Path(path).write_text(part, encoding="utf-8")
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    shop = checked({"as_of": "2026-04-01", "purchases": paths})
    made = write_json(manifest(shop, tmp_path), tmp_path / "manifest.json")
    entry = json.loads(made.read_text(encoding="utf-8"))["inputs"]["purchases"]
    digests = {part: hashlib.sha256(part.encode()).hexdigest() for part in paths}
    whole = hashlib.sha256("".join(digests.values()).encode()).hexdigest()
    assert entry == {"file": "orders.csv, amounts.csv", "sha256": whole, "files": digests}
    assert refused(made).message.startswith("orders.csv, amounts.csv")
    assert again(made, {"purchases": paths}, lambda line: None) == shop
    pathlib.Path(paths["amounts"]).write_text("other", encoding="utf-8")
    assert refused(made, {"purchases": paths}).code == "E-MANIFEST-INPUT"


# --- made again ------------------------------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path):
    """Settings of a report whose purchases lie outside of the project."""
    (tmp_path / "店.csv").write_text("order_id\n1\n", encoding="utf-8")
    return checked({"as_of": "2026-04-01", "seed": 7, "language": "ja", "purchases": str(tmp_path / "店.csv"),
                    "where": {"region": ["北", "南"]}, "conversion": 0.25})  # fmt: skip


@pytest.fixture
def made(shop, tmp_path):
    """The report's manifest, with the full paths in the private folder beside it."""
    folder = tmp_path / "out" / "report"
    (folder / "private").mkdir(parents=True)
    (folder / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    write_json(shop.model_dump(mode="json"), folder / "private" / "settings.json")
    return write_json(manifest(shop, folder), folder / "manifest.json")


@pytest.fixture
def said():
    return []


def refused(made, changes=()):
    with pytest.raises(KitError) as raised:
        again(made, dict(changes), lambda line: None)
    return raised.value


def test_the_settings_come_back_as_they_were(shop, made, said):
    assert again(made, {}, said.append) == shop
    assert said == []


def test_what_was_left_out_is_left_out_again(shop, made, said):
    """Lists of statuses that are given win over those of a known export; defaults must not."""
    assert again(made, {}, said.append).model_fields_set == shop.model_fields_set


def test_paths_in_the_project_need_no_private_folder(tmp_path, said):
    settings = checked({"as_of": "2026-04-01", "responses": "data/sample/responses.csv"})
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    made = write_json(manifest(settings, tmp_path), tmp_path / "manifest.json")
    assert again(made, {}, said.append) == settings


def test_a_manifest_sent_alone_asks_for_the_file_and_takes_it(shop, made, tmp_path, said):
    shutil.rmtree(made.parent / "private")
    error = refused(made)
    assert error.code == "E-MANIFEST-FILE"
    assert "店.csv" in error.message and "--set purchases=" in error.message and str(tmp_path) not in error.message
    (tmp_path / "店.csv").rename(tmp_path / "moved.csv")
    found = again(made, {"purchases": str(tmp_path / "moved.csv")}, said.append)
    assert found == shop.model_copy(update={"purchases": str(tmp_path / "moved.csv")})


def test_other_content_is_refused_by_name(made, tmp_path):
    (tmp_path / "店.csv").write_text("order_id\n2\n", encoding="utf-8")
    error = refused(made)
    assert error.code == "E-MANIFEST-INPUT" and error.message.startswith("店.csv: ")
    assert "店.csv" in error.said("ja") and error.said("ja") != error.said("en")


def test_another_file_named_is_looked_at_too(made, tmp_path):
    (tmp_path / "other.csv").write_text("order_id\n2\n", encoding="utf-8")
    assert refused(made, {"purchases": str(tmp_path / "other.csv")}).code == "E-MANIFEST-INPUT"


def test_a_file_missing_from_a_folder_is_another_content(tmp_path):
    folder = tmp_path / "orders"
    folder.mkdir()
    for name in ("1.csv", "2.csv"):
        (folder / name).write_text(name, encoding="utf-8")
    settings = checked({"as_of": "2026-04-01", "purchases": str(folder)})
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    made = write_json(manifest(settings, tmp_path), tmp_path / "manifest.json")
    named = {"purchases": str(folder)}
    assert again(made, named, lambda line: None) == settings
    (folder / "2.csv").unlink()
    assert refused(made, named).code == "E-MANIFEST-INPUT"
    (folder / "1.csv").unlink()
    assert refused(made, named).code == "E-MANIFEST-FILE"


def test_other_versions_are_told_and_it_goes_on(shop, made, said, monkeypatch):
    monkeypatch.setattr(module, "software_versions", lambda: software_versions() | {"numpy": "99.0", "kit": "9.9 abc"})
    assert again(made, {}, said.append) == shop
    then = software_versions()
    assert len(said) == 1 and f"numpy 99.0 ({then['numpy']})" in said[0] and f"kit 9.9 abc ({then['kit']})" in said[0]
    assert "pandas" not in said[0] and "バージョン" in said[0]


def test_changes_win(made, said):
    assert again(made, {"seed": 8, "purchases": None}, said.append).seed == 8


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"settings": {}, "inputs": {"purchases": {}}, "versions": {}}',
        '{"settings": {}, "inputs": [], "versions": {}}',
        "\x00",
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path, content):
    path = tmp_path / "manifest.json"
    path.write_text(content, encoding="utf-8")
    assert refused(path).code == "E-MANIFEST"


def test_a_manifest_that_is_not_there_is_a_file_missing(tmp_path):
    assert refused(tmp_path / "manifest.json").code == "E-PARAMETER-FILE"


def test_the_command_takes_a_manifest(made, shop, monkeypatch, capsys):
    ran = []

    def run_report(settings, progress, printer, told):
        ran.append(settings)
        raise KitError("E-FILE-EMPTY", file="店.csv")

    monkeypatch.setattr(runner, "run_report", run_report)
    # The shop has no files.
    monkeypatch.setattr(cli, "ready", lambda given, name: report_settings(given, shop.report_name))
    assert cli.main(["report", str(made), "--set", "seed=9"]) == 2
    assert ran == [shop.model_copy(update={"seed": 9})]
    assert capsys.readouterr().err.strip() == KitError("E-FILE-EMPTY", file="店.csv").said("ja")


def test_the_manifest_knows_its_kit(made):
    told = json.loads(made.read_text(encoding="utf-8"))["versions"]
    assert told == software_versions() and {"kit", "python", "pandas", "numpy", "duckdb", "matplotlib"} <= set(told)
    assert len(told["kit"].split()[1]) == 12


@pytest.mark.parametrize("name", ["opt_outs", "earlier_calls"])
def test_lists_of_whom_not_to_mail_or_call_are_inputs(tmp_path, said, name):
    (tmp_path / "stop.csv").write_text("email\na@x.jp\n", encoding="utf-8")
    (tmp_path / "summary.json").write_text('{"ledgers": {}}', encoding="utf-8")
    listed = str(tmp_path / "stop.csv")
    settings = checked({"as_of": "2026-04-01", "responses": "data/sample/responses.csv", name: listed})
    content = manifest(settings, tmp_path)
    assert content["settings"][name] == "stop.csv" and name in content["inputs"]
    made = write_json(content, tmp_path / "manifest.json")
    assert again(made, {name: listed}, said.append) == settings
    (tmp_path / "stop.csv").write_text("email\nb@x.jp\n", encoding="utf-8")
    assert refused(made, {name: listed}).code == "E-MANIFEST-INPUT"
