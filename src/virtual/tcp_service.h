#pragma once

#include "base/bytes.h"
#include "base/file.h"

#include <functional>
#include <thread>

namespace platen::twin {

// Serves connections on a thread of its own, one after the other, as small devices do.
class TcpService {
public:
  using Serve = std::function<void(ByteSource& in, ByteSink& out)>;
  TcpService(UniqueFd listener, Serve serve);
  Result<void> started() const; // Errc::busy: there is no thread for it
  ~TcpService();                // a connection under way is cut off
  TcpService(const TcpService&) = delete;
  TcpService& operator=(const TcpService&) = delete;

private:
  void run();

  const UniqueFd listener_, stop_event_;
  const Serve serve_;
  Result<std::thread> thread_; // the last member: it uses all others
};

} // namespace platen::twin
