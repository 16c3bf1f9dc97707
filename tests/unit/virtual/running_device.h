#pragma once

#include "base/file.h"
#include "virtual/device.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::twin::test {

// A device served by a thread of its own.
class RunningDevice {
public:
  explicit RunningDevice(DeviceOptions options) {
    options.sheets.on_job = [this](const JobRecord& job) {
      const std::lock_guard hold(mutex_);
      jobs_.push_back(job);
      news_.notify_all();
    };
    auto device = VirtualDevice::open(std::move(options));
    if (!device) {
      ADD_FAILURE() << device.error().message();
      return;
    }
    device_ = std::move(*device);
    server_ = std::thread([this] { result_ = device_->serve(); });
  }
  ~RunningDevice() { stop(); }
  void stop() {
    if (!server_.joinable()) return;
    device_->stop();
    server_.join();
    EXPECT_TRUE(result_) << result_.error().message();
  }
  std::uint16_t port() const { return device_->port(); }
  VirtualDevice& device() { return *device_; }
  // Waits for the n-th job; the test's own time-out ends a wait without end.
  JobRecord job(std::size_t n) {
    std::unique_lock hold(mutex_);
    news_.wait(hold, [&] { return jobs_.size() > n; });
    return jobs_[n];
  }

private:
  std::unique_ptr<VirtualDevice> device_;
  std::thread server_;
  Result<void> result_;
  std::mutex mutex_;
  std::condition_variable news_;
  JobRecords jobs_;
};

class Client {
public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  void send(std::string_view bytes) { EXPECT_TRUE(write_all(fd_.get(), as_bytes(bytes))); }
  void end() { ::shutdown(fd_.get(), SHUT_WR); }
  // What comes until `end` has come, or the device closes.
  std::string receive_until(std::string_view end) {
    std::string text;
    char byte = 0;
    while (!text.ends_with(end) && ::recv(fd_.get(), &byte, 1, 0) == 1)
      text += byte;
    return text;
  }

private:
  UniqueFd fd_;
};

inline DeviceOptions device(std::string model) {
  DeviceOptions options;
  options.model = std::move(model);
  return options;
}

} // namespace platen::twin::test
