"""What linking makes of one paper: links with evidence, mentions, results, and what holds for its methods."""

import pytest
from small_corpus import Names, add, linked, paper, put

from kg.corrections import Corrections, LinkRule
from kg.errors import KgError
from kg.linking import link_corpus, prepare, way_of_linking
from kg.records import Entity, EntityType, Extraction, Mention, Result, Role
from kg.store import Store

TEXT = "FooNet beats BarNet here. Foo-Net has 5% on ImageNet and on ILSVRC 2012."


def entity(kind: EntityType, role: Role, *surfaces: str, sure: float = 0.9, role_sure: float = 0.5) -> Entity:
    """An entity whose surfaces are mentioned where they stand in the text, each surer than the one before."""
    mentions = [
        Mention(start=TEXT.index(s), end=TEXT.index(s) + len(s), confidence=0.5 + n / 10)
        for n, s in enumerate(surfaces)
    ]
    return Entity(
        type=kind,
        name=surfaces[0],
        surfaces=list(surfaces),
        role=role,
        confidence=sure,
        role_confidence=role_sure,
        mentions=mentions,
    )


def extraction(*entities: Entity, results: tuple[Result, ...] = ()) -> Extraction:
    return Extraction(id="p", abstract=TEXT, entities=list(entities), results=list(results))


def result(**fields: object) -> Result:
    start = TEXT.index("5%")
    return Result.model_validate({"value": 5, "unit": "%", "text": "5%", "start": start, "end": start + 2, **fields})


def test_a_link_is_as_sure_as_the_entity_and_its_role_together() -> None:
    _, papers, _ = linked([extraction(entity("Dataset", "evaluated", "ImageNet", sure=0.77777, role_sure=0.5))])
    assert [link.confidence for link in papers["p"].links] == [0.3889]


def test_names_that_come_to_one_node_are_one_link_with_all_their_evidence() -> None:
    one = entity("Dataset", "evaluated", "ILSVRC 2012", sure=0.9)
    other = entity("Dataset", "evaluated", "ImageNet", sure=0.5)
    _, papers, _ = linked([extraction(one, other)])
    (link,) = papers["p"].links
    assert (link.predicate, link.entity, link.confidence) == ("evaluatesOn", "dataset:imagenet", 0.45)
    assert [TEXT[slice(*e.mention)] for e in link.evidence] == ["ImageNet", "ILSVRC 2012"]
    assert {(e.start, e.end) for e in link.evidence} == {(26, len(TEXT))}
    assert {e.text for e in link.evidence} == {TEXT[26:]}


def test_what_is_beaten_is_compared_with_whatever_its_role() -> None:
    _, papers, _ = linked(
        [extraction(entity("Method", "introduced", "FooNet"), entity("Method", "used", "BarNet", sure=0.8))]
    )
    links = {(link.predicate, link.entity): link for link in papers["p"].links}
    assert set(links) == {
        ("introduces", "method:foonet"),
        ("uses", "method:barnet"),
        ("comparesWith", "method:barnet"),
    }
    compared = links["comparesWith", "method:barnet"]
    assert compared.confidence == 0.72
    assert [(e.paper, e.start, e.end, TEXT[slice(*e.mention)]) for e in compared.evidence] == [("p", 0, 25, "BarNet")]


def test_mentions_stand_in_the_order_of_the_text_each_once() -> None:
    foo = entity("Method", "introduced", "Foo-Net", "FooNet")
    again = entity("Method", "introduced", "FooNet", "Foo-Net")
    _, papers, _ = linked([extraction(foo, again)])
    assert [(TEXT[m.start : m.end], m.entity, m.confidence) for m in papers["p"].mentions] == [
        ("FooNet", "method:foonet", 0.6),
        ("Foo-Net", "method:foonet", 0.5),
    ]


ENTITIES = (
    entity("Method", "introduced", "FooNet", "Foo-Net"),
    entity("Dataset", "evaluated", "ImageNet"),
    entity("Metric", "reported", "beats"),
    entity("Task", "addressed", "here"),
)


def test_a_result_names_the_nodes_of_its_paper_by_any_surface() -> None:
    found = result(subject="Foo-Net", dataset="imagenet", metric="Beats", confidence=0.75)
    _, papers, _ = linked([extraction(*ENTITIES, results=(found,))])
    (node,) = papers["p"].results
    assert (node.paper, node.method, node.dataset, node.metric, node.task) == (
        "p",
        "method:foonet",
        "dataset:imagenet",
        "metric:beat",
        "task:here",
    )
    assert (node.value, node.unit, node.kind, node.text, node.confidence) == (5.0, "%", "score", "5%", 0.75)
    assert TEXT[node.start : node.end] == "5%"


def test_a_result_names_nothing_of_another_type_or_unknown() -> None:
    found = result(subject="ImageNet", dataset="FooNet", metric="nothing")
    _, papers, _ = linked([extraction(*ENTITIES, results=(found,))])
    (node,) = papers["p"].results
    assert (node.method, node.dataset, node.metric) == (None, None, None)


def test_every_result_has_a_key_of_its_own_that_depends_on_all_it_says() -> None:
    found = [
        result(),
        result(start=1),
        result(end=99),
        result(subject="FooNet"),
        result(dataset="ImageNet"),
        result(metric="beats"),
        result(value=6),
    ]
    _, papers, _ = linked([extraction(*ENTITIES, results=tuple(found))])
    keys = [node.key for node in papers["p"].results]
    assert len(set(keys)) == len(found)
    assert keys == sorted(keys)
    assert all(key.startswith("result:") and len(key) == len("result:") + 16 for key in keys)
    _, other, _ = linked([extraction(*ENTITIES, results=(result(),)).model_copy(update={"id": "q"})])
    assert other["q"].results[0].key not in keys


def test_the_key_of_a_result_never_changes() -> None:
    # It stands in the IRIs of users' graphs.
    _, papers, _ = linked([extraction(*ENTITIES, results=(result(subject="FooNet", metric="beats"),))])
    assert papers["p"].results[0].key == "result:2c566fb1c88ac757"


def test_what_holds_for_a_method_has_the_first_sentence_and_the_lesser_confidence() -> None:
    own = entity("Method", "introduced", "FooNet", sure=0.8, role_sure=1)
    data = entity("Dataset", "evaluated", "ImageNet", "ILSVRC 2012", sure=0.6, role_sure=1)
    _, _, relations = linked([extraction(own, data)])
    (relation,) = relations
    assert (relation.subject, relation.predicate, relation.object) == (
        "method:foonet",
        "evaluatedOn",
        "dataset:imagenet",
    )
    assert relation.confidence == 0.6
    (evidence,) = relation.evidence
    assert (evidence.paper, evidence.text, TEXT[slice(*evidence.mention)]) == ("p", TEXT[26:], "ImageNet")


def test_a_paper_that_introduces_no_method_says_nothing_of_methods() -> None:
    data = entity("Dataset", "introduced", "ImageNet")
    task = entity("Task", "addressed", "here")
    assert linked([extraction(data, task, entity("Method", "used", "FooNet"))])[2] == []


def test_a_method_is_not_compared_with_itself() -> None:
    own = entity("Method", "introduced", "FooNet")
    assert linked([extraction(own, entity("Method", "compared", "Foo-Net"))])[2] == []


def test_progress_goes_to_twice_the_papers_once_counted_once_linked() -> None:
    seen: list[tuple[int, int]] = []
    with Store(None) as store:
        run = put(store, [paper(id, ("Method", "used", ("FooNet",))) for id in "pqr"])
        link_corpus(store, Names(), "c", run, lambda done, total: seen.append((done, total)))
    assert seen == [(3, 6), (6, 6)]


def rule(name: str, to: str, line: int = 1) -> LinkRule:
    return LinkRule(line, "merge", "Method", name, to)


def corrected(*rules: LinkRule) -> tuple[list[str], list[str]]:
    """The keys of a graph of three methods linked by the user's rules, and what is said of rules without effect."""
    names: tuple[tuple[EntityType, Role, tuple[str, ...]], ...] = tuple(
        ("Method", "used", (name,)) for name in ("FooNet", "BarNet", "ResNet")
    )
    with Store(None) as store:
        add(store, [paper("p", *names)])
        store.set_corrections(links=rules)
        unused = link_corpus(store, Names(), "c", 2)
        return [node.key for node in store.entities()], unused


def test_merges_follow_one_another() -> None:
    keys, unused = corrected(rule("FooNet", "BarNet"), rule("BarNet", "method:resnet"))
    assert (keys, unused) == (["method:resnet"], [])


def test_rules_without_effect_are_told_when_they_are_new_and_not_again() -> None:
    with Store(None) as store:
        add(store, [paper("p", ("Method", "used", ("FooNet",)))])
        store.set_corrections(links=[rule("NoNet", "BarNet")])
        assert len(link_corpus(store, Names(), "c", 2)) == 1
        assert link_corpus(store, Names(), "c", 3) == []


def test_a_split_off_acronym_follows_no_sense_of_other_papers() -> None:
    expanding = [paper(f"p{n}", ("Method", "used", ("graph convolutional network", "GCN"))) for n in range(2)]
    with Store(None) as store:
        add(store, [*expanding, paper("q", ("Method", "used", ("GCN",)))])
        assert [node.key for node in store.entities()] == ["method:graph-convolutional-network"]
        store.set_corrections(links=[LinkRule(1, "split", "Method", "GCN", "")])
        link_corpus(store, Names(), "c", 2)
        assert {node.key: node.papers for node in store.entities()} == {
            "method:gcn": 3,
            "method:graph-convolutional-network": 2,
        }


@pytest.mark.parametrize(
    "field", [{"authors": ["A"]}, {"date": "2020"}, {"venue": "ICML"}, {"links": ["https://a.org"]}]
)
def test_what_is_prepared_of_a_paper_depends_on_all_its_fields(field: dict[str, object]) -> None:
    one = extraction(*ENTITIES)
    other = one.model_copy(update=field)
    assert prepare(one, Names(), Corrections()).rows == prepare(one, Names(), Corrections()).rows
    assert prepare(one, Names(), Corrections()).rows != prepare(other, Names(), Corrections()).rows


def test_a_merge_of_one_name_with_itself_changes_nothing() -> None:
    assert corrected(rule("FooNet", "foo-net"))[0] == ["method:barnet", "method:foonet", "method:resnet"]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ((rule("FooNet", "BarNet", 2), rule("FooNet", "ResNet", 3)), "line 3: 'FooNet' is merged with two"),
        ((rule("FooNet", "BarNet", 2), rule("BarNet", "FooNet", 3)), "line 3: merges 'BarNet' in a circle"),
    ],
)
def test_merges_that_cannot_be_are_named(rules: tuple[LinkRule, ...], message: str) -> None:
    with pytest.raises(KgError, match=message):
        corrected(*rules)


def test_a_merge_of_a_name_that_nobody_writes_is_told() -> None:
    assert len(corrected(rule("NoNet", "BarNet"))[1]) == 1


def test_the_way_of_linking_changes_with_whatever_it_depends_on() -> None:
    merge = Corrections((rule("a", "b"),), ())
    ways = {
        way_of_linking(Names(), "c"),
        way_of_linking(Names(), "d"),
        way_of_linking(Names(), "c", merge),
    }
    assert len(ways) == 3
    assert way_of_linking(Names(), "c", Corrections((), ())) == way_of_linking(Names(), "c")
