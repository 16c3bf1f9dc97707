#include "scan/deliver/secrets.h"

#include "base/file.h"
#include "base/utf8.h"
#include "scan/deliver/deliver_limits.h"

#include <cerrno>
#include <map>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::scan {

namespace {

constexpr std::uint64_t most_bytes = limits::secret_bytes * 64;
using Table = std::map<std::string, std::string>;

Result<void> check_owner(int fd, const std::string& file) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) return fail(Errc::io, file + ": " + errno_text(errno));
  if (!S_ISREG(about.st_mode) || (about.st_mode & 077) != 0)
    return fail(Errc::denied,
                file + " holds passwords and may be read by others: chmod 600 " + file);
  if (about.st_uid != ::geteuid() && ::geteuid() != 0)
    return fail(Errc::denied, file + " holds passwords and belongs to somebody else");
  return {};
}

// Without the parser's words: they would quote what it read.
Result<Table> parse(std::string_view text, const std::string& file) {
  const auto wrong = [&] {
    return fail(Errc::malformed,
                file + " is no list of secrets: move it away and give the secrets anew");
  };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return wrong();
  Table table;
  for (const auto& [name, secret] : json.items()) {
    if (!secret.is_string()) return wrong();
    table[name] = secret.get<std::string>();
  }
  return table;
}

Result<Table> read_table(const std::filesystem::path& file) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd && errno == ENOENT) return Table();
  if (!fd)
    return fail(errno == EACCES || errno == ELOOP ? Errc::denied : Errc::io,
                "cannot read " + file.string() + ": " + errno_text(errno));
  TRY_VOID(check_owner(fd.get(), file.string()));
  TRY(const Buffer bytes, read_file("/proc/self/fd/" + std::to_string(fd.get()), most_bytes));
  return parse(as_text(bytes), file.string());
}

} // namespace

Result<std::optional<std::string>> Secrets::find(const std::string& name) const {
  TRY(const Table table, read_table(file_));
  const auto found = table.find(name);
  return found == table.end() ? std::nullopt : std::optional(found->second);
}

Result<std::set<std::string>> Secrets::names() const {
  TRY(const Table table, read_table(file_));
  std::set<std::string> names;
  for (const auto& [name, secret] : table)
    names.insert(name);
  return names;
}

Result<void> Secrets::put(const std::string& name, const std::string& secret) {
  for (const std::string& text : {name, secret})
    if (text.size() > limits::secret_bytes || text.find('\0') != std::string::npos ||
        valid_utf8_prefix(text) != text.size())
      return fail(Errc::invalid, "a secret is UTF-8 of at most " +
                                     std::to_string(limits::secret_bytes) +
                                     " bytes, without zero bytes");
  TRY(Table table, read_table(file_));
  if (secret.empty())
    table.erase(name);
  else
    table[name] = secret;
  if (table.size() > limits::secret_count)
    return fail(Errc::limit, "more than " + std::to_string(limits::secret_count) + " secrets");
  TRY(AtomicFile file, AtomicFile::create(file_, true));
  TRY_VOID(file.write(nlohmann::json(table).dump()));
  return file.commit();
}

} // namespace platen::scan
