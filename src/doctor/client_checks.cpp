#include "doctor/checks.h"

#include <cstdlib>

namespace platen::doctor {

std::string in_words(const Process& process) {
  return process.name + " (process " + std::to_string(process.pid) + ")";
}

namespace {

// Why the server of this machine does not answer.
void check_absent(const ClientFacts& facts, Findings& found) {
  if (facts.state_holder)
    found.push_back(make_finding(
        "state-in-use", facts.state,
        {{"pid", std::to_string(facts.state_holder->pid)}, {"process", facts.state_holder->name}}));
  else
    found.push_back(make_finding("server-not-running", facts.text));
  if (!facts.config_error.empty())
    found.push_back(
        make_finding("configuration-wrong", "platen.toml", {{"reason", facts.config_error}}));
  if (!facts.state_exists) found.push_back(make_finding("state-folder-missing", facts.state));
  if (!facts.state_owner.empty())
    found.push_back(make_finding("state-folder-not-ours", facts.state,
                                 {{"owner", facts.state_owner}, {"user", facts.user}}));
  if (facts.port_holder)
    found.push_back(make_finding(
        "port-in-use", "port " + std::to_string(facts.port),
        {{"port", std::to_string(facts.port)}, {"holder", in_words(*facts.port_holder)}}));
  if (facts.socket_left) // one that a living server is about to use stays
    found.push_back(
        make_finding("stale-socket", facts.socket, {}, !facts.state_holder.has_value()));
  if (!facts.secrets.empty())
    check_modes(facts.secrets.front(), {facts.secrets.begin() + 1, facts.secrets.end()}, found);
}

void check_tls(const ClientFacts& facts, Findings& found) {
  if (!facts.kept_certificate.empty())
    found.push_back(
        make_finding("certificate-changed", facts.host, {{"file", facts.kept_certificate}}));
  if (facts.certificate) check_certificate(*facts.certificate, facts.text, facts.now, found);
  for (const std::string& name : facts.names_missing)
    found.push_back(make_finding("certificate-lacks-name", name));
  if (facts.ahead_s && std::abs(*facts.ahead_s) > clock_tolerance_s)
    found.push_back(make_finding("clock-wrong", facts.text,
                                 {{"seconds", std::to_string(std::abs(*facts.ahead_s))},
                                  {"direction", *facts.ahead_s > 0 ? "ahead" : "behind"}}));
}

} // namespace

Findings check_client(const ClientFacts& facts) {
  Findings found;
  for (const auto& [variable, proxy] : facts.proxies)
    found.push_back(
        make_finding("proxy-in-the-way", facts.host, {{"variable", variable}, {"proxy", proxy}}));
  if (!facts.resolve_error.empty()) {
    found.push_back(
        make_finding("name-not-resolved", facts.host, {{"reason", facts.resolve_error}}));
    return found;
  }
  check_tls(facts, found);
  if (!facts.foreign.empty()) {
    found.push_back(make_finding("not-a-platen-server", facts.text, {{"reason", facts.foreign}}));
  } else if (facts.answers) {
    found.push_back(make_finding("server-answers", facts.text,
                                 {{"server", facts.text}, {"version", facts.version}}));
    if (facts.version != facts.own_version)
      found.push_back(make_finding("version-differs", facts.text,
                                   {{"own", facts.own_version}, {"theirs", facts.version}}));
    if (!facts.refused.empty())
      found.push_back(make_finding("log-in-needed", facts.text, {{"reason", facts.refused}}));
  } else if (facts.here) {
    check_absent(facts, found);
  } else if (facts.kept_certificate.empty()) {
    found.push_back(
        make_finding("port-not-reachable", facts.text,
                     {{"reason", facts.reach.words.empty() ? "no answer" : facts.reach.words},
                      {"port", std::to_string(facts.port)}}));
  }
  return found;
}

} // namespace platen::doctor
