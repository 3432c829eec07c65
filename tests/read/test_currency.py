"""The currency that a file itself tells."""

import pytest

from helpers.base.errors import KitError
from helpers.read.currency import currency_of_file

HEADER = "order_id,customer_id,ordered_at,amount"


@pytest.fixture
def currency(csv_file, settings):
    """Currency of a file of purchases with these amounts, or with these cells of two columns."""

    def told(*cells, header=HEADER, before="", **values):
        lines = [header, *(f'A{row},C1,2026-01-01,"{cell}"' for row, cell in enumerate(cells))]
        path = csv_file(before + "\n".join(lines).replace(";", '","') + "\n")
        return currency_of_file("purchases", settings(purchases=path, **values))

    return told


@pytest.mark.parametrize(
    ("amounts", "code"),
    [((), None), (("100",), None), (("", "無料"), None), (("¥100",), "JPY"), (("100円", "200"), "JPY"),
     (("7", "$5.00"), "USD"), (("€5", "€7"), "EUR"), (("$5", "€7"), None), (("CAD 5",), "CAD")],
)  # fmt: skip
def test_by_the_signs(amounts, code, currency):
    assert currency(*amounts) == code


@pytest.mark.parametrize(
    ("cells", "code"),
    [(("5;USD",), "USD"), (("5;usd ", "7;USD", "8;"), "USD"), (("5;USD", "7;EUR"), None), (("$5;USD", "$7;CAD"), "USD"),
     (("5;yen",), None), (("¥5;yen",), "JPY"), (("€5;",), "EUR"), (("$5;CAD",), "CAD")],
)  # fmt: skip
def test_by_a_column_of_its_own(cells, code, currency):
    assert currency(*cells, header=f"{HEADER},currency") == code


def test_a_column_under_the_users_name(currency):
    columns = {"purchases": {"currency": "Geld"}}
    assert currency("5;USD", header=f"{HEADER},Geld", columns=columns) == "USD"


def test_rows_before_the_header_tell_nothing(currency):
    assert currency("5", "€7", before="Shop: €,all\n\n") == "EUR"


def test_headers_and_lines_above_tell(currency):
    header = HEADER.replace("amount", "amount ({})").format
    assert [currency("5", header=header(mark)) for mark in ("USD", "€", "円")] == ["USD", "EUR", "JPY"]
    assert currency("5", before="Currency: USD\n\n") == "USD"
    assert currency("5;GBP", header=header("USD") + ",currency") == "GBP"


def test_ragged_rows_tell_nothing(csv_file, settings):
    lines = ["A1,C1,2026-01-01,5", "A2,C2,2026-01-01,€7,x", "A3,C3", "A4,C4,2026-01-01,8"]
    path = csv_file("\n".join([HEADER, *lines, *lines[:1] * 4]))
    assert currency_of_file("purchases", settings(purchases=path)) is None


def test_only_the_first_rows_are_looked_at(currency):
    assert currency(*["€5"] * 40, *["$5"] * 50) == "EUR"


def test_a_sign_on_a_few_amounts_tells_nothing(currency):
    assert currency("5", "6", "€7") is None
    assert currency("5", "€6", "€7") == "EUR"


def test_a_folder_is_told_by_its_first_file(csv_file, settings, tmp_path):
    for name, sign in (("b.csv", "€"), ("a.csv", "$")):
        (tmp_path / name).write_text(f"{HEADER}\nA,C,2026-01-01,{sign}5\n", encoding="utf-8")
    assert currency_of_file("purchases", settings(purchases=str(tmp_path))) == "USD"


def test_a_file_that_can_not_be_read(csv_file, settings):
    with pytest.raises(KitError, match=r"^E-COLUMN-MISSING shop\.csv"):
        currency_of_file("purchases", settings(purchases=csv_file("order_id,memo\nA,x\n")))
