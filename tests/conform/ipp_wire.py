"""IPP messages (RFC 8010) to bytes and back, written without libcups and without platen: a referee that reads strictly."""
import dataclasses
import struct

OPERATIONS = {"Print-Job": 0x02, "Validate-Job": 0x04, "Create-Job": 0x05, "Send-Document": 0x06, "Cancel-Job": 0x08,
              "Get-Job-Attributes": 0x09, "Get-Jobs": 0x0A, "Get-Printer-Attributes": 0x0B, "Identify-Printer": 0x3C,
              "CUPS-Get-Default": 0x4001}
SYNTAXES = {"integer": 0x21, "boolean": 0x22, "enum": 0x23, "octetString": 0x30, "dateTime": 0x31, "resolution": 0x32,
            "rangeOfInteger": 0x33, "collection": 0x34, "textWithLanguage": 0x35, "nameWithLanguage": 0x36, "text": 0x41,
            "name": 0x42, "keyword": 0x44, "uri": 0x45, "uriScheme": 0x46, "charset": 0x47, "naturalLanguage": 0x48,
            "mimeMediaType": 0x49}
NAMES = {tag: name for name, tag in SYNTAXES.items()}
OUT_OF_BAND = {0x10: "unsupported", 0x12: "unknown", 0x13: "no-value", 0x15: "not-settable", 0x16: "delete-attribute"}
OPERATION_GROUP, JOB_GROUP, END, PRINTER_GROUP, UNSUPPORTED_GROUP = 1, 2, 3, 4, 5
END_COLLECTION, MEMBER_NAME = 0x37, 0x4A


@dataclasses.dataclass
class Attribute:
    """Values are int, bool, str, bytes, tuples (ranges, resolutions) or, of a collection, {name: Attribute}."""
    syntax: str
    values: list


def _field(tag, name, value):
    name = name.encode()
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def _value(syntax, value):
    if syntax in ("integer", "enum"):
        return struct.pack(">i", value)
    if syntax == "boolean":
        return b"\1" if value else b"\0"
    if syntax == "rangeOfInteger":
        return struct.pack(">ii", *value)
    if syntax == "resolution":
        return struct.pack(">iiB", value[0], value[1], 3)
    return value if isinstance(value, bytes) else value.encode()


def attribute(syntax, name, *values):
    """One attribute; the value of a collection is a list of such arguments, one for each member."""
    out = b""
    for index, value in enumerate(values):
        shown = name if index == 0 else ""
        if syntax == "collection":
            out += _field(SYNTAXES[syntax], shown, b"")
            for member_syntax, member_name, *member_values in value:
                out += _field(MEMBER_NAME, "", member_name.encode()) + attribute(member_syntax, "", *member_values)
            out += _field(END_COLLECTION, "", b"")
        else:
            out += _field(SYNTAXES[syntax], shown, _value(syntax, value))
    return out


def request(operation, version, request_id, operation_attributes, job_attributes=()):
    major, minor = map(int, version.split("."))
    out = struct.pack(">BBHI", major, minor, OPERATIONS[operation], request_id) + bytes([OPERATION_GROUP])
    out += b"".join(attribute(*one) for one in operation_attributes)
    if job_attributes:
        out += bytes([JOB_GROUP]) + b"".join(attribute(*one) for one in job_attributes)
    return out + bytes([END])


class _Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        if self.at + size > len(self.data):
            raise ValueError("the message ends early")
        self.at += size
        return self.data[self.at - size:self.at]

    def field(self):
        name = self.take(struct.unpack(">H", self.take(2))[0]).decode()
        return name, self.take(struct.unpack(">H", self.take(2))[0])

    def value(self, tag, raw):
        if tag in OUT_OF_BAND:
            return OUT_OF_BAND[tag]
        syntax = NAMES[tag]  # an unknown syntax is an error: no client of these would know it
        if syntax == "collection":
            return self.collection()
        if syntax in ("integer", "enum"):
            return struct.unpack(">i", raw)[0]
        if syntax == "boolean":
            return {b"\0": False, b"\1": True}[raw]
        if syntax == "rangeOfInteger":
            return struct.unpack(">ii", raw)
        if syntax == "resolution":
            return struct.unpack(">iiB", raw)
        return raw if syntax in ("octetString", "dateTime") else raw.decode()

    def collection(self):
        members, last = {}, None
        while True:
            tag = self.take(1)[0]
            name, raw = self.field()
            if tag == END_COLLECTION:
                return members
            if name:
                raise ValueError(f"a member of a collection is called {name!r} outside of its value")
            if tag == MEMBER_NAME:
                last = raw.decode()
                if last in members:
                    raise ValueError(f"member {last} twice")
                members[last] = Attribute("", [])
            else:
                members[last].syntax = NAMES.get(tag, "out-of-band")
                members[last].values.append(self.value(tag, raw))


@dataclasses.dataclass
class Reply:
    version: str
    status: int
    request_id: int
    groups: list  # of (group tag, {name: Attribute}), as they came

    def group(self, tag):
        return next((attributes for found, attributes in self.groups if found == tag), {})

    @property
    def printer(self):
        return self.group(PRINTER_GROUP)

    @property
    def job(self):
        return self.group(JOB_GROUP)

    @property
    def unsupported(self):
        return self.group(UNSUPPORTED_GROUP)


def parse(data):
    reader = _Reader(data)
    major, minor, status, request_id = struct.unpack(">BBHI", reader.take(8))
    groups, last = [], None
    while (tag := reader.take(1)[0]) != END:
        if tag < 0x10:
            groups.append((tag, {}))
            continue
        name, raw = reader.field()
        attributes = groups[-1][1]
        if name:
            if name in attributes:
                raise ValueError(f"{name} twice")
            last = attributes[name] = Attribute(NAMES.get(tag, "out-of-band"), [])
        last.values.append(reader.value(tag, raw))
    if reader.at != len(data):
        raise ValueError(f"{len(data) - reader.at} bytes after the end")
    return Reply(f"{major}.{minor}", status, request_id, groups)
