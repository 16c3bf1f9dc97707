#include "update/fetch/confine.h"

#include "render/sandbox/sandbox.h"

#include <array>

namespace platen::update {

namespace {

constexpr std::uint64_t memory_bytes = 512ULL << 20; // address space
constexpr std::chrono::seconds cpu{120};

// What the name service, OpenSSL and libcurl read by themselves.
constexpr std::array<const char*, 16> system_files{"/etc/gai.conf",
                                                   "/etc/host.conf",
                                                   "/etc/hosts",
                                                   "/etc/ld.so.cache",
                                                   "/etc/localtime",
                                                   "/etc/nsswitch.conf",
                                                   "/etc/resolv.conf",
                                                   "/etc/services",
                                                   "/etc/ssl",
                                                   "/lib",
                                                   "/proc/self",
                                                   "/run/systemd/resolve",
                                                   "/usr/lib",
                                                   "/usr/local/share/ca-certificates",
                                                   "/usr/share/ca-certificates",
                                                   "/dev/urandom"};

} // namespace

Result<void> confine(const FetchRequest& request) {
  render::sandbox::Rules rules;
  rules.memory_bytes = memory_bytes;
  rules.threads = true; // libcurl asks the name service on one
  rules.cpu = cpu;
  rules.accept_less = true; // nothing of a stranger's is opened here
  rules.readable.assign(system_files.begin(), system_files.end());
  if (!request.trust.empty()) rules.readable.emplace_back(request.trust);
  rules.network = true;
  return render::sandbox::enter_to_talk(rules);
}

} // namespace platen::update
