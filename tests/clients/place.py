# SPDX-License-Identifier: Apache-2.0
"""A folder with a licet of its own, and surroundings in which clients find that licet only."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from wire_client import Client, Credentials, Server  # noqa: E402

PROGRAM = pathlib.Path(os.environ.get("LICET", ROOT / "build" / "licet")).resolve()
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
FORM = b"""{"companyName": "Example", "companyWebsite": "https://example.com", "intendedUsers": "0",
    "industryOption": "Software", "useCases": "internal tools"}"""
LICENSE_MANAGER = "license-manager.amazonaws.com"
MARKETPLACE = "license-management.marketplace.amazonaws.com"


class Place:
    """A temporary folder; gone, and its server with it, after close()."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="licet-clients-")
        self.path = pathlib.Path(self.folder.name)
        self.server = self.log = None

    def init(self, *more):
        subprocess.run([PROGRAM, "init", "--data", self.path / "data", "--credentials",
                        self.path / "credentials", *more], check=True, stdout=subprocess.DEVNULL)
        return self

    def serve(self, settings=None):
        """Serves on a free port. @return the URL"""
        self.log = open(self.path / "log", "w+", encoding="utf-8")
        config = None
        if settings:
            config = self.path / "settings.yaml"
            config.write_text(json.dumps(settings), encoding="utf-8")  # JSON is YAML
        self.server = Server(PROGRAM, self.path / "data", log=self.log, config=config)
        return self.server.url

    @property
    def url(self):
        return self.server.url

    def administrator(self, region="us-east-1"):
        """Of the management account, without any AWS client."""
        return Client(self.url, Credentials.read(self.path / "credentials"), region)

    def environment(self):
        """For programs: nothing of the user's AWS settings, and no way around our server."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("AWS_", "TF_", "BOTO"))}
        return {**kept, "HOME": str(self.path), "AWS_ENDPOINT_URL": self.server.url if self.server else "",
                "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": str(self.path / "config"),
                "AWS_SHARED_CREDENTIALS_FILE": str(self.path / "credentials"),
                "AWS_PROFILE": "licet", "AWS_REGION": "us-east-1", "NO_PROXY": "127.0.0.1"}

    def close(self):
        """Also checks that the server ends cleanly."""
        try:
            if self.server:
                status = self.server.stop()
                if status != 0:
                    self.log.seek(0)
                    raise AssertionError(f"licet ended with {status}: {self.log.read()}")
        finally:
            if self.log:
                self.log.close()
            self.folder.cleanup()
