#include "client/option_forms.h"

#include "model/length.h"

#include <algorithm>

namespace platen::client {

bool is_overprint(std::string_view option) {
  return option == "media-overprint";
}

std::optional<std::int32_t> ipp_count(std::string_view option, std::string_view value) {
  const bool shift = option.ends_with("-image-shift"); // of all, of fronts, of backs
  if (!shift && !is_overprint(option)) return std::nullopt;
  const auto length = model::parse_length(value, {.sign = shift, .bare = true});
  if (!length) return std::nullopt;
  return length->v;
}

model::Options as_ipp_counts(const model::Options& options) {
  model::Options counted;
  for (const auto& option : options) {
    const auto& [name, value] = option;
    std::erase_if(counted, [&](const auto& earlier) { return earlier.first == option.first; });
    const auto count = ipp_count(name, value);
    if (!count)
      counted.emplace_back(name, value);
    else if (is_overprint(name))
      counted.emplace_back(name, "{media-overprint-distance=" + std::to_string(*count) + "}");
    else
      counted.emplace_back(name, std::to_string(*count));
  }
  return counted;
}

} // namespace platen::client
