"""HTTP/1.1 (RFC 9110, 9112) as an enemy sends it: start lines, fields, framing, pipelining, the upgrade to TLS."""
import base64

METHODS = ("POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "post", "P\0ST", "", "A" * 300, "GET GET", "\xffPOST")
TARGETS = ("/", "/ipp/print/hostile", "/ipp/print", "/ipp/system", "/healthz", "/icons/hostile-128.png", "*", "", "//", "/..", "/%2e%2e/etc",
           "/ipp/print/%00", "/ipp/print/%2F", "/ipp\\print", "http://localhost/ipp/print", "http://evil.example/", "localhost:80",
           "/" + "a" * 9000, "/ipp/print/" + "%41" * 500, "/?" + "q" * 100, "/#x", "/ipp/print/\xe9", "/ipp/print/hostile?x=y", "/jobs/1",
           "/printers/hostile", "/admin", "/%", "/%zz", "/ipp/print/hostile/9999999999")
VERSIONS = ("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3", "http/1.1", "HTTP/1.1.1", "HTTP/", "", "HTTP/99999999999.1",
            "ICE/1.0", "HTTP/1.1 x")
LENGTHS = ("0", "1", "-1", "+5", "5, 5", "5,6", "0x10", "99999999999999999999", "18446744073709551616", "9223372036854775807", "", " ", "5 5",
           "1e3", "007", "4294967296", "abc", "\t3")
CODINGS = ("chunked", "Chunked", "identity", "gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked", "xchunked", "chunked;q=1", "", ",",
           " chunked", "chunked\t", "\x0bchunked", "deflate")
SIZES = ("0", "1", "5", "ffffffff", "ffffffffffffffff", "fffffffffffffffff", "-1", "+1", "0x5", " 5", "5 ", "05", "0" * 300 + "5", "g", "",
         "5;a=b", "5;" + "x" * 17000, '5;a="\r\n"', "5\t", "7fffffffffffffff", "80000000")
ENDS = ("\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\n\r", "\0\r\n", "\r\r\n", "")
FIELDS = (("Host", "localhost"), ("Host", ""), ("Host", "evil.example"), ("Host", "localhost:99999"), ("Host", "[::1"), ("Host", "a b"),
          ("Host", "localhost\0"), ("Expect", "100-continue"), ("Expect", "200-ok"), ("Upgrade", "TLS/1.2, HTTP/1.1"), ("Upgrade", "h2c"),
          ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Connection", "close"), ("Connection", "keep-alive, close, x"),
          ("Connection", "Transfer-Encoding"), ("Origin", "http://evil.example"), ("Origin", "null"), ("Origin", "http://localhost"),
          ("Referer", "x" * 100), ("Content-Type", "text/html"), ("Content-Type", "application/ipp; x=y"), ("Content-Type", ""),
          ("Content-Encoding", "gzip"), ("Cookie", "a=" + "b" * 5000), ("Accept-Encoding", "gzip;q=0"), ("Range", "bytes=0-"),
          ("If-None-Match", '"x"'), ("If-None-Match", "*"), ("Trailer", "Content-Length"), ("TE", "trailers"), ("Proxy", "x"),
          ("X-Forwarded-For", "127.0.0.1"), ("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"), ("Date", "never"), ("", "x"), (" Host", "x"),
          ("Ho st", "x"), ("Host ", "x"), ("X-\xe9", "x"), ("X", "\xe9"), ("X", "a\0b"), ("X", "a\rb"), ("X" * 300, "y"), ("Content_Length", "5"))
LOGINS = ("Basic", "Basic ", "Basic !!!", "Basic " + base64.b64encode(b"no colon").decode(), "Basic " + base64.b64encode(b"root:").decode(),
          "Basic " + base64.b64encode(b"a:" + b"b" * 4000).decode(), "Basic " + base64.b64encode(b"\0:\0").decode(), "Bearer x",
          "Digest username=\"x\"", "Negotiate AAAA", "Basic Og==, Basic Og==", "basic Og==")
HELLO = bytes.fromhex("160301003101000 02d0303".replace(" ", "")) + bytes(range(32)) + bytes.fromhex("000002c02b01000002ff00")


def line(rng, usual, others, chance):
    return rng.choice(others) if rng.random() < chance else usual


def chunked(body, rng, wild):
    """The body in chunks; `wild`: with sizes, ends and trailers that are not so."""
    out, at = b"", 0
    while at < len(body):
        piece = body[at:at + rng.choice((1, 7, 100, 4096))]
        at += len(piece)
        size = f"{len(piece):x}" if not wild or rng.random() < 0.7 else rng.choice(SIZES)
        end = "\r\n" if not wild or rng.random() < 0.8 else rng.choice(ENDS)
        out += f"{size}{end}".encode("latin-1") + piece + b"\r\n"
        if wild and rng.random() < 0.1:
            out = out[:-rng.randrange(1, 3)]
        if len(out) > 300_000:
            break
    last = rng.choice(("0\r\n\r\n", "0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n", "0\r\n" + "T: x\r\n" * 2000 + "\r\n", "0;x\r\n\r\n", "0\n\n", "",
                       "0\r\nContent-Length: 5\r\n\r\n", "00000\r\n\r\n")) if wild else "0\r\n\r\n"
    return out + last.encode("latin-1")


def fields_for(body, rng):
    """Header lines, and the body as they say that it comes, or as they do not."""
    fields = [("Host", "localhost")] if rng.random() < 0.85 else []
    fields.append(("Content-Type", "application/ipp"))
    framing = rng.randrange(6)
    if framing <= 1:
        fields.append(("Content-Length", str(len(body))))
    elif framing == 2:
        fields.append(("Content-Length", rng.choice((*LENGTHS, str(len(body) + 7), str(max(0, len(body) - 7))))))
    elif framing == 3:
        fields.append(("Transfer-Encoding", "chunked"))
        body = chunked(body, rng, False)
    elif framing == 4:
        fields.append(("Transfer-Encoding", line(rng, "chunked", CODINGS, 0.5)))
        body = chunked(body, rng, True)
    else:
        fields += [("Transfer-Encoding", "chunked"), ("Content-Length", rng.choice(LENGTHS))]
        body = chunked(body, rng, False)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4))):
        fields.insert(rng.randrange(len(fields) + 1), rng.choice(FIELDS))
    if rng.random() < 0.1:
        fields.append(("Authorization", rng.choice(LOGINS)))
    if rng.random() < 0.05:
        fields += [(f"X-{i}", "y" * rng.choice((1, 50))) for i in range(rng.choice((100, 127, 128, 200, 1000)))]
    if rng.random() < 0.1:
        fields.append(rng.choice(fields))
    return fields, body


def one_request(path, body, rng):
    fields, body = fields_for(body, rng)
    method, version = line(rng, "POST", METHODS, 0.15), line(rng, "HTTP/1.1", VERSIONS, 0.15)
    target = line(rng, path, TARGETS, 0.2)
    start = f"{method} {target} {version}" if rng.random() < 0.95 else f"{method}\t{target}  {version}"
    text = start + line(rng, "\r\n", ENDS, 0.05)
    for name, content in fields:
        colon = line(rng, ": ", (":", " : ", ":\t", "", " ", ":\r\n ", ":\n\t"), 0.05)
        text += name + colon + content + line(rng, "\r\n", ENDS, 0.03)
    text += line(rng, "\r\n", ENDS, 0.05)
    return text.encode("latin-1") + body


def tls_instead(rng):
    """The beginning of TLS where HTTP was expected, whole or not, or something of both."""
    hello = bytearray(HELLO)
    for _ in range(rng.randrange(4)):
        hello[rng.randrange(len(hello))] = rng.randrange(256)
    return bytes(hello[:rng.randrange(1, len(hello) + 1)]) + rng.choice((b"", rng.randbytes(100), b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))


def upgrade(path, body, rng):
    """An upgrade as RFC 2817 has it, and then not TLS, or a TLS that is none."""
    head = (f"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: {rng.choice(('TLS/1.0', 'TLS/1.2', 'TLS/9', 'tls'))}\r\n"
            f"Content-Length: {rng.choice((0, 0, 5))}\r\n\r\n")
    return head.encode() + rng.choice((tls_instead(rng), one_request(path, body, rng), rng.randbytes(50), b""))


def mutate(path, body, rng):
    """(bytes of a whole connection, the name of what was done)"""
    kind = rng.random()
    if kind < 0.08:
        return tls_instead(rng), "tls instead"
    if kind < 0.14:
        return upgrade(path, body, rng), "upgrade"
    if kind < 0.24:
        return b"".join(one_request(path, body[:2000], rng) for _ in range(rng.choice((2, 3, 20)))), "pipelined"
    data = one_request(path, body, rng)
    if kind < 0.36:
        return data[:rng.randrange(len(data) + 1)], "cut"
    if kind < 0.46:
        changed = bytearray(data)
        for _ in range(rng.choice((1, 2, 10))):
            changed[rng.randrange(min(len(changed), 600))] ^= 1 << rng.randrange(8)
        return bytes(changed), "flipped"
    if kind < 0.50:
        at = rng.randrange(min(len(data), 300) + 1)
        return data[:at] + rng.choice((b"\0", b"\r\n", b"\n", b" " * 5000, b"\xff\xfe", b"\r\n\r\n")) + data[at:], "inserted"
    return data, "request"
