#!/usr/bin/env python3
"""Makes the stays of this folder and outcomes.tsv, the same bytes every time.

make_stays.py           writes NN-name.hl7 and outcomes.tsv
make_stays.py --check   writes nothing; says which files are not what this script makes, exit 1 when there are any
"""
import datetime
import os
import sys

from hl7_text import Cerner, Epic, Itk, Pims, SimHospital, segment
from stay_script import CALM, NIGHT, Stay, Value

FOLDER = os.path.dirname(os.path.abspath(__file__))
STAYS = []


def stay(name, sender, admitted):
    """Registers a function that tells a stay; its place in this file is its number."""
    def register(tell):
        number = len(STAYS) + 1
        told = Stay(number, f"{number:02d}-{name}", sender(), datetime.datetime.fromisoformat(admitted))
        tell(told)
        told.note = " ".join((tell.__doc__ or "").split())
        STAYS.append(told)
        return tell
    return register


def days(s, count, hours=(8, 14, 20)):
    """Measures on whole days after the day of admission, the last night a bad one."""
    for day in range(1, count + 1):
        for hour in hours:
            bad = day == count and hour == hours[-1]
            s.measure(s.at(day, hour), **(NIGHT if bad else {"pulse": str(66 + (day * 5 + hour) % 20)}))


@stay("itk-one-day", Itk, "2026-01-12T09:30")
def one_day(s):
    """re-registered model: A01 into the virtual ward, four sets on one day"""
    s.admit()
    for hour in (11, 14, 17, 20):
        s.measure(s.at(0, hour))
    s.leave(s.at(0, 22))


@stay("itk-no-readings", Itk, "2026-01-13T10:00")
def no_readings(s):
    """nothing was measured"""
    s.admit()
    s.leave(s.at(3, 11))


@stay("itk-sixty-days", Itk, "2026-04-01T08:00")
def sixty_days(s):
    """sixty days, four sets a day"""
    s.admit()
    for day in range(1, 61):
        for hour in (7, 12, 17, 22):
            swing = (day * 7 + hour) % 9
            s.measure(s.at(day, hour), rr=str(13 + swing), spo2=str(98 - swing // 2), sbp=str(108 + swing * 4), dbp=str(66 + swing),
                      pulse=str(62 + swing * 4), temp=f"36.{swing}")
    s.leave(s.at(61, 10))


@stay("itk-transfer", Itk, "2026-02-02T18:20")
def transfer(s):
    """transfer model: A01 to a bed, A02 into the virtual ward; a reading from the bed is no part of the stay"""
    s.admit(s.sender.bed)
    s.measure(s.at(1, 8), inside=False)
    s.adt("A02", s.at(2, 14), pv1={6: s.sender.bed})
    days_after = (3, 4, 5)
    for day in days_after:
        s.measure(s.at(day, 9))
    s.adt("A08", s.at(4, 12))
    s.leave(s.at(6, 11))


@stay("itk-spring-gap", Itk, "2026-03-27T12:00")
def spring_gap(s):
    """over the clock change of March; one reading lies in the hour that does not exist"""
    s.admit()
    s.measure(s.at(1, 22))
    s.measure(s.at(2, 1, 30))
    s.measure(s.at(2, 9))
    s.leave(s.at(4, 10))


@stay("itk-autumn-hour", Itk, "2026-10-23T12:00")
def autumn_hour(s):
    """over the clock change of October; readings in both passes of the hour that comes twice, the second with its offset"""
    s.admit()
    s.measure(s.at(1, 22))
    s.measure(s.at(2, 1, 30))
    second = s.at(2, 1, 30)
    key = s.measure(second)
    line = s.messages[-1]
    line[2] = segment("OBR", {1: "1", 3: key, 4: "REMOTE^Remote monitoring^99RPM", 7: "20261025013000+0000"})
    s.measure(s.at(2, 9))
    s.leave(s.at(4, 10))


@stay("itk-scale-2-statement", Itk, "2026-05-04T09:00")
def scale_2_statement(s):
    """a clinician prescribed SpO2 scale 2: a statement in the second set, so the first is of scale 1"""
    s.admit()
    s.measure(s.at(1, 8), spo2="90")
    s.measure(s.at(2, 8), spo2="90", scale="2")
    s.measure(s.at(3, 8), spo2="93", air="oxygen 1")
    s.measure(s.at(4, 8), spo2="86")
    s.leave(s.at(5, 11))


@stay("epic-scale-2-ward", Epic, "2026-05-05T09:00")
def scale_2_ward(s):
    """a ward whose patients are on SpO2 scale 2"""
    s.sender.ward = "HAHS^HAHS BY01^HAHS-01^RXE^R^^^^^^DEP902"
    s.admit()
    s.measure(s.at(1, 8), spo2="89")
    s.measure(s.at(2, 8), spo2="97", air="oxygen 2")
    s.measure(s.at(3, 8), spo2="97")
    s.leave(s.at(4, 11))


def missing(s, vital):
    s.admit()
    for day in (1, 2):
        s.measure(s.at(day, 8), **{vital: None})
    s.measure(s.at(3, 8))
    s.leave(s.at(4, 11))


@stay("itk-missing-temperature", Itk, "2026-06-01T09:00")
def missing_temperature(s):
    """two of three sets without temperature: no total there"""
    missing(s, "temp")


@stay("epic-missing-pulse", Epic, "2026-06-02T09:00")
def missing_pulse(s):
    """two of three sets without pulse"""
    missing(s, "pulse")


@stay("cerner-missing-respiration", Cerner, "2026-06-03T09:00")
def missing_respiration(s):
    """two of three sets without respiration rate"""
    missing(s, "rr")


@stay("pims-missing-pressure", Pims, "2026-06-04T09:00")
def missing_pressure(s):
    """two of three sets without systolic pressure; diastolic alone is sent and not scored"""
    missing(s, "sbp")


@stay("simhospital-missing-consciousness", SimHospital, "2026-06-05T09:00")
def missing_consciousness(s):
    """two of three sets without a word about consciousness: never taken as alert"""
    missing(s, "acvpu")


@stay("itk-missing-saturation", Itk, "2026-06-06T09:00")
def missing_saturation(s):
    """two of three sets without oxygen saturation: no air or oxygen score either"""
    missing(s, "spo2")


@stay("epic-missing-air", Epic, "2026-06-07T09:00")
def missing_air(s):
    """two of three sets without a word about air or oxygen: never taken as air"""
    missing(s, "air")


@stay("itk-long-names", Itk, "2026-06-08T09:00")
def long_names(s):
    """names, addresses and telephone notes of several lines"""
    p = s.patient
    p.family = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley-Majoribanks-Testwell-of-Nowhere-upon-Sample"
    p.given = "Hubert Blaine Adolphus Bartholomew Maximilian Peregrine"
    p.middle = "Constantine Theophilus Ferdinand Ignatius Montgomery"
    p.title = "The Right Honourable Professor Emeritus Dr"
    p.street = "Flat 1203, The Extraordinarily Long-Named Residential Building, 4711 Upper Lower Nowhere Crescent"
    p.city = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11))


@stay("pims-right-to-left-names", Pims, "2026-06-09T09:00")
def right_to_left(s):
    """Arabic and Hebrew names and address in UTF-8, MSH-18 says so"""
    s.sender.charset = "UNICODE UTF-8"
    p = s.patient
    p.family, p.given, p.middle, p.title = "\u0627\u062e\u062a\u0628\u0627\u0631", "\u0646\u0645\u0648\u0630\u062c", "\u05d3\u05d5\u05d2\u05de\u05d4", ""
    p.street = "12 \u05e8\u05d7\u05d5\u05d1 \u05d4\u05d1\u05d3\u05d9\u05e7\u05d4"
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11))


@stay("cerner-windows-1252", Cerner, "2026-06-10T09:00")
def windows_1252(s):
    """typographic marks of windows-1252 where MSH-18 says nothing"""
    s.encoding = "windows-1252"
    p = s.patient
    p.family, p.given, p.street = "O\u2019Mockford\u2013D\u00fcmmer", "Zo\u00eb", "5 \u201cThe Fixture\u201d, \u20acuro Street"
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11))


@stay("pims-8859-2", Pims, "2026-06-11T09:00")
def latin_2(s):
    """8859/2 as MSH-18 says"""
    s.encoding, s.sender.charset = "iso-8859-2", "8859/2"
    p = s.patient
    p.family, p.given, p.city = "\u0141\u0105kotkiewicz-Przyk\u0142adowa", "\u017baneta", "Pr\u00f3bk\u00f3w"
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11))


@stay("cerner-delimiters-and-escapes", Cerner, "2026-06-12T09:00")
def delimiters_and_escapes(s):
    """other delimiters, escape sequences in names and address, several names and addresses, 8859/15"""
    s.delimiters = "$:*!@"
    s.encoding, s.sender.charset = "iso-8859-15", "8859/15"
    p = s.patient
    p.family, p.street, p.city = "Mock\\T\\ford", "1 \\R\\ 3 N\u0153uds Road\\.br\\Annexe \\S\\", "\\X53616D706C65746F6E\\"
    names = f"{s.sender.name(p)}~Fauxham^{p.given}^^^^^MAIDEN~Alias \\E\\ Example^{p.given}^^^^^A"
    addresses = f"{s.sender.address(p)}~2 Former Street^^Sampleton^^ZZ99 3WZ^^C"
    s.admit(pid={5: names, 11: addresses})
    days(s, 2)
    s.leave(s.at(3, 11), pid={5: names, 11: addresses})


@stay("itk-null-deletes", Itk, "2026-06-15T09:00")
def null_deletes(s):
    """an A08 deletes telephone, title and middle name by two quotation marks"""
    s.admit()
    s.measure(s.at(1, 8))
    s.patient.middle, s.patient.title = '""', '""'
    s.adt("A08", s.at(1, 12), pid={13: '""', 14: '""'})
    s.measure(s.at(2, 8))
    s.leave(s.at(3, 11), pid={13: ""})


@stay("itk-z-segments", Itk, "2026-06-16T09:00")
def z_segments(s):
    """ZU1, ZU3, ZU8 with location hiding, and unknown Z segments between OBR and OBX"""
    tail = ["ZU1|20260614||||20260616090000|300", "ZU3|1", "ZU8|||Y|1"]
    s.admit(extra=tail)
    s.measure(s.at(1, 8))
    s.messages[-1].insert(3, "ZZZ|1|something|of^the~sender's\\own")
    s.measure(s.at(2, 8))
    s.leave(s.at(3, 11), extra=tail)


@stay("cerner-local-codes", Cerner, "2026-06-17T09:00")
def local_codes(s):
    """local codes and words by the feed's tables; Fahrenheit, kilopascals and other spellings of units"""
    s.admit()
    s.measure(s.at(1, 8), temp=Value("99.1", unit="degF"), sbp=Value("16.0", unit="kPa"), dbp=Value("10.1", unit="kPa"))
    s.measure(s.at(2, 8), temp=Value("37.20", unit="C"), pulse=Value("88", unit="beats/min"), acvpu="C")
    s.measure(s.at(3, 8), temp=Value("37.0", unit="Rankine", counts=False), acvpu=Value("Drowsy", counts=False))
    s.leave(s.at(4, 11))


@stay("epic-comparators", Epic, "2026-06-18T09:00")
def comparators(s):
    """structured numerics: a comparator or a range is no value that can be scored, a plain one is"""
    s.admit()
    s.measure(s.at(1, 8), spo2=Value(">^96", kind="SN", counts=False))
    s.measure(s.at(2, 8), spo2=Value("^97", kind="SN"), rr=Value("^12^-^16", kind="SN", counts=False))
    s.measure(s.at(3, 8), spo2=Value("=^95", kind="SN"))
    s.leave(s.at(4, 11))


@stay("simhospital-implausible", SimHospital, "2026-06-19T09:00")
def implausible(s):
    """a pulse of 400 and a temperature of 12 are kept, not scored and not sent"""
    s.admit()
    s.measure(s.at(1, 8), pulse=Value("400", counts=False))
    s.measure(s.at(2, 8), temp=Value("12.0", counts=False))
    s.measure(s.at(3, 8))
    s.leave(s.at(4, 11))


@stay("itk-corrections", Itk, "2026-06-22T09:00")
def corrections(s):
    """a corrected, a deleted and a preliminary reading; a late one makes the second revision"""
    s.admit()
    first = s.measure(s.at(1, 8), pulse="172")
    s.oru(s.at(1, 8), [s.sender.obr(first, s.at(1, 8)), s.sender.obx(6, "pulse", Value("72"), status="C")], s.at(1, 9))
    second = s.measure(s.at(2, 8))
    s.oru(s.at(2, 8), [s.sender.obr(second, s.at(2, 8)), s.sender.obx(8, "temp", Value("36.8"), status="D")], s.at(2, 9))
    del s.sets[second]["temp"]
    s.measure(s.at(3, 8), statuses={"rr": "P"})
    s.leave(s.at(4, 11))
    s.measure(s.at(4, 7), sent=s.at(4, 14))
    s.revisions = 2


@stay("epic-duplicates", Epic, "2026-06-23T09:00")
def duplicates(s):
    """messages sent twice, once with another MSH-7, and an A03 again under a new control id"""
    s.admit()
    s.measure(s.at(1, 8))
    s.send(s.messages[-1])
    again = list(s.messages[-1])
    again[0] = again[0].replace(s.at(1, 8, 3).strftime("%Y%m%d%H%M%S"), s.at(1, 8, 9).strftime("%Y%m%d%H%M%S"))
    s.send(again)
    s.measure(s.at(2, 8))
    s.leave(s.at(3, 11))
    s.send(s.messages[-1])
    s.leave(s.at(3, 11), sent=s.at(3, 11, 8))


@stay("epic-out-of-order", Epic, "2026-06-24T09:00")
def out_of_order(s):
    """an A08 that is older than the one before it changes nothing but empty fields; the A01 comes last"""
    city = s.patient.city
    s.patient.city = "New Sampleton"
    s.adt("A08", s.at(1, 12))
    s.measure(s.at(1, 13))
    s.patient.city = "Old Sampleton"
    s.adt("A08", s.at(1, 10), sent=s.at(1, 14))
    s.patient.city = city
    s.adt("A01", s.admitted, sent=s.at(1, 15))
    s.patient.city = "New Sampleton"
    s.measure(s.at(2, 8))
    s.leave(s.at(3, 11))


@stay("itk-person-updates", Itk, "2026-06-25T09:00")
def person_updates(s):
    """A28 before the admission, A31 without PV1 in the stay, and A31 after sending: the name changes, second revision"""
    s.adt("A28", s.at(-3, 9), visit=False)
    s.admit()
    s.measure(s.at(1, 8))
    s.patient.street = "77 Elsewhere Road"
    s.adt("A31", s.at(1, 12), visit=False)
    s.measure(s.at(2, 8))
    s.leave(s.at(3, 11))
    s.patient.given = "Corrected"
    s.adt("A31", s.at(3, 15), visit=False)
    s.revisions = 2


@stay("simhospital-two-windows", SimHospital, "2026-06-26T09:00")
def two_windows(s):
    """no order numbers: readings belong together by time, within a quarter of an hour of the first"""
    s.admit()
    for name, hour in (("morning", 8), ("noon", 12)):
        for place, vital in enumerate(CALM):
            time = s.at(1, hour, place * 2)
            value = Value(CALM[vital])
            s.oru(time, [s.sender.obr("", time), s.sender.obx(1, vital, value, time)])
            s.book(name, {vital: value})
    late = s.at(1, 12, 40)
    s.oru(late, [s.sender.obr("", late), s.sender.obx(1, "pulse", Value("80"), late)])
    s.book("afternoon", {"pulse": Value("80")})
    s.leave(s.at(2, 11))


@stay("epic-no-discharge-time", Epic, "2026-06-29T09:00")
def no_discharge_time(s):
    """an A03 without PV1-45: the time of the event counts; destination in PV1-36 and method in PV1-37"""
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11), discharged=None)


@stay("pims-method-code-2", Pims, "2026-06-30T09:00")
def method_code_2(s):
    """discharge method 02, which the national code system has no more; LF ends segments"""
    s.newline = "\n"
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11), method="02")


@stay("simhospital-under-16", SimHospital, "2026-07-01T09:00")
def under_16(s):
    """a patient of twelve: readings, no score"""
    s.patient.born = "20140302"
    s.is_scored = False
    s.admit()
    days(s, 2)
    s.leave(s.at(3, 11))


@stay("itk-birth-date-unknown", Itk, "2026-07-02T09:00")
def birth_date_unknown(s):
    """PID-32 says that the birth date is unknown: readings, no score"""
    s.patient.born = ""
    s.is_scored = False
    s.admit(pid={32: "NSTS02~UD"})
    days(s, 2)
    s.leave(s.at(3, 11), pid={32: "NSTS02~UD"})


@stay("cerner-obx-in-adt", Cerner, "2026-07-03T09:00")
def obx_in_adt(s):
    """readings inside the A08 and the A03"""
    s.admit()
    for trigger, time in (("A08", s.at(1, 9)), ("A03", s.at(2, 11))):
        values = {vital: Value(text) for vital, text in CALM.items()}
        rows = s.rows(values, time)
        if trigger == "A08":
            s.adt("A08", time, extra=rows)
        else:
            s.leave(time, extra=rows)
        s.book(trigger, values)


@stay("itk-no-nhs-number", Itk, "2026-07-06T09:00")
def no_nhs_number(s):
    """a number whose check digit is wrong is no NHS number: held for a person"""
    s.outcome = "nhs-number.missing"
    s.patient.nhs = s.patient.nhs[:9] + str((int(s.patient.nhs[9]) + 1) % 10)
    s.admit()
    s.measure(s.at(1, 8))
    s.leave(s.at(2, 11))


@stay("pims-emergency", Pims, "2026-07-07T09:00")
def emergency(s):
    """patient class E never is a virtual-ward stay: acknowledged, nothing is said"""
    s.outcome = "none"
    s.admit(pv1={2: "E"})
    s.measure(s.at(0, 12))
    s.leave(s.at(0, 15), pv1={2: "E"})


@stay("cerner-death", Cerner, "2026-07-08T09:00")
def death(s):
    """a death indicator: no routine summary"""
    s.outcome = "patient.deceased"
    s.admit()
    s.measure(s.at(1, 8))
    s.leave(s.at(2, 11), pid={30: "Y"})


@stay("epic-unhandled-event", Epic, "2026-07-09T09:00")
def unhandled_event(s):
    """an A35 in the middle of the stay: accounts are merged, which a person has to look at"""
    s.outcome = "event.unhandled"
    s.admit()
    s.measure(s.at(1, 8))
    s.adt("A35", s.at(1, 12), extra=["MRG|900001^^^RXE^MRN||||9000002^^^RXE"])
    s.leave(s.at(2, 11))


@stay("simhospital-sensitive", SimHospital, "2026-07-10T09:00")
def sensitive(s):
    """marked as sensitive in PV1-16: a person must release it"""
    s.outcome = "patient.sensitive"
    s.admit()
    s.measure(s.at(1, 8))
    s.leave(s.at(2, 11), pv1={16: "S"})


def files():
    """Name and bytes of everything this script makes."""
    made = {told.name + ".hl7": told.bytes() for told in STAYS}
    head = ["file", "feed", "outcome", "revisions", "observations", "totals", "note"]
    made["outcomes.tsv"] = "".join("\t".join(row) + "\n" for row in [head] + [told.row() for told in STAYS]).encode()
    return made


def check(made):
    stray = {name for name in os.listdir(FOLDER) if name.endswith(".hl7")} - set(made)
    faults = [f"{name} is not made by this script" for name in sorted(stray)]
    for name, content in made.items():
        path = os.path.join(FOLDER, name)
        if not os.path.exists(path):
            faults.append(f"{name} is missing")
        elif open(path, "rb").read() != content:
            faults.append(f"{name} differs")
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    return 1 if faults else 0


def main():
    made = files()
    if sys.argv[1:] == ["--check"]:
        faulty = check(made)
        print("not ok stays are what their script makes" if faulty else "ok stays are what their script makes")
        return faulty
    if sys.argv[1:]:
        print(__doc__.strip(), file=sys.stderr)
        return 1
    for name, content in made.items():
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
