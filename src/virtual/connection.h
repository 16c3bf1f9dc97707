#pragma once

#include "base/bytes.h"
#include "base/file.h"
#include "virtual/faults.h"

#include <chrono>

namespace platen::twin {

// One client's connection, as the interpreters see it: bytes in, answers out. What a device does to
// a connection besides reading it belongs here.
class Connection final : public ByteSource, public ByteSink, public FaultyLink {
public:
  // `stop_event` becomes readable when the device shuts down; it and `faults` must outlive the
  // connection. Null: none of a script's faults touches it, as those of the channels beside the
  // print port.
  Connection(UniqueFd socket, int stop_event, std::chrono::milliseconds idle,
             Faults* faults = nullptr)
      : socket_(std::move(socket)), stop_event_(stop_event), idle_(idle), faults_(faults) {
    if (faults_ != nullptr) faults_->attach(*this);
  }
  ~Connection() override {
    if (faults_ != nullptr) faults_->detach();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Errc::timeout when nothing came for so long, Errc::cancelled when the device shuts down.
  Result<std::size_t> read(std::span<std::byte> into) override;
  using ByteSink::write;
  // An answer that the client does not take is lost; that is no fault of the job.
  Result<void> write(Bytes bytes) override;

  Result<bool> wait_for_input(std::chrono::milliseconds most) override;
  Result<void> wait(std::chrono::milliseconds most) override;
  void say(std::string_view text) override;
  void reset() override;

private:
  enum class Ready : std::uint8_t { yes, stopped, timeout };
  Result<Ready> wait_for(short events, std::chrono::milliseconds most);

  UniqueFd socket_;
  int stop_event_;
  std::chrono::milliseconds idle_;
  Faults* const faults_;
  bool deaf_ = false; // the client takes no answers
};

} // namespace platen::twin
