"""Shops of a few customers, as the steps' own tests make them."""

from tests.compare.conftest import shop
from tests.compare.nonresponse.conftest import known_invitations
from tests.merge.conftest import customers, orders, table

__all__ = ["customers", "known_invitations", "orders", "shop", "table"]
