#include "bjnp_scanner.h"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::test {

namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int bind_to(int fd, int port) {
  sockaddr_in address = loopback(port);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0) return -1;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

std::string take(int fd, std::size_t count) {
  std::string all(count, '\0');
  if (count == 0) return all; // recv() would wait for a byte
  const ssize_t got = ::recv(fd, all.data(), count, MSG_WAITALL);
  all.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return all;
}

std::string number(std::size_t value, int octets) {
  std::string text;
  for (int i = octets - 1; i >= 0; --i)
    text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}
std::size_t length_of(const std::string& header) {
  std::size_t length = 0;
  for (std::size_t i = 12; i < 16; ++i)
    length = length << 8 | static_cast<std::uint8_t>(header[i]);
  return length;
}

constexpr char session[] = {0, 9};

// A reply to a header, with its session.
std::string reply_to(const std::string& header, const std::string& payload) {
  std::string reply = header.substr(0, 10) + std::string(session, 2) + number(payload.size(), 4);
  reply[4] = static_cast<char>(0x82);
  return reply + payload;
}

} // namespace

BjnpScanner::BjnpScanner(FakeMp730& device) : device_(device) {
  for (int tries = 0; tries < 50; ++tries) { // the port must be free for both
    udp_.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    listener_.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    port_ = bind_to(listener_.get(), 0);
    if (port_ > 0 && bind_to(udp_.get(), port_) == port_ && ::listen(listener_.get(), 4) == 0) {
      thread_ = std::thread([this] { serve(); });
      return;
    }
  }
  throw std::runtime_error("no loopback port");
}

BjnpScanner::~BjnpScanner() {
  over_ = true;
  thread_.join();
}

void BjnpScanner::serve() {
  while (!over_) {
    std::array<pollfd, 3> all{pollfd{udp_.get(), POLLIN, 0}, pollfd{listener_.get(), POLLIN, 0},
                              pollfd{connection_ ? connection_.get() : -1, POLLIN, 0}};
    if (::poll(all.data(), all.size(), 10) <= 0) continue;
    if (all[0].revents != 0) take_datagram();
    if (all[1].revents != 0) {
      connection_.reset(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      said_.clear();
      packets_ = 0;
    } else if (all[2].revents != 0 && !take_packet(connection_.get())) {
      connection_.reset();
    }
  }
}

std::string BjnpScanner::poll_answer(const std::string& question) {
  ++script.polls;
  const char step = question.at(17);
  const std::size_t wanted = step == 2 ? 116 : step == 5 ? 100 : 80;
  if (question.size() != 16 + wanted) return {};
  if (step == 5 && question.substr(16 + 76, 4) == std::string("\0\0\0\7", 4)) ++script.acknowledged;
  const std::string quiet("\0\0\0\0\0\0\0\5\0\0\0\x14", 12);
  if (step != 2 || script.button == 0) return quiet;
  std::string status(20, '\0');
  status[15] = static_cast<char>(script.button.exchange(0));
  return std::string("\0\0\x80\0\0\0\0\5\0\0\0\x14\0\0\0\7", 16) + status;
}

void BjnpScanner::take_datagram() {
  std::string packet(65536, '\0');
  sockaddr_in from{};
  socklen_t size = sizeof from;
  const ssize_t got = ::recvfrom(udp_.get(), packet.data(), packet.size(), 0,
                                 reinterpret_cast<sockaddr*>(&from), &size);
  if (got < 16 || script.silent) return;
  packet.resize(static_cast<std::size_t>(got));
  if (script.drops > 0) {
    --script.drops;
    return;
  }
  if (packet[4] != 2 || length_of(packet) + 16 != packet.size()) return;
  std::string payload;
  const std::string id = "MFG:Canon;MDL:iR1020;CLS:IMAGE;";
  switch (packet[5]) {
  case 0x01:
    payload = std::string("\0\1\x08\0\6\4\2\0\0\0\0\1\x7f\0\0\1", 16);
    break;
  case 0x10:
    if (packet.size() != 16 + 392) return;
    ++script.sessions;
    break;
  case 0x11:
    ++script.closed;
    break;
  case 0x30:
    payload = number(id.size() + 2, 2) + id;
    break;
  case 0x32:
    payload = poll_answer(packet);
    break;
  default:
    return;
  }
  const std::string reply = reply_to(packet, payload);
  // An answer to nobody's question comes first: it must be passed over.
  std::string stray = reply;
  stray[9] = static_cast<char>(stray[9] + 100);
  for (const std::string& one : {stray, reply})
    ::sendto(udp_.get(), one.data(), one.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
}

bool BjnpScanner::take_packet(int fd) {
  const std::string header = take(fd, 16);
  if (header.size() < 16 || header.substr(10, 2) != std::string(session, 2)) return false;
  const std::string payload = take(fd, length_of(header));
  const int number_of_packet = packets_++;
  if (script.stalls_at >= 0 && number_of_packet >= script.stalls_at) return true;
  if (number_of_packet == script.hangs_up_at) return false;
  std::string answer;
  if (header[5] == 0x21) {
    if (!said_.empty()) ++script.unread;
    said_ += device_.answer(payload);
    answer = number(payload.size(), 4);
  } else if (header[5] == 0x20) {
    answer = said_.substr(0, script.piece);
    said_.erase(0, answer.size());
  }
  std::string reply = reply_to(header, answer);
  if (number_of_packet == script.garbles_at) reply[9] = static_cast<char>(reply[9] + 1);
  if (number_of_packet == script.announces_at) reply.replace(12, 4, "\x7f\xff\xff\xff");
  return ::send(fd, reply.data(), reply.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(reply.size());
}

} // namespace platen::test
