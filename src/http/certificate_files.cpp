#include "http/certificate_files.h"

#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::http {

namespace {

constexpr std::uint64_t most_bytes = 1 << 20;

Failure cannot_write(const std::filesystem::path& path, int error_number) {
  const bool denied = error_number == EACCES || error_number == EPERM || error_number == EROFS;
  return fail(denied ? Errc::denied : Errc::io,
              "cannot write " + path.string() + ": " + errno_text(error_number));
}

// Whole or not at all, and never readable for more people than `mode` says.
Result<void> put_file(const std::filesystem::path& path, std::string_view text, mode_t mode) {
  const std::filesystem::path beside = path.string() + ".new";
  ::unlink(beside.c_str());
  UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!fd) return cannot_write(path, errno);
  TRY_VOID(write_all(fd.get(), as_bytes(text)));
  if (::fchmod(fd.get(), mode) != 0 || ::fsync(fd.get()) != 0 ||
      ::rename(beside.c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    ::unlink(beside.c_str());
    return cannot_write(path, error_number);
  }
  // The name too: a key whose certificate is not there would keep the server from starting.
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const UniqueFd entry(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!entry || ::fsync(entry.get()) != 0) return cannot_write(path, errno);
  return {};
}

Result<std::string> text_of(const std::filesystem::path& path) {
  TRY(const Buffer bytes, read_file(path, most_bytes));
  return std::string(as_text(bytes));
}

// Of the interfaces that are up, without those that hold for one link alone.
void add_interfaces(std::vector<std::string>& into) {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return;
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_UP) == 0) continue;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (one->ifa_addr->sa_family == AF_INET) {
      const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
      into.emplace_back(::inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()));
    } else if (one->ifa_addr->sa_family == AF_INET6) {
      const auto* address = reinterpret_cast<const sockaddr_in6*>(one->ifa_addr);
      if (IN6_IS_ADDR_LINKLOCAL(&address->sin6_addr)) continue;
      into.emplace_back(::inet_ntop(AF_INET6, &address->sin6_addr, text.data(), text.size()));
    }
  }
  ::freeifaddrs(list);
}

} // namespace

std::vector<std::string> certificate_names(const std::vector<std::string>& names,
                                           const std::vector<std::string>& addresses) {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    all.push_back(name);
    if (name.find('.') == std::string::npos) all.push_back(name + ".local");
  }
  all.insert(all.end(), {"localhost", "127.0.0.1", "::1"});
  for (const std::string& address : addresses) {
    if (address == "0.0.0.0" || address == "::")
      add_interfaces(all);
    else
      all.push_back(address);
  }
  std::vector<std::string> once;
  for (std::string& name : all)
    if (std::ranges::find(once, name) == once.end()) once.push_back(std::move(name));
  return once;
}

CertificateFiles::CertificateFiles(std::filesystem::path certificate, std::filesystem::path key,
                                   std::vector<std::string> names)
    : certificate_(std::move(certificate)), key_(std::move(key)), names_(std::move(names)) {}

// The certificate first: if only that arrives, its mark says that both may be made again.
Result<bool> CertificateFiles::write(const PemPair& pair) {
  TRY_VOID(put_file(certificate_, pair.certificate, 0644));
  TRY_VOID(put_file(key_, pair.key, 0600));
  return true;
}

Result<bool> CertificateFiles::refresh(CalendarTime now) {
  std::error_code ignored;
  const bool has_key = std::filesystem::exists(key_, ignored);
  if (!std::filesystem::exists(certificate_, ignored)) {
    if (has_key)
      return fail(Errc::invalid, "the key " + key_.string() + " is there, but its certificate " +
                                     certificate_.string() + " is missing");
    TRY(const PemPair pair, make_self_signed(names_, now));
    return write(pair);
  }
  TRY(const std::string text, text_of(certificate_));
  auto facts = read_certificate(text, names_);
  if (!facts) return fail_within(certificate_.string(), facts.error());
  if (!facts->self_made && !has_key)
    return fail(Errc::invalid, "the certificate " + certificate_.string() +
                                   " is there, but its key " + key_.string() + " is missing");
  if (!facts->self_made) return false;
  if (has_key && facts->missing.empty() && facts->ends - now > certificate_renewal) return false;
  std::string old_key;
  if (has_key) {
    TRY(old_key, text_of(key_));
  }
  auto pair = make_self_signed(names_, now, old_key);
  if (!pair) return fail_within(key_.string(), pair.error());
  if (!has_key) return write(*pair);
  TRY_VOID(put_file(certificate_, pair->certificate, 0644));
  return true;
}

Result<std::shared_ptr<TlsContext>> CertificateFiles::load() {
  loaded_ = stamps(); // before reading: what changes meanwhile is read again
  return TlsContext::load(certificate_, key_);
}

bool CertificateFiles::changed() const {
  return stamps() != loaded_;
}

std::array<CertificateFiles::Stamp, 2> CertificateFiles::stamps() const {
  std::array<Stamp, 2> found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    struct stat info {};
    if (::stat((i == 0 ? certificate_ : key_).c_str(), &info) != 0) continue;
    found[i] = {info.st_dev, info.st_ino, static_cast<std::uint64_t>(info.st_size),
                info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
  }
  return found;
}

} // namespace platen::http
