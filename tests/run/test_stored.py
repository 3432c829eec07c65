"""What the stored notebooks and steps are made of."""

import pytest

from helpers.base.folders import PROJECT
from helpers.run import stored


def test_all_notebooks_are_stored():
    assert {path.stem for path in (PROJECT / "notebooks").glob("*.ipynb")} == set(stored.STORED)


@pytest.mark.parametrize("script", stored.SCRIPTS)
def test_the_samples_scripts_are_there(script):
    assert (PROJECT / script).is_file()


def test_the_steps_of_a_run_are_kept_and_nothing_else(tmp_path, monkeypatch):
    private, kept = tmp_path / "private", tmp_path / "steps"
    private.mkdir()
    files = {"responses.json", "responses.parquet", "customers.json", "customers.parquet", "comments.parquet"}
    for name in (*files, "front.json", "set_aside_responses.csv", "comments.csv"):
        (private / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(stored, "SAMPLE_STEPS", kept)
    stored._keep_steps(private)
    assert {path.name: path.read_text(encoding="utf-8") for path in kept.iterdir()} == {name: name for name in files}
