#include "base/file.h"
#include "update/open_source.h"
#include "update/pack.h"

#include <algorithm>

namespace platen::update {

namespace {

namespace fs = std::filesystem;

class FolderSource final : public Source {
public:
  explicit FolderSource(fs::path folder) : folder_(std::move(folder)) {}
  Result<Buffer> get(const std::string& name, std::uint64_t most_bytes) override {
    const fs::path file = folder_ / name;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return fail(Errc::not_found, "there is no " + file.string());
    // Of a pipe nobody knows when it ends.
    if (!fs::is_regular_file(file, ignored))
      return fail(Errc::invalid, file.string() + " is no file");
    return read_file(file, most_bytes);
  }

private:
  fs::path folder_;
};

class PackSource final : public Source {
public:
  explicit PackSource(Pack files) : files_(std::move(files)) {}
  Result<Buffer> get(const std::string& name, std::uint64_t most_bytes) override {
    const auto found = files_.find(name);
    if (found == files_.end())
      return fail(Errc::not_found, "there is no " + name + " among the packed models");
    if (found->second.size() > most_bytes)
      return fail(Errc::limit, name + " is larger than " + std::to_string(most_bytes) + " bytes");
    return found->second;
  }

private:
  Pack files_;
};

constexpr std::string_view https = "https://", file_scheme = "file://";

bool is_url(std::string_view where) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/[]%@+,=";
  const std::string_view rest = where.substr(https.size());
  return where.size() <= 1000 && !rest.empty() && rest.front() != '/' &&
         rest.find_first_not_of(letters) == rest.npos && rest.find('@') == rest.npos;
}

fs::path path_of(const std::string& where) {
  return where.starts_with(file_scheme) ? where.substr(file_scheme.size()) : where;
}

} // namespace

Result<void> check_source(const std::string& where) {
  if (where.starts_with("http://"))
    return fail(Errc::invalid,
                "\"" + where + "\" is not encrypted: a source of models is https:// or file://");
  const bool right = where.starts_with(https) ? is_url(where) : path_of(where).is_absolute();
  if (right) return {};
  return fail(Errc::invalid, "\"" + where +
                                 "\" is no source of models: it looks like https://HOST/PATH or "
                                 "file:///PATH");
}

Result<std::unique_ptr<Source>> open_pack(Buffer bytes) {
  TRY(Pack files, read_pack(bytes));
  return std::make_unique<PackSource>(std::move(files));
}

Result<std::unique_ptr<Source>> open_source(const std::string& where,
                                            const SourceOptions& options) {
  if (where.starts_with(https) || where.starts_with("http://")) {
    TRY_VOID(check_source(where));
    return fetch_source(where, options);
  }
  const fs::path path = path_of(where);
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return std::make_unique<FolderSource>(path);
  if (!fs::is_regular_file(path, ignored))
    return fail(Errc::not_found,
                "there is no folder and no file " + path.string() + " with models");
  TRY(Buffer bytes, read_file(path, limits::pack_bytes));
  return open_pack(std::move(bytes));
}

} // namespace platen::update
