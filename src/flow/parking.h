#pragma once

#include <atomic>
#include <cstdint>

namespace platen::flow {

// How many bytes of finished sides may wait for their devices, all jobs together. It is looked at
// before a side is begun, so what is parked goes beyond it by the sides that are just being made.
class Parking {
public:
  explicit Parking(std::uint64_t bytes) : bytes_(bytes) {}
  bool has_room() const { return parked_.load() < bytes_; }
  std::uint64_t parked() const { return parked_.load(); }
  void add(std::uint64_t bytes) { parked_ += bytes; }
  void remove(std::uint64_t bytes) { parked_ -= bytes; }

private:
  const std::uint64_t bytes_;
  std::atomic<std::uint64_t> parked_ = 0;
};

} // namespace platen::flow
