#!/usr/bin/env python3
"""Runs the tests that CTest knows of one build folder and counts their cases, not their programs.

A Boost.Test program reports its cases by itself; a script prints "ok NAME" or "not ok NAME" lines; anything else is one
case. Skipped and disabled cases, a program without a case and one that ends before its report count as failed.
"""
import argparse
import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
LINE = re.compile(r"^(not ok|ok) (\S.*)$", re.M)
IMPOSSIBLE = re.compile(r"^not possible here: \S.*$", re.M)
SANITIZER = re.compile(r"(WARNING|ERROR): \w+Sanitizer: |: runtime error: ")
REPORT_LINES = 80
SKIP = re.compile(r"#\s*skip", re.I)


def load(build):
    """The tests of a build folder: name, command, properties."""
    text = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True,
                          capture_output=True, text=True).stdout
    tests = []
    for test in json.loads(text)["tests"]:
        properties = {p["name"]: p["value"] for p in test.get("properties", [])}
        tests.append({"name": test["name"], "command": test.get("command"), "properties": properties})
    return tests


def boost_cases(path):
    """(passed, names of failed) of a report of Boost.Test, or None when there is none."""
    try:
        tree = ElementTree.parse(path)
    except (OSError, ElementTree.ParseError):
        return None
    passed, failed = 0, []
    for case in tree.iter("TestCase"):
        if case.get("result") == "passed":
            passed += 1
        else:
            failed.append(f"{case.get('name')} ({case.get('result')})")
    return passed, failed


def line_cases(output):
    passed, failed = 0, []
    for verdict, name in LINE.findall(output):
        if verdict == "ok" and not SKIP.search(name):
            passed += 1
        else:
            failed.append(name)
    return (passed, failed) if passed or failed else None


def run_one(test, reports, prefix, slots, locks):
    properties = test["properties"]
    environment = dict(os.environ)
    for entry in properties.get("ENVIRONMENT", []):
        name, _, value = entry.partition("=")
        environment[name] = value
    report = os.path.join(reports, re.sub(r"\W", "_", test["name"]) + ".xml")
    if os.path.exists(report):
        os.remove(report)
    # fontconfig keeps what it loaded until the process ends; libraries that are not instrumented look like races.
    environment.setdefault("LSAN_OPTIONS", f"suppressions={os.path.join(HERE, 'lsan.supp')}:print_suppressions=0")
    # A race ends the program, so that a flow sees it which reads nothing of what its programs print.
    environment.setdefault("TSAN_OPTIONS",
                           f"suppressions={os.path.join(HERE, 'tsan.supp')}:print_suppressions=0:halt_on_error=1")
    environment.update(BOOST_TEST_REPORT_FORMAT="XML", BOOST_TEST_REPORT_LEVEL="detailed",
                       BOOST_TEST_REPORT_SINK=os.path.abspath(report))
    held = [locks[name] for name in sorted(set(properties.get("RESOURCE_LOCK", [])))]
    want = slots.size if properties.get("RUN_SERIAL") else min(slots.size, int(properties.get("PROCESSORS", 1)))
    for lock in held:
        lock.acquire()
    slots.take(want)
    started = time.monotonic()
    limit = float(os.environ.get("WARDBRIDGE_TEST_TIMEOUT") or properties.get("TIMEOUT") or 900)
    if os.environ.get("WARDBRIDGE_LONG"):
        limit = max(limit, 6 * 3600)
    try:
        process = subprocess.Popen(prefix + test["command"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, env=environment, start_new_session=True,
                                   cwd=properties.get("WORKING_DIRECTORY") or None)
        try:
            output, _ = process.communicate(timeout=limit)
            code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            code = f"no end after {limit:.0f} s"
    except OSError as error:
        output, code = str(error).encode(), "could not be started"
    finally:
        slots.give(want)
        for lock in reversed(held):
            lock.release()
    text = output.decode("utf-8", "replace")
    cases = boost_cases(report) or line_cases(text)
    good = code == 0
    # Loop mounts are the one thing that a machine may not allow; then there is no case, and a line that says why.
    impossible = IMPOSSIBLE.search(text) if "needs-mounts" in properties.get("LABELS", []) else None
    if impossible and good and cases is None:
        print(f"   {test['name']}: {impossible.group(0)}", flush=True)
        cases = (0, [])
    if properties.get("WILL_FAIL"):
        good, cases = isinstance(code, int) and code > 0, None
    passed, failed = cases or (int(good), [] if good else [test["name"]])
    if not good and not failed:
        failed = [f"{test['name']}: the program ended with {code}"]
    return {"name": test["name"], "passed": passed, "failed": failed, "code": code, "output": text,
            "seconds": time.monotonic() - started}


class Slots:
    """So many processors; a test takes its share before it starts."""

    def __init__(self, size):
        self.size, self.free, self.turn = size, size, threading.Condition()

    def take(self, want):
        with self.turn:
            self.turn.wait_for(lambda: self.free >= want)
            self.free -= want

    def give(self, want):
        with self.turn:
            self.free += want
            self.turn.notify_all()


def show(result, tail):
    print(f"   ---- output of {result['name']}", flush=True)
    lines = result["output"].splitlines()
    # What a sanitizer said first may stand far above the end.
    first = next((at for at, line in enumerate(lines[:-tail]) if SANITIZER.search(line)), None)
    shown = 0
    if first is not None:
        shown = min(first + REPORT_LINES, len(lines) - tail)
        if first > 0:
            print(f"   ({first} earlier lines left out)")
        for line in lines[first:shown]:
            print("   | " + line)
    if len(lines) - tail > shown:
        print(f"   ({len(lines) - tail - shown} {'lines' if shown else 'earlier lines'} left out)")
    for line in lines[-tail:]:
        print("   | " + line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--labels", required=True, help="labels with commas: a test with one of them is run")
    parser.add_argument("--prefix", default="", help="words put before each command")
    parser.add_argument("--results", help="file that gets a line 'part <tab> passed <tab> failed' for each test")
    parser.add_argument("--reports", default="reports", help="folder of the reports")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--tail", type=int, default=120, help="lines shown of a failing test")
    parser.add_argument("--allow-none", action="store_true", help="no test at all is no fault")
    options = parser.parse_args()

    labels = set(options.labels.split(","))
    os.makedirs(options.reports, exist_ok=True)
    part = os.path.basename(os.path.normpath(options.build))
    results = []
    chosen = [t for t in load(options.build) if labels & set(t["properties"].get("LABELS", []))]
    for test in chosen:
        if not test["command"] or test["properties"].get("DISABLED"):
            results.append({"name": test["name"], "passed": 0, "failed": [test["name"] + " cannot be run"],
                            "code": "not built or disabled", "output": "", "seconds": 0.0})
    if not chosen and not options.allow_none:
        results.append({"name": options.labels, "passed": 0, "failed": ["no test has this label"], "code": "none",
                        "output": "", "seconds": 0.0})
    ready = [t for t in chosen if t["command"] and not t["properties"].get("DISABLED")]
    locks = {name: threading.Lock() for t in ready for name in t["properties"].get("RESOURCE_LOCK", [])}
    slots = Slots(options.jobs)
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, len(ready))) as pool:
        waiting = [pool.submit(run_one, t, options.reports, options.prefix.split(), slots, locks) for t in ready]
        for done in concurrent.futures.as_completed(waiting):
            results.append(done.result())
            last = results[-1]
            state = "ok" if not last["failed"] else "FAILED"
            print(f"   {last['name']:<40} {last['passed']:5d} passed {len(last['failed']):3d} failed"
                  f"  {last['seconds']:6.1f} s  {state}", flush=True)
            if last["failed"]:
                show(last, options.tail)
    for result in results:
        for name in result["failed"]:
            print(f"   FAILED {part}/{result['name']}: {name}", flush=True)
    if options.results:
        with open(options.results, "a", encoding="utf-8") as file:
            for result in sorted(results, key=lambda r: r["name"]):
                file.write(f"{part} {result['name']}\t{result['passed']}\t{len(result['failed'])}\n")
    return 1 if any(r["failed"] for r in results) else 0


if __name__ == "__main__":
    sys.exit(main())
