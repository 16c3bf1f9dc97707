// What can be wrong with the network.
#include "doctor/code_parts.h"

namespace platen::doctor {

namespace {

using enum Severity;
using W = Where;

constexpr std::array table{
    Code{"listens-here-alone",
         warning,
         W::server,
         "Other computers cannot reach the server",
         "It listens on {subject} alone, which only this machine can reach; printers are shared "
         "all the same.",
         {"listen = [\"*\"] in [server] of platen.toml opens it to the network. Set up users "
          "first: platen user "
          "set NAME"}},
    Code{"dns-sd-not-running",
         warning,
         W::server,
         "Printers are not announced in the network",
         "Avahi does not answer at {subject}, so computers and phones do not find printers by "
         "themselves.",
         {"Install and start it: apt-get install avahi-daemon; systemctl enable --now avahi-daemon",
          "Until then, add printers by their address: ipp://HOST:PORT/ipp/print/NAME"}},
    Code{"announcing-off",
         note,
         W::server,
         "Announcing is switched off",
         "platen.toml has announce = false in [discovery].",
         {"Add printers by their address, or paste the DNS records below into your zone."}},
    Code{"printer-not-shared",
         note,
         W::server,
         "{subject} is not announced",
         "It is not shared: it prints, but nobody finds it by itself.",
         {"platen modify -d {subject} -o printer-is-shared=true"},
         "Share the printer",
         "{subject} is announced in the network."},
    Code{"inbox-not-open",
         problem,
         W::server,
         "The {protocol} inbox of {subject} is not open",
         "Nobody can print on {subject} at port {port}: {reason}.",
         {"Another program may have that port: \"ss -ltnp sport = {port}\" names it. A system "
          "with CUPS' cups-lpd has 515.",
          "Choose another port: \"platen modify -d {subject} --raw-port PORT\", or lpd-port in "
          "[inbox] of platen.toml. The server tries again every ten seconds."}},
    Code{"inbox-refuses",
         warning,
         W::server,
         "The inboxes of {subject} refuse everybody",
         "[access] login-to-print is on, and nobody can log in at a raw port or by LPD.",
         {"Close them: \"platen modify -d {subject} --raw-port 0 --lpd no\".",
          "Or let everybody print without a log-in: login-to-print = false in [access] of "
          "platen.toml."}},
    Code{"routed-network",
         note,
         W::server,
         "{subject} is in another network",
         "{subject} is in none of this machine's networks ({networks}). Multicast DNS ends at the "
         "router, so "
         "that it finds no printers by itself.",
         {"Paste the DNS records below into the zone that its search domain names.",
          "Or add printers there by their address: ipp://HOST:PORT/ipp/print/NAME"}},
    Code{"no-printers",
         note,
         W::server,
         "There are no printers yet",
         "The server has none to print on.",
         {"Add one: platen probe DEVICE-URI names its model, then platen add -d NAME -m MODEL -v "
          "DEVICE-URI; or in the app, "
          "Settings."}},
};

} // namespace

std::span<const Code> network_codes() {
  return table;
}

} // namespace platen::doctor
