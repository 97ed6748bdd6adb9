# SPDX-License-Identifier: Apache-2.0
"""Rounds of load, a crash, recovery, and a check of everything that was promised."""
import subprocess
import threading
from collections import Counter
from random import Random

from book import check_journal, check_objects, check_records, learn
from load import Writer, principal, request_of, work
from observe import ask, observe
from records import JournalReader, show, verified
from wire_client import Client

LIFE_S = 0.005, 0.4  # of a server once all writers have had an answer
STARTUP_S = 0.0, 0.06  # of a server that is killed while it starts
STOPS, REPLAYS, STARTS_KILLED = 0.12, 0.15, 0.3  # in how many of the rounds
SNAPSHOTS_KEPT = 2  # by the server
READ_AGAIN = 20  # objects of earlier rounds that are read in full
REACH = 4  # accounts whose use of the models is tried


class Violated(Exception):
    """Promises were broken: one sentence each."""

    def __init__(self, violations):
        super().__init__("\n".join(violations))


def require(violations):
    if violations:
        raise Violated(violations)


class Trial:
    """One data directory through many crashes."""

    def __init__(self, world, seed):
        self.world, self.random = world, Random(seed)
        self.writers = [Writer(number, world, Random(f"{seed}/{number}")) for number in range(world.writers)]
        self.journal = JournalReader(world.data / "journal")
        self.head = verified(world.program, world.data)
        self.totals = Counter()
        self.server = None
        self.begin_server()

    def begin_server(self):
        self.durability = self.random.choice(["strict", "relaxed"])
        self.server = self.world.serve(durability=self.durability)

    def round(self, gracefully=None):
        """Raises Violated, Broken, Unexpected or OSError when something is wrong."""
        if gracefully is None:
            gracefully = self.random.random() < STOPS
        work(self.writers, self.server.url, lambda warm: self.end(warm, gracefully))
        require([fault for writer in self.writers for fault in writer.faults])
        head = self.check_disk(gracefully)
        if self.random.random() < REPLAYS:
            self.compare_replays()
        while self.random.random() < STARTS_KILLED:
            self.interrupt_start()
        self.begin_server()
        started_at = verified(self.world.program, self.world.data)
        if started_at != head:
            raise Violated([f"the log had {head} records before the start, {started_at} after it"])
        self.check_recovered(Client(self.server.url, self.world.credentials), gracefully)
        require([f"logged: {line}" for line in self.world.complaints()])

    def finish(self):
        """Stops the server."""
        status = self.server.stop()
        require([f"the server ended with {status}"] if status != 0 else [])

    def abandon(self):
        """Makes sure that no server is left behind."""
        if self.server and self.server.process.poll() is None:
            self.server.kill()

    # --- the crash -----------------------------------------------------------------------------

    def end(self, warm, gracefully):
        """Ends the server at a random moment."""
        for _ in self.writers:
            warm.acquire()
        threading.Event().wait(self.random.uniform(*LIFE_S))
        died = self.server.process.poll()
        for writer in self.writers:
            writer.ending = "stop" if gracefully else "kill"
        if died is None and gracefully:
            died = self.server.stop() or None
        elif died is None:
            self.server.kill()
        if died is not None:
            self.writers[0].faults.append(f"the server ended with {died}")
        self.totals["graceful stops" if gracefully else "kills"] += 1

    def interrupt_start(self):
        """A server that is killed before it may have recovered."""
        command = [self.world.program, "serve", "--data", str(self.world.data), "--listen", "127.0.0.1:0"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=self.world.log) as process:
            try:
                process.wait(self.random.uniform(*STARTUP_S))
            except subprocess.TimeoutExpired:
                process.kill()
            else:
                raise Violated([f"the server ended with {process.returncode} instead of starting"])
        self.totals["kills of a start"] += 1

    # --- what is on disk -----------------------------------------------------------------------

    def check_disk(self, gracefully):
        """Between two servers. Returns how many records the log has."""
        head = verified(self.world.program, self.world.data)
        written = Counter(entry["request_id"] for entry in self.journal.read_on())
        require(check_journal(written, [writer.models_called for writer in self.writers],
                              may_lose_newest=self.durability == "relaxed" and not gracefully))
        if gracefully:
            kept = sorted(self.snapshots(self.world.data))[-SNAPSHOTS_KEPT:]
            require([f"a stop left {path.name}" for path in
                     sorted(set((self.world.data / "snapshots").iterdir()) - set(kept))])
        return head

    @staticmethod
    def snapshots(data):
        return list((data / "snapshots").glob("*.snapshot"))

    def compare_replays(self):
        """The state from a snapshot and the log after it is that from the log alone, to the byte."""
        facts = self.facts()
        deep = set(self.random.sample(sorted(facts), min(len(facts), READ_AGAIN)))
        states = []
        for snapshots in (True, False):
            data = self.world.copy("copy-with" if snapshots else "copy-without", snapshots)
            server = self.world.serve(data)
            shown = observe(Client(server.url, self.world.credentials), self.world, facts, deep)
            server.stop()
            newest = max(self.snapshots(data))
            states.append((shown, newest.name, newest.read_bytes()))
        for what, one, other in zip(("answers", "revision", "bytes"), *states):
            require([f"the {what} differ: see copy-with and copy-without"] if one != other else [])
        self.totals["replays compared"] += 1

    # --- what the next server answers ----------------------------------------------------------

    def facts(self):
        return {key: content for writer in self.writers for key, content in writer.facts.items()}

    def check_recovered(self, client, gracefully):
        facts = self.facts()
        in_flight = [writer.in_flight for writer in self.writers if writer.in_flight]
        touched = set().union(*(writer.touched for writer in self.writers))
        again = self.random.sample(sorted(facts), min(len(facts), READ_AGAIN))
        found = observe(client, self.world, facts, touched.union(again))
        violations, happened = check_objects(facts, in_flight, found)
        acknowledged = [call for writer in self.writers for call in writer.acknowledged]
        first = self.head + 1
        violations += check_records(show(self.world.program, self.world.data, first), first, acknowledged,
                                    happened, max(writer.newest_seen for writer in self.writers),
                                    [writer.unseen for writer in self.writers if writer.unseen])
        if gracefully:
            violations += [f"a stop left {change} without its answer" for change in happened]
        require(violations)
        for writer in self.writers:
            learn(writer.facts, {key: content for key, content in found.items()
                                 if key[1].startswith(f"w{writer.number}-")})
        self.repeat(client, happened)
        self.check_keys()
        self.check_reach(client, touched)
        self.head = ask(client, "organizations", "ListRoots").revision
        self.totals["writes acknowledged"] += len(acknowledged)
        self.totals["writes in flight"] += len(in_flight)
        self.totals["writes in flight that had happened"] += len(happened)

    def repeat(self, client, happened):
        """What got no answer is asked for again: it is done once, whatever happened."""
        for writer in self.writers:
            change = writer.in_flight
            if change and change.operation == "CheckoutLicense":
                got = ask(client, "license-manager", "CheckoutLicense", **writer.request)
                writer.leases.setdefault(change.key, []).append(got["LicenseConsumptionToken"])
                writer.facts[change.key] = {**change.after, "LicenseArn": got["LicenseArn"]}
                self.totals["checkouts asked for again"] += 1
            if change and change.operation == "CreateGrant":
                got = ask(client, "license-manager", "CreateGrant", **request_of(change.key[1], change.after))
                if change in happened and got["GrantArn"] != writer.facts[change.key]["GrantArn"]:
                    raise Violated([f"{change.key} asked for again is {got['GrantArn']}, "
                                    f"was {writer.facts[change.key]}"])
                writer.facts[change.key] = {**change.after, "GrantArn": got["GrantArn"]}
                self.totals["grants asked for again"] += 1

    def check_keys(self):
        """The secret of an acknowledged access key signs."""
        for writer in self.writers:
            for user in sorted(writer.touched & writer.secrets.keys()):
                owner = Client(self.server.url, writer.secrets[user])
                arn = ask(owner, "sts", "GetCallerIdentity").body.findtext(".//{*}Arn")
                require([f"the key of {user} signs for {arn}"] if arn != writer.facts[user]["Arn"] else [])
                self.totals["access keys used"] += 1

    def check_reach(self, client, touched):
        """What members may call is what the grants to them and to their units say."""
        facts = self.facts()
        in_force = {content["Principal"] for content in facts.values() if content.get("Status") == "ACTIVE"}
        units = {content["Id"]: content["Arn"] for key, content in facts.items() if key[0] == "unit"}
        changed = {facts[key]["Principal"] for key in touched if key[0] == "grant" and key in facts}
        members = sorted(key for key, content in facts.items() if key[0] == "account" and
                         (key in touched or principal("account", content) in changed or
                          units.get(content["Parent"]) in changed))
        for key in self.random.sample(members, min(len(members), REACH)):
            member = client.assume(facts[key]["Id"])
            entitled = {"account": principal("account", facts[key]) in in_force,
                        "unit": units.get(facts[key]["Parent"]) in in_force}
            for kind, model in self.world.models.items():
                got = member.call("bedrock-runtime", "Converse", modelId=model,
                                  messages=[{"role": "user", "content": [{"text": "Hello"}]}])
                if got.status != (200 if entitled[kind] else 403):
                    raise Violated([f"{key} {facts[key]}, entitled to {entitled}, calls {model}: "
                                    f"{got.status} {got.reason}: {got.message}"])
                self.totals["allowed model calls" if got.ok else "refused model calls"] += 1
