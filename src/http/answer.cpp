// The answering half of a connection.
#include "http/connection.h"
#include "http/response_head.h"

#include <array>
#include <charconv>
#include <ctime>

namespace platen::http {

namespace {

// Throws away what an answered request still sends.
class Nobody final : public PieceSink {
public:
  bool piece(Bytes) override { return true; }
};

struct ChunkStart {
  explicit ChunkStart(std::size_t size) {
    char* const end = std::to_chars(text.data(), text.data() + 16, size, 16).ptr;
    length = static_cast<std::size_t>(end - text.data());
    text[length++] = '\r';
    text[length++] = '\n';
  }
  std::string_view view() const { return {text.data(), length}; }
  std::array<char, 20> text{};
  std::size_t length = 0;
};

} // namespace

template<class T> Task<std::optional<T>> Connection::settled(std::shared_ptr<Slot<T>> slot) {
  if (aborted_) co_return std::nullopt;
  waiting_for_ = slot.get();
  std::optional<T> value = co_await slot->take();
  waiting_for_ = nullptr;
  co_return value;
}
template Task<std::optional<Response>> Connection::settled(std::shared_ptr<Slot<Response>>);

// What is left of the body is short enough to be read for the sake of the connection.
bool Connection::can_drain(const Request& request) const {
  if (request.continue_owed || !request.framing.content_length) return false;
  return *request.framing.content_length - request.body_bytes <= limits::http_drain_bytes;
}

// False: the connection ends here.
Task<bool> Connection::answer(Request& request, Response response) {
  const bool unread = request.understood && !request.body.done();
  Delivery delivery;
  delivery.http_1_0 = request.framing.http_1_0;
  delivery.head_only = request.head.method == "HEAD";
  delivery.now = std::time(nullptr);
  const Wrapping wrapping = wrapping_of(response, delivery);
  delivery.close = response.close || !request.understood || !request.framing.keep_alive ||
                   context_.stopping || wrapping == Wrapping::until_close ||
                   (unread && !can_drain(request));
  const std::string head = response_head(response, delivery);
  const bool silent = delivery.head_only || wrapping == Wrapping::none;
  const std::string_view body = response.body && !response.source && !silent
                                    ? std::string_view(*response.body)
                                    : std::string_view{};
  std::array<std::string_view, 2> parts = {head, body};
  const End end = co_await stream_.write(parts, context_.options.limits.write_stall);
  request.out = head.size() + body.size();
  bool whole = end == End::none;
  if (whole && response.source && !silent)
    whole = co_await stream_body(request, response, wrapping);
  response.source.reset();
  report(request, response.status);
  if (!whole) stream_.reset_on_close(); // what the client has must not look complete
  linger_ = whole;
  if (!whole || delivery.close) co_return false;
  if (unread) co_return co_await drain(request);
  co_return true;
}

// The next piece of a body; nothing: the client has gone, or the server ends.
Task<std::optional<Result<std::string>>> Connection::next_piece(BodySource& source) {
  auto slot = std::make_shared<Slot<Result<std::string>>>();
  source.next([slot](Result<std::string> piece) { slot->put(std::move(piece)); });
  std::optional<Result<std::string>> piece = slot->poll();
  if (piece) co_return piece;
  streaming_ = true;
  piece = co_await settled(slot);
  streaming_ = false;
  co_return piece;
}

// False: the body is not whole.
Task<bool> Connection::stream_body(Request& request, Response& response, Wrapping wrapping) {
  const bool chunks = wrapping == Wrapping::chunks;
  std::uint64_t sent = 0;
  for (;;) {
    if (++turns_ % turns_before_breath == 0) co_await breathe();
    const std::optional<Result<std::string>> piece = co_await next_piece(*response.source);
    if (!piece) co_return false;
    if (!*piece) {
      context_.log("warning", request.head.path + ": " + piece->error().message());
      co_return false;
    }
    const std::string& bytes = **piece;
    sent += bytes.size();
    if (bytes.empty() ? sent < response.source_length.value_or(0)
                      : sent > response.source_length.value_or(sent)) {
      context_.log("error", request.head.path + ": the body is not as long as it was said to be");
      co_return false;
    }
    const ChunkStart start(bytes.size());
    const std::string_view line_end = "\r\n";
    std::array<std::string_view, 3> parts = {chunks ? start.view() : std::string_view{}, bytes,
                                             chunks ? line_end : std::string_view{}};
    request.out += parts[0].size() + bytes.size() + parts[2].size();
    const End end = co_await stream_.write(parts, context_.options.limits.write_stall);
    if (end != End::none) co_return false;
    if (bytes.empty()) co_return true;
  }
}

// Reads the rest of a body that nobody wants; false: that did not work out.
Task<bool> Connection::drain(Request& request) {
  const auto until = Clock::now() + limits::http_linger;
  Nobody nobody;
  for (;;) {
    if (!input_.empty()) input_.use(request.body.read(input_.data(), nobody));
    if (request.body.refusal()) co_return false;
    if (request.body.done()) co_return true;
    const End end = co_await more(first_room, until, request.in);
    if (end != End::none) co_return false;
  }
}

void Connection::report(const Request& request, int status) const {
  if (!context_.options.access) return;
  ServerOptions::Access access;
  access.peer = peer_;
  access.method = request.head.method;
  access.path = request.head.path;
  access.status = status;
  access.in = request.in;
  access.out = request.out;
  access.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - request.began);
  context_.options.access(access);
}

} // namespace platen::http
