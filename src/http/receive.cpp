// The receiving half of a connection: header, body, and the handler's part in them.
#include "http/body_pace.h"
#include "http/connection.h"
#include "http/header_scan.h"
#include "http/piece_collector.h"
#include "http/read_head.h"

#include <array>
#include <exception>
#include <new>

namespace platen::http {

namespace {

constexpr const char* short_of_memory =
    "this server is short of memory for the moment: try again later";

Response refuse(const Refusal& refusal) {
  Response response = text_response(refusal.status, refusal.text);
  response.close = true;
  return response;
}

Response too_slow(std::string_view what) {
  return refuse({408, "the " + std::string(what) + " did not come in time"});
}

// What went wrong with one request is that request's end alone.
Response failed(const Context& context, const Head& head, const std::exception& error) {
  context.log("error", head.method + " " + head.path + ": " + error.what());
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return busy_response(short_of_memory);
  return refuse({500, "this request met a fault of the server"});
}

// A document is written to disk as it comes, but nobody knows that of a body here.
bool is_long(const Framing& framing) {
  return framing.chunked || framing.content_length.value_or(0) > limits::http_piece_bytes;
}

// RFC 9110, 9.3.7: about the server as a whole.
Response options_of_server() {
  Response response;
  response.fields.emplace_back("Allow", "OPTIONS, GET, HEAD, POST, PUT, DELETE");
  return response;
}

} // namespace

Task<Connection::Outcome> Connection::receive_header(Request& request) {
  const Limits& most = context_.options.limits;
  const std::uint64_t most_body = context_.most_body_bytes;
  const auto until = request.began + most.header;
  HeaderScan scan(most.header_bytes, limits::http_line_bytes);
  std::size_t room = first_room;
  while (!scan.look(input_.data())) {
    if (input_.data().size() >= room) room = most.header_bytes;
    const End end = co_await more(room, until, request.in);
    if (end == End::timeout) co_return Outcome{End::none, too_slow("header of the request")};
    if (end != End::none) co_return Outcome{end, {}};
  }
  if (scan.refusal()) co_return Outcome{End::none, refuse(*scan.refusal())};
  const auto refusal = read_head(scan.text(input_.data()), *context_.hosts.get(), most_body,
                                 request.head, request.framing);
  if (refusal) co_return Outcome{End::none, refuse(*refusal)};
  input_.use(scan.size());
  request.body = BodyDecoder(request.framing, most_body);
  request.head.peer = peer_;
  request.understood = true;
  request.continue_owed = request.framing.expects_continue;
  co_return Outcome{};
}

Connection::Outcome Connection::begin_exchange(Request& request) {
  if (request.head.path == "*") return {End::none, options_of_server()};
  if (is_long(request.framing) && context_.options.short_of_memory &&
      context_.options.short_of_memory()) {
    context_.refused(Verdict::no_memory, peer_.address.empty() ? "this machine" : peer_.address);
    return {End::none, busy_response(short_of_memory)};
  }
  try {
    auto decision = context_.handler.begin(request.head);
    if (auto* response = std::get_if<Response>(&decision)) return {End::none, std::move(*response)};
    request.exchange = std::move(std::get<std::unique_ptr<Exchange>>(decision));
    if (!request.exchange)
      throw std::logic_error("the handler gave neither an answer nor an exchange");
    drop_fields(request.head); // the exchange has what it needs of them
    return {};
  } catch (const std::exception& error) {
    return {End::none, failed(context_, request.head, error)};
  }
}

// Pieces go to the exchange as they come; nothing is read while it works on one.
Task<Connection::Outcome> Connection::receive_body(Request& request) {
  if (request.continue_owed && input_.empty()) {
    std::array<std::string_view, 1> words = {"HTTP/1.1 100 Continue\r\n\r\n"};
    const End end = co_await stream_.write(words, context_.options.limits.write_stall);
    if (end != End::none) co_return Outcome{end, {}};
  }
  request.continue_owed = false;
  std::size_t room = first_room; // a slow client shall not hold more
  PieceCollector pieces(*request.exchange, request.framing.chunked);
  const Limits& most = context_.options.limits;
  auto last = Clock::now(); // when the client was waited for
  BodyPace pace(most.body_rate, most.body_window, last);
  for (;;) {
    try {
      feed(request, pieces);
    } catch (const std::exception& error) {
      co_return Outcome{End::none, failed(context_, request.head, error)};
    }
    if (request.body.refusal()) co_return Outcome{End::none, refuse(*request.body.refusal())};
    if (pieces.early()) co_return Outcome{End::none, std::move(pieces.early())};
    if (request.body.done()) co_return Outcome{};
    if (++turns_ % turns_before_breath == 0) co_await breathe();
    pieces.release();
    pace.held_up(Clock::now() - last);
    const std::uint64_t before = request.in;
    const End end = co_await more(room, pace.deadline(), request.in);
    last = Clock::now();
    pace.came(request.in - before, last);
    if (input_.data().size() >= room) room = limits::http_piece_bytes;
    if (end == End::timeout) co_return Outcome{End::none, too_slow("body of the request")};
    if (end != End::none) co_return Outcome{end, {}};
  }
}

void Connection::feed(Request& request, PieceCollector& pieces) {
  if (!input_.empty()) {
    const std::size_t used = request.body.read(input_.data(), pieces);
    request.body_bytes += used;
    input_.use(used);
  }
  if (!request.body.refusal()) pieces.flush();
}

// RFC 2817, 3.2: 101 and the handshake in plain sight, then the answer over TLS. `outcome` is what
// the answer will be.
Task<Connection::Outcome> Connection::upgrade(Outcome outcome) {
  auto tls = context_.tls.get();
  if (!tls || stream_.encrypted()) co_return outcome;
  // Somebody on the way could put a request of their own here, to be taken for one sent over TLS.
  if (!input_.empty())
    co_return Outcome{
        End::none, refuse({400, "bytes follow a request that asks for TLS before it has begun"})};
  std::array<std::string_view, 1> words = {"HTTP/1.1 101 Switching Protocols\r\n"
                                           "Connection: Upgrade\r\n"
                                           "Upgrade: TLS/1.2, HTTP/1.1\r\n\r\n"};
  End end = co_await stream_.write(words, context_.options.limits.write_stall);
  if (end != End::none) co_return Outcome{end, {}};
  const bool secured = co_await secure();
  if (!secured) co_return Outcome{End::broken, {}};
  co_return outcome;
}

// The exchange has everything: its answer may come at once, or later from any thread.
Task<Connection::Outcome> Connection::ask(Request& request) {
  // Whoever drops the promise without keeping it gives an answer as well.
  struct Promise {
    std::shared_ptr<Slot<Response>> slot = std::make_shared<Slot<Response>>();
    ~Promise() { slot->put(text_response(500, "this request was dropped by the server")); }
  };
  auto promise = std::make_shared<Promise>();
  const std::shared_ptr<Slot<Response>> slot = promise->slot;
  try {
    request.exchange->finish([promise = std::move(promise)](Response response) {
      promise->slot->put(std::move(response));
    });
  } catch (const std::exception& error) {
    co_return Outcome{End::none, failed(context_, request.head, error)};
  }
  Outcome outcome;
  outcome.answer = slot->poll();
  if (!outcome.answer) outcome.answer = co_await settled(slot);
  if (!outcome.answer) outcome.end = End::aborted;
  co_return outcome;
}

} // namespace platen::http
