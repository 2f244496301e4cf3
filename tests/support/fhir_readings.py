"""FHIR servers that hold the readings of patients, for tests of sources that are asked: a small one of our own, and a third
party's. Both have: base, put(nhs, observations), requests() (paths asked for), kill()."""
import json
import os
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request

from fhir_server import FhirServer, Problem
from wardbridge import wait_until

NHS = "https://fhir.nhs.uk/Id/nhs-number"


def pulse(number, when, value):
    """An Observation without its subject."""
    return {"resourceType": "Observation", "status": "final",
            "identifier": [{"system": "https://rpm.example/Id/reading", "value": str(number)}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"}]},
            "effectiveDateTime": when.isoformat(timespec="seconds"),
            "valueQuantity": {"value": value, "unit": "beats/minute", "system": "http://unitsofmeasure.org", "code": "/min"}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class OwnServer(FhirServer):
    """Searches by identifier, and by patient and date with paging. `delay`: seconds before each search is answered.
    `search_faults`: what happens to the next searches: a status, or "die" (the server is gone from then on)."""

    def __init__(self, delay=0.0):
        self.delay, self.search_faults, self.dead = delay, [], False
        super().__init__()

    def put(self, nhs, observations):
        with self.lock:
            patient = str(len(self.resources) + 1)
            self._put("Patient", patient, {"resourceType": "Patient", "identifier": [{"system": NHS, "value": nhs}]})
            for observation in observations:
                self._put("Observation", str(len(self.resources) + 1),
                          dict(observation, subject={"reference": f"Patient/{patient}"}))

    def serve(self, connection, method, path, headers, body):
        if self.delay:
            time.sleep(self.delay)
        if self.search_faults and self.search_faults[0] == "die":
            self.search_faults, self.dead = [], True
        if self.dead:
            connection.close_connection = True
            connection.connection.shutdown(socket.SHUT_RDWR)
            return
        try:
            super().serve(connection, method, path, headers, body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # whoever asked did not wait for the answer

    def _do(self, method, path, headers, body):
        url = urllib.parse.urlsplit(path)
        words = url.path[len("/fhir"):].strip("/").split("/")
        if method == "GET" and words[0] != "metadata":
            if self.search_faults:
                fault = self.search_faults.pop(0)
                if fault:
                    raise Problem(fault, "transient")
            return 200, self._search(words[0], urllib.parse.parse_qs(url.query)), {}
        return super()._do(method, path, headers, body)

    def _search(self, kind, query):
        found = []
        for (k, _), kept in self.resources.items():
            now = kept["now"]
            if k != kind:
                continue
            if "identifier" in query and query["identifier"][0] not in [f"{i['system']}|{i['value']}" for i in now["identifier"]]:
                continue
            if "patient" in query and now["subject"]["reference"] != query["patient"][0]:
                continue
            if not all(bound[2:] <= now["effectiveDateTime"] if bound.startswith("ge") else bound[2:] >= now["effectiveDateTime"]
                       for bound in query.get("date", [])):
                continue
            found.append(now)
        count, begin = int(query.get("_count", ["50"])[0]), int(query.get("begin", ["0"])[0])
        page = {"resourceType": "Bundle", "type": "searchset", "total": len(found),
                "entry": [{"fullUrl": f"{self.base}/{kind}/{r['id']}", "resource": r} for r in found[begin:begin + count]]}
        if begin + count < len(found):
            following = {**{k: v for k, v in query.items() if k != "begin"}, "begin": [str(begin + count)]}
            page["link"] = [{"relation": "next", "url": f"{self.base}/{kind}?{urllib.parse.urlencode(following, doseq=True)}"}]
        return page

    def paths(self):
        return [r["path"] for r in self.log("GET")]

    def kill(self):
        self.dead = True


class PeerServer:
    """The third party's server, in a process of its own."""

    def __init__(self, peers, folder, *options):
        os.makedirs(folder, exist_ok=True)
        self.port, self.log_file = free_port(), os.path.join(folder, "requests.ndjson")
        self.base = f"http://127.0.0.1:{self.port}/fhir"
        self.output = open(os.path.join(folder, "peer.log"), "wb")
        self.process = subprocess.Popen([os.path.join(peers, "fhir-server"), "--port", str(self.port), "--log", self.log_file, *options],
                                        stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output, start_new_session=True)
        wait_until(self._is_listening, 120, "the third party's FHIR server")

    def _is_listening(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"fhir-server ended with {self.process.returncode}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _create(self, resource, condition):
        """Asked again until it is there: the server may have faults."""
        request = urllib.request.Request(f"{self.base}/{resource['resourceType']}", json.dumps(resource).encode(), {
            "Content-Type": "application/fhir+json", "If-None-Exist": condition})
        for _ in range(200):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)["id"]
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server never took a resource")

    def put(self, nhs, observations):
        patient = self._create({"resourceType": "Patient", "identifier": [{"system": NHS, "value": nhs}]}, f"identifier={NHS}|{nhs}")
        for observation in observations:
            identifier = observation["identifier"][0]
            self._create(dict(observation, subject={"reference": f"Patient/{patient}"}),
                         f"identifier={identifier['system']}|{identifier['value']}")

    def paths(self):
        if not os.path.exists(self.log_file):
            return []
        with open(self.log_file, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file if line.endswith("\n")]
        return [r.get("url", r.get("path", "")) for r in rows if r.get("method") == "GET"]

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.output.close()

    end = kill
