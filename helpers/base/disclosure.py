"""Which groups are too small to be shown, so that nobody's figures can be worked out."""

from collections.abc import Mapping


def hidden_groups(sizes: Mapping[str, int], least: int) -> set[str]:
    """Groups whose money stays hidden: those under `least`, and as many more as a subtraction needs.

    Where the groups' total is known, a single hidden group is the total less the others. So a second
    one is hidden with it (``none`` first, else the smallest), until the hidden ones are at least two
    and together no fewer than `least`.

    Parameters
    ----------
    sizes : mapping
        Group → number of customers; the groups make up the whole.
    least : int
        Fewest customers of a group that is shown.

    Examples
    --------
    >>> sorted(hidden_groups({"detractor": 5, "passive": 40, "promoter": 60, "none": 900}, 10))
    ['detractor', 'none']
    >>> hidden_groups({"detractor": 0, "passive": 40, "promoter": 60, "none": 900}, 10)
    set()
    """
    filled = {group: n for group, n in sizes.items() if n}
    hidden = {group for group, n in filled.items() if n < least}
    others = sorted(filled.keys() - hidden, key=lambda group: (group != "none", filled[group]))
    while hidden and others and (len(hidden) == 1 or sum(filled[group] for group in hidden) < least):
        hidden.add(others.pop(0))
    return hidden
