import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import clean, content_hash, fold, name_key, paper_text, slugify


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("two\n lines\t here ", "two lines here"),
        ("A &lt; B &amp; C", "A < B & C"),
        ("nul\x00 bell\x07 delete\x7f", "nul bell delete"),
        ("lone \ud800surrogate", "lone surrogate"),
        ("\ufeffmark", "mark"),
        ("non\u00a0breaking", "non breaking"),
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
    ("title", "abstract", "text"), [("T", "A", "T\nA"), (None, "A", "A"), ("T", None, "T"), (None, None, "")]
)
def test_paper_text_is_title_and_abstract_or_the_one_there_is(
    title: str | None, abstract: str | None, text: str
) -> None:
    assert paper_text(title, abstract) == text


@given(st.text(), st.text())
def test_content_hash_ignores_case_and_space(title: str, abstract: str) -> None:
    assert content_hash(title, abstract) == content_hash(f"  {fold(title)}", f"{fold(abstract)} ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CIFAR10", "CIFAR-10"),
        ("Vision Transformers", "vision transformer"),
        ("F1-score", "F1 scores"),
        ("pre-training", "pretraining"),
    ],
)
def test_name_key_unites_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("CIFAR-10", "CIFAR-100"), ("mAP", "mAP@50"), ("GPT-2", "GPT-3"), ("C", "C++"), ("bias", "bia")]
)
def test_name_key_keeps_different_names_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_slugs_hold_only_letters_digits_and_hyphens(name: str) -> None:
    slug = slugify(name)
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug)
    assert slug == slug.strip("-")
    assert len(slug) <= 80
