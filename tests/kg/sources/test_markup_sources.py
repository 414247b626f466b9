"""XML feeds and saved web pages."""

from collections.abc import Callable
from typing import Any

from kg.records import Record, Skip

Reading = Callable[..., list[Record | Skip]]
Written = Any

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><title>ArXiv Query</title>
<entry><id>http://arxiv.org/abs/2101.00001v2</id><updated>2021-02-01T00:00:00Z</updated>
<published>2021-01-05T00:00:00Z</published><title>On Hedges
  &amp; more</title><summary>  We cut
 them. </summary><author><name>Ada L</name><arxiv:affiliation>U</arxiv:affiliation></author>
<author><name>Alan T</name></author><arxiv:comment>Accepted at ICML 2021. Code: https://github.com/a/b</arxiv:comment>
<link href="http://arxiv.org/abs/2101.00001v2" rel="alternate"/><arxiv:primary_category term="cs.LG"/>
<category term="cs.LG"/><category term="stat.ML"/><arxiv:doi>10.1000/ZZ</arxiv:doi></entry>
<entry><id>x</id></entry>
</feed>"""


def test_atom_feed_of_arxiv(reading: Reading) -> None:
    record, skip = reading(ATOM)
    assert isinstance(record, Record)
    assert (record.title, record.abstract, record.authors) == ("On Hedges & more", "We cut them.", ["Ada L", "Alan T"])
    assert (record.arxiv, record.doi, record.date, record.venue) == (
        "2101.00001",
        "10.1000/zz",
        "2021-01-05",
        "ICML 2021",
    )
    assert (record.categories, record.links) == (["cs.LG", "stat.ML"], ["https://github.com/a/b"])
    assert isinstance(skip, Skip)
    assert skip.position == 2


def test_cut_off_feed_keeps_what_was_before(reading: Reading) -> None:
    record, skip = reading(ATOM[: ATOM.index("<entry><id>x")])
    assert isinstance(record, Record)
    assert isinstance(skip, Skip)
    assert "malformed XML" in skip.reason


def test_entities_are_refused(reading: Reading) -> None:
    declared = '<!DOCTYPE feed [<!ENTITY a "b"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    (skip,) = reading(
        f'<?xml version="1.0"?>{declared}<feed><entry><title>&x;</title><summary>s</summary></entry></feed>'
    )
    assert isinstance(skip, Skip)
    assert "declares entities" in skip.reason


def test_rss_of_arxiv(reading: Reading) -> None:
    (record,) = reading(
        "<?xml version='1.0'?><rss xmlns:dc='http://purl.org/dc/elements/1.1/' version='2.0'><channel><item>"
        "<title>T</title>"
        "<link>https://arxiv.org/abs/2401.00001</link><description>arXiv:2401.00001v1 Announce Type: new "
        "\nAbstract: We do."
        "</description><pubDate>Tue, 02 Jan 2024 00:00:00 -0500</pubDate><dc:creator>Ada L, Alan T</dc:creator>"
        "</item></channel></rss>"
    )
    assert isinstance(record, Record)
    assert (record.abstract, record.arxiv, record.date, record.authors) == (
        "We do.",
        "2401.00001",
        "2024-01-02",
        ["Ada L", "Alan T"],
    )


def test_dublin_core_of_a_harvest(reading: Reading) -> None:
    (record,) = reading(
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>'
        "<identifier>oai:arXiv.org:0704.0002</identifier><datestamp>2008-12-13</datestamp></header><metadata>"
        '<d:dc xmlns:d="a" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title><dc:creator>'
        "Lovelace, Ada</dc:creator>"
        "<dc:description>We do.</dc:description><dc:description>Comment: SODA 2008</dc:description><dc:date>"
        "2007-03-30</dc:date>"
        "<dc:date>2008-12-13</dc:date><dc:identifier>http://arxiv.org/abs/0704.0002</dc:identifier></d:dc>"
        "</metadata></record>"
        "</ListRecords></OAI-PMH>"
    )
    assert isinstance(record, Record)
    assert (record.abstract, record.venue, record.date) == ("We do.", "SODA 2008", "2007-03-30")
    assert (record.arxiv, record.authors) == ("0704.0002", ["Ada Lovelace"])


def test_saved_page(reading: Reading, papers: list[Written]) -> None:
    entries = "".join(
        f"<div><h3><a href='/1'>{p.title}</a></h3><p>Ada Lovelace, Alan Turing</p><p>{p.abstract}</p></div>"
        for p in papers[:4]
    )
    head = "<head><title>Papers</title><script>if (a < b) x()</script></head>"
    page = f"<!DOCTYPE html><html>{head}<body><nav>Home</nav>{entries}</body></html>"
    found = [item for item in reading(page) if isinstance(item, Record)]
    assert [(r.title, r.abstract, r.authors) for r in found] == [
        (*p, ["Ada Lovelace", "Alan Turing"]) for p in papers[:4]
    ]


def test_citation_tags_of_a_saved_page(reading: Reading) -> None:
    (record,) = reading(
        '<html><head><meta name="citation_title" content="T"/><meta name="citation_author" content="Lovelace, Ada"/>'
        '<meta name="citation_date" content="2021/03/03"/><meta name="citation_arxiv_id" content="2103.00001"/>'
        '<meta name="citation_abstract" content="We do."/></head><body>x</body></html>'
    )
    assert isinstance(record, Record)
    assert (record.title, record.abstract, record.authors) == ("T", "We do.", ["Ada Lovelace"])
    assert (record.arxiv, record.date) == ("2103.00001", "2021-03-03")
