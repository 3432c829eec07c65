"""The tables of a report: their canonical columns, the kind of each, and those that a file must have."""

from collections.abc import Mapping
from typing import Literal, get_args

FileName = Literal["customers", "purchases", "responses", "complaints", "invitations"]
TableName = FileName | Literal["orders", "amounts"]  # these two are purchases in two files
TABLES: tuple[FileName, ...] = get_args(FileName)
PARTS: tuple[TableName, ...] = ("orders", "amounts")
CANONICAL_COLUMNS: Mapping[TableName, Mapping[str, str]] = {
    "customers": {
        "customer_id": "id", "acquired_on": "day", "email": "email", "acquisition_channel": "text",
        "acquisition_cost": "money", "mail_consent": "flag", "mail_opt_out": "text",
        "subscription_started_on": "maybe_day", "subscription_ended_on": "maybe_day",
    },
    "purchases": {
        "order_id": "id", "customer_id": "id", "email": "email", "ordered_at": "day", "amount": "money",
        "refund_amount": "maybe_money", "kind": "order_or_refund", "refunds_order_id": "text", "status": "text",
        "currency": "text", "quantity": "quantity", "unit_price": "money", "tax": "tax",
    },
    "responses": {
        "customer_id": "id", "email": "email", "token": "id", "score": "score", "response_id": "text",
        "responded_at": "day", "recommended_count": "count", "influence": "influence", "warned_count": "count",
        "finished": "flag", "order_id": "id",
    },
    "complaints": {
        "complaint_id": "id", "customer_id": "id", "received_at": "day", "severity": "severity", "order_id": "text",
    },
    "invitations": {
        "customer_id": "id", "token": "text", "wave": "text", "invited_at": "maybe_day", "opened_at": "maybe_day",
        "expires_on": "maybe_day", "delivered": "flag",
    },
}  # fmt: skip
RATING = "rating "  # begins the names of the columns that hold answers to further rating questions
FACTORS = ("quantity", "unit_price")  # of an amount, where a file has no column of amounts
REQUIRED: Mapping[TableName, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "purchases": ("order_id", "ordered_at", "amount"),
    "responses": ("score",),
    "complaints": ("complaint_id", "customer_id", "received_at", "severity"),
    "invitations": ("customer_id",),
}
ONE_KEY_OF: Mapping[TableName, tuple[str, ...]] = {
    "purchases": ("customer_id", "email"),
    "responses": ("customer_id", "email", "token", "order_id"),
}
_OF_ORDERS = ("order_id", "customer_id", "email", "ordered_at", "status", "currency", "refund_amount")
_NOT_OF_AMOUNTS = ("customer_id", "email")


def named_table(table: TableName) -> FileName:
    """Table as parameter files name it.

    Examples
    --------
    >>> named_table("amounts"), named_table("responses")
    ('purchases', 'responses')
    """
    return "purchases" if table == "orders" or table == "amounts" else table


def is_of_part(part: TableName, column: str) -> bool:
    """Whether a column of purchases in two files is looked for in this one of them.

    Examples
    --------
    >>> is_of_part("orders", "amount"), is_of_part("amounts", "amount"), is_of_part("amounts", "email")
    (False, True, False)
    """
    return column in _OF_ORDERS if part == "orders" else column not in _NOT_OF_AMOUNTS


CANONICAL_COLUMNS = {
    **CANONICAL_COLUMNS,
    **{
        part: {column: kind for column, kind in CANONICAL_COLUMNS["purchases"].items() if is_of_part(part, column)}
        for part in PARTS
    },
}
REQUIRED = {**REQUIRED, "orders": ("order_id", "ordered_at"), "amounts": ("order_id", "amount")}
ONE_KEY_OF = {**ONE_KEY_OF, "orders": ONE_KEY_OF["purchases"]}
