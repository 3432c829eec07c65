"""The tables of a report: their canonical columns, the kind of each, and those that a file must have."""

from collections.abc import Mapping
from typing import Literal, get_args

TableName = Literal["customers", "purchases", "responses", "complaints", "invitations"]
TABLES: tuple[TableName, ...] = get_args(TableName)
CANONICAL_COLUMNS: Mapping[TableName, Mapping[str, str]] = {
    "customers": {
        "customer_id": "id", "acquired_on": "day", "email": "email", "acquisition_channel": "text",
        "acquisition_cost": "money", "mail_consent": "flag", "subscription_started_on": "maybe_day",
        "subscription_ended_on": "maybe_day",
    },
    "purchases": {
        "order_id": "id", "customer_id": "id", "email": "email", "ordered_at": "day", "amount": "money",
        "refund_amount": "maybe_money", "kind": "order_or_refund", "refunds_order_id": "text", "status": "text",
        "currency": "text",
    },
    "responses": {
        "customer_id": "id", "email": "email", "token": "id", "score": "score", "response_id": "text",
        "responded_at": "day", "recommended_count": "count", "influence": "influence", "warned_count": "count",
        "finished": "flag",
    },
    "complaints": {
        "complaint_id": "id", "customer_id": "id", "received_at": "day", "severity": "severity", "order_id": "text",
    },
    "invitations": {
        "customer_id": "id", "token": "text", "wave": "text", "invited_at": "maybe_day", "opened_at": "maybe_day",
        "expires_on": "maybe_day", "delivered": "flag",
    },
}  # fmt: skip
REQUIRED: Mapping[TableName, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "purchases": ("order_id", "ordered_at", "amount"),
    "responses": ("score",),
    "complaints": ("complaint_id", "customer_id", "received_at", "severity"),
    "invitations": ("customer_id",),
}
ONE_KEY_OF: Mapping[TableName, tuple[str, ...]] = {
    "purchases": ("customer_id", "email"),
    "responses": ("customer_id", "email", "token"),
}
