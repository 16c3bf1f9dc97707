#include "http/header_scan.h"
#include "http/piece_collector.h"
#include "http/read_head.h"
#include "http/target.h"

#include <cstdint>
#include <cstdlib>

// A request from anywhere: it is refused with a reason, or everything that a handler relies on
// holds; and it makes no difference in which pieces it came.
namespace {

using namespace platen;
using namespace platen::http;

constexpr std::size_t most_header = 4096, most_line = 1024, most_body = 2048;

void expect(bool holds) {
  if (!holds) std::abort();
}

void check(const Refusal& refusal) {
  expect(refusal.status >= 400 && refusal.status <= 505 && !refusal.text.empty());
  expect(is_plain_utf8(refusal.text));
}

void check(const Head& head, const Framing& framing) {
  expect(head.path == "*" ? head.method == "OPTIONS" : head.path.starts_with('/'));
  expect(is_plain_utf8(head.path) && head.path.find('\\') == std::string::npos);
  const std::string slashes = head.path + "/";
  expect(slashes.find("/../") == std::string::npos && slashes.find("/./") == std::string::npos);
  expect(!head.host.empty() || framing.http_1_0);
  expect(head.host.empty() || !HostPolicy({"print"}).check(head.host));
  expect(!framing.chunked || !framing.content_length);
  expect(framing.content_length.value_or(0) <= most_body);
  expect(head.method.find(' ') == std::string::npos && !head.method.empty());
  for (const auto& [name, value] : head.fields)
    expect(!name.empty() && is_plain_utf8(name) &&
           value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
}

class Collected final : public Exchange {
public:
  std::optional<Response> body(Bytes piece) override {
    expect(!piece.empty());
    bytes += as_text(piece);
    return {};
  }
  void finish(Respond) override {}
  std::string bytes;
};

struct Outcome {
  std::optional<Refusal> refusal;
  std::size_t header = 0, used = 0;
  bool done = false;
  std::string body;
  bool operator==(const Outcome& other) const {
    return refusal.has_value() == other.refusal.has_value() &&
           (!refusal ||
            (refusal->status == other.refusal->status && refusal->text == other.refusal->text)) &&
           header == other.header && done == other.done &&
           (!done || (used == other.used && body == other.body));
  }
};

// As a connection does it, with `step` bytes more at a time.
Outcome serve(std::string_view input, std::size_t step) {
  Outcome outcome;
  HeaderScan scan(most_header, most_line);
  std::size_t given = std::min(step, input.size());
  while (!scan.look(input.substr(0, given))) {
    if (given == input.size()) return outcome;
    given = std::min(given + step, input.size());
  }
  if (scan.refusal()) {
    check(*scan.refusal());
    outcome.refusal = scan.refusal();
    return outcome;
  }
  outcome.header = scan.size();
  Head head;
  Framing framing;
  outcome.refusal = read_head(scan.text(input), HostPolicy({"print"}), most_body, head, framing);
  if (outcome.refusal) {
    check(*outcome.refusal);
    return outcome;
  }
  check(head, framing);
  Collected exchange;
  PieceCollector pieces(exchange, framing.chunked);
  std::size_t at = scan.size();
  BodyDecoder decoder(framing, most_body);
  while (!decoder.done() && !decoder.refusal()) {
    at += decoder.read(input.substr(at, given - at), pieces);
    if (given == input.size()) break;
    given = std::min(given + step, input.size());
  }
  pieces.flush();
  if (decoder.refusal()) check(*decoder.refusal());
  expect(exchange.bytes.size() <= most_body);
  outcome.refusal = decoder.refusal();
  outcome.done = decoder.done();
  outcome.used = at;
  outcome.body = std::move(exchange.bytes);
  return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Outcome whole = serve(input, size);
  expect(serve(input, 1) == whole);
  expect(serve(input, 7) == whole);
  return 0;
}
