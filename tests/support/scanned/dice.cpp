#include "support/scanned/scene.h"

#include <cmath>
#include <numbers>

namespace platen::test {

std::uint32_t Dice::bits() { // splitmix64
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<std::uint32_t>((z ^ (z >> 31)) >> 32);
}

double Dice::between(double low, double high) {
  return low + (high - low) * bits() / 4294967296.0;
}

int Dice::from_to(int low, int high) {
  return low + static_cast<int>(bits() % static_cast<std::uint32_t>(high - low + 1));
}

double Dice::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - between(0, 1)));
  return radius * std::cos(2 * std::numbers::pi * between(0, 1));
}

} // namespace platen::test
