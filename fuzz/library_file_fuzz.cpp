#include "library/bundle.h"

#include <cstdint>
#include <cstdlib>

// A file of papers, profiles and recipes from anywhere: it is refused in words, or what is read of
// it is the same when it is written and read again.
namespace {

using namespace platen;

void expect(bool holds) {
  if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto index = library::read_index(text);
  expect(index || !index.error().what.empty());
  const auto bundle = library::read_bundle(text);
  if (!bundle) {
    expect(!bundle.error().what.empty());
    return 0;
  }
  const auto bytes_of = [&](const std::string& sha256) -> Result<Buffer> {
    return bundle->profiles.at(sha256);
  };
  const auto written = library::write_bundle(bundle->library, bytes_of);
  expect(written.has_value());
  const auto again = library::read_bundle(*written);
  expect(again.has_value() && again->profiles == bundle->profiles);
  expect(library::write_index(again->library) == library::write_index(bundle->library));
  return 0;
}
