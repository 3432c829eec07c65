"""Logistic regressions by scikit-learn, which is loaded with the first of them: importing it takes a second."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression


def logistic(**how: Any) -> "LogisticRegression":
    """A logistic regression to be fitted.

    Examples
    --------
    >>> int(logistic(C=1.0).fit([[0.0], [1.0], [2.0], [3.0]], [False, False, True, True]).predict([[2.6]])[0])
    1
    """
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(**how)
