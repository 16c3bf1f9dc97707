#pragma once

#include "intake/api/route.h"

#include <optional>
#include <string>
#include <vector>

namespace platen::intake::api {

// The models of a server that come alone, and word of a newer program. Answers are JSON as
// docs/protocols/rest.md has it. From several threads at once; what asks a network takes its time.
class UpdateDesk {
public:
  struct Wish {
    std::vector<std::string> models; // ids
    bool all = false, dry_run = false;
  };
  virtual ~UpdateDesk() = default;
  virtual std::string status() = 0;
  virtual Result<std::string> check() = 0; // asks the source now; the status after it
  virtual Result<std::string> install(const Wish& wish) = 0;
  virtual Result<std::string> install_packed(const std::string& pack, const Wish& wish) = 0;
  virtual Result<std::string> pin(const std::string& id, std::optional<std::int64_t> version) = 0;
  virtual Result<std::string> unpin(const std::string& id) = 0;
  virtual Result<std::string> rollback(const std::string& id) = 0;
  virtual Result<std::string> verify() = 0;
  virtual Result<std::string> text_of(const std::string& id) = 0; // the model's file, as TOML
};

// `desk` outlives them; null for the table alone.
Routes update_routes(UpdateDesk* desk);

} // namespace platen::intake::api
