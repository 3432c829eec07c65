"""Tables read once for several steps and reports of a run, and none but those that are the same for all."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.base.tables import TABLES
from helpers.invite.settings import InviteSettings
from helpers.read import once
from helpers.read.once import KEPT, NOT_READ_BY, make_room, table_once
from helpers.read.roles import canonical_table
from helpers.read.settings import ReadSettings
from helpers.run.settings import SAMPLE_FILES
from tests.each import each


@pytest.fixture
def sample(settings):
    return settings(**SAMPLE_FILES)


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Maker of room for reports, in the folder that it gives."""
    folder = tmp_path / "tables"
    folder.mkdir()
    monkeypatch.setenv(KEPT, str(folder))

    def make(*reports):
        make_room(folder, reports)
        return folder

    return make


@pytest.fixture
def readings(monkeypatch):
    """The tables that were read from their files."""
    read = []

    def reading(name, settings, *, describing=False):
        read.append(name)
        return canonical_table(name, settings, describing=describing)

    monkeypatch.setattr(once, "canonical_table", reading)
    return read


@pytest.mark.parametrize("name, describing", [*((name, False) for name in TABLES), ("customers", True)])
def test_a_kept_table_is_the_one_that_was_read(sample, room, readings, name, describing):
    room(sample, sample)
    tables = [table_once(name, sample, describing=describing) for _ in range(3)]
    assert readings == [name] * (3 if name == "responses" else 1)  # whose comments each report needs
    read = canonical_table(name, sample, describing=describing)
    for table in tables:
        for part in read.__dataclass_fields__:
            check_same(getattr(table, part), getattr(read, part))


def check_same(mine, theirs):
    if isinstance(theirs, pd.DataFrame):
        pd.testing.assert_frame_equal(mine, theirs)
    else:
        assert mine == theirs


def test_a_kept_table_may_be_changed_by_who_has_it(sample, room):
    room(sample, sample)
    table_once("purchases", sample)
    mine, others = (table_once("purchases", sample).frame for _ in range(2))
    mine.loc[:, "amount"] = 0
    assert others["amount"].sum() == canonical_table("purchases", sample).frame["amount"].sum() > 0


def test_a_report_keeps_what_two_of_its_steps_read(sample, room, readings):
    room(sample)
    for name in (*TABLES, *TABLES):
        table_once(name, sample)
    assert sorted(readings) == sorted(["customers", "invitations", *["complaints", "purchases", "responses"] * 2])


def test_without_room_all_is_read(sample, readings, monkeypatch):
    monkeypatch.delenv(KEPT, raising=False)
    table_once("complaints", sample), table_once("complaints", sample)
    assert readings == ["complaints"] * 2


def test_reports_that_differ_in_nothing_that_a_table_hangs_on_share_it(sample, room, readings):
    others = [{"as_of": "2026-01-01"}, {"where": {"region": "East"}}, {"seed": 7}, {"language": "ja"}]
    changed = [sample.model_copy(update=one) for one in others]
    assert len(list(room(sample, *changed).iterdir())) == 6
    for one in (sample, *changed):
        table_once("purchases", one)
    assert readings == ["purchases"]


CHANGED = {
    "currency": "USD", "timezone": "UTC", "min_cell": 6, "encoding": "utf-8", "tax": "included", "hidden_rows": "skip",
    "columns": {"purchases": {"amount": "amount"}}, "statuses_unused": ["cancelled"], "score_scale": [0, 10],
}  # fmt: skip


@pytest.mark.parametrize("name, value", CHANGED.items())
def test_other_settings_have_tables_of_their_own(sample, room, name, value):
    changed = sample.model_copy(update={name: value})
    assert len(list(room(sample, changed).iterdir())) == 4  # customers and invitations of each


def test_a_default_that_was_named_is_another_setting(sample, room):
    named = sample.model_copy(update={"timezone": sample.timezone})  # and warns otherwise
    assert len(list(room(sample, named).iterdir())) == 4


def test_a_file_that_changed_is_read_again(settings, csv_file, room, readings):
    path = csv_file("complaint_id,customer_id,received_at,severity\nA,C,2026-01-01,major\n")
    mine = settings(complaints=path)
    room(mine, mine)
    assert len(table_once("complaints", mine).frame) == 1
    with (PROJECT / path).open("a", encoding="utf-8") as file:
        file.write("B,C,2026-01-02,minor\n")
    assert len(table_once("complaints", mine).frame) == 2
    assert readings == ["complaints"] * 2


def test_what_can_t_be_read_is_not_kept(settings, csv_file, room, readings):
    mine = settings(complaints=csv_file("a,b\n1,2\n"))
    room(mine, mine)
    for _ in range(2):
        with pytest.raises(KitError, match="E-COLUMN-MISSING"):
            table_once("complaints", mine)
    assert readings == ["complaints"] * 2
    gone = settings(complaints="nowhere.csv", customers=None, purchases="sc://spark?table=orders")
    make_room(room(), [gone, gone])
    assert table_once("customers", gone) is None
    with pytest.raises(KitError, match="E-FILE-MISSING"):
        table_once("complaints", gone)


def test_a_full_disk_keeps_nothing(sample, room, readings, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    folder = room(sample, sample)
    monkeypatch.setattr(once.pickle, "dump", full)
    assert [len(table_once("complaints", sample).frame) > 0 for _ in range(2)] == [True, True]
    assert readings == ["complaints"] * 2
    assert not [file for file in folder.glob("*/*") if file.name != "lock"]


@each("name", TABLES)
def test_a_table_hangs_on_nothing_that_its_name_leaves_out(sample, name):
    class Watched(InviteSettings):
        def __getattribute__(self, field):
            assert field == name or field not in NOT_READ_BY, f"{field} was looked at"
            return super().__getattribute__(field)

    watched = Watched.model_construct(sample.model_fields_set, **sample.model_dump())
    assert len(canonical_table(name, watched).frame)


def test_what_is_left_out_of_names_is_a_setting_of_reading():
    assert set(ReadSettings.model_fields) > NOT_READ_BY
