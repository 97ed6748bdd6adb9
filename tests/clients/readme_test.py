# SPDX-License-Identifier: Apache-2.0
"""README.md's section on the AWS CLI, run as it stands there.

Two things differ from what a reader types: the server's line is run by the test, on a free port
instead of README's, and README's address becomes that server's address wherever it occurs.
"""
import json
import os
import re
import shutil
import subprocess
import unittest

from place import PROGRAM, ROOT, Place

SECTION = "## The workflow, with the AWS CLI"
ADDRESS = "http://127.0.0.1:4566"
SERVE = "build/licet serve --data ./data --listen 127.0.0.1:4566 &\n"
TIMEOUT_S = 240
DIVIDER = "=== block"
FIRST_OF_THE_WORKFLOW = 3  # before it: start, surroundings, preparation


def missing():
    if not shutil.which("aws"):
        return "no AWS CLI"
    known = subprocess.run(["aws", "bedrock", "create-foundation-model-agreement", "--generate-cli-skeleton"],
                           capture_output=True, check=False, timeout=TIMEOUT_S,
                           env={**os.environ, "AWS_DEFAULT_REGION": "us-east-1"})
    if known.returncode != 0:
        return "the AWS CLI is too old: it does not know CreateFoundationModelAgreement"
    return None


def blocks():
    """The section's sh blocks, in order."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text[text.index(SECTION):].split("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```$", section, re.M | re.S)


class ReadmeTest(unittest.TestCase):
    def shell(self, text):
        return subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=self.place.path, text=True,
                              env=self.environment, capture_output=True, timeout=TIMEOUT_S, check=False)

    def setUp(self):
        self.place = Place()
        self.addCleanup(self.place.close)
        (self.place.path / "build").mkdir()
        (self.place.path / "build" / "licet").symlink_to(PROGRAM)
        self.environment = {name: value for name, value in self.place.environment().items()
                            if not name.startswith("AWS_")}  # README sets all that is needed

    def test_the_workflow_works_as_written(self):
        start, *steps, refused = blocks()
        self.assertTrue(start.endswith(SERVE), start)
        made = self.shell(start.removesuffix(SERVE))
        self.assertEqual(made.returncode, 0, made.stderr)
        self.place.serve()

        numbered = [f"echo '{DIVIDER}'\n{step}" for step in steps]
        script = "".join(numbered) + f"echo '{DIVIDER}'\nset +e\n{refused}echo \"{DIVIDER}\n$?\"\n"
        self.assertIn(ADDRESS, script)
        done = self.shell(script.replace(ADDRESS, self.place.url))
        self.assertEqual(done.returncode, 0, done.stderr)

        outputs = [text.strip() for text in done.stdout.split(DIVIDER)[1:]]
        use = next(at for at, step in enumerate(steps) if " converse " in step)
        answer = json.loads(outputs[use])
        self.assertIn("Hello", answer["output"]["message"]["content"][0]["text"])
        revoked = json.loads(outputs[use + 1])
        self.assertRegex(revoked["Status"], "DELETE")
        self.assertEqual(outputs[-2], "", "a refused call prints no answer")
        self.assertNotEqual(outputs[-1], "0")
        self.assertRegex(done.stderr, r"AccessDeniedException\).* Converse ")

    def test_the_four_steps_take_ten_commands(self):
        workflow = "".join(blocks()[FIRST_OF_THE_WORKFLOW:])
        self.assertLessEqual(len(re.findall(r"(?:^|\$\()aws ", workflow, re.M)), 10)
