"""Dates and times in every form to the shop's local time; and the order of day and month in a column."""

import calendar
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.cells.dates import date_order, has_zoneless_clock, moment
from helpers.read.cells.lanes import Parsed, lane_of
from tests.each import each

few = example_settings(deadline=None, max_examples=60)
tokyo = moment("Asia/Tokyo")
day_first, month_first = moment("Asia/Tokyo", order="dmy"), moment("Asia/Tokyo", order="mdy")
invalid = Parsed(None, "date_invalid")


def local(text, fixed=""):
    return Parsed(datetime.fromisoformat(text), "", fixed)


def place(text):
    """A stand-in that tells which text was named."""
    return f"<{text}>"


@each("text", ["", " ", "\u3000", "\u200b", "-", "—", "－", "--", "ー"])
def test_blank_dates(text):
    assert tokyo(text) == Parsed(None, "date_blank")
    assert moment("Asia/Tokyo", blank="")(text) == Parsed(None)


@each(
    "text",
    ["2025-04-01", "2025-04-01T09:05", "2025-04-01 23:59:59", "2024-02-29", "1901-01-01", "2199-12-31",
     "2025-04-01 09:05:07.250000", "2025-04-01T00:00:00.000001", "2025-04-01 00:00"],
)  # fmt: skip
def test_iso_needs_no_fix(text):
    assert tokyo(text) == local(text)


@each(
    ("text", "expected", "fixed"),
    [("2025/4/1", "2025-04-01", "date_form"), ("2025/04/01", "2025-04-01", "date_form"),
     ("2025-4-1", "2025-04-01", "date_form"), ("2025.4.1", "2025-04-01", "date_form"),
     ("２０２５／４／１", "2025-04-01", "full_width date_form"), (" 2025-04-01", "2025-04-01", "white_space"),
     ("2025/04/01 10:00:00", "2025-04-01T10:00", "date_form"),
     ("2025/4/1 0:05", "2025-04-01T00:05", "date_form clock"),
     ("2025-04-01 9:05:07", "2025-04-01T09:05:07", "clock"), ("2025-04-01  09:05", "2025-04-01T09:05", "clock"),
     ("2025-04-01T10:00:00,5", "2025-04-01T10:00:00.500", ""),
     ("2025-04-01T10:00:00.1234567", "2025-04-01T10:00:00.123456", ""),
     ("2025-04-01 10時", "2025-04-01T10:00", "clock"), ("2025-04-01 24:00", "2025-04-02", "clock"),
     ("2025-12-31T24:00:00", "2026-01-01", "clock"),
     ("2025/4/1(火)", "2025-04-01", "date_form"),
     ("2025/4/1（火曜日） 10:16", "2025-04-01T10:16", "full_width date_form"),
     ("2025-04-01(火)10:16", "2025-04-01T10:16", "date_form clock"), ("2025-04-01 (火)", "2025-04-01", "date_form"),
     ("20250401", "2025-04-01", "date_form"), ("20250401.0", "2025-04-01", "date_form"),
     ("20250401101635", "2025-04-01T10:16:35", "date_form"), ("20250401 101635", "2025-04-01T10:16:35", "date_form"),
     ("20250401T101635", "2025-04-01T10:16:35", "date_form"), ("20250401 10:16", "2025-04-01T10:16", "date_form"),
     ("2025年4月1日", "2025-04-01", "date_form"), ("2025年04月01日", "2025-04-01", "date_form"),
     ("2025年 4月 1日", "2025-04-01", "date_form"), ("2025年4月1日火曜日", "2025-04-01", "date_form"),
     ("2025年4月1日 10時16分", "2025-04-01T10:16", "date_form clock"),
     ("2025年4月1日10時6分7秒", "2025-04-01T10:06:07", "date_form clock"),
     ("2025年4月1日 午後3時", "2025-04-01T15:00", "date_form clock"),
     ("2025年4月1日（火） 10:16:35", "2025-04-01T10:16:35", "full_width date_form"),
     ("2025年4月1日10:16", "2025-04-01T10:16", "date_form clock"),
     ("2025/4/1 午前12:06", "2025-04-01T00:06", "date_form clock")],
)  # fmt: skip
def test_year_first(text, expected, fixed):
    assert tokyo(text) == local(expected, fixed)


@each(
    ("text", "expected"),
    [("令和7年4月1日", "2025-04-01"), ("令和元年5月1日", "2019-05-01"), ("令和1年5月1日", "2019-05-01"),
     ("R7.4.1", "2025-04-01"),
     ("R07/04/01", "2025-04-01"), ("R7-4-1", "2025-04-01"), ("R7年4月1日", "2025-04-01"), ("令和7.4.1", "2025-04-01"),
     ("平成31年4月30日", "2019-04-30"), ("H31.4.30", "2019-04-30"), ("平成元年1月8日", "1989-01-08"),
     ("H1.1.8", "1989-01-08"),
     ("昭和64年1月7日", "1989-01-07"), ("S1.12.25", "1926-12-25"), ("昭和45年3月15日", "1970-03-15"),
     ("令和 7年4月1日", "2025-04-01")],
)  # fmt: skip
def test_eras(text, expected):
    assert tokyo(text) == local(expected, "era")


def test_eras_as_one_letter_and_with_a_time():
    assert tokyo("㋿7年4月1日") == local("2025-04-01", "full_width era")
    assert tokyo("令和7年4月1日(火) 10:16") == local("2025-04-01T10:16", "era date_form")


@each(
    "text",
    ["令和元年4月30日", "R1.4.30", "平成31年5月1日", "H31.5.1", "H35.1.1", "H1.1.7", "昭和64年1月8日", "S1.12.24",
     "S0.1.1",
     "R0.5.1", "令和7年2月29日", "令和7年13月1日", "令和2025年4月1日", "元年5月1日", "X7.4.1", "7.4.1", "r7.4.1",
     "T15.1.1"],
)  # fmt: skip
def test_days_that_no_era_had(text):
    assert tokyo(text) == invalid


@each(
    ("text", "expected"),
    [("45748", "2025-04-01"), ("45748.5", "2025-04-01T12:00"), ("45748.0", "2025-04-01"),
     ("45748.4281828704", "2025-04-01T10:16:35"),
     ("45748.999999999", "2025-04-02"), ("19725", "1954-01-01"), ("73415", "2100-12-31"), ("36526", "2000-01-01")],
)  # fmt: skip
def test_serial_days_of_a_spreadsheet(text, expected):
    assert tokyo(text) == local(expected, "excel_serial")


def test_serial_days_from_1904():
    parser = moment("Asia/Tokyo", epoch_1904=True)
    assert parser("44286") == local("2025-04-01", "excel_serial")
    assert parser("44286.25") == local("2025-04-01T06:00", "excel_serial")


@each(
    "text",
    ["19724", "73416", "60", "59", "0", "1", "2025", "0.5", "99999", "457480", "-45748", "45,748", "45748.", "4e4"],
)
def test_numbers_that_are_no_serial_day(text):
    assert tokyo(text) == invalid


@each(
    ("text", "dmy", "mdy", "fixed"),
    [("9/6/2018", "2018-06-09", "2018-09-06", "date_form"), ("09-06-2018", "2018-06-09", "2018-09-06", "date_form"),
     ("9/6/2018 0:06:16", "2018-06-09T00:06:16", "2018-09-06T00:06:16", "date_form clock"),
     ("9/6/2018 12:06:16 AM", "2018-06-09T00:06:16", "2018-09-06T00:06:16", "date_form clock"),
     ("9/6/2018 12:06:16 pm", "2018-06-09T12:06:16", "2018-09-06T12:06:16", "date_form clock"),
     ("9/6/2018 1:06 p.m.", "2018-06-09T13:06", "2018-09-06T13:06", "date_form clock"),
     ("9/6/2018 11:59\u202fPM", "2018-06-09T23:59", "2018-09-06T23:59", "full_width date_form clock"),
     ("08/11/2021 17:05:47", "2021-11-08T17:05:47", "2021-08-11T17:05:47", "date_form"),
     ("04/04/2025, 10:16", "2025-04-04T10:16", "2025-04-04T10:16", "date_form clock")],
)  # fmt: skip
def test_year_last(text, dmy, mdy, fixed):
    assert day_first(text) == local(dmy, fixed)
    assert month_first(text) == local(mdy, fixed)
    assert tokyo(text) == invalid


def test_points_have_the_day_first():
    assert tokyo("01.04.2025") == day_first("1.4.2025") == local("2025-04-01", "date_form")
    assert month_first("01.04.2025") == month_first("13.04.2025") == tokyo("04.13.2025") == invalid


@each(
    ("text", "dmy", "mdy", "ymd"),
    [("05/04/26", "2026-04-05", "2026-05-04", "2005-04-26"), ("01/31/25", None, "2025-01-31", None),
     ("31.01.25", "2025-01-31", None, "2031-01-25"), ("25/01/31", "2031-01-25", None, "2025-01-31"),
     ("7/5/25 9:00:00", "2025-05-07T09:00", "2025-07-05T09:00", None), ("250401", None, None, None),
     ("25-4-1", None, None, "2025-04-01"), ("31-Jan-25", "2025-01-31", "2025-01-31", None),
     ("Fri 31 January 25", "2025-01-31", "2025-01-31", None), ("25年4月1日", None, None, None),
     ("29/02/25", None, None, "2029-02-25")],
)  # fmt: skip
def test_years_of_two_digits_only_in_an_order_that_is_told(text, dmy, mdy, ymd):
    for order, expected in {"dmy": dmy, "mdy": mdy, "ymd": ymd, None: None}.items():
        parsed = moment("Asia/Tokyo", order="dmy", short_order=order)(text)
        clock = " clock" if "9:00" in text else ""
        assert parsed == (local(expected, f"short_year{clock}") if expected else invalid)


@each("text", ["31/4/2025", "29/02/2025", "04/13/2025", "0/4/2025", "13/13/2025"])
def test_days_that_do_not_exist_day_first(text):
    assert day_first(text) == invalid


@each("text", ["13/04/2025", "4/31/2025", "2/30/2025", "4/0/2025"])
def test_days_that_do_not_exist_month_first(text):
    assert month_first(text) == invalid


@each(
    "text",
    ["Apr 1, 2025", "April 1, 2025", "April 1 2025", "Apr. 1, 2025", "APR 01, 2025", "1 April 2025", "1-Apr-2025",
     "01-APR-2025", "1st April 2025", "April 1st, 2025", "Tue, Apr 1, 2025", "Tuesday 1 April 2025", "1 apr, 2025"],
)  # fmt: skip
def test_english_months(text):
    assert tokyo(text) == local("2025-04-01", "date_form")
    assert tokyo(f"{text} 10:16:35") == local("2025-04-01T10:16:35", "date_form")
    assert tokyo(f"{text}, 9:16 PM") == local("2025-04-01T21:16", "date_form clock")


@each(
    ("text", "hour"),
    [("午前12:30", 0), ("午前0:30", 0), ("午前1:30", 1), ("午前11:30", 11), ("午後12:30", 12), ("午後0:30", 12),
     ("午後1:30", 13),
     ("午後 11:30", 23), ("12:30 午前", 0), ("12:30:00 午後", 12), ("12:30 AM", 0), ("12:30PM", 12),
     ("1:30 a.m.", 1)],
)  # fmt: skip
def test_clocks_of_twelve_hours(text, hour):
    assert tokyo(f"2025-04-01 {text}") == local(f"2025-04-01T{hour:02}:30", "clock")


@each(
    "text",
    ["24:00:01", "24:01", "25:00", "10:60", "10:00:60", "10", "10:5", "10:", "13:00 PM", "13:00 午前",
     "午前1:00 午前", "10:00:00:00",
     "10:00 EST", "10:00+99:00", "10:00+09:60", "10:00-13:00", "10:00+14:01", "10:00 +9", "10:00 GMT+", "朝",
     "10:00 x", "+09:00"],
)  # fmt: skip
def test_no_clocks(text):
    assert tokyo(f"2025-04-01 {text}") == invalid


@each(
    ("zone", "text", "expected", "fixed"),
    [("Asia/Tokyo", "2026-03-31T20:00:00Z", "2026-04-01T05:00", "time_zone"),
     ("Asia/Tokyo", "2026-03-31T20:00:00+0900", "2026-03-31T20:00", ""),
     ("Asia/Tokyo", "2026-03-31 20:00:00 +0900", "2026-03-31T20:00", ""),
     ("Asia/Tokyo", "2026-03-31 10:00 -05:00", "2026-04-01T00:00", "time_zone"),
     ("Asia/Tokyo", "2026-03-31 10:00:00 -0400", "2026-03-31T23:00", "time_zone"),
     ("Asia/Tokyo", "2026-03-31 10:00:00 -0500", "2026-04-01T00:00", "time_zone"),
     ("Asia/Tokyo", "2026-03-31T10:00:00.5-05", "2026-04-01T00:00:00.500", "time_zone"),
     ("Asia/Tokyo", "2025/07/11 10:16:35 午前 GMT+9", "2025-07-11T10:16:35", "date_form clock"),
     ("Asia/Tokyo", "2025/07/11 12:16:35 午前 GMT+9", "2025-07-11T00:16:35", "date_form clock"),
     ("Asia/Tokyo", "2025/07/11 12:16:35 午後 GMT+9", "2025-07-11T12:16:35", "date_form clock"),
     ("Asia/Tokyo", "2025/07/11 10:16:35 午後 GMT-4", "2025-07-12T11:16:35", "date_form clock time_zone"),
     ("Asia/Tokyo", "2025/07/11 10:16:35 GMT+5:30", "2025-07-11T13:46:35", "date_form time_zone"),
     ("Asia/Tokyo", "2025-07-11 10:16 UTC", "2025-07-11T19:16", "time_zone"),
     ("Asia/Tokyo", "2025-07-11 10:16 UTC+0530", "2025-07-11T13:46", "time_zone"),
     ("Asia/Tokyo", "2025-07-11 10:16 GMT", "2025-07-11T19:16", "time_zone"),
     ("Asia/Tokyo", "2025-07-11 10:16 JST", "2025-07-11T10:16", ""),
     ("Asia/Tokyo", "20250711T101635Z", "2025-07-11T19:16:35", "date_form time_zone"),
     ("Asia/Tokyo", "Fri, 11 Jul 2025 10:16:35 +0000", "2025-07-11T19:16:35", "date_form time_zone"),
     ("UTC", "2025-07-11 10:16 JST", "2025-07-11T01:16", "time_zone"),
     ("America/New_York", "1998-04-05T06:59:00Z", "1998-04-05T01:59", "time_zone"),  # a minute before summer time
     ("America/New_York", "1998-04-05T07:00:00Z", "1998-04-05T03:00", "time_zone"),
     ("America/New_York", "1998-04-05T02:30:00", "1998-04-05T02:30", ""),  # no clock there showed it: taken as it is
     ("Europe/Berlin", "2026-01-01T00:30:00+02:00", "2025-12-31T23:30", "time_zone")],
)  # fmt: skip
def test_offsets_are_moved_to_the_shop(zone, text, expected, fixed):
    assert moment(zone)(text) == local(expected, fixed)


@each("text", ["9999-12-31T23:59:59-05:00", "1901-01-01T00:00+14:00", "2199-12-31T23:00Z", "0001-01-01T00:00+09:00"])
def test_times_that_leave_the_range_by_their_offset(text):
    assert tokyo(text) == invalid


def test_a_zone_named_by_the_column_moves_times_without_an_offset():
    parser = moment("Asia/Tokyo", column_zone="UTC", order="dmy")
    assert parser("2025-07-11 20:16:35") == local("2025-07-12T05:16:35", "time_zone")
    assert parser("11/07/2025 20:16") == local("2025-07-12T05:16", "date_form time_zone")
    assert parser("45748.5") == local("2025-04-01T21:00", "excel_serial time_zone")
    assert parser("2025-07-11 20:16:35+09:00") == local("2025-07-11T20:16:35")
    assert parser("2025-07-11") == local("2025-07-11")
    assert parser("2025-07-11 00:00") == local("2025-07-11T09:00", "time_zone")
    assert parser("45748") == local("2025-04-01", "excel_serial")
    assert moment("Asia/Tokyo", column_zone="Asia/Tokyo")("2025-07-11 20:16") == local("2025-07-11T20:16")


@each(
    "text",
    ["1900-01-00", "9999-12-31", "0000-00-00", "0000-00-00 00:00:00", "1900-12-31", "2200-01-01", "1900-01-01",
     "250401", "00:00.0",
     "25/4/1", "01/04/25", "1-Apr-25", "25年4月1日", "2025-02-30", "2026-02-29", "2025-13-01", "2025-00-10",
     "2026-04/01",
     "12345678", "20251301", "20250230", "202504011016", "20250401101660", "202504011016350", "2025", "10-Sep",
     "Sep 10",
     "Sep 2025", "2025/4", "2025年4月", "4月1日", "today", "昨日", "#N/A", "########", "1.23E+11", "1711929600",
     "2025-04-01x",
     "x2025-04-01", "2025-04-011", "2025/4/1²", "2025-04-01 10:00 10:00", "2025-04-01 2025-04-02", "２０２５-04-3２",
     "٢٠٢٦-04-01", "Foo 1, 2025", "April 31, 2025", "Aprx 1, 2025", "2025/4/1(水)", "2025年4月1日水曜日",
     "2025-04-01\x00"],
)  # fmt: skip
def test_no_dates(text):
    for parser in (tokyo, day_first, month_first, moment("Asia/Tokyo", epoch_1904=True, column_zone="UTC")):
        assert parser(text) == invalid


@each(
    ("texts", "order"),
    [([], None), (["2025/04/01", "45748", "令和7年4月1日", "today"], None), (["13/04/2025", "01/04/2025"], "dmy"),
     (["04/13/2025", "04/01/2025"], "mdy"), (["01.04.2025"], "dmy"), (["01.04.2025", "01/04/2025"], "dmy"),
     (["04/04/2025"], "dmy"), (["13-04-2025 10:16"], "dmy"), (["9/16/2018 0:06:16", "9/6/2018"], "mdy"),
     (["13/13/2025", "99/01/2025", "13/04/2025"], "dmy"), (["１３／０４／２０２５"], "dmy"), (["13/04/25"], None),
     (["10-Sep-2025"], None)],
)  # fmt: skip
def test_the_order_that_a_column_shows(texts, order):
    assert date_order(texts, None, place) == date_order(texts[::-1], None, place) == order


@pytest.mark.parametrize(
    "texts", [["01/02/2025"], ["2025-04-01", "01/02/2025", "04/04/2025"], ["31/04/2025", "01/02/2025"]]
)
def test_a_column_that_leaves_its_order_open_is_asked_about(texts):
    with pytest.raises(KitError, match=r"(?s)E-DATE-ORDER <01/02/2025>: .*date_order"):
        date_order(texts, None, place)
    assert [date_order(texts, setting, place) for setting in ("dmy", "mdy")] == ["dmy", "mdy"]


@pytest.mark.parametrize(
    "texts", [["13/04/2025", "04/13/2025"], ["13.04.2025", "04.13.2025"], ["01.04.2025", "04/13/2025"]]
)
def test_two_orders_in_a_column_stop(texts):
    with pytest.raises(KitError, match=f"E-DATE-MIXED <{texts[0]}> .* <{texts[1]}>"):
        date_order(texts[::-1], None, place)
    assert date_order(texts, "mdy", place) == "mdy"


def era_of(day):
    """Era by a second way: the start of each, newest first."""
    starts = [("令和", "R", date(2019, 5, 1)), ("平成", "H", date(1989, 1, 8)), ("昭和", "S", date(1926, 12, 25))]
    name, letter, start = next(one for one in starts if day >= one[2])
    return name, letter, day.year - start.year + 1


def serial_of(day, first_year):
    """Days counted one by one over whole years, with a 29 February 1900."""
    days = sum(366 if calendar.isleap(year) else 365 for year in range(first_year, day.year)) + day.timetuple().tm_yday
    return days + (1 if first_year == 1900 else -1)


def forms_of_day(day):
    """The same day in every form, and the order that it needs."""
    y, m, d = day.year, day.month, day.day
    name, letter, era_year = era_of(day)
    first = "元" if era_year == 1 else era_year
    weekday = "月火水木金土日"[day.weekday()]
    month = calendar.month_name[m]
    any_order = [
        f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}/{m:02}/{d:02}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日",
        f"{y}{m:02}{d:02}", f"{y}/{m}/{d}({weekday})", f"{y}年{m}月{d}日（{weekday}）",
        f"{name}{era_year}年{m}月{d}日", f"{name}{first}年{m}月{d}日", f"{letter}{era_year}.{m}.{d}",
        f"{letter}{era_year:02}/{m:02}/{d:02}", f"{month} {d}, {y}", f"{d} {month} {y}", f"{d}-{month[:3]}-{y}",
        f"{month[:3].upper()} {d:02}, {y}",
    ]  # fmt: skip
    return [(None, text) for text in any_order] + [
        ("dmy", f"{d}/{m}/{y}"), ("dmy", f"{d:02}-{m:02}-{y}"), (None, f"{d:02}.{m:02}.{y}"), ("mdy", f"{m}/{d}/{y}"),
    ]  # fmt: skip


def forms_of_clock(time):
    """The same time of day in every form; it begins with the blank that parts it from the day."""
    h, m, s = time.hour, time.minute, time.second
    half, half_ja, twelve = ("AM", "午前", h or 12) if h < 12 else ("PM", "午後", h - 12 or 12)
    return [
        f" {h}:{m:02}:{s:02}", f" {h:02}:{m:02}:{s:02}", f" {h:02}:{m:02}:{s:02}.000", f" {h}時{m}分{s}秒",
        f" {twelve}:{m:02}:{s:02} {half}", f" {half_ja}{twelve}:{m:02}:{s:02}", f" {twelve:02}:{m:02}:{s:02} {half_ja}",
    ]  # fmt: skip


times = st.datetimes(datetime.fromisoformat("1954-01-01"), datetime.fromisoformat("2100-12-31")).map(
    lambda one: one.replace(microsecond=0)
)


@given(times)
@example(datetime.fromisoformat("2019-05-01"))
@example(datetime.fromisoformat("2019-04-30T12:00"))
@example(datetime.fromisoformat("1989-01-08T00:30"))
@example(datetime.fromisoformat("1989-01-07T23:59:59"))
@few
def test_every_form_of_a_time_is_the_same_time(time):
    midnight = datetime.combine(time, time_of_day.min)
    for order, day in forms_of_day(time.date()):
        parser = moment("Asia/Tokyo", order=order)
        assert (day, parser(day).value) == (day, midnight)
        for clock in forms_of_clock(time):
            assert (day + clock, parser(day + clock).value) == (day + clock, time)
            for offset in ("GMT+9", "+0900", "+09:00", "JST"):
                assert moment("UTC", order=order)(f"{day}{clock} {offset}").value == time - timedelta(hours=9)


@given(times)
@few
def test_serial_days_are_counted_right(time):
    share = (time - datetime.combine(time, time_of_day.min)) / timedelta(days=1)
    for first_year in (1900, 1904):
        text = f"{serial_of(time.date(), first_year) + share:.10f}"
        assert moment("Asia/Tokyo", epoch_1904=first_year == 1904)(text).value == time


@given(
    st.datetimes(datetime.fromisoformat("1953-01-01"), datetime.fromisoformat("2100-01-01")),
    st.integers(-12 * 60, 14 * 60),
    st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Berlin", "UTC"]),
)
@few
def test_offsets_by_way_of_utc(clock, minutes, name):
    sign = "-" if minutes < 0 else "+"
    text = f"{clock.isoformat()}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    utc = (clock - timedelta(minutes=minutes)).replace(tzinfo=UTC)
    shop = (utc + utc.astimezone(ZoneInfo(name)).utcoffset()).replace(tzinfo=None)
    assert moment(name)(text) == Parsed(shop, "", "" if shop == clock else "time_zone")
    column = moment(name, column_zone="UTC")(clock.isoformat(sep=" ")).value
    assert column == clock.replace(tzinfo=UTC).astimezone(ZoneInfo(name)).replace(tzinfo=None)


@given(st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2199-12-31")), st.sampled_from("T "))
@few
def test_parsing_again_changes_nothing(time, gap):
    assert tokyo(time.isoformat(sep=gap)) == Parsed(time)


@given(st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1, max_size=8), st.sampled_from(["dmy", "mdy"]))
@few
def test_a_column_in_one_order_is_read_in_it_or_asked_about(days, order):
    texts = [f"{one:%d/%m/%Y}" if order == "dmy" else f"{one:%m/%d/%Y}" for one in days]
    try:
        found = date_order(texts, None, place)
    except KitError as error:
        assert error.code == "E-DATE-ORDER"
        assert all(one.day <= 12 for one in days)
        return
    assert [moment("UTC", order=found)(text).value.date() for text in texts] == days


PIECES = ["1901-01-01", "1900-12-31", "2199-12-31", "2200-01-01", "9999-12-31", "0000-00-00", "2024-02-29",
 "2026-02-29",
          "2026-02-30", "2026-04-31", "2026-1-1", "2026/04/01", "2026-04-01T09:05", "2026-04-01 23:59:59",
          "2026-04-01T24:00",
          "2026-04-01T09:60", "2026-04-01 09:05:07.5", "2026-04-01T09:05Z", "２０２６-04-01", "٢٠٢٦-04-01", "", "-",
          "2026-04-01\n", "20260401", "45748"]  # fmt: skip


@pytest.mark.parametrize("column_zone", [None, "UTC"])
@given(
    st.lists(
        st.sampled_from(PIECES) | st.dates().map(str) | st.datetimes().map(lambda one: str(one.replace(microsecond=0)))
    )
)
@example(PIECES)
@few
def test_the_lane_is_what_the_parser_says(column_zone, texts):
    parser = moment("Asia/Tokyo", column_zone=column_zone)
    lane = lane_of(parser)
    array = pa.array(texts, pa.large_string())
    plain = array.filter(pc.match_substring_regex(array, rf"\A(?:{lane.pattern})\z"))
    assert [Parsed(value) for value in lane.values(plain).to_pylist()] == [parser(text) for text in plain.to_pylist()]


def test_which_texts_take_the_lane():
    texts = pa.array(
        ["2026-01-31", "1901-01-01", "2026-04-30T09:05", "2199-12-29 23:59:59", "2026/04/01", "2024-02-29"]
    )
    plain = [pc.match_substring_regex(texts, rf"\A(?:{lane_of(moment('UTC', column_zone=zone)).pattern})\z").to_pylist()
             for zone in (None, "UTC")]  # fmt: skip
    assert plain == [[True] * 4 + [False] * 2, [True] * 2 + [False] * 4]


@each(
    "texts, order, open_",
    [
        (["2026/04/01 10:00"], None, True), (["2026年4月1日 10時6分"], None, True), (["01/04/2026 9:30"], "dmy", True),
        (["2026/04/01", "2026-04-01T00:00:00.000"], None, False), (["2026-04-01T10:00:00+09:00"], None, False),
        (["2026/07/11 10:16:35 午前 GMT+9"], None, False), (["2026-04-01T10:00Z", "2026/04/01 10:00"], None, True),
        (["", "soon"], None, False), (["", "46113.5"], None, True), (["46113"], None, False),
    ],
)  # fmt: skip
def test_times_of_day_without_a_zone(texts, order, open_):
    assert has_zoneless_clock(texts, order) is open_
