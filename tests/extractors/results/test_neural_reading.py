"""What the neural part is given of a number and its surroundings, and what it makes of them."""

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from named_texts import entity

from extractors.pipeline import Extractor
from extractors.recognizer import MODEL
from extractors.results import find_results, read_results
from extractors.results.context import COLUMNS, context_of
from extractors.results.mentions import Mentions
from extractors.results.neural import default_reader
from extractors.results.reading import read
from extractors.results.told import MOST
from extractors.sight import Found, Sight
from extractors.tagger import default_tagger
from extractors.wordpieces import words
from kg.records import Entity, Paper

TEXT = "We propose FooNet. FooNet obtains an mIoU of 47.9% and 45.1% on Cityscapes and ADE20K, respectively."


def named(text: str, metric: float = 0.9) -> list[Entity]:
    return [
        entity(text, "Method", "FooNet", "introduced", 0.9),
        entity(text, "Metric", "mIoU", "reported", metric),
        entity(text, "Dataset", "Cityscapes", "evaluated", 0.9),
        entity(text, "Dataset", "ADE20K", "evaluated", 0.9),
    ]


def sight(text: str) -> Sight:
    return default_tagger(MODEL).scores(text, words(text), 0)[2]


def found(text: str, entities: list[Entity], threshold: float = 0.38) -> Found:
    return Found.of([(e, e.confidence >= threshold) for e in entities], threshold, sight(text))


def test_a_context_knows_its_number_its_mentions_and_whose_turn_it_is_in_a_list() -> None:
    reading = read(TEXT, named(TEXT))
    assert reading is not None
    context = context_of(Mentions(reading), 1)
    items = [reading.items[place] for place in context.places]
    assert TEXT[items[context.target].start : items[context.target].end] == "45.1%"
    told = dict(zip((TEXT[i.start : i.end] for i in items), context.columns.tolist(), strict=True))
    aligned = list(COLUMNS).index("aligned")
    assert told["ADE20K"][aligned] == 1
    assert told["Cityscapes"][aligned] == 3
    assert context.entities[[i.start for i in items].index(TEXT.index("ADE20K"))] == 3


@settings(max_examples=40)
@given(st.lists(st.sampled_from("FooNet mIoU Cityscapes ADE20K 12.5% 3x 1.2e-5 2021 and , . of ( /5 7-9".split())))
def test_columns_stay_within_their_tables(parts: list[str]) -> None:
    text = " ".join(parts)
    reading = read(text, [e for e in named(text) if e.mentions])
    for number in range(len(reading.numbers) if reading else 0):
        assert reading is not None
        context = context_of(Mentions(reading), number)
        assert (context.columns >= 0).all()
        assert (context.columns.max(axis=0) < list(COLUMNS.values())).all()
        assert context.columns[context.target, 0] == 6


def test_contexts_are_bounded() -> None:
    text = "FooNet 12.5% mIoU and " * 4000
    reading = read(text, named(text)[:2])
    assert reading is not None
    assert len(context_of(Mentions(reading), 2000).places) < 200


def test_only_so_many_numbers_of_a_text_are_read() -> None:
    text = "FooNet has an mIoU of 12.5% and " * 400
    reading = read(text, named(text)[:2])
    assert reading is not None
    told = default_reader().read(Mentions(reading), sight(text), range(len(reading.numbers)))
    assert len(told) == MOST < len(reading.numbers)
    assert len(read_results(text, found(text, named(text)[:2]))[1]) > MOST


def test_a_vector_is_the_mean_over_the_words_of_a_span() -> None:
    inner = np.array([[1.0, 0.0], [3.0, 2.0], [9.0, 9.0]], np.float32)
    seen = Sight([(0, 3), (4, 7), (8, 9)], inner, *(np.zeros((3, width), np.float32) for width in (4, 3, 3, 3)))
    assert seen.vectors([(0, 7), (8, 9), (20, 25)]).tolist() == [[2.0, 1.0], [9.0, 9.0], [0.0, 0.0]]


def test_the_shares_of_each_slot_add_up() -> None:
    reading = read(TEXT, named(TEXT))
    assert reading is not None
    told = default_reader().read(Mentions(reading), sight(TEXT), [0, 1])
    for one in told.values():
        assert np.exp(one.kinds).sum() == pytest.approx(1, abs=1e-3)
        for shares in one.slots.values():
            assert sum(np.exp(list(shares.values()))) == pytest.approx(1, abs=1e-3)


def test_what_a_result_belongs_to_becomes_an_entity() -> None:
    unsure = found(TEXT, named(TEXT, metric=0.3))
    assert [e.name for e in unsure.possible] == ["mIoU"]
    entities, results = read_results(TEXT, unsure)
    assert {r.metric for r in results} == {"mIoU"}
    (metric,) = [e for e in entities if e.type == "Metric"]
    assert unsure.threshold <= metric.confidence < 0.9
    assert [m.confidence for m in metric.mentions] == [metric.confidence]
    assert [e.mentions[0].start for e in entities] == sorted(e.mentions[0].start for e in entities)


def test_what_stays_below_the_callers_confidence_is_no_entity_and_names_no_result() -> None:
    entities, results = read_results(TEXT, found(TEXT, named(TEXT, metric=0.3), threshold=0.85))
    assert [e.name for e in entities] == ["FooNet", "Cityscapes", "ADE20K"]
    assert all(r.metric is None for r in results)


def test_what_the_encoder_has_not_seen_is_read_by_the_linear_model() -> None:
    entities = named(TEXT)
    assert read_results(TEXT, Found(entities, [], 0.38, None)) == (entities, find_results(TEXT, entities))


def test_the_component_says_what_the_extractor_says_and_leaves_nothing_behind() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("paper_entities")
    nlp.add_pipe("paper_results")
    doc = nlp(TEXT)
    extraction = Extractor().extract(Paper(id="p", abstract=TEXT))
    assert doc._.paper_results == extraction.results
    assert doc._.paper_entities == extraction.entities
    assert doc._.paper_found is None


def test_without_results_to_follow_a_document_carries_no_vectors() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("paper_entities")
    assert nlp(TEXT)._.paper_found is None


def test_two_numbers_set_against_each_other_have_not_the_same_subject() -> None:
    text = "FooNet and BarNet are compared. FooNet transfers well, reaching 52.2% versus 51.9% mIoU on Cityscapes."
    named = [entity(text, "Method", name, role) for name, role in (("FooNet", "introduced"), ("BarNet", "compared"))]
    named += [entity(text, "Metric", "mIoU", "reported"), entity(text, "Dataset", "Cityscapes", "evaluated", 0.9)]
    _, (first, second) = read_results(text, found(text, named))
    assert first.subject != second.subject
