#include "server/server.h"

#include "server/host.h"
#include "server/memory.h"

#include <unistd.h>

namespace platen::server {

Result<void> check_user(bool allow_root) {
  if (::geteuid() != 0 || allow_root) return {};
  return fail(Errc::denied, "the server does not run as root; start it as another user, or say "
                            "--allow-root");
}

Result<void> serve(ServeOptions options, const Signals& signals) {
  return_freed_memory();
  const MemoryReserve reserve;
  Host host(std::move(options));
  TRY_VOID(host.build());
  return host.serve(signals);
}

} // namespace platen::server
