#include "support.h"

#include "http/words.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace platen::http::test {

Client::Client(std::uint16_t port, const std::string& address) {
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  v6.sin6_family = AF_INET6;
  v4.sin_family = AF_INET;
  v6.sin6_port = v4.sin_port = htons(port);
  const bool is_v4 = ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
  ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr);
  fd_ = UniqueFd(::socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto* name =
      is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
  if (::connect(fd_.get(), name, is_v4 ? sizeof v4 : sizeof v6) != 0)
    throw std::runtime_error("cannot connect: " + errno_text(errno));
}

Client::Client(const std::filesystem::path& socket) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, socket.c_str(), sizeof name.sun_path - 1);
  fd_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
    throw std::runtime_error("cannot connect: " + errno_text(errno));
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

void Client::end_sending() {
  ::shutdown(fd_.get(), SHUT_WR);
}

bool Client::fill(std::chrono::milliseconds patience) {
  pollfd entry{fd_.get(), POLLIN, 0};
  if (::poll(&entry, 1, static_cast<int>(patience.count())) != 1) return false;
  std::array<char, 65536> block{};
  const ssize_t got = ::recv(fd_.get(), block.data(), block.size(), 0);
  reset_ = got < 0 && errno == ECONNRESET;
  if (got <= 0) return false;
  waiting_.append(block.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> Client::rest(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (fill(patience))
    ;
  if (std::chrono::steady_clock::now() >= until) return {};
  return std::move(waiting_);
}

Answer Client::receive(bool to_head, std::chrono::milliseconds patience) {
  Answer answer;
  std::size_t end = 0;
  while ((end = waiting_.find("\r\n\r\n")) == std::string::npos)
    if (!fill(patience)) return answer;
  answer.head = waiting_.substr(0, end + 2);
  waiting_.erase(0, end + 4);
  if (!answer.head.starts_with("HTTP/1.1 ")) return answer;
  answer.status = std::stoi(answer.head.substr(9, 3));
  for (std::size_t at = answer.head.find("\r\n") + 2; at < answer.head.size();) {
    const std::size_t line_end = answer.head.find("\r\n", at);
    const std::string line = answer.head.substr(at, line_end - at);
    const std::size_t colon = line.find(": ");
    answer.fields[lower(std::string_view(line).substr(0, colon))] = line.substr(colon + 2);
    at = line_end + 2;
  }
  if (to_head || answer.status == 204 || answer.status == 304 || answer.status < 200) {
    answer.whole = true;
    return answer;
  }
  if (answer.fields.contains("content-length")) {
    const std::size_t length = std::stoul(answer.fields["content-length"]);
    while (waiting_.size() < length)
      if (!fill(patience)) break;
    answer.whole = waiting_.size() >= length;
    answer.body = waiting_.substr(0, length);
    waiting_.erase(0, answer.body.size());
    return answer;
  }
  if (!answer.fields.contains("transfer-encoding")) {
    while (fill(patience))
      ;
    answer.body = std::move(waiting_);
    waiting_.clear();
    answer.whole = !reset_;
    return answer;
  }
  for (;;) { // chunks
    std::size_t line_end = 0;
    while ((line_end = waiting_.find("\r\n")) == std::string::npos)
      if (!fill(patience)) return answer;
    const std::size_t size = std::stoul(waiting_.substr(0, line_end), nullptr, 16);
    while (waiting_.size() < line_end + 2 + size + 2)
      if (!fill(patience)) return answer;
    answer.body += waiting_.substr(line_end + 2, size);
    waiting_.erase(0, line_end + 2 + size + 2);
    if (size > 0) continue;
    answer.whole = true;
    return answer;
  }
}

class Scripted final : public Exchange {
public:
  Scripted(Script& script, std::size_t index, Head head)
      : script_(script), index_(index), head_(std::move(head)) {}
  ~Scripted() override {
    script_.change(index_, [](Seen& seen) { seen.gone = true; });
  }
  std::optional<Response> body(Bytes piece) override {
    total_ += piece.size();
    script_.change(index_, [&](Seen& seen) {
      ++seen.pieces;
      seen.largest = std::max(seen.largest, piece.size());
      if (seen.body.size() < (8U << 20)) seen.body += as_text(piece);
    });
    return script_.at_body ? script_.at_body(head_, total_) : std::nullopt;
  }
  void finish(Respond respond) override {
    std::string body;
    script_.change(index_, [&](Seen& seen) {
      seen.finished = true;
      body = seen.body;
    });
    if (script_.at_finish) return script_.at_finish(head_, std::move(body), std::move(respond));
    Response response;
    response.content_type = "text/plain";
    response.body =
        std::make_shared<const std::string>(head_.method + " " + head_.path + "|" + body);
    respond(std::move(response));
  }

private:
  Script& script_;
  const std::size_t index_;
  const Head head_;
  std::size_t total_ = 0;
};

std::variant<Response, std::unique_ptr<Exchange>> Script::begin(const Head& head) {
  std::size_t index = 0;
  {
    const std::scoped_lock lock(mutex_);
    index = seen_.size();
    seen_.emplace_back().head = head;
  }
  changed_.notify_all();
  if (at_begin)
    if (auto response = at_begin(head)) return std::move(*response);
  return std::make_unique<Scripted>(*this, index, head);
}

void Script::change(std::size_t index, const std::function<void(Seen&)>& how) {
  {
    const std::scoped_lock lock(mutex_);
    how(seen_[index]);
  }
  changed_.notify_all();
}

std::vector<Seen> Script::seen() const {
  const std::scoped_lock lock(mutex_);
  return seen_;
}

bool Script::wait_until(const std::function<bool(const std::vector<Seen>&)>& holds,
                        std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return holds(seen_); });
}

Running::Running(ServerOptions options) {
  if (options.listen.empty()) options.listen = {{"127.0.0.1", 0}};
  options.log = [this](std::string_view level, std::string_view text) {
    const std::scoped_lock lock(mutex_);
    log_.push_back(std::string(level) + ": " + std::string(text));
  };
  auto opened = open_server(std::move(options), script);
  if (!opened) throw std::runtime_error(opened.error().message());
  server = std::move(*opened);
  port_ = server->addresses().front().port;
  thread_ = std::thread([this] { server->run(); });
}

Running::~Running() {
  if (server) server->stop();
  if (thread_.joinable()) thread_.join();
}

std::vector<std::string> Running::log() const {
  const std::scoped_lock lock(mutex_);
  return log_;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "platen-http-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

} // namespace platen::http::test
