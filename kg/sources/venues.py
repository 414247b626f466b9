"""Where a paper appeared, as notes, comments and lines under an abstract tell it.

No list of conferences: a venue is a name with a year ("ICML 2020"), or what follows words of
acceptance ("accepted to", "in Proceedings of"). What was only submitted has no venue.
"""

import re

__all__ = ["find_venue", "venue_field", "venue_line"]

_YEAR = r"(?:19[5-9]\d|20\d\d)"
_SHORT_YEAR = r"['’][0-9]{2}"
#: An acronym: at least two capitals, or one known by being written in capitals throughout.
_ACRONYM = r"[A-Z][A-Za-z]{0,14}[A-Z][A-Za-z&]{0,14}(?:-[A-Z][A-Za-z]{1,9})?"
_ORGANISER = r"(?:(?:IEEE(?:/CVF|/RSJ|/ACM)?|ACM(?:/IEEE)?|AAAI/ACM|USENIX|ISCA|IFIP|SIAM)[ -]{1,2})?"
_NAMED_YEAR = re.compile(
    rf"\b({_ORGANISER}{_ACRONYM}|Interspeech|Eurographics|EuroVis|ECML[ -]PKDD|Robotics: Science and Systems)"
    rf"(?:\s?[-,:@(]\s?|\)?,?\s)?({_YEAR}|{_SHORT_YEAR})(?!\d|[-–]\d|\.\d)"
)
_YEAR_NAMED = re.compile(rf"\b({_YEAR})\s+({_ORGANISER}{_ACRONYM})(?![\w-])")
_NOT_VENUES = frozenset(
    (
        "arXiv ArXiv ARXIV CoRR COVID USA UK EU UTC GMT CC BY DOI ISBN ISSN PDF HTML URL ID AI ML NLP CV "
        "JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC "
        "JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER "
        "Copyright COPYRIGHT Company ImageNet ILSVRC COCO VOC LHC IEEE ACM USENIX SIAM IFIP THE"
    ).split()
)
_NOT_ACCEPTED = re.compile(
    r"\b(?:submitted|submission|submitting|under (?:\w{1,12} )?review|in review|rejected|withdrawn|template|"
    r"to be submitted|preprint submitted|in preparation|challenge)\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:accepted|accept|published|to appear|appears|appeared|appearing|presented|forthcoming|in press|"
    r"camera[- ]ready(?: version)?|to be (?:published|presented)|publication|proceedings version|presentation)"
    r"(?:\s(?:for|as|publication|presentation|an?|the|full|long|short|regular|main|research|poster|oral|spotlight|"
    r"highlight|conference|workshop|journal|paper|article|version|talk|demo|abstract|contribution|extended|of|this|"
    r"in(?=\sthe\sproceedings)|at(?=\sthe\sproceedings)|and|to(?=\sbe)|be|published|presented|appear|"
    r"IEEE(?=\spaper))){0,9}"
    r"\s{1,2}(?:at|to|in|by|for|with|as)\s{1,2}",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(r"\b(?:in\s|in:\s)?((?:the\s)?Proc(?:eedings|s?\.)\s(?:of\s|on\s)?)", re.IGNORECASE)
_NAME_END = re.compile(
    r"[;\n]|\.(?:\s|$)|,\s{0,2}(?:pp?\b|pages?|vol(?:ume)?\b|no\b|code|project|see|doi|and\b|which|where|with)|"
    r"\s\(|\s(?:pp\.|pages\s)|\shttps?:|,\s?\d{1,3}\s(?:pages|figures)|\sas an?\s|\sand (?:presented|published|"
    r"will)\b|\s[-–—|•·]\s|$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"\b(?:Proc|Int|Conf|Symp|Trans|Lett|Rev|Phys|J|Vol|No|Natl|Acad|Sci|Math|Comput|Mach|Learn|Res|Eng|Syst|Ann|"
    r"Assoc|Soc|Am|Appl|Intell|Technol|Inf|Process|Signal|Commun|Proces|Med|Biol|Stat|Workshops?)\.$",
    re.IGNORECASE,
)
_JOURNAL_WORDS = re.compile(
    r"\b(?:Journal|Transactions|Letters|Conference|Symposium|Workshops?|Proceedings|Annals|Review|Reviews|Magazine|"
    r"Advances|Meeting|Congress|Bulletin|Lecture Notes|Nature|Science|Findings|Communications|Access)\b"
)
_BARE_NAME = re.compile(
    rf"(?:the\s)?(?:\d{{1,3}}(?:st|nd|rd|"
    rf"th)\s)?[A-Z][\w&/.'’+-]{{1,30}}(?:[\s,:]{{1,2}}(?:[A-Z&][\w&/.'’+-]{{0,30}}|of|on|in|for|and|the|to|"
    rf"\d{{1,4}}(?:st|nd|rd|th)?)){{0,14}}[\s,]{{1,2}}\(?({_YEAR})\)?"
)
_DECORATION = re.compile(
    r"(?:\s?[-–—,(:|]\s?|\s)(?:oral|poster|spotlight|highlight|main(?: (?:conference|track))?|long(?: paper)?|"
    r"short(?: paper)?|conference(?: (?:paper|submission))?|findings|camera[- ]ready|accepted|best paper(?: award)?|"
    r"notable(?: top[- ]\d{1,2}%)?|accept|track|top[- ]?\d{1,2}%|demo|proceedings|outstanding paper)"
    r"(?: (?:paper|presentation|track|award))?\)?$",
    re.IGNORECASE,
)
_DUE_NAME = re.compile(r"(?:the\s)?([A-Z]{3,10})[-'’](\d{2})\b")
_LOWER_NAME = re.compile(rf"(?!the\b)([a-z]{{3,8}})\s?({_YEAR})\b")
_HONOURS = frozenset(
    (
        "oral spotlight poster highlight paper papers award awards best outstanding winner runner-up of the "
        "at in and a an conference workshop long short main track full talk presentation accepted published "
        "finalist honorable mention student theory proceedings version camera-ready camera ready final"
    ).split()
)
_NOT_A_SERIES = re.compile(r"\b(?:university|thesis|institute|school|department|college|report|draft)\b", re.IGNORECASE)
#: Words of headings and menus, which may end in a year too.
_PAGE_WORDS = frozenset(
    (
        "Week Month Year Top Trending Daily Weekly Monthly Best New Latest Recent Papers Paper Page Figure "
        "Table Part Section Chapter Volume Issue Since In Created Updated Published Posted Released Archive "
        "Archives News All Popular"
    ).split()
)
_MAX_NAME = 160
_MAX_FIELD = 300


def find_venue(text: str) -> str | None:
    """The venue that a note or comment tells, or None.

    >>> [find_venue(n) for n in ("to appear at CVPR 2018", "12 pages. Accepted to NeurIPS 2021 (spotlight)")]
    ['CVPR 2018', 'NeurIPS 2021']
    >>> find_venue("Accepted for publication in the Journal of Graph Studies, 12 pages")
    'Journal of Graph Studies'
    >>> find_venue("submitted to ICCV 2025") is None
    True
    """
    text = " ".join(text[:2000].split())
    for clause in _clauses(text):
        if _is_not_accepted(clause):
            continue
        found = _named_year(clause) or _after_cue(clause) or _proceedings(clause) or _bare_name(clause)
        if found:
            return found
    return None


def venue_line(text: str) -> str | None:
    """The venue of a line or paragraph that says nothing but where the paper appeared.

    >>> venue_line("ICML 2020"), venue_line("Published as a conference paper at ICLR 2019")
    ('ICML 2020', 'ICLR 2019')
    >>> venue_line("We ran in CLEF 2020 with all systems and found that most of them fail.") is None
    True
    """
    text = text.strip().rstrip(".")
    if not text or len(text) > 300:
        return None
    bare = _undecorated(text)
    match = _NAMED_YEAR.match(bare) or _YEAR_NAMED.match(bare)
    if match and (match.end() == len(bare) or not bare[match.end() :].strip(" ()-,")):
        return _named_year(bare)
    if _PROCEEDINGS.match(text) and not _is_not_accepted(text):
        return _proceedings(text)
    if match and len(bare) < 100 and re.search(r"\b(?:workshops?|findings)\b", bare, re.IGNORECASE):
        return _named_year(bare)
    if _is_honour(text):
        return _named_year(text)
    cue = _CUE.search(text)
    if cue and cue.start() < 40:
        return find_venue(text)
    return _bare_name(bare)


def venue_field(value: str) -> str | None:
    """The value of a field that holds a venue's name, tidied; a preprint server is none.

    >>> venue_field("  ICLR 2019 poster "), venue_field("arXiv preprint arXiv:2101.00001")
    ('ICLR 2019', None)
    """
    value = " ".join(value.split()).strip(" .,;")[:_MAX_FIELD]
    if not value or re.match(
        r"(?:arxiv|corr|biorxiv|medrxiv|ssrn|preprint|n/?a$|none$|null$|nan$)", value, re.IGNORECASE
    ):
        return None
    if _is_not_accepted(value) and len(value) < 80:
        return None
    return _named_year(value) or value if venue_line(value) else value


def _clauses(text: str) -> list[str]:
    """Sentences and semicolon parts; a full stop of an abbreviation does not end one."""
    parts: list[str] = []
    start = 0
    for match in re.finditer(r"[.;]\s|\s[|•·]\s", text):
        if _ABBREVIATION.search(text[max(0, match.start() - 12) : match.start() + 1]):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def _is_not_accepted(clause: str) -> bool:
    return bool(_NOT_ACCEPTED.search(clause)) and not re.search(r"\baccepted\b", clause, re.IGNORECASE)


def _named_year(clause: str) -> str | None:
    """'ICML 2020' of a clause that holds an acronym and a year, with what makes it another venue."""
    for match in _NAMED_YEAR.finditer(clause):
        name, year = match.group(1), _full_year(match.group(2))
        if name.split()[-1] not in _NOT_VENUES:
            return _with_kind(clause, match.start(), match.end(), f"{name} {year}")
    for match in _YEAR_NAMED.finditer(clause):
        year, name = match.groups()
        if name.split()[-1] not in _NOT_VENUES:
            return _with_kind(clause, match.start(), match.end(), f"{name} {year}")
    return None


def _with_kind(clause: str, start: int, end: int, venue: str) -> str:
    """A workshop at a conference, and its Findings, are venues of their own."""
    around = clause[max(0, start - 80) : end + 40]
    if re.search(r"\bworkshops?\b", around, re.IGNORECASE) and "workshop paper" not in around.lower():
        return f"{venue} Workshop"
    if re.search(r"\bfindings\b", around, re.IGNORECASE):
        return f"Findings of {venue}"
    return venue


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    two = int(year[-2:])
    return str(2000 + two if two < 70 else 1900 + two)


def _after_cue(clause: str) -> str | None:
    cue = _CUE.search(clause)
    if cue is None:
        return None
    rest = clause[cue.end() :]
    if lowered := _LOWER_NAME.match(rest):
        return f"{lowered.group(1).upper()} {lowered.group(2)}"
    if due := _DUE_NAME.match(rest):
        return f"{due.group(1)} {_full_year(due.group(2))}"
    name = _name_at(rest)
    if name is None or _is_month(name) or name in _NOT_VENUES or name.lower().startswith("arxiv"):
        return None
    return name if not name[0].isdecimal() or _JOURNAL_WORDS.search(name) else None


def _proceedings(clause: str) -> str | None:
    match = _PROCEEDINGS.search(clause)
    if match is None:
        return None
    rest = clause[match.end() :]
    name = _name_at(rest)
    article = "the " if rest.lower().startswith("the ") else ""
    return f"Proceedings of {article}{name}" if name else None


def _bare_name(text: str) -> str | None:
    """A short clause that is a capitalised name and a year: "Eurographics 2021", "ACM Multimedia 2025"."""
    text = text.strip(" .,")
    if not _BARE_NAME.fullmatch(text) or _NOT_A_SERIES.search(text):
        return None
    if not _JOURNAL_WORDS.search(text) and len(text.split()) > 3:
        return None
    words = text.split()
    if words[0] in _NOT_VENUES or _PAGE_WORDS.intersection(words) or _is_month(text):
        return None
    return text


def _is_honour(text: str) -> bool:
    """Whether nothing stands around the acronym and year but words such as "Oral at", "Best paper award"."""
    match = _NAMED_YEAR.search(text)
    if match is None:
        return False
    around = f"{text[: match.start()]} {text[match.end() :]}"
    return all(word.strip("(),.:;!-").lower() in _HONOURS | {""} for word in around.split())


def _name_at(text: str) -> str | None:
    """The proper name that a text begins with, up to where a sentence goes on with something else."""
    text = re.sub(r"^(?:the\s|an?\s)", "", text[: _MAX_NAME * 2], flags=re.IGNORECASE)
    end = 0
    for match in _NAME_END.finditer(text):
        end = match.start()
        if text[end : end + 1] != "." or not _ABBREVIATION.search(text[max(0, end - 12) : end + 1]):
            break
    name = text[:end].strip(" ,.:")[:_MAX_NAME]
    if name.endswith(")") and "(" not in name:
        name = name[:-1]
    if not name or not (name[0].isupper() or re.match(r"\d{1,4}(?:st|nd|rd|th)?\s[A-Z]", name)):
        return None
    words = name.split()
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    return name if len(words) <= 18 and capitals * 2 >= len(words) else None


def _undecorated(text: str) -> str:
    """A line without "(oral)", "poster", "main conference" at its end."""
    for _ in range(3):
        shorter = _DECORATION.sub("", text)
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text.strip()


def _is_month(name: str) -> bool:
    return name.split()[0][:3].lower() in (
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ) and bool(re.match(r"[A-Za-z]{3,9}\.?[\s,]{0,2}\d", name))  # fmt: skip
