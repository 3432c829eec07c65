"""Findings on whether the answer holds: counted otherwise, by groups, and how many answers it would take."""

from collections.abc import Mapping, Sequence

from helpers.base.parameters import Settings
from helpers.base.results import Estimate, is_seen
from helpers.base.words import Words
from helpers.collect.counts import ABOVE, Counts
from helpers.collect.nps import SEGMENTS
from helpers.collect.plan.sizes import POWER
from helpers.compare.comparison import Comparison
from helpers.compare.figures import PAIRS
from helpers.compare.groups import GroupGaps
from helpers.compare.robustness.points import MOVES
from helpers.compare.robustness.power import answers_needed
from helpers.compare.robustness.scenarios import Scenario
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import direction


def held(scenario: Scenario, reported: str) -> str:
    """``yes`` where the scenario says the same as the report, else what it says.

    Examples
    --------
    >>> held(Scenario("uncapped", None, {}, {}, Estimate(1.5, 1.0, 2.0)), "more")
    'yes'
    """
    if not scenario.gap:
        return "unknown"
    said = direction(scenario.gap)
    return "yes" if said == reported else said


def robust_sentence(scenarios: Sequence[Scenario], words: Words) -> tuple[str, ...]:
    """In how many of the other ways of counting the report's answer stays the same."""
    return _holding(scenarios, "robust", words)


def referral_sentence(scenarios: Sequence[Scenario], words: Words) -> tuple[str, ...]:
    """The same, for the ways of counting word of mouth; nothing where values are not compared."""
    if not any(is_seen(value) for value in scenarios[0].value.values()):
        return ()
    return _holding(scenarios, "referral", words)


def _holding(scenarios: Sequence[Scenario], kind: str, words: Words) -> tuple[str, ...]:
    reported, *others = scenarios
    if not reported.gap:
        return ()
    said = {scenario.name: held(scenario, direction(reported.gap)) for scenario in others}
    seen = [name for name, state in said.items() if state != "unknown"]
    changed = [name for name in seen if said[name] != "yes"]
    unshown = [name for name in said if name not in seen]
    hidden = (words.say("robust_unshown", names=_names(unshown, words)),) if unshown else ()
    if not seen:
        return (words.say("robust_none"),)
    conclusion = words.say(f"conclusion_{direction(reported.gap)}")
    if not changed:
        key = "robust_all" if kind == "robust" else "referral_all"
        return (words.say(key, n=len(seen), conclusion=conclusion), *hidden)
    key, same = "robust_some" if kind == "robust" else "referral_some", len(seen) - len(changed)
    sentence = words.say(key, n=len(seen), same=same, conclusion=conclusion, names=_names(changed, words))
    return (sentence, *hidden)


def _names(names: Sequence[str], words: Words) -> str:
    return words.say("list_separator").join(words.say(f"scenario_{name}") for name in names)


def needed_sentences(result: Comparison, words: Words, settings: Settings) -> tuple[str, ...]:
    """For each gap that can't be told apart: about how many answers it would take."""
    measure, customers = result.headline_measure(), result.customers.n
    valued = sum(result.segments[segment].matched for segment in SEGMENTS)
    sentences = []
    for pair, names in PAIRS.items():
        gap = result.gaps[pair].gap(measure)
        needed = answers_needed(gap, valued, settings.confidence) if direction(gap) == "unclear" else None
        if needed is None:
            continue
        about = {"measure": words.say(f"measure_{measure}"), **_sides(names, words)}
        if needed > customers:
            sentences.append(words.say("needed_many", customers=customers, **about))
        else:
            sentences.append(words.say("needed", needed=_about(needed), n=valued, power=POWER, **about))
    return tuple(sentences)


def _sides(names: tuple[str, str], words: Words) -> dict[str, str]:
    return {side: words.say(f"plural_{name}") for side, name in zip(("first", "second"), names, strict=True)}


def _about(n: int) -> int:
    """Number rounded up to two digits.

    Examples
    --------
    >>> _about(1234), _about(56)
    (1300, 56)
    """
    step = 10 ** max(len(str(n)) - 2, 0)
    return -(-n // step) * step


def point_sentences(
    points: Mapping[str, Mapping[str, Estimate | None]], customers: int, words: Words, settings: Settings
) -> tuple[str, ...]:
    """What one more point of NPS would be worth, by adjusted gaps where there are any, and where that is uncertain."""
    used = "adjusted" if all(points["adjusted"][move] for move in MOVES if points["plain"][move]) else "plain"
    seen = {move: point for move, point in points[used].items() if point}
    if not seen:
        return (words.say("point_unknown"),)
    values = [point.estimate or 0.0 for point in seen.values()]
    basis = words.say("point_basis_adjusted") if used == "adjusted" else ""
    about = {"n": customers, "period": period(words, settings), "basis": basis}
    unclear = [words.say(f"move_{move}") for move in MOVES if move in seen and direction(seen[move]) == "unclear"]
    if len(seen) == 1:
        best = words.say("point_one", value=values[0], move=words.say(f"move_{next(iter(seen))}"), **about)
    else:
        best = words.say("point_best", low=min(values), high=max(values), **about)
    sentences = [best, words.say("point_question_note")]
    sentences += [words.say("point_mix")] if len(seen) == len(MOVES) else []
    if unclear:
        sentences.append(words.say("point_unclear", moves=words.say("list_separator").join(unclear)))
    return tuple(sentences)


def cut_sentence(groups: GroupGaps | None, words: Words, settings: Settings) -> str:
    """How the groups were compared, and that their intervals hold together."""
    if groups is None:
        return words.say("cut_none")
    if groups.compared < 2:
        return words.say("cut_single" if groups.compared else "cut_few")
    each = words.percent(groups.confidence, digits=1)
    return words.say("cut_note", n=groups.compared, each=each, level=words.percent(settings.confidence))


def heaps_note(counts: Counts | None, words: Words) -> tuple[str, ...]:
    """That large counts are rounded, where they are."""
    return (words.say("heaps_note"),) if counts and counts.heaped else ()


def heaps_title(counts: Counts, words: Words) -> str:
    """Whether the larger counts heap at round numbers."""
    if counts.round_share is None:
        return words.say("heaps_chart_few", above=ABOVE)
    shares = {"share": counts.round_share, "expected": counts.expected_share, "above": ABOVE}
    return words.say("heaps_chart" if counts.heaped else "heaps_chart_none", **shares)
