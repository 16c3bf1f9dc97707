#include "auth/gate.h"
#include "base/file.h"

#include <array>
#include <chrono>
#include <ctime>
#include <mutex>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::auth {

namespace {

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

Result<UniqueFd> open_to_append(const std::filesystem::path& file) {
  UniqueFd fd(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return fail(Errc::io, "the audit log " + file.string() + ": " + errno_text(errno));
  return fd;
}

class FileLog final : public AuditLog {
public:
  FileLog(std::filesystem::path path, UniqueFd file, Gate::Log log)
      : path_(std::move(path)), file_(std::move(file)), log_(std::move(log)) {}

  void record(const Principal& who, std::string_view act, std::string_view object,
              std::string_view outcome) override {
    const nlohmann::ordered_json entry{
        {"time", utc_now()},   {"user", who.name}, {"administrator", who.administrator},
        {"from", who.address}, {"act", act},       {"object", object},
        {"outcome", outcome}};
    const std::string line =
        entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    const std::lock_guard lock(one_line_);
    tell(append(line));
  }

private:
  Result<void> append(const std::string& line) {
    struct stat ours {
    }, there{};
    const bool same = ::fstat(file_.get(), &ours) == 0 && ::stat(path_.c_str(), &there) == 0 &&
                      ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
    if (!same) {
      TRY(file_, open_to_append(path_));
      if (::fstat(file_.get(), &ours) != 0) return fail(Errc::io, errno_text(errno));
    }
    auto written = write_all(file_.get(), as_bytes(line));
    // Half a line would spoil the next one as well.
    if (!written && ::ftruncate(file_.get(), ours.st_size) != 0)
      written = fail(Errc::io, written.error().what + ", and half a line stays in it");
    return written;
  }

  // A full disk must not stop the server from being administered: that is how room is made.
  void tell(const Result<void>& written) {
    if (!written) ++missing_;
    if (!log_ || (written && missing_ == 0) || (!written && missing_ > 1)) return;
    if (!written)
      return log_("error", "acts of administration are not recorded: " + path_.string() + ": " +
                               written.error().what + "; make room, or mend its permissions");
    log_("info", "acts of administration are recorded again; " + std::to_string(missing_) +
                     (missing_ == 1 ? " is" : " are") + " missing in " + path_.string());
    missing_ = 0;
  }

  const std::filesystem::path path_;
  UniqueFd file_;
  const Gate::Log log_;
  std::int64_t missing_ = 0; // acts since the log could last be written
  std::mutex one_line_;
};

} // namespace

Result<std::unique_ptr<AuditLog>> open_audit_log(const std::filesystem::path& file, Gate::Log log) {
  TRY(UniqueFd fd, open_to_append(file));
  return std::unique_ptr<AuditLog>(std::make_unique<FileLog>(file, std::move(fd), std::move(log)));
}

} // namespace platen::auth
