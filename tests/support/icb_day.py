"""A day of a large integrated care system, compressed: who sends what when, and the senders that do it.

The arithmetic, of planning figures for England (40,000 virtual-ward beds, three times those of December 2024) and a system
of 2,500 of these beds, which is one sixteenth:

    readings      4 sets a day and bed, 10 values a set. Half of the suppliers send a set as one ORU, half an ORU for each
                  value: 1,250 x 4 = 5,000 and 1,250 x 4 x 10 = 50,000 messages
    virtual ward  1,640 discharges a day from 12,733 beds today: 2,500 / 12,733 x 1,640 = 322 discharges, and as many
                  admissions to the beds that became free: 644 messages
    other wards   the whole ADT feed: 825,000 a day / 16 = 51,563, less the 644: 50,919, which is 3,395 spells of
                  15 events (3,438 discharges a day is the share of all 55,000)

Together 106,563 messages. Before the day begins the 2,500 beds are filled (as many A01, not counted). The messages carry
the times of the day before, so that sets that are hours apart stay hours apart.
"""
import datetime
import threading
import time

from mllp_send import CR, MllpClient, field
from virtual_ward_stay import LONDON, READINGS, Patient, Stay, nhs_number

BEDS, SETS = 2500, 4
DISCHARGES = round(BEDS / 12733 * 1640)
SPELLS, EVENTS = (round(825000 * BEDS / 40000) - 2 * DISCHARGES) // 15, ("A01", "A02", *["A08"] * 6, "A02", *["A08"] * 5, "A03")
FURTHER = ("OBX|9|NM|29463-7^Body weight^LN||74|kg|||||F|||", "OBX|10|NM|33452-4^Peak expiratory flow^LN||410|L/min|||||F|||")
DAY = datetime.timedelta(days=1)


def one_by_one(message):
    """An ORU for each OBX, with control ids of their own."""
    lines = message.rstrip(CR).split(CR)
    head, values = [line for line in lines if line[:3] != b"OBX"], [line for line in lines if line[:3] == b"OBX"]
    control = field(message, "MSH", 10).encode()
    for number, value in enumerate(values):
        first = head[0].replace(b"|" + control + b"|", b"|" + control + b"%c" % (65 + number) + b"|", 1)
        yield CR.join([first, *head[1:], value]) + CR


class Day:
    """Makes the events. `scale` takes a part of the beds, and so of everything."""

    def __init__(self, scale, connections, ledger, chance):
        self.connections, self.ledger, self.chance = connections, ledger, chance
        self.begin, self.serials = datetime.datetime.now(LONDON) - DAY, self._serials()
        self.prefix, self.beds = f"{chance.randrange(36 ** 4):07d}", max(1, round(BEDS * scale))
        self.census = [[] for _ in range(connections)]  # for each connection: what is sent before the day
        self.events = [[] for _ in range(connections)]  # (part of the day, number, events of one moment)
        self.sets = 0  # of readings, with those of the patients that come in the day
        self.discharges = max(1, round(DISCHARGES * scale))
        leaving = set(chance.sample(range(self.beds), self.discharges))
        for bed in range(self.beds):
            self._bed(bed, chance.uniform(0.02, 0.98) if bed in leaving else None)
        self.spells = round(SPELLS * scale)
        for number in range(self.spells):
            self._spell(number)
        for queue in self.events:
            queue.sort(key=lambda event: event[:2])

    @staticmethod
    def _serials():
        serial = 100000
        while True:
            if nhs_number(serial)[:9] == f"999{serial:06d}":  # the others repeat their neighbour's number
                yield serial
            serial += 1

    def at(self, part):
        return self.begin + part * DAY

    def _person(self):
        serial = next(self.serials)
        patient = Patient(serial, surname=f"Example{serial}", given="Test")
        return patient, Stay(patient, f"{self.prefix}{serial:06d}")

    def _put(self, connection, part, messages):
        self.events[connection].append((part, len(self.events[connection]), messages))

    def _bed(self, bed, leaves):
        """A virtual-ward bed: who lies in it, the sets of the day, and for some a discharge and the next patient."""
        connection, grouped = bed % self.connections, bed % 2 == 0
        patient, stay = self._person()
        admitted = self.begin - self.chance.uniform(2, 13) * DAY
        self.census[connection].append(lambda: [("A01", "adt", stay.adt("A01", admitted, "VWRESP", admitted))])
        counted = [0]
        for number in range(SETS):
            part = (number + self.chance.random()) / SETS
            if leaves is not None and part > leaves - 0.002:  # the end is told in whole minutes
                continue
            counted[0] += 1
            self._put(connection, part, self._set(stay, part, grouped))
        if leaves is None:
            return
        ended = self.at(leaves)

        def leave():
            yield "A03", "adt", stay.adt("A03", ended, "VWRESP", admitted, ended)
            self.ledger.discharge(patient.nhs, counted[0])
        self._put(connection, leaves, leave)
        _, follower = self._person()
        arrived = leaves + 0.01
        self._put(connection, arrived, lambda: [("A01", "adt", follower.adt("A01", self.at(arrived), "VWRESP", self.at(arrived)))])
        for number in range(SETS):
            part = (number + self.chance.random()) / SETS
            if part > arrived:
                self._put(connection, part, self._set(follower, part, grouped))

    def _set(self, stay, part, grouped):
        readings = self.chance.choice(READINGS)
        self.sets += 1

        def messages():
            when = self.at(part)
            further = "\r".join(line + when.strftime("%Y%m%d%H%M%S") for line in FURTHER) + "\r"
            message = stay.oru(when, readings) + further.encode("ascii")
            for single in [message] if grouped else one_by_one(message):
                yield "R01", "rpm", single
        return messages

    def _spell(self, number):
        """Somebody on another ward; nothing may come of it."""
        connection = number % self.connections
        _, stay = self._person()
        first = self.chance.uniform(0.0, 0.7)
        parts = sorted(self.chance.uniform(first, first + 0.3) for _ in EVENTS)
        admitted = self.at(parts[0])
        for trigger, part in zip(EVENTS, parts):
            ended = self.at(part) if trigger == "A03" else None
            self._put(connection, part, lambda trigger=trigger, part=part, ended=ended: [
                (trigger, "adt", stay.adt(trigger, self.at(part), "WARD7", admitted, ended))])


class Senders:
    """Plays a Day on its connections. What is not answered is sent again. Thread-safe."""

    def __init__(self, day, ports, seconds):
        self.day, self.ports, self.seconds, self.stopping = day, ports, seconds, threading.Event()
        self.faults, self.milliseconds, self.resent, self.latest, self.sent = [], [], 0, 0.0, 0
        self.lock, self.threads = threading.Lock(), []

    def census(self):
        self._run(self._fill)
        self.finish(600.0)

    def start(self):
        self.milliseconds, self.sent, self.began = [], 0, time.monotonic()
        self._run(self._play)

    def _run(self, work):
        self.threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(self.day.connections)]
        for thread in self.threads:
            thread.start()

    def _fill(self, number):
        clients = {}
        for make in self.day.census[number]:
            for event in make():
                self._until_acknowledged(clients, *event)

    def _play(self, number):
        clients = {}
        for part, _, messages in self.day.events[number]:
            late = time.monotonic() - self.began - part * self.seconds
            if late < 0 and self.stopping.wait(-late):
                return
            with self.lock:
                self.latest = max(self.latest, late)
            for event in messages():
                self._until_acknowledged(clients, *event)

    def _until_acknowledged(self, clients, trigger, listener, message):
        control_id, answer = field(message, "MSH", 10), None
        while answer is None and not self.stopping.is_set():
            try:
                if listener not in clients:
                    clients[listener] = MllpClient(self.ports[listener], timeout=30.0)
                begun = time.monotonic()
                answer = clients[listener].exchange(message)
                took = (time.monotonic() - begun) * 1000
            except (OSError, ValueError):
                if listener in clients:
                    clients.pop(listener).close()
                with self.lock:
                    self.resent += 1
                self.stopping.wait(0.05)
        if answer is None:
            return
        code, echoed = field(answer, "MSA", 1), field(answer, "MSA", 2)
        with self.lock:
            self.sent += 1
            self.milliseconds.append(took)
            if (code, echoed) != ("AA", control_id):
                self.faults.append(f"{trigger} answered {code or 'nothing'}")
        if (code, echoed) == ("AA", control_id):
            self.day.ledger.add(control_id, trigger)

    def finish(self, limit):
        """Whether all have sent what they had to."""
        until = time.monotonic() + limit
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)
