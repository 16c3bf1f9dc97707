"""What becomes of a valid IPP request on its way from an enemy: each mutation changes one thing, and knows what it is."""
import struct

from ipp import BEGIN, MEMBER, END_COLLECTION, INTEGER, Attribute, Message, Value

INTERESTING = (0, 1, -1, 2, 100, 255, 256, 65535, 65536, 2**31 - 1, -2**31, 1_000_000)
TAGS = (*range(0x10, 0x17), *range(0x20, 0x24), *range(0x30, 0x38), *range(0x40, 0x4B), 0x7F, 0x00, 0x05, 0x0F, 0xFF)
NAMES = ("", "x", "attributes-charset", "job-id", "job-ids", "printer-uri", "job-uri", "document-format", "compression", "media-col",
         "overrides", "page-ranges", "requested-attributes", "limit", "first-index", "which-jobs", "job-hold-until",
         "job-hold-until-time", "notify-recipient-uri", "notify-user-data", "printer-id", "document-number", "last-document",
         "job-password", "job-name", "requesting-user-name", "a" * 256, "a" * 1024, "n" * 32768, "\x00", "job\nname", "\udcff\udcfe")
BYTES = (b"", b"\0", b"\xff" * 4, b"\x80\0\0\0", b"none", b"all", b"utf-8", b"UTF-16", b"en", b"x" * 127, b"x" * 256, b"x" * 1023,
         b"x" * 1024, b"x" * 32767, b"x" * 65535, b"../../../../etc/passwd", b"%s%n%x", b"'; drop table job; --", b"\xc3\x28", b"\n\r\0",
         b"ipp://localhost/ipp/print/" + b"%00", b"ipp://[::1/ipp/print/hostile", b"ipp://user:pw@host:99999/ipp/print/hostile",
         b"file:///etc/passwd", b"ipp://localhost/ipp/print/" + b"a" * 2000, b"http://169.254.169.254/", b"gzip", b"deflate",
         b"application/octet-stream", b"text/plain; charset=utf-16", "\u202e\u0000".encode(), b"23:59:60", b"no-such-keyword")


def attributes_of(message):
    return [(group, index) for group in message.groups for index in range(len(group[1]))]


def pick(message, rng):
    """A random attribute, or None."""
    places = attributes_of(message)
    if not places:
        return None
    group, index = rng.choice(places)
    return group[1][index]


def pick_value(message, rng):
    """A random value at any depth, or None."""
    attribute = pick(message, rng)
    while attribute and attribute.values:
        value = rng.choice(attribute.values)
        if not value.members or rng.random() < 0.3:
            return value
        attribute = rng.choice(value.members)
    return None


def change(data, rng):
    """Other bytes: one bit, one byte, cut, longer, or something that means something elsewhere."""
    kind = rng.randrange(6)
    if kind == 0 and data:
        at = rng.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:]
    if kind == 1 and data:
        return data[:rng.randrange(len(data))]
    if kind == 2:
        return data + rng.randbytes(rng.randrange(1, 9))
    if kind == 3:
        return struct.pack(">i", rng.choice(INTERESTING))
    if kind == 4:
        return rng.randbytes(len(data))
    return rng.choice(BYTES)


def drop_group(m, rng):
    if m.groups:
        m.groups.pop(rng.randrange(len(m.groups)))


def double_group(m, rng):
    if m.groups:
        tag, attributes = rng.choice(m.groups)
        for _ in range(rng.choice((1, 1, 2, 50))):
            m.groups.insert(rng.randrange(len(m.groups) + 1), [tag, [a.copy() for a in attributes]])


def retag_group(m, rng):
    if m.groups:
        rng.choice(m.groups)[0] = rng.choice((0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15))


def shuffle_groups(m, rng):
    rng.shuffle(m.groups)


def empty_group(m, rng):
    m.groups.insert(rng.randrange(len(m.groups) + 1), [rng.randrange(16), []])


def drop_attribute(m, rng):
    places = attributes_of(m)
    if places:
        group, index = rng.choice(places)
        group[1].pop(index)


def double_attribute(m, rng):
    places = attributes_of(m)
    if places:
        group, index = rng.choice(places)
        for _ in range(rng.choice((1, 1, 3, 200))):
            rng.choice(m.groups)[1].append(group[1][index].copy())


def shuffle_attributes(m, rng):
    if m.groups:
        rng.shuffle(rng.choice(m.groups)[1])


def rename(m, rng):
    if attribute := pick(m, rng):
        attribute.name = rng.choice(NAMES)


def nameless(m, rng):
    """Its values become further values of the attribute before it."""
    if attribute := pick(m, rng):
        attribute.name = ""


def new_attribute(m, rng):
    if m.groups:
        rng.choice(m.groups)[1].append(Attribute(rng.choice(NAMES), [Value(rng.choice(TAGS), rng.choice(BYTES))]))


def retag(m, rng):
    if value := pick_value(m, rng):
        value.tag = rng.choice(TAGS)


def revalue(m, rng):
    if value := pick_value(m, rng):
        value.data = change(value.data, rng)


def more_values(m, rng):
    if (attribute := pick(m, rng)) and attribute.values:
        model = rng.choice(attribute.values)
        for _ in range(rng.choice((1, 2, 10, 1000, 5000))):
            made = model.copy()
            if rng.random() < 0.3:
                made.data = change(made.data, rng)
            if rng.random() < 0.1:
                made.tag = rng.choice(TAGS)
            attribute.values.append(made)


def no_values(m, rng):
    if attribute := pick(m, rng):
        attribute.values = []


def lie_about_value(m, rng):
    if value := pick_value(m, rng):
        value.length = (len(value.data) + rng.choice((-1, 1, -2, 4, 255, 0x7FFF, 0x8000, 0xFFFF))) & 0xFFFF


def lie_about_name(m, rng):
    if attribute := pick(m, rng):
        attribute.name_length = rng.choice((0, 1, len(attribute.name) + 1, 0x7FFF, 0x8000, 0xFFFF))


def nest(m, rng):
    """A collection within a collection within..., about as deep as the server reads, and deeper."""
    inner = Value(INTEGER, b"\0\0\0\1")
    for _ in range(rng.choice((1, 2, 7, 8, 9, 50))):
        inner = Value(BEGIN, b"", [Attribute(rng.choice(("a", "media-size", "media-col", "")), [inner])])
    target = rng.choice(m.groups)[1] if m.groups else None
    if target is not None:
        target.append(Attribute(rng.choice(("media-col", "overrides", "x")), [inner]))


def lone_marks(m, rng):
    """Ends of collections that did not begin, members of nothing, beginnings that do not end."""
    if m.groups:
        marks = [Value(tag, rng.choice((b"", b"media-size"))) for tag in (MEMBER, END_COLLECTION, BEGIN)]
        rng.choice(m.groups)[1].append(Attribute("media-col", rng.choices(marks, k=rng.randrange(1, 6))))


def damage_members(m, rng):
    collections = [v for g, i in attributes_of(m) for v in g[1][i].values if v.members]
    if not collections:
        return nest(m, rng)
    members = rng.choice(collections).members
    kind = rng.randrange(4)
    if kind == 0:
        members.pop(rng.randrange(len(members)))
    elif kind == 1:
        members.append(rng.choice(members).copy())
    elif kind == 2:
        rng.choice(members).name = rng.choice(NAMES)
    else:
        rng.choice(members).values = []
    return None


def other_operation(m, rng):
    m.operation = rng.choice((0, 1, 3, 7, 0x0F, 0x20, 0x3E, 0x3F, 0x65, 0x3FFF, 0x4000, 0x4003, 0x400B, 0x7FFF, 0x8000, 0xFFFF))


def other_version(m, rng):
    m.version = rng.choice(((0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 0), (9, 9), (255, 255)))


def other_id(m, rng):
    m.request_id = rng.choice((0, -1, -2**31, 2**31 - 1))


def no_end(m, rng):
    m.end = rng.choice((b"", b"\3\3\3", b"\0", b"\2", b"\x4a"))


def other_data(m, rng):
    m.data = rng.choice((b"", b"\0" * 100, b"%PDF-1.7\n" + rng.randbytes(50), rng.randbytes(200), b"\x1f\x8b\x08\0" + rng.randbytes(30),
                         m.data[:len(m.data) // 2], m.data * 2))


TREE = (drop_group, double_group, retag_group, shuffle_groups, empty_group, drop_attribute, double_attribute, shuffle_attributes, rename,
        nameless, new_attribute, retag, retag, revalue, revalue, revalue, more_values, no_values, lie_about_value, lie_about_value,
        lie_about_name, nest, lone_marks, damage_members, other_operation, other_version, other_id, no_end, other_data)


def cut(data, rng):
    return data[:rng.randrange(len(data) + 1)]


def flip(data, rng):
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[rng.randrange(min(len(changed), 4096))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def remove_some(data, rng):
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randrange(1, 64):]


def insert_some(data, rng):
    at = rng.randrange(min(len(data), 4096) + 1)
    return data[:at] + rng.randbytes(rng.randrange(1, 64)) + data[at:]


def repeat(data, rng):
    at = rng.randrange(min(len(data), 4096) + 1)
    return data[:at] + data[max(0, at - rng.randrange(1, 200)):]


def abyss(data, rng):
    """Collections that only begin, far deeper than any stack."""
    member = bytes([MEMBER, 0, 0, 0, 1]) + b"a" + bytes([BEGIN, 0, 0, 0, 0])
    return data[:-1] + bytes([BEGIN]) + b"\0\x09media-col\0\0" + member * rng.choice((100, 5_000, 50_000)) + data[-1:]


FLAT = (abyss, cut, flip, flip, remove_some, insert_some, repeat)


def mutate(message: Message, rng):
    """(bytes, the names of what was done). One in twenty goes as it is: the enemy's valid requests must work as well."""
    message, done = message.copy(), []
    if rng.random() < 0.05:
        return message.encode(), ["as it is"]
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        mutation = rng.choice(TREE)
        mutation(message, rng)
        done.append(mutation.__name__)
    data = message.encode()
    if rng.random() < 0.25:
        mutation = rng.choice(FLAT)
        data = mutation(data, rng)
        done.append(mutation.__name__)
    return data, done
