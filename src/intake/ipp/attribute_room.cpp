#include "intake/ipp/attribute_room.h"

#include <algorithm>

namespace platen::intake::ipp {

bool AttributeRoom::take(std::size_t bytes) {
  std::size_t left = left_.load();
  while (left >= bytes)
    if (left_.compare_exchange_weak(left, left - bytes)) return true;
  return false;
}

bool AttributeShare::hold(std::size_t bytes) {
  const std::size_t wanted = bytes - std::min(bytes, limits::ipp_free_bytes);
  if (wanted > taken_ && !room_.take(wanted - taken_)) return false;
  if (wanted < taken_) room_.give_back(taken_ - wanted);
  taken_ = wanted;
  return true;
}

} // namespace platen::intake::ipp
