#pragma once

#include "base/bytes.h"

namespace platen::sample {

// A disk that is full after so many bytes.
class LimitedSink final : public ByteSink {
public:
  explicit LimitedSink(std::size_t room) : room_(room) {}
  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    if (bytes.size() > room_) return fail(Errc::io, "no space left");
    room_ -= bytes.size();
    return {};
  }

private:
  std::size_t room_;
};

} // namespace platen::sample
