#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the tests notice when a protection is missing.

    tools/protections.py PROGRAM [--filters FILE] SOURCE...

Runs the test program with each protection switched off that the files or folders name with
LICET_PROTECTED (src/base/protection.h): each time it must fail, and with none switched off it must
pass. FILE says which tests to run for each, a GoogleTest filter behind its name on a line.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

CASES = "60000"


def protections(sources):
    paths = [path for source in map(Path, sources)
             for path in (source.rglob("*.cpp") if source.is_dir() else [source])]
    return sorted({name for path in paths
                   for name in re.findall(r"LICET_PROTECTED\((\w+)\)", path.read_text())})


def read_filters(file):
    lines = [line.split() for line in Path(file).read_text().split("\n")
             if line and not line.startswith("#")]
    return {name: tests for name, tests in lines}


def passes(program, off, tests):
    environment = dict(os.environ, LICET_CASES=CASES, LICET_PROTECTION_OFF=off)
    command = [program, "--gtest_brief=1", "--gtest_break_on_failure=0", "--gtest_fail_fast",
               f"--gtest_filter={tests}"]
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def main(program, arguments):
    filters = {}
    if arguments[0] == "--filters":
        filters = read_filters(arguments[1])
        arguments = arguments[2:]
    names = protections(arguments)
    if not names:
        print("no protections found", file=sys.stderr)
        return 1
    if filters and sorted(filters) != names:
        print(f"not in both sources and filters: {sorted(set(filters) ^ set(names))}", file=sys.stderr)
        return 1
    every = ":".join(sorted(set(filters.values()))) or "*"
    faults = [] if passes(program, "", every) else ["the tests fail although every protection is on"]
    faults += [f"no test notices that `{name}` is off" for name in names
               if passes(program, name, filters.get(name, "*"))]
    print("\n".join(faults) or f"{len(names)} protections, each missed by a test when it is off")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
