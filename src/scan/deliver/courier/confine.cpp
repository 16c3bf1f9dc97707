#include "scan/deliver/courier/confine.h"

#include "render/sandbox/sandbox.h"
#include "scan/deliver/deliver_limits.h"

#include <array>

#include <sys/resource.h>

namespace platen::scan::courier {

namespace {

// What the name service, OpenSSL, libcurl and libsmbclient read by themselves.
constexpr std::array<const char*, 18> system_files{"/etc/fstab",
                                                   "/etc/gai.conf",
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
                                                   "/usr/share/zoneinfo",
                                                   "/dev/urandom"};

// No more than it has: only the superuser may raise that.
std::uint64_t file_bytes() {
  rlimit now{};
  return ::getrlimit(RLIMIT_FSIZE, &now) == 0 ? now.rlim_cur : RLIM_INFINITY;
}

} // namespace

Result<void> confine(const DeliveryRequest& request) {
  render::sandbox::Rules rules;
  rules.memory_bytes = limits::helper_memory_bytes;
  rules.threads = true; // libcurl asks the name service on one
  rules.cpu = limits::helper_cpu;
  rules.scratch_file_bytes = file_bytes();
  rules.accept_less = true; // nothing of a stranger's is opened here
  rules.readable.assign(system_files.begin(), system_files.end());
  for (const PackedFile& file : request.attempt.files)
    rules.readable.push_back(file.path);
  const Destination& to = request.destination;
  if (!to.trust.empty()) rules.readable.emplace_back(to.trust);
  std::error_code no_folder; // it says so itself
  if (to.kind == DestinationKind::folder && std::filesystem::is_directory(to.address, no_folder))
    rules.scratch = to.address;
  rules.scratch_renames = true;
  rules.network = to.kind != DestinationKind::folder;
  return render::sandbox::enter_to_talk(rules);
}

} // namespace platen::scan::courier
