#include "support/ipp_peer.h"

#include "base/limits.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace platen::test {

namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return text;
}

// Bytes of one connection, read as needed.
class Stream {
public:
  explicit Stream(int fd) : fd_(fd) {}

  bool more() {
    std::array<char, 16384> block{};
    const ssize_t got = ::recv(fd_, block.data(), block.size(), 0);
    if (got <= 0) return false;
    buffer_.append(block.data(), static_cast<std::size_t>(got));
    return true;
  }
  // Up to and including `mark`; "" at the end of the connection.
  std::string until(const std::string& mark) {
    std::size_t at = 0;
    while ((at = buffer_.find(mark)) == std::string::npos)
      if (!more()) return {};
    return take(at + mark.size());
  }
  bool exactly(std::size_t count, std::string& into) {
    while (buffer_.size() < count)
      if (!more()) return false;
    into += take(count);
    return true;
  }

private:
  std::string take(std::size_t count) {
    std::string part = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return part;
  }
  int fd_;
  std::string buffer_;
};

bool read_chunks(Stream& stream, std::string& body) {
  for (;;) {
    const std::string line = stream.until("\r\n");
    if (line.empty()) return false;
    const std::size_t size = std::stoul(line, nullptr, 16);
    if (size > 0 && !stream.exactly(size, body)) return false;
    if (stream.until("\r\n").empty()) return false;
    if (size == 0) return true;
  }
}

bool read_body(Stream& stream, const IppPeer::Asked& asked, std::string& body) {
  if (lower(asked.field("transfer-encoding")) == "chunked") return read_chunks(stream, body);
  const std::string length = asked.field("content-length");
  return length.empty() || stream.exactly(std::stoul(length), body);
}

void split_body(const std::string& body, IppPeer::Asked& asked) {
  ipp::Frame frame;
  const auto end = frame.find_end(as_bytes(body), limits::ipp_bytes);
  if (!end || !*end) return;
  if (auto message = ipp::Message::parse(as_bytes(body).first(**end)))
    asked.message = std::move(*message);
  asked.document = body.substr(**end);
}

} // namespace

std::string IppPeer::Asked::field(const std::string& name) const {
  const std::size_t at = lower(head).find("\r\n" + name + ":");
  if (at == std::string::npos) return {};
  const std::size_t from = head.find_first_not_of(' ', at + name.size() + 3);
  return head.substr(from, head.find("\r\n", from) - from);
}

IppPeer::IppPeer(Play play, Early early)
    : play_(std::move(play)), early_(std::move(early)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int small = 8192; // so that a peer that does not read fills up soon
  ::setsockopt(listener_.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_.get(), 8) != 0 ||
      ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no loopback port");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

IppPeer::~IppPeer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const int fd : open_)
      ::shutdown(fd, SHUT_RDWR);
  }
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  for (std::thread& thread : threads_)
    thread.join();
}

std::vector<ipp_op_t> IppPeer::operations() const {
  const std::lock_guard lock(mutex_);
  return operations_;
}

void IppPeer::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (fd < 0 || stopping_) {
      if (fd >= 0) ::close(fd);
      return;
    }
    ++connections_;
    open_.push_back(fd);
    threads_.emplace_back([this, fd] {
      serve(fd);
      const std::lock_guard end(mutex_);
      std::erase(open_, fd);
      ::close(fd);
    });
  }
}

bool IppPeer::answer(int fd, const Said& said) {
  if (said.cut) return false;
  if (said.silent) {
    std::array<char, 4096> block{};
    while (::recv(fd, block.data(), block.size(), 0) > 0) {
    }
    return false;
  }
  std::string text = "HTTP/1.1 " + std::to_string(said.status) +
                     " Status\r\nContent-Type: " + said.type +
                     "\r\nContent-Length: " + std::to_string(said.body.size()) + "\r\n" +
                     said.fields + (said.close ? "Connection: close\r\n" : "") + "\r\n" + said.body;
  const bool whole = said.only >= text.size();
  text.resize(std::min(text.size(), said.only));
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t put = ::send(fd, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (put <= 0) return false;
    at += static_cast<std::size_t>(put);
  }
  return whole && !said.close;
}

void IppPeer::serve(int fd) {
  Stream stream(fd);
  for (;;) {
    Asked asked;
    asked.head = stream.until("\r\n\r\n");
    if (asked.head.empty()) return;
    const std::size_t from = asked.head.find(' ') + 1;
    asked.path = asked.head.substr(from, asked.head.find(' ', from) - from);
    if (early_)
      if (const auto said = early_(asked)) {
        if (!answer(fd, *said)) return;
        continue;
      }
    if (!asked.field("expect").empty()) {
      const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      if (::send(fd, go_on.data(), go_on.size(), MSG_NOSIGNAL) < 0) return;
    }
    if (const auto stopped =
            [this] {
              const std::lock_guard lock(mutex_);
              return stopping_;
            };
        !reading_ && !asked.field("transfer-encoding").empty())
      while (!stopped())
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    std::string body;
    if (!read_body(stream, asked, body)) return;
    split_body(body, asked);
    {
      const std::lock_guard lock(mutex_);
      operations_.push_back(asked.operation());
    }
    if (!answer(fd, play_(asked))) return;
  }
}

IppPeer::Said ipp_answer(const IppPeer::Asked& asked, ipp_status_t status,
                         const std::function<void(ipp_t*)>& fill) {
  const ipp::Message reply = ipp::Message::reply_to(asked.message, status);
  if (fill) fill(reply.get());
  IppPeer::Said said;
  said.body = reply.encode();
  return said;
}

} // namespace platen::test
