"""A small shop whose every text tries to run, to fetch, or to break out: cells, headers, sheets, files, settings."""

import csv
import os
from datetime import date, timedelta
from itertools import count

import openpyxl
import yaml

PAYLOADS = (
    "<script>window.__ran=1</script>",
    "<img src=//a.test/i onerror=__ran=2>",
    '=HYPERLINK("https://a.test";"b")',
    "[b](javascript:__ran=3)",
    "<a href='javascript:__ran=4'>b</a>",
    '"><svg onload=__ran=5>',
    "$$\\frac{1}{2}$$ \\(x\\)",
    "</style></title><style>@import '//a.test'",
    "{{7*191}} {% raw %}",
    "![b](//a.test/j)",
    "' onmouseover='__ran=6' autofocus",
    "`<b>` --> <!-- &lt;i&gt;",
)
ALL = " ".join(PAYLOADS)
SHEET = "<svg onload=window.__ran=7>"  # 31 letters at most, none of []:*?/\
CUSTOMERS = 60
SCORES = [*range(7), *range(7), *[7, 8] * 6, *[9, 10] * 7]  # 14 detractors, 12 passives, 14 promoters
_UNREAD = ("name", "phone", "memo", "pet", "text")  # columns that a shop has for itself
_REFUSED = '/\\<>:"|?*' if os.name == "nt" else "/\\"


def payload(number):
    """One of the payloads, told from the others by a number."""
    return f"{PAYLOADS[number % len(PAYLOADS)]}{number}"


def file_name(number, ending):
    """Name of a file: a payload as far as the system takes it."""
    return "".join(letter for letter in payload(number) if letter not in _REFUSED) + ending


def day(number):
    return (date(2024, 4, 1) + timedelta(days=number)).isoformat()


REGION, CHANNEL, STATUS, INFLUENCE = payload(0), payload(1), payload(3), payload(8)


def customers():
    yield "customer_id", "acquired_on", "email", "name", "acquisition_channel", "region", "phone"
    for i in range(CUSTOMERS):
        channel = "referral" if i % 10 == 0 else CHANNEL
        yield f"{payload(i)}c{i}", day(12 * i), f"{payload(i)}@a.test", payload(i), channel, REGION, payload(i + 1)


def purchases():
    yield "order_id", "customer_id", "ordered_at", "amount", "refund_amount", "status", "memo"
    for i in range(6 * CUSTOMERS):
        customer = i % CUSTOMERS
        since = 12 * customer + (729 - 12 * customer) * (i // CUSTOMERS) // 5  # from the day of joining on
        yield (f"{payload(i)}o{i}", f"{payload(customer)}c{customer}", day(since), 1000 + 7 * i,
               500 if i % 25 == 0 else 0, STATUS, payload(i))  # fmt: skip
    yield payload(1), payload(2), day(700), 900, 0, STATUS, payload(3)
    yield payload(2), f"{payload(1)}c1", payload(3), payload(4), payload(5), STATUS, payload(6)


def responses():
    yield "response_id", "token", "responded_at", "score", "recommended_count", "influence", "comment", "pet"
    for i, score in enumerate(SCORES):
        influence = INFLUENCE if i % 2 else "5"
        yield f"{payload(i)}r{i}", f"{payload(i)}t{i}", day(710), score, i % 5, influence, payload(i), payload(i + 1)
    yield payload(1), payload(2), day(711), payload(3), payload(4), payload(5), payload(6), payload(7)


def complaints():
    yield "complaint_id", "customer_id", "received_at", "severity", "order_id", "text"
    for i, severity in enumerate(["major", *["minor"] * 9, *["near_miss"] * 20]):
        yield f"{payload(i)}k{i}", f"{payload(2 * i)}c{2 * i}", day(696 + i), severity, f"{payload(i)}o{i}", payload(i)


def invitations():
    yield "customer_id", "token", "wave", "invited_at"
    for i in range(CUSTOMERS):
        yield f"{payload(i)}c{i}", f"{payload(i)}t{i}", payload(i), day(705)


TABLES = (customers, purchases, responses, complaints, invitations)


def _renamed(rows, numbers):
    """Rows under headers that are payloads, and which column each header stands for."""
    heads, *cells = rows
    found = {head: f"{payload(next(numbers))} {head}" for head in heads}
    found[heads[0]] = f"{heads[0]} {payload(next(numbers))}"  # a file that begins with a tag is refused as a web page
    return [list(found.values()), *cells], found


def _write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _write_xlsx(path, rows):
    book = openpyxl.Workbook()
    book.active.title = "first"
    sheet = book.create_sheet(SHEET)
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            sheet.cell(place, column, cell).data_type = "n" if isinstance(cell, int) else "s"  # no formula of its own
    book.save(path)


def written(folder):
    """Settings of a shop whose files are written into a folder."""
    files, columns, numbers = {}, {}, count()
    for table in TABLES:
        name = table.__name__
        rows, heads = _renamed(table(), numbers)
        path = folder / file_name(next(numbers), ".xlsx" if name == "responses" else ".csv")
        (_write_xlsx if name == "responses" else _write_csv)(path, rows)
        files[name] = str(path)
        columns[name] = {column: head for column, head in heads.items() if column not in _UNREAD}
    region = columns["customers"].pop("region")
    return {
        "as_of": "2026-04-01", "purchases_from": "2024-04-01", "resamples": 200, "columns": columns,
        "sheets": {"responses": SHEET}, "shop_name": ALL[:200], "note": ALL, "amount_basis": ALL[-100:],
        "where": {region: [REGION, payload(9)]}, "acquisition_cost": {CHANNEL: 100, "referral": 0, payload(4): 5},
        "referral_channels": ["referral", payload(10)], "statuses_used": [STATUS, payload(11)],
        "statuses_unused": [payload(5)], "score_labels": {payload(6): 3}, "influence_scale": [0, 10],
        "influence_labels": {INFLUENCE: 0.5}, **files,
    }  # fmt: skip


def both_languages(folder):
    """Batch of the shop in both languages, and of a report that fails for a file that is not there."""
    reports = [{"report_name": f"{language} ((alert)) 報告", "language": language} for language in ("en", "ja")]
    reports += [{"report_name": "fails", "responses": str(folder / file_name(1, ".csv"))}]
    return _batch(folder / "many - (alert).yaml", written(folder), reports)


def over_time(folder):
    """Batch of the shop at three dates, in Japanese."""
    days = ("2026-03-30", "2026-03-31", "2026-04-01")
    reports = [{"report_name": f"報告 ({day})", "as_of": day} for day in days]
    return _batch(folder / "推移.yaml", written(folder) | {"language": "ja"}, reports)


def _batch(path, common, reports):
    path.write_text(yaml.safe_dump({"set": common, "reports": reports}, allow_unicode=True), encoding="utf-8")
    return path
