"""What a call list needs besides the comparison: names and addresses, who must not be called, earlier lists."""

import re

import pandas as pd

from helpers.collect.plan.optouts import opt_outs, opted_out
from helpers.collect.plan.refusals import refusals
from helpers.merge.earlier_calls import check_listed, earlier_calls
from helpers.merge.settings import MergeSettings
from helpers.merge.since_calls import PERSONAL, Calling
from helpers.read.columns.spelling import read_as
from helpers.read.once import table_once
from helpers.read.roster import roster

_OF_PHONES = re.compile(
    r"((home|work|daytime|customer|contact)[ _])?(phone|tel|telephone|mobile|cell)([ _]?(phone|number|no\.?))*"
    r"|(自宅|連絡先|顧客)?(携帯|電話|携帯電話|tel)(番号)?\d?"
)


def calling(settings: MergeSettings) -> Calling:
    """Names and addresses of the report's customers, whether they refused to be contacted, and earlier lists.

    Who refused consent to mails, or left it blank, is not called (``no_consent``; nobody where the file has no such
    column), nor who is on the list of opt-outs or said no in another column (``opted_out``).

    Raises
    ------
    KitError
        Those of reading the customers, the opt-outs and the earlier lists.
    """
    everyone = table_once("customers", settings, describing=True)
    if everyone is None:
        nobody = pd.DataFrame(columns=[*PERSONAL, "refused"], dtype="str")
        return Calling(nobody, earlier_calls(settings), settings.consent_given)
    rows = roster(everyone, settings).frame
    earlier = earlier_calls(settings)
    check_listed(earlier, rows["customer_id"])
    out = opted_out(everyone.frame, opt_outs(settings), refusals(everyone).values()).reindex(rows.index)
    refused = pd.Series(None, index=rows.index, dtype="str").mask(out, "opted_out")
    if "mail_consent" in rows:
        refused = refused.mask(~rows["mail_consent"].fillna(False).astype(bool), "no_consent")
    phones = next((column for column in rows if _OF_PHONES.fullmatch(read_as(str(column)))), None)
    personal = rows.assign(phone=rows[phones] if phones else None).reindex(columns=list(PERSONAL)).astype("str")
    is_consent_known = "mail_consent" in rows or settings.consent_given
    return Calling(personal.assign(refused=refused).reset_index(drop=True), earlier, is_consent_known)
