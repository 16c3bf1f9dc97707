#pragma once

#include "base/bytes.h"
#include "command_line.h"
#include "model/model.h"

#include <map>
#include <memory>

namespace platen::app {

// A model as a command without a server has it: that of -m, with what --library holds for it and
// the profiles that -o icc-profile=FILE names. The bytes of the profiles are beside it, and those of
// the PDFs that page-underlay and page-overlay name: files, or letterheads of --library.
struct OwnModel {
  model::Model model;
  std::map<std::string, std::shared_ptr<const Buffer>> profiles; // by SHA-256

  std::map<std::string, std::shared_ptr<const Buffer>> letterheads; // by SHA-256

  // Of a ticket's office layout; null where that names none.
  std::shared_ptr<const Buffer> letterhead(const std::string& sha256) const;
  // Null where the printer manages the colours.
  std::shared_ptr<const Buffer> profile_of(const model::Ticket& ticket) const;
};

// Every profile is looked into in the sandbox first.
Result<OwnModel> own_model(const Arguments& arguments, const model::Options& options,
                           bool without_sandbox);

} // namespace platen::app
