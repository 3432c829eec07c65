"""Whom to ask: the plan of one wave of a survey, drawn by chance and remembered."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.parameters import Settings


@dataclass(frozen=True)
class Plan:
    """Who is asked in one wave, who is not and why, and how many answers are needed.

    The counts close: `rows_in` = Σ ``left_out.customers`` + `eligible`, and `eligible` = Σ ``strata.eligible``.

    Attributes
    ----------
    wave : str
    seed : int
    remembered : bool
        Whether this is the plan that the wave's folder holds (``plan.json``), drawn earlier.
    rows_in : int
        Rows of the customers file.
    left_out : DataFrame
        reason, customers: in the order in which the reasons are looked for, those without anybody left out.
    eligible : int
        Customers who may be asked.
    strata : DataFrame
        stratum ("" without `stratify_by`), eligible, asked.
    asked : DataFrame
        customer_id, email, name (str; missing where the CRM has none), stratum; one row a customer, one
        a mail address, in the order of the draw: who sends only some of the mails, sends to a random part.
        Of a remembered plan: the same people, less those of `withdrawn`.
    withdrawn : DataFrame
        customer_id, reason: those of a remembered plan who may not be mailed any more.
    """

    wave: str
    seed: int
    remembered: bool
    rows_in: int
    left_out: pd.DataFrame
    eligible: int
    strata: pd.DataFrame
    asked: pd.DataFrame
    withdrawn: pd.DataFrame


def plan(settings: Settings) -> Plan:
    """Plan of the wave ``settings.wave_name``: the remembered one, else drawn afresh. Writes nothing.

    Who writes the survey's folder (``helpers.base.folders.survey_folder(report_name, wave)``) writes
    ``record(plan, settings)`` as its ``plan.json`` (UTF-8), and the wave is remembered from then on.

    Raises
    ------
    KitError
        ``E-PLAN-CUSTOMERS`` without a customers file; ``E-PLAN-CHANGED`` where the wave was planned with
        other settings, naming them; those of reading the customers, invitations and opt-outs files (a
        missing opt-outs file that is named stops).
    """
    raise NotImplementedError


def record(plan: Plan, settings: Settings) -> dict:
    """What ``plan.json`` remembers of a plan (JSON-ready): settings, seed, counts, hashes of the inputs, ids asked."""
    raise NotImplementedError
