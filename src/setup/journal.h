#pragma once

#include "base/file.h"
#include "setup/server.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace platen::setup {

// What a set-up has made or changed, so that it can be taken back. Each is written down before it
// is done.
struct Made {
  std::string server;                            // where
  std::string printer, printer_uuid, device_uri; // uuid empty: not known yet
  std::string scanner, scanner_uri;
  bool changed_default = false;
  std::string former_default; // empty: there was none

  bool nothing() const { return printer.empty() && scanner.empty() && !changed_default; }
};

// The file in which that is written down, for a set-up that is broken off: a lock that one process
// has at a time, and a record beside it.
class Journal {
public:
  // Errc::busy: another set-up is at work. `folder` is made, for its owner alone.
  static Result<Journal> open(const std::filesystem::path& folder);

  // What a set-up left that did not come to its end; nothing: none did. Errc::malformed.
  Result<std::optional<Made>> left() const;
  Result<void> write(const Made& made);
  Result<void> clear();
  const std::filesystem::path& file() const { return file_; }

private:
  Journal(UniqueFd lock, std::filesystem::path file)
      : lock_(std::move(lock)), file_(std::move(file)) {}
  UniqueFd lock_;
  std::filesystem::path file_;
};

// Takes back what is in `made`, as far as it is still there and still that: a printer that somebody
// has made anew under the name stays. Says each thing that it did.
Result<std::vector<std::string>> take_back(Server& server, const Made& made);

} // namespace platen::setup
