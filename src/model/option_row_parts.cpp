#include "model/option_row_parts.h"

#include <algorithm>

namespace platen::model::option_row {

std::optional<RowsAndColumns> parse_rows_and_columns(std::string_view text, std::int32_t most) {
  const auto parts = split_at(text, 'x');
  if (parts.size() != 2) return std::nullopt;
  const auto rows = parse_number(parts[0], most);
  const auto columns = parse_number(parts[1], most);
  if (!rows || !columns || *rows < 1 || *columns < 1 || *rows * *columns > most)
    return std::nullopt;
  return RowsAndColumns{*rows, *columns};
}

bool is_short_text(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return text.size() <= 255 && !std::ranges::any_of(text, is_control);
}

Result<void> apply_switch(const OptionRow& row, const Model& model, std::string_view value,
                          bool& target) {
  if (value != "on" && value != "off") return wrong_value(row, model, value);
  target = value == "on";
  return {};
}

} // namespace platen::model::option_row
