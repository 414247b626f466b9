"""Fit the second stage: which proposal is an entity of which type, and which role it has."""


import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from extractors.trees import Trees

__all__ = ["grow", "plain_trees"]

Floats = NDArray[np.float64]


def grow(
    rows: Floats, labels: NDArray[np.int64], weights: Floats | None = None, rounds: int = 150, leaves: int = 12,
    rate: float = 0.06, least: int = 30, l2: float = 5.0,
) -> HistGradientBoostingClassifier:
    """Boosted trees for these rows."""
    model = HistGradientBoostingClassifier(
        max_iter=rounds, max_leaf_nodes=leaves, learning_rate=rate, min_samples_leaf=least, l2_regularization=l2,
        max_features=0.5, early_stopping=False, random_state=1,
    )
    return model.fit(rows, labels, sample_weight=weights)


def plain_trees(model: HistGradientBoostingClassifier) -> Trees:
    """The same trees as arrays."""
    listed = [(predictor.nodes, column) for group in model._predictors for column, predictor in enumerate(group)]
    width = max(len(nodes) for nodes, _ in listed)
    shape = (len(listed), width)
    feature, left, right = (np.zeros(shape, np.int32) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    depth = 0
    for number, (nodes, _) in enumerate(listed):
        for place, node in enumerate(nodes):
            if node["is_leaf"]:
                left[number, place] = right[number, place] = place
                threshold[number, place] = np.inf
                value[number, place] = node["value"]
                depth = max(depth, int(node["depth"]))
            else:
                feature[number, place] = node["feature_idx"]
                threshold[number, place] = node["num_threshold"]
                left[number, place], right[number, place] = node["left"], node["right"]
    output = np.array([column for _, column in listed], np.int32)
    return Trees(feature, threshold, left, right, value, output, np.asarray(model._baseline_prediction).ravel(), depth)
