"""Silent detectors of whom too little may be told; the ladder is told whole."""

import pytest

from helpers.base.results import is_hidden
from helpers.compare.basis import basis_of
from helpers.compare.silent_detectors import SilentDetectors, silent_detectors
from helpers.disclosure import shown
from helpers.merge.complaints import Ladder, Rung
from helpers.run.settings import checked


def settings(**changes):
    return checked({"as_of": "2026-04-01", "min_group_size": 2, "min_cell": 1, **changes})


def silent(rows, **changes):
    chosen = settings(**changes)
    return shown(silent_detectors(basis_of(rows, None, chosen)), chosen)


def test_too_few_silent_detectors_are_not_shown(shop):
    rows = shop(*[{"segment": "detractor"}] * 3)
    assert silent(rows, min_group_size=3).n == 3
    assert is_hidden(silent(rows, min_group_size=4).n)
    assert is_hidden(silent(rows, min_cell=4).n)


def detractors(*, silent, others=(), more=20):
    """Detractors by net amount, silent ones and such as complained, and customers who gave no answer."""
    own = [{"segment": "detractor", "net_amount": net, "orders": 1} for net in silent]
    own += [{"segment": "detractor", "net_amount": net, "orders": 1, "complaints_minor": 1} for net in others]
    return [*own, *[{"net_amount": 100, "orders": 1}] * more]


@pytest.mark.parametrize(
    ("quiet", "others", "seen"),
    [
        ([100] * 10, [100] * 10, True),
        ([100] * 10, [], True),
        ([900, *[100] * 9], [100] * 10, True),  # half of 1,800
        ([901, *[100] * 9], [100] * 10, False),
        ([100] * 10, [100] * 9, False),  # the total less the silent ones' would be of 9
        ([100] * 10, [901, *[100] * 9], False),  # … or mostly of one
        ([100] * 9, [100] * 11, False),  # a group under min_group_size
    ],
)
def test_silent_detectors_money_tells_of_no_single_customer(shop, quiet, others, seen):
    result = silent(shop(*detractors(silent=quiet, others=others)), min_cell=5, min_group_size=10)
    figures = (result.n, result.ltv_mean, result.ltv_total)
    assert [is_hidden(figure) for figure in figures] == [not seen] * 3
    assert result.detractors == len(quiet) + len(others)


def test_silent_detectors_shown_again_stay_as_they_are(shop):
    result = silent(shop(*[{"segment": "detractor", "net_amount": 100}] * 2))
    assert result == SilentDetectors(n=2, detractors=2, ltv_mean=100, ltv_total=200)
    assert shown(result, settings()) == result


def test_the_ladder_is_told_whole():
    ladder = Ladder(Rung(1, 1, 0), Rung(2, 29, 27), Rung(3, 300, 297))
    assert shown(ladder, settings(min_cell=5)) == ladder
