#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that the tests notice when a protection is missing.

    tools/protections.py PROGRAM FOLDER...

Runs the test program with each protection switched off that FOLDER names with LICET_PROTECTED
(src/base/protection.h): each time it must fail, and with none switched off it must pass.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

CASES = "60000"


def protections(folders):
    sources = [path for folder in folders for path in Path(folder).rglob("*.cpp")]
    return sorted({name for path in sources
                   for name in re.findall(r"LICET_PROTECTED\((\w+)\)", path.read_text())})


def passes(program, off):
    environment = dict(os.environ, LICET_CASES=CASES, LICET_PROTECTION_OFF=off)
    command = [program, "--gtest_brief=1", "--gtest_break_on_failure=0", "--gtest_fail_fast"]
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def main(program, folders):
    names = protections(folders)
    if not names:
        print("no protections found", file=sys.stderr)
        return 1
    faults = [] if passes(program, "") else ["the tests fail although every protection is on"]
    faults += [f"no test notices that `{name}` is off" for name in names if passes(program, name)]
    print("\n".join(faults) or f"{len(names)} protections, each missed by a test when it is off")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
