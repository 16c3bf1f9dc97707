#pragma once

#include "base/result.h"

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/stat.h>

namespace platen::auth {

// A file that is read again when it changed. One that becomes unreadable changes nothing: what was
// read before stays in force, and the log is told so once, and once more when it is mended.
// Thread-safe.
template<class T> class KeptFile {
public:
  using Read = std::function<Result<T>(const std::filesystem::path&)>;
  using Log = std::function<void(std::string_view level, std::string_view text)>;
  KeptFile(std::filesystem::path file, Read read, Log log)
      : file_(std::move(file)), read_(std::move(read)), log_(std::move(log)) {}

  // An empty one where there is no file; an error: it never could be read.
  Result<std::shared_ptr<const T>> current() {
    const std::lock_guard lock(mutex_);
    struct stat about {};
    if (::stat(file_.c_str(), &about) != 0 && errno == ENOENT) {
      good_.reset();
      bad_.reset();
      value_ = std::make_shared<const T>();
      return value_;
    }
    const Version version{about.st_ino, ns(about.st_mtim), ns(about.st_ctim)};
    // Whoever may read it is no matter of its content: a change of that alone is not looked at
    // while it is good, and is while it is bad.
    if (good_ && good_->inode == version.inode && good_->modified == version.modified)
      return value_;
    if (!bad_ || *bad_ != version) look(version);
    if (bad_ && !good_) return Failure(trouble_);
    return value_;
  }

private:
  struct Version {
    std::uint64_t inode = 0;
    std::int64_t modified = 0, changed = 0;
    bool operator==(const Version&) const = default;
  };
  static std::int64_t ns(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  }

  void look(const Version& version) {
    auto fresh = read_(file_);
    if (fresh) {
      value_ = std::make_shared<const T>(*std::move(fresh));
      good_ = version;
      if (std::exchange(bad_, std::nullopt))
        log("info", file_.string() + " can be read again and is in force");
      return;
    }
    bad_ = version;
    trouble_ = std::move(fresh).error();
    if (good_)
      log("error",
          trouble_.what + "; what was read of it before stays in force until it is mended");
  }
  void log(std::string_view level, const std::string& text) const {
    if (log_) log_(level, text);
  }

  const std::filesystem::path file_;
  const Read read_;
  const Log log_;
  std::mutex mutex_;
  std::optional<Version> good_, bad_; // that were read last, with and without success
  Error trouble_;
  std::shared_ptr<const T> value_ = std::make_shared<const T>();
};

} // namespace platen::auth
