#include "client/http_link.h"

#include "base/file.h"
#include "client/certificate.h"
#include "client/connect_watch.h"
#include "client/life_watch.h"
#include "client/look_up.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include <cups/cups.h>
#include <sys/socket.h>

namespace platen::client {

std::string LinkOptions::text() const {
  return host.starts_with('/') ? host : host + " port " + std::to_string(port);
}

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How often a quiet connection is looked at: a cancelled job ends within this time.
constexpr double look_again_seconds = 0.1;
constexpr milliseconds patience_for_continue{1'000}; // RFC 9110 section 10.1.1 lets us choose

struct CloseHttp {
  void operator()(http_t* http) const {
    // TLS waits for the peer's goodbye: not for long, and without asking whoever owned `http`.
    httpSetTimeout(http, look_again_seconds, nullptr, nullptr);
    httpClose(http);
  }
};
using Http = std::unique_ptr<http_t, CloseHttp>;

std::string type_of(http_t* http) {
  const std::string all = httpGetField(http, HTTP_FIELD_CONTENT_TYPE);
  return all.substr(0, all.find_first_of("; "));
}

// HTTP/1.1 keeps a connection unless it is said to end.
bool says_close(http_t* http) {
  std::string field = httpGetField(http, HTTP_FIELD_CONNECTION);
  std::ranges::transform(field, field.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return field.find("close") != std::string::npos || httpGetVersion(http) < HTTP_VERSION_1_1;
}

class CupsLink final : public HttpLink {
public:
  CupsLink(Http http, LinkOptions options)
      : http_(std::move(http)), options_(std::move(options)),
        life_(httpGetFd(http_.get()), options_.whole) {
    httpSetTimeout(http_.get(), look_again_seconds, &CupsLink::wait_longer, this);
    httpBlocking(http_.get(), 1);
  }
  Result<void> watched() const { return life_.started(); }

  bool usable() const override {
    if (fresh_) return true; // what TLS says by itself after its handshake may wait to be read
    char byte = 0;
    // Something to read between two requests is the end of the connection, or nothing we want.
    return whole_ && ::recv(httpGetFd(http_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           errno == EAGAIN;
  }

  Result<void> begin(const Post& post) override {
    fresh_ = false;
    whole_ = false;
    early_ = false;
    length_known_ = post.length.has_value() || !has_body(post);
    http_t* http = http_.get();
    httpClearFields(http);
    httpSetField(http, HTTP_FIELD_USER_AGENT, "platen");
    if (!post.type.empty()) httpSetField(http, HTTP_FIELD_CONTENT_TYPE, post.type.c_str());
    if (!post.authorization.empty())
      httpSetField(http, HTTP_FIELD_AUTHORIZATION, post.authorization.c_str());
    if (has_body(post))
      httpSetLength(http, static_cast<std::size_t>(post.length.value_or(0))); // 0: chunked
    httpSetExpect(http, post.ask_first ? HTTP_STATUS_CONTINUE : HTTP_STATUS_NONE);
    start_waiting();
    if (ask(post) != 0) return broken("cannot be asked");
    if (post.ask_first && httpWait(http, static_cast<int>(patience_for_continue.count())) != 0) {
      const http_status_t status = httpUpdate(http);
      if (status == HTTP_STATUS_ERROR) return broken("does not answer");
      early_ = status != HTTP_STATUS_CONTINUE;
    }
    return {};
  }

  Result<bool> write(Bytes bytes) override {
    while (!bytes.empty() && !early_) {
      if (answered()) {
        early_ = true;
        break;
      }
      start_waiting();
      const ssize_t put = httpWrite2(http_.get(), reinterpret_cast<const char*>(bytes.data()),
                                     std::min<std::size_t>(bytes.size(), 65'536));
      if (put <= 0) {
        if (why_ == Why::peer && answered()) {
          early_ = true;
          break;
        }
        return broken("stopped taking the request");
      }
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return !early_;
  }

  Result<Answer> finish(std::size_t bound) override { return finish(nullptr, bound); }
  Result<Answer> finish_into(ByteSink& into, std::size_t bound) override {
    return finish(&into, bound);
  }

private:
  enum class Why : std::uint8_t { peer, cancelled, stalled };

  static bool has_body(const Post& post) { return post.method == "POST" || post.method == "PUT"; }

  int ask(const Post& post) {
    http_t* const http = http_.get();
    if (post.method == "GET") return httpGet(http, post.path.c_str());
    if (post.method == "PUT") return httpPut(http, post.path.c_str());
    if (post.method == "DELETE") return httpDelete(http, post.path.c_str());
    return httpPost(http, post.path.c_str());
  }

  Result<Answer> finish(ByteSink* into, std::size_t bound) {
    http_t* http = http_.get();
    start_waiting();
    if (!early_ && ((!length_known_ && httpWrite2(http, "", 0) < 0) || httpFlushWrite(http) < 0) &&
        !answered())
      return broken("stopped taking the request");
    http_status_t status = httpGetStatus(http);
    if (!early_ || status <= HTTP_STATUS_CONTINUE) {
      while ((status = httpUpdate(http)) == HTTP_STATUS_CONTINUE) {
      }
    }
    if (status == HTTP_STATUS_ERROR) return broken("does not answer");
    Answer answer{static_cast<int>(status), type_of(http), {}};
    TRY_VOID(read_body(answer.body, answer.status == HTTP_STATUS_OK ? into : nullptr, bound));
    // Cut in the midst of its header, an answer can look like a whole one without a body.
    if (life_.over()) return broken("does not answer");
    whole_ = !early_ && !says_close(http);
    return answer;
  }

  static int wait_longer(http_t*, void* self) {
    auto& link = *static_cast<CupsLink*>(self);
    if (link.options_.cancel != nullptr && link.options_.cancel->requested())
      link.why_ = Why::cancelled;
    else if (Clock::now() - link.since_ >= link.options_.stall)
      link.why_ = Why::stalled;
    else
      return 1;
    return 0;
  }

  void start_waiting() {
    since_ = Clock::now();
    why_ = Why::peer;
  }

  // Bytes of an answer are there. Under TLS they may be the protocol's own, so we do not look.
  bool answered() const {
    char byte = 0;
    return httpIsEncrypted(http_.get()) == 0 &&
           ::recv(httpGetFd(http_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
  }

  Result<void> read_body(std::string& body, ByteSink* into, std::size_t bound) {
    char block[16384];
    for (;;) {
      start_waiting();
      const ssize_t got = httpRead2(http_.get(), block, sizeof block);
      if (got < 0) return broken("broke off its answer");
      if (got == 0) break;
      if (into != nullptr) {
        TRY_VOID(into->write(std::string_view(block, static_cast<std::size_t>(got))));
        continue;
      }
      if (body.size() + static_cast<std::size_t>(got) > bound)
        return fail(Errc::limit, options_.text() + " answers with more than " +
                                     std::to_string(bound) + " bytes");
      body.append(block, static_cast<std::size_t>(got));
      if (options_.cancel != nullptr && options_.cancel->requested()) {
        why_ = Why::cancelled;
        return broken("");
      }
    }
    if (why_ != Why::peer || (httpIsChunked(http_.get()) == 0 && httpGetRemaining(http_.get()) > 0))
      return broken("broke off its answer");
    return {};
  }

  Failure broken(const std::string& what) const {
    if (life_.over())
      return fail(Errc::timeout, options_.text() + " was not done within " +
                                     std::to_string(options_.whole.count()) + " ms");
    switch (why_) {
    case Why::cancelled:
      return fail(Errc::cancelled, options_.text() + ": cancelled");
    case Why::stalled:
      return fail(Errc::timeout, options_.text() + " has said nothing and taken nothing for " +
                                     std::to_string(options_.stall.count() / 1000) + " seconds");
    case Why::peer:
      break;
    }
    const int error = httpError(http_.get());
    return fail(Errc::io, options_.text() + " " + what +
                              (error > 0 ? ": " + errno_text(error) : std::string{}));
  }

  Http http_;
  LinkOptions options_;
  Clock::time_point since_ = Clock::now();
  Why why_ = Why::peer;
  bool fresh_ = true;        // nothing was asked yet
  bool whole_ = true;        // nothing of an earlier request is left on the connection
  bool early_ = false;       // the answer came before the request's end
  bool length_known_ = true; // of the request's body
  LifeWatch life_;           // the last member: it uses the socket
};

struct FreeAddresses {
  void operator()(http_addrlist_t* list) const { httpAddrFreeList(list); }
};
using Addresses = std::unique_ptr<http_addrlist_t, FreeAddresses>;

// The addresses as libcups lists them. Its own look-up of a name would know no deadline.
Result<Addresses> addresses_of(const LinkOptions& options) {
  std::vector<std::string> hosts{
      options.host}; // libcups takes the path of a Unix socket for a name
  if (!options.host.starts_with('/')) {
    TRY(hosts, look_up(options.host, options.connect, options.cancel));
  }
  Addresses all;
  http_addrlist_t* last = nullptr;
  for (const std::string& host : hosts) {
    http_addrlist_t* const one =
        httpAddrGetList(host.c_str(), AF_UNSPEC, std::to_string(options.port).c_str());
    if (one == nullptr) continue;
    if (last == nullptr)
      all.reset(one);
    else
      last->next = one;
    for (last = one; last->next != nullptr;)
      last = last->next;
  }
  if (!all)
    return fail(Errc::unreachable,
                "there is no host " + options.host + " (" + cupsLastErrorString() + ")");
  return all;
}

// In the handshake of TLS libcups asks after ten seconds of silence, and no sooner.
constexpr double handshake_seconds = 10;

int wait_for_handshake(http_t*, void* watch) {
  if (!static_cast<const ConnectWatch*>(watch)->over()) return 1;
  errno = ETIMEDOUT; // what GnuTLS finds there decides whether it tries again
  return 0;
}

// libcups does not keep why a connection failed ("host is down" it says of a port without
// listener).
Failure not_connected(const LinkOptions& options, Clock::duration took) {
  if (options.cancel != nullptr && options.cancel->requested())
    return fail(Errc::cancelled, "cancelled while connecting to " + options.text());
  if (took >= options.connect)
    return fail(Errc::unreachable, options.text() + " did not answer within " +
                                       std::to_string(options.connect.count()) + " ms");
  if (cupsLastError() == IPP_STATUS_ERROR_CUPS_PKI)
    return fail(Errc::unreachable,
                options.text() + " does not speak TLS with us: " + cupsLastErrorString());
  return fail(Errc::unreachable, "nobody answers at " + options.text());
}

// The peer could hold us for ever. It is not the peer that is busy.
Failure unwatched(const LinkOptions& options, const Error& error) {
  return fail(Errc::io, "cannot connect to " + options.text() + ": " + error.what);
}

} // namespace

Result<std::unique_ptr<HttpLink>> open_link(const LinkOptions& options) {
  const auto before = Clock::now();
  TRY(const Addresses addresses, addresses_of(options));
  const auto until = before + options.connect;
  const auto left =
      std::max(std::chrono::floor<milliseconds>(until - Clock::now()), milliseconds{1});
  // 0 ms: it does not connect yet, so that it can be watched from its first step.
  Http http(httpConnect2(options.host.c_str(), options.port, addresses.get(), AF_UNSPEC,
                         options.tls == Tls::always ? HTTP_ENCRYPTION_ALWAYS
                                                    : HTTP_ENCRYPTION_IF_REQUESTED,
                         1, 0, nullptr));
  if (!http) return not_connected(options, Clock::now() - before);
  {
    ConnectWatch watch(http.get(), options.port, options.cancel, until);
    if (const auto watched = watch.started(); !watched) return unwatched(options, watched.error());
    httpSetTimeout(http.get(), handshake_seconds, &wait_for_handshake, &watch);
    const int failed = httpReconnect2(http.get(), static_cast<int>(left.count()), watch.flag());
    httpSetTimeout(http.get(), handshake_seconds, nullptr, nullptr);
    // It may have been cut just when it was there.
    if (failed != 0 || watch.over()) return not_connected(options, Clock::now() - before);
  }
  if (options.remember_certificate && httpIsEncrypted(http.get()) != 0)
    TRY_VOID(check_certificate(http.get(), options.host));
  auto link = std::make_unique<CupsLink>(std::move(http), options);
  if (const auto watched = link->watched(); !watched) return unwatched(options, watched.error());
  return link;
}

} // namespace platen::client
