"""Names of authors: lists in one string taken apart, "Last, First" turned round, and lines that are such lists."""

import ast
import json
import re

__all__ = ["author_list", "author_name", "is_author_line", "split_authors"]

_PARENTHESISED = re.compile(r"\s{0,3}[(\[][^()\[\]]{0,200}[)\]]")
_AND = re.compile(r"(?:,|(?<![\s,]))\s{1,3}(?:and|&|und|et)\s{1,3}", re.IGNORECASE)
_MARKS = re.compile(r"[\d*†‡§¶∗✉#^⋆¹²³⁰⁴-⁹]+")
_PARTICLES = frozenset(
    (
        "de da do dos das del della di du la le van von der den ter ten zu zur bin ibn al el ben abu st. san "
        "dela y e i af av"
    ).split()
)
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "md", "ph.d.", "m.d."))
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w.'’ʼ‐‑-]{0,30})", re.UNICODE)
_OTHERS = re.compile(
    r"(?:et\.? al\.?|\+?\s?\d{1,4}\s(?:more\s|other\s|additional\s)?authors?|and others|others|…|\.\.\.)", re.IGNORECASE
)
_MORE_AUTHORS = re.compile(r",?\s\+\s?\d{1,4}(?: (?:more|other))?(?: authors?)?\b")
_TITLE_WORDS = frozenset(
    (
        "learning network networks model models neural deep analysis data systems system training language "
        "image images survey embeddings distributions guarantees explanation detection segmentation "
        "recognition generation classification optimization inference reasoning transformer transformers "
        "attention graph graphs diffusion benchmark dataset framework approach method methods study theory "
        "university institute department laboratory lab college school center centre research computer "
        "science machine intelligence vision robotics papers paper daily trending search home about news blog "
        "login sign"
    ).split()
)
_FUNCTION_WORDS = frozenset(
    (
        "via using towards toward from with without for on in into the a an by to as at is are how what why "
        "when can through over under between"
    ).split()
)
_PLAIN = str.maketrans("", "", " .-'\n")
_MAX_AUTHORS = 5000
_MAX_NAME = 200


def author_name(name: str) -> str:
    """A name in the order in which it is spoken.

    >>> author_name("Lovelace, Ada"), author_name("King, Jr., Martin Luther"), author_name("Ada Lovelace")
    ('Ada Lovelace', 'Martin Luther King Jr.', 'Ada Lovelace')
    """
    name = " ".join(name.split()).strip(" ,;")[:_MAX_NAME]
    if "," not in name:
        return name
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and parts[1].lower() not in _SUFFIXES:
        return f"{parts[1]} {parts[0]}".strip()
    if len(parts) == 3 and parts[1].lower() in _SUFFIXES:
        return f"{parts[2]} {parts[0]} {parts[1]}"
    if len(parts) == 3 and parts[2].lower() in _SUFFIXES:
        return f"{parts[1]} {parts[0]} {parts[2]}"
    return name


def split_authors(text: str) -> list[str]:
    """The names in one string, however they are separated.

    >>> split_authors("Lovelace, Ada; Turing, Alan"), split_authors("A. Lovelace, Alan Turing and Grace Hopper")
    (['Ada Lovelace', 'Alan Turing'], ['A. Lovelace', 'Alan Turing', 'Grace Hopper'])
    >>> split_authors("Lovelace, Ada and Turing, Alan"), split_authors("['Ada Lovelace', 'Alan Turing']")
    (['Ada Lovelace', 'Alan Turing'], ['Ada Lovelace', 'Alan Turing'])
    """
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        listed = _literal_list(text)
        if listed is not None:
            return author_list(listed)
    pieces = _pieces(_MORE_AUTHORS.sub(",", _PARENTHESISED.sub("", text)))
    if len(pieces) > 1 and text.count(".") == 1:
        pieces[-1] = pieces[-1].rstrip(".")  # the full stop of the line
    return author_list(pieces)


def author_list(names: list[str]) -> list[str]:
    """Names tidied: order, marks of affiliation, repetitions, "et al."."""
    names = names[:_MAX_AUTHORS]
    if _are_plain(names):
        return names
    kept = (name for name in names if not _OTHERS.fullmatch(name.strip()))
    tidied = (author_name(_MARKS.sub("", name).strip()) for name in kept)
    return [name for name in tidied if name and name != ":"]


def _are_plain(names: list[str]) -> bool:
    """Whether names are made of letters, dots and single spaces alone, as in most lists all are."""
    text = "\n".join(names)
    return (
        all(names)
        and text.translate(_PLAIN).isalpha()
        and "  " not in text
        and "\n " not in f"\n{text}"
        and " \n" not in f"{text}\n"
        and "et al" not in text
        and "thers" not in text
    )


def is_author_line(text: str, share: float = 0.8) -> bool:
    """Whether a line is a list of people's names and nothing else; of a long one, `share` must look like names.

    >>> is_author_line("Ada Lovelace, Alan M. Turing, Grace Hopper")
    True
    >>> is_author_line("Graphs, Networks and Learning"), is_author_line("Deep Learning, Graph Networks")
    (False, False)
    """
    text = re.sub(r"^(?:by|authors?:?)\s+", "", text.strip().rstrip("."), flags=re.IGNORECASE)
    text = _MORE_AUTHORS.sub(",", text.replace(", :,", ","))
    if not text or len(text) > 5000 or ":" in text or "?" in text:
        return False
    pieces = [piece.strip() for piece in _pieces(_PARENTHESISED.sub("", text))]
    others = [piece for piece in pieces if _OTHERS.fullmatch(piece)]
    names = [_MARKS.sub("", piece).strip() for piece in pieces if not _OTHERS.fullmatch(piece)]
    names = [name for name in names if name]
    if len(names) < 2 and not (others and names):
        return False
    people = sum(_is_person(name) for name in names)
    return people == len(names) or (people >= 3 * share - 0.4 and people >= share * len(names))


def _literal_list(text: str) -> list[str] | None:
    """The strings of a list as JSON or Python writes it."""
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(text[:200_000])
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        if isinstance(value, list):
            names = [
                item if isinstance(item, str) else item.get("name") for item in value if isinstance(item, str | dict)
            ]
            return [name for name in names if isinstance(name, str)]
    return None


def _pieces(text: str) -> list[str]:
    """The parts of a list of names: by semicolon, or by "and" and comma, whichever it uses."""
    for separator in (";", "|", " · ", " • ", "\n"):
        if separator in text:
            return [
                piece for part in text.split(separator) for piece in (_AND.split(part) if separator == ";" else [part])
            ]
    by_and = [part.strip() for part in _AND.split(text) if part.strip()]
    if len(by_and) > 1 and all(part.count(",") <= 1 for part in by_and) and _all_inverted(by_and):
        return by_and
    return [piece for part in by_and for piece in _by_comma(part)]


def _all_inverted(parts: list[str]) -> bool:
    """Whether every part reads "Last, First", so that commas stand inside of names."""
    return all("," in part for part in parts) or (
        any("," in part for part in parts) and all("," in part or " " not in part for part in parts)
    )


def _by_comma(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    merged: list[str] = []
    for part in parts:
        if part.lower() in _SUFFIXES and merged:
            merged[-1] += f" {part}"
        else:
            merged.append(part)
    if len(merged) == 2 and (" " not in merged[0] or re.fullmatch(r"(?:[A-Z]\.?[\s-]?){1,3}", merged[1])):
        return [", ".join(merged)]
    if len(merged) >= 4 and len(merged) % 2 == 0 and all(_is_initials(given) for given in merged[1::2]):
        return [f"{last}, {given}" for last, given in zip(merged[::2], merged[1::2], strict=True)]
    return merged


def _is_initials(text: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z]\.?[\s-]?){1,4}", text))


def _is_person(name: str) -> bool:
    words = author_name(name).split()
    if not 2 <= len(words) <= 6:
        return False
    capitals = 0
    for word in words:
        folded = word.strip(".,'’-").lower()
        # "An" and "Can" are names too, "Towards" is not.
        if word in _FUNCTION_WORDS or (len(word) > 3 and folded in _FUNCTION_WORDS) or folded in _TITLE_WORDS:
            return False
        if word.lower() in _PARTICLES or word.lower() in _SUFFIXES:
            continue
        if not _NAME_WORD.fullmatch(word) or not (word[0].isupper() or not word[0].islower()):
            return False
        if len(word) > 3 and word.isupper() and word.isascii() and len(words) > 3:
            return False
        capitals += 1
    return capitals >= 2 or (capitals == 1 and len(words) == 2)
