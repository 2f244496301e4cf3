"""One stay as it is told message by message, with a book of what a care record summary of it must hold."""
import datetime

from hl7_text import DELIMITERS, segment

FAMILIES = ("Testwell Samplesby Mockford Fauxham Dummerton Placeholt Fixturley Stubbington Pretendle Madeupson Inventby Specimore "
            "Exampleton Trialworth Nullington Draftham Sandboxley Demoford Proxyton Notrealby").split()
GIVENS = "Quillon Zephyrine Orsino Thimble Wilfreda Bramwell Isolde Jorvik Peregrine Tansy".split()
SCORED = ("rr", "spo2", "air", "sbp", "pulse", "acvpu", "temp")
CALM = {"rr": "16", "spo2": "97", "air": "air", "sbp": "128", "dbp": "78", "pulse": "72", "acvpu": "A", "temp": "36.8"}
NIGHT = {"rr": "25", "spo2": "91", "air": "oxygen 4", "sbp": "98", "dbp": "61", "pulse": "118", "acvpu": "C", "temp": "38.9"}


def nhs_number(index):
    """The index-th NHS number of the test range 999 that has a check digit."""
    serial = 0
    while True:
        serial += 1
        nine = f"999{serial:06d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
        if check == 10:
            continue
        if index == 0:
            return nine + str(0 if check == 11 else check)
        index -= 1


class Patient:
    def __init__(self, number):
        self.nhs = nhs_number(number + 1)
        self.local = f"{700000 + number * 37}"
        self.family = FAMILIES[number % len(FAMILIES)]
        self.given = GIVENS[number % len(GIVENS)]
        self.middle = "Invented"
        self.title = ("Mrs", "Mr", "Ms", "Mx")[number % 4]
        self.born = f"{1931 + number}0{number % 9 + 1}1{number % 10}"
        self.sex = "12"[number % 2]
        self.street = f"{number} Nowhere Lane"
        self.city = "Sampleton"
        self.postcode = "ZZ99 3VZ"
        self.phone = f"01632 960{100 + number}"


class Value:
    """A value as it is sent. `counts`: whether it becomes an Observation and is scored."""

    def __init__(self, text, kind="", unit=None, counts=True):
        self.text, self.kind, self.unit, self.counts = text, kind, unit, counts


class Stay:
    """Collects messages; `set` and `leave` keep the book. Times are London wall-clock times."""

    def __init__(self, number, name, sender, admitted):
        self.number, self.name, self.sender = number, name, sender
        self.patient = Patient(number)
        self.admitted = admitted
        self.encoding, self.newline, self.delimiters = "utf-8", "\r", DELIMITERS
        self.messages = []
        self.sets = {}           # key -> {vital: Value} that lie inside the stay
        self.is_scored = True
        self.outcome, self.revisions, self.note = "bundle", 1, ""
        self.serial = 0

    def at(self, day, hour, minute=0):
        """A time of day counted from the day of admission."""
        start = self.admitted.replace(hour=0, minute=0, second=0)
        return start + datetime.timedelta(days=day, hours=hour, minutes=minute)

    def control(self):
        self.serial += 1
        return f"{self.sender.feed.upper()[:4]}{self.number:02d}{self.serial:06d}"

    def send(self, segments):
        self.messages.append(list(segments))

    def adt(self, trigger, occurred, location=None, sent=None, pid=None, pv1=None, extra=(), visit=True, header=None, **times):
        """An ADT message, two minutes after its event unless `sent` says otherwise."""
        sender = self.sender
        segments = [sender.header("ADT", trigger, self.control(), sent or occurred + datetime.timedelta(minutes=2), header),
                    sender.event(trigger, occurred), sender.pid(self.patient, pid)]
        if visit:
            times.setdefault("admitted", self.admitted)
            segments.append(sender.pv1(100000 + self.number, sender.ward if location is None else location, **times, extra=pv1))
        self.send(segments + sender.tail(trigger) + list(extra))

    def admit(self, location=None, **more):
        self.adt("A01", self.admitted, location, **more)

    def leave(self, time, method="1", destination="19", **more):
        more.setdefault("discharged", time)
        self.adt("A03", time, method=method, destination=destination, **more)

    def rows(self, values, time=None, statuses=None):
        sender, statuses = self.sender, statuses or {}
        return [sender.obx(n, vital, value, time, statuses.get(vital, "F")) for n, (vital, value) in enumerate(values.items(), 1)]

    def oru(self, time, segments, sent=None, pid=None):
        header = self.sender.header("ORU", "R01", self.control(), sent or time + datetime.timedelta(minutes=3))
        self.send([header, self.sender.pid(self.patient, pid)] + segments)

    def measure(self, time, key=None, inside=True, sent=None, statuses=None, **changes):
        """One observation set in one ORU: CALM with `changes`; None takes a vital away."""
        values = {vital: value if isinstance(value, Value) else Value(value)
                  for vital, value in {**CALM, **changes}.items() if value is not None}
        key = key or f"S{self.number:02d}-{len(self.messages):04d}"
        self.oru(time, [self.sender.obr(key, time)] + self.rows(values, statuses=statuses), sent)
        if inside:
            self.book(key, values)
        return key

    def book(self, key, values):
        self.sets.setdefault(key, {}).update(values)

    def expected(self):
        """(Observations, totals) of the summary, by the data model and the rules of NEWS2."""
        observations = totals = 0
        for values in self.sets.values():
            there = {vital for vital, value in values.items() if value.counts}
            observations += len(there - {"air", "scale"})
            if not self.is_scored:
                continue
            scores = {vital for vital in SCORED if vital in there and (vital != "air" or "spo2" in there)}
            observations += len(scores)
            if len(scores) == len(SCORED):
                observations += 1
                totals += 1
        return observations, totals

    def text(self):
        return "".join("".join(line + self.newline for line in message) for message in self.messages)

    def bytes(self):
        text = self.text()
        if self.delimiters != DELIMITERS:
            text = text.translate(str.maketrans(DELIMITERS, self.delimiters))
        return text.encode(self.encoding)

    def row(self):
        observations, totals = self.expected()
        counted = self.outcome == "bundle"
        return [self.name + ".hl7", self.sender.feed, self.outcome, str(self.revisions) if counted else "0",
                str(observations) if counted else "0", str(totals) if counted else "0", self.note]


__all__ = ["CALM", "NIGHT", "Stay", "Value", "segment"]
