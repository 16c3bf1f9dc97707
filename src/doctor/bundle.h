#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// An archive for whoever helps, without what is nobody else's business.
namespace platen::doctor {

// platen.toml with its keys, numbers and truth values: without comments, and "..." in place of
// every text. What no lexer of TOML would take ends it.
std::string redacted_toml(std::string_view toml);

// What shall not be in an archive, with what stands in its place. Longer ones go first; one of
// fewer than 3 characters is left alone, since it would be found in everything.
using Secrets = std::map<std::string, std::string>;
// `text` with IP addresses and all of `secrets` replaced; the same address becomes the same word.
std::string redacted(std::string text, const Secrets& secrets, bool keep_addresses = false);

// A tar archive (ustar), compressed by gzip. Errc::bug: the library failed.
struct ArchiveFile {
  std::string name, content;
};
Result<std::string> tar_gz(const std::vector<ArchiveFile>& files, std::int64_t time);

} // namespace platen::doctor
