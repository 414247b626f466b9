"""Reading annotated and predicted papers."""

import gzip
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.evaluation import read_annotated


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{broken", ":1: is no JSON"),
        ("[]", ":1: needs an object"),
        ('{"id": 1, "entities": [{"type": "Dataset"}]}', ":1: every entity needs"),
        ('{"id": 1, "entities": [{"type": "Place", "name": "x"}]}', ":1: 'Place' is no type"),
        ('{"id": 1, "entities": [{"type": "Task", "name": 3}]}', ":1: name and surfaces"),
        ('{"id": 1, "entities": [], "results": [{"value": "x"}]}', ":1: every result needs"),
        ("", "holds no papers"),
    ],
)
def test_a_faulty_annotation_is_told_with_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(KgError) as error:
        read_annotated(path)
    assert complaint in str(error.value)


def test_compressed_files_are_read_and_broken_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl.gz"
    content = gzip.compress(b'{"id": "a", "entities": []}\n' * 1000)
    path.write_bytes(content)
    assert list(read_annotated(path)) == ["a"]
    for broken in (content[:-9], content[:20] + b"\xff" * 9 + content[29:]):
        path.write_bytes(broken)
        with pytest.raises(KgError, match="cannot be read"):
            read_annotated(path)
