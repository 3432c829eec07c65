"""A draw by chance that anybody can make again: the same whatever the order of rows, and steady when customers come."""

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction

import pandas as pd


def lots(ids: Iterable[str], *, seed: int, wave: str) -> list[str]:
    """Each customer's lot: SHA-256 of seed, wave and id, as a text. The smallest lots are drawn.

    A lot depends on nobody else, so that other customers who come or go never change who is drawn before
    whom. Other waves and seeds give other lots.

    Examples
    --------
    >>> first, again = (lots(["C1", "C2"], seed=1, wave="2026-04") for _ in range(2))
    >>> first == again, first == lots(["C1", "C2"], seed=1, wave="2026-05")
    (True, False)
    """
    return [hashlib.sha256(f"{seed}\0{wave}\0{customer_id}".encode()).hexdigest() for customer_id in ids]


def allocation(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many are drawn of each stratum: in proportion to its size, by largest remainders.

    Of equal remainders the larger stratum gets the one, then the one of the smaller name. Worked out in
    whole numbers, so that nothing depends on rounding.

    Raises
    ------
    ValueError
        If more are to be drawn than there are.

    Examples
    --------
    >>> allocation({"a": 50, "b": 30, "c": 20}, 7)
    {'a': 4, 'b': 2, 'c': 1}
    """
    total = sum(sizes.values())
    if not 0 <= n <= total:
        raise ValueError(f"{n} must lie in 0…{total}")
    quotas = {name: Fraction(n * size, total or 1) for name, size in sizes.items()}
    drawn = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(sizes, key=lambda name: (drawn[name] - quotas[name], -sizes[name], name))
    for name in by_remainder[: n - sum(drawn.values())]:
        drawn[name] += 1
    return drawn


def drawn(customers: pd.DataFrame, n: int, *, seed: int, wave: str) -> pd.DataFrame:
    """The n customers drawn (at most all), of each stratum its share, in the order of their lots.

    Parameters
    ----------
    customers : DataFrame
        customer_id (each once), stratum.

    Examples
    --------
    >>> two = pd.DataFrame({"customer_id": ["a", "b"], "stratum": ["", ""]})
    >>> sorted(drawn(two, 2, seed=1, wave="2026-04")["customer_id"])
    ['a', 'b']
    """
    lot = pd.Series(lots(customers["customer_id"], seed=seed, wave=wave), index=customers.index, dtype="str")
    ranked = customers.loc[lot.sort_values().index]
    places = allocation(ranked["stratum"].value_counts().to_dict(), n)
    return ranked[ranked.groupby("stratum").cumcount() < ranked["stratum"].map(places).astype("int64")]
