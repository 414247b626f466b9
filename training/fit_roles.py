"""Fit the linear model that tells roles from the words around mentions."""

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from training.gold import ROLES

__all__ = ["fit_context"]


def fit_context(
    rows: list[list[str]], labels: list[str], strength: float = 0.05, least: int = 3
) -> tuple[dict[str, int], NDArray[np.float64], NDArray[np.float64]]:
    """Rows of the weights of features, the weights (a column a role), and the intercepts."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([{f: 1.0 for f in row if counts[f] >= least} for row in rows])
    model = LogisticRegression(C=strength, max_iter=200)
    model.fit(table, [ROLES.index(label) for label in labels])
    weights = np.zeros((len(vectorizer.feature_names_), len(ROLES)))
    base = np.full(len(ROLES), -10.0)
    for column, role in enumerate(model.classes_):
        weights[:, role] = model.coef_[column]
        base[role] = model.intercept_[column]
    kept = np.abs(weights).max(axis=1) >= 0.02
    names = [n for n, k in zip(vectorizer.feature_names_, kept, strict=True) if k]
    return {n: i for i, n in enumerate(names)}, weights[kept], base
