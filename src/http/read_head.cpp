#include "http/read_head.h"

#include "http/head_parser.h"
#include "http/target.h"
#include "http/words.h"

#include <charconv>
#include <utility>

namespace platen::http {

namespace {

using Check = std::optional<Refusal>;

// The only value of a field that may come once; nothing: it is not there.
std::variant<std::optional<std::string_view>, Refusal> only(const Head& head,
                                                            std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& [key, value] : head.fields) {
    if (key != name) continue;
    if (found) return Refusal{400, "the field " + std::string(name) + " comes twice"};
    found = value;
  }
  return found;
}

// Whether it is too much, the parser has said.
Check check_length(std::string_view value, Framing& framing) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (error != std::errc{} || end != value.data() + value.size())
    return Refusal{400, "Content-Length is no number"};
  framing.content_length = length;
  return {};
}

// RFC 9112, 6: where the body ends. What could be read in two ways is the start of a request that
// somebody hides in another one's body.
Check check_framing(const Head& head, Framing& framing) {
  const auto length = only(head, "content-length");
  if (const auto* refusal = std::get_if<Refusal>(&length)) return *refusal;
  const auto coding = only(head, "transfer-encoding");
  if (const auto* refusal = std::get_if<Refusal>(&coding)) return *refusal;
  const auto& bytes = std::get<0>(length);
  const auto& encoding = std::get<0>(coding);
  if (bytes && encoding)
    return Refusal{400, "Content-Length and Transfer-Encoding contradict each other"};
  if (bytes) return check_length(*bytes, framing);
  if (!encoding) return {};
  if (framing.http_1_0) return Refusal{400, "Transfer-Encoding is unknown to HTTP/1.0"};
  if (!same_word(*encoding, "chunked"))
    return Refusal{501, "the only Transfer-Encoding taken is \"chunked\""};
  framing.chunked = true;
  return {};
}

Check check_host(Head& head, const Target& target, const HostPolicy& hosts, bool http_1_0) {
  const auto host = only(head, "host");
  if (const auto* refusal = std::get_if<Refusal>(&host)) return *refusal;
  const auto& value = std::get<0>(host);
  if (!value && !http_1_0) return Refusal{400, "the field Host is missing"};
  if (value)
    if (Check refusal = hosts.check(*value)) return refusal;
  if (!target.authority.empty())
    if (Check refusal = hosts.check(target.authority)) return refusal;
  // RFC 9112, 3.2.2: the absolute form beats the field.
  head.host = target.authority.empty() ? std::string(value.value_or("")) : target.authority;
  return {};
}

Check check_origin(const Head& head) {
  if (head.method == "GET" || head.method == "HEAD") return {};
  const auto origin = only(head, "origin");
  if (const auto* refusal = std::get_if<Refusal>(&origin)) return *refusal;
  const auto& value = std::get<0>(origin);
  if (!value || HostPolicy::is_own_origin(*value, head.host)) return {};
  return Refusal{403, "a page of another origin may not ask for this"};
}

Check check_expect(const Head& head, Framing& framing) {
  const auto expect = only(head, "expect");
  if (const auto* refusal = std::get_if<Refusal>(&expect)) return *refusal;
  const auto& value = std::get<0>(expect);
  if (!value || framing.http_1_0) return {};
  if (!same_word(*value, "100-continue"))
    return Refusal{417, "the only expectation that can be met is \"100-continue\""};
  framing.expects_continue = framing.has_body();
  return {};
}

// RFC 2817, 3: "Upgrade: TLS/1.0" and the like, with "upgrade" in Connection.
bool asks_for_tls(const Head& head) {
  bool connection = false, upgrade = false;
  for (const auto& [name, value] : head.fields) {
    if (name == "connection")
      each_element(value, [&](std::string_view word) { connection |= same_word(word, "upgrade"); });
    if (name == "upgrade")
      each_element(value, [&](std::string_view word) {
        upgrade |= word.size() > 4 && same_word(word.substr(0, 4), "TLS/");
      });
  }
  return connection && upgrade;
}

Check check_method(const Head& head) {
  if (head.method.size() > 32) return Refusal{501, "the method is unknown"};
  if (head.method == "CONNECT" || head.method == "TRACE")
    return Refusal{405, "the method " + head.method + " is not served"};
  return {};
}

} // namespace

std::optional<Refusal> read_head(std::string_view header, const HostPolicy& hosts,
                                 std::uint64_t most_body, Head& head, Framing& framing) {
  if (Check refusal = parse_head(header, most_body, head, framing)) return refusal;
  if (Check refusal = check_method(head)) return refusal;
  auto target = parse_target(framing.target, head.method);
  if (auto* refusal = std::get_if<Refusal>(&target)) return std::move(*refusal);
  auto& found = std::get<Target>(target);
  if (Check refusal = check_framing(head, framing)) return refusal;
  if (Check refusal = check_host(head, found, hosts, framing.http_1_0)) return refusal;
  if (Check refusal = check_origin(head)) return refusal;
  if (Check refusal = check_expect(head, framing)) return refusal;
  framing.wants_tls = !framing.http_1_0 && asks_for_tls(head);
  head.path = std::move(found.path);
  head.query = std::move(found.query);
  head.content_length = framing.content_length;
  return {};
}

} // namespace platen::http
