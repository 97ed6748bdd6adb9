# SPDX-License-Identifier: Apache-2.0
"""What a licet owes its callers after a crash, and whether it kept it.

An object of the service is a key, such as ("grant", "w3-g12"), and a content: a dict that is None
for what is not there. A call that writes changes one object; it is acknowledged, or in flight when
the server died, and then it may have happened, but only wholly.
"""
from collections import Counter, namedtuple


class Marker:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


ANY = Marker("ANY")  # expected: something, of the service's choice, that the caller has not learned
UNREAD = Marker("UNREAD")  # found: not looked at this time

# A write: the object's content without and with it.
Change = namedtuple("Change", "operation key before after")
# An answer to a write.
Acknowledged = namedtuple("Acknowledged", "operation request_id revision")


def fits(expected, found):
    """Whether a found content is the expected one, with all its members and no others."""
    if expected is None or found is None:
        return expected is found
    return expected.keys() == found.keys() and all(
        found[member] is UNREAD or value == found[member] or (value is ANY and found[member] is not None)
        for member, value in expected.items())


def check_objects(facts, in_flight, found):
    """Compares what was acknowledged with what was found.

    `facts` maps keys to acknowledged contents, `in_flight` is a list of Changes. Returns the
    violations, as sentences, and the Changes in flight that have happened.
    """
    violations, happened = [], []
    changes = {change.key: change for change in in_flight}
    for key in sorted(facts.keys() | changes.keys() | found.keys()):
        content, change = found.get(key), changes.get(key)
        if change and fits(change.after, content):
            happened.append(change)
        elif change and not fits(change.before, content):
            violations.append(f"half a {change.operation}: {key} was {change.before}, "
                              f"was to be {change.after}, is {content}")
        elif not change and key not in facts:
            violations.append(f"nobody asked for {key}: {content}")
        elif not change and not fits(facts[key], content):
            violations.append(f"lost: {key} was acknowledged as {facts[key]}, is {content}")
    return violations, happened


def learn(facts, found):
    """Takes what was found for the new facts; what was not looked at stays as it was."""
    for key, content in found.items():
        old = facts.get(key, {})
        facts[key] = {member: old.get(member) if value is UNREAD else value
                      for member, value in content.items()}


def check_records(records, first, acknowledged, happened, newest_seen, unseen=()):
    """Compares the log's records from revision `first` on with the calls since then.

    Each acknowledged write has the record that its answer named, each write in flight that has
    happened has one, and there are no others but those of background work, which has no request, and
    perhaps of the operations `unseen`, in flight, too, of which nobody can tell whether they happened.
    """
    violations = []
    for revision, record in enumerate(records, first):
        if record["revision"] != revision:
            return [f"the log has a gap: record {record['revision']} in the place of {revision}"]
    head = first + len(records) - 1
    if newest_seen > head:
        violations.append(f"lost: revision {newest_seen} was answered, the log ends at {head}")
    unasked = {record["request_id"]: record for record in records if record["request_id"]}
    for call in acknowledged:
        record = unasked.pop(call.request_id, None)
        if record is None:
            violations.append(f"lost: {call} has no record")
        elif (record["revision"], record["action"]) != (call.revision, call.operation):
            violations.append(f"{call} has the record {record['revision']} {record['action']}")
    recorded = Counter(record["action"] for record in unasked.values())
    effective = Counter(change.operation for change in happened)
    if effective - recorded or recorded - effective - Counter(unseen):
        violations.append(f"records of unanswered calls: {dict(recorded)}; "
                          f"such calls with effect: {dict(effective)}")
    return violations


def check_journal(written, callers, may_lose_newest):
    """Looks for each caller's answered calls, given as request ids in order, in the journal.

    With `may_lose_newest` the journal may lack the last of them, but none before one that it has.
    """
    violations = []
    for caller, answered in enumerate(callers):
        there = [request_id in written for request_id in answered]
        kept = there.index(False) if False in there else len(there)
        if kept < len(there) and (not may_lose_newest or any(there[kept:])):
            violations.append(f"the journal lacks call {kept + 1} of the {len(there)} answered to "
                              f"writer {caller}: {answered[kept]}")
    twice = [request_id for request_id, count in written.items() if count > 1]
    return violations + [f"the journal has {request_id} twice" for request_id in twice]
