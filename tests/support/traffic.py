"""Traffic for the fault and load tests: senders that play whole stays, and a ledger of what was acknowledged."""
import collections
import contextlib
import datetime
import json
import os
import sqlite3
import threading
import time

import wardbridge
from mllp_send import MllpClient, field
from virtual_ward_stay import LONDON, Patient, Stay, nhs_number

LOST = "acknowledged message lost"
READINGS = (18, 96, 126, 74, 84, "37.1", "A", None)
RESPIRATION = "86290005"


class Ledger:
    """What was acknowledged, by whom and where; kept in memory and, a line each, in a file. Thread-safe."""

    def __init__(self, path):
        self.lock, self.acknowledged, self.discharged = threading.Lock(), [], {}
        self.file = open(path, "a", encoding="ascii")

    def add(self, control_id, trigger):
        with self.lock:
            self.acknowledged.append(control_id)
            self.file.write(f"{control_id} {trigger}\n")
            self.file.flush()

    def discharge(self, nhs, sets):
        with self.lock:
            self.discharged[nhs] = sets

    def copy(self):
        with self.lock:
            return list(self.acknowledged)


class Traffic:
    """The senders. Each plays stays of its own until `stop` and finishes the stay it has begun."""

    def __init__(self, count, rate, ledger, chance):
        self.ledger, self.pause, self.chance = ledger, count / rate, chance
        self.stopping, self.ports, self.faults, self.resent = threading.Event(), {}, [], 0
        self.serials, self.lock, self.run = self._serials(), threading.Lock(), f"{chance.randrange(36 ** 4):06d}"
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]

    def start(self):
        for thread in self.threads:
            thread.start()

    @staticmethod
    def _serials():
        serial = 100000
        while True:
            if nhs_number(serial)[:9] == f"999{serial:06d}":  # the others repeat their neighbour's number
                yield serial
            serial += 1

    def _next_stay(self):
        with self.lock:
            serial = next(self.serials)
            sets, hours = self.chance.randint(1, 4), self.chance.randint(24, 200)
        patient = Patient(serial, surname=f"Example{serial}", given="Test")
        stay = Stay(patient, f"{self.run}{serial:06d}")
        end = datetime.datetime.now(LONDON) - datetime.timedelta(minutes=1)
        start = end - datetime.timedelta(hours=hours)
        yield "A01", "adt", stay.adt("A01", start, "VWRESP", start)
        for number in range(sets):
            when = start + (end - start) * (number + 1) / (sets + 1)
            yield "R01", "rpm", stay.oru(when, READINGS)
        yield "A03", "adt", stay.adt("A03", end, "VWRESP", start, end)
        self.ledger.discharge(patient.nhs, sets)

    def _work(self):
        clients = {}
        while not self.stopping.is_set():
            for trigger, listener, message in self._next_stay():
                self._until_acknowledged(clients, trigger, listener, message)
                time.sleep(self.pause)

    def _until_acknowledged(self, clients, trigger, listener, message):
        control_id, tries = field(message, "MSH", 10), 0
        while True:
            try:
                if listener not in clients:
                    clients[listener] = MllpClient(self.ports[listener], timeout=10.0)
                answer = clients[listener].exchange(message)
                break
            except (OSError, ValueError, KeyError):
                tries += 1
                if listener in clients:
                    clients.pop(listener).close()
                time.sleep(0.02)
        code, echoed = field(answer, "MSA", 1), field(answer, "MSA", 2)
        if (code, echoed) == ("AA", control_id):
            self.ledger.add(control_id, trigger)
        else:
            self.faults.append(f"{trigger} answered {code or 'nothing'}, MSA-2 {'right' if echoed == control_id else 'wrong'}, "
                               f"after {tries} resends")
        self.resent += tries > 0

    def finish(self, limit):
        """Lets every sender end its stay; whether all did."""
        self.stopping.set()
        until = time.monotonic() + limit
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)


def control_ids(store):
    """The control ids of every message in the store, read beside the running product."""
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=30.0)) as database:
        return collections.Counter(row[0] for row in database.execute("SELECT control_id FROM inbox"))


def lost(acknowledged, store):
    """A fault when a message of the ledger is not in the store."""
    stored = control_ids(store)
    missing = [c for c in acknowledged if c not in stored]
    return [f"{LOST}: {len(missing)} of {len(acknowledged)}, first {missing[0]}"] if missing else []


def observed(folder):
    """(NHS number, sets of readings, versionId) of a finished summary."""
    with open(os.path.join(folder, "bundle.json"), encoding="utf-8") as file:
        bundle = json.load(file)
    resources = [entry["resource"] for entry in bundle["entry"]]
    patient = next(r for r in resources if r["resourceType"] == "Patient")
    nhs = next(i["value"] for i in patient["identifier"] if i.get("system", "").endswith("/nhs-number"))
    sets = sum(r["resourceType"] == "Observation" and any(c.get("code") == RESPIRATION for c in r["code"]["coding"])
               for r in resources)
    return nhs, sets, bundle["meta"]["versionId"]


def summary_faults(server, discharged):
    """What is wrong under out/: a stay without a summary or with two, a reading left out, something unfinished."""
    once, counts, faults = collections.Counter(), [], []
    for name in server.summaries():
        folder = os.path.join(server.out, name)
        for fault in wardbridge.folder_faults(folder):
            faults.append(f"{name}: {fault}")
        nhs, sets, version = observed(folder)
        once[nhs] += 1
        if version != "1":
            faults.append(f"{name}: revision {version}")
        if nhs in discharged and sets != discharged[nhs]:
            counts.append(f"{name}: {sets} sets of readings, {discharged[nhs]} were acknowledged")
    left = [n for n in os.listdir(server.out) if n not in server.summaries()]
    return {
        "every discharged stay has exactly one summary": [
            f"{once[nhs]} summaries for a stay" for nhs in discharged if once[nhs] != 1] + [
            "a summary of a stay that was not discharged" for nhs in once if nhs not in discharged],
        "every acknowledged reading is in its summary": counts,
        "bundle and document are what the manifest says": faults,
        "nothing unfinished is left in the folder": left,
    }
