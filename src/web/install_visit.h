#pragma once

#include "http/exchange.h"
#include "install/guide.h"
#include "web/form.h"
#include "web/install.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::web {

// What a request for instructions says, kept until the printers are known.
struct InstallQuestion {
  std::string file; // "guide.json"; empty: the page
  Form query;
  std::string host, user_agent, accept_language;
  http::Peer peer;
};

// How the client reached us: by the Host that it sent, which the HTTP server has checked.
install::Place place_of(const InstallQuestion& question, const InstallFacts& facts, bool self_made);
// The printers of an answer of GET printers.
std::vector<install::Printer> printers_of(const install::Json& json);
// Errc::not_found: the printer that was asked for is not there.
Result<install::Visit> visit_of(const InstallQuestion& question, const InstallFacts& facts,
                                const install::Json& printers);
install::Words words_of(const InstallQuestion& question);

} // namespace platen::web
