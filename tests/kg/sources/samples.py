"""One invented paper in every format that is read as text, for tests that spoil it in some way."""

import io

import pyarrow
import pyarrow.parquet

TITLE = "Hedges for Köche"
ABSTRACT = "We cook with hedges. It is good, as we show in three gardens of the north."

_FIELDS = f'"title": "{TITLE}", "abstract": "{ABSTRACT}"'
#: By the name that `--from` takes; told from their content too, but for the three that are never guessed.
SAMPLES: dict[str, str] = {
    "text": f"{TITLE}\n\n{ABSTRACT}\n",
    "lines": f"{ABSTRACT}\n",
    "pairs": f"{TITLE}\n{ABSTRACT}\n",
    "whole": f"{ABSTRACT}\n",
    "jsonl": f"{{{_FIELDS}}}\n{{{_FIELDS}}}\n",
    "json": f"[\n {{{_FIELDS}}}\n]\n",
    "atom": (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<entry>\n'
        f"<title>{TITLE}</title>\n<summary>{ABSTRACT}</summary>\n</entry>\n</feed>\n"
    ),
    "csv": f'title,abstract,year\n{TITLE},"{ABSTRACT}",2021\n',
    "tsv": f"title\tabstract\tyear\n{TITLE}\t{ABSTRACT}\t2021\n",
    "bibtex": f"@article{{hedges,\n  title = {{{TITLE}}},\n  abstract = {{{ABSTRACT}}},\n  year = 2021\n}}\n",
    "ris": f"TY  - JOUR\nTI  - {TITLE}\nAB  - {ABSTRACT}\nPY  - 2021\nER  - \n",
    "nbib": f"PMID- 12345678\nTI  - {TITLE}\nAB  - {ABSTRACT}\n",
    "wos": f"FN Example\nVR 1.0\nPT J\nTI {TITLE}\nAB {ABSTRACT}\nER\n\nEF\n",
    "html": f"<html><body>\n<h2>{TITLE}</h2>\n<p>{ABSTRACT}</p>\n</body></html>\n",
}
#: Formats in which the sample has a title too.
TITLED = frozenset(SAMPLES) - {"lines", "whole"}
NEVER_GUESSED = frozenset(("lines", "pairs", "whole"))


def parquet(**columns: list[object]) -> bytes:
    """A Parquet file of these columns."""
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()
