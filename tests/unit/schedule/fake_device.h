#pragma once

#include "base/file.h"
#include "virtual/device.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace platen::schedule::test {

// A TCP port on which one client after the other is served by `part`, in a thread. A part must end
// when closing() does, or when its client goes.
class FakeDevice {
public:
  class Client {
  public:
    Client(int fd, const std::atomic<bool>& closing) : fd_(fd), closing_(closing) {}
    // Up to `count` bytes; fewer when the client ends or the test does.
    std::string take(std::size_t count);
    std::string take_all() { return take(~std::size_t{0}); }
    // All that comes, at so many bytes a second.
    std::string take_slowly(std::size_t bytes_a_second);
    void say(const std::string& text);
    void stop_talking(); // nobody waits for an answer of this device
    void reset();        // ends the connection as a device does that loses its power
    void wait_for(const std::atomic<bool>& gate); // the same, until then
    void hold(); // takes nothing more, until the client goes or the test ends
    bool closing() const { return closing_; }

  private:
    bool wait_readable();
    UniqueFd fd_;
    const std::atomic<bool>& closing_;
  };
  using Part = std::function<void(Client&, int number)>; // clients count from 1

  // Port 0: any free one.
  explicit FakeDevice(Part part, int port = 0);
  ~FakeDevice();
  FakeDevice(const FakeDevice&) = delete;
  FakeDevice& operator=(const FakeDevice&) = delete;

  int port() const { return port_; }
  std::string uri() const { return "socket://127.0.0.1:" + std::to_string(port_); }
  int clients() const { return clients_; }

private:
  void serve(const Part& part);
  UniqueFd listener_;
  int port_ = 0;
  std::atomic<bool> closing_ = false;
  std::atomic<int> clients_ = 0;
  std::thread thread_;
};

// Keeps each job that comes until the test lets it go on.
class KeepingDevice {
public:
  std::string uri() const { return device_.uri(); }
  int clients() const { return device_.clients(); }
  void let_go() { gate_ = true; }

private:
  std::atomic<bool> gate_ = false;
  FakeDevice device_{[this](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1000);
    client.wait_for(gate_);
    client.take_all();
  }};
};

// A port on which nobody listens.
int closed_port();

// The twin of a model on a port of its own; keeps the records of its jobs.
class Twin {
public:
  explicit Twin(const std::string& model, int port = 0, twin::FaultScript faults = {});
  ~Twin();
  Twin(const Twin&) = delete;
  Twin& operator=(const Twin&) = delete;
  std::string uri() const { return "socket://127.0.0.1:" + std::to_string(device_->port()); }
  void clear_faults() { device_->clear_faults(); }
  std::int32_t faults_begun() const { return device_->faults_begun(); }
  std::vector<twin::JobRecord> jobs() const;
  // Waits until so many jobs have come.
  std::vector<twin::JobRecord> wait_for(std::size_t count) const;

private:
  mutable std::mutex mutex_;
  std::vector<twin::JobRecord> jobs_;
  std::unique_ptr<twin::VirtualDevice> device_;
  std::thread thread_;
};

} // namespace platen::schedule::test
