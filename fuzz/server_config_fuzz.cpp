// Any text as platen.toml: it is refused with words that say where, or every bound holds.
#include "server/config.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;

void expect(bool holds) {
  if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto config = server::parse_config(text, "platen.toml");
  if (!config) {
    expect(config.error().what.starts_with("platen.toml"));
    return 0;
  }
  expect(server::listen_addresses(*config).has_value());
  expect(config->connections >= 8 && config->connections <= 100'000);
  expect(config->certificate.empty() == config->key.empty());
  expect(config->policy.jobs_per_user >= 1);
  return 0;
}
