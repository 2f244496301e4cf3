"""HL7 v2 text for the stays of make_stays.py: senders, their habits, and segments made of numbered fields."""

DELIMITERS = "|^~\\&"


def segment(name, fields):
    """'PV1', {2: 'I', 19: 'V1'} -> 'PV1||I|...|V1'."""
    last = max(fields, default=0)
    return DELIMITERS[0].join([name] + [str(fields.get(n, "")) for n in range(1, last + 1)])


def stamp(time, form="%Y%m%d%H%M%S"):
    return time.strftime(form)


class Sender:
    """How one sending system writes. Subclasses change what is different."""
    feed = ""
    application, facility, version = "PAS", "RXX", "2.4"
    processing = "P"
    charset = ""
    ward, bed = "", ""
    time_form = "%Y%m%d%H%M%S"
    structures = {"A01": "ADT_A01", "A02": "ADT_A02", "A03": "ADT_A03", "A08": "ADT_A01", "A28": "ADT_A05", "A31": "ADT_A05",
                  "A45": "ADT_A45", "A35": "ADT_A30", "R01": "ORU_R01"}

    # vital -> (OBX-3, OBX-2, OBX-6)
    codes = {
        "rr": ("9279-1^Respiratory rate^LN", "NM", "/min"),
        "spo2": ("59408-5^Oxygen saturation by pulse oximetry^LN", "NM", "%"),
        "sbp": ("8480-6^Systolic blood pressure^LN", "NM", "mm[Hg]"),
        "dbp": ("8462-4^Diastolic blood pressure^LN", "NM", "mm[Hg]"),
        "pulse": ("8867-4^Heart rate^LN", "NM", "/min"),
        "temp": ("8310-5^Body temperature^LN", "NM", "Cel"),
        "acvpu": ("1104441000000107^ACVPU scale score^SCT", "CE", ""),
        "scale": ("SPO2SCALE^SpO2 scale prescribed^99RPM", "NM", ""),
    }
    answers = {"A": "248234008^Mentally alert^SCT", "C": "130987000^Acute confusion^SCT", "V": "300202002^Responds to voice^SCT",
               "P": "450847001^Responds to pain^SCT", "U": "422768004^Unresponsive^SCT"}

    def header(self, kind, trigger, control, sent, extra=None):
        event = f"{kind}^{trigger}" + (f"^{self.structures[trigger]}" if self.version >= "2.4" else "")
        fields = {3: self.application, 4: self.facility, 5: "WARDBRIDGE", 6: "TIE", 7: stamp(sent), 9: event, 10: control,
                  11: self.processing, 12: self.version, 18: self.charset}
        fields.update(self.header_extra())
        fields.update(extra or {})
        rest = segment("MSH", {n - 1: text for n, text in fields.items() if n > 2}).split("|", 2)[2]
        return "MSH" + DELIMITERS + "|" + rest

    def header_extra(self):
        return {}

    def event(self, trigger, occurred):
        return segment("EVN", {1: trigger, 2: stamp(occurred)})

    def identifiers(self, patient):
        return f"{patient.nhs}^^^NHS~{patient.local}^^^{self.facility}"

    def name(self, patient):
        return f"{patient.family}^{patient.given}^{patient.middle}^^{patient.title}^^L"

    def address(self, patient):
        return f"{patient.street}^^{patient.city}^^{patient.postcode}^^H"

    def phone(self, patient):
        return f"{patient.phone}^PRN^PH"

    def pid(self, patient, extra=None):
        fields = {1: "1", 3: self.identifiers(patient), 5: self.name(patient), 7: patient.born, 8: patient.sex,
                  11: self.address(patient), 13: self.phone(patient)}
        fields.update(self.pid_extra(patient))
        fields.update(extra or {})
        return segment("PID", fields)

    def pid_extra(self, patient):
        return {}

    def visit(self, number):
        return f"V{number}^^^{self.facility}"

    def disposition(self, method, destination):
        return {36: method, 37: destination}

    def pv1(self, number, location, admitted=None, discharged=None, method="", destination="", extra=None):
        fields = {1: "1", 2: "I", 3: location, 4: "21", 19: self.visit(number)}
        if admitted:
            fields[44] = stamp(admitted, self.time_form)
        if discharged:
            fields[45] = stamp(discharged, self.time_form)
        if method or destination:
            fields.update(self.disposition(method, destination))
        fields.update(extra or {})
        return segment("PV1", fields)

    def tail(self, trigger):
        """Segments that this sender puts behind PV1."""
        return []

    def obr(self, filler, time):
        return segment("OBR", {1: "1", 3: filler, 4: "REMOTE^Remote monitoring^99RPM", 7: stamp(time)})

    def air(self, state):
        """(OBX-2, OBX-3, OBX-5, OBX-6) of a statement about air or oxygen."""
        if state == "air":
            return "ST", "722742002^Breathing room air^SCT", "Yes", ""
        return "NM", "371825009^Patient on oxygen^SCT", state.partition(" ")[2] or "2", "l/min"

    def value(self, vital, text):
        return self.answers.get(text, text) if vital == "acvpu" else text

    def obx(self, number, vital, value, time=None, status="F"):
        if vital == "air":
            kind, code, text, unit = self.air(value.text)
        else:
            code, kind, unit = self.codes[vital]
            text = self.value(vital, value.text)
        fields = {1: number, 2: value.kind or kind, 3: code, 5: text, 6: unit if value.unit is None else value.unit, 11: status}
        if time:
            fields[14] = stamp(time)
        return segment("OBX", fields)


class Itk(Sender):
    """The ITK message specifications of 2014: v2.4, NHS authority in CX-4, ward code in PV1-3.2, EVN-6."""
    feed, application, facility = "itk", "PAS", "RXK"
    ward, bed = "RXK^VWRESP^^RXK01", "RXK^MED4^Bed 7^RXK01"

    def header_extra(self):
        return {17: "GBR", 21: "ITKv1.0"}

    def event(self, trigger, occurred):
        return segment("EVN", {2: stamp(occurred), 6: stamp(occurred)})

    def pid_extra(self, patient):
        return {32: "NSTS01"}


class Epic(Sender):
    """Large v2.5.1 feeds: ward in PV1-3.1 and bay in 2, HN numbers, destination and method exchanged, times to the minute."""
    feed, application, facility, version = "epic", "EPIC", "RXE", "2.5.1"
    ward, bed = "HAHE^HAHE BY01^HAHE-03^RXE^R^^^^^^DEP901", "RXE4^RXE4 BY02^RXE4-17^RXE^R^^^^^^DEP104"
    time_form = "%Y%m%d%H%M"
    codes = dict(Sender.codes, pulse=("5^PULSE^EPC^8867-4^Heart rate^LN", "NM", "{beats}/min"),
                 rr=("9^RESP^EPC^86290005^Respiratory rate^SCT", "NM", "{breaths}/min"),
                 temp=("6^TEMP^EPC^415974002^Tympanic temperature^SCT", "NM", "[degF]"))

    def header_extra(self):
        return {8: "EDIADT", 15: "AL", 16: "NE"}

    def identifiers(self, patient):
        return f"{patient.local}^^^{self.facility}^MRN~{patient.nhs}^^^NHS^HN"

    def visit(self, number):
        return f"{number}^^^RXE"

    def disposition(self, method, destination):
        return {36: destination, 37: method}

    def value(self, vital, text):
        if vital == "temp" and text:
            tenths = round((float(text) * 9 / 5 + 32) * 10)
            return f"{tenths // 10}.{tenths % 10}"
        return super().value(vital, text)


class Cerner(Sender):
    """Local codes, spellings and words throughout; NHSNBR numbers; v2.3."""
    feed, application, facility, version = "cerner", "MILLENNIUM", "RXC", "2.3"
    ward, bed = "VIRTCARE^^^RXC^^AMB", "NORTH6^Bay B^12^RXC^^N"
    codes = {"rr": ("RESPRATE^Respiratory Rate^CERNER", "NM", "breaths/min"),
             "spo2": ("SAT^SpO2^CERNER", "NM", "percent"),
             "sbp": ("SYSBP^Systolic BP^CERNER", "NM", "mmHg"),
             "dbp": ("DIABP^Diastolic BP^CERNER", "NM", "mmHg"),
             "pulse": ("HR^Heart Rate Monitored^CERNER", "NM", "bpm"),
             "temp": ("TEMPTYMP^Temperature Tympanic^CERNER", "NM", "degC"),
             "acvpu": ("LOC^Level of Consciousness^CERNER", "ST", "")}
    answers = {"A": "Alert", "C": "New confusion", "V": "Voice", "P": "Pain", "U": "Unresponsive"}

    def identifiers(self, patient):
        return f"{patient.local}^^^CERNERMRN^MRN~{patient.nhs}^^^NHSNBR^NHSNMBR"

    def name(self, patient):
        return f"{patient.family}^{patient.given}^{patient.middle}^^{patient.title}^^CURRENT"

    def visit(self, number):
        return f"F{number}^^^FINNBR^VISITID"

    def air(self, state):
        if state == "air":
            return "CE", "O2THERAPY^Oxygen Therapy^CERNER", "722742002^Breathing room air^SCT", ""
        return "CE", "O2THERAPY^Oxygen Therapy^CERNER", "371825009^Patient on oxygen^SCT", ""


class Pims(Sender):
    """An older patient system: trace status in CX-2, type NI, bare visit numbers, numbers as text without units."""
    feed, application, facility = "pims", "PIMS", "RXP"
    ward, bed = "^VWP^^RXP", "^W12^B2^RXP"
    codes = {vital: (code, "ST" if kind == "NM" else kind, "") for vital, (code, kind, _) in Sender.codes.items()}
    answers = {letter: letter for letter in "ACVPU"}

    def identifiers(self, patient):
        return f"{patient.nhs}^01^^NHS^NI~{patient.local}^^^RXP^PI"

    def name(self, patient):
        return f"{patient.family}^{patient.given}^{patient.middle}^^{patient.title}"

    def visit(self, number):
        return str(number)

    def air(self, state):
        kind, code, text, _ = super().air(state)
        return kind, code, text, ""


class SimHospital(Sender):
    """A simulator of v2.3 messages: processing id T, numbers repeated in PID-2, ward in PV1-3.1."""
    feed, application, facility, version, processing = "simhospital", "SIMHOSP", "SFAC", "2.3", "T"
    ward, bed = "VirtualWard^Home^^Simulated Hospital^^HOME^Main Building^5", "RenalWard^MainRoom^Bed 1^Simulated Hospital^^BED^Main Building^4"
    codes = dict(Sender.codes, pulse=("8867-4^Heart rate^LN", "NM", "BPM"), temp=("8310-5^Temperature^LN", "NM", "C"),
                 sbp=("8480-6^Systolic^LN", "NM", "MMHG"), dbp=("8462-4^Diastolic^LN", "NM", "MMHG"))

    def header_extra(self):
        return {15: "AL", 17: "44", 18: "ASCII"}

    def identifiers(self, patient):
        return f"{patient.local}^^^SIMULATOR MRN^MRN~{patient.nhs}^^^NHSNBR^NHSNMBR"

    def pid_extra(self, patient):
        return {2: f"{patient.local}^^^SIMULATOR MRN^MRN"}

    def visit(self, number):
        return f"{number}^^^^visitid"
