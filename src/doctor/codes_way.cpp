// What can be wrong on the way from a person's computer to the server.
#include "doctor/code_parts.h"

namespace platen::doctor {

namespace {

using enum Severity;
using W = Where;

constexpr std::array table{
    Code{"server-answers", good, W::command, "The server answers",
         "{server} answers as platen {version}."},
    Code{"name-not-resolved",
         problem,
         W::command,
         "Nobody knows the name {subject}",
         "This computer cannot find an address for {subject}: {reason}.",
         {"Check the spelling of the name, and that this computer is in the network.",
          "Try the server's address in place of its name. If that works, the name is missing from "
          "the "
          "name server, or multicast DNS (names that end in .local) does not reach this network."}},
    Code{"port-not-reachable",
         problem,
         W::command,
         "The server cannot be reached",
         "{subject} does not take a connection: {reason}.",
         {"Check that the server is on and runs: \"systemctl status platen\" there, or \"platen "
          "doctor\" on "
          "that machine.",
          "A server that listens on its own machine alone needs listen = [\"*\"] in [server] of "
          "platen.toml.",
          "A firewall between the two must let TCP port {port} through."}},
    Code{"not-a-platen-server",
         problem,
         W::command,
         "Something else answers at {subject}",
         "What listens at {subject} is no platen server: {reason}.",
         {"Check host and port. platen's usual port is 8631; CUPS has 631."}},
    Code{"server-not-running",
         problem,
         W::command,
         "No server runs on this computer",
         "Nobody listens at {subject}, and no process holds the server's state folder.",
         {"Start it: \"systemctl start platen\", or \"platen server\".",
          "If it ends by itself, its last words say why: \"journalctl -u platen\"."}},
    Code{"state-in-use",
         problem,
         W::command,
         "A server holds its folder, but does not answer",
         "Process {pid} ({process}) holds the state folder {subject}, but nobody answers at its "
         "socket.",
         {"Wait until it has started or stopped. If it stays so, end process {pid}, and start the "
          "server again."}},
    Code{"stale-socket",
         warning,
         W::command,
         "The socket of a server that has gone is left over",
         "{subject} is there, but nobody listens at it.",
         {"It does no harm: the server replaces it at its next start."},
         "Remove the socket",
         "The file {subject} is removed."},
    Code{"port-in-use",
         problem,
         W::command,
         "Another program has the server's port",
         "TCP port {port} is held by {holder}.",
         {"Stop that program, or give platen another port: port = 8632 in [server] of "
          "platen.toml."}},
    Code{"certificate-changed",
         problem,
         W::command,
         "The server shows another certificate than before",
         "The certificate of {subject} is not the one that this computer has kept of it.",
         {"Ask whoever looks after the server whether its certificate was replaced. If not, "
          "somebody may "
          "stand between this computer and the server: do not log in."},
         "Trust the new certificate",
         "The kept certificate {file} is removed; the one that the server shows next is kept in "
         "its place."},
    Code{"certificate-expired",
         problem,
         W::both,
         "The certificate has expired",
         "The certificate of {subject} ended on {date}. Computers and phones refuse to print over "
         "TLS.",
         {"Put a new certificate where platen.toml says ([tls] certificate), or leave both keys "
          "out: then "
          "the server makes and renews its own.",
          "If the clock of the server is wrong, put that right first."},
         "Make a new certificate",
         "The server's own certificate {file} is made anew for the same key."},
    Code{"certificate-ends-soon",
         warning,
         W::both,
         "The certificate ends soon",
         "The certificate of {subject} ends on {date}, and is not one that the server renews by "
         "itself.",
         {"Put the next certificate in its place in time; the server takes it without a restart."}},
    Code{"certificate-lacks-name",
         warning,
         W::command,
         "The certificate is for other names",
         "The certificate does not name {subject}, by which the server was asked.",
         {"Add the name to host-names in [server] of platen.toml: the server then makes its "
          "certificate anew.",
          "Or ask the server by a name that its certificate has."}},
    Code{"clock-wrong",
         warning,
         W::command,
         "The two clocks disagree",
         "The clock of {subject} is {seconds} s {direction} of this computer's.",
         {"Switch on time synchronisation on both (timedatectl set-ntp true). Certificates, "
          "log-ins and jobs "
          "held until a time go by the clock."}},
    Code{"proxy-in-the-way",
         note,
         W::command,
         "A proxy may be asked for the server",
         "{variable} sends web browsers and scripts through {proxy}, also to {subject}.",
         {"Add the server to no_proxy, and to the exceptions in the browser's settings."}},
    Code{"version-differs",
         warning,
         W::command,
         "Command and server are of different versions",
         "This command is of platen {own}, the server of {theirs}.",
         {"Install the same version on both. Restart the server after an upgrade."}},
    Code{"log-in-needed",
         warning,
         W::command,
         "The server tells its own findings to operators alone",
         "{subject} was asked, and answered: {reason}.",
         {"Log in as an operator or administrator: --server USER@HOST, or call the command on the "
          "server's "
          "machine."}},
};

} // namespace

std::span<const Code> way_codes() {
  return table;
}

} // namespace platen::doctor
