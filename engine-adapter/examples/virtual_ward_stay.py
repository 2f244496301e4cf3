#!/usr/bin/env python3
"""A whole virtual-ward stay as HL7 v2 messages, made up: admission, transfer home, readings, update, discharge.

    virtual_ward_stay.py --adt PORT --rpm PORT      plays it over MLLP and shows what is sent
    virtual_ward_stay.py --folder DIR               writes it as files instead

The patient does not exist: the NHS number is of the range 999 that is never issued.
"""
import argparse
import datetime
import os
import sys
import time
import uuid
import zoneinfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mllp_send import MllpClient, field  # noqa: E402

LONDON = zoneinfo.ZoneInfo("Europe/London")
DAY = datetime.timedelta(days=1)


def nhs_number(serial):
    """The first valid NHS number of the test range 999 from 999`serial` on (serial: 0 to 999999)."""
    while True:
        digits = f"999{serial % 1000000:06d}"
        check = 11 - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1))) % 11
        if check != 10:
            return digits + str(check % 11)
        serial += 1


def text(when, digits=14):
    """YYYYMMDDHHMMSS in London's local time."""
    return when.astimezone(LONDON).strftime("%Y%m%d%H%M%S")[:digits]


def segment(name, fields):
    """A segment from {number: text}; numbers as in the standard (not for MSH)."""
    return "|".join([name] + [fields.get(n, "") for n in range(1, max(fields) + 1)])


class Patient:
    """Who the messages are about. `serial` makes NHS number, hospital number and visit number."""

    def __init__(self, serial, surname="Llewelyn-Hughes", given="Si\u00e2n", birth="19480312", sex="2"):
        self.nhs = nhs_number(serial)
        self.hospital_number = f"H{serial:07d}"
        self.visit = f"V{serial:07d}"
        self.surname, self.given, self.birth, self.sex = surname, given, birth, sex
        self.phone = "01632 960123"


# Respiration, SpO2, systolic, diastolic, pulse, temperature, consciousness, litres of oxygen (None: room air).
READINGS = [
    (20, 95, 128, 76, 92, "37.8", "A", None), (19, 95, 131, 78, 88, "37.5", "A", None),
    (19, 96, 126, 74, 86, "37.4", "A", None), (18, 95, 124, 75, 84, "37.3", "A", None),
    (18, 96, 129, 77, 82, "37.1", "A", None), (17, 96, 133, 79, 80, "36.9", "A", None),
    (18, 96, 130, 76, 82, "37.0", "A", None), (18, 95, 127, 74, 84, "37.2", "A", None),
    (19, 95, 125, 73, 90, "37.6", "A", None), (21, 94, 121, 72, 98, "38.0", "A", None),
    (22, 94, 114, 69, 106, "38.5", "A", None), (24, 92, 104, 63, 114, "38.9", "A", "2"),  # the bad night
    (22, 94, 112, 66, 108, "38.4", "A", "1"), (21, 95, 116, 69, 100, "38.0", "A", None),
    (20, 95, 119, 70, 94, "37.7", "A", None), (19, 95, 122, 72, 88, "37.4", "A", None),
    (18, 96, 126, 74, 84, "37.1", "A", None), (17, 96, 128, 75, 80, "36.9", "A", None),
    (16, 97, 130, 76, 78, "36.8", "A", None), (16, 97, 131, 77, 76, "36.7", "A", None),
]
CONSCIOUSNESS = {"A": "Alert", "C": "New confusion", "V": "Voice", "P": "Pain", "U": "Unresponsive"}


class Stay:
    """Makes the messages of one stay of one patient. Control ids start with `prefix` and count."""

    def __init__(self, patient, prefix, ods="RXX", ward="WARD7", virtual_ward="VWRESP"):
        self.patient, self.prefix, self.ods, self.ward, self.virtual_ward = patient, prefix, ods, ward, virtual_ward
        self.count = 0

    def _header(self, kind, structure, when, application, facility):
        self.count += 1
        message_type, trigger = kind.split("^")
        return (f"MSH|^~\\&|{application}|{facility}|WARDBRIDGE|{self.ods}|{text(when)}||"
                f"{message_type}^{trigger}^{structure}|{self.prefix}{self.count:04d}|P|2.4||||||UNICODE UTF-8")

    def adt(self, trigger, when, ward, admitted, discharged=None):
        """An ADT message: `ward` is the ward code of PV1-3, `discharged` the time of PV1-45."""
        p = self.patient
        structure = {"A01": "ADT_A01", "A02": "ADT_A02", "A03": "ADT_A03", "A08": "ADT_A01"}[trigger]
        visit = {1: "1", 2: "I", 3: f"{self.ods}^{ward}^^{self.ods}01", 4: "21", 10: "340", 14: "19",
                 19: f"{p.visit}^^^{self.ods}", 44: text(admitted, 12)}
        if discharged:
            visit.update({36: "1", 37: "19", 45: text(discharged, 12)})
        lines = [
            self._header(f"ADT^{trigger}", structure, when, "PAS", self.ods),
            segment("EVN", {1: trigger, 2: text(when), 6: text(when)}),
            segment("PID", {1: "1", 3: f"{p.nhs}^^^NHS^NH~{p.hospital_number}^^^{self.ods}^MR",
                            5: f"{p.surname}^{p.given}^^^Mrs^^L", 7: p.birth, 8: p.sex,
                            11: "12 Acacia Avenue^^Exampletown^^ZZ99 3VZ^^H", 13: f"{p.phone}^PRN^PH", 32: "NSTS01"}),
            segment("PD1", {3: "EXAMPLETOWN SURGERY^^Y06601"}),
            segment("PV1", visit),
        ]
        return ("\r".join(lines) + "\r").encode("utf-8")

    def oru(self, when, readings, sent=None):
        """An ORU^R01 with one set of readings taken at `when`."""
        p = self.patient
        rate, spo2, systolic, diastolic, pulse, temperature, consciousness, oxygen = readings
        lines = [
            self._header("ORU^R01", "ORU_R01", sent or when, "HOMEKIT", "RPM"),
            segment("PID", {1: "1", 3: f"{p.nhs}^^^NHS^NH", 5: f"{p.surname}^{p.given}", 7: p.birth}),
            segment("OBR", {1: "1", 3: f"{self.prefix}S{self.count:04d}^HOMEKIT", 4: "VITALS^Vital signs^L",
                            7: text(when)}),
        ]
        rows = [("NM", "9279-1^Respiratory rate^LN", rate, "/min"), ("NM", "59408-5^Oxygen saturation^LN", spo2, "%"),
                ("NM", "8480-6^Systolic blood pressure^LN", systolic, "mm[Hg]"),
                ("NM", "8462-4^Diastolic blood pressure^LN", diastolic, "mm[Hg]"),
                ("NM", "8867-4^Heart rate^LN", pulse, "/min"), ("NM", "8310-5^Body temperature^LN", temperature, "Cel"),
                ("CE", "1104441000000107^ACVPU^SCT", f"{consciousness}^{CONSCIOUSNESS[consciousness]}^L", "")]
        if oxygen is None:
            rows.append(("CE", "722742002^Breathing room air^SCT", "722742002^Breathing room air^SCT", ""))
        else:
            rows.append(("NM", "371825009^Patient on oxygen^SCT", oxygen, "L/min"))
        for number, (kind, code, value, unit) in enumerate(rows, 1):
            lines.append(segment("OBX", {1: str(number), 2: kind, 3: code, 5: str(value), 6: unit, 11: "F", 14: text(when)}))
        return ("\r".join(lines) + "\r").encode("utf-8")


def whole_stay(patient, prefix, now):
    """(label, listener, message) of a stay that ended shortly before `now`: five days at home, four sets a day."""
    stay = Stay(patient, prefix)
    discharged = now - datetime.timedelta(minutes=10)
    midnight = now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight - 5 * DAY
    admitted, home = first - DAY * 2 + datetime.timedelta(hours=14, minutes=20), first + datetime.timedelta(hours=7)
    played = [("A01 admitted to hospital ward WARD7", "adt", stay.adt("A01", admitted, "WARD7", admitted)),
              ("A02 sent home, virtual ward VWRESP", "adt", stay.adt("A02", home, "VWRESP", admitted))]
    for number, readings in enumerate(READINGS):
        when = first + (number // 4) * DAY + datetime.timedelta(hours=(8, 13, 18, 23)[number % 4])
        played.append((f"ORU day {number // 4 + 1}", "rpm", stay.oru(when, readings)))
    patient.phone = "01632 960777"
    updated = discharged - datetime.timedelta(minutes=5)
    played.append(("A08 new telephone number", "adt", stay.adt("A08", updated, "VWRESP", admitted)))
    played.append(("A03 discharged from the virtual ward", "adt",
                   stay.adt("A03", discharged, "VWRESP", admitted, discharged)))
    return played


def play(played, ports):
    """Sends everything in order, waits for each AA, prints a line for each event and for each day of readings."""
    clients = {name: MllpClient(port) for name, port in ports.items()}
    shown, sets = None, 0
    for label, listener, message in played:
        started = time.monotonic()
        answer = clients[listener].exchange(message)
        if field(answer, "MSA", 1) != "AA" or field(answer, "MSA", 2) != field(message, "MSH", 10):
            raise ValueError(f"{label}: answered {field(answer, 'MSA', 1) or 'without MSA'}, not AA")
        taken = (time.monotonic() - started) * 1000
        if label.startswith("ORU"):
            sets = sets + 1 if label == shown else 1
            line = f"   {label}: {'*' * sets}{' ' * (4 - sets)} {sets} sets of readings"
            if sys.stdout.isatty():
                print("\r" + line, end="\n" if sets == 4 else "", flush=True)
            elif sets == 4:
                print(line, flush=True)
            shown = label
        else:
            print(f"   {label}: AA after {taken:.1f} ms", flush=True)
    for client in clients.values():
        client.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--adt", type=int, help="MLLP port for ADT")
    parser.add_argument("--rpm", type=int, help="MLLP port for the readings (default: the one of --adt)")
    parser.add_argument("--folder", help="write files here instead of sending")
    parser.add_argument("--serial", type=int, default=1, help="which made-up patient, 0 to 999999 (default 1)")
    options = parser.parse_args()
    now = datetime.datetime.now(LONDON)
    played = whole_stay(Patient(options.serial), uuid.uuid4().hex[:8].upper(), now)
    if options.folder:
        os.makedirs(options.folder, exist_ok=True)
        for number, (_, listener, message) in enumerate(played):
            kind = field(message, "MSH", 9).split("^")
            with open(os.path.join(options.folder, f"{number:02d}-{'-'.join(kind[:2])}.hl7"), "wb") as file:
                file.write(message)
        print(f"{len(played)} messages written to {options.folder}")
        return 0
    if not options.adt:
        parser.error("--adt PORT or --folder DIR is needed")
    try:
        play(played, {"adt": options.adt, "rpm": options.rpm or options.adt})
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
