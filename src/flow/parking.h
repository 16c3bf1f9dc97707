#pragma once

#include "base/live.h"

#include <atomic>
#include <cstdint>

namespace platen::flow {

// How many bytes of finished sides may wait for their devices, all jobs together. It is looked at
// before a side is begun, so what is parked goes beyond it by the sides that are just being made.
class Parking {
public:
  explicit Parking(Live<std::uint64_t> bytes) : bytes_(std::move(bytes)) {}
  bool has_room() const { return parked_.load() < *bytes_.get(); }
  std::uint64_t parked() const { return parked_.load(); }
  void add(std::uint64_t bytes) { parked_ += bytes; }
  void remove(std::uint64_t bytes) { parked_ -= bytes; }

private:
  const Live<std::uint64_t> bytes_;
  std::atomic<std::uint64_t> parked_ = 0;
};

} // namespace platen::flow
