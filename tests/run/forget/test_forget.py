"""One customer removed: from tables, mails, plans and logs, and from nothing else."""

import json
import re

import pandas as pd
import pytest
import yaml

from helpers.base.folders import survey_folder
from helpers.base.spreadsheets import read_sheets, read_workbook, write_csv, write_workbook
from helpers.invite.log import ACCEPTED, REFUSED, sent_log
from helpers.invite.wave import InviteTask, planned_wave
from helpers.invite.wave_files import mails_in
from helpers.run.cli import main
from helpers.run.forget.kept import as_stored
from helpers.run.settings import report_settings

ADDRESSES = {"C1001": "ai@example.jp", "C1002": "bun@example.jp", "C1003": "chika@example.jp", "=C7": "dai@example.jp"}
HER = "C1002"


@pytest.fixture
def out(tmp_path, monkeypatch):
    """A folder of runs: a wave of four, its first reminder and log, and the report of its answers."""
    for name, value in {"NPS_KIT_OUT": str(tmp_path / "out"), "NPS_KIT_TOKEN_KEY": "k" * 40}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NPS_KIT_LANGUAGE", raising=False)
    write_wave(tmp_path)
    write_report(tmp_path)
    return tmp_path / "out"


def write_wave(tmp_path):
    lines = ["customer_id,acquired_on,email,mail_consent", *(f"{a},2025-01-01,{b},1" for a, b in ADDRESSES.items())]
    (tmp_path / "members.csv").write_text("\n".join(lines).replace("\n=", "\n'=") + "\n", encoding="utf-8")
    (tmp_path / "stop.csv").write_text("email\nnobody@example.jp\n", encoding="utf-8")
    (tmp_path / "answers.csv").write_text("token,score,responded_at\n", encoding="utf-8")
    given = {
        "shop_name": "Aoba Tea", "as_of": "2026-04-01", "survey_tool": "limesurvey", "customers": "members.csv",
        "opt_outs": "stop.csv", "survey_url": "https://aoba.example/to/abc", "sender_address": "survey@example.jp",
        "unsubscribe_contact": "stop@example.jp",
    }  # fmt: skip
    given |= {name: str(tmp_path / given[name]) for name in ("customers", "opt_outs")}
    (tmp_path / "spring.yaml").write_text(yaml.safe_dump(given), encoding="utf-8")
    assert main(["invite", str(tmp_path / "spring.yaml")]) == 0
    with sent_log(wave() / "log.sqlite", "invitation") as log:
        for number, customer_id in enumerate(ADDRESSES):
            log.ended(log.begun(customer_id), REFUSED if number else ACCEPTED)
    (wave() / "reminders-1").mkdir(mode=0o700)
    for path in sorted((wave() / "mails").iterdir())[1:]:  # the first has answered
        (wave() / "reminders-1" / path.name).write_bytes(path.read_bytes())


def write_report(tmp_path):
    private = tmp_path / "out" / "spring" / "private"
    private.mkdir(parents=True)
    token = token_of(HER)
    customers = pd.DataFrame(
        {"customer_id": list(ADDRESSES), "email": list(ADDRESSES.values()), "orders": [1, 2, 3, 4]}
    )
    answers = {"person": ["C1001", HER, f"token:{token}"], "customer_id": ["C1001", HER, None], "score": [9, 3, 4]}
    answers |= {"token": [None, None, token]}
    customers.to_parquet(private / "customers.parquet", index=False)
    pd.DataFrame(answers).to_parquet(private / "responses.parquet", index=False)
    (private / "comments.csv").write_text(
        f"customer_id,comment\r\n{HER},Slow.\r\nC1001,Fine.\r\n", encoding="utf-8-sig"
    )
    sheet = pd.DataFrame({"at_stake": [50.0, 7.0], "customer_id": [HER, "C1001"], "comment": ["Slow.", "Fine."]})
    write_workbook(sheet, private / "reading_sheet.xlsx").chmod(0o600)
    (private / "set_aside_purchases.csv").write_text("row,reason\r\n1002,status\r\n", encoding="utf-8-sig")
    (private / "FAILED_01.ipynb").write_text(f'"cells": "{HER}"', encoding="utf-8")
    files = {"customers": str(tmp_path / "members.csv"), "invitations": str(wave() / "invitations.csv")}
    (private / "settings.json").write_text(json.dumps(files | {"share_comments": True}), encoding="utf-8")
    for name in ("manifest.json", "summary.json", "report.html"):
        (private.parent / name).write_text("{}", encoding="utf-8")


def wave():
    return survey_folder("spring", "2026-04")


def token_of(customer_id):
    return as_stored(wave() / "invitations.csv")[""].set_index("customer_id")["token"][customer_id]


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def reminders(files):
    return sum("/reminders-1/" in path for path in files)


def invited_addresses(folder):
    """Customer → address of her mail, as the kit would send them."""
    invited = as_stored(wave() / "invitations.csv")[""].replace({"'=C7": "=C7"})
    return {mail.customer_id: mail.address for mail in mails_in(folder, invited)}


def test_she_is_gone_and_everybody_else_is_as_before(out):
    before, token = content(out), token_of(HER)
    assert invited_addresses(wave() / "mails") == ADDRESSES
    assert main(["forget", HER, "--yes"]) == 0
    after = content(out)
    names = [HER.encode(), b"bun@example.jp", token.encode()]
    assert [path for path, held in after.items() if any(name in held for name in names)] == []
    others = {one: address for one, address in ADDRESSES.items() if one != HER}
    assert invited_addresses(wave() / "mails") == others
    assert 2 <= len(invited_addresses(wave() / "reminders-1").items() & others.items()) == reminders(after)
    assert json.loads(after["invitations/spring/2026-04/plan.json"])["asked"].count("C1003") == 1
    with sent_log(wave() / "log.sqlite", "invitation") as log:
        assert sorted(log.results().index) == ["=C7", "C1001", "C1003"]
    unchanged = {path for path in before if after.get(path) == before[path]}
    assert {"spring/report.html", "spring/summary.json", "spring/manifest.json"} <= unchanged
    assert {"spring/private/set_aside_purchases.csv", "spring/private/settings.json"} <= unchanged
    assert "spring/private/FAILED_01.ipynb" not in after


def test_rows_that_stay_keep_their_cells_and_types(out):
    private = out / "spring" / "private"
    customers, answers = (pd.read_parquet(private / f"{name}.parquet") for name in ("customers", "responses"))
    invited = as_stored(wave() / "invitations.csv")[""]
    main(["forget", HER, "--yes"])
    kept = customers[customers["customer_id"] != HER].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.read_parquet(private / "customers.parquet"), kept)
    pd.testing.assert_frame_equal(pd.read_parquet(private / "responses.parquet"), answers[:1])
    assert (private / "comments.csv").read_bytes() == "\ufeffcustomer_id,comment\r\nC1001,Fine.\r\n".encode()
    sheet = read_workbook(private / "reading_sheet.xlsx")
    assert sheet.to_numpy().tolist() == [[7.0, "C1001", "Fine."]]
    assert (private / "reading_sheet.xlsx").stat().st_mode & 0o077 == 0
    still = as_stored(wave() / "invitations.csv")[""]
    pd.testing.assert_frame_equal(still, invited[invited["customer_id"] != HER].reset_index(drop=True))
    assert (wave() / "invitations.csv").stat().st_mode & 0o077 == 0


def test_what_would_go_and_what_follows_is_said_before(out, capsys, monkeypatch):
    before = content(out)
    asked = []
    monkeypatch.setattr("builtins.input", lambda prompt: asked.append(prompt) or "no")
    capsys.readouterr()
    assert main(["forget", HER]) == 2
    told = capsys.readouterr()
    assert content(out) == before and len(asked) == 1 and told.err == "Nothing was changed.\n"
    lines = told.out.splitlines()
    in_report = "private/FAILED_01.ipynb (1); private/comments.csv (1); private/customers.parquet (1)"
    in_report += "; private/reading_sheet.xlsx (1)"
    in_wave = "invitations.csv (1); log.sqlite (1); mail_merge.csv (1); mails/N.eml (1); participants.csv (1)"
    assert lines[1] == f"  out/spring: {in_report}; private/responses.parquet (2)"
    wave_line = re.sub(r"\d{5}", "N", lines[2])
    assert wave_line == f"  out/invitations/spring/2026-04: {in_wave}; plan.json (1); reminders-1/N.eml (1)"
    begins = ["Stay as they are", "Show comments", "Can't be made again", "Your own files", "Keep this customer on"]
    assert [next(line for line in lines if line.startswith(begin)) for begin in begins]
    own, kept_off = (next(line for line in lines if line.startswith(begin)) for begin in begins[-2:])
    assert own.endswith(": members.csv.") and "stop.csv" in kept_off
    assert not any(line.startswith("Can be made again") for line in lines)


def test_call_lists_lose_her_row_and_keep_all_others(out):
    private = out / "spring" / "private"
    listed = pd.DataFrame({"customer_id": [*ADDRESSES], "name": ["=A", "B", "C", "D"], "at_stake": [40, 30.5, 20, 10]})
    write_csv(listed[1:], private / "call_holdout_2026-04-01.csv").chmod(0o600)
    write_csv(listed, private / "call_list_2026-01-01.csv").chmod(0o600)
    own = pd.DataFrame({"who": [HER, "C1001"], "": ["rang", "=1"], "customer_id": [HER, "C1001"]})
    further = {"columns": pd.DataFrame({"column": ["at_stake"]}), "メモ": own}
    write_workbook(listed, private / "call_list_2026-04-01.xlsx", further).chmod(0o600)
    before = read_workbook(private / "call_list_2026-04-01.xlsx")
    assert main(["forget", HER, "--yes"]) == 0
    book = private / "call_list_2026-04-01.xlsx"
    pd.testing.assert_frame_equal(read_workbook(book), before[before["customer_id"] != HER].reset_index(drop=True))
    sheets = {name: table.to_numpy().tolist() for name, table in read_sheets(book).items() if name != "Sheet1"}
    assert sheets == {"columns": [["at_stake"]], "メモ": [["C1001", "'=1", "C1001"]]}
    assert list(read_sheets(book)["メモ"]) == ["who", "", "customer_id"]
    for path in (private / "call_list_2026-01-01.csv", private / "call_holdout_2026-04-01.csv"):
        assert HER not in path.read_text(encoding="utf-8-sig") and "C1003,C" in path.read_text(encoding="utf-8-sig")
    assert {path.stat().st_mode & 0o077 for path in private.glob("call_*")} == {0}


def test_a_call_list_that_a_spreadsheet_saved_in_another_encoding_loses_her_row_too(out):
    path = out / "spring" / "private" / "call_list_2026-01-01.csv"
    rows = [f"{customer_id},山田,留守番電話でした" for customer_id in ADDRESSES]
    path.write_text("\n".join(["customer_id,name,result", *rows]) + "\n", encoding="cp932")
    assert main(["forget", HER, "--yes"]) == 0
    left = path.read_text(encoding="utf-8-sig")
    assert HER not in left and left.count("留守番電話でした") == len(ADDRESSES) - 1


def test_a_workbook_handed_back_is_named_and_left(out, capsys):
    write_workbook(pd.DataFrame({"customer_id": [HER]}), out / "back.xlsx")
    (out / "broken.xlsx").write_bytes(b"PK")
    assert main(["forget", HER, "--yes"]) == 0
    assert "are left to you: out/back.xlsx." in capsys.readouterr().out and (out / "back.xlsx").exists()


def test_nothing_said_is_no(out, monkeypatch):
    def ended(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    before = content(out)
    assert main(["forget", HER]) == 2 and content(out) == before


def test_an_id_that_a_spreadsheet_would_run_is_found(out):
    assert main(["forget", "=C7", "--yes"]) == 0
    assert "dai@example.jp" not in b"".join(content(out).values()).decode("utf-8", "replace")
    assert set(invited_addresses(wave() / "mails")) == {*ADDRESSES} - {"=C7"}


def test_a_wave_that_asked_nobody_else_goes_whole(out):
    for customer_id in ("C1001", "C1003", "=C7"):
        assert main(["forget", customer_id, "--yes"]) == 0
    assert wave().is_dir()
    assert main(["forget", HER, "--yes"]) == 0
    assert not wave().exists() and len(pd.read_parquet(out / "spring" / "private" / "customers.parquet")) == 0


def test_notebooks_run_by_hand_are_named_and_left(out, capsys):
    (out / "notebooks-ja").mkdir()
    (out / "notebooks-ja" / "explore.ipynb").write_text(f'["{HER}"]', encoding="utf-8")
    (out / "notebooks-ja" / "start.ipynb").write_text(f'["{HER}9"]', encoding="utf-8")
    assert main(["forget", HER, "--yes"]) == 0
    assert "are left to you: out/notebooks-ja/explore.ipynb." in capsys.readouterr().out
    assert HER in (out / "notebooks-ja" / "explore.ipynb").read_text(encoding="utf-8")


def test_the_wave_goes_on_without_her(out, tmp_path):
    main(["forget", HER, "--yes"])
    given = yaml.safe_load((tmp_path / "spring.yaml").read_text(encoding="utf-8"))
    planned = planned_wave(report_settings(given, "spring"), InviteTask())
    assert {to.customer_id for to in planned.recipients(planned.invited())} == {*ADDRESSES} - {HER}


@pytest.mark.parametrize("unknown", ["c1002", "1002", "C100", "bun@example.jp"])
def test_an_id_of_nobody_stops(out, capsys, unknown):
    before = content(out)
    capsys.readouterr()
    assert main(["forget", unknown, "--yes"]) == 2
    assert capsys.readouterr().err.startswith("E-FORGET-UNKNOWN ") and content(out) == before
