"""The name that a paper's own words give an entity."""

import pytest
from small_corpus import Names

from kg.corrections import LinkRule
from kg.linking.known import KnownName
from kg.linking.naming import Naming, key_of_name, key_of_split, most_explicit, name_entity, plain_key
from kg.linking.said import Said
from kg.linking.slugs import marked
from kg.records import Entity, EntityType, Paper

KNOWN = Names()


def naming(kind: EntityType, *surfaces: str, title: str | None = None, abstract: str = "Words.") -> Naming | None:
    """What a paper of that title and abstract makes of an entity of these surfaces."""
    entity = Entity(type=kind, name=surfaces[0], surfaces=list(surfaces), role="used", mentions=[])
    return name_entity(entity, Said(Paper(id="p", title=title, abstract=abstract)), KNOWN)


def test_a_listed_name_has_the_key_of_its_entry() -> None:
    assert naming("Dataset", "ILSVRC-2012") == Naming("dataset:imagenet", "the lexicon lists this name")


def test_of_several_surfaces_the_listed_one_is_told() -> None:
    assert naming("Dataset", "the big set", "ImageNet") == Naming("dataset:imagenet", "the lexicon lists 'ImageNet'")


def test_of_several_listed_surfaces_the_longest_counts() -> None:
    found = naming("Method", "ResNet", "that big residual thing", "ResNet-50")
    assert found is not None
    assert found.key == "method:resnet-50"


def test_a_name_is_listed_for_its_own_type_alone() -> None:
    assert naming("Task", "ImageNet") == Naming("task:imagenet", "spelled alike")


def test_a_name_that_nobody_lists_is_what_it_spells() -> None:
    assert naming("Method", "zorbs", "Zorb") == Naming("method:zorb", "spelled alike")


def test_a_name_without_any_letter_has_no_name() -> None:
    assert naming("Method", "--", "-") is None


def test_a_surface_without_any_letter_is_passed_over() -> None:
    assert naming("Method", "----------", "Zorb") == Naming("method:zorb", "spelled alike")


def test_an_expansion_of_several_words_names_its_acronym_too() -> None:
    assert naming("Method", "ZRN", "zorbing ring network") == Naming(
        "method:zorbing-ring-network", "the paper gives this expansion", ("method:zrn",)
    )


def test_an_expansion_that_the_text_defines_holds_where_only_the_acronym_was_found() -> None:
    assert naming("Method", "ZRN", abstract="A zorbing ring network (ZRN) rings.") == Naming(
        "method:zorbing-ring-network", "the paper gives this expansion", ("method:zrn",)
    )


def test_a_definition_longer_than_what_was_found_of_it_is_the_name() -> None:
    found = naming("Method", "Ring Network", "ZRN", abstract="The Zorbing Ring Network (ZRN) rings.")
    assert found is not None
    assert found.key == "method:zorbing-ring-network"


def test_a_listed_expansion_is_surer_than_its_acronym() -> None:
    assert naming("Method", "fully convolutional networks", "FCN") == Naming(
        "method:fcn", "the lexicon lists this name", (plain_key(KNOWN, "Method", "FCN"),)
    )


def test_a_listed_acronym_that_the_paper_expands_otherwise_is_another_thing() -> None:
    found = naming("Method", "Fusing Cross Network", "FCN")
    assert found is not None
    assert (found.key, found.reason) == ("method:fusing-cross-network", "the paper gives this expansion")


def test_a_listed_acronym_without_expansion_in_the_lexicon_is_what_the_paper_expands() -> None:
    assert naming("Dataset", "General Language Understanding Evaluation", "GLUE") == Naming(
        "dataset:glue", "the lexicon lists 'GLUE'", (plain_key(KNOWN, "Dataset", "GLUE"),)
    )


def test_an_expansion_that_differs_from_the_listed_one_in_inflection_is_the_listed_thing() -> None:
    found = naming("Method", "fully convolution networks", "FCN")
    assert found is not None
    assert (found.key, found.reason) == ("method:fcn", "the lexicon lists 'FCN'")


def test_a_bare_listed_acronym_leans_to_its_entry() -> None:
    bare = plain_key(KNOWN, "Method", "FCN")
    assert naming("Method", "FCN") == Naming(bare, "the lexicon lists this name", leaning="method:fcn")


def test_an_acronym_is_explained_where_its_listed_expansion_stands_in_the_text() -> None:
    assert naming("Method", "FCN", abstract="Fully-Convolutional Networks are used.") == Naming(
        "method:fcn", "the lexicon lists this name"
    )


def test_a_listed_acronym_that_the_title_introduces_is_a_thing_of_the_paper() -> None:
    title = "FCN: a way to rank"
    assert naming("Method", "FCN", title=title) == Naming(
        f"method:{marked('fcn', 'fcn:awaytorank')}", "the title introduces it"
    )


@pytest.mark.parametrize(
    ("surfaces", "best"),
    [
        (("a b", "abc def"), "abc def"),
        (("one-two-three", "longest-words"), "one-two-three"),
        (("bb", "ab"), "ab"),
        (("FCN", "fully convolutional net"), "fully convolutional net"),
    ],
)
def test_most_words_then_most_letters_are_the_most_explicit(surfaces: tuple[str, ...], best: str) -> None:
    assert most_explicit(surfaces) == best
    assert most_explicit(reversed(surfaces)) == best


def test_a_name_that_would_take_a_listed_key_is_marked() -> None:
    assert plain_key(KNOWN, "Method", "FCN") == f"method:{marked('fcn', 'fcn')}"
    assert plain_key(KNOWN, "Method", "Zorb") == "method:zorb"
    assert key_of_name(KNOWN, "Method", "FCN") == "method:fcn"
    assert key_of_name(KNOWN, "Method", "Zorb") == "method:zorb"


def split(to: str = "", papers: tuple[str, ...] = ()) -> LinkRule:
    return LinkRule(1, "split", "Method", "FCN", to, papers)


def test_a_name_kept_apart_goes_where_the_rule_says() -> None:
    assert key_of_split(KNOWN, split(to="ResNet")) == "method:resnet"
    assert key_of_split(KNOWN, split()) == plain_key(KNOWN, "Method", "FCN")


def test_a_name_kept_apart_in_some_papers_has_a_key_of_these_papers() -> None:
    keys = [key_of_split(KNOWN, split(papers=papers)) for papers in (("p", "q"), ("q", "p"), ("p",))]
    where = "\n".join(("fcn", "p", "q"))
    assert keys[0] == keys[1] == f"method:{marked('fcn', where)}"
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    ("names", "expansions"),
    [(("FCN", "fully convolutional net", "self-attention"), ("fully convolutional net", "self-attention")), ((), ())],
)
def test_the_expansions_of_an_entry_are_its_names_of_several_words(
    names: tuple[str, ...], expansions: tuple[str, ...]
) -> None:
    assert KnownName("x", "X", names=names).expansions == expansions
