from collections.abc import Iterable

import pytest
from small_corpus import linked, paper

from kg.records import EntityType, Extraction, Mention


def keys(papers: Iterable[Extraction]) -> list[str]:
    return sorted(linked(papers)[0])


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Dataset", "CIFAR10", "CIFAR-10"),
        ("Dataset", "ILSVRC 2012", "ImageNet"),
        ("Method", "Graph Neural Networks", "graph neural network"),
    ],
)
def test_spellings_and_known_aliases_are_one_node(kind: EntityType, one: str, other: str) -> None:
    assert len(keys([paper("p", (kind, "mentioned", (one,))), paper("q", (kind, "mentioned", (other,)))])) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("CIFAR-10", "CIFAR-100"), ("GPT-2", "GPT-3"), ("ImageNet", "Tiny ImageNet"), ("C", "C++")]
)
def test_different_names_are_different_nodes(one: str, other: str) -> None:
    assert (
        len(keys([paper("p", ("Dataset", "mentioned", (one,))), paper("q", ("Dataset", "mentioned", (other,)))])) == 2
    )


def test_an_acronym_means_what_its_own_paper_expands_it_to() -> None:
    own = paper("p", ("Method", "introduced", ("Fusing Cross Network", "FCN")))
    usual = paper("q", ("Method", "used", ("fully convolutional networks", "FCN")))
    assert keys([own, usual]) == ["method:fcn", "method:fusing-cross-network"]


def test_an_acronym_that_the_lexicon_does_not_explain_means_what_papers_say_it_does() -> None:
    spelled_out = paper("p", ("Dataset", "evaluated", ("General Language Understanding Evaluation", "GLUE")))
    assert keys([spelled_out, paper("q", ("Dataset", "evaluated", ("GLUE",)))]) == ["dataset:glue"]


def test_an_acronym_never_expanded_goes_to_the_dominant_sense() -> None:
    expanding = [paper(f"p{i}", ("Method", "used", ("graph convolutional network", "GCN"))) for i in range(3)]
    silent = paper("q", ("Method", "used", ("GCN",)))
    nodes, _, _ = linked([*expanding, silent])
    assert nodes["method:graph-convolutional-network"].papers == 4


def test_an_acronym_of_several_senses_stays_a_node_of_its_own() -> None:
    senses = [
        paper("p1", ("Method", "used", ("graph attention network", "GAT"))),
        paper("p2", ("Method", "used", ("generative adversarial trainer", "GAT"))),
    ]
    assert "method:gat" in keys([*senses, paper("q", ("Method", "used", ("GAT",)))])


def test_the_label_is_what_papers_write_most_and_the_rest_are_aliases() -> None:
    spelled = [paper(f"p{i}", ("Method", "used", ("batch normalization",))) for i in range(2)]
    nodes, _, _ = linked([*spelled, paper("q", ("Method", "used", ("Batch-Normalization",)))])
    node = nodes["method:batch-normalization"]
    assert (node.label, node.aliases) == ("batch normalization", ("Batch-Normalization",))


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (("FLOPs", "FLOPs", "flops", "flop"), "FLOPs"),
        (("CNNs", "CNNs", "CNN"), "CNN"),
        (("vision transformers", "Vision Transformer", "vision transformer"), "vision transformer"),
    ],
)
def test_the_label_keeps_the_usual_capitals_and_is_singular_where_people_write_it(
    written: tuple[str, ...], label: str
) -> None:
    nodes, _, _ = linked([paper(str(n), ("Method", "used", (surface,))) for n, surface in enumerate(written)])
    assert [node.label for node in nodes.values()] == [label]


def test_variants_point_to_their_base_where_it_is_in_the_graph() -> None:
    _, _, relations = linked([paper("p", ("Method", "used", ("ResNet-50",)), ("Method", "used", ("ResNet",)))])
    assert [(r.subject, r.predicate, r.object) for r in relations] == [
        ("method:resnet-50", "variantOf", "method:resnet")
    ]


def test_what_the_introducing_paper_says_holds_for_the_method() -> None:
    _, _, relations = linked(
        [
            paper(
                "p",
                ("Method", "introduced", ("FooNet",)),
                ("Dataset", "evaluated", ("ImageNet",)),
                ("Task", "addressed", ("parsing",)),
                ("Method", "compared", ("ResNet",)),
            )
        ]
    )
    assert {(r.predicate, r.object) for r in relations} == {
        ("evaluatedOn", "dataset:imagenet"),
        ("usedFor", "task:parsing"),
        ("comparedWith", "method:resnet"),
    }
    assert all(r.evidence for r in relations)


def test_evidence_is_the_sentence_with_the_mention_inside() -> None:
    _, papers, _ = linked([paper("p", ("Dataset", "evaluated", ("ImageNet",)))])
    (link,) = papers["p"].links
    (evidence,) = link.evidence
    assert evidence.start <= evidence.mention[0] < evidence.mention[1] <= evidence.end
    assert papers["p"].paper.text[slice(*evidence.mention)] == "ImageNet"


def test_keys_do_not_depend_on_the_order_of_papers() -> None:
    papers = [
        paper("p1", ("Method", "used", ("Foo Net", "FN"))),
        paper("p2", ("Method", "used", ("FooNet",))),
        paper("p3", ("Dataset", "evaluated", ("C++",)), ("Dataset", "evaluated", ("C",))),
        paper("p4", ("Method", "used", ("FN",))),
    ]
    assert keys(papers) == keys(reversed(papers))


def test_names_without_any_ascii_letter_still_get_a_key() -> None:
    (key,) = keys([paper("p", ("Method", "used", ("模型",)))])
    assert key.startswith("method:")
    assert len(key) > len("method:")


def test_a_title_that_spells_out_an_acronym_says_what_it_means() -> None:
    own = paper("p", ("Method", "introduced", ("FCN",)))
    own = own.model_copy(update={"title": "FCN: Fusing Extra Cross Networks for Ranking"})
    shifted = own.entities[0].model_copy(update={"mentions": [Mention(start=0, end=3)]})
    own = own.model_copy(update={"entities": [shifted]})
    assert keys([own, paper("q", ("Method", "used", ("fully convolutional network",)))]) == [
        "method:fcn",
        "method:fusing-extra-cross-network",
    ]


def test_a_listed_acronym_whose_papers_mean_other_things_stays_a_node_of_its_own() -> None:
    others = [
        paper(f"p{n}", ("Method", "used", (f"{word} contrast nets", "FCN"))) for n, word in enumerate(("fast", "full"))
    ]
    silent = paper("q", ("Method", "used", ("FCN",)))
    assert "method:fcn" in keys([silent])
    nodes = linked([*others, silent])[0]
    assert "method:fcn" not in nodes
    assert [n.label for k, n in nodes.items() if k.startswith("method:fcn-")] == ["FCN"]


@pytest.mark.parametrize(
    ("variant", "base"),
    [("FooNet-V2", "FooNet"), ("FooNet-large", "FooNet"), ("FooNet-50", "FooNet"), ("FooNetV2-50", "FooNet")],
)
def test_a_variant_of_a_name_that_no_lexicon_lists_points_to_its_nearest_base(variant: str, base: str) -> None:
    _, _, relations = linked([paper("p", ("Method", "used", (variant,)), ("Method", "used", (base,)))])
    assert [r.object for r in relations if r.predicate == "variantOf"] == ["method:foonet"]
