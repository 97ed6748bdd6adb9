# SPDX-License-Identifier: Apache-2.0
"""The log and the journal on disk, as one finds them between two servers."""
import hashlib
import json
import re
import subprocess

PROGRAM_TIMEOUT_S = 60
SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"}$')


class Broken(Exception):
    """What is on disk does not hold together."""


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=PROGRAM_TIMEOUT_S, check=False)


def verified(program, data):
    """How many records the log has, its hash chain being sound."""
    ended = run(program, "log", "verify", "--data", str(data))
    said = re.match(r"(\d+) records, the hash chain holds\n", ended.stdout)
    if ended.returncode != 0 or not said:
        raise Broken(f"log verify: exit {ended.returncode}: {(ended.stdout + ended.stderr).strip()}")
    return int(said[1])


def show(program, data, first):
    """The records from a revision on."""
    ended = run(program, "log", "show", "--data", str(data), "--from", str(first))
    if ended.returncode != 0:
        raise Broken(f"log show: exit {ended.returncode}: {ended.stderr.strip()}")
    return [json.loads(line) for line in ended.stdout.splitlines()]


class JournalReader:
    """Reads whole lines as they come, in all segments, and holds them to their chain.

    A line at the end that was not written to its end is left for later: the next server cuts it
    off. Whole lines that were read must never change, so reading goes on where it stopped.
    """

    def __init__(self, directory):
        self.directory = directory
        self.segment, self.offset = 1, 0
        self.sequence, self.hash = 1, bytes(32)

    def read_on(self):
        """The entries since the last time."""
        entries = []
        while True:
            path = self.path(self.segment)
            entries += self.read_segment(path)
            if not self.path(self.segment + 1).exists():
                return entries
            self.segment, self.offset = self.segment + 1, 0

    def path(self, segment):
        return self.directory / f"journal-{segment:012}.jsonl"

    def read_segment(self, path):
        entries = []
        with open(path, "rb") as file:
            file.seek(self.offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                entries += self.take_header(line) if self.offset == 0 else [self.take(line.rstrip(b"\n"))]
                self.offset += len(line)
        return entries

    def take_header(self, line):
        header = (f'{{"segment":{self.segment},"next_sequence":{self.sequence},'
                  f'"previous":"{self.hash.hex()}"}}\n').encode()
        if line != header:
            raise Broken(f"journal segment {self.segment} begins with {line[:200]}, not {header}")
        return []

    def take(self, line):
        seal = SEAL.search(line)
        sealed = hashlib.sha256(self.hash + line[:seal.start()]).digest() if seal else b""
        whole = seal and sealed.hex().encode() == seal[1]
        if not whole or not line.startswith(b'{"sequence":%d,' % self.sequence):
            raise Broken(f"journal entry {self.sequence} is missing or altered; in its place: {line[:200]}")
        self.sequence, self.hash = self.sequence + 1, sealed
        return json.loads(line)
