"""debian/ and packaging/ against what they repeat: the version, the packages, the ids of devices, the user's folders."""
import os
import pathlib
import re
import subprocess
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])


def paragraphs(text):
    """The paragraphs of a file of Debian's as dictionaries."""
    made = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        fields, name = {}, None
        for line in paragraph.splitlines():
            if line[:1] in " \t":
                fields[name] += "\n" + line.strip()
            else:
                name, _, value = line.partition(":")
                fields[name] = value.strip()
        made.append(fields)
    return made


def packages(field):
    return {re.split(r"[ (<\[:]", word.strip())[0] for word in field.replace("\n", " ").split(",") if word.strip()}


class Metadata(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.control = paragraphs((SOURCE / "debian/control").read_text())
        cls.listed = {}
        for line in (SOURCE / "tools/packages.txt").read_text().splitlines():
            if line and not line.startswith("#"):
                kind, name = line.split()
                cls.listed.setdefault(kind, set()).add(name)

    def test_one_version(self):
        version = re.search(r"project\(platen VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text()).group(1)
        packaged = subprocess.run(["dpkg-parsechangelog", "-l", SOURCE / "debian/changelog", "-S", "Version"], check=True,
                                  capture_output=True, text=True).stdout.strip()
        self.assertEqual(re.split(r"[-+~]", packaged)[0], version)

    # What ./check installs to build with is what a package is built with.
    def test_what_it_is_built_with(self):
        asked = packages(self.control[0]["Build-Depends"])
        # Beside the names that other packages provide. Every Debian that builds has a compiler.
        known = self.listed["build"] | self.listed["package"] | {"debhelper-compat", "libjpeg-dev", "python3", "dh-sequence-installsysusers"}
        self.assertLessEqual(asked, known)
        left = self.listed["build"] - asked
        self.assertLessEqual(left, {"g++", "git", "python3-minimal", "libpython3-stdlib", "libjpeg62-turbo-dev"})

    def test_what_it_needs_to_run(self):
        server = next(one for one in self.control if one.get("Package") == "platen")
        told = packages(server["Depends"]) | packages(server["Recommends"])
        self.assertLessEqual(self.listed["run"], told)

    # The file that people edit says what the manual says; what it does not name is for few.
    def test_the_configuration_names_the_defaults(self):
        def keys(text, pattern):
            made, section = {}, ""
            for line in text.splitlines():
                if match := re.match(r"\[([a-z.]+)\]", line):
                    section = match.group(1)
                elif match := re.match(pattern, line):
                    made[section, match.group(1)] = match.group(2).strip()
            return made
        page = (SOURCE / "docs/man/platen.toml.5").read_text().replace("\\-", "-")
        told = keys(page[page.index(".nf"):page.index(".fi")], r"([a-z0-9-]+) *= ([^#]*)")
        here = keys((SOURCE / "packaging/platen.toml").read_text(), r"#([a-z0-9-]+) *= ([^#]*)")
        del here["server", "spool"], told["server", "spool"]  # where it is depends on who runs the server
        for few in (("security", "open-documents-without-sandbox"), ("demo.faults", "pro-1000")):
            told.pop(few)
        self.assertEqual(here, told)

    def test_no_device_is_invented(self):
        rules = (SOURCE / "packaging/70-platen.rules").read_text()
        ids = re.findall(r'ATTR\{idVendor\}=="([0-9a-f]{4})", ATTR\{idProduct\}=="([0-9a-f]{4})"', rules)
        self.assertEqual(len(ids), rules.count("idProduct"))
        told = (SOURCE / "docs/protocols/mp730.md").read_text()
        for vendor, product in ids:
            self.assertIn(f"{vendor}:{product}", told)

    def test_the_folders_are_those_of_the_server(self):
        service = (SOURCE / "packaging/systemd/platen.service.in").read_text()
        spool = re.search(r"^d (\S+) 0700 platen platen", (SOURCE / "packaging/tmpfiles.conf").read_text(), re.M).group(1)
        paths = (SOURCE / "src/server/paths.cpp").read_text()
        self.assertIn(f'"{spool}"', paths)
        self.assertIn(f"ReadWritePaths={spool} ", service)
        local = re.search(r"^ListenStream=(\S+)", (SOURCE / "packaging/systemd/platen.socket").read_text(), re.M).group(1)
        self.assertEqual(local, "/run/platen/platen.sock")
        gone = (SOURCE / "debian/platen.postrm").read_text()
        for folder in (spool, "/var/lib/platen", "/etc/platen", "/run/platen"):
            self.assertIn(folder, gone)


if __name__ == "__main__":
    unittest.main()
