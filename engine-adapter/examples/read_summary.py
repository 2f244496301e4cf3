#!/usr/bin/env python3
"""Prints a short human reading of a delivered summary: the Bundle and the PDF of one folder of the channel `folder`."""
import collections
import json
import os
import re
import shutil
import subprocess
import sys

TOTAL = "1104051000000101"


def coding(resource):
    return {c.get("code") for c in resource.get("code", {}).get("coding", [])}


def read_bundle(path):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    resources = [entry["resource"] for entry in bundle["entry"]]
    counts = collections.Counter(r["resourceType"] for r in resources)
    print(f"Bundle {bundle['identifier']['value']}, type {bundle['type']}, revision {bundle.get('meta', {}).get('versionId', '?')}")
    print("   " + ", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())))
    for resource in resources:
        if resource["resourceType"] == "Encounter":
            period = resource["period"]
            print(f"   stay from {period.get('start')} to {period.get('end')}, class {resource['class']['code']}")
    totals = sorted((r["effectiveDateTime"], r["valueInteger"]) for r in resources
                    if r["resourceType"] == "Observation" and TOTAL in coding(r))
    if totals:
        highest = max(totals, key=lambda t: t[1])
        print(f"   NEWS2, {len(totals)} totals: first {totals[0][1]} ({totals[0][0]}), "
              f"highest {highest[1]} ({highest[0]}), last {totals[-1][1]} ({totals[-1][0]})")
    else:
        print("   no NEWS2 total")


def read_pdf(path):
    size = os.path.getsize(path)
    if not (shutil.which("pdftotext") and shutil.which("pdfinfo")):
        print(f"PDF, {size} bytes (install poppler-utils to see its text here)")
        return
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    pages = re.search(r"^Pages:\s+(\d+)", info, re.M)
    tagged = re.search(r"^Tagged:\s+(\w+)", info, re.M)
    print(f"PDF, {size} bytes, {pages[1] if pages else '?'} page(s), tagged: {tagged[1] if tagged else '?'}. Its first lines:")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for line in [line.strip() for line in text.splitlines() if line.strip()][:10]:
        print("   | " + re.sub(r"\s{2,}", "  ", line))


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print("usage: read_summary.py FOLDER   (a folder with bundle.json and document.pdf)")
        return 0 if sys.argv[1:] in (["--help"], ["-h"]) else 1
    read_bundle(os.path.join(sys.argv[1], "bundle.json"))
    read_pdf(os.path.join(sys.argv[1], "document.pdf"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
