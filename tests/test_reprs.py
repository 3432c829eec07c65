"""Results lie in a notebook's namespace: the text of none of them shows a person."""

from pathlib import Path

import pytest

from helpers.base.parameter_files import read_yaml
from helpers.collect.survey import survey
from helpers.compare import step_three as compare
from helpers.merge.history import history
from helpers.merge.totals import totals
from helpers.run.settings import report_settings

SAMPLE = Path(__file__).parents[1] / "notebooks" / "parameters" / "sample.yaml"


@pytest.fixture(scope="module")
def results():
    """Every full result of the three steps on the sample."""
    settings = report_settings(read_yaml(SAMPLE) | {"resamples": 200}, "test")
    collected = survey(settings)
    merged = history(settings, collected.answers)
    base = compare.basis_of(merged.rows, collected.answers, settings, merged.coverage.window_before)
    return {
        "collected": collected, "monitor": collected.monitor, "waves": collected.waves, "plan": collected.plan,
        "comments": collected.comments, "merged": merged, "totals": totals(merged.rows), "base": base,
        "compared": compare.compared(base), "nonresponse": compare.nonresponse(base),
        "even": compare.like_with_like(base), "referral": compare.referral_scenarios(base),
        "methods": compare.method_scenarios(base), "groups": compare.cut(base),
        "kpis": compare.kpis(base), "silent": compare.complaints(base).silent,
        "growth": compare.growth(base),
        "moves": compare.moves(base), "curve": compare.score_curve(base, "value"),
    }  # fmt: skip


def test_no_text_of_a_result_names_anybody(results):
    shown = {name: text for name, result in results.items() if "C0" in (text := repr(result)) or "@" in text}
    assert shown == {}
