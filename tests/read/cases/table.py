"""The table of cases, as single files: good rows written out, tables of cells spread over guises."""

import re
from pathlib import Path

from tests.sources import from_yaml

FOLDER = Path(__file__).parent
KEYS = {
    "customers": "customer_id",
    "purchases": "order_id",
    "responses": "customer_id",
    "complaints": "complaint_id",
    "invitations": "token",
}
GOOD = {
    "customers": {"customer_id": "G{n}", "acquired_on": "{d}"},
    "purchases": {"order_id": "G{n}", "customer_id": "K{n}", "ordered_at": "{d}", "amount": "15{n:02}"},
    "responses": {"customer_id": "G{n}", "score": "{s}"},
}
MORE = {
    "recommended_count": "{n}",
    "warned_count": "{n}",
    "influence": "{s}",
    "finished": "1",
    "email": "g{n}@shop.example",
    "status": "completed",
}
SCORES = (10, 0, 9, 7, 8, 6, 3, 9, 10, 5)
FIELDS = {"recommended_count", "warned_count", "influence"}  # one of these left out: the row stays
NOT_APPLICABLE = {
    *("score_blank", "score_declined", "status", "unfinished", "test_answer", "answered_again", "order_line", "footer"),
    *("header_repeated", "outside_period", "tax_other", "duplicate_row", "no_order"),
}
REASONS = NOT_APPLICABLE | {
    *("id_blank", "id_control", "id_damaged", "email_invalid", "score_range", "score_text", "count_invalid"),
    *(
        "influence_invalid",
        "flag_invalid",
        "category_invalid",
        "severity_invalid",
        "amount_blank",
        "amount_invalid",
        "date_blank",
    ),
    *("date_invalid", "ragged_row", "quantity_blank", "quantity_invalid", "refund_negative", "refund_positive"),
}
GUISES = {
    "plain": {},
    "cp932, quoted, last": {
        **{"encoding": "cp932", "newline": "\r\n", "quoted": True, "last": True},
        "beside": {"メモ": "ふつうの日本語"},  # enough to tell the encoding by
    },
    "utf-16, tabs": {"encoding": "utf-16", "delimiter": "\t"},
    "xlsx": {"workbook": True},
}
AGAIN = {
    "cp932": {"encoding": "cp932", "newline": "\r\n"},
    "utf-16": {"encoding": "utf-16"},
    "cr": {"newline": "\r", "encoding": "utf-8-sig"},
}


def written(template, n):
    """The `n`-th good row or cell: {n} counts, {s} is a score, {d} a day, {long} a very long text."""
    day = f"2025-08-{(n - 1) % 28 + 1:02}"
    return template.format(n=n, s=SCORES[(n - 1) % 10], d=day, long="x" * 200_000)


def filled(text):
    """Text in which each line ``~8 C{n},{s}`` has become 8 good rows."""

    def good_rows(match):
        return "\n".join(written(match[2], n) for n in range(1, int(match[1]) + 1))

    return re.sub(r"^~(\d+) (.*)$", good_rows, text, flags=re.M)


def any_of(options):
    """A list of what is right, given one or several."""
    return options if isinstance(options, list) else [options]


def spread(case, guise):
    """One file with every cell of the case in a row of its own, first or last among good rows."""
    texts = [text for part in ("cells", "aside", "either") for text in case.get(part, {})]
    column, key = case["column"], KEYS[case["table"]]
    row = {**GOOD[case["table"]]}
    row.setdefault(column, MORE.get(column))
    row.update(guise.get("beside", {}))
    numbers = range(1, max(9, 5 * len(texts)) + 1)
    good = [[written(cell, n) for cell in row.values()] for n in numbers]
    lines = [
        [text if name == column else f"T{n}" if name == key else written(cell, 28) for name, cell in row.items()]
        for n, text in enumerate(texts, 1)
    ]
    grid = [list(row), *(good + lines if guise.get("last") else lines + good)]
    first = 2 + (len(good) if guise.get("last") else 0)
    places = [list(row).index(name) for name in (key, column)]
    others = {line[places[0]]: line[places[1]] for line in good}
    return {**case, **guise, "grid": grid, "expect": _expected(case, texts, first, others)}


def _expected(case, texts, first, others):
    """What is expected of the tested texts, the first in row `first`, and of the good rows, {key: cell}."""
    rows_in, column = len(texts) + len(others), case["column"]
    expect = {"aside": {}, "may": {}, "fields": {}, "fixed": case.get("fixed", []), "warnings": case.get("warnings")}
    values = [_allowed(case, text, row, expect) for row, text in enumerate(texts, first)]
    expect["rows"] = [rows_in, None if expect["may"] else rows_in - len(expect["aside"])]
    if column == "finished":  # settles which rows are used, and needn't be saved
        return expect
    if column != KEYS[case["table"]]:
        good = {key: int(cell) if cell.isdecimal() else cell for key, cell in others.items()}
        expect["values"] = {column: {**good, **{f"T{n}": allowed for n, allowed in enumerate(values, 1)}}}
    elif not expect["may"]:
        expect["values"] = {column: [*others, *(allowed[0] for allowed in values if allowed != ["aside"])]}
    return [expect, {"stop": []}] if case.get("or_stop") else expect


def _allowed(case, text, row, expect):
    """Values that may come of a cell; the reasons that may are noted in `expect`."""
    if text in case.get("cells", {}):
        return any_of(case["cells"][text])
    options = any_of(case.get("aside", {}).get(text) or case.get("either", {}).get(text))
    reasons = [option for option in options if option in REASONS]
    values = [option for option in options if option not in REASONS]
    if case["column"] in FIELDS:
        expect["fields"][row] = {case["column"]: [*reasons, "none"] if values else reasons}
        return [*values, None]
    expect["may" if values else "aside"][row] = reasons
    return [*values, "aside"]


def _writable(case, guise):
    """Whether the guise can hold the case's texts."""
    texts = "".join(text for part in ("cells", "aside", "either") for text in case.get(part, {}))
    if guise.get("workbook"):
        return not re.search("[\0-\x1f]", texts)
    return guise.get("encoding") != "cp932" or texts == texts.encode("cp932", "ignore").decode("cp932")


def _singles(case, place):
    """Files of a case: a table of cells as plain text and, by turns, in one of the other guises that can hold it."""
    if "column" in case:
        plain, *others = (name for name, guise in GUISES.items() if _writable(case, guise))
        return {name: spread(case, GUISES[name]) for name in (plain, others[place % len(others)])}
    return {"": case, **{name: {**case, **AGAIN[name]} for name in case.get("also", [])}}


RAW = {path.stem: from_yaml(path) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = {
    f"{topic}: {case['name']}": _singles(case, place)
    for topic, cases in RAW.items()
    for place, case in enumerate(cases)
}
