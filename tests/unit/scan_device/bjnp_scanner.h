#pragma once

#include "base/file.h"
#include "fake_mp730.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace platen::test {

// A FakeMp730 on UDP and TCP of one loopback port, with packets made by hand.
class BjnpScanner {
public:
  // What it does wrong, and what it was asked.
  struct Script {
    std::atomic<bool> silent = false;   // no datagram is answered
    std::atomic<int> drops = 0;         // so many datagrams are lost
    std::atomic<int> stalls_at = -1;    // the n-th packet on TCP and all after it get no answer
    std::atomic<int> hangs_up_at = -1;  // the connection is closed instead of an answer
    std::atomic<int> garbles_at = -1;   // a wrong sequence
    std::atomic<int> announces_at = -1; // a length beyond all bounds
    std::atomic<std::size_t> piece = 0x10000; // most bytes in a packet
    std::atomic<int> sessions = 0, closed = 0, polls = 0, acknowledged = 0;
    std::atomic<int> unread = 0; // commands that came before the answer to the last was fetched
    std::atomic<unsigned> button = 0; // told with the next poll: 1 gray, 2 color
  };

  explicit BjnpScanner(FakeMp730& device);
  ~BjnpScanner();
  BjnpScanner(const BjnpScanner&) = delete;
  BjnpScanner& operator=(const BjnpScanner&) = delete;

  std::string uri() const { return "bjnp://127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }
  Script script;

private:
  void serve();
  void take_datagram();
  std::string poll_answer(const std::string& question);
  bool take_packet(int fd); // false: the connection is at its end

  FakeMp730& device_;
  UniqueFd udp_, listener_, connection_;
  int port_ = 0, packets_ = 0;
  std::string said_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

} // namespace platen::test
