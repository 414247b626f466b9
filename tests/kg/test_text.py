import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import clean, content_hash, fold, folded_hash, is_clean, name_key, paper_text, singular, slugify


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("two\n lines\t here ", "two lines here"),
        ("A &lt; B &amp; C", "A < B & C"),
        ("nul\x00 bell\x07 delete\x7f", "nul bell delete"),
        ("lone \ud800surrogate", "lone surrogate"),
        ("\ufeffmark", "mark"),
        ("non\u00a0breaking", "non breaking"),
        ("two  spaces", "two spaces"),
        (" around ", "around"),
        ("zero\u200bwidth", "zero\u200bwidth"),
        ("", ""),
    ],
)
def test_clean_folds_space_and_removes_what_is_no_text(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text())
def test_clean_leaves_one_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert not any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF for c in cleaned)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("two words", True),
        ("two  spaces", False),
        (" leading", False),
        ("trailing ", False),
        ("two\nlines", False),
        ("a bell\x07", False),
        ("zero\u200bwidth space, two words", True),
        ("zero\u200bwidth  and two spaces", False),
        ("", True),
    ],
)
def test_clean_is_one_line_of_single_spaces_without_control_characters(text: str, is_so: bool) -> None:
    assert is_clean(text) == is_so


@given(st.text())
def test_what_clean_left_is_clean(text: str) -> None:
    assert is_clean(clean(text))


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("  Deep  Learning ", "deep learning"),
        (" Deep", "deep"),
        ("deep\tnets\n", "deep nets"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁne Ⅳ", "fine iv"),
    ],
)
def test_fold_takes_away_case_space_and_compatibility_forms(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize(
    ("title", "abstract", "text"), [("T", "A", "T\nA"), (None, "A", "A"), ("T", None, "T"), (None, None, "")]
)
def test_paper_text_is_title_and_abstract_or_the_one_there_is(
    title: str | None, abstract: str | None, text: str
) -> None:
    assert paper_text(title, abstract) == text


@given(st.text(), st.text())
def test_content_hash_ignores_case_and_space(title: str, abstract: str) -> None:
    assert content_hash(title, abstract) == content_hash(f"  {fold(title)}", f"{fold(abstract)} ")


def test_content_hash_tells_title_from_abstract_and_any_text_from_another() -> None:
    contents = [("a", "b"), ("b", "a"), ("a", None), (None, "a"), ("a", "a"), (None, None), ("ab", None)]
    assert len({content_hash(*content) for content in contents}) == len(contents)


def test_content_hash_is_the_beginning_of_a_sha_256_that_never_changes() -> None:
    # Ids of papers without any other stand in users' files.
    assert content_hash("On Hedges", "We cut them.") == HEDGES[:20]
    assert content_hash("On Hedges", "We cut them.", 12) == HEDGES[:12]
    assert folded_hash("on hedges", "we cut them.") == HEDGES[:20]


def test_content_hash_takes_a_lone_surrogate_for_a_question_mark() -> None:
    assert content_hash("a \ud800", None) == content_hash("a ?", None)


HEDGES = hashlib.sha256(b"on hedges\nwe cut them.").hexdigest()


@pytest.mark.parametrize(
    ("plural", "word"),
    [
        ("nets", "net"),
        ("bus", "bus"),
        ("gas", "gas"),
        ("ios", "ios"),
        ("yes", "yes"),
        ("loss", "loss"),
        ("corpus", "corpus"),
        ("basis", "basis"),
        ("atlas", "atlas"),
        ("chaos", "chaos"),
        ("queries", "query"),
        ("ties", "tie"),
        ("plies", "ply"),
        ("losses", "loss"),
        ("boxes", "box"),
        ("benches", "bench"),
        ("meshes", "mesh"),
        ("games", "game"),
        ("net", "net"),
    ],
)
def test_the_singular_of_a_word(plural: str, word: str) -> None:
    assert singular(plural) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CIFAR10", "CIFAR-10"),
        ("Vision Transformers", "vision transformer"),
        ("F1-score", "F1 scores"),
        ("pre-training", "pretraining"),
        ("‘Zorb’ “Nets”", "'zorb' \"nets\""),
        ("image/text", "image text"),
        (f"{'Very Long ' * 12}Nets", f"{'very-long-' * 12}net"),
    ],
)
def test_name_key_unites_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("CIFAR-10", "CIFAR-100"), ("mAP", "mAP@50"), ("GPT-2", "GPT-3"), ("C", "C++"), ("bias", "bia")]
)
def test_name_key_keeps_different_names_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Two Words", "twoword"), ("Nets of Nets", "netsofnet"), ("-", ""), ("", ""), ("a" * 100, "a" * 100)],
)
def test_the_key_of_a_name_is_its_folded_letters_run_together(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Pixel Consensus Voting", "pixel-consensus-voting"),
        ("mAP@50", "map-50"),
        ("café", "cafe"),
        ("--X--Y--", "x-y"),
        ("模型", ""),
        ("x" * 100, "x" * 80),
        (f"{'x' * 79} y", "x" * 79),
    ],
)
def test_a_slug_is_lower_case_ascii_of_at_most_80_characters(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text())
def test_slugs_hold_only_letters_digits_and_hyphens(name: str) -> None:
    slug = slugify(name)
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug)
    assert slug == slug.strip("-")
    assert len(slug) <= 80
