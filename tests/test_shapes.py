"""Each shape refuses its bad example, and nothing else does; each passes the good world, and has something to judge."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from examples_of import Example, bad_examples, good_world

from kg.graph import Graph
from kg.project import Project
from kg.storage.rdf_files import read_rdf_file
from kg.validation.shapes import judge_shapes

SH = "http://www.w3.org/ns/shacl#"
KGS = "https://w3id.org/innovation-kg/shapes#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDF_FIRST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
SUBCLASS_OF = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")


@pytest.fixture(scope="module")
def project(graph: Graph) -> Project:
    return graph.project


@pytest.fixture(scope="module")
def shapes(project: Project) -> ox.Store:
    store = ox.Store()
    read_rdf_file(project.shapes_file).load_into(store, None)
    return store


def sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode | None = None) -> set[ox.NamedNode]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, value)}


def values(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    return [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]


def judging_shapes(shapes: ox.Store) -> set[ox.NamedNode]:
    """Every shape with a target: its refusals are those that a reader can meet."""
    return {shape for target in TARGETS for shape in subjects(shapes, sh(target))}


def refusing(project: Project, store: ox.Store) -> set[str]:
    findings, _ = judge_shapes(store, project.shapes_file)
    return {finding.source.replace(KGS, "kgs:") for finding in findings}


@pytest.mark.parametrize("example", bad_examples("shapes.txt"), ids=lambda example: example.refused_by)
def test_a_bad_example_is_refused_by_its_shape_alone(project: Project, example: Example):
    assert refusing(project, good_world(project, example)) == {example.refused_by}


def test_the_good_world_is_refused_by_none(project: Project):
    assert refusing(project, good_world(project)) == set()


def test_each_shape_has_a_bad_example(shapes: ox.Store):
    judging = {shape.value.replace(KGS, "kgs:") for shape in judging_shapes(shapes)}
    assert sorted(example.refused_by for example in bad_examples("shapes.txt")) == sorted(judging)


def test_each_shape_has_something_to_judge_in_the_good_world(project: Project, shapes: ox.Store):
    world = good_world(project)
    for shape in judging_shapes(shapes):
        focus = focus_nodes(world, shapes, shape)
        assert focus, f"{shape} finds nothing to judge"
        limits = [int(most.value) for most in values(shapes, shape, sh("maxCount"))]
        for path in values(shapes, shape, sh("path")):
            if limits != [0]:
                assert any(values(world, each, path) for each in focus), f"nothing that {shape} judges has {path}"


def test_no_shape_is_left_unused(shapes: ox.Store):
    named = {quad.object for name in ("not", "property") for quad in shapes.quads_for_pattern(None, sh(name), None)}
    named |= {quad.object for quad in shapes.quads_for_pattern(None, RDF_FIRST, None)}
    every = subjects(shapes, RDF_TYPE, sh("NodeShape")) | subjects(shapes, RDF_TYPE, sh("PropertyShape"))
    assert every <= judging_shapes(shapes) | named


def test_each_property_shape_has_an_iri_and_each_judging_shape_a_message_in_both_languages(shapes: ox.Store):
    with_path = subjects(shapes, sh("path"))
    assert with_path
    assert with_path == subjects(shapes, RDF_TYPE, sh("PropertyShape"))
    for shape in with_path | judging_shapes(shapes):
        assert isinstance(shape, ox.NamedNode)
        messages = {each.language: each.value for each in values(shapes, shape, sh("message"))}
        assert set(messages) == {"zh", "en"}, shape
        assert re.search("[一-鿿]", messages["zh"]), shape
        assert not re.search("[一-鿿]", messages["en"]), shape


def test_nothing_but_shacl_core_is_used(shapes: ox.Store):
    beyond = {"sparql", "js", "rule", "target", "expression", "select", "ask"}
    used = {quad.predicate.value.removeprefix(SH) for quad in shapes if quad.predicate.value.startswith(SH)}
    assert used
    assert used.isdisjoint(beyond)


SWAPPED = Example(
    "",
    "r2018:L1 { id:forum-2018 kg:guestCountry id:hainan ; kg:guestProvince id:denmark }",
    "r2018:L1 { id:forum-2018 kg:guestCountry id:denmark ; kg:guestProvince id:hainan }",
)


@pytest.mark.parametrize("infer", [False, True])
def test_a_swapped_guest_is_refused_with_inference_on_too(project: Project, infer: bool):
    world = good_world(project, SWAPPED, infer=infer)
    assert refusing(project, world) == {"kgs:guest-country", "kgs:guest-province"}


def test_a_finding_says_where_the_statement_stands(project: Project):
    findings, _ = judge_shapes(good_world(project, SWAPPED), project.shapes_file)
    country = next(finding for finding in findings if finding.source == KGS + "guest-country")
    assert country.focus.endswith("/forum-2018")
    assert country.path.endswith("#guestCountry")
    assert country.value.endswith("/hainan")
    assert country.passages == ("2018:1",)
    assert country.severity == "violation"


def focus_nodes(world: ox.Store, shapes: ox.Store, target: ox.NamedNode) -> set[ox.NamedNode]:
    def with_subclasses(top: ox.NamedNode) -> set[ox.NamedNode]:
        below = {quad.subject for quad in world.quads_for_pattern(None, SUBCLASS_OF, top)}
        return {top}.union(*map(with_subclasses, below))

    found: set[ox.NamedNode] = set()
    for top in values(shapes, target, sh("targetClass")):
        found |= {thing for each in with_subclasses(top) for thing in subjects(world, RDF_TYPE, each)}
    for path in values(shapes, target, sh("targetSubjectsOf")):
        found |= subjects(world, path)
    for path in values(shapes, target, sh("targetObjectsOf")):
        found |= {quad.object for quad in world.quads_for_pattern(None, path, None)}
    return found
