"""Who has answered a wave already, and is not reminded."""

from dataclasses import replace

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.parameters import Settings
from helpers.read.roles import canonical_table
from helpers.read.roster import with_customer_id, with_own_tokens


def answered_ids(settings: Settings, invited: pd.DataFrame) -> set[str]:
    """Customers of whom there is an answer to this wave, by its token, their customer_id or their e-mail.

    An answer without a token counts from the day of the invitation on; one without a date counts too:
    rather no reminder than one to somebody who has answered.

    Parameters
    ----------
    invited : DataFrame
        The wave's invitations: customer_id, token, invited_at.

    Raises
    ------
    KitError
        ``E-REMIND-ANSWERS`` where the settings name no answers; those of reading them.
    """
    responses, customers = (canonical_table(name, settings) for name in ("responses", "customers"))
    if responses is None:
        raise KitError("E-REMIND-ANSWERS", name="responses")
    directory = None if customers is None else customers.frame
    responses = replace(responses, frame=with_own_tokens(responses.frame))
    frame = with_customer_id(responses, {"token": invited, "email": directory}).frame
    by_token = frame["token"].isin(invited["token"]) if "token" in frame else pd.Series(False, index=frame.index)
    since = pd.Series(True, index=frame.index)
    if "responded_at" in frame:
        since = ~(frame["responded_at"] < invited["invited_at"].min().normalize())
    return set(frame.loc[by_token | since, "customer_id"].dropna())
