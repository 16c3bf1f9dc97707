#include "virtual/chmp/server.h"

#include "virtual/chmp/http_reader.h"
#include "virtual/device_id.h"
#include "virtual/ivec/questions.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

namespace platen::twin::chmp {

namespace {

constexpr std::string_view master_path = "/canon/ij/command1/port1";
constexpr std::string_view versions[] = {"1.0.0", "1.3.0", "1.4.0"};
constexpr int longest_timeout = 60;

std::string head(std::string_view status) {
  return "HTTP/1.1 " + std::string(status) + "\r\nConnection: Keep-Alive\r\n";
}
std::string bodyless(std::string_view status) {
  return head(status) + "Content-Length: 0\r\n\r\n";
}
std::string hexadecimal(std::size_t number) {
  std::string text;
  for (; number > 0; number /= 16)
    text.insert(text.begin(), "0123456789abcdef"[number % 16]);
  return text;
}

// In pieces, as real printers send it.
std::string chunked(std::string_view body) {
  constexpr std::size_t piece = 1000;
  std::string text = head("200 OK") + "Content-Type: application/octet-stream\r\n"
                                      "Transfer-Encoding: chunked\r\n\r\n";
  while (!body.empty()) {
    const std::string_view part = body.substr(0, piece);
    body.remove_prefix(part.size());
    text += hexadecimal(part.size()) + "\r\n" + std::string(part) + "\r\n";
  }
  return text + "0\r\n\r\n";
}

class Talk {
public:
  explicit Talk(const SharedCondition& condition) : condition_(condition) {}

  // Nothing: the request is dropped without a word.
  std::optional<std::string> answer(const Request& request) {
    const std::string* version = request.field("x-chmp-version");
    const bool property = request.field("x-chmp-property") != nullptr;
    if (!property &&
        (version == nullptr || std::ranges::find(versions, *version) == std::end(versions)))
      return std::nullopt;
    if (request.path != master_path) return bodyless("404 Not Found");
    if (property) return identity(*request.field("x-chmp-property"));
    if (too_patient(request)) return bodyless("409 Conflict");
    if (request.method == "POST") return take(request);
    return request.method == "GET" ? give() : bodyless("405 Method Not Allowed");
  }

private:
  static bool too_patient(const Request& request) {
    const std::string* timeout = request.field("x-chmp-timeout");
    return timeout != nullptr &&
           (timeout->size() > 2 || std::atoi(timeout->c_str()) > longest_timeout);
  }

  std::string identity(const std::string& property) const {
    if (property != "DeviceID(Print)") return bodyless("404 Not Found");
    const std::string id = device_id_block(condition_.now());
    return head("200 OK") + "Content-Length: " + std::to_string(id.size()) + "\r\n\r\n" + id;
  }

  std::string take(const Request& request) {
    const auto document = ivec::parse_document(request.body, 0);
    const auto told = document ? ivec::answer_question(*document, condition_.now()) : std::nullopt;
    if (!told) return bodyless("409 Conflict"); // jobs go to the print port
    pending_ = *told;
    early_ = true;
    return head("200 OK") + "\r\n"; // a POST's answer says nothing about a body
  }

  // The first GET comes too soon, as it often does to a real printer.
  std::string give() {
    if (pending_.empty() || std::exchange(early_, false)) return head("204 No Content") + "\r\n";
    return chunked(std::exchange(pending_, {}));
  }

  const SharedCondition& condition_;
  std::string pending_;
  bool early_ = false;
};

} // namespace

void serve(ByteSource& in, ByteSink& out, const SharedCondition& condition) {
  HttpReader requests(in);
  Talk talk(condition);
  for (;;) {
    const auto request = requests.next();
    if (!request || !*request) return;
    const auto answer = talk.answer(**request);
    if (!answer || !out.write(*answer)) return;
  }
}

} // namespace platen::twin::chmp
