"""Addresses that fsspec knows are places to read from and write to: whole or not at all, and one line if not."""

from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import _registry

from exports.bundle import open_bundle
from kg.errors import KgError
from kg.fileio import open_output
from kg.sources import read
from kg.storage import exists_at, files_at, open_at, writing_at

PAPER = b"We train ResNet-50 on ImageNet and report its top-1 accuracy.\n"


@pytest.fixture(params=["memory", "file"])
def place(request, tmp_path):
    """The address of an empty folder."""
    return f"memory://{tmp_path.name}" if request.param == "memory" else f"file://{tmp_path}/new"


def put(address: str, data: bytes = PAPER) -> None:
    with writing_at(address) as stream:
        stream.write(data)


def fail_halfway(address: str) -> None:
    with writing_at(address) as stream:
        stream.write(b"half")
        raise ZeroDivisionError


def test_what_was_written_is_read_again(place):
    put(f"{place}/a/page.txt")
    with open_at(f"{place}/a/page.txt") as stream:
        assert stream.read() == PAPER


def test_a_writer_that_fails_leaves_nothing(place):
    with pytest.raises(ZeroDivisionError):
        fail_halfway(f"{place}/page.txt")
    assert not exists_at(f"{place}/page.txt")


def test_a_writer_that_fails_leaves_the_file_that_was_there(place):
    put(f"{place}/page.txt")
    with pytest.raises(ZeroDivisionError):
        fail_halfway(f"{place}/page.txt")
    with open_at(f"{place}/page.txt") as stream:
        assert stream.read() == PAPER


def test_a_folder_and_a_glob_mean_their_files_in_order_without_hidden_ones(place):
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden.txt", "d.json"):
        put(f"{place}/{name}")
    assert list(files_at(f"{place}/*.txt")) == [f"{place}/a.txt", f"{place}/b.txt"]
    names = ["a.txt", "b.txt", "d.json", "deep/c.txt"]
    assert list(files_at(place)) == [f"{place}/{name}" for name in names]
    assert list(files_at(f"{place}/b.txt")) == [f"{place}/b.txt"]


def test_of_a_folder_what_tells_of_the_folder_is_not_read(place):
    for name in ("page.txt", "README.md", "deep/LICENSE", ".cache/old.txt"):
        put(f"{place}/{name}")
    for given in (place, f"{place}/", f"{place}//", f"{place}/**", f"{place}/p*"):
        assert [paper.source.file for paper in read([given])] == [f"{place}/page.txt"], given
    assert [paper.source.file for paper in read([f"{place}/README.md"])] == [f"{place}/README.md"]


def test_a_glob_that_finds_a_folder_means_its_files(place):
    for name in ("2025-01/a.txt", "2025-01/README.md", "2025-02/deep/b.txt", "2024/c.txt", ".2025/d.txt"):
        put(f"{place}/{name}")
    assert list(files_at(f"{place}/2025*")) == [f"{place}/2025-01/a.txt", f"{place}/2025-02/deep/b.txt"]
    assert f"{place}/.2025/d.txt" not in files_at(f"{place}/*")


def test_a_relative_place_and_a_scheme_in_capitals_are_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(f"file://{tmp_path}/here/page.txt")
    for given in ("file://here", f"FILE://{tmp_path}/here"):
        (paper,) = read([given])
        assert paper.source.file.casefold().endswith(f"{tmp_path}/here/page.txt".casefold())


class Buckets(MemoryFileSystem):
    """Like a service where a folder that is not there yet would be a new bucket, which nobody asked for."""

    protocol = "oss"

    def makedirs(self, *_, **__):
        raise PermissionError("may not make a bucket")

    def put_file(self, lpath, rpath, **_):
        self.pipe_file(rpath, Path(lpath).read_bytes())


@pytest.fixture
def buckets():
    known = fsspec.registry.get("oss")
    fsspec.register_implementation("oss", Buckets, clobber=True)
    yield
    _registry.pop("oss")
    if known:
        fsspec.register_implementation("oss", known)


@pytest.mark.usefixtures("buckets")
def test_no_bucket_is_made_to_write_to(tmp_path):
    put(f"oss://{tmp_path.name}/page.txt")
    assert exists_at(f"oss://{tmp_path.name}/page.txt")


def test_tables_are_one_zip_there_and_no_folder(place):
    with open_bundle(f"{place}/tables.zip", ["a.csv"]) as bundle, bundle.file("a.csv") as stream:
        stream.write(b"x")
    assert list(files_at(place)) == [f"{place}/tables.zip"]
    with pytest.raises(KgError, match=r"ends in \.zip") as caught, open_bundle(f"{place}/tables", ["a.csv"]):
        pass
    assert str(caught.value).startswith(f"{place}/tables: ")


def test_papers_are_read_from_an_address(place):
    put(f"{place}/page.txt")
    (paper,) = read([place])
    assert paper.abstract == PAPER.decode().strip()
    assert paper.source.file == f"{place}/page.txt"


def test_compressing_by_suffix_works_there_too(place):
    with open_output(f"{place}/page.txt.gz") as stream:
        stream.write(PAPER)
    (paper,) = read([f"{place}/page.txt.gz"])
    assert paper.abstract == PAPER.decode().strip()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/papers.jsonl", "web address"),
        ("ftp://example.org/papers.jsonl", "web address"),
        ("memory://nothing/here.txt", "nothing is there"),
        ("nonsense://x", "Protocol not known"),
    ],
)
def test_an_address_that_gives_nothing_is_one_line(address, said):
    with pytest.raises(KgError, match=said) as caught:
        read([address])
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(address)
