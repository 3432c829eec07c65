"""The command `new`: asked in the terminal, taken with --yes, resumed, and what it leaves behind."""

import builtins

import pytest
import yaml

from helpers.run import cli
from helpers.run.new import command
from helpers.run.new.parameter_text import write_parameter_file
from tests.run.new.exports_of import english, japanese


@pytest.fixture
def new(tmp_path, monkeypatch):
    """Runner of the command on a folder: its code, the settings that a report was made of, by which name."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    monkeypatch.setattr(
        command, "write_parameter_file", lambda values, language: write_parameter_file(values, language, tmp_path / "p")
    )
    made = []
    monkeypatch.setattr(cli, "_page_of", lambda given, name: made.append((given, name)) or tmp_path / "report.html")
    monkeypatch.setattr(command.webbrowser, "open", lambda address: made.append(address))

    def run(folder, *options, typed=()):
        monkeypatch.setattr(builtins, "input", typing(typed))
        return cli.main(["new", str(folder), *options]), made

    return run


def typing(lines):
    """Stand-in for `input`: one line after the other, then the end of the file, as Ctrl-D gives."""
    left = list(lines)

    def typed(prompt):
        if not left:
            raise EOFError
        return left.pop(0)

    return typed


@pytest.fixture
def folder(tmp_path):
    """An empty folder of exports."""
    place = tmp_path / "exports"
    place.mkdir()
    return place


def test_yes_takes_every_proposal_and_opens_the_page(new, folder, capsys):
    code, made = new(english(folder), "--yes", "--set", "shop_name=Aoba")
    assert code == 0
    (given, name), address = made
    assert name == "mine-Aoba" and address.startswith("file:")
    assert given["shop_name"] == "Aoba" and given["referral_channels"] == ["friend"] and given["complaints"] is None
    out = capsys.readouterr().out
    assert "orders.csv: purchases (has" in out and "weather.csv: not used" in out
    assert "purchases: 480 of 480 rows are used" in out and "Settings written" in out


def test_answers_are_taken_as_numbers_keys_and_texts_and_asked_again_where_they_cannot_be(new, folder, capsys):
    typed = ["1", "Aoba Tea", "SEK Europe/Stockholm", "", "0", "60 %", "nobody 5", "ads 10, search 20", "1,2", "-"]
    code, made = new(english(folder), "--no-open", typed=typed)
    assert code == 0 and len(made) == 1
    given = made[0][0]
    assert (given["currency"], given["timezone"], given["gross_margin_rate"]) == ("SEK", "Europe/Stockholm", 0.6)
    assert given["acquisition_cost"] == {"ads": 10, "search": 20, "other": 0}
    assert given["referral_channels"] == ["friend", "ads"] and given["segment_by"] is None
    out = capsys.readouterr().out
    assert "gross_margin_rate: " in out and "Sources in the file: friend, ads, search" in out


def test_interrupted_it_keeps_the_answers_and_goes_on(new, folder, capsys):
    assert new(english(folder), typed=["2", "青葉"])[0] == 130
    assert "同じコマンドで続きから始まります" in capsys.readouterr().err
    code, made = new(folder, "--yes", "--no-open")
    assert code == 0 and made[0][0]["shop_name"] == "青葉" and made[0][0]["language"] == "ja"
    assert "2件の回答" in capsys.readouterr().out


def test_the_file_that_it_writes_reads_as_what_was_settled(new, folder, tmp_path):
    code, made = new(japanese(folder), "--yes", "--no-open", "--set", "language=ja")
    text = next((tmp_path / "p").iterdir()).read_text(encoding="utf-8")
    assert code == 0 and yaml.safe_load(text) == made[0][0]
    assert "# 期間と注文" in text and "as_of: 2026-06-04  # レポートの基準日" in text


@pytest.mark.parametrize(
    ("left", "code", "said"),
    [
        (["orders.csv", "customers.csv"], 0, "A survey can be planned"),
        (["customers.csv", "survey.csv"], 0, "run.py invite"),
        (["survey.csv"], 2, "nothing can be made yet"),
    ],
)
def test_what_is_missing_is_said_with_what_can_be_had(new, folder, capsys, left, code, said):
    english(folder)
    for path in folder.iterdir():
        if path.name not in left:
            path.unlink()
    assert new(folder, "--yes", "--no-open")[0] == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_tables_or_none_at_all_is_one_line(new, folder, capsys, there):
    assert new(folder if there else folder / "no", "--yes")[0] == 2
    assert capsys.readouterr().err.startswith("E-FOLDER")


def test_what_has_no_proposal_is_named_where_nobody_is_asked(new, folder, capsys):
    english(folder)
    orders = folder / "orders.csv"
    orders.write_text(orders.read_text(encoding="utf-8").replace(",paid", ",parked"), encoding="utf-8")
    code, made = new(folder, "--yes", "--no-open")
    assert code == 2 and made == []
    assert "which of these states" in capsys.readouterr().err
    code, made = new(folder, "--yes", "--no-open", "--set", "statuses_used=[parked]")
    assert code == 0 and made[0][0]["statuses_used"] == ["parked"]
