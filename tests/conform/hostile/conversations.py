"""A valid request of every operation that the server has (RFC 8011, 3998, 3995, 3996, PWG 5100.x, and platen's own), for a mutator to start from.

They name a printer "hostile" and, of the source of choices, its `jobs`; the mutator makes them first."""
import gzip
import json
import random
import struct

from ipp import (BOOLEAN, CHARSET, DATE, DOCUMENT, ENUM, INTEGER, JOB, KEYWORD, LANGUAGE, MIME, NAME, OCTETS, OPERATION, PRINTER, RANGE,
                 RESOLUTION, SUBSCRIPTION, SYSTEM, TEXT, URI, Message, attribute, collection)

PRINTER_URI = "ipp://localhost/ipp/print/hostile"
SYSTEM_URI = "ipp://localhost/ipp/system"
MAINTENANCE = ("nozzle-check", "cleaning", "deep-cleaning", "alignment", "test-page", "dance")
PRINTER_PATH, SYSTEM_PATH = "/ipp/print/hostile", "/ipp/system"


def request(operation, *more, groups=(), data=b"", uri=("printer-uri", PRINTER_URI), path=PRINTER_PATH):
    head = [attribute(CHARSET, "attributes-charset", "utf-8"), attribute(LANGUAGE, "attributes-natural-language", "en")]
    if uri:
        head.append(attribute(URI, *uri))
    head.append(attribute(NAME, "requesting-user-name", "mutator"))
    return path, Message(operation, [[OPERATION, head + list(more)], *[[tag, list(a)] for tag, a in groups]], data)


def job_request(operation, job, *more, **rest):
    return request(operation, attribute(INTEGER, "job-id", job), *more, **rest)


def system_request(operation, *more, **rest):
    return request(operation, *more, uri=("system-uri", SYSTEM_URI), path=SYSTEM_PATH, **rest)


def one_printer(operation, rng):
    """The first four are those of the demonstration and the attacked one."""
    return system_request(operation, attribute(INTEGER, "printer-id", rng.randrange(5, 60)))


def media_col(rng):
    size = collection(attribute(INTEGER, "x-dimension", 21000), attribute(INTEGER, "y-dimension", 29700))
    margins = [attribute(INTEGER, f"media-{side}-margin", 423) for side in ("top", "bottom", "left", "right")]
    return collection(attribute(0x34, "media-size", size), attribute(KEYWORD, "media-type", "stationery"),
                      *(margins if rng.random() < 0.5 else []))


def account(rng):
    """A department's number: one that there is with its PIN or without, one without a PIN, and such as no department has."""
    return attribute(NAME, "job-account-id", rng.choice(("4711:12345", "4711", "7", "4711:54321", "99:1", ":", "x" * 255)))


def get_account(rng):
    """What was printed: all of it, or from a moment and a job on."""
    moment = bytes((7, 0xEA, rng.randrange(1, 13), 1, 0, 0, 0, 0)) + b"+\0\0"
    given = [attribute(DATE, "platen-completed-from", moment), attribute(DATE, "platen-completed-before", moment),
             attribute(INTEGER, "platen-after-job-id", any_job(rng)), attribute(INTEGER, "limit", rng.choice((1, 500, 100_000)))]
    return system_request(0x5005, *rng.sample(given, rng.randrange(0, 4)))


def release_job(rng):
    """With the PIN that jobs have here, with another one, or without, which an administrator may."""
    how = rng.choice(((), (attribute(OCTETS, "job-password", b"1234"),), (attribute(OCTETS, "job-password", b"4321"),),
                      (attribute(BOOLEAN, "platen-without-password", True),)))
    return job_request(0x0D, any_job(rng), *how)


def job_template(rng):
    """Some Job Template attributes; the job is held in nearly every case, so that nothing is printed."""
    def page(last):
        return attribute(RANGE, "page-ranges", (1, last))
    choices = [attribute(INTEGER, "copies", 2), attribute(KEYWORD, "sides", "one-sided"), attribute(ENUM, "print-quality", 4),
               attribute(0x34, "media-col", media_col(rng)), attribute(KEYWORD, "media", "iso_a4_210x297mm"), page(3),
               attribute(ENUM, "orientation-requested", 4), attribute(RESOLUTION, "printer-resolution", (600, 600, 3)),
               attribute(KEYWORD, "print-scaling", "fit"), attribute(INTEGER, "number-up", 1),
               attribute(KEYWORD, "print-color-mode", "monochrome"), attribute(KEYWORD, "multiple-document-handling", "single-document"),
               attribute(0x34, "overrides", collection(attribute(RANGE, "pages", (1, 2)), attribute(KEYWORD, "media", "iso_a4_210x297mm"))),
               attribute(KEYWORD, "output-bin", "face-down"), attribute(NAME, "job-sheets", "none"),
               attribute(INTEGER, "job-priority", 50), attribute(KEYWORD, "print-rendering-intent", "auto"),
               attribute(KEYWORD, "print-content-optimize", "auto"), attribute(ENUM, "finishings", 3), account(rng)]
    return [attribute(KEYWORD, "job-hold-until", "indefinite"), *rng.sample(choices, rng.randrange(0, 6))]


def new_job(operation, rng, data=b"", *more):
    given = [attribute(NAME, "job-name", "case"), attribute(BOOLEAN, "ipp-attribute-fidelity", rng.random() < 0.3), *more]
    if rng.random() < 0.2:
        given.append(attribute(OCTETS, "job-password", b"1234"))
        given.append(attribute(KEYWORD, "job-password-encryption", "none"))
    return request(operation, *given, groups=[(JOB, job_template(rng))], data=data)


def library_file(rng):
    """A paper and a recipe of an attacked model, as `platen recipes export` writes them."""
    paper = {"name": "case", "model": "canon-pro-1000", "media-type": "canon-baryta"}
    recipe = {"name": "case", "model": "canon-pro-1000", "options": {"print-quality": rng.choice(("normal", "high"))}}
    return json.dumps({"platen-library": 1, "papers": [paper], "profiles": [], "recipes": [recipe]}).encode()


def print_job(rng):
    text = b"a line\n" * rng.choice((1, 100, 20_000))
    if rng.random() < 0.3:
        return new_job(2, rng, gzip.compress(text, 1, mtime=0), attribute(MIME, "document-format", "text/plain"),
                       attribute(KEYWORD, "compression", "gzip"))
    return new_job(2, rng, text, attribute(MIME, "document-format", "text/plain"))


def subscription(rng, *more):
    return (SUBSCRIPTION, [attribute(KEYWORD, "notify-pull-method", "ippget"),
                           attribute(KEYWORD, "notify-events", "job-created", "printer-state-changed"),
                           attribute(INTEGER, "notify-lease-duration", rng.choice((60, 0, 3600))),
                           attribute(OCTETS, "notify-user-data", b"data"), *more])


def get_jobs(rng):
    return request(0x0A, attribute(INTEGER, "limit", rng.choice((1, 10))), attribute(BOOLEAN, "my-jobs", rng.random() < 0.3),
                   attribute(KEYWORD, "which-jobs", rng.choice(("completed", "not-completed", "all", "pending-held", "fetchable"))),
                   attribute(KEYWORD, "requested-attributes", rng.choice(("all", "job-id", "job-template", "job-state"))))


def create_printer(rng):
    return system_request(0x4C, attribute(KEYWORD, "printer-service-type", "print"),
                          groups=[(PRINTER, [attribute(NAME, "printer-name", f"made-{rng.randrange(20)}"),
                                             attribute(NAME, "platen-model", "canon-ir1020"),
                                             attribute(URI, "device-uri", "socket://127.0.0.1:9"),
                                             attribute(TEXT, "printer-info", "made by a mutator")])])


def made_printer(operation, rng):
    name = f"made-{rng.randrange(20)}"
    return request(operation, uri=("printer-uri", f"ipp://localhost/ipp/print/{name}"), path=f"/ipp/print/{name}")


def settings(rng):
    choices = [attribute(TEXT, "printer-info", "words"), attribute(TEXT, "printer-location", "cellar"),
               attribute(URI, "printer-geo-location", "geo:52,5"), attribute(KEYWORD, "media-default", "iso_a4_210x297mm"),
               attribute(KEYWORD, "sides-default", "one-sided"), attribute(KEYWORD, "printer-error-policy", "retry-job"),
               attribute(0x34, "media-col-default", media_col(rng)), attribute(ENUM, "print-quality-default", 4),
               attribute(KEYWORD, "platen-departments", rng.choice(("none", "optional"))),
               attribute(KEYWORD, "job-privacy-attributes", "job-name", "job-template"), attribute(KEYWORD, "job-privacy-scope", "owner")]
    return rng.sample(choices, rng.randrange(1, 4))


def wanted(rng):
    names = ["all", "printer-description", "job-template", "media-col-database", "printer-state", "media-col-ready",
             "operations-supported", "none", "printer-icons", "urf-supported", "x" * 40]
    return attribute(KEYWORD, "requested-attributes", *rng.sample(names, rng.randrange(1, 4)))


class Choices(random.Random):
    """A source of choices that knows which jobs there are."""

    jobs = range(1, 41)


def any_job(rng):
    return rng.choice(rng.jobs)


# Operation: the makers of a valid request, given a source of choices. Hexadecimal as in the registry of the IANA.
CONVERSATIONS = {
    0x02: print_job, 0x04: lambda r: new_job(4, r), 0x05: lambda r: new_job(5, r),
    0x06: lambda r: job_request(6, any_job(r), attribute(BOOLEAN, "last-document", True),
                                attribute(MIME, "document-format", "text/plain"), data=b"more\n"),
    0x08: lambda r: job_request(8, any_job(r)), 0x09: lambda r: job_request(9, any_job(r), wanted(r)), 0x0A: get_jobs,
    0x0B: lambda r: request(0x0B, wanted(r)), 0x0C: lambda r: job_request(0x0C, any_job(r)),
    0x0D: release_job, 0x0E: lambda r: job_request(0x0E, any_job(r)),
    0x10: lambda r: request(0x10), 0x11: lambda r: request(0x11), 0x12: lambda r: request(0x12),
    0x13: lambda r: request(0x13, groups=[(PRINTER, settings(r))]),
    0x14: lambda r: job_request(0x14, any_job(r), groups=[(JOB, job_template(r)[1:])]),
    0x15: lambda r: request(0x15, wanted(r)),
    0x16: lambda r: request(0x16, groups=[subscription(r)]),
    0x17: lambda r: request(0x17, attribute(INTEGER, "notify-job-id", any_job(r)), groups=[subscription(r)]),
    0x18: lambda r: request(0x18, attribute(INTEGER, "notify-subscription-id", r.randrange(1, 50))),
    0x19: lambda r: request(0x19, attribute(BOOLEAN, "my-subscriptions", True)),
    0x1A: lambda r: request(0x1A, attribute(INTEGER, "notify-subscription-id", r.randrange(1, 50)),
                            groups=[(SUBSCRIPTION, [attribute(INTEGER, "notify-lease-duration", 60)])]),
    0x1B: lambda r: request(0x1B, attribute(INTEGER, "notify-subscription-id", r.randrange(1, 50))),
    0x1C: lambda r: request(0x1C, attribute(INTEGER, "notify-subscription-ids", r.randrange(1, 50)),
                            attribute(INTEGER, "notify-sequence-numbers", 1)),
    0x22: lambda r: request(0x22), 0x23: lambda r: request(0x23), 0x24: lambda r: request(0x24), 0x25: lambda r: request(0x25),
    0x26: lambda r: request(0x26), 0x29: lambda r: request(0x29), 0x2A: lambda r: request(0x2A), 0x2B: lambda r: request(0x2B),
    0x2C: lambda r: job_request(0x2C, any_job(r), groups=[(JOB, job_template(r))]), 0x2D: lambda r: request(0x2D),
    0x2E: lambda r: request(0x2E), 0x2F: lambda r: job_request(0x2F, any_job(r)),
    0x30: lambda r: job_request(0x30, any_job(r)),
    0x31: lambda r: job_request(0x31, any_job(r), attribute(INTEGER, "predecessor-job-id", any_job(r))),
    0x33: lambda r: job_request(0x33, any_job(r), attribute(INTEGER, "document-number", 1)),
    0x34: lambda r: job_request(0x34, any_job(r), attribute(INTEGER, "document-number", 1), wanted(r)),
    0x35: lambda r: job_request(0x35, any_job(r), wanted(r)),
    0x37: lambda r: job_request(0x37, any_job(r), attribute(INTEGER, "document-number", 1),
                                groups=[(DOCUMENT, [attribute(NAME, "document-name", "renamed")])]),
    0x38: lambda r: request(0x38, attribute(INTEGER, "job-ids", any_job(r), any_job(r))),
    0x39: lambda r: request(0x39, attribute(INTEGER, "job-ids", any_job(r))),
    0x3A: lambda r: job_request(0x3A, any_job(r), groups=[(JOB, job_template(r))]), 0x3B: lambda r: job_request(0x3B, any_job(r)),
    0x3C: lambda r: request(0x3C, attribute(KEYWORD, "identify-actions", "display"), attribute(TEXT, "message", "here")),
    0x4C: create_printer,
    0x4E: lambda r: one_printer(0x4E, r), 0x4F: lambda r: system_request(0x4F, wanted(r)),
    0x50: lambda r: one_printer(0x50, r), 0x51: lambda r: one_printer(0x51, r),
    0x59: lambda r: system_request(0x59), 0x5A: lambda r: system_request(0x5A),
    0x5B: lambda r: system_request(0x5B, wanted(r)), 0x5C: lambda r: system_request(0x5C, wanted(r)),
    0x5D: lambda r: system_request(0x5D), 0x5E: lambda r: system_request(0x5E), 0x61: lambda r: system_request(0x61),
    0x63: lambda r: system_request(0x63), 0x64: lambda r: system_request(0x64),
    0x62: lambda r: system_request(0x62, groups=[(SYSTEM, [attribute(NAME, "system-name", "house")])]),
    0x4001: lambda r: request(0x4001, uri=None), 0x4002: lambda r: request(0x4002, wanted(r), uri=None),
    0x4004: lambda r: made_printer(0x4004, r), 0x4008: lambda r: request(0x4008), 0x4009: lambda r: request(0x4009),
    0x400A: lambda r: request(0x400A),
    0x400D: lambda r: job_request(0x400D, any_job(r), groups=[(JOB, [attribute(URI, "job-printer-uri", PRINTER_URI)])]),
    0x5001: lambda r: request(0x5001, attribute(KEYWORD, "platen-maintenance", r.choice(MAINTENANCE))),
    0x5002: lambda r: system_request(0x5002, attribute(BOOLEAN, "platen-profile-data", r.random() < 0.5)),
    0x5003: lambda r: system_request(0x5003, data=library_file(r)),
    0x5004: lambda r: system_request(0x5004, attribute(KEYWORD, "platen-kind", r.choice(("paper", "profile", "recipe"))),
                                     attribute(NAME, "platen-name", "case")),
    0x5005: get_account,
}


def operations_of(groups):
    """The codes of operations-supported in an answer's groups."""
    for _, attributes in groups:
        for name, values in attributes:
            if name == "operations-supported":
                return {struct.unpack(">i", content)[0] for _, content in values}
    return set()
