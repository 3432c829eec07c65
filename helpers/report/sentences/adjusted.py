"""Findings on like with like: what is left of the gap, who was compared, by what."""

from collections.abc import Mapping

from helpers.base.disclosure import too_few
from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.compare.adjustment.adjusted import Adjusted
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.gaps import Comparison
from helpers.compare.nonresponse.effects import NonResponse
from helpers.report.sentences.common import period
from helpers.report.sentences.compare import alike, direction, headline_measure

CANONICAL = (
    "acquired_on", "acquisition_channel", "acquisition_cost", "subscription_started_on", "net_amount_before",
    "orders_before",
)  # fmt: skip
EVEN = 0.1  # standardised difference up to which two groups count as alike (Austin 2009, Statistics in Medicine 28)
Gap = Mapping[str, float | None]


def adjusted_gap(found: Mapping[str, Adjusted], pair: str, measure: str, result: Comparison) -> Gap | None:
    """Estimate, low and high like with like; ``None`` where there is none, or where the plain gap may not be shown."""
    one = found[f"{measure}_{pair}"]
    if one.reason or result.gaps[pair][measure] is None:
        return None
    return {"estimate": one.estimate, "low": one.low, "high": one.high}


def shown_gaps(found: Mapping[str, Adjusted], result: Comparison) -> dict[str, dict[str, Gap | None]]:
    """Pair → measure → gap like with like."""
    return {pair: {one: adjusted_gap(found, pair, one, result) for one in MEASURES} for pair in PAIRS}


def bases(result: Comparison, missing: NonResponse, found: Mapping[str, Adjusted]) -> dict[str, Gap | None]:
    """The headline's gap plain, weighted, and like with like."""
    measure, pair = headline_measure(result), "promoter_detractor"
    both = missing.gaps[pair][measure]
    return {
        "plain": both["plain"],
        "weighted": both["weighted"],
        "adjusted": adjusted_gap(found, pair, measure, result),
    }


def bases_line(bases: Mapping[str, Gap | None], result: Comparison, words: Words) -> tuple[str, ...]:
    """The gap in its ways of counting, in one line for the first screen; nothing where there is one alone."""
    known = {name: gap for name, gap in bases.items() if gap}
    if len(known) < 2:
        return ()
    rounded = alike(result, headline_measure(result))
    said = [words.say("bases_rest", basis=words.say(f"basis_{name}"), gap=rounded(gap["estimate"])) for name, gap in
            known.items()]  # fmt: skip
    return (words.say("bases_rests", names=" · ".join(said)),)


def adjusted_sentences(
    found: Mapping[str, Adjusted], result: Comparison, words: Words, settings: Settings
) -> tuple[str, ...]:
    """What is left of the gap like with like, of whom it speaks, and what was evened out."""
    measure = headline_measure(result)
    one, plain = found[f"{measure}_promoter_detractor"], result.gaps["promoter_detractor"][measure]
    if one.reason or plain is None:
        return (words.say(f"adjusted_{one.reason or 'hidden'}"),)
    said = [_gap_sentence(one, plain, alike(result, measure), words, settings), _kept(one, words, settings)]
    names = words.say("list_separator").join(covariate_name(balance.column, words) for balance in one.balance)
    said.append(words.say("adjusted_by", names=names))
    said += [] if one.earlier_spend else [words.say("adjusted_no_spend")]
    if one.left_out:
        said.append(words.say("adjusted_unused", names=words.say("list_separator").join(sorted(one.left_out))))
    said += [words.say("adjusted_after")] if settings.window == "after" else []
    return (*said, words.say("adjusted_meaning"))


def balance_sentence(found: Mapping[str, Adjusted], result: Comparison, words: Words) -> tuple[str, ...]:
    """What could not be made quite even, where anything."""
    measure = headline_measure(result)
    one, plain = found[f"{measure}_promoter_detractor"], result.gaps["promoter_detractor"][measure]
    apart = [covariate_name(part.column, words) for part in one.balance if plain and part.after > EVEN]
    return (words.say("love_rest", names=words.say("list_separator").join(apart)),) if apart else ()


def _gap_sentence(one: Adjusted, plain: Gap, rounded, words: Words, settings: Settings) -> str:
    gap = {"estimate": one.estimate, "low": one.low, "high": one.high}
    said = direction(gap)
    ends = sorted((abs(one.low or 0), abs(one.high or 0))) if said == "less" else (one.low, one.high)
    told = {"low": rounded(ends[0]), "high": rounded(ends[1]), "plain": rounded(plain["estimate"])}
    if said != "unclear":
        told["gap"] = rounded(abs(one.estimate or 0))
    return words.say(f"adjusted_{said}", **told, period=period(words, settings))


def _kept(one: Adjusted, words: Words, settings: Settings) -> str:
    if not any(one.trimmed.values()):
        return words.say("adjusted_all")
    few = words.say("few_of", least=settings.min_cell)
    counts = {f"{name}s": few if too_few(n, settings.min_cell) else words.count(n) for name, n in one.trimmed.items()}
    if few in counts.values():
        return words.say("adjusted_kept_few", **counts)
    return words.say("adjusted_kept", n=sum(one.n.values()), **counts)


def covariate_name(column: str, words: Words) -> str:
    """Words of a canonical column; an attribute has its own name."""
    return words.say(f"covariate_{column}") if column in CANONICAL else column
