#include "unit/schedule/fake_device.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace platen::schedule::test {

namespace {

using std::chrono::milliseconds;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

UniqueFd bound(int port) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // Small, so that a device that does not read fills up soon; much smaller, and TCP waits for its
  // timers on a loopback whose packets are larger than that.
  const int yes = 1, small = 128 * 1024;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  const sockaddr_in address = loopback(port);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("no loopback port");
  return fd;
}

int port_of(const UniqueFd& fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

} // namespace

bool FakeDevice::Client::wait_readable() {
  while (!closing_) {
    pollfd entry{fd_.get(), POLLIN, 0};
    if (::poll(&entry, 1, 10) > 0) return true;
  }
  return false;
}

std::string FakeDevice::Client::take(std::size_t count) {
  std::string all;
  std::array<char, 65536> block{};
  while (all.size() < count && wait_readable()) {
    const ssize_t got =
        ::recv(fd_.get(), block.data(), std::min(block.size(), count - all.size()), 0);
    if (got <= 0) break;
    all.append(block.data(), static_cast<std::size_t>(got));
  }
  return all;
}

std::string FakeDevice::Client::take_slowly(std::size_t bytes_a_second) {
  constexpr std::size_t steps = 100; // a second
  std::string all;
  for (;;) {
    const std::string some = take(std::max<std::size_t>(1, bytes_a_second / steps));
    if (some.empty()) return all;
    all += some;
    std::this_thread::sleep_for(milliseconds(1000 / steps));
  }
}

void FakeDevice::Client::say(const std::string& text) {
  static_cast<void>(::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL));
}

void FakeDevice::Client::stop_talking() {
  ::shutdown(fd_.get(), SHUT_WR);
}

void FakeDevice::Client::reset() {
  const linger hard{1, 0};
  ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  fd_.reset();
}

void FakeDevice::Client::hold() {
  const std::atomic<bool> never = false;
  wait_for(never);
}

void FakeDevice::Client::wait_for(const std::atomic<bool>& gate) {
  while (!closing_ && !gate) {
    pollfd entry{fd_.get(), POLLRDHUP, 0};
    if (::poll(&entry, 1, 10) > 0) return;
  }
}

FakeDevice::FakeDevice(Part part, int port) : listener_(bound(port)), port_(port_of(listener_)) {
  ::listen(listener_.get(), 16);
  thread_ = std::thread([this, part = std::move(part)] { serve(part); });
}

FakeDevice::~FakeDevice() {
  closing_ = true;
  ::shutdown(listener_.get(), SHUT_RDWR);
  thread_.join();
}

void FakeDevice::serve(const Part& part) {
  while (!closing_) {
    const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    Client client(fd, closing_);
    part(client, ++clients_);
  }
}

int closed_port() {
  return port_of(bound(0));
}

Twin::Twin(const std::string& model, int port, twin::FaultScript faults) {
  twin::DeviceOptions options;
  options.model = model;
  options.port = static_cast<std::uint16_t>(port);
  options.faults = std::move(faults);
  options.sheets.on_job = [this](const twin::JobRecord& job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(job);
  };
  auto device = twin::VirtualDevice::open(std::move(options));
  if (!device) throw std::runtime_error(device.error().message());
  device_ = *std::move(device);
  thread_ = std::thread([this] { static_cast<void>(device_->serve()); });
}

Twin::~Twin() {
  device_->stop();
  thread_.join();
}

std::vector<twin::JobRecord> Twin::jobs() const {
  const std::lock_guard lock(mutex_);
  return jobs_;
}

std::vector<twin::JobRecord> Twin::wait_for(std::size_t count) const {
  for (int i = 0; i < 2000 && jobs().size() < count; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  return jobs();
}

} // namespace platen::schedule::test
