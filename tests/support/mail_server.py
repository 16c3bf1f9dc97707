"""An SMTP server of aiosmtpd (Debian's python3-aiosmtpd), with TLS and logins, that keeps mails in a folder and misbehaves
on command. Prints its port. Settings: a JSON object, the only argument."""
import asyncio
import base64
import json
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

warnings.simplefilter("ignore")
how = json.loads(sys.argv[1])
folder = pathlib.Path(how["folder"])
count = 0


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [line for line in responses if not (how.get("no_size") and "SIZE" in line)]

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "mail" in how:
            return how["mail"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in how.get("rcpt", {}):
            return how["rcpt"][address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global count
        count += 1
        if "data" in how:
            return how["data"]
        (folder / f"{count}.json").write_text(json.dumps(
            {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None or how["tls"] == "implicit",
             "login": getattr(session, "login", None)}))
        arriving = folder / f"{count}.part"
        arriving.write_bytes(envelope.content)
        arriving.rename(folder / f"{count}.eml")  # whoever waits for it sees all of it
        if how.get("lost_at") == count:
            server.transport.abort()
        return "250 kept"

    async def auth_XOAUTH2(self, server, args):
        response = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        words = response.decode().split("\x01")
        fine = words[0] == f"user={how['user']}" and words[1] == f"auth=Bearer {how['secret']}"
        return AuthResult(success=fine, handled=False) if fine else AuthResult(success=False, handled=False, message="535 5.7.8 token expired")


class Server(SMTP):
    async def handle_exception(self, error):
        return "500 " + type(error).__name__


def check_login(server, session, envelope, mechanism, data):
    if how.get("login"):
        return AuthResult(success=False, handled=False, message=how["login"])
    fine = data.login.decode() == how["user"] and data.password.decode() == how["secret"]
    session.login = [mechanism, data.login.decode()]
    return AuthResult(success=fine, handled=False, message=None if fine else "535 5.7.8 wrong password")


def protocol():
    if how.get("greeting"):
        return Refusing()
    return Server(Handler(), hostname="mail.test", data_size_limit=how.get("size", 33_000_000), authenticator=check_login,
                  tls_context=tls if how["tls"] == "starttls" else None, require_starttls=how["tls"] == "starttls",
                  auth_required="user" in how, auth_require_tls=how["tls"] == "starttls",
                  auth_exclude_mechanism=how.get("without", []))


class Refusing(asyncio.Protocol):
    def connection_made(self, transport):
        transport.write(how["greeting"].encode() + b"\r\n")


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls if how["tls"] == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


tls = None
if how["tls"] != "none":
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(how["certificate"], how["key"])
asyncio.run(main())
