"""What was promised to consumers once stays so."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError
from openapi_spec_validator import validate

RELEASED = Path(__file__).with_name("released_1.0.json")


@pytest.fixture
def document(ask, db) -> dict:
    return ask("/openapi.json").json()


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    validate(document)


@pytest.mark.parametrize("path", ["/sites", "/items", "/changes", "/health"])
def test_answers_are_as_the_document_says(page, ask, document, path):
    schema = document["paths"][f"/api/tv/v1{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = schema | {"components": document["components"]}
    Draft202012Validator(whole).validate(ask(path).json())


def test_the_same_objects_stand_in_json_schema(page, ask, document):
    schema = ask("/schema.json").json()
    assert schema["$defs"].keys() == document["components"]["schemas"].keys()
    Draft202012Validator.check_schema(schema)
    answer = ask("/items").json()
    Draft202012Validator({"$ref": "#/$defs/ItemList", "$defs": schema["$defs"]}).validate(answer)
    with pytest.raises(ValidationError):
        Draft202012Validator({"$ref": "#/$defs/ItemList", "$defs": schema["$defs"]}).validate(answer | {"items": [1]})


def test_nothing_that_was_released_is_missing_or_has_become_another_type(document):
    """Additions are free; everything else needs `/api/tv/v2/`. Write the file anew after adding only."""
    released = json.loads(RELEASED.read_text())
    assert gone(released, shape(document)) == []


def shape(document: dict) -> dict:
    """Paths with their parameters, schemas with their fields and these fields' types."""
    operations = {
        f"{method} {path}": sorted(parameter["name"] for parameter in operation.get("parameters", []))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    schemas = {
        name: {field: kind(value) for field, value in schema.get("properties", {}).items()}
        for name, schema in document["components"]["schemas"].items()
    }
    return {"operations": operations, "schemas": schemas}


def kind(value: dict) -> str:
    reference = value.get("$ref", "").rpartition("/")[2]
    options = [kind(option) for option in value.get("anyOf", [])]
    items = f"[{kind(value['items'])}]" if "items" in value else ""
    return reference or "|".join(options) or value.get("type", str(value.get("const", ""))) + items


def gone(released: dict, present: dict) -> list[str]:
    lost = [
        f"{name} {parameter}"
        for name, parameters in released["operations"].items()
        for parameter in [""] + parameters
        if name not in present["operations"] or parameter and parameter not in present["operations"][name]
    ]
    return lost + [
        f"{name}.{field}: {was} -> {present['schemas'].get(name, {}).get(field)}"
        for name, fields in released["schemas"].items()
        for field, was in fields.items()
        if present["schemas"].get(name, {}).get(field) != was
    ]


def test_the_check_finds_what_is_missing(document):
    less = shape(document)
    released = json.loads(json.dumps(less))
    del less["schemas"]["ItemHead"]["title"]
    less["operations"]["get /api/tv/v1/items"].remove("site")
    assert len(gone(released, less)) == 2
