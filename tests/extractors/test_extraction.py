"""What the pipeline finds in texts written for these tests."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pipeline import Extractor
from kg.records import Entity, Extraction, Paper
from kg.text import clean


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def read(extractor: Extractor, abstract: str, title: str | None = None) -> Extraction:
    return extractor.extract(Paper(id="p", title=title, abstract=abstract))


def entity(extraction: Extraction, surface: str) -> Entity:
    (found,) = [e for e in extraction.entities if surface in e.surfaces]
    return found


@pytest.mark.parametrize(
    "abstract",
    [
        "We propose Quillformer, a new architecture for parsing.",
        "In this paper, we introduce Quillformer. It parses text quickly.",
        "To fix this we present a framework called Quillformer that parses text.",
        "We develop a parser, dubbed Quillformer, with linear cost.",
        "This work proposes a novel model named Quillformer.",
    ],
)
def test_the_system_that_a_paper_proposes_is_found(extractor: Extractor, abstract: str) -> None:
    found = entity(read(extractor, abstract), "Quillformer")
    assert (found.type, found.role) == ("Method", "introduced")


def test_the_name_before_a_titles_colon_is_introduced(extractor: Extractor) -> None:
    found = read(extractor, "Quillformer parses text with linear cost.", "Quillformer: Parsing in Linear Time")
    assert entity(found, "Quillformer").role == "introduced"


def test_a_benchmark_of_the_papers_own_is_an_introduced_dataset(extractor: Extractor) -> None:
    found = entity(read(extractor, "We introduce QuillBench, a benchmark for handwriting models."), "QuillBench")
    assert (found.type, found.role) == ("Dataset", "introduced")


@pytest.mark.parametrize(
    ("abstract", "surface", "type", "role"),
    [
        ("Our model is evaluated on ImageNet and CIFAR-10.", "ImageNet", "Dataset", "evaluated"),
        ("Our model is evaluated on ImageNet and CIFAR-10.", "CIFAR-10", "Dataset", "evaluated"),
        ("It reaches a BLEU of 31.2 after a day.", "BLEU", "Metric", "reported"),
        ("It has 80.1% top-1 accuracy.", "top-1 accuracy", "Metric", "reported"),
        ("We study semantic segmentation of street scenes.", "semantic segmentation", "Task", "addressed"),
        ("We fine-tune BERT with Adam.", "BERT", "Method", "used"),
        ("Our parser clearly outperforms the LSTM baseline.", "LSTM", "Method", "compared"),
    ],
)
def test_well_known_names_are_found_with_their_role(
    extractor: Extractor, abstract: str, surface: str, type: str, role: str
) -> None:
    found = entity(read(extractor, abstract), surface)
    assert (found.type, found.role) == (type, role)


def test_an_acronym_and_its_expansion_are_one_entity(extractor: Extractor) -> None:
    found = read(extractor, "Graph neural networks (GNNs) are popular. We train GNNs and one graph neural network.")
    assert set(entity(found, "GNNs").surfaces) == {"Graph neural networks", "GNNs", "graph neural network"}


@pytest.mark.parametrize(
    "abstract",
    [
        "We thank everybody for multiple inspired and simple suggestions on complex behavior.",
        "The results are shown in the table on the next page.",
        "",
        "∫∑∂ αβγ → ∞",
        "これは論文の要旨です。",
    ],
)
def test_ordinary_prose_holds_no_names(extractor: Extractor, abstract: str) -> None:
    assert extractor.extract(Paper(id="p", title=None, abstract=abstract or None)).entities == []


def test_a_name_inside_an_address_is_no_mention(extractor: Extractor) -> None:
    found = read(extractor, "Code: https://github.com/lab/ResNet and more text.")
    assert found.entities == []
    assert found.links == ["https://github.com/lab/ResNet"]


_WORDS = st.sampled_from(
    [
        "we",
        "propose",
        "introduce",
        "FooNet",
        "ImageNet",
        "CIFAR-10",
        "and",
        "on",
        "(",
        ")",
        ",",
        ".",
        ":",
        "graph",
        "neural",
        "networks",
        "(GNNs)",
        "accuracy",
        "83.9%",
        "https://a.b/c",
        "$\\alpha$",
        "called",
        "BERT-large",
        "detection",
        "\u202e",
        "<script>",
        "é",
        "ﬁ",
        "𝔽oo",
    ]
)
_TEXT = st.lists(st.one_of(_WORDS, st.text(max_size=5)), max_size=40).map(" ".join)


@given(_TEXT, _TEXT)
@settings(max_examples=150)
def test_every_mention_is_exactly_a_surface_at_its_offsets(title: str, abstract: str) -> None:
    paper = Paper(id="p", title=clean(title) or None, abstract=clean(abstract) or None)
    found = _SHARED.extract(paper)
    for one in found.entities:
        assert one.name in one.surfaces
        assert {found.text[m.start : m.end] for m in one.mentions} == set(one.surfaces)
    for result in found.results:
        assert found.text[result.start : result.end] == result.text


_SHARED = Extractor()


def test_results_do_not_depend_on_order_or_company(extractor: Extractor) -> None:
    papers = [Paper(id=str(n), abstract=f"We propose Net{n}Former and test it on CIFAR-{n}0.") for n in range(9)]
    together = {x.id: x for x in extractor.stream(papers)}
    backwards = {x.id: x for x in extractor.stream(reversed(papers))}
    alone = {p.id: extractor.extract(p) for p in papers}
    assert together == backwards == alone


def test_the_component_works_in_anybodys_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("paper_entities")
    doc = nlp("We train ResNet-50 on ImageNet.")
    assert [(s.text, s.label_) for s in doc.spans["paper_entities"]] == [
        ("ResNet-50", "Method"),
        ("ImageNet", "Dataset"),
    ]


def test_a_users_name_is_found(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "mine.csv"
    path.write_text("type,name,aliases\nDataset,the blue ledger,\n")
    found = read(Extractor(lexicon=path), "We count words in the blue ledger.")
    assert entity(found, "the blue ledger").type == "Dataset"


def test_the_configuration_changes_with_options_and_lexicon(extractor: Extractor, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "mine.csv"
    path.write_text("type,name\nDataset,blue ledger\n")
    others = [Extractor("fast"), Extractor(min_confidence=0.9), Extractor(lexicon=path)]
    assert len({extractor.configuration, *(o.configuration for o in others)}) == 4
    assert Extractor().configuration == extractor.configuration
