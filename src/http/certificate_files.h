#pragma once

#include "http/certificate.h"
#include "http/tls.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace platen::http {

// The certificate and key on disk. One thread at a time.
class CertificateFiles {
public:
  CertificateFiles(std::filesystem::path certificate, std::filesystem::path key,
                   std::vector<std::string> names);

  // Makes the pair if it is missing; makes a certificate of our own anew, for the same key, when it
  // ends soon or lacks a name. Those of others are left alone. True: something was written.
  Result<bool> refresh(CalendarTime now);
  Result<std::shared_ptr<TlsContext>> load();
  bool changed() const; // since load(), by name, size or time
  const std::filesystem::path& certificate() const { return certificate_; }

private:
  struct Stamp {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  std::array<Stamp, 2> stamps() const;
  Result<bool> write(const PemPair& pair);

  std::filesystem::path certificate_, key_;
  std::vector<std::string> names_;
  std::array<Stamp, 2> loaded_;
};

// What a server is called on its addresses: its names (and "NAME.local"), localhost, the addresses
// that it listens on; for "any" those of the network interfaces.
std::vector<std::string> certificate_names(const std::vector<std::string>& names,
                                           const std::vector<std::string>& addresses);

} // namespace platen::http
