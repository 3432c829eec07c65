"""What goes wrong with an engine: one clear line, no secret in it, nothing half written, no half report."""

import threading
import time

import pyarrow as pa
import pytest

from helpers.base.errors import KitError, all_of
from helpers.collect.survey import survey
from helpers.merge.history import history
from helpers.read.engines.opening import connected
from helpers.read.roles import canonical_table
from helpers.run.settings import checked
from tests.engines.shops import AS_OF, orders, typed

pytestmark = pytest.mark.slow
SECRET = "hush-hush"


def read(address, **changes):
    return canonical_table("purchases", checked({"as_of": AS_OF, "purchases": address, **changes}))


def codes(address, **changes):
    with pytest.raises(KitError) as raised:
        read(address, **changes)
    assert SECRET not in raised.value.said("en") + raised.value.said("ja")
    assert "127.0.0.1" not in raised.value.said("en")
    return {error.code for error in all_of(raised.value)}


def test_a_wrong_password(database, monkeypatch):
    with database.connected() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE ROLE keyed LOGIN PASSWORD 'right'")
        cursor.execute("CREATE DATABASE keyed")
    monkeypatch.setenv("PGPASSWORD", SECRET)
    assert codes(database.address("orders", "keyed").replace("/postgres?", "/keyed?")) == {"E-ENGINE-LOGIN"}


def test_no_such_table_and_nobody_there(database, spark):
    assert codes(database.address("nowhere")) == {"E-ENGINE-TABLE"}
    assert codes(f"{spark}?table=nowhere") == {"E-ENGINE-TABLE"}
    assert codes("postgresql://shop@127.0.0.1:1/postgres?table=orders") == {"E-ENGINE-REACH"}


def test_a_table_that_may_not_be_read(database):
    address = database.holds(typed(orders(1, 20)))
    with database.connected() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE ROLE visitor LOGIN")
    assert codes(address.replace("shop@", "visitor@")) == {"E-ENGINE-RIGHTS"}


def test_columns_of_another_type(database):
    table = typed(orders(1, 30))
    assert codes(database.holds(table, ordered_at="text")) == {"E-ENGINE-TYPE"}
    assert codes(database.holds(table, amount="text")) == {"E-ENGINE-TYPE"}


def test_statuses_on_no_list_are_asked_with_their_rows(database):
    table = typed(orders(1, 60))
    odd = pa.array(["in the post"] * len(table), pa.string())
    address = database.holds(table.set_column(table.column_names.index("status"), "status", odd))
    assert codes(address) == {"E-STATUS"}
    assert read(address, statuses_used=["in the post"]).rows_used > 0


def test_a_statement_that_is_cancelled(database):
    link = connected(database.holds(typed(orders(1, 20))))
    killer = threading.Thread(target=_end_sessions, args=(database, "pg_cancel_backend"))
    killer.start()
    with pytest.raises(KitError) as raised:
        link.rows("SELECT pg_sleep(30)")
    killer.join()
    assert raised.value.code == "E-ENGINE-CANCELLED"


def test_a_connection_killed_in_the_middle(database, tmp_path):
    address = database.holds(typed(orders(1, 50)))
    settings = checked({"as_of": AS_OF, "purchases": address, "responses": None, "customers": None})

    def killed(name, settings, *, describing=False):
        table = canonical_table(name, settings, describing=describing)
        if name == "purchases":
            _end_sessions(database, "pg_terminate_backend", at_once=True)
        return table

    with pytest.raises(KitError) as raised:
        history(settings, survey(settings).answers, killed)
    assert raised.value.code == "E-ENGINE-LOST"


def _end_sessions(database, how, at_once=False):
    """End what the other sessions do, as soon as one sleeps."""
    asleep = "" if at_once else " AND query LIKE '%pg_sleep(30)%'"
    for _ in range(200):
        with database.connected() as connection, connection.cursor() as cursor:
            others = f"FROM pg_stat_activity WHERE usename = 'shop' AND pid <> pg_backend_pid(){asleep}"
            cursor.execute(f"SELECT {how}(pid) {others}")
            if cursor.fetchall():
                return
        time.sleep(0.05)


@pytest.mark.parametrize("end", ["", "&password=" + SECRET])
def test_a_secret_in_an_address_is_refused_and_not_said(end):
    user = "shop" if end else f"shop:{SECRET}"
    with pytest.raises(KitError) as raised:
        checked({"as_of": AS_OF, "purchases": f"postgresql://{user}@db/shop?table=orders{end}"})
    assert raised.value.code == "E-PARAMETER" and SECRET not in str(raised.value)
