#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>

namespace platen::model {

Result<std::vector<PageRange>> parse_page_ranges(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return fail(Errc::invalid,
                "page-ranges=" + std::string(text.substr(0, 80)) + ": " + std::string(why));
  };
  constexpr std::int32_t last_page = 0x7fff'ffff;
  std::vector<PageRange> ranges;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto part = text.substr(at, comma - at);
    const auto dash = part.find('-');
    const auto first = parse_number(part.substr(0, dash), last_page);
    const auto last = dash == part.npos ? first : parse_number(part.substr(dash + 1), last_page);
    if (!first || !last || *first == 0)
      return refuse("write it as FIRST[-LAST][,...], for example 1-3,7");
    if (*last < *first) return refuse("a range ends before it begins");
    if (!ranges.empty() && *first <= ranges.back().last)
      return refuse("the ranges must ascend and not overlap");
    ranges.push_back({*first, *last});
    at = comma + 1;
  }
  return ranges;
}

std::string to_string(const std::vector<PageRange>& ranges) {
  std::string text;
  for (const auto& [first, last] : ranges)
    text += (text.empty() ? "" : ",") + std::to_string(first) +
            (last == first ? "" : "-" + std::to_string(last));
  return text;
}

} // namespace platen::model
