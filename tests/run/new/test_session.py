"""From a folder of exports to settings: what is found, what is asked, and that it is few questions."""

from datetime import date

import pytest

from helpers.base.errors import KitError
from helpers.run.check.readiness import sound
from helpers.run.new.session import Session
from tests.run.new.exports_of import english, japanese

TODAY = date(2026, 8, 1)


@pytest.fixture(autouse=True)
def out(tmp_path, monkeypatch):
    """Kept answers stay in the test's folder."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))


@pytest.fixture
def folder(tmp_path):
    """An empty folder for exports."""
    place = tmp_path / "Aoba_Tea"
    place.mkdir()
    return place


def asked(session, **replies):
    """All questions up to the end, answered by their proposals but for `replies`; their keys."""
    keys = []
    while questions := session.pending():
        for question in questions:
            keys.append(question.key)
            session.answer(question, replies.get(question.key, question.proposal))
    assert session.errors == []
    return keys


def test_english_exports_need_eight_questions_and_no_more(folder):
    session = Session(english(folder), "en", TODAY)
    keys = asked(session, margin="40", cost="ads 900")
    assert keys == ["language", "shop_name", "place", "as_of", "margin", "cost", "referral", "groups"]
    settings = session.settings
    assert settings["shop_name"] == "Aoba Tea" and settings["as_of"] == "2026-06-04"
    assert settings["gross_margin_rate"] == 0.4 and settings["acquisition_cost"] == {"ads": 900.0, "other": 0.0}
    assert settings["referral_channels"] == ["friend"] and settings["segment_by"] == "region"
    assert [settings[table] is None for table in ("customers", "purchases", "responses")] == [False] * 3
    assert settings["complaints"] is settings["invitations"] is None
    assert sound(settings, "mine").currency == "JPY"


def test_japanese_exports_in_subfolders_and_sheets_need_no_more(folder):
    session = Session(japanese(folder), "ja", TODAY)
    keys = asked(session)
    assert len(keys) <= 8
    settings = sound(session.settings, "mine")
    assert settings.purchases.endswith("受注") and settings.sheets == {"customers": "会員", "responses": "アンケート"}
    assert settings.language == "ja" and settings.timezone == "Asia/Tokyo" and settings.segment_by == "地域"
    assert "友人" not in settings.referral_channels and settings.as_of == date(2026, 6, 4)


def test_what_a_file_leaves_open_is_asked_with_the_rest_and_once(folder):
    english(folder)
    orders = folder / "orders.csv"
    lines = orders.read_text(encoding="utf-8").replace(",paid", ",parked").splitlines()
    dates = [line.replace("-", "/") for line in lines]
    orders.write_text("\n".join(dates).replace("amount", "price").replace("order_id", "zz"), encoding="utf-8")
    session = Session(folder, "en", TODAY)
    keys = []
    while questions := session.pending():
        for question in questions:
            keys.append(question.key)
            reply = question.proposal
            if question.kind == "several" and "E-STATUS" in question.key:
                reply = [option.key for option in question.options]
            session.answer(question, reply if reply is not None else question.options[0].key)
    assert session.errors == [] and len(keys) == len(set(keys))
    assert "E-STATUS parked" in keys and session.settings["statuses_used"] == ["parked"]
    assert sound(session.settings, "mine").columns["purchases"]["order_id"] == "zz"


def test_purchases_that_lie_elsewhere_tell_their_money_too(folder, tmp_path):
    """Whole amounts look like yen, as of a file in the folder; without any the proposal is of the USA."""
    english(folder)
    (purchases,) = folder.glob("*order*.csv")
    elsewhere = purchases.rename(tmp_path / "bought.csv")
    session = Session(folder, "en", TODAY, {"purchases": str(elsewhere)})
    places = []
    while questions := session.pending():
        places += [question.proposal for question in questions if question.key == "place"]
        for question in questions:
            session.answer(question, question.proposal)
    assert places == ["JPY Asia/Tokyo"]


def test_settings_given_beforehand_are_not_asked_again(folder):
    given = {
        "as_of": date(2026, 6, 4),
        "gross_margin_rate": 0.5,
        "currency": "USD",
        "timezone": "UTC",
        "shop_name": "S",
    }
    session = Session(english(folder), "en", TODAY, given)
    assert asked(session) == ["language", "cost", "referral", "groups"]
    assert session.settings["as_of"] == date(2026, 6, 4)


def test_interrupted_it_goes_on(folder):
    first = Session(english(folder), "en", TODAY)
    for question in first.pending():
        first.answer(question, question.proposal)
    again = Session(folder, "en", TODAY)
    assert again.resume() and again.answers == first.answers
    assert next(question.key for question in again.pending()) == "as_of"


def test_an_answer_that_is_none_is_refused_and_not_kept(folder):
    session = Session(english(folder), "en", TODAY)
    questions = {question.key: question for question in session.pending()}
    for key, reply in {"language": "fr", "place": "XYZ Nowhere"}.items():
        with pytest.raises(KitError):
            session.answer(questions[key], reply)
    assert session.answers == {}


def test_several_files_that_could_be_it_are_asked_about_the_largest_first(folder):
    english(folder)
    lines = (folder / "orders.csv").read_text(encoding="utf-8").splitlines()
    other = [lines[0].replace("status", "state"), *lines[1:20]]
    (folder / "orders_old.csv").write_text("\n".join(other), encoding="utf-8")
    session = Session(folder, "en", TODAY)
    question = {one.key: one for one in session.pending()}["table_purchases"]
    assert [option.label for option in question.options] == ["orders.csv", "orders_old.csv", "none of them"]
    session.answer(question, question.options[1].key)
    assert session.settings["purchases"].endswith("orders_old.csv")


@pytest.mark.parametrize(
    ("left_out", "lacks", "can", "last"),
    [
        (["survey.csv"], ["responses"], True, "groups"),
        (["customers.csv"], ["customers"], True, "cost"),
        (["orders.csv"], ["purchases"], False, "survey_day"),
        (["orders.csv", "survey.csv"], ["purchases", "responses"], False, "survey_day"),
    ],
)
def test_what_is_missing_is_known_and_the_rest_is_asked(folder, left_out, lacks, can, last):
    english(folder)
    for name in [*left_out, "weather.csv"]:
        (folder / name).unlink()
    session = Session(folder, "en", TODAY)
    assert asked(session)[-1] == last
    assert session.lacks == lacks and session.can_report is can


def test_a_fault_of_a_file_stops_with_its_cause(folder):
    english(folder)
    (folder / "orders.csv").write_text(
        'order_id,customer_id,ordered_at,amount\nA1,C1,2026-01-05,"50\n', encoding="utf-8"
    )
    session = Session(folder, "en", TODAY)
    while questions := session.pending():
        for question in questions:
            session.answer(question, question.proposal)
    assert [error.code for error in session.errors] == ["E-QUOTE"]


def test_times_of_a_us_shop_propose_its_zone(folder):
    english(folder)
    orders = folder / "orders.csv"
    lines = orders.read_text(encoding="utf-8").splitlines()
    winter = {"11", "12", "01", "02"}
    moved = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        if cells[2][5:7] in {"03", "11"}:  # the months in which clocks change
            continue
        cells[2] += " 10:00:00 " + ("-0600" if cells[2][5:7] in winter else "-0500")
        moved.append(",".join([*cells[:3], f"{cells[3]}.25", *cells[4:]]))
    orders.write_text("\n".join(moved), encoding="utf-8")
    session = Session(folder, "en", TODAY)
    place = {one.key: one for one in session.pending()}["place"]
    assert place.proposal == "USD America/Chicago"
