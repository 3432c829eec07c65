"""Whom to ask: the plan of one wave of a survey, drawn by chance and remembered."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import shareable_path, survey_folder
from helpers.collect.plan.bands import SPENDS, TENURES, Earlier, bands, earlier
from helpers.collect.plan.draw import drawn
from helpers.collect.plan.eligibility import Eligible, eligible
from helpers.collect.plan.invited import asked_since, invited_before
from helpers.collect.plan.needs import Need, Needs, needs
from helpers.collect.plan.optouts import opt_outs, opted_out
from helpers.collect.plan.refusals import refusals
from helpers.collect.settings import CollectSettings
from helpers.read.once import table_once
from helpers.read.rows import files_of

FILE = "plan.json"
_MAKES_THE_PLAN = (
    "as_of", "seed", "where", "ask", "expected_response_rate", "expected_shares", "expected_spread", "wanted_margin",
    "wanted_gap", "stratify_by", "quarantine_days", "consent_given",
)  # fmt: skip
_INPUTS = ("customers", "invitations", "opt_outs", "earlier_customers")
JOINT = " · "
_RANKS = {band: f"{rank:02}" for rank, band in enumerate((*TENURES, *SPENDS))}
_PERSON = ["customer_id", "email", "name", "stratum"]


@dataclass(frozen=True, repr=False)
class Plan:
    """Who is asked in one wave, who is not and why, and how many answers are needed.

    The counts close: `rows_in` = Σ ``left_out.customers`` + `eligible`, and `eligible` = Σ ``strata.eligible``.
    `asked` has one row a customer, one a mail address, in the order of the draw: who sends only some of the
    mails, sends to a random part. Of a remembered plan: the same people, less those of `withdrawn`.
    """

    wave: str
    seed: int
    remembered: bool  # whether it is the plan that the wave's folder holds (plan.json), drawn earlier
    rows_in: int  # of the customers file
    left_out: pd.DataFrame  # reason, customers: one row a reason that somebody was left out for
    eligible: int  # customers who may be asked
    needs: Needs
    strata: pd.DataFrame  # stratum ("" without stratify_by), eligible, asked
    asked: pd.DataFrame  # customer_id, email, name (missing where the CRM has none), stratum
    withdrawn: pd.DataFrame  # customer_id, reason: those of a remembered plan who may not be mailed any more
    opt_outs_unknown: int = 0  # entries of the opt-out list that are no customer's
    refusing: tuple[str, ...] = ()  # headers of the customers file by which somebody said no to mails


def plan(settings: CollectSettings) -> Plan:
    """Plan of the wave ``settings.wave_name``: the remembered one, else drawn afresh. Writes nothing.

    Who writes the survey's folder (``helpers.base.folders.survey_folder(report_name, wave)``) writes
    ``record(plan, settings)`` as its ``plan.json`` (UTF-8), and the wave is remembered from then on. A
    remembered wave keeps its people and its counts; who may not be mailed any more is in `withdrawn`.

    Raises
    ------
    KitError
        ``E-PLAN-CUSTOMERS`` without a customers file; ``E-PLAN-CHANGED`` where the wave was planned with
        other settings, naming them; ``E-PLAN-SPEND``; those of reading the customers, invitations and
        opt-outs files (one that is named and missing stops).
    """
    everyone = table_once("customers", settings, describing=True)
    if everyone is None:
        raise KitError("E-PLAN-CUSTOMERS")
    kept = _remembered(settings)
    listed, past = opt_outs(settings), earlier(settings)
    if "spend" in settings.stratify_by and past is None:
        raise KitError("E-PLAN-SPEND")
    refused = refusals(everyone)
    out = opted_out(everyone.frame, listed, refused.values())
    may = eligible(everyone, settings, recent=asked_since(invited_before(settings), settings), opted_out=out)
    customers = may.customers.assign(stratum=_strata(may.customers, past, settings)).reset_index(drop=True)
    people = customers.reindex(columns=_PERSON).astype("str")
    strange = listed.unknown(everyone.frame) if listed else 0
    if kept:
        return replace(_again(kept, people, may, settings, strange), refusing=tuple(refused))
    wanted = needs(len(people), past, settings)
    asked = drawn(people, wanted.ask, seed=settings.seed, wave=settings.wave_name).reset_index(drop=True)
    return Plan(
        wave=settings.wave_name,
        seed=settings.seed,
        remembered=False,
        rows_in=everyone.rows_in,
        left_out=may.counts(),
        eligible=len(people),
        needs=wanted,
        strata=_by_stratum(people, asked),
        asked=asked,
        withdrawn=pd.DataFrame({"customer_id": [], "reason": []}, dtype="str"),
        opt_outs_unknown=strange,
        refusing=tuple(refused),
    )


def _strata(customers: pd.DataFrame, past: Earlier | None, settings: CollectSettings) -> pd.Series:
    """Stratum of each customer: the bands asked for, joined; "" where none is."""
    names = bands(customers, past, settings)
    stratum = pd.Series("", index=customers.index, dtype="str")
    for number, name in enumerate(dict.fromkeys(settings.stratify_by)):
        stratum = stratum + JOINT * bool(number) + names[name]
    return stratum


def _by_stratum(people: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Strata, bands by their order, channels by their names."""
    sizes = people["stratum"].value_counts()
    order = sorted(sizes.index, key=lambda stratum: [_RANKS.get(band, band) for band in stratum.split(JOINT)])
    counts = asked["stratum"].value_counts().reindex(order, fill_value=0)
    return pd.DataFrame({"eligible": sizes[order], "asked": counts}).reset_index(names="stratum")


def record(plan: Plan, settings: CollectSettings) -> dict[str, Any]:
    """What ``plan.json`` remembers of a plan, ready for JSON: settings, counts, hashes of the inputs, ids asked."""
    return {
        "wave": plan.wave,
        "settings": _given(settings),
        "inputs": {name: _hashes(path) for name in _INPUTS if (path := getattr(settings, name))},
        "rows_in": plan.rows_in,
        "eligible": plan.eligible,
        "left_out": plan.left_out.to_dict("records"),
        "strata": plan.strata.to_dict("records"),
        "needs": asdict(plan.needs),
        "asked": plan.asked["customer_id"].tolist(),
    }


def _given(settings: CollectSettings) -> dict[str, Any]:
    return settings.model_dump(mode="json", include=set(_MAKES_THE_PLAN))


def _hashes(path: str) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files_of(path)}


def _remembered(settings: CollectSettings) -> dict[str, Any] | None:
    """What the wave's folder remembers, if it was planned with these settings."""
    folder = survey_folder(settings.report_name, settings.wave_name)
    if not (folder / FILE).exists():
        return None
    try:
        kept: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        then, now = kept["settings"], _given(settings)
        changed = sorted(name for name in now if then[name] != now[name])
        whole = kept["wave"] == settings.wave_name and isinstance(kept["asked"], list)
    except (ValueError, KeyError, TypeError):
        whole, changed, kept = False, [], {}
    place = shareable_path(folder)
    if not whole:
        raise KitError("E-PLAN-FILE", folder=place)
    if changed:
        raise KitError("E-PLAN-CHANGED", wave=settings.wave_name, names=", ".join(changed), folder=place)
    return kept


def _again(
    kept: Mapping[str, Any], people: pd.DataFrame, may: Eligible, settings: CollectSettings, strange: int
) -> Plan:
    """The remembered plan: the people drawn then, with their names and addresses of now."""
    then = pd.Series(kept["asked"], dtype="str")
    now = people.set_index("customer_id")
    still = then[then.isin(now.index)]
    gone = pd.DataFrame({"customer_id": then[~then.isin(now.index)].reset_index(drop=True)})
    reasons = may.left_out.dropna().drop_duplicates("customer_id").set_index("customer_id")["reason"]
    said = gone["customer_id"].map(reasons).astype("str").fillna("unknown_customer")
    return Plan(
        wave=kept["wave"],
        seed=kept["settings"]["seed"],
        remembered=True,
        rows_in=kept["rows_in"],
        left_out=pd.DataFrame(kept["left_out"], columns=["reason", "customers"]),
        eligible=kept["eligible"],
        needs=Needs(**{**kept["needs"], "lines": tuple(Need(**line) for line in kept["needs"]["lines"])}),
        strata=pd.DataFrame(kept["strata"], columns=["stratum", "eligible", "asked"]),
        asked=now.loc[still].reset_index()[_PERSON],
        withdrawn=gone.assign(reason=said),
        opt_outs_unknown=strange,
    )
