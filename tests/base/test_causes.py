"""Why something can't be written: the cause in words, and the folder meant."""

import errno
from pathlib import Path

import pytest

from helpers.base.causes import cause_of, not_written
from helpers.base.folders import PROJECT
from tests.each import each

FULL, FORBIDDEN, FILE = "the disk is full", "writing is not permitted there", "a file stands where a folder is needed"
OPEN = "the disk is full, or writing is not permitted there"


@each(
    ("numbers", "cause"),
    [([errno.ENOSPC, errno.EDQUOT], FULL), ([errno.EROFS, errno.EACCES, errno.EPERM], FORBIDDEN),
     ([errno.ENOTDIR, errno.EEXIST, errno.EISDIR], FILE), ([errno.EIO, None], OPEN)],
)  # fmt: skip
def test_causes_in_words(numbers, cause):
    assert {cause_of(OSError(number, "x"))["en"] for number in numbers} == {cause}


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Folders that programs write into, by name: all empty and writable."""
    of = {"NPS_KIT_OUT": "out", "TMPDIR": "temporary", "JUPYTER_RUNTIME_DIR": "jupyter", "HOME": "home"}
    for variable, name in {**of, "USERPROFILE": "home"}.items():
        (tmp_path / name).mkdir(exist_ok=True)
        monkeypatch.setenv(variable, str(tmp_path / name))
    return tmp_path


def said(error, folder, name="out/r"):
    told = not_written(error, folder / name)
    return told.code, told.said("en")


@each("place", ["out/r", "out/r/private/x", "out/other"])
def test_what_lies_in_out_is_the_reports_matter(folders, place):
    code, text = said(OSError(errno.EROFS, "x", str(folders / place)), folders)
    assert (code, text.startswith("E-OUTPUT r: out/r "), FORBIDDEN in text) == ("E-OUTPUT", True, True)


def test_a_report_may_stand_elsewhere(folders):
    assert said(OSError(errno.ENOSPC, "x", str(folders / "r")), folders, "r")[0] == "E-OUTPUT"


@each(
    ("place", "shown", "role"),
    [("home/a/b", "~/a/b", "your home folder"), ("temporary/x", "temporary/x", "the folder of temporary files"),
     ("jupyter/k.json", "jupyter/k.json", "the folder in which Jupyter keeps its running notebooks"),
     ("elsewhere", "elsewhere", "a folder that the run needs"),
     (PROJECT / "docs" / "x", "docs/x", "a folder that the run needs")],
)  # fmt: skip
def test_other_places_are_named_with_what_they_are_for(folders, place, shown, role):
    code, text = said(OSError(errno.ENOSPC, "x", str(folders / place)), folders)
    inside = shown if isinstance(place, Path) or shown.startswith("~") else (folders / shown).as_posix()
    assert code == "E-UNWRITABLE" and f"E-UNWRITABLE {inside}" in text and role in text and FULL in text


@pytest.mark.parametrize(("temp", "folder"), [("elsewhere", "elsewhere"), (None, "/tmp")])
def test_temporary_files_lie_where_the_system_says(folders, monkeypatch, temp, folder):
    monkeypatch.delenv("TMPDIR")
    monkeypatch.setenv("TEMP", str(folders / temp)) if temp else monkeypatch.delenv("TEMP", raising=False)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", "/srv/jupyter")
    text = said(OSError(errno.ENOSPC, "x", str(folders / folder / "x")), Path("/srv/out"))[1]
    assert "the folder of temporary files" in text


@each("name", ["temporary", "jupyter"])
def test_the_folder_that_refuses_is_found_where_the_system_names_none(folders, name):
    (folders / name).rmdir()
    assert said(OSError(errno.ENOSPC, "x"), folders)[0] == "E-OUTPUT"  # one that is not there yet refuses nothing
    (folders / name).write_text("a file", encoding="utf-8")
    code, text = said(OSError(errno.ENOSPC, "x"), folders)
    assert code == "E-UNWRITABLE" and (folders / name).as_posix() in text and FILE in text
    (folders / name).unlink()
    (folders / name).mkdir()


def test_where_all_can_be_written_it_was_the_report(folders):
    code, text = said(OSError(errno.ENOSPC, "x"), folders)
    assert code == "E-OUTPUT" and FULL in text
