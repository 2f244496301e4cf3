"""What the checks of the house share: walking the tree and printing cases."""
import argparse
import os
import sys

ROOMS = ("plugin", "engine-adapter")
LEFT_OUT = {".git", "build", ".cache", "__pycache__"}


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."),
                        help="root of the tree to check")
    return parser.parse_args()


def walk(root, tops, suffixes):
    """Paths below `tops` that end in one of `suffixes`, relative to `root`, sorted. An empty suffix takes every file."""
    found = []
    for top in tops:
        for folder, folders, files in os.walk(os.path.join(root, top)):
            folders[:] = sorted(f for f in folders if f not in LEFT_OUT and not f.endswith(".part"))
            found += [os.path.relpath(os.path.join(folder, f), root) for f in files if f.endswith(tuple(suffixes))]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def report(cases):
    """Prints one line for each case {name: [faults]} and ends the program."""
    bad = 0
    for name, faults in cases.items():
        print(f"{'not ok' if faults else 'ok'} {name}")
        for fault in faults:
            print(f"   {fault}")
        bad += bool(faults)
    sys.exit(1 if bad else 0)
