#include "web/install_visit.h"

#include "http/certificate.h"
#include "http/host.h"
#include "install/system.h"
#include "web/catalogue.h"
#include "web/near.h"
#include "web/plain_page.h"

#include <algorithm>

namespace platen::web {

namespace {

std::string in_uri(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host.starts_with("127.") || host == "::1" || host == "[::1]";
}

// By which other devices find this machine: a name without a dot is one of mDNS.
std::string name_for_others(const std::string& host) {
  return host.find('.') == std::string::npos ? host + ".local" : host;
}

std::vector<install::Inbox> inboxes_of(const Json& printer) {
  std::vector<install::Inbox> all;
  const auto found = printer.find("inboxes");
  if (found == printer.end() || !found->is_array()) return all;
  for (const Json& one : *found) {
    const auto port = one.is_object() ? one.find("port") : one.end();
    if (!one.is_object() || port == one.end() || !port->is_number_unsigned()) continue;
    all.push_back({text_in(one, "protocol"), port->get<std::uint16_t>(), text_in(one, "queue")});
  }
  return all;
}

std::string others_reach(const install::Place& place, const InstallFacts& facts,
                         const std::string& chosen) {
  install::Place theirs = place;
  if (is_loopback(place.host)) theirs.host = name_for_others(facts.host);
  return theirs.base() + "/install" + (chosen.empty() ? "" : "?printer=" + chosen);
}

} // namespace

install::Place place_of(const InstallQuestion& question, const InstallFacts& facts,
                        bool self_made) {
  install::Place place;
  place.encrypted = question.peer.encrypted;
  place.trusted = place.encrypted && !self_made;
  const auto authority = http::parse_authority(question.host);
  place.host = in_uri(authority ? authority->host : name_for_others(facts.host));
  const unsigned standard = place.encrypted ? 443 : 80;
  place.port = static_cast<std::uint16_t>(authority ? authority->port.value_or(standard) : 8631);
  return place;
}

std::vector<install::Printer> printers_of(const install::Json& json) {
  std::vector<install::Printer> all;
  if (!json.is_array()) return all;
  for (const Json& one : json) {
    install::Printer printer;
    printer.name = text_in(one, "printer-name");
    if (printer.name.empty()) continue;
    printer.model = text_in(one, "printer-make-and-model");
    printer.title = text_in(one, "printer-info");
    if (printer.title.empty()) printer.title = printer.model;
    printer.location = text_in(one, "printer-location");
    printer.uuid = text_in(one, "printer-uuid");
    printer.standard = flag_in(one, "default", false);
    printer.shared = flag_in(one, "printer-is-shared", true);
    printer.inboxes = inboxes_of(one);
    all.push_back(std::move(printer));
  }
  std::ranges::stable_sort(all, std::greater<>{}, &install::Printer::standard);
  return all;
}

Result<install::Visit> visit_of(const InstallQuestion& question, const InstallFacts& facts,
                                const install::Json& printers) {
  install::Visit visit;
  const auto certificate = http::describe_certificate(facts.certificate);
  const bool self_made = certificate && certificate->self_made;
  visit.place = place_of(question, facts, self_made);
  if (self_made) visit.fingerprint = certificate->fingerprint;
  const std::string said = value_of(question.query, "own"); // a script can tell more
  visit.detected = install::is_system(said) ? said : install::system_of(question.user_agent);
  const std::string wanted = value_of(question.query, "system");
  visit.system = install::is_system(wanted) ? wanted : visit.detected;
  visit.near = question.peer.loopback || is_near(question.peer.address);
  visit.announced = facts.announces;
  visit.local_only = facts.local_only;
  visit.scanners = facts.scanners;
  visit.server = facts.uuid;
  visit.chosen = value_of(question.query, "printer");
  for (const install::Printer& printer : printers_of(printers)) {
    const bool asked_for = printer.name == visit.chosen;
    if (printer.shared || asked_for) visit.all_printers.push_back(printer);
    if (asked_for || (visit.chosen.empty() && printer.shared)) visit.printers.push_back(printer);
  }
  if (!visit.chosen.empty() && visit.printers.empty())
    return fail(Errc::not_found, "there is no printer of that name here");
  visit.others_reach = others_reach(visit.place, facts, visit.chosen);
  return visit;
}

install::Words words_of(const InstallQuestion& question) {
  const std::string asked = value_of(question.query, "language");
  if (!asked.empty()) return install::Words::in(asked);
  return install::Words::in(Catalogue::for_browser(question.accept_language).language());
}

} // namespace platen::web
