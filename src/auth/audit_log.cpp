#include "auth/gate.h"
#include "base/file.h"

#include <chrono>
#include <ctime>
#include <mutex>

#include <fcntl.h>
#include <nlohmann/json.hpp>

namespace platen::auth {

namespace {

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

class FileLog final : public AuditLog {
public:
  explicit FileLog(UniqueFd file) : file_(std::move(file)) {}

  void record(const Principal& who, std::string_view act, std::string_view object,
              std::string_view outcome) override {
    const nlohmann::ordered_json entry{
        {"time", utc_now()},   {"user", who.name}, {"administrator", who.administrator},
        {"from", who.address}, {"act", act},       {"object", object},
        {"outcome", outcome}};
    const std::string line =
        entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    const std::lock_guard lock(one_line_);
    // A full disk must not stop the server from being administered.
    static_cast<void>(write_all(file_.get(), as_bytes(line)));
  }

private:
  UniqueFd file_;
  std::mutex one_line_;
};

} // namespace

Result<std::unique_ptr<AuditLog>> open_audit_log(const std::filesystem::path& file) {
  UniqueFd fd(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return fail(Errc::io, "the audit log " + file.string() + ": " + errno_text(errno));
  return std::unique_ptr<AuditLog>(std::make_unique<FileLog>(std::move(fd)));
}

} // namespace platen::auth
