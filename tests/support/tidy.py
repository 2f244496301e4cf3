#!/usr/bin/env python3
"""Runs clang-tidy over changed sources (or all), two at a time; each source is one case.

Changed: against the last commit of the main branch, or, on the main branch itself, against the commit before; work not
committed counts too. Of a changed header the source beside it is looked at, else the first source that includes it.
Where there is nothing to compare with, every source is looked at.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def git(*words):
    done = subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else None


def changed():
    """Paths that changed, or None when that cannot be told."""
    head = git("rev-parse", "HEAD")
    if not head:
        return None
    for branch in ("origin/main", "main"):
        base = git("merge-base", "HEAD", branch)
        if base and base != head:
            break
    else:
        base = git("rev-parse", "--verify", "-q", "HEAD~1")
    if not base:
        return None
    paths = git("diff", "--name-only", "--diff-filter=d", base[0])
    new = git("ls-files", "--others", "--exclude-standard")
    return None if paths is None or new is None else sorted(set(paths + new))


def sources_for(paths, known):
    """The sources of the compile database to look at for these paths."""
    if any(p in (".clang-tidy", "CMakePresets.json") for p in paths):
        return sorted(known)
    chosen = set()
    for path in paths:
        if path in known:
            chosen.add(path)
        elif path.endswith(".h"):
            twin = path[:-2] + ".cpp"
            if twin in known:
                chosen.add(twin)
                continue
            include = '#include "' + re.sub(r"^plugin/", "", path) + '"'
            for source in sorted(known):
                with open(os.path.join(ROOT, source), encoding="utf-8") as file:
                    if include in file.read():
                        chosen.add(source)
                        break
    return sorted(chosen)


# The analyzer of clang 14 does not know that a coroutine's promise is attached to its thread before the body runs, and
# says so of any coroutine of Asio's at all (docs/decisions/0009). This one place in Boost, and this one check.
MISREAD = re.compile(r"\S*/boost/asio/impl/awaitable\.hpp:\d+:\d+: error: Called C\+\+ object pointer is uninitialized "
                     r"\[clang-analyzer-core\.CallAndMessage\b")


def is_clean(returncode, output):
    """Whether clang-tidy found nothing, but for what it is known to misread."""
    errors = [line for line in output.splitlines() if re.search(r": (error|warning): ", line)]
    return returncode == 0 or (bool(errors) and all(MISREAD.match(line) for line in errors))


def tidy(build, source):
    started = time.monotonic()
    path = os.path.join(ROOT, source)
    with open(path, encoding="utf-8") as file:
        # clang does not compile qpdf's JSON.hh as C++20 with libstdc++ 12 (a vector of an incomplete type).
        extra = ["--extra-arg=-stdlib=libc++"] if "#include <qpdf/" in file.read() else []
    done = subprocess.run(["clang-tidy", "-p", build, "--quiet", *extra, path], cwd=ROOT,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    output = done.stdout + done.stderr
    return source, is_clean(done.returncode, output), output, time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, help="build folder with compile_commands.json of clang")
    parser.add_argument("--all", action="store_true", help="every source")
    parser.add_argument("--results", help="file that gets a line 'part <tab> passed <tab> failed'")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    options = parser.parse_args()
    with open(os.path.join(options.build, "compile_commands.json"), encoding="utf-8") as file:
        known = {os.path.relpath(entry["file"], ROOT) for entry in json.load(file)}
    known = {k for k in known if k.startswith(("plugin/", "engine-adapter/", "tests/")) and not k.endswith(".c")}
    paths = None if options.all else changed()
    chosen = sorted(known) if paths is None else sources_for(paths, known)
    print(f"   clang-tidy: {len(chosen)} of {len(known)} sources", flush=True)
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=options.jobs) as pool:
        waiting = [pool.submit(tidy, options.build, source) for source in chosen]
        for done in concurrent.futures.as_completed(waiting):
            source, good, output, seconds = done.result()
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"   FAILED clang-tidy {source}, {seconds:.0f} s", flush=True)
                lines = [line for line in output.splitlines() if not re.match(r"^\d+ warnings? (generated|treated)", line)]
                print("\n".join("   | " + line for line in lines[:40]), flush=True)
    print(f"   clang-tidy: {passed} clean, {failed} not", flush=True)
    if options.results:
        with open(options.results, "a", encoding="utf-8") as file:
            file.write(f"clang-tidy\t{passed}\t{failed}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
