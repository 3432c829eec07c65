"""What is told of everybody by customers of other folds: naive refits, and nothing of her own."""

import numpy as np
import pytest
from scipy import special
from sklearn.linear_model import LogisticRegression

from helpers.compare.adjustment import learners
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import design_of
from helpers.compare.adjustment.learners import FOLDS, LASSO, RIDGE, chances_of, expected_worth, folds_of


@pytest.fixture
def random():
    return np.random.default_rng(11)


def designed(columns, mine=None):
    """Design of columns without pairs, and the columns of all in the scale of the segments."""
    columns = columns.astype(np.float32)
    mine = np.ones(len(columns), bool) if mine is None else mine
    width = columns.shape[1]
    known = Covariates(columns, tuple(map(str, range(width))), ("",) * width, {}, True)
    own = columns[mine].astype(float)
    design = design_of(known.values, known.sources, known.kinds, mine)
    return design, (np.vstack([own, columns[~mine]]) - own.mean(axis=0)) / own.std(axis=0)


# Folds


def crc(text):
    """CRC-32 bit by bit (ITU-T V.42)."""
    rest = 0xFFFFFFFF
    for byte in text.encode():
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0xEDB88320 if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def test_folds_by_hand():
    assert crc("123456789") == 0xCBF43926  # the published check
    ids = [f"会員{n}" for n in range(12)]
    first = [n % 3 == 0 for n in range(12)]
    naive = [0] * 12
    for segment in (True, False):
        members = sorted((n for n in range(12) if first[n] == segment), key=lambda n: crc(f"7|{ids[n]}"))
        for rank, n in enumerate(members):
            naive[n] = rank % 5
    assert folds_of(np.array(ids, dtype=object), np.array(first), seed=7).tolist() == naive


def test_folds_are_of_one_size_in_any_order_and_of_the_seed(random):
    ids, first = np.array([f"C{n}" for n in range(203)], dtype=object), random.random(203) < 0.3
    fold = folds_of(ids, first, seed=1)
    for members in (first, ~first):
        sizes = np.bincount(fold[members], minlength=FOLDS)
        assert len(sizes) == FOLDS and sizes.max() - sizes.min() <= 1
    order = random.permutation(203)
    assert (folds_of(ids[order], first[order], seed=1) == fold[order]).all()
    assert (folds_of(ids, first, seed=2) != fold).mean() > 0.5


def test_ids_of_one_checksum_keep_their_folds_in_any_order():
    ids = np.array(["plumless", "buckeroo"], dtype=object)  # a known collision
    assert crc("5|plumless") == crc("5|buckeroo")
    one_segment = np.array([True, True])
    assert folds_of(ids, one_segment, seed=5).tolist() == [1, 0]
    assert folds_of(ids[::-1], one_segment, seed=5).tolist() == [0, 1]


# Chances


@pytest.fixture
def two(random):
    """Design of two segments of 300, its columns, who is in the first, and folds."""
    columns = random.normal(size=(300, 6))
    first = columns[:, 0] - columns[:, 1] + random.logistic(size=300) > 0.5
    return *designed(columns), first, np.arange(300) % FOLDS


def naive_odds(columns, first, fold, factor):
    odds = np.empty(len(first))
    for number in range(FOLDS):
        training, part = fold != number, fold == number
        pure = np.sqrt(training.sum() * first[training].mean() * (1 - first[training].mean()))
        lasso = LogisticRegression(
            l1_ratio=1, solver="liblinear", C=1 / (factor * pure), intercept_scaling=10, tol=1e-2, max_iter=200,
            random_state=0,
        )  # fmt: skip
        odds[part] = lasso.fit(columns[training], first[training]).decision_function(columns[part])
    return odds


def test_chances_are_those_of_naive_refits(two):
    design, columns, first, fold = two
    all_odds = [naive_odds(columns, first, fold, factor) for factor in LASSO]
    losses = [-np.log(special.expit(np.where(first, odds, -odds))).mean() for odds in all_odds]
    best = int(np.argmin(losses))
    found = special.logit(chances_of(design, first, fold))
    slope, intercept = np.polyfit(all_odds[best], found, 1)
    assert found == pytest.approx(intercept + slope * all_odds[best], abs=1e-8)
    others = [odds for place, odds in enumerate(all_odds) if place != best]
    assert all(np.abs(found - np.polyval(np.polyfit(odds, found, 1), odds)).max() > 1e-3 for odds in others)
    # spread again by maximum likelihood: as many as are expected, and so of every line in the odds
    for line in (np.ones(300), all_odds[best]):
        assert line @ special.expit(found) == pytest.approx(line @ first, abs=0.01)


def test_regressions_at_the_same_time_do_not_disturb_each_other(random):
    """Liblinear's draws are the process's: of folds that are learned at once each has those of its own seed."""
    columns = random.normal(size=(4000, 30))
    first = columns @ random.normal(size=30) + random.logistic(size=4000) > 0
    design, scaled = designed(columns)
    places = np.arange(4000)
    told = [learners._log_odds(design, first, places % FOLDS, 0.4, places) for _ in range(5)]
    naive = naive_odds(scaled, first, places % FOLDS, 0.4)
    assert all(odds == pytest.approx(naive, abs=1e-8) for odds in told)


def test_own_segments_are_not_in_what_is_told(two, monkeypatch):
    design, _, first, fold = two
    monkeypatch.setattr(learners, "LASSO", (1.2,))
    told = special.logit(chances_of(design, first, fold))
    again = special.logit(chances_of(design, first ^ ((fold == 0) & (np.arange(300) % 3 == 0)), fold))

    def unlike(part):
        """Furthest that the second telling of a fold is from a line in the first: they were only spread again."""
        return np.abs(again[part] - np.polyval(np.polyfit(told[part], again[part], 1), told[part])).max()

    assert unlike(fold == 0) < 1e-9
    assert min(unlike(fold == number) for number in range(1, FOLDS)) > 1e-3


def test_where_no_column_tells_everybody_has_one_chance():
    design, _ = designed(np.random.default_rng(1).normal(size=(400, 8)))
    first = np.arange(400) % 4 == 0
    chance = chances_of(design, first, np.arange(400) // 4 % FOLDS)
    assert np.ptp(chance) < 1e-12 and chance[0] == pytest.approx(0.25, abs=5e-5)  # as near as the iteration goes


def test_where_what_is_told_is_the_other_way_round_everybody_has_the_share(random, monkeypatch):
    # in each fold the column says the opposite of what it says in the others on the whole
    monkeypatch.setattr(learners, "LASSO", (0.4,))
    first, fold = np.arange(400) % 4 == 0, np.arange(400) // 4 % FOLDS
    design, _ = designed((first * np.array([3, -3, 3, -3, 0])[fold] + random.normal(size=400))[:, None])
    assert chances_of(design, first, fold).tolist() == [0.25] * 400


def test_segments_that_part_completely_have_chances():
    design, _ = designed(np.arange(40.0)[:, None])
    chance = chances_of(design, np.arange(40) >= 20, np.arange(40) % FOLDS)
    assert np.isfinite(chance).all() and (chance[:20] < 0.05).all() and (chance[20:] > 0.95).all()


def test_of_many_the_penalty_is_chosen_by_some(two, monkeypatch):
    design, columns, first, fold = two
    fold = np.arange(300) // 3 % FOLDS
    monkeypatch.setattr(learners, "MOST_CHOOSING", 100)  # every third
    some = np.arange(0, 300, 3)
    losses = []
    for factor in LASSO:
        odds = naive_odds(columns[some], first[some], fold[some], factor)
        losses.append(-np.log(special.expit(np.where(first[some], odds, -odds))).mean())
    odds = naive_odds(columns, first, fold, LASSO[int(np.argmin(losses))])
    found = special.logit(chances_of(design, first, fold))
    assert found == pytest.approx(np.polyval(np.polyfit(odds, found, 1), odds), abs=1e-8)


# Worth


def ridge(columns, targets, penalty):
    """Slopes and intercept of normal equations, the intercept without penalty."""
    table = np.column_stack([np.ones(len(columns)), columns])
    shrunk = penalty * len(columns) * np.diag([0.0, *np.ones(columns.shape[1])])
    return np.linalg.solve(table.T @ table + shrunk, table.T @ targets)


def told_by(columns, targets, training, part, penalty):
    line = ridge(columns[training], targets[training], penalty)
    fitted, told = (line[0] + columns[who] @ line[1:] for who in (training, part))
    return fitted, told.clip(fitted.min(), fitted.max())


def naive_worth(columns, worth, first, fold, others):
    """Of the segments' common part first, and then of each one's own: penalties 100 and 10 times below the best."""
    n, known = len(worth), np.flatnonzero(~np.isnan(worth))
    beside = n + np.flatnonzero(~np.isnan(others))
    parts = [np.flatnonzero(fold == number) for number in range(FOLDS)]
    training = [np.array([one for one in known if fold[one] != number]) for number in range(FOLDS)]
    levels = [(worth[who[first[who]]].mean(), worth[who[~first[who]]].mean()) for who in training]
    targets = [np.r_[np.where(first, worth - level[0], worth - level[1]), others] for level in levels]

    def best(tell, members, targets, less):
        errors = [
            sum(np.nansum((tell(number, penalty)[1] - targets[number][part])[members[part]] ** 2)
                for number, part in enumerate(parts))
            for penalty in RIDGE
        ]  # fmt: skip
        return max(int(np.argmin(errors)) - less, 0)

    def common(number, penalty):
        return told_by(columns, targets[number], np.r_[training[number], beside], parts[number], penalty)

    choices = [best(common, first | True, targets, 2)]
    shared = []
    for number, part in enumerate(parts):
        left, (fitted, told) = np.zeros(len(columns)), common(number, RIDGE[choices[0]])
        left[np.r_[training[number], beside]], left[part] = fitted, told
        shared.append(left)
    rest = [target - left for target, left in zip(targets, shared, strict=True)]
    expected = np.empty((2, n))
    for side, who in enumerate((first, ~first)):

        def own(number, penalty, who=who):
            mine = training[number][who[training[number]]]
            return told_by(columns, rest[number], mine, parts[number], penalty)

        choices.append(best(own, who, rest, 1))
        for number, part in enumerate(parts):
            expected[side, part] = levels[number][side] + shared[number][part] + own(number, RIDGE[choices[-1]])[1]
    return expected, choices


@pytest.fixture
def shop(random):
    """Of 150 in two segments: design, columns of all, worth, who is in the first, folds; and worth of 100 others."""
    columns = random.normal(size=(250, 5))
    design, scaled = designed(columns, np.arange(250) < 150)
    first = columns[:150, 0] + random.logistic(size=150) > 0
    slopes = np.where(first, 1.0, -0.5)
    worth = columns[:150, 1] + slopes * columns[:150, 2] + 5 * first + 6 * random.standard_t(4, 150)
    others = columns[150:, 1] + 6 * random.normal(size=100)
    worth[::11], others[::9] = np.nan, np.nan
    return design, scaled, worth, first, np.arange(150) % FOLDS, others


def test_expected_worth_is_that_of_naive_refits(shop):
    design, columns, worth, first, fold, others = shop
    naive, choices = naive_worth(columns, worth, first, fold, others)
    assert expected_worth(design, worth, first, fold, others) == pytest.approx(naive, rel=1e-6)
    assert min(choices) > 0 and len(set(choices)) > 1  # they are chosen


def test_own_worth_is_not_in_what_is_expected(shop, monkeypatch):
    design, _, worth, first, fold, others = shop
    monkeypatch.setattr(learners, "RIDGE", np.array([0.1] * 2))
    before = expected_worth(design, worth, first, fold, others)
    changed = np.where(fold == 2, 100 - 3 * worth, worth)
    after = expected_worth(design, changed, first, fold, others)
    for was, now in zip(before, after, strict=True):
        assert (was[fold == 2] == now[fold == 2]).all()
        assert (was != now)[fold != 2].mean() > 0.9


def test_nobody_is_expected_beyond_those_who_tell(monkeypatch):
    # worth is the column itself; of the one at 1,000 it is told by others, of whom the largest is 29
    monkeypatch.setattr(learners, "RIDGE", np.array([1e-12] * 2))
    column = np.r_[np.arange(30.0), 1000]
    design, _ = designed(column[:, None])
    first, fold = np.arange(31) % 2 == 0, np.r_[np.arange(30) // 2 % FOLDS, 0]
    expected = expected_worth(design, column, first, fold, np.empty(0))
    told = column[(fold != 0) & (column < 1000)]
    assert expected.as_first[30] == pytest.approx(told.max(), rel=0.05) and expected.as_first[30] < 40


def test_others_teach_what_worth_hangs_on_for_everybody(random, monkeypatch):
    monkeypatch.setattr(learners, "RIDGE", np.array([1e-3] * 2))
    column = random.normal(size=2020)
    design, columns = designed(column[:, None], np.arange(2020) < 20)
    first, fold, slope = np.arange(20) % 2 == 0, np.arange(20) // 2 % FOLDS, 3 * columns[:, 0]
    worth = slope[:20] + random.normal(size=20)
    unknown = np.full(2000, np.nan)
    alone = expected_worth(design, worth, first, fold, unknown)
    by_themselves = expected_worth(designed(column[:20, None])[0], worth, first, fold, np.empty(0))
    assert alone.as_first == pytest.approx(by_themselves.as_first)
    taught = expected_worth(design, worth, first, fold, np.where(np.arange(2000) % 2, slope[20:], np.nan))
    far = [np.abs(one.as_first - slope[:20]).mean() for one in (taught, alone)]
    assert far[0] < far[1]


def test_where_nobody_tells(random):
    design, _ = designed(random.normal(size=(40, 3)))
    first, fold = np.arange(40) % 2 == 0, np.arange(40) // 2 % FOLDS
    # in the first segment alone those of fold 0 are known, of 7 each: of them the second segment tells, of 1 each
    worth = np.where(first, np.where(fold == 0, 7.0, np.nan), 1.0)
    expected = expected_worth(design, worth, first, fold, np.empty(0))
    assert expected.as_first[fold == 0] == pytest.approx(1) and expected.as_first[fold > 0] == pytest.approx(7)
    assert expected.as_second == pytest.approx(1)
    # nobody of another fold is known at all
    nobody = expected_worth(design, np.where(fold == 0, 7.0, np.nan), first, fold, np.empty(0))
    assert (nobody.as_first[fold == 0] == 0).all() and nobody.as_first[fold > 0] == pytest.approx(7)
