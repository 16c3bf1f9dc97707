#include "scan/deliver/courier/confine.h"

#include "render/sandbox/network_files.h"
#include "render/sandbox/sandbox.h"
#include "scan/deliver/deliver_limits.h"

#include <array>

#include <sys/resource.h>

namespace platen::scan::courier {

namespace {

// What libsmbclient reads by itself, beside what the network needs.
constexpr std::array<const char*, 2> share_files{"/etc/fstab", "/usr/share/zoneinfo"};

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
  rules.readable.assign(render::sandbox::network_files.begin(),
                        render::sandbox::network_files.end());
  rules.readable.insert(rules.readable.end(), share_files.begin(), share_files.end());
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
