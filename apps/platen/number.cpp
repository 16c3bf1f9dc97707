#include "number.h"

#include <charconv>

namespace platen::app {

Result<std::int32_t> parse_number(std::string_view flag, std::string_view text, std::int32_t least,
                                  std::int32_t most) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return fail(Errc::invalid, std::string(flag) + " takes a number from " + std::to_string(least) +
                                   " to " + std::to_string(most) + ", not \"" + std::string(text) +
                                   "\"");
  return value;
}

} // namespace platen::app
