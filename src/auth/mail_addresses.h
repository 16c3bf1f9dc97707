#pragma once

#include "auth/gate.h"
#include "auth/kept_file.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace platen::auth {

// Where users get mail about their jobs: lines of NAME:ADDRESS in a file of mode 0600, which is
// read again when it changes. Thread-safe.
class MailAddresses {
public:
  using Book = std::map<std::string, std::string>; // by user

  MailAddresses(std::filesystem::path file, Gate::Log log);

  std::string of(const std::string& user); // empty: none is known
  // Empty: it is removed. Errc::invalid: this is no address.
  Result<void> set(const std::string& user, const std::string& address);

private:
  const std::filesystem::path file_;
  KeptFile<Book> book_;
};

// NAME@DOMAIN in characters that neither a mail's head nor the file takes for something else.
bool is_mail_address(std::string_view text);

} // namespace platen::auth
