# SPDX-License-Identifier: Apache-2.0
"""The crash test's own checks must be able to fail: each is shown what it must not let pass."""
import json
import pathlib
import shutil
import sqlite3
import tempfile
import unittest
from collections import Counter

import observe
import records
from book import (ANY, UNREAD, Acknowledged, Change, check_journal, check_objects, check_records, fits, learn)
from load import OPERATIONS, request_of
from wire_client import Client
from world import World

GRANT = "grant", "w0-g1"
RESTING = {"GrantArn": "arn", "Status": "DISABLED", "Version": "1", "Tags": {"made": "w0-g1"}}
ACTIVE = {**RESTING, "Status": "ACTIVE", "Version": "2"}
ACTIVATE = Change("CreateGrantVersion", GRANT, RESTING, ACTIVE)
CREATE = Change("CreateGrant", GRANT, None, {**RESTING, "GrantArn": ANY})


class Objects(unittest.TestCase):
    def test_what_was_acknowledged_is_there(self):
        self.assertEqual(check_objects({GRANT: ACTIVE}, [], {GRANT: ACTIVE}), ([], []))

    def test_a_lost_object_is_noticed(self):
        self.assertIn("lost", check_objects({GRANT: ACTIVE}, [], {})[0][0])

    def test_a_lost_change_is_noticed(self):
        self.assertIn("lost", check_objects({GRANT: ACTIVE}, [], {GRANT: RESTING})[0][0])

    def test_a_lost_member_is_noticed(self):
        self.assertIn("lost", check_objects({GRANT: ACTIVE}, [], {GRANT: {**ACTIVE, "Tags": {}}})[0][0])

    def test_what_was_in_flight_may_have_happened_or_not(self):
        self.assertEqual(check_objects({GRANT: RESTING}, [ACTIVATE], {GRANT: RESTING}), ([], []))
        self.assertEqual(check_objects({GRANT: RESTING}, [ACTIVATE], {GRANT: ACTIVE}), ([], [ACTIVATE]))
        self.assertEqual(check_objects({}, [CREATE], {}), ([], []))
        self.assertEqual(check_objects({}, [CREATE], {GRANT: RESTING}), ([], [CREATE]))

    def test_half_a_change_is_noticed(self):
        for half in ({**RESTING, "Status": "ACTIVE"}, {**RESTING, "Version": "2"}):
            self.assertIn("half", check_objects({GRANT: RESTING}, [ACTIVATE], {GRANT: half})[0][0])

    def test_half_an_object_is_noticed(self):
        for member, value in ("Tags", {}), ("Status", "PENDING_WORKFLOW"), ("GrantArn", None):
            half = {**RESTING, member: value}
            self.assertIn("half", check_objects({}, [CREATE], {GRANT: half})[0][0])

    def test_an_object_that_goes_with_a_change_of_it_is_noticed(self):
        self.assertIn("half", check_objects({GRANT: RESTING}, [ACTIVATE], {})[0][0])

    def test_an_object_that_nobody_asked_for_is_noticed(self):
        self.assertIn("nobody asked", check_objects({}, [], {GRANT: RESTING})[0][0])

    def test_any_is_something_and_what_is_unread_is_not_compared(self):
        self.assertTrue(fits({"Id": ANY}, {"Id": "x"}))
        self.assertFalse(fits({"Id": ANY}, {"Id": None}))
        self.assertFalse(fits({"Id": ANY}, {}))
        self.assertTrue(fits({"Tags": {"a": "b"}}, {"Tags": UNREAD}))

    def test_what_is_unread_stays_known(self):
        facts = {GRANT: RESTING}
        learn(facts, {GRANT: {**ACTIVE, "Tags": UNREAD}})
        self.assertEqual(facts, {GRANT: ACTIVE})


def record(revision, request_id="", action="AcceptGrant"):
    return {"revision": revision, "request_id": request_id, "action": action}


class Records(unittest.TestCase):
    ANSWERED = Acknowledged("CreateGrant", "id-7", 7)

    def check(self, found, answered=(ANSWERED,), happened=(), newest_seen=0, unseen=()):
        return check_records(found, 7, answered, happened, newest_seen, unseen)

    def test_each_answer_has_its_record(self):
        self.assertEqual(self.check([record(7, "id-7", "CreateGrant"), record(8)], newest_seen=8), [])

    def test_a_write_in_flight_that_happened_has_one_too(self):
        found = [record(7, "id-7", "CreateGrant"), record(8, "unknown", "CreateGrantVersion")]
        self.assertEqual(self.check(found, happened=[ACTIVATE]), [])
        self.assertIn("records of unanswered calls", self.check(found)[0])
        self.assertIn("records of unanswered calls", self.check(found[:1], happened=[ACTIVATE])[0])

    def test_what_cannot_be_read_back_may_have_happened_once(self):
        found = [record(7, "id-7", "CreateGrant"), record(8, "unknown", "CreateAgreementRequest")]
        unseen = ["CreateAgreementRequest"]
        self.assertEqual(self.check(found, unseen=unseen), [])
        self.assertEqual(self.check(found[:1], unseen=unseen), [])
        twice = [*found, record(9, "unknown too", "CreateAgreementRequest")]
        self.assertIn("records of unanswered calls", self.check(twice, unseen=unseen)[0])

    def test_a_lost_record_is_noticed(self):
        self.assertIn("has no record", self.check([record(7)])[0])

    def test_another_revision_or_operation_is_noticed(self):
        self.assertIn("has the record 8", self.check([record(7), record(8, "id-7", "CreateGrant")])[0])
        self.assertIn("DeleteGrant", self.check([record(7, "id-7", "DeleteGrant")])[0])

    def test_a_gap_is_noticed(self):
        self.assertIn("gap", self.check([record(7, "id-7", "CreateGrant"), record(9)])[0])

    def test_an_end_before_what_was_answered_is_noticed(self):
        self.assertIn("the log ends at 7", self.check([record(7, "id-7", "CreateGrant")], newest_seen=8)[0])


class Journal(unittest.TestCase):
    WRITTEN = Counter(["a", "b", "x"])

    def test_every_answered_call_is_there(self):
        self.assertEqual(check_journal(self.WRITTEN, [["a", "b"], ["x"]], may_lose_newest=False), [])
        violations = check_journal(self.WRITTEN, [["a", "b", "c"]], may_lose_newest=False)
        self.assertIn("lacks call 3", violations[0])

    def test_only_the_newest_may_be_lost(self):
        def check(answered):
            return check_journal(self.WRITTEN, [answered], may_lose_newest=True)
        self.assertEqual(check(["a", "b", "c", "d"]), [])
        self.assertIn("lacks call 2", check(["a", "c", "b"])[0])

    def test_a_doubled_call_is_noticed(self):
        self.assertIn("twice", check_journal(self.WRITTEN + Counter("a"), [], may_lose_newest=True)[0])


class Disk(unittest.TestCase):
    """A real data directory with one account grant, damaged in one way after the other."""

    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="licet-crash-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.world = World(cls.program, cls.place)
        cls.addClassCleanup(cls.world.log.close)
        server = cls.world.serve()
        client = Client(server.url, cls.world.credentials)
        unit = observe.ask(client, "organizations", "CreateOrganizationalUnit", Name="w0-u1",
                           ParentId=cls.world.root)["OrganizationalUnit"]
        content = {"LicenseArn": cls.world.licenses["unit"], "Principal": unit["Arn"],
                   "Region": "us-east-1", "Operations": OPERATIONS, "Tags": {"made": "w0-g1"}}
        made = observe.ask(client, "license-manager", "CreateGrant", **request_of("w0-g1", content))
        cls.answered = Acknowledged("CreateGrant", made.headers["x-amzn-requestid"], made.revision)
        cls.facts = observe.observe(client, cls.world, {}, {GRANT})
        server.stop()
        cls.head = records.verified(cls.program, cls.world.data)

    def damaged(self, sql):
        """A copy, without snapshots, on whose log `sql` was run."""
        data = self.world.copy("damaged", snapshots=False)
        database = sqlite3.connect(data / "log.sqlite3")
        with database:
            self.assertEqual(database.execute(sql).rowcount, 1)
        database.close()
        return data

    def test_the_undamaged_one_is_sound(self):
        self.assertEqual(self.head, self.answered.revision + 1)
        self.assertEqual(self.facts[GRANT]["Tags"], {"made": "w0-g1"})
        self.assertEqual(self.facts[GRANT]["Status"], "DISABLED")
        shown = records.show(self.program, self.world.data, 1)
        self.assertEqual([one["revision"] for one in shown], list(range(1, self.head + 1)))
        reader = records.JournalReader(self.world.data / "journal")
        self.assertIn("ListRoots", [entry["event_name"] for entry in reader.read_on()])
        self.assertEqual(reader.read_on(), [])

    def test_what_a_server_complains_of_is_noticed(self):
        data = self.world.copy("damaged", snapshots=True)
        newest = max((data / "snapshots").iterdir())
        newest.write_bytes(newest.read_bytes()[:-1])
        self.assertEqual(self.world.complaints(), [])
        self.world.serve(data).stop()
        self.assertRegex("\n".join(self.world.complaints()), "a snapshot is passed over")

    def test_an_altered_record_breaks_the_chain(self):
        data = self.damaged(f"UPDATE record SET body = replace(body, 'w0-g1', 'w0-g2') "
                            f"WHERE revision = {self.answered.revision}")
        with self.assertRaisesRegex(records.Broken, f"damaged at revision {self.answered.revision}"):
            records.verified(self.program, data)

    def test_a_missing_record_breaks_the_chain(self):
        data = self.damaged(f"DELETE FROM record WHERE revision = {self.answered.revision}")
        with self.assertRaisesRegex(records.Broken, f"damaged at revision {self.answered.revision}"):
            records.verified(self.program, data)

    def test_a_cut_off_end_is_a_lost_write(self):
        data = self.damaged(f"DELETE FROM record WHERE revision = {self.head}")
        head = records.verified(self.program, data)  # the chain cannot show it
        self.assertEqual(head, self.head - 1)
        shown = records.show(self.program, data, self.answered.revision)
        violations = check_records(shown, self.answered.revision, [self.answered], [], self.head)
        self.assertIn("the log ends at", violations[0])

    def test_a_grant_cut_out_is_missed_by_a_reader(self):
        data = self.world.copy("damaged", snapshots=False)
        database = sqlite3.connect(data / "log.sqlite3")
        with database:
            database.execute("DELETE FROM record WHERE revision >= ?", [self.answered.revision])
        database.close()
        server = self.world.serve(data)
        self.addCleanup(server.stop)
        client = Client(server.url, self.world.credentials)
        found = observe.observe(client, self.world, self.facts, {GRANT})
        violations, _ = check_objects(self.facts, [], found)
        self.assertEqual(len(violations), 1)
        self.assertIn("lost: ('grant', 'w0-g1')", violations[0])

    def test_a_damaged_journal_is_noticed_and_an_unfinished_line_is_none(self):
        whole = (self.world.data / "journal" / "journal-000000000001.jsonl").read_bytes()
        lines = whole.splitlines(keepends=True)
        entries = [json.loads(line)["sequence"] for line in lines[1:]]
        self.assertEqual(self.read_journal(whole + b'{"sequence":'), entries)
        self.assertEqual(self.read_journal(whole[:-1]), entries[:-1])
        for damaged in (whole.replace(b'"ListRoots"', b'"ListRoutes"', 1), b"".join(lines[:2] + lines[3:]),
                        b"".join([lines[0], lines[2], lines[1], *lines[3:]]), b"".join(lines[1:]),
                        b"rubbish\n" + whole, whole + b"rubbish\n", whole + lines[-1], whole + b"\n"):
            with self.assertRaises(records.Broken):
                self.read_journal(damaged)

    def read_journal(self, content):
        directory = self.place / "journal"
        directory.mkdir(exist_ok=True)
        (directory / "journal-000000000001.jsonl").write_bytes(content)
        return [entry["sequence"] for entry in records.JournalReader(directory).read_on()]


def suite(program):
    """All of them, against that program."""
    Disk.program = program
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    return unittest.TestSuite(load(case) for case in (Objects, Records, Journal, Disk))
