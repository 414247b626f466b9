"""What a user corrects with --links and --fix, and what is said of a wrong line."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.corrections import read_fixes, read_link_rules
from kg.errors import KgError

CORPUS = (
    (
        "2101.00001",
        "TinkerNet: A Compact Network",
        "We train TinkerNet on ImageNet for image classification. It is compared with ResNet-50.",
    ),
    (
        "2203.00002",
        "A Survey of Compact Networks",
        "TinkerNet and MendNet are trained on ImageNet-1k for image classification.",
    ),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    rows = [dict(zip(("id", "title", "abstract"), row, strict=True)) for row in CORPUS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def file(tmp_path: Path, *lines: str, name: str = "corrections.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def links(*lines: str, tmp_path: Path) -> Path:
    return file(tmp_path, "action,type,name,to,papers", *lines, name="links.csv")


def fixes(*lines: str, tmp_path: Path) -> Path:
    return file(tmp_path, "action,paper,type,name,value", *lines, name="fix.csv")


def edges(graph: kg.KnowledgeGraph) -> set[tuple[str, str, str]]:
    return {(p.paper.id[6:], k.predicate, k.entity) for p in graph.reader.linked_papers() for k in p.links}


def test_a_merge_makes_two_names_one_entity(corpus: Path, tmp_path: Path) -> None:
    rules = links("merge,Method,MendNet,TinkerNet", tmp_path=tmp_path)
    graph = kg.build(corpus, profile="fast", links=rules)
    assert "method:mendnet" not in graph.nx
    assert graph.nx.nodes["method:tinkernet"]["aliases"] == ["MendNet"]
    reasons = {s.text: s.reason for s in graph.reader.written_for("method:tinkernet")}
    assert reasons["MendNet"] == "--links makes it one with this"


def test_a_split_keeps_a_name_apart(corpus: Path, tmp_path: Path) -> None:
    graph = kg.build(corpus, profile="fast", links=links("split,Dataset,ImageNet-1k", tmp_path=tmp_path))
    assert {n for n, d in graph.nx.nodes(data=True) if d["type"] == "Dataset"} == {
        "dataset:imagenet",
        "dataset:imagenet1k",
    }


def test_a_split_may_be_confined_to_papers(corpus: Path, tmp_path: Path) -> None:
    rules = links("split,Method,TinkerNet,TinkerNet of the survey,arxiv:2203.00002", tmp_path=tmp_path)
    graph = kg.build(corpus, profile="fast", links=rules)
    assert ("2203.00002", "uses", "method:tinkernet-of-the-survey") in edges(graph)
    assert "method:tinkernet" in graph.nx


def test_fixes_drop_retype_and_change_roles_and_fields(corpus: Path, tmp_path: Path) -> None:
    before = edges(kg.build(corpus, profile="fast"))
    assert ("2101.00001", "introduces", "method:tinkernet") in before
    rules = fixes(
        "role,arxiv:2101.00001,Method,TinkerNet,used",
        "retype,,Method,MendNet,Dataset",
        "drop,arxiv:2203.00002,Task,image classification,",
        "field,arxiv:2101.00001,,date,2020-02-03",
        "field,arxiv:2101.00001,,authors,Ada Example|Ben Sample",
        tmp_path=tmp_path,
    )
    graph = kg.build(corpus, profile="fast", fix=rules)
    assert ("2101.00001", "uses", "method:tinkernet") in edges(graph)
    assert ("2203.00002", "evaluatesOn", "dataset:mendnet") in edges(graph)
    tasks = {paper for paper, _, entity in edges(graph) if entity == "task:image-classification"}
    assert tasks == {"2101.00001"}
    paper = graph.nx.nodes["paper:arxiv:2101.00001"]
    assert (paper["date"], paper["authors"]) == ("2020-02-03", ["Ada Example", "Ben Sample"])


def test_corrections_survive_later_builds_and_an_empty_file_takes_them_back(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rules = fixes("drop,,Method,TinkerNet,", "field,arxiv:2101.00001,,venue,ICML 2020", tmp_path=tmp_path)

    def dropped(**options: object) -> tuple[bool, str | None]:
        graph = kg.build(corpus, out, profile="fast", **options)  # type: ignore[arg-type]
        return "method:tinkernet" not in graph.nx, graph.nx.nodes["paper:arxiv:2101.00001"]["venue"]

    assert dropped(fix=rules) == (True, "ICML 2020")
    assert dropped() == (True, "ICML 2020")
    assert dropped(fresh=True) == (True, "ICML 2020")
    assert dropped(fix=file(tmp_path, "", name="empty.csv")) == (False, None)


def test_a_corrected_title_is_what_extraction_reads(corpus: Path, tmp_path: Path) -> None:
    rules = fixes("field,arxiv:2203.00002,,title,We train on CIFAR-10 for image classification", tmp_path=tmp_path)
    assert "dataset:cifar-10" in kg.build(corpus, profile="fast", fix=rules).nx


def test_corrections_that_find_nothing_are_named(corpus: Path, tmp_path: Path) -> None:
    rules = fixes("drop,,Method,NoSuchNet,", "role,arxiv:9901.00001,Method,TinkerNet,used", tmp_path=tmp_path)
    report = kg.build(corpus, profile="fast", fix=rules, links=links("merge,Task,a,b", tmp_path=tmp_path)).report
    assert report is not None
    assert report.unused_corrections == [
        "--links: line 2: no paper names the Task 'a'",
        "--fix: line 2: no paper names the Method 'NoSuchNet'",
        "--fix: line 3: there is no paper 'arxiv:9901.00001'",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("join,Method,a,b,", "'join' is none of merge, split"),
        ("merge,Thing,a,b,", "'Thing' is none of Method"),
        ("merge,Method,,b,", "needs a name"),
        ("merge,Method,a,,", "needs the other name"),
        ("merge,Method,a,b,arxiv:1", "holds for all papers"),
        ("merge,Method,a,b,c,d", "has 6 cells for 5 columns"),
    ],
)
def test_a_wrong_line_of_links_is_named(line: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=rf"links.csv: line 3: .*{says}"):
        read_link_rules(links("merge,Method,x,y,", line, tmp_path=tmp_path))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("delete,,Method,a,", "'delete' is none of drop, retype, role, field"),
        ("retype,,Method,a,Thing", "the value 'Thing' is none of"),
        ("role,,Task,parsing,compared", "'compared' of a Task is none of addressed, mentioned"),
        ("field,,,date,2024", "belongs to a paper"),
        ("field,p,,colour,red", "'colour' is none of title"),
        ("field,p,,date,soon", "'soon' is no date"),
        ("field,p,,title,", "title cannot be empty"),
        ("drop,p,Method,,", "needs a name"),
    ],
)
def test_a_wrong_line_of_fixes_is_named(line: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=rf"fix.csv: line 2: .*{says}"):
        read_fixes(fixes(line, tmp_path=tmp_path))


def test_merges_in_a_circle_are_refused(corpus: Path, tmp_path: Path) -> None:
    rules = links("merge,Method,TinkerNet,MendNet", "merge,Method,MendNet,TinkerNet", tmp_path=tmp_path)
    with pytest.raises(KgError, match="line 3: merges 'MendNet' in a circle"):
        kg.build(corpus, profile="fast", links=rules)


def test_tabs_comments_and_missing_columns_are_read(tmp_path: Path) -> None:
    path = file(tmp_path, "type\tname\taction", "# two of one kind", "Dataset\tIN\tsplit")
    assert [(r.line, r.type, r.name, r.to) for r in read_link_rules(path)] == [(3, "Dataset", "IN", "")]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(f"action,type,name,to,papers\n{text}".encode("utf-8", "surrogatepass"))
    with contextlib.suppress(KgError):
        assert all(rule.name for rule in read_link_rules(path))
