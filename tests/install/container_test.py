"""The recipe of the container image: its instructions, and its command and health check as they stand there, with a server that they start."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv.pop()).resolve()
PLATEN = os.environ["PLATEN"]
KNOWN = {"FROM", "COPY", "WORKDIR", "RUN", "VOLUME", "ENV", "EXPOSE", "USER", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"}


def instructions():
    """[(word, rest)] of the recipe, lines that go on put together."""
    text = re.sub(r"^#.*\n", "", (SOURCE / "Containerfile").read_text(), flags=re.M)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def stages():
    found = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


class Recipe(unittest.TestCase):
    def setUp(self):
        self.last = stages()[-1]

    def one(self, word):
        found = [rest for name, rest in self.last if name == word]
        self.assertEqual(len(found), 1, word)
        return found[0]

    def test_instructions_are_known_and_shell_lines_are_well_formed(self):
        for word, rest in instructions():
            self.assertIn(word, KNOWN)
            if word == "RUN":
                subprocess.run(["sh", "-n", "-c", rest], check=True)
            if word in ("ENTRYPOINT", "CMD"):
                self.assertTrue(all(isinstance(one, str) for one in json.loads(rest)))

    def test_it_is_debian_12_in_two_stages_and_nobody_is_root(self):
        self.assertEqual([stage[0][1] for stage in stages()], ["docker.io/library/debian:12 AS build", "docker.io/library/debian:12-slim"])
        words = [word for word, _ in self.last]
        self.assertEqual(self.one("USER"), "platen")
        self.assertNotIn("RUN", words[words.index("USER"):])
        self.assertEqual(self.one("COPY").split()[0], "--from=build")

    def test_what_has_to_be_kept_is_in_the_volume(self):
        command = json.loads(self.one("CMD"))
        self.assertEqual(command[command.index("--state") + 1], self.one("VOLUME"))
        self.assertEqual(self.one("ENV"), f"PLATEN_SERVER={self.one('VOLUME')}/platen.sock")
        self.assertEqual(self.one("EXPOSE"), "8631/tcp")

    def test_nothing_of_a_build_or_of_git_goes_into_it(self):
        self.assertLessEqual({"build", ".git"}, set((SOURCE / ".containerignore").read_text().split()))


class Running(unittest.TestCase):
    def health(self, port):
        words = self.recipe["HEALTHCHECK"]
        command = json.loads(words[words.index("CMD ") + 4:])
        self.assertEqual(words.count("8631"), 1)
        command = [word.replace("8631", str(port)) for word in command]
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode

    def test_its_command_serves_and_its_health_check_tells(self):
        self.recipe = dict(stages()[-1])
        with tempfile.TemporaryDirectory(prefix="platen-container-") as state:
            words = [word.replace("/var/lib/platen", state) for word in json.loads(self.recipe["CMD"])]
            words[words.index("*")] = "127.0.0.1"  # nothing of a test is reachable from elsewhere
            root = ["--allow-root"] if os.geteuid() == 0 else []
            server = subprocess.Popen([PLATEN, *words, "--port", "0", *root], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=state)
            try:
                port = re.search(rb":(\d+)/", server.stdout.readline()).group(1).decode()
                self.assertEqual(self.health(port), 0)
            finally:
                server.send_signal(getattr(signal, self.recipe["STOPSIGNAL"]))
                code = server.wait(30)
                server.stdout.close()
            self.assertEqual(code, 0)
            self.assertNotEqual(self.health(port), 0)


if __name__ == "__main__":
    unittest.main()
