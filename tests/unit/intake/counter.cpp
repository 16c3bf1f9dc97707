#include "unit/intake/counter.h"

#include <algorithm>
#include <memory>

namespace platen::intake::ipp::test {

std::future<http::Response> begin(Desk& desk, const Sent& sent, const std::string& body,
                                  std::size_t piece) {
  http::Head head;
  head.method = sent.method;
  head.path = sent.path;
  head.host = sent.host;
  head.fields = {{"content-type", sent.content_type}};
  if (!sent.authorization.empty()) head.fields.emplace_back("authorization", sent.authorization);
  head.peer.loopback = sent.loopback;
  head.peer.encrypted = sent.encrypted;
  const auto promise = std::make_shared<std::promise<http::Response>>();
  auto answer = promise->get_future();
  auto begun = desk.service->begin(head);
  if (auto* const at_once = std::get_if<http::Response>(&begun)) {
    promise->set_value(std::move(*at_once));
    return answer;
  }
  const std::shared_ptr<http::Exchange> exchange =
      std::get<std::unique_ptr<http::Exchange>>(std::move(begun));
  Bytes rest = as_bytes(body);
  while (!rest.empty()) {
    const Bytes next = rest.first(piece == 0 ? rest.size() : std::min(piece, rest.size()));
    if (auto early = exchange->body(next)) {
      promise->set_value(*std::move(early));
      return answer;
    }
    rest = rest.subspan(next.size());
  }
  exchange->finish(
      [promise, exchange](http::Response given) { promise->set_value(std::move(given)); });
  return answer;
}

http::Response send(Desk& desk, const Sent& sent, const std::string& body, std::size_t piece) {
  return begin(desk, sent, body, piece).get();
}

Message plain(ipp_op_t operation,
              const std::vector<std::pair<std::string, std::string>>& attributes) {
  Message message;
  ippSetOperation(message.get(), operation);
  ippSetVersion(message.get(), 2, 0);
  ippSetRequestId(message.get(), 7);
  for (const auto& [name, value] : attributes) {
    ipp_tag_t tag = IPP_TAG_KEYWORD;
    if (name == "attributes-charset") tag = IPP_TAG_CHARSET;
    if (name == "attributes-natural-language") tag = IPP_TAG_LANGUAGE;
    if (name.ends_with("-uri")) tag = IPP_TAG_URI;
    if (name.ends_with("-name")) tag = IPP_TAG_NAME;
    ippAddString(message.get(), IPP_TAG_OPERATION, tag, name.c_str(), nullptr, value.c_str());
  }
  return message;
}

Message polite(ipp_op_t operation, const std::string& uri) {
  return plain(operation, {{"attributes-charset", "utf-8"},
                           {"attributes-natural-language", "en"},
                           {uri.ends_with("/system") ? "system-uri" : "printer-uri", uri}});
}

Message reply_of(const http::Response& response) {
  EXPECTS(response.body != nullptr);
  auto reply = Message::parse(as_bytes(*response.body));
  EXPECTS(reply.has_value());
  return *std::move(reply);
}

ipp_status_t status_of(const http::Response& response) {
  return ippGetStatusCode(reply_of(response).get());
}

ipp_attribute_t* find(const Message& message, const char* name) {
  return ippFindAttribute(message.get(), name, IPP_TAG_ZERO);
}

} // namespace platen::intake::ipp::test
