"""A small FHIR server for tests: Bundles by collection or transaction in JSON or XML, conditional creates and updates, faults on
demand. It answers in JSON, and refuses with 406 who does not want that."""
import http.server
import json
import socket
import threading
import urllib.parse

import fhir_xml

JSON = "application/fhir+json; charset=utf-8"


def outcome(code, text=""):
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": code, "diagnostics": text}]}


class Problem(Exception):
    """An answer that is an error."""

    def __init__(self, status, code):
        super().__init__(code)
        self.status, self.code = status, code


class FhirServer:
    """Listens on a free port of 127.0.0.1 from the start on; `end` stops it. Thread-safe.

    `faults` holds what happens to the next requests but GET, one each: a status (with headers: (status, {...})), "drop"
    (does the work and breaks the connection without an answer), or None. `requests` is what came: method, path with
    query, headers in lower case, body, answered.
    """

    def __init__(self):
        self.lock, self.faults, self.requests, self.resources = threading.Lock(), [], [], {}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}/fhir"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.end()

    def of(self, kind):
        with self.lock:
            return [r["now"] for (k, _), r in self.resources.items() if k == kind]

    def log(self, *methods):
        with self.lock:
            return [r for r in self.requests if r["method"] in methods]

    def _handler(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *words):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {k.lower(): v for k, v in self.headers.items()}
                outer.serve(self, self.command, self.path, headers, body)

            do_GET = do_POST = do_PUT = answer

        return Handler

    def serve(self, connection, method, path, headers, body):
        with self.lock:
            fault = self.faults.pop(0) if self.faults and method != "GET" else None
            extra = {}
            if isinstance(fault, tuple):
                fault, extra = fault
            if isinstance(fault, int):
                status, resource = fault, outcome("transient", "a fault of the test")
            else:
                try:
                    status, resource, extra = self._do(method, path, headers, body)
                except Problem as problem:
                    status, resource = problem.status, outcome(problem.code)
            self.requests.append({"method": method, "path": path, "headers": headers, "body": body,
                                  "answered": "drop" if fault == "drop" else status})
        if fault == "drop":
            connection.close_connection = True
            connection.connection.shutdown(socket.SHUT_RDWR)
            return
        data = json.dumps(resource).encode()
        connection.send_response(status)
        for name, value in {"Content-Type": JSON, "Content-Length": str(len(data)), **extra}.items():
            connection.send_header(name, value)
        connection.end_headers()
        connection.wfile.write(data)

    def _do(self, method, path, headers, body):
        url = urllib.parse.urlsplit(path)
        words = url.path[len("/fhir"):].strip("/").split("/")
        if method == "GET" and words == ["metadata"]:
            return 200, {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"}, {}
        try:
            is_xml = headers.get("content-type", "").startswith("application/fhir+xml")
            resource = fhir_xml.read(body) if is_xml else json.loads(body)
        except ValueError:
            raise Problem(400, "structure") from None
        if "json" not in headers.get("accept", "json"):
            raise Problem(406, "not-supported")
        if words == [""]:
            if method != "POST" or resource.get("type") != "transaction":
                raise Problem(400, "invalid")
            return 200, self._transaction(resource), {}
        kind = words[0]
        if resource.get("resourceType") != kind:
            raise Problem(400, "invalid")
        if method == "POST":
            return self._create(kind, resource, headers.get("if-none-exist"))
        if len(words) == 2:
            if resource.get("id") != words[1]:
                raise Problem(400, "invalid")
            if (kind, words[1]) not in self.resources:
                raise Problem(404, "not-found")
            return self._put(kind, words[1], resource)
        return self._update(kind, resource, url.query)

    def _matching(self, kind, query):
        wanted = urllib.parse.parse_qs(query, strict_parsing=True)["identifier"][0]
        found = []
        for (k, key), kept in self.resources.items():
            identifiers = kept["now"].get("identifier", [])
            identifiers = list(identifiers) if isinstance(identifiers, list) else [identifiers]
            identifiers += [kept["now"]["masterIdentifier"]] if "masterIdentifier" in kept["now"] else []
            if k == kind and any(f"{i.get('system')}|{i.get('value')}" == wanted for i in identifiers):
                found.append(key)
        if len(found) > 1:
            raise Problem(412, "multiple-matches")
        return found

    def _put(self, kind, key, resource):
        kept = self.resources.setdefault((kind, key), {"version": 0})
        kept["version"] += 1
        kept["now"] = dict(resource, id=key)
        status = 201 if kept["version"] == 1 else 200
        return status, kept["now"], {"Location": f"{self.base}/{kind}/{key}/_history/{kept['version']}"}

    def _create(self, kind, resource, condition):
        found = self._matching(kind, condition) if condition else []
        if found:
            return 200, self.resources[kind, found[0]]["now"], {}
        return self._put(kind, str(len(self.resources) + 1), resource)

    def _update(self, kind, resource, query):
        if "id" in resource:
            raise Problem(400, "invalid")
        found = self._matching(kind, query)
        return self._put(kind, found[0] if found else str(len(self.resources) + 1), resource)

    def _transaction(self, bundle):
        entries, ids = [], {}
        for entry in bundle["entry"]:
            request, resource = entry["request"], entry["resource"]
            kind, _, query = request["url"].partition("?")
            if request["method"] == "POST":
                status, kept, headers = self._create(kind, resource, request.get("ifNoneExist"))
            else:
                status, kept, headers = self._update(kind, resource, query)
            ids[entry["fullUrl"]] = f"{kind}/{kept['id']}"
            response = {"status": str(status)}
            if "Location" in headers:
                response["location"] = headers["Location"]
            entries.append({"response": response})
        for (_, _), kept in self.resources.items():  # what refers within the transaction now refers to the server's own ids
            text = json.dumps(kept["now"])
            for full_url, own in ids.items():
                text = text.replace(json.dumps(full_url), json.dumps(own))
            kept["now"] = json.loads(text)
        return {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}

