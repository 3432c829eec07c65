"""The list of those who opted out: read as a mailing tool writes it, or not at all."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.collect.plan.optouts import opt_outs
from helpers.run.settings import checked
from tests.each import each

CUSTOMERS = pd.DataFrame({"customer_id": ["001", "002", "NA"], "email": ["a@x.jp", "b@x.jp", None]}, dtype="str")


@pytest.fixture
def listed(tmp_path):
    """Reads a list of some lines."""

    def read(*lines, encoding="utf-8"):
        path = tmp_path / "stop.csv"
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return opt_outs(checked({"as_of": "2026-04-01", "opt_outs": str(path)}))

    return read


def meant(found):
    return CUSTOMERS.loc[found.meant(CUSTOMERS), "customer_id"].tolist()


def test_none_is_named():
    assert opt_outs(checked({"as_of": "2026-04-01"})) is None


def test_a_list_that_is_named_and_missing_stops(tmp_path):
    with pytest.raises(KitError) as error:
        opt_outs(checked({"as_of": "2026-04-01", "opt_outs": str(tmp_path / "stop.csv")}))
    assert error.value.code == "E-FILE-MISSING"


@each(
    ("lines", "customers"),
    [
        (["email", "A@X.jp"], ["001"]),
        (["Email Address,Date,Reason", "b@x.jp,2026-01-01,1"], ["002"]),
        (["メールアドレス,配信停止日", "b@x.jp,2026-01-01"], ["002"]),
        (["会員ID", "001"], ["001"]),
        (["customer_id,email", "001,", ",b@x.jp"], ["001", "002"]),
        (["a@x.jp", "NA"], ["001", "NA"]),  # no header: one address, one id
        (["email"], []),
        (["email", "", "a@x.jp", ""], ["001"]),
    ],
)
def test_addresses_and_ids(listed, lines, customers):
    assert meant(listed(*lines)) == customers


def test_japanese_headers_in_cp932(listed):
    assert meant(listed("会員番号,氏名", "002,見本", encoding="cp932")) == ["002"]


def test_other_columns_say_nothing(listed):
    # 001 stands in the column of notes alone
    assert meant(listed("email,note", "a@x.jp,x", "z@x.jp,002")) == ["001"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Name,When", "Taro,2026-01-01"], "no column is told"),
        (["email", "a@x.jp", "Taro"], "stop.csv row 3"),
        (["customer_id", "1.2E+11"], "stop.csv row 2"),
    ],
)
def test_a_list_that_is_half_understood_stops(listed, lines, said):
    with pytest.raises(KitError) as error:
        listed(*lines)
    assert error.value.code == "E-OPT-OUTS" and said in str(error.value) and "Taro" not in str(error.value)


def test_strangers_are_counted(listed):
    assert listed("email", "a@x.jp", "z@x.jp", "y@x.jp").unknown(CUSTOMERS) == 2
    assert listed("customer_id", "001", "X9", "X8").unknown(CUSTOMERS) == 2


def test_ids_that_lost_their_zeros_stop(listed):
    found = listed("customer_id", "1", "2")
    with pytest.raises(KitError) as error:
        found.unknown(CUSTOMERS)
    assert error.value.code == "E-OPT-OUTS"
