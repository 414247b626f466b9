"""Small corpora written down as what papers say, and the graphs that the real store and linking make of them."""

from collections.abc import Sequence

from extractors.lexicon import default_lexicon
from kg.api import KnowledgeGraph
from kg.api.building import link_store
from kg.records import Entity, EntityType, Extraction, Mention, Record, Result, Role, Source
from kg.store import Store

CONFIGURATION = "written by hand"

_TYPE: dict[str, EntityType] = {"m": "Method", "d": "Dataset", "q": "Metric", "t": "Task"}
_ROLES: dict[str, Role] = {
    "introduces": "introduced",
    "uses": "used",
    "compares": "compared",
    "on": "evaluated",
    "reports": "reported",
    "addresses": "addressed",
    "mentions": "mentioned",
}

#: An id, a date, and what the paper says: pairs of a role and a name that begins with its type ("m Alphanet").
Said = tuple[str, str | None, Sequence[tuple[str, str]]]


def text_of(id: str, said: Sequence[tuple[str, str]]) -> str:
    """One sentence for each thing said."""
    return " ".join([f"Paper {id} begins.", *(f"It {role} {name[2:]} here." for role, name in said)])


def extraction(
    id: str, date: str | None, said: Sequence[tuple[str, str]], results: Sequence[Result] = ()
) -> Extraction:
    """What an extractor would find in the text of a paper."""
    title = f"The paper called {id}"
    abstract = text_of(id, said)
    text = f"{title}\n{abstract}"
    entities = []
    for role, name in said:
        surface = name[2:]
        start = text.index(f"It {role} {surface} here") + len(f"It {role} ")
        mention = Mention(start=start, end=start + len(surface))
        entities.append(
            Entity(type=_TYPE[name[0]], name=surface, surfaces=[surface], role=_ROLES[role], mentions=[mention])
        )
    return Extraction(id=id, title=title, abstract=abstract, date=date, entities=entities, results=list(results))


def graph_of(papers: Sequence[Said], categories: dict[str, list[str]] | None = None) -> KnowledgeGraph:
    """The graph of a corpus, through the real store and the real linking."""
    store = Store(None)
    run = store.begin_run("2026-01-01", "0", CONFIGURATION, [])
    records = []
    for position, (id, date, said) in enumerate(papers, start=1):
        records.append(
            Record(
                title=f"The paper called {id}",
                abstract=text_of(id, said),
                date=date,
                own_id=id,
                categories=(categories or {}).get(id, []),
                source=Source(file="by hand", format="jsonl", position=position),
            )
        )
    store.add_records(records, run)
    store.resolve_papers()
    store.add_extractions((extraction(*said) for said in papers), CONFIGURATION)
    link_store(store, default_lexicon(), CONFIGURATION, run)
    return KnowledgeGraph(store)
