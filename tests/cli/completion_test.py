"""What bash, zsh and fish complete, each by itself; and what "platen completion candidates" answers them."""
import os
import pathlib
import re
import subprocess
import unittest

import pexpect

from server_commands_test import ServerCase
from support import PATIENCE, PLATEN, Case, run

LOADERS = pathlib.Path(__file__).resolve().parents[2] / "completions"
PRINT_LINE = "print_line() { printf '%s\\n' \"$1\" >line; }"
FLAG = re.compile(r"^ +(?:-(\w), )?--([a-z-]+)(?: ([A-Z]\S*))?", re.M)


def candidates(*words, **how):
    """(words, directives) that a shell is told."""
    code, out, err = run("completion", "candidates", "--", *words, **how)
    assert (code, err) == (0, ""), err
    lines = out.decode().splitlines()
    return [line.split("\t")[0] for line in lines if line[0] != ":"], [line for line in lines if line[0] == ":"]


def commands():
    return re.findall(r"^  ([a-z][a-z-]*) +[A-Z]", run("--help")[1].decode(), re.M)


class Candidates(Case):
    def test_every_command_and_every_flag_that_help_tells(self):
        names = commands()
        self.assertEqual(candidates("")[0], sorted(names))
        for name in names:
            told = [f"--{flag}" for _, flag, _ in FLAG.findall(run(name, "--help")[1].decode())]
            self.assertEqual(candidates(name, "--")[0], sorted(set(told)), name)

    def test_words_to_choose_from_are_those_that_help_tells(self):
        chosen = 0
        for name in commands():
            text = run(name, "--help")[1].decode()
            for _, flag, value in FLAG.findall(text):
                if value not in ("ROLE", "SCOPE", "FORMAT", "WHAT", "METHOD", "WHEN"):
                    continue
                about = text[text.index(f"--{flag} {value}"):].split("\n  ")[0]
                for word in candidates(name, f"--{flag}", "")[0]:
                    self.assertIn(word, about, f"{name} --{flag}")
                    chosen += 1
        self.assertGreater(chosen, 15)

    def test_operands_are_those_of_the_usage_line(self):
        self.assertEqual(candidates("calibrate", "")[0], ["clear", "page", "read", "show"])
        self.assertEqual(candidates("calibrate", "read", ""), ([], [":files"]))
        self.assertEqual(candidates("calibrate", "clear", ""), ([], []))
        self.assertEqual(candidates("store", "restore", ""), ([], [":folders"]))
        self.assertEqual(candidates("convert", "-m", "canon-ir1020", "a.pdf", ""), ([], [":files"]))
        self.assertEqual(candidates("virtual", "canon-ir")[0], ["canon-ir1020", "canon-ir1024"])

    def test_settings_are_those_of_the_model(self):
        self.assertEqual(candidates("convert", "-m", "canon-ir1020", "-o", "sid"), (["sides="], [":more"]))
        self.assertEqual(candidates("convert", "-m", "canon-ir1020", "-o", "sides=two"),
                         (["sides=two-sided-long-edge", "sides=two-sided-short-edge"], []))
        self.assertEqual(candidates("convert", "--model=canon-pro", )[0], ["--model=canon-pro-1000"])
        self.assertEqual(candidates("convert", "-m", "canon-pro-1000", "-o", "sides=two"), ([], []))

    def test_nonsense_is_answered_with_nothing(self):
        for words in ((), ("nothing", ""), ("convert", "--nothing", ""), ("convert", "-o", "=", ""), ("\x1b[2J",)):
            self.assertEqual(candidates(*words)[0], [], words)

    def test_a_server_that_is_not_there_is_not_talked_of(self):
        self.assertEqual(candidates("status", "-d", "", env={"PLATEN_SERVER": str(self.folder / "no.sock")}), ([], []))

    def test_other_shells_are_refused(self):
        self.assert_refused(2, "completion", "tcsh", says=["bash", "zsh", "fish", "tcsh"])
        self.assert_refused(2, "completion", says=["bash"])


class Shells(ServerCase):
    """A server with printers pro-1000, ir1020 and ir1024; what is typed up to the tab, and what stands there then."""
    TYPED = (("platen conv", "platen convert "),
             ("platen status -d pro", "platen status -d pro-1000 "),
             ("platen modify -d ir1024 -o sides=two-sided-l", "platen modify -d ir1024 -o sides=two-sided-long-edge "),
             ("platen convert -m canon-pro", "platen convert -m canon-pro-1000 "),
             ("platen convert -m canon-pro-1000 --borderl", "platen convert -m canon-pro-1000 --borderl"),
             ("platen convert --outp", "platen convert --output "),
             ("platen convert a-rather-l", "platen convert a-rather-long-name.pdf "),
             ("platen decode --output=a-rather-f", "platen decode --output=a-rather-fine-folder/"))

    def setUp(self):
        super().setUp()
        self.write("a-rather-long-name.pdf", b"")
        (self.folder / "a-rather-fine-folder").mkdir()
        programs = self.folder / "programs"
        programs.mkdir()
        (programs / "platen").symlink_to(PLATEN)
        self.env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PLATEN_SERVER": str(self.server.socket),
                    "TERM": "dumb", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def shell(self, *words):
        shell = pexpect.spawn(words[0], list(words[1:]), cwd=self.folder, env=self.env, encoding="utf-8", echo=False,
                              timeout=20 * PATIENCE, dimensions=(40, 200))
        self.addCleanup(shell.close, force=True)
        return shell

    def test_bash(self):
        shell = self.shell("bash", "--norc", "--noprofile", "-i")
        shell.sendline(f"bind 'set enable-bracketed-paste off'; PS1=; {PRINT_LINE}; source {LOADERS}/platen.bash; complete -p platen")
        shell.expect("complete -F _platen platen\r?\n")
        self.lines(shell)

    def test_zsh(self):
        shell = self.shell("zsh", "-f", "-i")
        shell.sendline(f"PS1=; unsetopt zle_bracketed_paste; fpath=({LOADERS} $fpath); autoload -Uz compinit; compinit -u -D; "
                       f"{PRINT_LINE}; echo $_comps[platen]")
        shell.expect("_platen\r?\n")
        self.lines(shell)

    def lines(self, shell):
        """The shell writes its own line into a file: what a terminal shows of it differs."""
        written = self.folder / "line"
        for typed, complete in self.TYPED:
            written.unlink(missing_ok=True)
            shell.send(typed + "\t'" + "\x01" + "print_line '" + "\x05" + "\r")
            for _ in range(200 * PATIENCE):
                if written.exists() and written.read_text().endswith("\n"):
                    break
                shell.expect(pexpect.TIMEOUT, timeout=0.05)
            self.assertEqual(written.read_text(), complete + "\n")

    def test_fish(self):
        for typed, complete in self.TYPED:
            done = subprocess.run(["fish", "--no-config", "-c", f"source {LOADERS}/platen.fish; complete -C $argv[1]", typed], env=self.env,
                                  cwd=self.folder, capture_output=True, text=True, check=True)
            last = complete.split(" ")[-1] or complete.split(" ")[-2]
            words = [line.split("\t")[0] for line in done.stdout.splitlines()]
            self.assertEqual(words, [] if typed == complete else [last], typed + done.stderr)


if __name__ == "__main__":
    unittest.main()
