"""Starts and stops `wardbridge run` for the scripts under tests/, and reads what it left behind."""
import hashlib
import json
import os
import signal
import subprocess
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "engine-adapter", "examples"))

CONFIG = """\
wardbridge: 1
organisation: {{ods: "RXX", name: "Example NHS Foundation Trust", telecom: "0300 555 0199"}}
store: {{path: "{data}/store.db"}}
listeners:
  adt: {{mllp: "127.0.0.1:0", feed: pas}}
  rpm: {{mllp: "127.0.0.1:0", feed: {rpm_feed}}}
feeds:
  pas: {{assigners: {{RXX: {{patient: "https://rxx.example/Id/mrn", visit: "https://rxx.example/Id/visit"}}}}}}
  rpm: {{}}
wards:
  - {{sender: "RXX", codes: ["VWRESP"], class: "HH", stay-start: transfer}}
mapping: {{pack: "{root}/mappings/uk-virtual-ward"}}
summary: {{settle: "{settle}"}}
destinations:
  archive: {{channel: folder, path: "{data}/out"}}
console: {{listen: "127.0.0.1:0"}}
"""


def binary(build):
    path = os.path.join(build, "bin", "wardbridge")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"error: {path} is not there; build the preset first")
    return path


class Server:
    """One `wardbridge run` after another on one folder: configuration, ready file and log in it, store and out/ in `data`."""

    def __init__(self, build, folder, settle="0s", environment=None, data=".", rpm_feed="rpm", wrapper=(), plugin=None):
        """`wrapper`: words of a command that runs the host, before its own. `plugin`: another libwardbridge.so."""
        self.build, self.binary, self.folder, self.environment = build, binary(build), folder, dict(os.environ, **(environment or {}))
        self.wrapper, self.options = list(wrapper), ["--plugin", plugin] if plugin else []
        os.makedirs(folder, exist_ok=True)
        self.config = os.path.join(folder, "wardbridge.yaml")
        self.data = os.path.normpath(os.path.join(folder, data))
        os.makedirs(self.data, exist_ok=True)
        self.store, self.out = os.path.join(self.data, "store.db"), os.path.join(self.data, "out")
        self.log = os.path.join(folder, "wardbridge.log")
        self.ready_file = os.path.join(folder, "ready.json")
        self.process, self.ports, self.console = None, {}, 0
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(root=ROOT, settle=settle, data=data, rpm_feed=rpm_feed))

    def spawn(self):
        if os.path.exists(self.ready_file):
            os.remove(self.ready_file)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([*self.wrapper, self.binary, "run", "--config", self.config, "--ready-file", self.ready_file,
                                             *self.options],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)

    def is_ready(self):
        """Whether it listens by now; fails when the process ended by itself."""
        if os.path.exists(self.ready_file):
            with open(self.ready_file, encoding="utf-8") as file:
                ready = json.load(file)
            self.ports, self.console = ready["listeners"], ready.get("console")
            return True
        if self.process.poll() is not None:
            raise RuntimeError(f"wardbridge run ended with {self.process.returncode} before it was ready\n{self.log_tail()}")
        return False

    def start(self, limit=60.0):
        self.spawn()
        wait_until(self.is_ready, limit, "the ready file")

    def start_in_vain(self, limit=60.0):
        """For a host that must not start: its exit code and what it said."""
        before = os.path.getsize(self.log) if os.path.exists(self.log) else 0
        self.spawn()
        code = self.process.wait(limit)
        with open(self.log, encoding="utf-8", errors="replace") as file:
            file.seek(before)
            return code, file.read()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, limit=60.0):
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"wardbridge run did not stop within {limit} s\n{self.log_tail()}") from None

    def end(self):
        """For clean-up, whatever happened."""
        if self.process and self.process.poll() is None:
            self.kill()

    def command(self, *words, check=True, data=None):
        done = subprocess.run([self.binary, *words], input=data, capture_output=True, env=self.environment, timeout=300)
        if check and done.returncode != 0:
            raise RuntimeError(f"wardbridge {' '.join(words[:2])} ended with {done.returncode}: "
                               f"{done.stderr.decode('utf-8', 'replace')[-2000:]}")
        return done

    def log_tail(self, lines=15):
        if not os.path.exists(self.log):
            return "(no log)"
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return "".join(file.readlines()[-lines:])

    def summaries(self):
        """Names of the finished folders under out/."""
        if not os.path.isdir(self.out):
            return []
        return sorted(n for n in os.listdir(self.out)
                      if not n.endswith(".part") and os.path.exists(os.path.join(self.out, n, "manifest.json")))


def wait_until(condition, limit, what):
    """Polls until the condition holds and returns its value; RuntimeError when time is up."""
    until = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise RuntimeError(f"no {what} within {limit:.0f} s")
        time.sleep(0.02)


def wait_while_growing(measure, want, quiet, what):
    """Waits until measure() is `want` or more, as long as it grows: RuntimeError after `quiet` seconds without change."""
    reached, since = -1, time.monotonic()
    while True:
        now = measure()
        if now >= want:
            return
        if now > reached:
            reached, since = now, time.monotonic()
        if time.monotonic() - since > quiet:
            raise RuntimeError(f"{now} of {want} {what}, and no more for {quiet:.0f} s")
        time.sleep(0.25)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def digests_in(value):
    """Every SHA-256 in hex that stands anywhere in a JSON value."""
    if isinstance(value, dict):
        return {d for v in value.values() for d in digests_in(v)}
    if isinstance(value, list):
        return {d for v in value for d in digests_in(v)}
    text = value.lower() if isinstance(value, str) else ""
    return {text} if len(text) == 64 and all(c in "0123456789abcdef" for c in text) else set()


def folder_faults(folder):
    """What is wrong with one finished summary folder: missing files, digests that differ from the manifest."""
    faults = []
    try:
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            stated = digests_in(json.load(file))
        for name in ("bundle.xml" if os.path.exists(os.path.join(folder, "bundle.xml")) else "bundle.json", "document.pdf"):
            if sha256(os.path.join(folder, name)) not in stated:
                faults.append(f"{name} is not what the manifest says")
    except (OSError, ValueError) as error:
        faults.append(str(error))
    return faults


class Cases:
    """Prints "ok NAME" or "not ok NAME" for each case; `end` gives the exit code."""

    def __init__(self):
        self.failed = 0

    def case(self, name, faults):
        faults = list(faults) if not isinstance(faults, bool) else ([] if faults else ["no"])
        print(f"{'not ok' if faults else 'ok'} {name}", flush=True)
        for fault in faults[:20]:
            print(f"   {fault}", flush=True)
        if len(faults) > 20:
            print(f"   and {len(faults) - 20} more", flush=True)
        self.failed += bool(faults)

    def end(self):
        return 1 if self.failed else 0
