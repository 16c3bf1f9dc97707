#pragma once

#include "base/bytes.h"
#include "library/library.h"

#include <functional>
#include <map>
#include <string>

namespace platen::library {

// A library with the bytes of its profiles and letterheads, by their SHA-256.
struct Bundle {
  Library library;
  std::map<std::string, Buffer> profiles;
};

// The one file in which papers, profiles, recipes and letterheads travel: JSON,
// docs/howto/photographer.md has an example. `bytes_of` gives a profile's bytes by its digest;
// without it the file has none (an index, which keeps what is known of each instead).
Result<std::string> write_bundle(const Library& library,
                                 const std::function<Result<Buffer>(const std::string&)>& bytes_of);
std::string write_index(const Library& library);
// The index with what the models have of their own, for people: "media" and "presets".
std::string write_listing(const Library& library, std::span<const model::Model> files);

// Errc::malformed names the member that is wrong: unknown, missing, of another form, a profile
// whose bytes have not its SHA-256. Errc::limit: too large. Nothing is checked against models, and
// no profile is looked into.
Result<Bundle> read_bundle(std::string_view text);
Result<Library> read_index(std::string_view text);

} // namespace platen::library
