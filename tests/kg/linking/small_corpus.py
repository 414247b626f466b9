"""Papers of a few words, a lexicon of a few names, and builds of them: what the tests of linking share."""

from collections.abc import Iterable

from kg.linking import KnownName, link_corpus
from kg.records import Entity, EntityNode, EntityType, Extraction, LinkedPaper, Mention, Record, Relation, Role, Source
from kg.store import Store
from kg.text import name_key

LEXICON: dict[EntityType, list[KnownName]] = {
    "Dataset": [
        KnownName("imagenet", "ImageNet", names=("ImageNet", "ILSVRC 2012")),
        KnownName("glue", "GLUE", names=("GLUE",)),
    ],
    "Method": [
        KnownName("fcn", "fully convolutional network", names=("fully convolutional network", "FCN")),
        KnownName("resnet", "ResNet", names=("ResNet",)),
        KnownName("resnet-50", "ResNet-50", variant_of="resnet", names=("ResNet-50",)),
    ],
    "Metric": [],
    "Task": [],
}


class Names:
    """A lexicon of a few names."""

    fingerprint = "few"

    def find(self, type: EntityType, name: str) -> KnownName | None:
        return next((k for k in LEXICON[type] if name_key(name) in map(name_key, k.names)), None)

    def entry(self, type: EntityType, id: str) -> KnownName | None:
        return next((k for k in LEXICON[type] if k.id == id), None)


def paper(id: str, *named: tuple[EntityType, Role, tuple[str, ...]]) -> Extraction:
    """A paper whose abstract is its id and its surfaces, so that every mention has a place."""
    words = [id]
    entities = []
    for kind, role, surfaces in named:
        mentions = []
        for surface in surfaces:
            start = len(" ".join([*words, ""]))
            words.append(surface)
            mentions.append(Mention(start=start, end=start + len(surface)))
        entities.append(Entity(type=kind, name=surfaces[0], surfaces=list(surfaces), role=role, mentions=mentions))
    return Extraction(id=id, abstract=" ".join(words), entities=entities)


def add(store: Store, papers: Iterable[Extraction]) -> None:
    """Read, extract and link papers as a build does; a paper of a known id takes its place."""
    link_corpus(store, Names(), "c", put(store, papers))


def put(store: Store, papers: Iterable[Extraction]) -> int:
    """Read and extract papers, and leave them to be linked; returns the number of the run."""
    listed = list(papers)
    run = store.begin_run("2026-01-01", "0", "c", [])
    records = [
        Record(title=p.title, abstract=p.abstract, own_id=p.id, source=Source(file="f", format="jsonl", position=1))
        for p in listed
    ]
    store.add_records(records, run)
    store.resolve_papers()
    store.add_extractions(listed, "c")
    return run


def contents(store: Store) -> tuple[dict[str, EntityNode], dict[str, LinkedPaper], list[Relation]]:
    return (
        {node.key: node for node in store.entities()},
        {one.paper.id: one for one in store.linked_papers()},
        list(store.relations()),
    )


def linked(papers: Iterable[Extraction]) -> tuple[dict[str, EntityNode], dict[str, LinkedPaper], list[Relation]]:
    with Store(None) as store:
        add(store, papers)
        return contents(store)
