import sqlite3
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.records import Extraction, Record, Source
from kg.store import FILE_NAME, Store


def record(file: str = "a.jsonl", position: int = 1, **fields: object) -> Record:
    return Record.model_validate({"source": Source(file=file, format="jsonl", position=position), **fields})


def ids(store: Store) -> list[str]:
    return [p.id for p in store.papers()]


def add(store: Store, *records: Record) -> list[str]:
    run = store.begin_run("2026-01-01", "0", "c", [])
    store.add_records(records, run)
    return store.resolve_papers()


def test_records_of_one_paper_become_one_paper_whenever_they_come() -> None:
    with Store(None) as store:
        add(store, record(title="A title of words", abstract="x", arxiv="2101.00001"))
        add(store, record("b.bib", title="A title of words", abstract="x", doi="10.1/x"))
        assert ids(store) == ["arxiv:2101.00001"]
        assert next(store.papers()).doi == "10.1/x"


def test_a_record_read_twice_is_kept_once() -> None:
    with Store(None) as store:
        one = record(title="T", own_id="p")
        add(store, one)
        add(store, one)
        assert store.paper_counts() == {"records": 1, "papers": 1, "title only": 1}


def test_a_changed_record_of_the_same_file_replaces_the_old_one() -> None:
    with Store(None) as store:
        add(store, record(title="Old", own_id="p"), record(title="Other", own_id="q", position=2))
        add(store, record(title="New", own_id="p"))
        assert {p.title for p in store.papers()} == {"New", "Other"}


def test_one_own_id_for_two_papers_gets_suffixes_in_any_order() -> None:
    first, second = record("a", title="One", own_id="p"), record("b", title="Two", own_id="p")
    outcomes = []
    for order in ((first, second), (second, first)):
        with Store(None) as store:
            contested = [add(store, r) for r in order][-1]
            assert contested == ["p"]
            outcomes.append(ids(store))
    assert outcomes[0] == outcomes[1]
    assert all(id.startswith("p~") and len(id) == 8 for id in outcomes[0])


@pytest.mark.parametrize("removed", [0, 1])
def test_a_paper_whose_rival_for_an_id_is_removed_gets_it_plain(removed: int) -> None:
    rivals = record("a", title="One", own_id="p"), record("b", title="Two", own_id="p")
    with Store(None) as store:
        add(store, *rivals)
        (gone,) = [p.id for p in store.papers() if p.title == rivals[removed].title]
        store.remove_papers([gone])
        store.resolve_papers()
        assert [(p.id, p.title) for p in store.papers()] == [("p", rivals[1 - removed].title)]


def test_a_paper_that_is_taken_out_waits_for_no_linking() -> None:
    with Store(None) as store:
        add(store, record("a", title="One"), record("b", title="Two"))
        assert store.count_pending() == 2
        store.remove_papers([ids(store)[0]])
        store.resolve_papers()
        assert store.count_pending() == 1
        assert [len(batch) for batch in store.waiting("any", "counted")] == [1]


@pytest.mark.parametrize("linked_under", ["c", "another"])
def test_papers_to_extract_are_found_page_by_page(linked_under: str) -> None:
    with Store(None) as store:
        with store.transaction():
            store.set_meta("configuration", linked_under)
        add(store, *(record(title=f"Paper {n}", position=n) for n in range(1, 4)))
        assert [id for id, _ in store.texts_to_extract("c")] == ids(store)
        assert store.count_to_extract("c") == 3
        plan = [row[3] for row in store._db.execute(f"EXPLAIN QUERY PLAN {store._unread('c')} ORDER BY id", ("c", ""))]
    # Each page goes on where the last one ended: no scan from the beginning, nothing sorted.
    by_id = {"c": "w USING PRIMARY KEY", "another": "p USING INDEX sqlite_autoindex_papers_1"}
    assert plan[0] == f"SEARCH {by_id[linked_under]} (id>?)"
    assert not any("TEMP B-TREE" in step for step in plan)


def test_only_new_texts_are_to_be_extracted() -> None:
    with Store(None) as store:
        add(store, record(title="One"), record(title="Two", position=2))
        papers = list(store.papers_to_extract("c"))
        store.add_extractions((Extraction(**p.model_dump()) for p in papers[:1]), "c")
        assert [p.title for p in store.papers_to_extract("c")] == [papers[1].title]
        assert store.count_to_extract("other configuration") == 2


def test_a_text_that_changes_its_capitals_only_is_extracted_again() -> None:
    with Store(None) as store:
        add(store, record(title="the gan of words", own_id="p"))
        store.add_extractions((Extraction(**p.model_dump()) for p in store.papers()), "c")
        add(store, record(title="The GAN of Words", own_id="p"))
        assert [p.title for p in store.papers_to_extract("c")] == ["The GAN of Words"]


def test_two_papers_of_one_text_keep_their_own_links() -> None:
    with Store(None) as store:
        own = "https://github.com/example/erratum"
        add(
            store, record(title="Erratum", arxiv="2101.00001"), record(title="Erratum", arxiv="2101.00002", links=[own])
        )
        store.add_extractions((Extraction(**paper.model_dump()) for paper in store.papers()), "c")
        assert [store.extraction(id, "c").links for id in ids(store)] == [[], [own]]


def test_a_failing_step_leaves_the_store_as_it_was() -> None:
    with Store(None) as store:
        add(store, record(title="One"))

        def broken():  # type: ignore[no-untyped-def]
            yield record(title="Two", position=2)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            store.add_records(broken(), 2)
        assert [p.title for p in store.papers()] == ["One"]


def test_a_second_writer_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path, create=True) as store, store.transaction():
        other = sqlite3.connect(path, timeout=0)
        other.close()
        second = Store(path)
        second._db.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(KgError, match="being written"), second.transaction():
            pass
        second.close()


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="kg build"):
        Store(tmp_path / "none.sqlite")


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(KgError, match="cannot be created"):
        Store(tmp_path / "file" / "out" / "paperkg.sqlite", create=True)


def test_a_foreign_file_is_not_taken_for_a_store(tmp_path: Path) -> None:
    path = tmp_path / "paperkg.sqlite"
    path.write_bytes(b"not a database at all, not by far" * 100)
    with pytest.raises(KgError, match="file is not a database"):
        Store(path)


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path, create=True) as store:
        store._db.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    with pytest.raises(KgError, match="another version"):
        Store(path)


def test_the_version_of_a_store_differs_after_every_write_and_from_that_of_any_other(tmp_path: Path) -> None:
    store = Store(tmp_path / "a" / "paperkg.sqlite", create=True)
    before = store.version()
    assert Store(tmp_path / "a" / "paperkg.sqlite").version() == before
    store.begin_run("2026-01-01T00:00:00", "1", "c", [])
    assert store.version() != before
    assert Store(tmp_path / "b" / "paperkg.sqlite", create=True).version() != before


def test_entities_read_by_key_come_with_the_relations_that_start_at_them(built: Path) -> None:
    with Store(built / FILE_NAME) as store:
        relations = list(store.relations())
        expected = [(e, [r for r in relations if r.subject == e.key]) for e in store.entities()]
        assert any(own for _, own in expected)
        assert list(store.described([e.key for e, _ in expected])) == expected
        assert list(store.described(["method:nothing-of-that-name"])) == []
