"""A consumer that was given nothing but the OpenAPI document: it keeps a copy of all that may be shown.

It can be cut off at any moment, in the middle of an answer or of writing its file, and goes on from that file.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from datamodel_code_generator import DataModelType, InputFileType, generate
from datamodel_code_generator.format import Formatter

# Takes an address, gives status and body; raises OSError when the line is cut.
Get = Callable[[str], tuple[int, str]]


def types_of(document: dict[str, Any], directory: Path) -> ModuleType:
    """Classes for everything that the document describes, made by a generator that knows OpenAPI and nothing of us."""
    source = directory / "contract.py"
    generate(
        json.dumps(document),
        input_file_type=InputFileType.OpenAPI,
        output=source,
        output_model_type=DataModelType.PydanticV2BaseModel,
        formatters=[Formatter.BUILTIN],
    )
    spec = spec_from_file_location("contract", source)
    module = sys.modules["contract"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paths_of(document: dict[str, Any]) -> dict[str, str]:
    """operationId -> path."""
    return {
        operation["operationId"]: path
        for path, operations in document["paths"].items()
        for operation in operations.values()
    }


class Consumer:
    def __init__(self, document: dict[str, Any], types: ModuleType, get: Get, file: Path) -> None:
        self.paths, self.types, self.get, self.file = paths_of(document), types, get, file
        # What it holds and has still to fetch, by "id locale"; where it is in the list and in the changes.
        self.state = {"held": {}, "wanted": [], "list": {}, "listed": False, "cursor": None}
        if file.exists():
            self.state = json.loads(file.read_text())

    def step(self) -> bool:
        """One request, and what follows from it on disk. False when there is nothing new."""
        if not self.state["listed"]:
            busy = self._list()
        elif self.state["wanted"]:
            busy = self._fetch(self.state["wanted"].pop(0))
        else:
            busy = self._follow()
        self._save()
        return busy

    def shown(self, now: datetime) -> dict[str, Any]:
        """What it would show: an item knows itself when its time is up."""
        held = {key: self.types.ItemFull.model_validate(item) for key, item in self.state["held"].items()}
        return {key: item for key, item in held.items() if item.valid_to is None or item.valid_to > now}

    def _list(self) -> bool:
        """First a list in each language of the sites, for most of the items at the price of few requests."""
        if not self.state["list"]:
            sites = self._ask("sites", self.types.Sites)
            self.state["list"] = {language: "" for site in sites.items for language in site.languages}
        language, cursor = next(iter(self.state["list"].items()))
        answer = self._ask(
            "items", self.types.ItemList, locale=language, limit=100, **({"cursor": cursor} if cursor else {})
        )
        for item in answer.items:
            self.state["held"][f"{item.id} {item.locale}"] = item.model_dump(mode="json")
        if answer.next_cursor:
            self.state["list"][language] = answer.next_cursor
        else:
            del self.state["list"][language]
            self.state["listed"] = not self.state["list"]
        return True

    def _follow(self) -> bool:
        cursor = self.state["cursor"]
        answer = self._ask("changes", self.types.Changes, cursor=cursor)
        if answer is None:
            self.state = {"held": {}, "wanted": [], "list": {}, "listed": False, "cursor": None}
            return True
        for change in answer.changes:
            key = f"{change.id} {change.locale}"
            if change.op == "upsert":
                self.state["wanted"].append(key)
            else:
                self._drop(key)
        self.state["cursor"] = answer.cursor
        return answer.has_more or bool(self.state["wanted"])

    def _fetch(self, key: str) -> bool:
        number, locale = key.split()
        answer = self._ask("item", self.types.ItemAnswer, item_id=number, locale=locale)
        if answer is None:
            self._drop(key)
        else:
            self.state["held"][key] = answer.item.model_dump(mode="json")
        return True

    def _drop(self, key: str) -> None:
        self.state["held"].pop(key, None)
        self.state["wanted"] = [wanted for wanted in self.state["wanted"] if wanted != key]

    def _ask(self, operation: str, answer: type, **values: Any) -> Any:
        """None for what is not, or not any more, there."""
        path = self.paths[operation]
        for name in [name for name in values if f"{{{name}}}" in path]:
            path = path.replace(f"{{{name}}}", str(values.pop(name)))
        query = "&".join(f"{name}={value}" for name, value in values.items() if value)
        status, body = self.get(f"{path}?{query}" if query else path)
        if status in (404, 410):
            return None
        assert status == 200, (path, status, body)
        return answer.model_validate_json(body)

    def _save(self) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps(self.state))
        draft.replace(self.file)
