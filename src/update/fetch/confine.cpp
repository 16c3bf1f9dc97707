#include "update/fetch/confine.h"

#include "render/sandbox/network_files.h"
#include "render/sandbox/sandbox.h"

namespace platen::update {

namespace {

constexpr std::uint64_t memory_bytes = 512ULL << 20; // address space
constexpr std::chrono::seconds cpu{120};

} // namespace

Result<void> confine(const FetchRequest& request) {
  render::sandbox::Rules rules;
  rules.memory_bytes = memory_bytes;
  rules.threads = true; // libcurl asks the name service on one
  rules.cpu = cpu;
  rules.accept_less = true; // nothing of a stranger's is opened here
  rules.readable.assign(render::sandbox::network_files.begin(),
                        render::sandbox::network_files.end());
  if (!request.trust.empty()) rules.readable.emplace_back(request.trust);
  rules.network = true;
  return render::sandbox::enter_to_talk(rules);
}

} // namespace platen::update
