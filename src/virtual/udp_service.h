#pragma once

#include "base/bytes.h"
#include "base/file.h"

#include <functional>
#include <optional>
#include <thread>

namespace platen::twin {

// Answers datagrams on a thread of its own, one after the other.
class UdpService {
public:
  using Answer = std::function<std::optional<Buffer>(Bytes question)>;
  UdpService(UniqueFd socket, Answer answer);
  Result<void> started() const; // Errc::busy: there is no thread for it
  ~UdpService();
  UdpService(const UdpService&) = delete;
  UdpService& operator=(const UdpService&) = delete;

private:
  void run();

  const UniqueFd socket_, stop_event_;
  const Answer answer_;
  Result<std::thread> thread_; // the last member: it uses all others
};

} // namespace platen::twin
