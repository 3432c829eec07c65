"""Findings on like with like: what is left of the gap, who was compared, by what."""

from collections.abc import Mapping

from helpers.base.parameters import Settings
from helpers.base.results import Estimate, is_hidden
from helpers.base.words import Words
from helpers.compare.adjustment.adjusted import Adjusted, LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.compare.figures import HEADLINE_PAIR
from helpers.report.sentences.common_sentences import period
from helpers.report.sentences.compare_sentences import alike, direction, outward

CANONICAL = (
    "acquired_on", "acquisition_channel", "acquisition_cost", "subscription_started_on", "net_amount_before",
    "orders_before",
)  # fmt: skip
EVEN = 0.1  # standardised difference up to which two groups count as alike (Austin 2009, Statistics in Medicine 28)


def _headline(even: LikeWithLike, result: Comparison) -> Adjusted:
    return even.pairs[HEADLINE_PAIR].of(result.headline_measure())


def bases_line(bases: Mapping[str, Estimate | None], result: Comparison, words: Words) -> tuple[str, ...]:
    """The gap in its ways of counting, in one line for the first screen; nothing where there is one alone."""
    shown = {name: gap for name, gap in bases.items() if gap}
    if len(shown) < 2:
        return ()
    rounded = alike(result, result.headline_measure())
    said = [
        words.say("bases_rest", basis=words.say(f"basis_{name}"), gap=rounded(gap.estimate))
        for name, gap in shown.items()
    ]
    return (words.say("bases_rests", names=" · ".join(said)),)


def adjusted_sentences(even: LikeWithLike, result: Comparison, words: Words, settings: Settings) -> tuple[str, ...]:
    """What is left of the gap like with like, of whom it speaks, and what was evened out."""
    measure, adjusted = result.headline_measure(), _headline(even, result)
    plain = result.gaps[HEADLINE_PAIR].gap(measure)
    if not adjusted.gap or not plain:
        return (words.say(f"adjusted_{adjusted.reason or 'hidden'}"),)
    rounded = alike(result, measure)
    figures = {name: rounded(figure) for name, figure in outward(adjusted.gap).items()} | {
        "plain": rounded(plain.estimate)
    }
    said = [words.say(f"adjusted_{direction(adjusted.gap)}", **figures, period=period(words, settings))]
    said.append(_kept(adjusted, words, settings))
    names = words.say("list_separator").join(covariate_name(balance.column, words) for balance in adjusted.balance)
    said.append(words.say("adjusted_by", names=names))
    said += [] if adjusted.earlier_spend else [words.say("adjusted_no_spend")]
    if adjusted.left_out:
        said.append(words.say("adjusted_unused", names=words.say("list_separator").join(sorted(adjusted.left_out))))
    said += [words.say("adjusted_after")] if settings.window == "after" else []
    return (*said, words.say("adjusted_meaning"))


def balance_sentence(even: LikeWithLike, result: Comparison, words: Words) -> tuple[str, ...]:
    """What could not be made quite even, where anything."""
    balance = _headline(even, result).balance or ()
    apart = [covariate_name(part.column, words) for part in balance if part.after > EVEN]
    return (words.say("love_rest", names=words.say("list_separator").join(apart)),) if apart else ()


def _kept(adjusted: Adjusted, words: Words, settings: Settings) -> str:
    if all(n == 0 for n in adjusted.trimmed.values()):
        return words.say("adjusted_all")
    few = words.say("few_of", least=settings.min_cell)
    counts = {f"{name}s": few if is_hidden(n) else words.count(n) for name, n in adjusted.trimmed.items()}
    if few in counts.values():
        return words.say("adjusted_kept_few", **counts)
    return words.say("adjusted_kept", n=sum(adjusted.n.values()), **counts)


def covariate_name(column: str, words: Words) -> str:
    """Words of a canonical column; an attribute has its own name."""
    return words.say(f"covariate_{column}") if column in CANONICAL else column
