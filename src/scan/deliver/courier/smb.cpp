#include "base/percent.h"
#include "base/sealed_file.h"
#include "scan/deliver/address.h"
#include "scan/deliver/courier/share.h"
#include "scan/deliver/deliver_limits.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <libsmbclient.h>
#include <sys/stat.h>

namespace platen::scan::courier {

namespace {

// Nothing of this machine's own smb.conf: no SMB1, names by the name service alone (broadcasts go
// to everybody), no files of its own.
constexpr std::string_view configuration = "[global]\n"
                                           "client min protocol = SMB2_02\n"
                                           "client max protocol = SMB3\n"
                                           "client signing = if_required\n"
                                           "name resolve order = host\n"
                                           "disable netbios = yes\n"
                                           "load printers = no\n"
                                           "log level = 0\n";

void copy_text(const std::string& text, char* into, int room) {
  std::snprintf(into, static_cast<std::size_t>(std::max(room, 0)), "%s", text.c_str());
}

class Smb final : public Share {
public:
  Smb(Address address, const DeliveryRequest& request, Reporter& reporter)
      : address_(std::move(address)), request_(&request), reporter_(&reporter),
        context_(::smbc_new_context()) {
    folder_ = "smb://" + address_.host + percent_encoded(address_.path, "/");
    while (folder_.ends_with('/'))
      folder_.pop_back();
  }
  Smb(const Smb&) = delete;
  Smb& operator=(const Smb&) = delete;
  ~Smb() override {
    if (context_ != nullptr) ::smbc_free_context(context_, 1);
  }

  Result<void> connect() {
    if (context_ == nullptr) return fail(Errc::busy, "there is no memory for a connection");
    TRY_VOID(configure());
    ::smbc_setOptionUserData(context_, this);
    ::smbc_setFunctionAuthDataWithContext(context_, &log_in);
    ::smbc_setOptionUseKerberos(context_, 0);
    ::smbc_setOptionNoAutoAnonymousLogin(context_, 1);
    ::smbc_setOptionDebugToStderr(context_, 1);
    ::smbc_setTimeout(context_, static_cast<int>(request_->attempt.patience.count() * 1000));
    ::smbc_setPort(context_, address_.port);
    if (::smbc_init_context(context_) == nullptr)
      return fail(Errc::busy, "libsmbclient cannot be set up: " + errno_text(errno));
    if (!::smbc_setOptionProtocols(context_, "SMB2_02", "SMB3"))
      return fail(Errc::unsupported, "this system's libsmbclient has no SMB2");
    return open_first();
  }

  Result<Seen> look(const std::string& name, LocalFile& file) override {
    const std::string url = url_of(name);
    struct stat about {};
    if (::smbc_getFunctionStat(context_)(context_, url.c_str(), &about) != 0) {
      if (errno == ENOENT) return Seen::nothing;
      if (errno == EACCES || errno == EPERM) return Seen::unreadable;
      return refusal("cannot look at " + name, errno);
    }
    if (!S_ISREG(about.st_mode) || static_cast<std::uint64_t>(about.st_size) != file.size())
      return Seen::other;
    SMBCFILE* const open = ::smbc_getFunctionOpen(context_)(context_, url.c_str(), O_RDONLY, 0);
    if (open == nullptr && (errno == EACCES || errno == EPERM)) return Seen::unreadable;
    if (open == nullptr) return refusal("cannot look at " + name, errno);
    auto seen = compare(open, file);
    ::smbc_getFunctionClose(context_)(context_, open);
    return seen;
  }

  Result<void> put(const std::string& name, LocalFile& file) override {
    SMBCFILE* const open = ::smbc_getFunctionOpen(context_)(context_, url_of(name).c_str(),
                                                            O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const std::string doing = "cannot write to " + shown();
    if (open == nullptr) return refusal(doing, errno);
    auto written = copy(open, file, doing);
    if (::smbc_getFunctionClose(context_)(context_, open) != 0 && written)
      return refusal(doing, errno);
    return written;
  }

  Result<bool> rename(const std::string& from, const std::string& to) override {
    // libsmbclient removes what is in the way, so that it must not be asked to where something is.
    struct stat about {};
    if (::smbc_getFunctionStat(context_)(context_, url_of(to).c_str(), &about) == 0) return false;
    if (errno != ENOENT) return refusal("cannot look at " + to, errno);
    if (::smbc_getFunctionRename(context_)(context_, url_of(from).c_str(), context_,
                                           url_of(to).c_str()) == 0)
      return true;
    if (errno == EEXIST) return false;
    return refusal("cannot give " + to + " its name", errno);
  }

  void remove(const std::string& name) override {
    ::smbc_getFunctionUnlink(context_)(context_, url_of(name).c_str());
  }

private:
  std::string url_of(const std::string& name) const {
    return folder_ + "/" + percent_encoded(name);
  }
  std::string shown() const { return "smb://" + address_.host + address_.path; }

  Result<void> configure() {
    TRY(const UniqueFd file, sealed_file(as_bytes(configuration)));
    const std::string path = "/proc/self/fd/" + std::to_string(file.get());
    if (::smbc_setConfiguration(context_, path.c_str()) != 0)
      return fail(Errc::unsupported, "libsmbclient does not take its configuration");
    return {};
  }

  static void log_in(SMBCCTX* context, const char*, const char*, char* workgroup, int room,
                     char* user, int user_room, char* password, int password_room) {
    const auto& self = *static_cast<const Smb*>(::smbc_getOptionUserData(context));
    const Destination& to = self.request_->destination;
    if (to.login == "none") {
      copy_text("", user, user_room);
      copy_text("", password, password_room);
      return;
    }
    const std::size_t slash = to.user.find('\\'); // DOMAIN\USER
    if (slash != std::string::npos) copy_text(to.user.substr(0, slash), workgroup, room);
    copy_text(slash == std::string::npos ? to.user : to.user.substr(slash + 1), user, user_room);
    copy_text(self.request_->attempt.secret, password, password_room);
  }

  // The errors of the first question are those of name, connection, login and share.
  Result<void> open_first() {
    SMBCFILE* const open = ::smbc_getFunctionOpendir(context_)(context_, folder_.c_str());
    if (open != nullptr) {
      ::smbc_getFunctionClosedir(context_)(context_, open);
      return {};
    }
    switch (errno) {
    case EACCES:
    case EPERM:
      return fail(Errc::denied, address_.host + " refuses the login of \"" +
                                    request_->destination.user + "\", or this user may not open " +
                                    shown() + "; check user, password and the share's permissions");
    case ENOENT:
    case ENODEV:
    case ENOTDIR:
      return fail(Errc::not_found, shown() + " is not there: no such share or folder; make it, or "
                                             "correct the address");
    default:
      return refusal("cannot open " + shown(), errno);
    }
  }

  Result<Seen> compare(SMBCFILE* open, LocalFile& file) {
    Comparison comparison(file);
    Buffer block(256 << 10);
    for (;;) {
      const ssize_t got =
          ::smbc_getFunctionRead(context_)(context_, open, block.data(), block.size());
      if (got < 0) return refusal("cannot read from " + shown(), errno);
      if (got == 0) return comparison.whole() ? Seen::same : Seen::other;
      TRY(const bool same, comparison.take(Bytes(block).first(static_cast<std::size_t>(got))));
      if (!same) return Seen::other;
      reporter_->moving();
    }
  }

  Result<void> copy(SMBCFILE* open, LocalFile& file, const std::string& doing) {
    file.rewind();
    Buffer block(256 << 10);
    for (;;) {
      TRY(const std::size_t got, file.read(block));
      if (got == 0) return {};
      for (std::size_t at = 0; at < got;) {
        const ssize_t took =
            ::smbc_getFunctionWrite(context_)(context_, open, block.data() + at, got - at);
        if (took <= 0) return refusal(doing, took < 0 ? errno : EIO);
        at += static_cast<std::size_t>(took);
        reporter_->moving();
      }
    }
  }

  Failure refusal(const std::string& doing, int error_number) const {
    const std::string host = address_.host + ":" + std::to_string(address_.port);
    switch (error_number) {
    case ECONNREFUSED:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EHOSTDOWN:
      return fail(Errc::unreachable, "nobody answers at " + host);
    case ETIMEDOUT:
      return fail(Errc::timeout, host + " does not answer any more");
    case ENOSPC:
    case EDQUOT:
      return fail(Errc::io, doing + ": its disk is full; it is tried again");
    case EACCES:
    case EPERM:
      return fail(Errc::denied, doing + ": \"" + request_->destination.user +
                                    "\" may not; check the share's permissions");
    case EROFS:
      return fail(Errc::denied, doing + ": it can only be read");
    case ENOENT:
      return fail(Errc::not_found, doing + ": the folder is not there any more");
    default:
      return fail(Errc::io, doing + ": " + errno_text(error_number));
    }
  }

  Address address_;
  const DeliveryRequest* request_;
  Reporter* reporter_;
  SMBCCTX* context_;
  std::string folder_;
};

} // namespace

Result<std::unique_ptr<Share>> open_smb(const DeliveryRequest& request, Reporter& reporter) {
  TRY(Address address, parse_address(request.destination.address));
  auto share = std::make_unique<Smb>(std::move(address), request, reporter);
  TRY_VOID(share->connect());
  return std::unique_ptr<Share>(std::move(share));
}

} // namespace platen::scan::courier
