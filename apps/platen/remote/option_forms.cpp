#include "remote/option_forms.h"

#include "model/length.h"

namespace platen::app {

model::Options as_ipp_counts(model::Options options) {
  for (auto& [name, value] : options) {
    const bool shift = name == "x-image-shift" || name == "y-image-shift";
    const bool overprint = name == "media-overprint";
    if (!shift && !overprint) continue;
    const auto length = model::parse_length(value, {.sign = shift, .bare = true});
    if (!length) continue;
    value = std::to_string(length->v);
    if (overprint) value = "{media-overprint-distance=" + value + "}";
  }
  return options;
}

} // namespace platen::app
