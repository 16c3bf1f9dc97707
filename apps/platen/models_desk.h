#pragma once

#include "intake/api/update_routes.h"
#include "remote/api.h"
#include "update/source.h"

#include <memory>

namespace platen::app {

// Where "platen models" and "platen update" do what they are told: at a server, or at the files of
// one that does not run.
class ModelsDesk {
public:
  using Wish = intake::api::UpdateDesk::Wish;
  virtual ~ModelsDesk() = default;
  virtual Result<Json> status() = 0;
  virtual Result<Json> check() = 0;                       // at the configured source
  virtual Result<Json> check(update::Source& source) = 0; // at another
  virtual Result<Json> install(const Wish& wish) = 0;
  virtual Result<Json> install(update::Source& source, const Wish& wish) = 0;
  virtual Result<std::string> pin(const std::string& id, std::optional<std::int64_t> version) = 0;
  virtual Result<std::string> unpin(const std::string& id) = 0;
  virtual Result<std::string> rollback(const std::string& id) = 0;
  virtual Result<Json> verify() = 0;
  virtual Result<std::string> text_of(const std::string& id) = 0;
};

// The server of --server or --state or the usual one, if it answers; else, with --state, or if
// nothing is to be `changed`, the files. Errc::unreachable.
Result<std::unique_ptr<ModelsDesk>> open_models_desk(const Arguments& arguments, bool changes);

// What --from names; none: it is not given.
Result<std::unique_ptr<update::Source>> source_of(const Arguments& arguments);

} // namespace platen::app
