#pragma once

#include "base/bytes.h"
#include "http/exchange.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>

namespace platen::intake::escl {

// One document on its way from the thread that makes it to the connection that sends it. It holds
// `room` bytes at most: then the maker waits, and the scanner with it.
class PageStream final : public ByteSink, public std::enable_shared_from_this<PageStream> {
public:
  PageStream(std::size_t room, std::chrono::milliseconds patience)
      : room_(room), patience_(patience) {}

  // The maker's side, from one thread. Errc::cancelled: the client took nothing for as long as
  // `patience`, it has gone, or stop() was called.
  using ByteSink::write;
  Result<void> write(Bytes bytes) override;
  void end();                // the document is whole
  void break_off(Error why); // it will never be
  Result<void> delivered();  // waits until the client has all of it; errors as write()'s

  // The body of the answer; once. The client has gone when it is destroyed before its end.
  std::unique_ptr<http::BodySource> body();
  bool is_taken() const;     // body() was called
  bool is_delivered() const; // to its end
  bool is_over() const;      // delivered, broken off or stopped: nothing more comes of it

  // From any thread: both sides end.
  void stop(Error why);

private:
  class Body;
  void next(http::BodySource::Give give);
  Result<void> wait(std::unique_lock<std::mutex>& lock, bool (PageStream::*until)() const);
  bool has_room() const { return ready_.size() < room_; }
  bool is_sent() const { return delivered_; }
  void settle(std::unique_lock<std::mutex> lock);

  const std::size_t room_;
  const std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string ready_;
  http::BodySource::Give give_; // the connection waits
  std::uint64_t progress_ = 0;  // counts what the client took
  bool taken_ = false, ended_ = false, delivered_ = false;
  std::optional<Error> stopped_; // nobody sends any more
  std::optional<Error> broken_;  // nobody makes any more
};

} // namespace platen::intake::escl
