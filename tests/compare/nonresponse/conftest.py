"""A shop of which it is known who was invited."""

import pytest

NEW, OLD = "2026-01-01", "2022-06-01"


def asked(segment, net, **more):
    return {"segment": segment, "net_amount": net, "orders": 1, **more}


@pytest.fixture
def known_invitations(shop):
    """100 customers: 60 invited, of whom 30 answered; 10 more answered without an invitation that is known of."""
    people = [
        *[asked("promoter", 100, acquired_on=NEW)] * 14,
        *[asked("detractor", 40, acquired_on=NEW)] * 6,
        *[asked("promoter", 400, acquired_on=OLD)] * 10,
        *[asked("passive", 200, acquired_on=OLD)] * 10,
        *[{"net_amount": 60, "acquired_on": NEW}] * 20,
        *[{"net_amount": 10, "acquired_on": OLD, "orders": 1}] * 10,
        *[{"net_amount": 20, "acquired_on": NEW, "orders": 1}] * 30,
    ]
    rows = shop(*people).assign(net_amount_before=0, invited=False)
    rows.loc[0:29, "invited"] = rows.loc[40:69, "invited"] = True
    return rows
