#include "http/connection.h"

#include <array>
#include <exception>

#include <boost/asio/post.hpp>

namespace platen::http {

namespace {

constexpr char tls_handshake = 0x16; // the first byte of TLS; no method begins with it

} // namespace

Connection::Connection(Context& context, Registry& registry, const Strand& strand, Accepted client)
    : context_(context), registry_(registry), strand_(strand), source_(client.source),
      peer_(std::move(client.peer)), stream_(strand, std::move(client.socket)),
      place_(registry.add(*this)) {}

Connection::~Connection() {
  registry_.remove(place_);
}

Task<void> Connection::serve(std::shared_ptr<Connection> self) {
  try {
    bool open = co_await self->begin();
    while (open) {
      open = co_await self->next_request();
      if (open) open = co_await self->one_request();
    }
    if (self->linger_ && !self->aborted_)
      co_await self->stream_.close_softly(limits::http_linger_bytes,
                                          Clock::now() + self->patience());
  } catch (const std::exception& error) {
    self->context_.log("error", std::string("a connection was given up: ") + error.what());
  }
}

Task<void> Connection::turn_away(std::shared_ptr<Connection> self, Verdict why) {
  try {
    Request none;
    self->linger_ = true;
    Response response = busy_response(
        why == Verdict::address_full
            ? "your address has as many connections as one may have: close some, or try again later"
            : "this server has no room for more connections: try again later");
    const bool told = co_await self->answer(none, std::move(response));
    static_cast<void>(told);
    co_await self->stream_.close_softly(limits::http_piece_bytes,
                                        Clock::now() + limits::http_linger);
  } catch (const std::exception& error) {
    self->context_.log("error", std::string("a connection was given up: ") + error.what());
  }
}

// How long the client may take to close its side after our last words.
std::chrono::milliseconds Connection::patience() const {
  return context_.stopping ? limits::http_linger / 10 : limits::http_linger;
}

void Connection::attend(Clock::time_point now) {
  stream_.expire(now);
  if (streaming_.load(std::memory_order_relaxed) && waiting_for_ != nullptr &&
      stream_.peer_has_hung_up())
    waiting_for_->abandon();
}

void Connection::stop() {
  if (idle_) stream_.abort();
}

void Connection::abort() {
  aborted_ = true;
  stream_.abort();
  if (waiting_for_ != nullptr) waiting_for_->abandon();
}

// Lets the others run: a client that keeps everything ready would hold the thread for itself.
Task<void> Connection::breathe() {
  co_await asio::post(strand_, use_task);
}

// Plain or TLS: the first byte tells.
Task<bool> Connection::begin() {
  const auto until = Clock::now() + context_.options.limits.idle;
  char first = 0;
  for (;;) {
    if (context_.stopping) co_return false;
    const Moved moved = stream_.peek(first);
    if (moved.step == Step::done && moved.bytes == 0) co_return false;
    if (moved.step == Step::done) break;
    if (moved.step != Step::wants_read) co_return false;
    const End end = co_await stream_.wait(Step::wants_read, until);
    if (end != End::none) co_return false;
  }
  if (first != tls_handshake) co_return true;
  co_return co_await secure();
}

Task<bool> Connection::secure() {
  idle_ = false;
  auto tls = context_.tls.get();
  if (!tls) co_return false;
  const End end =
      co_await stream_.start_tls(std::move(tls), Clock::now() + context_.options.limits.header);
  if (end == End::none) {
    peer_.encrypted = true;
    co_return true;
  }
  context_.log("debug", "no TLS with " + (peer_.address.empty() ? "local" : peer_.address) + ": " +
                            std::string(stream_.why_broken()));
  linger_ = end == End::broken; // so that the client gets to see the alert
  co_return false;
}

// Waits, without holding a buffer, until there is something of the next request.
Task<bool> Connection::next_request() {
  if (!input_.empty()) co_return !context_.stopping;
  const auto until = Clock::now() + context_.options.limits.idle;
  idle_ = true;
  Step step = Step::wants_read;
  for (;;) {
    if (context_.stopping) co_return false;
    if (stream_.encrypted()) { // the socket does not tell what OpenSSL holds already
      const Moved moved = stream_.try_read(input_.room(first_room));
      input_.added(moved.bytes);
      if (moved.step == Step::done) break;
      if (moved.step != Step::wants_read && moved.step != Step::wants_write) co_return false;
      step = moved.step;
    }
    input_.release();
    const End end = co_await stream_.wait(step, until);
    if (end != End::none) co_return false;
    if (!stream_.encrypted()) break;
  }
  idle_ = false;
  co_return true;
}

// At least one byte more, or why there is none. `capacity`: the most that may wait to be used.
Task<End> Connection::more(std::size_t capacity, Clock::time_point until, std::uint64_t& counter) {
  for (;;) {
    if (aborted_) co_return End::aborted; // a client that sends without a pause is never waited for
    const std::span<char> room = input_.room(capacity);
    if (room.empty()) co_return End::broken;
    const Moved moved = stream_.try_read(room);
    if (moved.step == Step::done) {
      input_.added(moved.bytes);
      counter += moved.bytes;
      co_return End::none;
    }
    if (moved.step == Step::closed) co_return End::closed;
    if (moved.step == Step::broken) co_return End::broken;
    input_.shrink(); // the slow ones are many
    const End end = co_await stream_.wait(moved.step, until);
    if (end != End::none) co_return end;
  }
}

Task<bool> Connection::one_request() {
  if (++turns_ % turns_before_breath == 0) co_await breathe();
  Request request;
  Outcome outcome = co_await receive_header(request);
  if (outcome.end == End::none && !outcome.answer) outcome = begin_exchange(request);
  if (request.exchange && !outcome.answer && request.framing.has_body())
    outcome = co_await receive_body(request);
  if (outcome.end == End::none && request.understood && request.framing.wants_tls &&
      request.body.done())
    outcome = co_await upgrade(std::move(outcome));
  if (outcome.end == End::none && !outcome.answer) outcome = co_await ask(request);
  if (outcome.end != End::none || !outcome.answer) co_return false;
  co_return co_await answer(request, std::move(*outcome.answer));
}

} // namespace platen::http
