"""A logistic regression over named binary features, with an L2 penalty, by scipy's L-BFGS. Same input, same weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import scipy.optimize
import scipy.sparse


def fit(
    rows: Sequence[tuple[Iterable[str], bool]], columns: Mapping[str, int], *, penalty: float, steps: int
) -> tuple[dict[str, float], float]:
    """The weight of each feature of ``columns`` (its number from 0 on) and the bias.

    ``rows``: the features that an example has, each once, and whether it is one of what is learned; features that are
    no column are left out.
    """
    cells = [(i, columns[name]) for i, (names, _) in enumerate(rows) for name in names if name in columns]
    at, which = zip(*cells, strict=True)
    x = scipy.sparse.csr_matrix((np.ones(len(at)), (at, which)), shape=(len(rows), len(columns)))
    y = np.array([label for _, label in rows], dtype=float)

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b[:-1] + b[-1]
        wrong = 1 / (1 + np.exp(-z)) - y
        value = float((np.logaddexp(0, z) - y * z).sum() + penalty / 2 * (b[:-1] ** 2).sum())
        return value, np.concatenate([x.T @ wrong + penalty * b[:-1], [wrong.sum()]])

    start = np.zeros(len(columns) + 1)
    best = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return {name: float(best[i]) for name, i in columns.items()}, float(best[-1])
