#include "update/fetch/download.h"

#include <array>
#include <memory>

#include <curl/curl.h>

namespace platen::update {

namespace {

constexpr long connect_seconds = 30;
constexpr long slow_bytes = 64; // a second; what is slower for so long holds us up on purpose
constexpr long slow_seconds = 15;

struct Closer {
  void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};

// What comes, up to the bound.
struct Taken {
  Buffer bytes;
  std::uint64_t most = 0;
  bool too_much = false;
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* self) {
  auto& taken = *static_cast<Taken*>(self);
  const Bytes piece = std::as_bytes(std::span(data, size * count));
  taken.too_much = taken.bytes.size() + piece.size() > taken.most;
  if (taken.too_much) return 0;
  taken.bytes.insert(taken.bytes.end(), piece.begin(), piece.end());
  return piece.size();
}

std::string host_of(const std::string& url) {
  const std::size_t begin = url.find("//");
  const std::string rest = begin == url.npos ? url : url.substr(begin + 2);
  return rest.substr(0, rest.find('/'));
}

Failure failure_of(CURLcode code, const FetchRequest& request, const std::string& words) {
  const std::string host = host_of(request.url);
  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return fail(Errc::unreachable, "the name " + host +
                                       " is not known to the name service; check "
                                       "[updates] source, or the network of this machine");
  case CURLE_COULDNT_CONNECT:
    return fail(Errc::unreachable, host + " does not answer: " + words);
  case CURLE_OPERATION_TIMEDOUT:
    return fail(Errc::timeout, request.url + " took too long (more than " +
                                   std::to_string(request.patience.count()) +
                                   " s, or nearly nothing came for " +
                                   std::to_string(slow_seconds) + " s): " + words);
  case CURLE_PEER_FAILED_VERIFICATION:
    return fail(Errc::denied, "the certificate of " + host + " is not to be trusted: " + words);
  case CURLE_SSL_CONNECT_ERROR:
    return fail(Errc::denied, "there is no TLS with " + host + ": " + words);
  case CURLE_SSL_CACERT_BADFILE:
    return fail(Errc::io, "the certificates of [updates] trust, " + request.trust +
                              ", cannot be read: " + words);
  case CURLE_PARTIAL_FILE:
  case CURLE_RECV_ERROR:
    return fail(Errc::io, request.url + " broke off in the middle: " + words);
  default:
    return fail(Errc::io, "cannot get " + request.url + ": " + words);
  }
}

Result<void> check_status(CURL* handle, const std::string& url) {
  long status = 0;
  ::curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status == 200) return {};
  if (status == 404 || status == 410)
    return fail(Errc::not_found, "there is no " + url + " (status " + std::to_string(status) + ")");
  if (status >= 300 && status < 400) {
    const char* target = nullptr;
    ::curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &target);
    return fail(
        Errc::denied,
        url + " leads on to " + (target != nullptr ? target : "another address") +
            ", which is not followed: name that address as [updates] source if it is right");
  }
  return fail(Errc::io, url + " is refused with the status " + std::to_string(status));
}

class Transfer {
public:
  explicit Transfer(CURL* handle) : handle_(handle) {}
  template<class Value> void set(CURLoption option, Value value) {
    // What an option lacks (a feature, memory) shows at once: nothing may go out without it.
    if (::curl_easy_setopt(handle_, option, value) != CURLE_OK) unset_ = true;
  }
  CURLcode perform() { return unset_ ? CURLE_FAILED_INIT : ::curl_easy_perform(handle_); }

private:
  CURL* handle_;
  bool unset_ = false;
};

void set_all(Transfer& transfer, const FetchRequest& request, Taken& taken, char* words) {
  transfer.set(CURLOPT_URL, request.url.c_str());
  transfer.set(CURLOPT_PROTOCOLS_STR, "https");
  transfer.set(CURLOPT_FOLLOWLOCATION, 0L);
  transfer.set(CURLOPT_PROXY, "");
  transfer.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  transfer.set(CURLOPT_USERAGENT, "platen");
  transfer.set(CURLOPT_NOSIGNAL, 1L);
  transfer.set(CURLOPT_ERRORBUFFER, words);
  transfer.set(CURLOPT_CONNECTTIMEOUT, connect_seconds);
  transfer.set(CURLOPT_TIMEOUT, static_cast<long>(request.patience.count()));
  transfer.set(CURLOPT_LOW_SPEED_LIMIT, slow_bytes);
  transfer.set(CURLOPT_LOW_SPEED_TIME, slow_seconds);
  transfer.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  transfer.set(CURLOPT_SSL_VERIFYPEER, 1L);
  transfer.set(CURLOPT_SSL_VERIFYHOST, 2L);
  transfer.set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.most_bytes));
  transfer.set(CURLOPT_WRITEFUNCTION, &take);
  transfer.set(CURLOPT_WRITEDATA, &taken);
  if (request.trust.empty()) return;
  transfer.set(CURLOPT_CAINFO, request.trust.c_str());
  transfer.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

} // namespace

Result<Buffer> download(const FetchRequest& request) {
  static_cast<void>(::curl_global_init(CURL_GLOBAL_DEFAULT)); // the handle fails where this does
  const std::unique_ptr<CURL, Closer> handle(::curl_easy_init());
  if (!handle) return fail(Errc::busy, "there is no memory for a connection");
  std::array<char, CURL_ERROR_SIZE> words{};
  Taken taken{.bytes = {}, .most = request.most_bytes};
  Transfer transfer(handle.get());
  set_all(transfer, request, taken, words.data());
  const CURLcode code = transfer.perform();
  if (taken.too_much || code == CURLE_FILESIZE_EXCEEDED)
    return fail(Errc::limit, request.url + " is larger than the " +
                                 std::to_string(request.most_bytes) + " bytes that it may have");
  const std::string said = words.front() != 0 ? words.data() : ::curl_easy_strerror(code);
  if (code != CURLE_OK) return failure_of(code, request, said);
  TRY_VOID(check_status(handle.get(), request.url));
  return std::move(taken.bytes);
}

} // namespace platen::update
