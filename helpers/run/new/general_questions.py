"""What no file tells: the shop's name, language, place and date, margin and costs; each with a proposal."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.run.new.data_questions import NONE, question_texts
from helpers.run.new.proposals import PLACES, referral_sources, splits
from helpers.run.new.question import Enquiry, Option, Settled
from helpers.run.settings import checked

_FAR = "2199-12-31"
_SIGNS = str.maketrans("", "", "¥￥$€£円")
_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_AMOUNT = re.compile(r"(?P<name>.*?)[\s:：=]*(?P<amount>\d[\d,，]*(\.\d+)?) *\D{0,3}")


def asked(key: str, language: str, kind: Any, **how: Any) -> Enquiry:
    """A general question by its key, in a language."""
    entry = question_texts()[key]
    return Enquiry(key, entry["text"][language], entry["why"][language], kind, **how)


def language_question(language: str, proposal: str) -> Enquiry:
    """In which language report and questions are."""
    options = tuple(Option(key, label, {"language": key}) for key, label in (("en", "English"), ("ja", "日本語")))
    return asked("language", language, "choice", proposal=proposal, options=options, names=("language",))


def shop_question(language: str, proposal: str) -> Enquiry:
    """What the shop is called."""
    sets, names = partial(_plain, "shop_name"), ("shop_name",)
    return asked("shop_name", language, "text", proposal=proposal, sets=sets, names=names)


def place_question(language: str, proposal: str) -> Enquiry:
    """Currency and time zone of the shop."""
    options = {
        f"{money} {zone}": Option(f"{money} {zone}", f"{where[language]}: {money}, {zone}", _place(f"{money} {zone}"))
        for money, zone, where in PLACES
    }
    options.setdefault(proposal, Option(proposal, proposal.replace(" ", ", "), _place(proposal)))
    first = [options.pop(proposal), *options.values()]
    names = ("currency", "timezone")
    return asked("place", language, "choice", proposal=proposal, options=tuple(first), sets=_place, names=names)


def _place(text: str) -> Settled:
    money, _, zone = text.partition(" ")
    money = money.upper()
    settings = checked({"as_of": _FAR, "currency": money.strip(" ,"), "timezone": zone.strip() or "?"})
    return {"currency": settings.currency, "timezone": settings.timezone}


def day_question(key: str, language: str, proposal: date | None) -> Enquiry:
    """The report's date, or the day of the survey (`key`: as_of, survey_day)."""
    shown = proposal.isoformat() if proposal else None
    return asked(key, language, "day", proposal=shown, sets=partial(_plain, "as_of"), names=("as_of",))


def without_question(table: str, error: KitError, language: str) -> Enquiry:
    """Whether to go on without a file that can't be used, for what the `error` says."""
    entry = question_texts()["without"]
    option = Option("without", entry["option"][language], {table: None})
    why = error.said(language).partition(" ")[2].partition("\n")[0]
    return Enquiry(
        f"without_{table}",
        entry["text"][language].format(why=why),
        entry["why"][language],
        "choice",
        "without",
        (option,),
    )


def margin_question(language: str) -> Enquiry:
    """The gross margin."""
    return asked("margin", language, "text", proposal="100", sets=_margin, names=("gross_margin_rate",))


def _margin(text: str) -> Settled:
    """A share from a percentage.

    Examples
    --------
    >>> _margin("60 %"), _margin("６２．５"), _margin("0.6")
    ({'gross_margin_rate': 0.6}, {'gross_margin_rate': 0.625}, {'gross_margin_rate': 0.6})
    """
    number = _number(text.strip("%％ "), "E-ANSWER.margin")
    share = number if 0 < number < 1 and "%" not in text else number / 100
    if not 0 < share <= 1 or text.strip() == "1":  # 1 may mean all, or one in a hundred
        raise KitError("E-ANSWER.margin")
    return _plain("gross_margin_rate", round(share, 6))


def cost_question(language: str, sources: Sequence[str]) -> Enquiry:
    """What it costs to win a customer, at once or by source."""
    sets = partial(_cost, sources)
    return asked("cost", language, "text", proposal="0", sets=sets, names=("acquisition_cost",))


def _cost(sources: Sequence[str], text: str) -> Settled:
    """One amount, or amounts by source.

    Examples
    --------
    >>> _cost(["ads", "search"], "2,500"), _cost(["ads", "search"], "ads 6000")
    ({'acquisition_cost': 2500.0}, {'acquisition_cost': {'ads': 6000.0, 'other': 0.0}})
    """
    text = text.translate(_SIGNS)
    parts = re.split(r"、|[,，;](?!\d{3}\b)|\n", text)
    matches = [match for part in parts if (match := _AMOUNT.fullmatch(part.strip()))]
    named = {match["name"].strip(): _number(match["amount"], "E-ANSWER.sources") for match in matches}
    if [*named] == [""] and len(parts) == 1:
        return _plain("acquisition_cost", named[""])
    known = {source.casefold(): source for source in [*sources, "other"]}
    if len(named) < len(parts) or any(name.casefold() not in known for name in named):
        raise KitError("E-ANSWER.sources", sources=", ".join(sources) or NONE)
    costs = {known[name.casefold()]: amount for name, amount in named.items()}
    rest = {} if set(sources) <= costs.keys() else {"other": costs.get("other", 0.0)}
    return _plain("acquisition_cost", {**costs, **rest})


def referral_question(language: str, customers: pd.DataFrame) -> Enquiry:
    """Which sources mean that somebody recommended the shop."""
    sources, likely = referral_sources(customers)
    options = tuple(Option(source, source) for source in sources)
    names, sets = ("referral_channels",), _referral
    return asked("referral", language, "several", proposal=likely, options=options, sets_several=sets, names=names)


def _referral(chosen: Sequence[str]) -> Settled:
    return {"referral_channels": list(chosen)}


def groups_question(language: str, customers: pd.DataFrame, headers: Mapping[str, str], least: int) -> Enquiry | None:
    """By what customers are split, shown by the file's own `headers`; None where nothing splits them."""
    fitting, likely = splits(customers, least)
    if not fitting:
        return None
    none = Option(NONE, question_texts()["groups"]["none"][language], {"segment_by": None})
    options = [Option(name, f"{headers.get(name, name)} ({n})", {"segment_by": name}) for name, n in fitting.items()]
    how: Mapping[str, Any] = {"proposal": likely or NONE, "options": (*options, none), "names": ("segment_by",)}
    return asked("groups", language, "choice", **how)


def _plain(name: str, value: Any) -> Settled:
    """The value of one parameter, checked."""
    checked({"as_of": _FAR, name: value})
    return {name: value}


def _number(text: str, code: str) -> float:
    try:
        return float(text.translate(_WIDE).replace(",", ""))
    except ValueError:
        raise KitError(code, sources=NONE) from None
