"""IPP messages as trees (RFC 8010), written apart from the server's code: what a mutator can cut, turn and lie about.

A message knows nothing of what is right: every length, tag and order can be whatever a mutation makes of it."""
import struct

OPERATION, JOB, END, PRINTER, SUBSCRIPTION, EVENT = 1, 2, 3, 4, 6, 7
DOCUMENT, SYSTEM = 9, 10
INTEGER, BOOLEAN, ENUM, OCTETS, DATE, RESOLUTION, RANGE, BEGIN, TEXT_LANG, NAME_LANG, END_COLLECTION = (
    0x21, 0x22, 0x23, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37)
TEXT, NAME, KEYWORD, URI, SCHEME, CHARSET, LANGUAGE, MIME, MEMBER = 0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A

TAG_AND_SIZE, SIZE = struct.Struct(">BH").pack, struct.Struct(">H").pack


class Value:
    """One value: its tag, its bytes, and for a collection its members. `length` overrides what is told of the size."""

    __slots__ = ("tag", "data", "members", "length")

    def __init__(self, tag, data=b"", members=None, length=None):
        self.tag, self.data, self.members, self.length = tag, data, members, length

    def copy(self):
        members = None if self.members is None else [a.copy() for a in self.members]
        return Value(self.tag, self.data, members, self.length)


class Attribute:
    __slots__ = ("name", "values", "name_length")

    def __init__(self, name, values, name_length=None):
        self.name, self.values, self.name_length = name, values, name_length

    def copy(self):
        return Attribute(self.name, [v.copy() for v in self.values], self.name_length)


class Message:
    def __init__(self, operation, groups, data=b"", version=(2, 0), request_id=1):
        self.operation, self.groups, self.data = operation, groups, data  # groups: [tag, [Attribute]]
        self.version, self.request_id = version, request_id
        self.end = bytes([END])

    def copy(self):
        made = Message(self.operation, [[tag, [a.copy() for a in attributes]] for tag, attributes in self.groups], self.data,
                       self.version, self.request_id)
        made.end = self.end
        return made

    def encode(self):
        head = bytes((self.version[0] & 255, self.version[1] & 255))
        out = [head, struct.pack(">HI", self.operation & 0xFFFF, self.request_id & 0xFFFFFFFF)]
        for tag, attributes in self.groups:
            out.append(bytes([tag & 255]))
            for attribute in attributes:
                encode_attribute(attribute, out)
        return b"".join(out) + self.end + self.data


def field(data, length=None):
    """A length of two bytes, true or not, and the bytes."""
    told = len(data) if length is None else length
    return SIZE(told & 0xFFFF) + data


def raw(name):
    """The bytes of a name, which need not be a text."""
    return name.encode("utf-8", "surrogateescape")


def encode_attribute(attribute, out):
    name, told = raw(attribute.name), attribute.name_length
    for value in attribute.values:
        size = len(value.data) if value.length is None else value.length
        out.append(TAG_AND_SIZE(value.tag & 255, (len(name) if told is None else told) & 0xFFFF) + name + SIZE(size & 0xFFFF) + value.data)
        if value.members is not None:
            encode_members(value.members, out)
        name, told = b"", None  # the further values have none


def encode_members(members, out):
    for member in members:
        out.append(bytes([MEMBER, 0, 0]) + field(raw(member.name), member.name_length))
        for value in member.values:
            out.append(bytes([value.tag & 255, 0, 0]) + field(value.data, value.length))
            if value.members is not None:
                encode_members(value.members, out)
    out.append(bytes([END_COLLECTION, 0, 0, 0, 0]))


def attribute(tag, name, *values):
    return Attribute(name, [value(tag, v) for v in values])


def value(tag, what):
    if isinstance(what, Value):
        return what
    if tag in (INTEGER, ENUM):
        return Value(tag, struct.pack(">i", what))
    if tag == BOOLEAN:
        return Value(tag, bytes([what]))
    if tag == RANGE:
        return Value(tag, struct.pack(">ii", *what))
    if tag == RESOLUTION:
        return Value(tag, struct.pack(">iib", *what))
    return Value(tag, what if isinstance(what, bytes) else what.encode())


def collection(*members):
    return Value(BEGIN, b"", list(members))


def parse(data):
    """(status, [(group tag, [(name, [(tag, bytes)])])]) of an answer; collections are left flat. Raises on what is no IPP."""
    status, = struct.unpack_from(">H", data, 2)
    at, groups, last = 8, [], None
    while at < len(data) and data[at] != END:
        tag = data[at]
        at += 1
        if tag < 0x10:
            groups.append((tag, []))
            continue
        size, = struct.unpack_from(">H", data, at)
        name, at = data[at + 2:at + 2 + size], at + 2 + size
        size, = struct.unpack_from(">H", data, at)
        content, at = data[at + 2:at + 2 + size], at + 2 + size
        if name:
            last = (name.decode("ascii", "replace"), [])  # what was not understood comes back as it was sent
            groups[-1][1].append(last)
        last[1].append((tag, content))
    if at >= len(data):
        raise ValueError("no end of the attributes")
    return status, groups


def find(groups, tag, name):
    """The values' bytes of the first attribute of this name in each group of this tag."""
    return [[content for _, content in values] for kind, attributes in groups if kind == tag
            for known, values in attributes if known == name]
