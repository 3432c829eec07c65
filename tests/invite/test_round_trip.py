"""From the CRM list to usable answers: plan, mails received, answers in each tool's export, notebook 01."""

import importlib.util
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import pandas as pd
import pytest
import yaml

from helpers.base.folders import PROJECT
from helpers.collect.survey import survey
from helpers.invite.questionnaire import questionnaire
from helpers.invite.wave import PlannedWave
from helpers.report import show
from helpers.run.cli import main
from helpers.run.settings import checked

PEOPLE, SHOP = 60, ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 3, 20, 10, tzinfo=SHOP)  # no day of a month 1 to 12: SurveyMonkey's dates are then read in one way
URLS = {
    "google_forms": "https://docs.google.com/forms/d/e/F/viewform?usp=pp_url&entry.12={token}",
    "typeform": "https://a.typeform.com/to/x",
    "surveymonkey": "https://www.surveymonkey.com/r/ABC",
    "qualtrics": "https://a.qualtrics.com/jfe/form/SV_1",
    "limesurvey": "https://a.jp/index.php/123?newtest=Y",
    "other": "https://a.jp/s/{token}",
}
PLACE = r"(?:entry\.12=|[#?&]token=|/s/)(t[a-z2-7]{34})\b"


@pytest.fixture(scope="module")
def exports():
    """The module beside this one."""
    spec = importlib.util.spec_from_file_location("exports", Path(__file__).with_name("exports.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Settings of a shop with customers, of whom some may not be mailed, and with a purchase each."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    monkeypatch.setenv("NPS_KIT_TOKEN_KEY", "k" * 40)
    monkeypatch.setattr(PlannedWave, "now", lambda wave: NOW)
    rows = [f"0{n:04},2025-01-01,c{n}@example.com,顧客 {n},{int(n % 5 > 0)},ads" for n in range(PEOPLE)]
    head = "customer_id,acquired_on,email,name,mail_consent,acquisition_channel"
    (tmp_path / "customers.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")

    def settings(tool, language, **more):
        values = {
            "report_name": "trip", "shop_name": "青葉茶園", "language": language,
            "as_of": f"{NOW:%Y-%m-%d}",
            "customers": str(tmp_path / "customers.csv"), "survey_tool": tool, "survey_url": URLS[tool],
            "sender_address": "survey@example.jp", "unsubscribe_contact": "stop@example.jp", "smtp_host": "localhost",
            "mails_per_minute": 6000, **more,
        }  # fmt: skip
        (tmp_path / "trip.yaml").write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
        return checked(values), str(tmp_path / "trip.yaml")

    return settings


def tokens_received(mails):
    """Address → the token in the link of her mail, as she would follow it."""
    found = {}
    for mail in mails:
        (token,) = set(re.findall(PLACE, mail.get_body(("plain",)).get_content()))
        found[mail["To"].addresses[0].addr_spec] = token
    return found


def answers_of(exports, tokens):
    """Answers: everybody but some; the last one left before the end; scores that can be told apart."""
    at = NOW + timedelta(hours=1)
    some = sorted(tokens.items())[5:]
    return {
        address: exports.Answer(
            token, str(n % 11), "理由, \"引用\"\n二行目" if n % 3 else "", str(n % 4), str((n * 3) % 11),
            at + timedelta(minutes=n), finished=n < len(some) - 1,
        )
        for n, (address, token) in enumerate(some)
    }  # fmt: skip


@pytest.fixture
def trip(shop, serve, trusted, exports, tmp_path):
    """Maker of a whole trip: the answers by address, and the settings with their export and the invitations."""

    def make(tool, language):
        received, port = serve()
        settings, path = shop(tool, language, smtp_port=port)
        assert main(["invite", path]) == 0 and main(["invite", path, "--send"]) == 0
        tokens = tokens_received(received.parsed())
        assert len(tokens) == PEOPLE * 4 // 5  # every fifth did not consent
        answers = answers_of(exports, tokens)
        content = exports.TOOLS[tool](questionnaire(settings), list(answers.values()), language)
        (tmp_path / "answers.csv").write_bytes(content)
        invitations = tmp_path / "out" / "invitations" / "trip" / settings.wave_name / "invitations.csv"
        files = {"responses": str(tmp_path / "answers.csv"), "invitations": str(invitations)}
        return answers, {**settings.model_dump(mode="json"), **files}

    return make


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("tool", URLS)
def test_every_customer_is_found_again(trip, tmp_path, tool, language):
    answers, given = trip(tool, language)
    found = survey(checked(given))
    customers = pd.read_csv(tmp_path / "customers.csv", dtype="str").set_index("email")["customer_id"]
    wanted = {customers[address]: one for address, one in answers.items() if one.finished}
    got = found.answers.set_index("customer_id")
    assert set(got.index) == set(wanted)
    for customer_id, one in wanted.items():
        assert got.loc[customer_id, "score"] == int(one.score)
        assert got.loc[customer_id, "recommended_count"] == int(one.recommended_count)
        assert got.loc[customer_id, "influence"] == pytest.approx(int(one.influence) / 10)
        assert abs(got.loc[customer_id, "responded_at"] - one.at.replace(tzinfo=None)) < timedelta(seconds=1)
    assert set(got["wave"]) == {checked(given).wave_name}
    account = found.ledgers["responses"]
    assert account["defective"] == {} and set(account["not_applicable"]) <= {"unfinished"}
    assert set(account["read_as"][0]["columns"]) >= {"score", "token", "recommended_count", "influence", "comment"}


def test_notebook_01_tells_of_them(trip, tmp_path, monkeypatch):
    answers, given = trip("qualtrics", "ja")
    shown, namespace = [], {}
    monkeypatch.setattr(show, "display", lambda item, **how: shown.append(str(item)))
    for cell in nbformat.read(PROJECT / "notebooks" / "01_collect_survey.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, "01", "exec"), namespace)
        if "parameters" in cell.metadata.get("tags", []):
            namespace |= given
    finished = sum(one.finished for one in answers.values())
    kept = pd.read_parquet(tmp_path / "out" / "trip" / "private" / "responses.parquet")
    assert len(kept) == finished == PEOPLE * 4 // 5 - 6 and kept["customer_id"].is_unique
    monitored = namespace["collected"].monitor
    assert (monitored.invited, monitored.delivered) == (PEOPLE * 4 // 5, PEOPLE * 4 // 5)
