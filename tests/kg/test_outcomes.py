import re

import pytest

from kg.outcomes import result_tasks, said
from kg.records import Entity, EntityType, Extraction, Mention, Result, Role


def paper(text: str, *named: tuple[EntityType, str, Role], results: list[Result] | None = None) -> Extraction:
    entities = [
        Entity(
            type=kind,
            name=name,
            surfaces=[name],
            role=role,
            mentions=[Mention(start=m.start(), end=m.end()) for m in re.finditer(re.escape(name), text)],
        )
        for kind, name, role in named
    ]
    return Extraction(id="p", abstract=text, entities=entities, results=results or [])


def compared(text: str) -> list[str]:
    named: list[tuple[EntityType, str, Role]] = [("Method", "FooNet", "introduced")]
    named += [("Method", name, "used") for name in ("BarNet", "BazNet")]
    return [link.entity.name for link in said(paper(text, *named)) if link.predicate == "comparesWith"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FooNet outperforms BarNet by 2 points.", ["BarNet"]),
        ("FooNet beats the strong BarNet and BazNet on X.", ["BarNet", "BazNet"]),
        ("FooNet is 3x faster than BarNet.", ["BarNet"]),
        ("Compared with BarNet, it saves memory.", ["BarNet"]),
        ("FooNet outperforms others by using BarNet.", []),
        ("FooNet outperforms others; BarNet is its encoder.", []),
        ("FooNet builds on BarNet.", []),
        ("BarNet is beaten; nothing surpasses FooNet.", []),
    ],
)
def test_what_is_outdone_is_compared_with(text: str, names: list[str]) -> None:
    assert compared(text) == names


def result(dataset: str | None, start: int, end: int) -> Result:
    return Result(dataset=dataset, value=1.0, text="x", start=start, end=end, confidence=0.7)


def test_a_result_on_an_introduced_dataset_says_that_it_is_evaluated_on() -> None:
    text = "We present FooBench and reach 71% on it."
    one = paper(text, ("Dataset", "FooBench", "introduced"), results=[result("FooBench", 30, 33)])
    (link,) = said(one)
    assert (link.predicate, link.entity.name, link.confidence) == ("evaluatesOn", "FooBench", 0.7)


def test_a_result_on_another_dataset_adds_nothing() -> None:
    one = paper("On BarSet it reaches 71%.", ("Dataset", "BarSet", "evaluated"), results=[result("BarSet", 21, 24)])
    assert list(said(one)) == []


def test_the_task_of_a_result_is_the_only_one_or_the_one_of_its_sentence() -> None:
    text = "We study parsing and tagging. In parsing it reaches 71%. It also reaches 72%."
    tasks: list[tuple[EntityType, str, Role]] = [("Task", "parsing", "addressed"), ("Task", "tagging", "addressed")]
    places = [text.index("71%"), text.index("72%")]
    results = [result(None, at, at + 3) for at in places]
    assert result_tasks(paper(text, *tasks, results=results)) == ["parsing", None]
    assert result_tasks(paper(text, tasks[0], results=results)) == ["parsing", "parsing"]
    assert result_tasks(paper(text, results=results)) == [None, None]
