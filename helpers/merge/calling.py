"""What a call list needs besides the comparison: names and addresses, who must not be called, earlier lists."""

import re
from dataclasses import dataclass

import pandas as pd

from helpers.collect.plan.optouts import opt_outs, opted_out
from helpers.collect.plan.refusals import refusals
from helpers.merge.earlier_calls import EarlierCalls, earlier_calls
from helpers.merge.settings import MergeSettings
from helpers.read.columns.spelling import read_as
from helpers.read.roles import canonical_table
from helpers.read.roster import roster

PERSONAL = ("customer_id", "name", "email", "phone")
_OF_PHONES = re.compile(
    r"((home|work|daytime|customer|contact)[ _])?(phone|tel|telephone|mobile|cell)([ _]?(phone|number|no\.?))*"
    r"|(自宅|連絡先|顧客)?(携帯|電話|携帯電話|tel)(番号)?\d?"
)


@dataclass(frozen=True, repr=False)
class Calling:
    """Whom one can reach; its text shows nobody."""

    people: pd.DataFrame  # customer_id, name, email, phone (missing where the CRM has none), refused (the reason)
    earlier: EarlierCalls | None = None


def calling(settings: MergeSettings) -> Calling:
    """Names and addresses of the report's customers, whether they refused to be contacted, and earlier lists.

    Who refused consent to mails, or left it blank, is not called (``no_consent``; nobody where the file has no such
    column), nor who is on the list of opt-outs or said no in another column (``opted_out``).

    Raises
    ------
    KitError
        Those of reading the customers, the opt-outs and the earlier lists.
    """
    listed, earlier = opt_outs(settings), earlier_calls(settings)
    everyone = canonical_table("customers", settings, describing=True)
    if everyone is None:
        return Calling(pd.DataFrame(columns=[*PERSONAL, "refused"], dtype="str"), earlier)
    rows = roster(everyone, settings).frame
    out = opted_out(everyone.frame, listed, refusals(everyone).values()).reindex(rows.index)
    refused = pd.Series(None, index=rows.index, dtype="str").mask(out, "opted_out")
    if "mail_consent" in rows:
        refused = refused.mask(~rows["mail_consent"].fillna(False).astype(bool), "no_consent")
    phones = next((column for column in rows if _OF_PHONES.fullmatch(read_as(str(column)))), None)
    personal = rows.assign(phone=rows[phones] if phones else None).reindex(columns=list(PERSONAL)).astype("str")
    return Calling(personal.assign(refused=refused).reset_index(drop=True), earlier)
