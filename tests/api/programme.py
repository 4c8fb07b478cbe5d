"""A programme that knows the description of the API and nothing else: it finds addresses by operation.

Every answer it gets is held against what the description says of it.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from core.accounts.tokens import make_token
from core.models import User

SCHEMA = "/api/v1/schema/"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.body["code"])


class Programme:
    """Asks by operation: what is part of the path goes there, what belongs to the query there, the rest is the body."""

    def __init__(self, person: User | None = None, *, client: Client | None = None, secret: str | None = None) -> None:
        self.client = client or Client()
        self.schema = json.loads(self.client.get(SCHEMA).content)
        self.operations = {
            operation["operationId"]: (method, path, operation)
            for path, methods in self.schema["paths"].items()
            for method, operation in methods.items()
        }
        if person is not None:
            _token, secret = make_token(by=person, name="Test")
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ask(self, name: str, *, headers: dict[str, str] | None = None, **values: Any) -> Answer:
        """The answer to this operation, whatever it is; that it conforms has been seen to."""
        method, path, operation = self.operations[name]
        query = {}
        for parameter in operation.get("parameters", []):
            if parameter["name"] not in values:
                continue
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", str(values.pop(parameter["name"])))
            elif parameter["in"] == "query":
                query[parameter["name"]] = values.pop(parameter["name"])
        address = f"{path}?{urlencode(query)}" if query else path
        body = {"data": json.dumps(values), "content_type": "application/json"} if method != "get" else {}
        sent = getattr(self.client, method)(address, headers=self.headers | (headers or {}), **body)
        found = json.loads(sent.content) if sent.content else None
        self.conforms(operation, sent.status_code, found)
        return Answer(sent.status_code, found, sent.headers)

    def do(self, name: str, **values: Any) -> Any:
        """The body of an answer that must be a yes; a write carries a key of its own."""
        key = {"Idempotency-Key": str(uuid4())} if self.operations[name][0] != "get" else {}
        answer = self.ask(name, headers=key, **values)
        assert answer.status < 300, (name, answer)
        return answer.body

    def all(self, name: str, **values: Any) -> list[Any]:
        """Every row of a list, page after page."""
        rows, cursor = [], None
        while True:
            page = self.do(name, **values, **({"cursor": cursor} if cursor else {}))
            rows += page["results"]
            cursor = page["next"]
            if cursor is None:
                return rows

    def conforms(self, operation: dict[str, Any], status: int, body: Any) -> None:
        """Whether the description told of this answer."""
        told = operation["responses"].get(str(status), operation["responses"]["default"])
        if "content" not in told:
            assert body is None, (operation["operationId"], status, body)
            return
        schema = told["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": self.schema["components"]}).validate(body)
