#pragma once

#include "base/result.h"
#include "server/paths.h"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace platen::server {

// The server's certificate as people see and change it in the app. From any thread.
class CertificateDesk {
public:
  struct Options {
    Paths paths;
    std::function<bool()> of_file; // platen.toml names one: it is not for the app to change
    std::function<std::filesystem::path()> present; // the file of the certificate in force
    std::function<Result<void>()> apply;            // takes into use what lies there now
  };
  explicit CertificateDesk(Options options) : options_(std::move(options)) {}

  // {"subject", "issuer", "names", "begins", "ends", "fingerprint", "source"}
  Result<std::string> show() const;
  // {"certificate": PEM, "key": PEM}: with all that the chain needs. Errc::invalid says what is
  // wrong with it; Errc::conflict: platen.toml names one.
  Result<void> put(std::string_view json);
  Result<void> remove(); // the server's own is in force again

private:
  Options options_;
  std::mutex mutex_;
};

} // namespace platen::server
