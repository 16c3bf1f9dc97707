"""Reads a job store as docs/store.md describes it, without platen: the referee of the kill loop."""
import collections
import hashlib
import sqlite3

Job = collections.namedtuple("Job", "id printer state incoming name attempts contents kept account")


def fields(record):
    """(tag, value) of each field: a tag, a length of 7 bits a byte with the lowest first, the value."""
    at = 0
    while at < len(record):
        tag, at = record[at], at + 1
        length = shift = 0
        while True:
            byte, at = record[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield tag, record[at:at + length]
        at += length
    if at != len(record):
        raise ValueError("a record ends in the midst of a field")


def number(value):
    return int.from_bytes(value, "little")


class Reader:
    def __init__(self, state):
        self.documents = state / "documents"
        self.database = sqlite3.connect(f"file:{state}/platen.db?mode=ro", uri=True, timeout=30)

    def close(self):
        self.database.close()

    def jobs(self, first=0):
        """Those from an id on."""
        rows = self.database.execute("SELECT job.id, printer.name, state, incoming, job.record FROM job LEFT JOIN printer "
                                     "ON printer.id = job.printer WHERE job.id >= ? ORDER BY job.id", (first,))
        for job, printer, state, incoming, record in rows:
            name, attempts, contents, kept, account = "", 0, [], True, ""
            for tag, value in fields(record):
                if tag == 5:
                    name = value.decode()
                elif tag == 11:
                    account = value.decode()
                elif tag == 13:
                    kept = number(value) != 0
                elif tag == 17:
                    attempts = number(value)
                elif tag == 26:
                    contents += [number(inner) for key, inner in fields(value) if key == 6]
            yield Job(job, printer, state, bool(incoming), name, attempts, contents, kept, account)

    def printers(self):
        return {name for name, in self.database.execute("SELECT name FROM printer")}

    def content(self, key):
        """The bytes of a document; None: it is not there."""
        row = self.database.execute("SELECT file, content FROM document WHERE id = ?", (key,)).fetchone()
        if row is None:
            return None
        if row[0] is None:
            return row[1]
        try:
            return (self.documents / row[0]).read_bytes()
        except FileNotFoundError:
            return None

    def orphans(self):
        """Files that no row refers to, and rows that no job refers to."""
        files = {file for file, in self.database.execute("SELECT file FROM document WHERE file IS NOT NULL")}
        on_disk = {str(path.relative_to(self.documents)) for path in self.documents.rglob("*") if path.is_file()}
        used = {key for job in self.jobs() if job.kept for key in job.contents}
        rows = {key for key, in self.database.execute("SELECT id FROM document")}
        return sorted(on_disk - files) + sorted(f"row {key}" for key in rows - used)


def make_schema_1(state):
    """Makes the store of a server that does not run one that the first version would have written."""
    database = sqlite3.connect(state / "platen.db", timeout=30)
    try:
        database.executescript("BEGIN; ALTER TABLE document DROP COLUMN sha256; DROP TABLE damaged; DROP INDEX job_turn; DROP INDEX job_held; DROP TABLE account; "
                               "PRAGMA user_version = 1; COMMIT")
    finally:
        database.close()


def digest(data):
    return hashlib.sha256(data).hexdigest()
