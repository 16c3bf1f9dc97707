#include "scan/deliver/courier/curl_session.h"

#include "base/percent.h"
#include "scan/deliver/deliver_limits.h"

namespace platen::scan::courier {

namespace {

// libcurl's name of the protocol that a destination's scheme speaks.
std::string protocol_of(const std::string& scheme) {
  if (scheme == "dav") return "http";
  if (scheme == "davs") return "https";
  return scheme;
}

} // namespace

Result<std::unique_ptr<CurlSession>> CurlSession::open(const DeliveryRequest& request,
                                                       Reporter& reporter) {
  TRY(Address address, parse_address(request.destination.address));
  static_cast<void>(::curl_global_init(CURL_GLOBAL_DEFAULT)); // the handle fails where this does
  CURL* const handle = ::curl_easy_init();
  if (handle == nullptr) return fail(Errc::busy, "there is no memory for a connection");
  return std::unique_ptr<CurlSession>(
      new CurlSession(handle, request, std::move(address), reporter));
}

CurlSession::CurlSession(CURL* handle, const DeliveryRequest& request, Address address,
                         Reporter& reporter)
    : handle_(handle), request_(&request), address_(std::move(address)), reporter_(&reporter) {}

CurlSession::~CurlSession() {
  ::curl_easy_cleanup(handle_);
}

std::string CurlSession::url(const std::string& path, std::string_view scheme) const {
  return std::string(scheme) + "://" + address_.host + ":" + std::to_string(address_.port) +
         percent_encoded(path, "/");
}

void CurlSession::begin(const std::string& url) {
  ::curl_easy_reset(handle_); // keeps its connection
  unset_ = false;
  words_.front() = 0;
  take_ = {};
  give_ = {};
  all_sent_ = {};
  given_ = {};
  moved_ = 0;
  set_common();
  set(CURLOPT_URL, url.c_str());
}

void CurlSession::set_common() {
  const Destination& to = request_->destination;
  set(CURLOPT_PROTOCOLS_STR, protocol_of(address_.scheme).c_str());
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_ERRORBUFFER, words_.data());
  set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(limits::connect.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request_->attempt.patience.count()));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!to.trust.empty()) {
    set(CURLOPT_CAINFO, to.trust.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_WRITEFUNCTION, &take_bytes);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_READFUNCTION, &give_bytes);
  set(CURLOPT_READDATA, this);
}

void CurlSession::take_body(Take take) {
  take_ = std::move(take);
}

void CurlSession::give_body(Give give, std::uint64_t size) {
  give_ = std::move(give);
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
}

std::size_t CurlSession::take_bytes(char* data, std::size_t size, std::size_t count, void* self) {
  auto& session = *static_cast<CurlSession*>(self);
  const Bytes bytes = std::as_bytes(std::span(data, size * count));
  return !session.take_ || session.take_(bytes) ? bytes.size() : 0;
}

std::size_t CurlSession::give_bytes(char* data, std::size_t size, std::size_t count, void* self) {
  auto& session = *static_cast<CurlSession*>(self);
  if (!session.give_) return 0;
  const auto got = session.give_(std::as_writable_bytes(std::span(data, size * count)));
  if (got) return *got;
  session.given_ = Failure(got.error());
  return CURL_READFUNC_ABORT;
}

int CurlSession::on_progress(void* self, curl_off_t, curl_off_t down, curl_off_t all_up,
                             curl_off_t up) {
  auto& session = *static_cast<CurlSession*>(self);
  if (session.all_sent_ && all_up > 0 && up >= all_up) session.all_sent_();
  if (down + up != session.moved_) session.reporter_->moving();
  session.moved_ = down + up;
  return 0;
}

CURLcode CurlSession::perform() {
  return unset_ ? CURLE_FAILED_INIT : ::curl_easy_perform(handle_);
}

long CurlSession::code() const {
  long code = 0;
  ::curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

Failure CurlSession::failure(CURLcode result, const std::string& doing) const {
  const std::string host = address_.host + ":" + std::to_string(address_.port);
  const std::string detail =
      words_.front() != 0 ? std::string(words_.data()) : std::string(::curl_easy_strerror(result));
  if (!given_) return Failure(given_.error());
  switch (result) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return fail(Errc::unreachable, "the name " + address_.host +
                                       " is not known to the name service; check the address, or "
                                       "the network of this machine");
  case CURLE_COULDNT_CONNECT:
    return fail(Errc::unreachable, "nobody answers at " + host + " (" + detail + ")");
  case CURLE_OPERATION_TIMEDOUT:
    return fail(Errc::timeout, host + " does not answer any more (" + detail + ")");
  case CURLE_PEER_FAILED_VERIFICATION:
    return fail(Errc::denied, "the certificate of " + host + " is not trusted (" + detail +
                                  "); if it is the right server, name its authority in trust");
  case CURLE_SSL_CACERT_BADFILE:
    return fail(Errc::invalid, "the file of trusted authorities cannot be read (" +
                                   request_->destination.trust + ")");
  case CURLE_SSL_CONNECT_ERROR:
    return fail(Errc::io, "no TLS with " + host + " (" + detail +
                              "); the port may be that of another protocol");
  case CURLE_USE_SSL_FAILED:
    return fail(Errc::unsupported, host + " offers no STARTTLS, and without it neither login nor "
                                          "scan is sent; try smtps://");
  case CURLE_LOGIN_DENIED:
    return fail(Errc::denied, host + " refuses the login of " + request_->destination.user + " (" +
                                  detail + "); check user, password and the way to log in");
  case CURLE_REMOTE_DISK_FULL:
    return fail(Errc::io, "the disk of " + host + " is full; it is tried again");
  case CURLE_REMOTE_ACCESS_DENIED:
    return fail(Errc::denied, doing + ": " + host + " does not permit it (" + detail + ")");
  case CURLE_OUT_OF_MEMORY:
    return fail(Errc::busy, "there is no memory for a connection");
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_FAILED_INIT:
  case CURLE_NOT_BUILT_IN:
    return fail(Errc::unsupported, "this system's libcurl cannot do that (" + detail + ")");
  default:
    return fail(Errc::io, doing + " at " + host + ": " + detail);
  }
}

} // namespace platen::scan::courier
