"""What filters of a run show together tells of nobody: looked through by brute force, sums and differences alike."""

import itertools

import numpy as np
import pytest

from helpers.base.results import SEGMENTS, is_seen
from helpers.compare.exploring.filters import Dimension, meeting, reachable
from helpers.disclosure import lattice as rules
from helpers.disclosure.lattice import Tally, lattice, open_filters
from helpers.run.explore.filter_view import filter_result
from tests.explored import sample_study

LEAST = 10


def random_shop(seed):
    """Dimensions of random sizes, in every second shop two nearly alike, and worths, of which a few are large."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(60, 400))
    known = []
    for name, values in (("a", 3), ("b", 3), ("c", 2)):
        drawn = rng.choice(values, size=n, p=rng.dirichlet(np.ones(values)))
        if name == "b" and seed % 2:  # nearly the same as another
            drawn = np.where(rng.random(n) < 0.03, drawn, known[0].place)
        place = np.unique(drawn, return_inverse=True)[1]
        known.append(Dimension(name, tuple(map(str, range(place.max() + 1))), place))
    return known, rng.lognormal(0, 1.2, n)


def opened(known, worth):
    """Filters, each customer's atom, which filters hold which atoms, and which filters are shown."""
    among = lattice(known, reachable(known), len(worth))
    atoms = among.holds.shape[1]
    most = np.zeros(atoms)
    np.maximum.at(most, among.atom, worth)
    sums = np.bincount(among.atom, weights=worth, minlength=atoms)
    counts = np.bincount(among.atom, minlength=atoms)[None]
    tally = Tally(counts, LEAST, lambda part: bool(2 * most[part].max(initial=0.0) > sums[part].sum()))
    return among, open_filters(among, tally)


def unsafe(worth, mine):
    """By hand: some customers, but fewer than ten, or one of them more than half of it all."""
    return bool(mine.any()) and (mine.sum() < LEAST or 2 * worth[mine].max() > worth[mine].sum())


def told_of_few(known, worth):
    """Sums that tell of few: filters shown, differences of any two that are shown, and sets that follow from all.

    The last: of the sets that a few values of each dimension make, those whose sum is a sum of shown ones, each taken
    any number of times, added or subtracted (the row space of the filters over the atoms).
    """
    among, shown = opened(known, worth)
    met = [meeting(chosen, known) for chosen, seen in zip(among.filters, shown, strict=True) if seen]
    found = [mine for mine in met if unsafe(worth, mine)]
    for one, two in itertools.combinations(met, 2):
        nested = not (one & ~two).any() or not (two & ~one).any()
        if 0 < (one ^ two).sum() < LEAST or (nested and unsafe(worth, one ^ two)):
            found.append(one ^ two)
    sums = among.holds[shown].astype(float)
    rank = np.linalg.matrix_rank(sums) if len(sums) else 0
    for part in _sets(known):
        few = 0 < part.sum() < LEAST
        held = np.zeros(among.holds.shape[1])
        held[among.atom[part]] = 1
        if few and len(sums) and np.linalg.matrix_rank(np.vstack([sums, held])) == rank:
            found.append(part)
    return found, shown


def _sets(known):
    choices = [
        [np.isin(one.place, some) for size in range(1, len(one.values) + 1)
         for some in itertools.combinations(range(len(one.values)), size)]
        for one in known
    ]  # fmt: skip
    return (np.logical_and.reduce(parts) for parts in itertools.product(*choices))


@pytest.mark.parametrize("start", [0, 12])
def test_nothing_of_few_follows_from_what_is_shown(start):
    open_shares = []
    for seed in range(start, start + 12):
        found, shown = told_of_few(*random_shop(seed))
        assert found == [], seed
        open_shares.append(shown.mean())
    assert 0.25 < np.mean(open_shares) < 0.9  # not by hiding everything


@pytest.mark.parametrize("rule", ["_unsafe_pairs", "_telling"])
def test_each_rule_is_needed(monkeypatch, rule):
    monkeypatch.setattr(rules, rule, lambda *given: [])
    assert any(told_of_few(*random_shop(seed))[0] for seed in range(40))


def test_a_filter_of_none_is_no_secret():
    place = np.repeat([0, 1], 40)
    known = [Dimension("a", ("x", "y"), place), Dimension("b", ("x", "y"), place)]
    among, shown = opened(known, np.ones(80))
    assert shown.all() and not among.holds[[len(chosen) == 2 for chosen in among.filters]].any(axis=1).all()


@pytest.fixture(scope="module")
def study():
    """The sample's committed run."""
    return sample_study()


def test_of_the_sample_no_two_filters_in_a_row_tell_of_few(study):
    """Every filter that can be set, with every one that has one condition less: each segment's customers and LRV's."""
    known, where = study.worths, study.drawn.places
    least = study.settings.smallest_group
    met = {chosen: meeting(chosen, study.dimensions)[where] for chosen in reachable(study.dimensions)}
    answered = ~np.isnan(known.recommended)
    compared = 0
    for chosen, mine in met.items():
        for one in chosen:
            wider = met[tuple(other for other in chosen if other != one)]
            for number, segment in enumerate(SEGMENTS):
                shown = study.openings.money[segment]
                if not (shown[chosen] and shown[tuple(other for other in chosen if other != one)]):
                    continue
                compared += 1
                for part in (mine, wider & ~mine):
                    own = part & (known.segment == number)
                    sizes = [np.abs(known.ltv[own]), known.recommended[own & answered]]
                    assert all(len(size) == 0 or len(size) >= least for size in sizes), (chosen, segment)
                    assert all(2 * size.max(initial=0) <= size.sum() for size in sizes), (chosen, segment)
    assert compared > 500


def test_of_the_sample_no_two_counts_in_a_row_tell_of_few(study):
    codes = np.full(len(study.basis.customers), 3)
    codes[study.drawn.places] = study.worths.segment
    met = {chosen: meeting(chosen, study.dimensions) for chosen in reachable(study.dimensions)}
    for chosen, mine in met.items():
        for one in chosen:
            wider = tuple(other for other in chosen if other != one)
            if study.openings.counts[chosen] and study.openings.counts[wider]:
                for part in (mine, met[wider] & ~mine):
                    counts = np.bincount(codes[part], minlength=4)
                    assert not ((counts > 0) & (counts < study.settings.min_cell)).any(), chosen
                    assert (counts[:3] > 0).sum() != 1, chosen


def test_what_is_hidden_is_marked(study):
    hidden = [chosen for chosen in reachable(study.dimensions) if not study.openings.money["detractor"][chosen]]
    _, result = filter_result(study, hidden[-1])
    assert not is_seen(result.segments["detractor"].ltv) and not is_seen(result.gaps["promoter_detractor"].value)
    assert {one.n for one in result.segments.values()} | {result.customers.n} and result.worth is None
