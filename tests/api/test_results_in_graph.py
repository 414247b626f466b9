"""What results become in a built graph: nodes with their links, comparisons, boards."""

import json

import pytest

import kg

PAPERS = [
    (
        "2021-02",
        "QuillNet: A Network",
        "We propose QuillNet. QuillNet obtains 79.4% vs. 77.8% for ResNet-50 in top-1 accuracy on CIFAR-100."
        " QuillNet outperforms ResNet-50 by 1.6% in top-1 accuracy on CIFAR-100.",
    ),
    ("2022-04", "MothNet: A Network", "We propose MothNet. MothNet reaches 0.812 top-1 accuracy on CIFAR-100."),
    (
        "2023-06",
        "MothBench: A Benchmark",
        "We introduce MothBench, a benchmark of questions. GPT-4 reaches 43.5% accuracy on MothBench.",
    ),
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    where = tmp_path_factory.mktemp("in-graph")
    lines = [
        json.dumps({"id": f"p{number}", "title": title, "abstract": abstract, "date": date})
        for number, (date, title, abstract) in enumerate(PAPERS)
    ]
    (where / "papers.jsonl").write_text("\n".join(lines) + "\n")
    return kg.build(where / "papers.jsonl", where / "out", profile="fast")


def targets(graph: kg.KnowledgeGraph, source: str, predicate: str) -> set[str]:
    return {to for _, to, key in graph.nx.out_edges(source, keys=True) if key == predicate}


def results_of(graph: kg.KnowledgeGraph, paper: str) -> dict[float, dict[str, str]]:
    """The results of a paper by value: kind, and what each is linked to."""
    return {
        graph.nx.nodes[result]["value"]: {
            "kind": graph.nx.nodes[result]["kind"],
            **{key: to for _, to, key in graph.nx.out_edges(result, keys=True)},
        }
        for result, _, key in graph.nx.in_edges(paper, keys=True)
        if key == "resultOf"
    }


def test_both_sides_of_a_comparison_are_kept_and_compared(graph: kg.KnowledgeGraph) -> None:
    found = results_of(graph, "paper:p0")
    assert {value: one["kind"] for value, one in found.items()} == {79.4: "score", 77.8: "score", 1.6: "delta"}
    assert (found[79.4]["ofMethod"], found[77.8]["ofMethod"]) == ("method:quillnet", "method:resnet-50")
    assert targets(graph, "paper:p0", "comparesWith") == {"method:resnet-50"}
    assert "method:resnet-50" in targets(graph, "method:quillnet", "comparedWith")


def test_a_result_on_an_introduced_dataset_makes_the_paper_evaluate_on_it(graph: kg.KnowledgeGraph) -> None:
    assert "dataset:mothbench" in targets(graph, "paper:p2", "introduces")
    assert "dataset:mothbench" in targets(graph, "paper:p2", "evaluatesOn")


def test_scores_of_all_papers_are_ranked_together_and_deltas_apart(graph: kg.KnowledgeGraph) -> None:
    scores = graph.leaderboard("cifar100", "top-1 accuracy", min_confidence=0.0)
    assert list(scores["value"]) == [0.812, 79.4, 77.8]
    deltas = graph.leaderboard("CIFAR-100", "top-1 accuracy", kind="delta", min_confidence=0.0)
    assert list(deltas["value"]) == [1.6]
    assert deltas["rank"].isna().all()
