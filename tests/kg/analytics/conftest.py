import pytest
from corpora import graph_of

from kg.api import KnowledgeGraph

#: Papers about sorting quays: Harborset is introduced in 2019 and used from 2020 on, Betanet builds on Alphanet.
HARBOUR = [
    ("p1", "2019-03", [("introduces", "d Harborset"), ("introduces", "m Alphanet"), ("addresses", "t quay sorting")]),
    (
        "p2",
        "2020-01-05",
        [
            ("on", "d Harborset"),
            ("uses", "m Alphanet"),
            ("introduces", "m Betanet"),
            ("reports", "q mooring score"),
            ("compares", "m Gammanet"),
        ],
    ),
    (
        "p3",
        "2020",
        [("on", "d Harborset"), ("on", "d Pierset"), ("compares", "m Betanet"), ("introduces", "m Quaynet")],
    ),
    ("p4", None, [("mentions", "d Pierset"), ("uses", "m Alphanet"), ("addresses", "t quay sorting")]),
    ("p5", "2021-07", [("on", "d Pierset"), ("addresses", "t quay sorting"), ("uses", "m Betanet")]),
    ("p6", "2021-08", [("on", "d Lonelyset")]),
]


@pytest.fixture(scope="session")
def harbour() -> KnowledgeGraph:
    """The graph of six papers."""
    return graph_of(HARBOUR, {"p1": ["cs.CV"], "p2": ["cs.CL"], "p3": ["cs.CV", "stat.ML"]})
