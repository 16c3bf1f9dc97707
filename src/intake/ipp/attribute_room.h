#pragma once

#include "base/intake_limits.h"

#include <atomic>
#include <cstddef>

namespace platen::intake::ipp {

// How much the attributes of all requests under way may take, beyond what each has for itself. From
// any thread.
class AttributeRoom {
public:
  explicit AttributeRoom(std::size_t bytes = limits::ipp_bytes_of_all) : left_(bytes) {}
  bool take(std::size_t bytes); // all of them, or none
  void give_back(std::size_t bytes) { left_ += bytes; }

private:
  std::atomic<std::size_t> left_;
};

// One request's part of it, for as long as it lives.
class AttributeShare {
public:
  explicit AttributeShare(AttributeRoom& room) : room_(room) {}
  ~AttributeShare() { room_.give_back(taken_); }
  AttributeShare(const AttributeShare&) = delete;
  AttributeShare& operator=(const AttributeShare&) = delete;

  // The request has so many bytes of attributes now, more or fewer than before. False: there is no
  // room for them.
  bool hold(std::size_t bytes);

private:
  AttributeRoom& room_;
  std::size_t taken_ = 0;
};

} // namespace platen::intake::ipp
