"""The REST interface as its clients see it, every answer held against docs/protocols/openapi.json by jsonschema."""
import http.client
import json
import os
import pathlib
import re
import socket
import urllib.parse

import jsonschema

OPENAPI = pathlib.Path(os.environ["OPENAPI"])


class Description:
    """The OpenAPI file."""

    def __init__(self):
        self.document = json.loads(OPENAPI.read_text())
        jsonschema.Draft202012Validator.check_schema({"$defs": self.document["components"]["schemas"]})
        self.resolver = jsonschema.RefResolver("", self.document)
        self.patterns = [(re.compile("^" + re.sub(r"\{[^}]*\}", "[^/]+", path) + "$"), methods)
                         for path, methods in self.document["paths"].items()]
        # "jobs/1" is no "jobs/{id}" where there is a plain path of that name
        self.patterns.sort(key=lambda one: one[0].pattern.count("[^/]+"))
        self.used = set()

    def operation(self, method, path):
        for pattern, methods in self.patterns:
            if pattern.match("/" + path) and method.lower() in methods:
                return methods[method.lower()]
        return None

    def check(self, method, path, status, media_type, body):
        """Raises where an answer is not as the file says."""
        operation = self.operation(method, path)
        if operation is None:
            assert status in (400, 404, 405), f"{method} {path}: {status}, and not described"
            if media_type != "application/json":
                return None  # the HTTP server's own word, of a path that is none
            schema = self.document["components"]["responses"]["Error"]["content"]["application/json"]["schema"]
            return self.hold(body, schema)
        self.used.add(operation["operationId"])
        answer = operation["responses"].get(str(status))
        if answer is None:
            assert status >= 400, f"{method} {path}: {status} is not described"
            answer = self.document["components"]["responses"]["Error"]
        content = answer.get("content", {})
        assert media_type in content, f"{method} {path}: {media_type} is not described"
        if "schema" in content[media_type]:
            self.hold(body, content[media_type]["schema"])
        return None

    def hold(self, body, schema):
        jsonschema.Draft202012Validator(schema, resolver=self.resolver).validate(body)


class LocalConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=120)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.fields = response.headers
        self.bytes = body
        self.media_type = (response.headers.get("Content-Type") or "").partition(";")[0]
        self.json = json.loads(body) if self.media_type == "application/json" else None

    @property
    def message(self):
        return self.json["error"]["message"]


class Api:
    """Requests to a server through its socket, as its administrator, or by TCP, as somebody on this machine."""

    def __init__(self, server, description, by_socket=True, headers=None):
        self.server, self.description, self.by_socket, self.headers = server, description, by_socket, headers or {}

    def connection(self):
        if self.by_socket:
            return LocalConnection(self.server.socket)
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)

    def ask(self, method, path, body=None, headers=None, query=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        target = "/api/v1/" + urllib.parse.quote(path)
        if query:
            target += "?" + urllib.parse.urlencode(query)
        link = self.connection()
        try:
            link.request(method, target, body=body, headers={**self.headers, **(headers or {})})
            response = link.getresponse()
            answer = Answer(response, response.read())
        finally:
            link.close()
        self.description.check(method, path, answer.status, answer.media_type, answer.json)
        return answer

    def get(self, path, **query):
        answer = self.ask("GET", path, query=query)
        assert answer.status == 200, (path, answer.status, answer.bytes)
        return answer.json

    def do(self, method, path, body=None, status=200, **how):
        answer = self.ask(method, path, {} if body is None else body, **how)
        assert answer.status == status, (method, path, answer.status, answer.bytes)
        return answer.json

    def upload(self, data, name="page.pdf", status=201):
        return self.do("POST", "documents", data, status, query={"name": name})
