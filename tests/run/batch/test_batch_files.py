"""Batch files: a base, changes for all, changes report by report."""

import re

import pytest

from helpers.base.errors import KitError
from helpers.run.batch.batch_files import batch_settings


@pytest.fixture
def file(tmp_path):
    """Writer of a parameter or batch file."""

    def write(content, name="shop.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def test_a_batch_changes_its_base_report_by_report(file):
    file("as_of: 2026-04-01\nreport_name: base\nwindow_days: 30\nseed: 5\n", "base.yaml")
    batch = file("base: base.yaml\nset: {seed: 7, note: x}\nreports:\n- {}\n- {report_name: b, seed: 9}\n", "many.yaml")
    name, reports = batch_settings(batch)
    assert name == "many"
    assert [(r.report_name, r.window_days, r.seed, r.note) for r in reports] == [
        ("many-01", 30, 7, "x"),
        ("b", 30, 9, "x"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "reports: []",
        "base: base.yaml",
        "reports: {a: 1}",
        "reports: [1, 2]",
        "reports: [{as_of: 2026-04-01}]\nsett: {}",
        "reports: [{as_of: 2026-04-01}]\nset: [1]",
        "reports: [{as_of: 2026-04-01}]\nset: x",
        "reports: [{as_of: 2026-04-01}]\nbase: 5",
        "reports: [{as_of: 2026-04-01}]\nbase: [a]",
        "set: {as_of: 2026-04-01}\nreports: [{report_name: a}, {report_name: a}]",
        "set: {as_of: 2026-04-01}\nreports: [{report_name: a}, {report_name: A}]",  # one folder on Windows
        "set: {as_of: 2026-04-01}\nreports: [{report_name: shop-02}, {}]",
        "reports: [{as_of: 2026-04-01, report_name: Shop}]",  # the batch's own folder
    ],
)
def test_a_batch_of_another_shape_or_with_one_name_twice_is_refused(file, content):
    with pytest.raises(KitError, match=r"^E-BATCH shop\.yaml: ") as refused:
        batch_settings(file(content))
    assert re.match(
        r"E-BATCH shop\.yaml: .*ください|E-BATCH shop\.yaml: reports（変更の一覧）", refused.value.said("ja")
    )


def test_an_error_in_a_batch_names_the_report(file):
    with pytest.raises(
        KitError, match=r"^E-PARAMETER report 2: windw_days: no such parameter; did you mean window_days"
    ) as refused:
        batch_settings(file("set: {as_of: 2026-04-01}\nreports: [{seed: 1}, {windw_days: 1}]"))
    assert refused.value.said("ja") == (
        "E-PARAMETER 2番目のレポート: windw_days: このようなパラメータはありません。window_days ではありませんか。"
    )
    with pytest.raises(KitError, match=r"^E-PARAMETER report 1: as_of: required"):
        batch_settings(file("reports: [{seed: 1}]"))


def test_a_missing_base_is_refused(file):
    with pytest.raises(KitError, match=r"^E-PARAMETER-FILE none\.yaml: no such file"):
        batch_settings(file("base: none.yaml\nreports: [{}]"))
