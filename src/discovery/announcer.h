#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace platen::discovery {

// One service instance of DNS-SD (RFC 6763).
struct Service {
  std::string type;                  // "_ipp._tcp"
  std::vector<std::string> subtypes; // "_universal", "_print"
  std::uint16_t port = 0;            // 0 holds the name only (RFC 6763 section 8, "_printer._tcp")
  std::vector<std::pair<std::string, std::string>>
      txt; // in their order; a value of at most 255 - key bytes
};

// What one printer announces under one name, all or nothing.
struct Announcement {
  std::string key;  // stable: the printer's uuid
  std::string name; // wanted instance name, UTF-8, at most 63 bytes after cutting at a character
  std::vector<Service> services;
};

// Keeps announcements registered with Avahi on a thread of its own: renames on conflict ("NAME #2",
// all services of the printer together), registers again when the daemon comes back.
class Announcer {
public:
  struct Options {
    // The name that a printer really got; a wish of the next start, so that names survive it.
    std::function<void(const std::string& key, const std::string& name)> named;
    std::function<void(std::string_view level, std::string_view text)> log;
    bool loopback_only = false; // announce on "lo" alone
  };
  virtual ~Announcer() = default;                  // takes everything back
  virtual void set(Announcement announcement) = 0; // adds or changes
  virtual void remove(const std::string& key) = 0;
};
// Without a daemon it logs that once and goes on looking for one; never fails.
std::unique_ptr<Announcer> make_announcer(Announcer::Options options);

} // namespace platen::discovery
