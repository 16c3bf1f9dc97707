#include "worker/content_operands.h"

#include <charconv>
#include <system_error>

namespace platen::worker {

std::optional<double> value_of(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

} // namespace platen::worker
