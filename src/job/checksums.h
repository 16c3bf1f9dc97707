#pragma once

#include "job/content_hash.h"

#include <filesystem>
#include <map>
#include <string>

namespace platen::job {

// The digests of the files of a backup, by their names within it: the file SHA256SUMS, which
// "sha256sum -c" reads as well.
using Checksums = std::map<std::string, Digest>;
Result<void> write_checksums(const std::filesystem::path& folder, const Checksums& sums);
// Errc::not_found: the folder is no backup; Errc::malformed names the line, or the file that is
// missing or not as it was.
Result<Checksums> verify_checksums(const std::filesystem::path& folder);

Result<Digest> digest_of_path(const std::filesystem::path& path);
// Copies from the beginning of the descriptor into a new file, mode 0600.
Result<Digest> copy_file(int from, const std::filesystem::path& to);
// Makes a folder, and all that is in it, durable.
Result<void> sync_tree(const std::filesystem::path& folder);

} // namespace platen::job
