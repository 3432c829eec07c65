"""A whole report looked through: each fault of a shop is found, and of every two both are in the one list."""

from itertools import combinations

import pytest

from helpers.run.check.report_check import looked_through

PEOPLE = 60


def shop():
    """Files of an invented shop, sound: name → columns; and its settings."""
    ids = [f"C{n:03}" for n in range(PEOPLE)]
    customers = {
        "customer_id": ids, "acquired_on": ["2024-12-01"] * PEOPLE, "region": ["East", "West", "North"] * 20,
        "acquisition_channel": ["ads", "web"] * 30,
    }  # fmt: skip
    purchases = {
        "order_id": [f"A{n}" for n in range(4 * PEOPLE)], "customer_id": ids * 4,
        "ordered_at": [f"202{5 + (month > 9)}-{(month + 2) % 12 + 1:02}-{day + 1:02}"
                       for month in range(12) for day in range(20)],
        "amount": [str(1000 + n) for n in range(4 * PEOPLE)], "status": ["completed"] * 4 * PEOPLE,
    }  # fmt: skip
    responses = {
        "customer_id": ids, "score": [str(n % 11) for n in range(PEOPLE)],
        "responded_at": [f"2026-03-{n % 20 + 1:02}" for n in range(PEOPLE)],
        "influence": [str(n % 11) for n in range(PEOPLE)],
    }  # fmt: skip
    complaints = {
        "complaint_id": [f"K{n}" for n in range(12)], "customer_id": ids[:12], "received_at": ["2026-01-05"] * 12,
        "severity": ["major", "minor", "near_miss"] * 4,
    }  # fmt: skip
    invitations = {"customer_id": ids, "invited_at": ["2026-02-25"] * PEOPLE}
    files = dict(customers=customers, purchases=purchases, responses=responses, complaints=complaints,
                 invitations=invitations)  # fmt: skip
    return files, {"as_of": "2026-04-01", "purchases_from": "2024-04-01", "purchases_until": "2026-03-31"}


def put(table, column, cells):
    """Fault: a column of a file is written otherwise; `cells` makes new ones of the old."""

    def spoil(files, settings):
        files[table][column] = cells(list(files[table].get(column, ())))

    return spoil


def given(**values):
    """Fault: settings."""
    return lambda files, settings: settings.update(values)


def both(*spoils):
    """Fault of several parts."""
    return lambda files, settings: [spoil(files, settings) for spoil in spoils]


def gone(table, column=None):
    """Fault: a file or a column that is not there."""

    def spoil(files, settings):
        files[table].pop(column) if column else files[table].clear()

    return spoil


FAULTS = {  # fault: how it is made, its code, a word that its message names
    "parameter": (given(windw_days=90), "E-PARAMETER", "windw_days"),
    "days": (put("purchases", "ordered_at", lambda cells: ["01/02/2026"] * len(cells)),
        "E-DATE-ORDER", "purchases.csv"),
    "status": (put("purchases", "status", lambda cells: [*cells[:-1], "on the moon"]), "E-STATUS", "purchases.csv"),
    "lines": (both(put("purchases", "order_id", lambda cells: [*cells[:60], cells[0], *cells[61:]]),
                   put("purchases", "ordered_at", lambda cells: [*cells[:60], cells[0], *cells[61:]])),
              "E-ORDER-TOTAL", "row 2, 62"),
    "scale": (put("responses", "score", lambda cells: ["1", "2", "3", "4", "5"] * 12), "E-SCORE-SCALE", "score"),
    "labels": (put("responses", "influence", lambda cells: ["a lot", "little"] * 30),
        "E-INFLUENCE-LABELS", "influence"),
    "where": (given(where={"regoin": "East"}), "E-WHERE", "region?"),
    "warned": (given(warned_weight=0.5), "E-WARNED", "warned_count"),
    "match": (put("responses", "customer_id", lambda cells: [f"X{n}" for n in range(PEOPLE)]), "E-MATCH", "0 of 60"),
    "conflict": (put("complaints", "complaint_id", lambda cells: [*cells[:-1], "K10"]),
        "E-COMPLAINT-CONFLICT", "row 12"),
    "customers": (put("customers", "customer_id", lambda cells: ["C001", *cells[1:]]), "E-CUSTOMER-CONFLICT", "row 2"),
    "severity": (put("complaints", "severity", lambda cells: ["?"] * 6 + cells[6:]),
        "E-ROWS-DEFECTIVE", "complaints.csv"),
    "missing": (gone("invitations"), "E-FILE-MISSING", "invitations.csv"),
    "column": (gone("responses", "customer_id"), "E-COLUMN-MISSING", "customer_id or email or token"),
    "covered": (given(purchases_until="2025-12-31"), "E-COVERAGE-END", "purchases_until"),
    "start": (given(purchases_from="2025-05-01"), "E-COVERAGE-START", "purchases_from"),
    "segment": (given(segment_by="rank"), "E-SEGMENT-BY", "rank"),
    "alike": (given(alike_on=["rank"]), "E-ALIKE-ON", "rank"),
    "cost": (both(put("customers", "acquisition_cost", lambda cells: ["500"] * PEOPLE), given(acquisition_cost=5)),
             "E-ACQUISITION-COST", "keep one"),
    "population": (given(population=3), "E-PARAMETER", "population"),
    "earlier": (given(earlier_customers="none.parquet"), "E-EARLIER", "none.parquet"),
}  # fmt: skip
HIDDEN = {  # of two faults the second can't be told: what it rests on is in question
    ("parameter", "start"), ("scale", "population"), ("match", "column"),
}  # fmt: skip


@pytest.fixture
def made(tmp_path):
    """Writes a shop with some faults; its settings come back."""

    def make(*faults):
        files, settings = shop()
        for fault in faults:
            FAULTS[fault][0](files, settings)
        for name, columns in files.items():
            path = tmp_path / f"{name}.csv"
            settings[name] = str(path)
            text = "\n".join(map(",".join, [list(columns), *zip(*columns.values(), strict=True)]))
            if not columns:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_text(encoding="utf-8") != text:  # one that stays is not read again
                path.write_text(text, encoding="utf-8")
        return settings

    return make


def test_a_sound_shop_is_sound_and_every_fault_alone_is_said_alone(made):
    assert [error.said("en") for error in looked_through(made(), "shop").errors] == []
    for fault, (_, code, word) in FAULTS.items():
        errors = looked_through(made(fault), "shop").errors
        assert [error.code for error in errors] == [code], (fault, [error.said("en") for error in errors])
        assert word in errors[0].said("en"), fault


@pytest.mark.slow
def test_two_faults_are_in_one_list_and_nothing_else(made):
    """Of every eighth two, and of those of which one hides the other."""
    wrong = {}
    for pair in [pair for n, pair in enumerate(combinations(FAULTS, 2)) if n % 8 == 0 or pair in HIDDEN]:
        errors = looked_through(made(*pair), "shop").errors
        said = [(error.code, error.said("en")) for error in errors]
        told = [any(code == one and word in text for one, text in said) for _, code, word in map(FAULTS.get, pair)]
        if not (all(told) and len({code for code, _ in said}) == len({FAULTS[fault][1] for fault in pair})):
            wrong[pair] = said
    assert wrong.keys() == HIDDEN, {pair: said for pair, said in wrong.items() if pair not in HIDDEN}


def test_answers_to_two_questions_are_asked_of_once(made, monkeypatch):
    def two_questions(files, settings):
        files["responses"] = {column: cells * 2 for column, cells in files["responses"].items()}
        files["responses"]["survey_type"] = ["nps"] * PEOPLE + ["csat"] * PEOPLE
        files["responses"]["score"][PEOPLE:] = ["3", "9"] * (PEOPLE // 2)

    monkeypatch.setitem(FAULTS, "questions", (two_questions, "E-ANSWERS-SPLIT", "survey_type"))
    settings = made("questions")
    (asked,) = looked_through(settings, "shop").errors
    assert asked.code == "E-ANSWERS-SPLIT" and "survey_type: nps" in asked.said("en")
    assert looked_through(settings | {"answers_where": {"survey_type": "nps"}}, "shop").errors == ()
