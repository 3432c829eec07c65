"""The command: from a CRM list to mails that lie in a folder or were received, with dry run, resume and reminders."""

import csv
import email
import email.policy
import json
import os
import re
import stat
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import yaml

from helpers.base.folders import survey_folder
from helpers.base.placing import workspace
from helpers.invite import command
from helpers.invite.log import ACCEPTED, REFUSED, sent_log
from helpers.invite.sending import Timer
from helpers.invite.wave import PlannedWave
from helpers.run.cli import main

CUSTOMERS = [
    "customer_id,acquired_on,email,name,mail_consent",
    "C1,2025-01-01,hanako@example.com,山田 花子,1",
    "C2,2025-01-02,na@example.com,NA,1",
    "C3,2025-01-03,blank@example.com,,1",
    "C4,2025-01-04,no@example.com,断る 人,0",
    "C5,2025-01-05,stopped@example.com,やめた 人,1",
    "'=6,2025-01-06,formula@example.com,=1+1,1",
]
KEY = "test-key-0123456789abcdef0123456789abcdef"
MAILED = ["C1", "C2", "C3", "=6"]


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop's folder with its parameter file; `shop.run(...)` is the command, `shop.folder` the wave's."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    monkeypatch.setenv("NPS_KIT_TOKEN_KEY", KEY)
    monkeypatch.delenv("NPS_KIT_SMTP_USER", raising=False)
    monkeypatch.delenv("NPS_KIT_SMTP_PASSWORD", raising=False)

    given = {
        "shop_name": "青葉茶園", "language": "ja", "as_of": "2026-04-01", "survey_tool": "typeform",
        "customers": str(tmp_path / "customers.csv"), "opt_outs": str(tmp_path / "opt_outs.csv"),
        "survey_url": "https://aoba.typeform.com/to/abc", "sender_address": "survey@example.jp",
        "unsubscribe_contact": "stop@example.jp", "smtp_host": "localhost", "mails_per_minute": 6000,
    }  # fmt: skip

    class Shop:
        folder = survey_folder("spring", "2026-04")

        def __init__(self):
            self.settings = dict(given)

        def write(self, name, lines):
            (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

        def run(self, *options, **changes):
            values = {name: value for name, value in {**self.settings, **changes}.items() if value is not None}
            path = tmp_path / "spring.yaml"
            path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
            return main(["invite", str(path), *options])

        def listed(self, name="invitations.csv"):
            with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))

        def mails(self, folder="mails"):
            paths = sorted((self.folder / folder).glob("*.eml"))
            return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]

        def files(self):
            paths = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and path.suffix != ".lock"]
            return {path: path.read_bytes() for path in paths}

        def results(self, kind="invitation"):
            with sent_log(self.folder / "log.sqlite", kind) as log:
                return log.results()["state"].to_dict()

        def answered(self, *customer_ids):
            now = datetime.now(ZoneInfo("Asia/Tokyo")).strftime("%Y-%m-%dT%H:%M:%S")
            self.write("responses.csv", ["customer_id,score,responded_at", *(f"{one},9,{now}" for one in customer_ids)])
            self.settings = {**self.settings, "responses": str(tmp_path / "responses.csv")}

    one = Shop()
    one.write("customers.csv", CUSTOMERS)
    one.write("opt_outs.csv", ["email", "Stopped@example.com"])
    return one


def ids(rows):
    """Ids as the kit reads them: without the apostrophe against formulas."""
    return sorted(row["customer_id"].removeprefix("'") for row in rows)


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_wave_is_written(shop, capsys):
    assert shop.run() == 0
    assert ids(shop.listed()) == sorted(MAILED) and list(shop.listed()[0]) == [
        "customer_id", "token", "wave", "invited_at", "expires_on"
    ]  # fmt: skip
    written = sorted(path.name for path in shop.folder.iterdir())
    assert written == [
        "invitations.csv", "mail_merge.csv", "mail_merge.txt", "mails", "plan.json", "questionnaire.html",
        "questionnaire.txt",
    ]  # fmt: skip
    told = capsys.readouterr()
    assert "メールの同意なし：1" in told.out and "配信停止：1" in told.out and told.err == ""
    assert json.loads((shop.folder / "plan.json").read_text(encoding="utf-8"))["wave"] == "2026-04"


def test_the_mails_are_to_those_people_and_to_nobody_else(shop):
    shop.run()
    mails = {mail["To"].addresses[0].addr_spec: mail for mail in shop.mails()}
    assert set(mails) == {"hanako@example.com", "na@example.com", "blank@example.com", "formula@example.com"}
    text = {address: mail.get_body(("plain",)).get_content() for address, mail in mails.items()}
    assert text["hanako@example.com"].startswith("山田 花子 様") and text["na@example.com"].startswith("NA 様")
    assert text["blank@example.com"].startswith("お客様") and "nan" not in text["blank@example.com"]
    tokens = {row["customer_id"]: row["token"] for row in shop.listed()}
    assert f"https://aoba.typeform.com/to/abc#token={tokens['C1']}" in text["hanako@example.com"]
    assert not any(tokens["C1"] in text[address] for address in mails if address != "hanako@example.com")


def test_the_list_for_a_mail_merge(shop):
    shop.run()
    rows = {row["customer_id"]: row for row in shop.listed("mail_merge.csv")}
    assert rows["C2"]["greeting"] == "NA 様" and rows["C3"]["greeting"] == "お客様" and rows["C3"]["name"] == ""
    assert rows["'=6"]["name"] == "'=1+1"  # no formula
    tokens = {row["customer_id"]: row["token"] for row in shop.listed()}
    assert all(row["link"].endswith(f"#token={tokens[one]}") for one, row in rows.items())
    text = (shop.folder / "mail_merge.txt").read_text(encoding="utf-8-sig")
    assert text.startswith("【青葉茶園】") and "{greeting}" in text and "{link}" in text


def test_limesurvey_gets_its_list_of_participants(shop):
    shop.run(survey_tool="limesurvey", survey_url="https://a.jp/index.php/123")
    assert [row["token"] for row in shop.listed("participants.csv")] == [row["token"] for row in shop.listed()]


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_everything_is_its_owners_alone(shop):
    shop.run()
    for path in [shop.folder, *shop.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_written_again_people_and_tokens_stay_and_words_change(shop):
    shop.run()
    before = shop.listed()
    assert shop.run("--set", "mail_subject=別の件名") == 0
    assert shop.listed() == before and {mail["Subject"] for mail in shop.mails()} == {"別の件名"}


def test_the_questionnaire_needs_neither_link_nor_key(shop, monkeypatch, capsys):
    monkeypatch.delenv("NPS_KIT_TOKEN_KEY")
    assert shop.run("--questionnaire", survey_url=None, sender_address=None) == 0
    assert sorted(path.name for path in shop.folder.iterdir()) == ["questionnaire.html", "questionnaire.txt"]
    monkeypatch.setenv("NPS_KIT_TOKEN_KEY", KEY)
    assert shop.run() == 0 and len(shop.mails()) == 4  # a wave is written where only the questionnaire was


def test_another_wave_has_a_folder_of_its_own(shop):
    shop.run("--wave", "autumn", "--set", "quarantine_days=0")
    assert (shop.folder.parent / "autumn" / "invitations.csv").exists() and not shop.folder.exists()


# --- dry run ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing_and_sends_nothing(shop, serve, trusted, capsys):
    assert shop.run("--dry-run") == 0 and shop.files() == {}
    assert "4通" in capsys.readouterr().out
    shop.run()
    received, port = serve()
    before = shop.files()
    assert shop.run("--dry-run", "--send", smtp_port=port) == 0
    assert shop.files() == before and received.mails == []
    shop.answered("C1")
    assert shop.run("--dry-run", "--remind") == 0 and shop.files() == before
    assert "3通" in capsys.readouterr().out
    assert shop.run("--dry-run", "--questionnaire") == 0 and shop.files() == before


@pytest.mark.parametrize(
    ("language", "line"),
    [  # ± 20 points of 4 customers: all 4 answers, and half of those asked answer
        ("en", "That is too few for what is wanted: it would need 8 customers to ask, and 4 may be asked."),
        ("ja", "目標には届きません。目標に必要な依頼先は8人ですが、依頼できるのは4人です。"),
    ],
)
def test_a_margin_that_is_out_of_reach_is_said(shop, capsys, language, line):
    assert shop.run("--dry-run", language=language, wanted_margin=20, expected_response_rate=0.5) == 0
    assert line in capsys.readouterr().out.splitlines()
    assert shop.run("--dry-run", language=language, wanted_margin=20, expected_response_rate=1) == 0
    assert line[:8] not in capsys.readouterr().out


def test_a_dry_run_promises_nothing_that_is_then_refused(sent, capsys):
    shop = sent.shop
    shop.answered("C1")
    assert refused(shop, capsys, "--dry-run", "--remind", "2").startswith("E-REMIND-ORDER")
    sent()
    assert refused(shop, capsys, "--dry-run").startswith("E-WAVE-BEGUN")
    assert shop.run("--dry-run", "--remind") == 0 and shop.run("--remind") == 0 and sent("--remind") == 0
    assert refused(shop, capsys, "--dry-run", "--remind").startswith("E-WAVE-BEGUN")
    assert refused(shop, capsys, "--dry-run", "--remind", language="en").endswith("another name (wave).\n")


# --- what is refused -------------------------------------------------------------------------------------------------


def refused(shop, capsys, *options, **changes):
    """The error that the command ends with; nothing was written."""
    capsys.readouterr()
    before = shop.files()
    assert shop.run(*options, **changes) == 2
    assert shop.files() == before
    return capsys.readouterr().err


def test_a_list_of_opt_outs_that_is_not_there_stops_it(shop, capsys, tmp_path):
    assert refused(shop, capsys, opt_outs=str(tmp_path / "none.csv")).startswith("E-FILE-MISSING none.csv")


def test_a_header_in_a_name_stops_it_by_row(shop, capsys):
    shop.write("customers.csv", [*CUSTOMERS, 'C7,2025-01-07,evil@example.com,"Evil\nBcc: all@example.com",1'])
    error = refused(shop, capsys)
    assert error.startswith("E-MAIL-NAME customers.csv") and "8" in error and "Bcc" not in error and "Evil" not in error


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sender_address": None}, "E-MAIL-SETTINGS sender_address"),
        ({"unsubscribe_contact": None}, "E-MAIL-SETTINGS unsubscribe_contact"),
        ({"survey_url": None}, "E-MAIL-SETTINGS survey_url"),
        ({"survey_url": "https://a.jp/s", "survey_tool": "other"}, "E-SURVEY-URL"),
        ({"sender_address": "a@b.jp\r\nBcc: c@d.jp"}, "E-PARAMETER sender_address"),
        ({"mail_subject": "a\nBcc: c@d.jp"}, "E-PARAMETER mail_subject"),
        ({"sender_name": "a\r\nb"}, "E-PARAMETER sender_name"),
        ({"smtp_security": "plain", "smtp_host": "smtp.example.jp"}, "E-PARAMETER smtp_security"),
        ({"customers": None, "purchases": "x.csv"}, "E-PLAN-CUSTOMERS"),
    ],
)
def test_settings_that_would_do_harm_or_are_missing(shop, capsys, changes, code):
    assert refused(shop, capsys, **changes).startswith(code)


def test_without_a_key_nothing_is_written(shop, capsys, monkeypatch):
    monkeypatch.delenv("NPS_KIT_TOKEN_KEY")
    assert refused(shop, capsys).startswith("E-TOKEN-KEY NPS_KIT_TOKEN_KEY")


def test_nothing_is_sent_or_reminded_of_before_it_was_written(shop, capsys, serve, trusted):
    _, port = serve()
    assert refused(shop, capsys, "--send", smtp_port=port).startswith("E-WAVE-MISSING")
    shop.answered("C1")
    assert refused(shop, capsys, "--remind").startswith("E-WAVE-MISSING")
    shop.run()
    assert refused(shop, capsys, "--remind", "--send", smtp_port=port).startswith("E-WAVE-MISSING")
    assert refused(shop, capsys, "--remind", "2").startswith("E-REMIND-ORDER")


def test_another_key_or_a_changed_list_is_noticed(shop, capsys, monkeypatch):
    shop.run()
    path = shop.folder / "invitations.csv"
    whole = path.read_bytes()
    for changed in (whole.replace(b",2026-04,", b",2026-05,", 1), whole[: whole.rstrip().rfind(b"\r\n") + 2]):
        path.write_bytes(changed)
        assert refused(shop, capsys).startswith("E-WAVE-TOKENS")
    path.write_bytes(whole)
    monkeypatch.setenv("NPS_KIT_TOKEN_KEY", KEY[::-1])
    assert refused(shop, capsys).startswith("E-WAVE-TOKENS")


@pytest.mark.parametrize(
    ("language", "wait"), [("en", "Wait until it has ended."), ("ja", "終わるまで待ってください。")]
)
def test_two_at_once_are_one_too_many(shop, capsys, language, wait):
    shop.run()
    with workspace(shop.folder):
        capsys.readouterr()
        assert shop.run(language=language) == 2
    error = capsys.readouterr().err
    assert error.startswith("E-RUNNING 2026-04: ") and error.strip().endswith(wait)
    assert "report_name" not in error  # under another name everybody would be mailed twice


# --- sending ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(shop, serve, trusted):
    """The shop, its wave written, and a server: `sent()` sends."""
    shop.run()
    received, port = serve()

    def send(*options, **changes):
        return shop.run("--send", *options, **{"smtp_port": port, **changes})

    send.received, send.shop = received, shop
    return send


def test_what_was_written_is_what_is_received(sent):
    for path in (sent.shop.folder / "mails").iterdir():  # written a month ago
        old = re.sub(rb"(?m)^Date: .*\r$", b"Date: Mon, 02 Mar 2026 09:30:15 +0900\r", path.read_bytes(), count=1)
        path.write_bytes(old)
    before = datetime.now(UTC).replace(microsecond=0)
    assert sent() == 0
    shop, received, after = sent.shop, sent.received, datetime.now(UTC)
    assert sorted(received.addresses()) == sorted(mail["To"].addresses[0].addr_spec for mail in shop.mails())
    for mail in received.parsed():
        address = mail["To"].addresses[0].addr_spec
        (written,) = [one for one in shop.mails() if one["To"].addresses[0].addr_spec == address]
        assert mail["Subject"] == written["Subject"] == "【青葉茶園】アンケートのお願い（2分ほど）"
        assert mail["From"].addresses[0].display_name == "青葉茶園" and mail["Message-ID"] == written["Message-ID"]
        assert mail.get_body(("plain",)).get_content() == written.get_body(("plain",)).get_content()
        assert before <= mail["Date"].datetime <= after
    assert set(shop.results().values()) == {ACCEPTED}


def test_sent_again_nobody_gets_a_second_one(sent, capsys):
    for _ in range(3):
        assert sent() == 0
    assert len(sent.received.mails) == 4
    assert "4通" in capsys.readouterr().out.splitlines()[-2]


def test_the_list_then_tells_who_was_reached(sent):
    sent.received.at_rcpt["na@example.com"] = "550 unknown"
    assert sent() == 0
    rows = {row["customer_id"].removeprefix("'"): row for row in sent.shop.listed()}
    assert {one: row["delivered"] for one, row in rows.items()} == {"C1": "1", "C2": "0", "C3": "1", "=6": "1"}
    assert sent.shop.results()["C2"] == REFUSED
    assert sent() == 0 and len(sent.received.mails) == 3  # and it can still be read


def test_what_the_server_puts_off_is_left_and_said(sent, monkeypatch, capsys):
    monkeypatch.setattr(command, "send", partial(command.send, pauses=()))
    sent.received.at_rcpt["na@example.com"] = "451 later"
    assert sent() == 2 and "未送信: 1通" in capsys.readouterr().out
    sent.received.at_rcpt.clear()
    assert sent() == 0 and len(sent.received.mails) == 4


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Put off by the mail server; still to be sent: 1. Waiting 1 min, then trying again."),
        ("ja", "メールサーバーに先送りされたため、残り1通は1分後にもう一度送信します。そのままお待ちください。"),
    ],
)
def test_a_wait_for_the_server_is_said(sent, monkeypatch, capsys, language, line):
    at_once = Timer(sleep=lambda seconds: None)
    monkeypatch.setattr(command, "send", partial(command.send, pauses=(60,), clock=at_once))
    sent.received.at_rcpt["na@example.com"] = ["451 later"]
    assert sent(language=language) == 0 and len(sent.received.mails) == 4
    assert capsys.readouterr().err.splitlines().count(line) == 1


def test_who_opts_out_after_the_mails_were_written_gets_none(sent, capsys):
    sent.shop.write("opt_outs.csv", ["email", "stopped@example.com", "na@example.com"])
    assert sent() == 0
    assert sorted(sent.received.addresses()) == ["blank@example.com", "formula@example.com", "hanako@example.com"]


def test_a_wave_that_was_begun_stays_as_it_is(sent, capsys):
    sent()
    assert refused(sent.shop, capsys).startswith("E-WAVE-BEGUN")


def test_after_the_last_day_nothing_is_sent(sent, capsys, monkeypatch):
    later = datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=61)
    monkeypatch.setattr(PlannedWave, "now", lambda self: later)
    assert sent() == 2 and capsys.readouterr().err.startswith("E-WAVE-OVER") and sent.received.mails == []


def test_no_server_named(sent, capsys):
    assert sent(smtp_host=None) == 2 and capsys.readouterr().err.startswith("E-SMTP-HOST")


def test_a_server_that_is_not_to_be_trusted_gets_nothing(sent, monkeypatch, capsys):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert sent() == 2
    assert capsys.readouterr().err.startswith("E-SMTP-TLS") and sent.received.mails == []


def test_ctrl_c_says_how_it_goes_on(sent, monkeypatch, capsys):
    def interrupted(*given, **how):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "send", interrupted)
    assert sent() == 130 and "同じコマンドで続きから再開" in capsys.readouterr().err


def test_no_secret_is_in_any_output(shop, serve, trusted, login, monkeypatch, capsys):
    user, password = login
    shop.run()
    received, port = serve(login=True)
    monkeypatch.setenv("NPS_KIT_SMTP_USER", user)
    monkeypatch.setenv("NPS_KIT_SMTP_PASSWORD", password)
    assert shop.run("--send", smtp_port=port) == 0 and len(received.mails) == 4
    monkeypatch.setenv("NPS_KIT_SMTP_PASSWORD", f"{password} is wrong")
    shop.write("customers.csv", [*CUSTOMERS, "C8,2025-01-08,late@example.com,,1"])
    shop.run("--wave", "second", "--set", "quarantine_days=0")
    assert shop.run("--wave", "second", "--send", "--set", "quarantine_days=0", smtp_port=port) == 2
    told = capsys.readouterr()
    everything = [*shop.files().values(), told.out.encode(), told.err.encode(), *(one for _, one in received.mails)]
    for secret in (KEY, password, user):
        assert not any(secret.encode() in one for one in everything)


# --- reminders -------------------------------------------------------------------------------------------------------


def test_reminders_go_only_to_those_who_have_not_answered(sent):
    sent.received.at_rcpt["na@example.com"] = "550 unknown"
    sent()
    sent.shop.answered("C1")
    sent.received.mails.clear()
    assert sent.shop.run("--remind") == 0
    assert [mail["Subject"] for mail in sent.shop.mails("reminders-1")] == [
        "【再送】【青葉茶園】アンケートのお願い（2分ほど）"
    ] * 2
    for _ in range(2):
        assert sent("--remind") == 0
    assert sorted(sent.received.addresses()) == ["blank@example.com", "formula@example.com"]  # C1 answered, C2 refused


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_reminder_has_a_merge_list_of_its_own(sent, capsys, language):
    sent()
    sent.shop.answered("C1")
    sent.shop.write("opt_outs.csv", ["email", "stopped@example.com", "blank@example.com"])
    capsys.readouterr()
    assert sent.shop.run("--remind", language=language) == 0
    assert ids(sent.shop.listed("reminders-1/mail_merge.csv")) == ["=6", "C2"]  # C1 answered, C3 opted out
    text = (sent.shop.folder / "reminders-1" / "mail_merge.txt").read_text(encoding="utf-8-sig")
    assert text.startswith({"en": "Reminder: ", "ja": "【再送】"}[language])
    told = capsys.readouterr().out
    assert {"en": "in out/invitations/spring/2026-04/reminders-1.", "ja": "reminders-1 の mail_merge.csv"}[
        language
    ] in told
    assert sent("--remind", language=language) == 0 and len(sent.received.mails) == 6


def test_who_answers_between_writing_and_sending_is_not_reminded(sent):
    sent()
    sent.shop.answered("C1")
    sent.shop.run("--remind")
    sent.shop.answered("C1", "C3")
    sent.received.mails.clear()
    sent("--remind")
    assert sorted(sent.received.addresses()) == ["formula@example.com", "na@example.com"]


def test_an_answer_by_token_or_by_address_is_one_too(sent, tmp_path):
    sent()
    tokens = {row["customer_id"]: row["token"] for row in sent.shop.listed()}
    sent.shop.write("responses.csv", ["token,email,score", f"{tokens['C1']},,9", ",NA@example.com,3"])
    sent.shop.settings = {**sent.shop.settings, "responses": str(tmp_path / "responses.csv")}
    assert sent.shop.run("--remind") == 0
    assert len(sent.shop.mails("reminders-1")) == 2


def test_an_answer_by_a_token_in_capitals_is_one_too(sent, tmp_path):
    sent()
    token = next(row["token"] for row in sent.shop.listed() if row["customer_id"] == "C1")
    sent.shop.write("responses.csv", ["token,score", f"{token.upper()},9"])
    sent.shop.settings = {**sent.shop.settings, "responses": str(tmp_path / "responses.csv")}
    assert sent.shop.run("--remind") == 0 and len(sent.shop.mails("reminders-1")) == 3


def test_an_answer_by_this_waves_token_counts_whatever_its_clock_says(sent, tmp_path):
    sent()
    token = next(row["token"] for row in sent.shop.listed() if row["customer_id"] == "C1")
    sent.shop.write("responses.csv", ["token,score,responded_at", f"{token},9,2025-01-05"])
    sent.shop.settings = {**sent.shop.settings, "responses": str(tmp_path / "responses.csv")}
    assert sent.shop.run("--remind") == 0 and len(sent.shop.mails("reminders-1")) == 3


def test_an_answer_to_an_earlier_survey_is_none(sent, tmp_path):
    sent()
    sent.shop.write("responses.csv", ["customer_id,score,responded_at", "C1,9,2025-01-05"])
    sent.shop.settings = {**sent.shop.settings, "responses": str(tmp_path / "responses.csv")}
    assert sent.shop.run("--remind") == 0 and len(sent.shop.mails("reminders-1")) == 4


def test_mails_that_another_tool_sent_are_reminded_of_too(sent):
    assert sent(smtp_port=1) == 2  # no server there: the kit has sent nothing
    sent.shop.answered("C1")
    assert sent.shop.run("--remind") == 0 and len(sent.shop.mails("reminders-1")) == 3


def test_without_answers_nobody_can_be_reminded(sent, capsys):
    assert refused(sent.shop, capsys, "--remind").startswith("E-REMIND-ANSWERS")


def test_a_second_reminder_after_the_first(sent):
    sent()
    sent.shop.answered("C1")
    sent.shop.run("--remind")
    sent("--remind")
    assert sent.shop.run("--remind", "2") == 0 and sent("--remind", "2") == 0
    assert sent.received.addresses().count("na@example.com") == 3
    assert sent.received.addresses().count("hanako@example.com") == 1


def test_one_address_that_cannot_be_mailed_to_stops_nobody_else(shop, capsys):
    shop.write(
        "customers.csv", [*CUSTOMERS, "C7,2025-01-07,-rf@example.com,Bo,1", "C8,2025-01-08,日本@example.com,Cy,1"]
    )
    assert shop.run() == 0 and len(shop.mails()) == 4
    assert "メールの届くアドレスなし：2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [
        (["customer_id,email", "C1,a@example.com"], {}, "columns:\n  customers:\n    mail_consent: 列の見出し\n"),
        (["customer_id,email", "C1,a@example.com"], {"language": "en"}, "\nconsent_given: true"),
        (["customer_id,email,退会", "C1,a@example.com,1"], {"consent_given": True}, "理由: 配信停止 1"),
        (["customer_id,email", "C1,"], {"consent_given": True}, "理由: メールの届くアドレスなし 1"),
        (["customer_id,email", "C1,a@example.com"], {"consent_given": True, "invitations": "asked.csv"}, "1\n"),
        (["customer_id,email,mail_consent"], {}, "顧客が1人もいない"),
    ],
)
def test_where_nobody_may_be_asked_that_is_said(shop, tmp_path, capsys, rows, changes, said):
    shop.write("customers.csv", rows)
    shop.write("asked.csv", ["customer_id,invited_at", "C1,2026-03-30"])
    paths = {name: str(tmp_path / path) for name, path in changes.items() if name == "invitations"}
    for options in ([], ["--dry-run"]):
        assert shop.run(*options, opt_outs=None, **{**changes, **paths}) == 2
        error = capsys.readouterr().err
        assert error.startswith("E-NOBODY-ASKED customers:") and said in error
    assert not shop.files()


def test_columns_that_say_no_and_a_missing_postal_address_are_told(shop, capsys):
    header, *rows = CUSTOMERS
    shop.write("customers.csv", [f"{header},退会日", *(f"{row}," for row in rows[:-1]), f"{rows[-1]},2025-12-01"])
    assert shop.run("--dry-run") == 0
    said = capsys.readouterr().out
    assert "配信停止などを示す列: 退会日" in said and "sender_postal_address: …" in said
    assert shop.run("--dry-run", sender_postal_address="静岡市1-2-3") == 0
    assert "sender_postal_address" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["shop_name", "sender_name", "mail_subject", "sender_postal_address"])
def test_a_line_break_in_what_a_mail_names_is_refused(shop, capsys, name):
    assert shop.run("--dry-run", **{name: "a\nBcc: x@example.com"}) == 2
    assert capsys.readouterr().err.startswith(f"E-PARAMETER {name}: 改行")
    assert shop.run("--dry-run", **{name: "青葉茶園\n"}) == 0  # as YAML's block texts end
