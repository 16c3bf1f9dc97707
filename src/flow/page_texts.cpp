#include "flow/page_texts.h"

#include "model/caption_fields.h"
#include "model/length.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <numbers>

namespace platen::flow {

namespace {

using render::PageText;
using Align = PageText::Align;

// Points. Texts keep clear of the 5 mm that no engine here prints.
constexpr double side_inset = 28, line_inset = 25, line_size = 9;
constexpr double stamp_size = 11, stamp_inset = 46, frame = 4;
constexpr double watermark_of_diagonal = 0.72, watermark_of_edge = 0.28;
constexpr double watermark_gray = 0.8, outline_gray = 0.45;

std::tm local_time(std::int64_t created) {
  const auto seconds = static_cast<std::time_t>(created);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts;
}

std::string date_of(std::int64_t created) {
  const std::tm t = local_time(created);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &t)};
}

std::string time_of(std::int64_t created) {
  const std::tm t = local_time(created);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M", &t)};
}

std::string filled(std::string_view text, const TextFacts& facts) {
  const auto value = [&](std::string_view field) -> std::string {
    if (field == "page") return std::to_string(facts.page);
    if (field == "pages") return std::to_string(facts.pages);
    if (field == "date") return date_of(facts.created);
    if (field == "time") return time_of(facts.created);
    if (field == "user") return facts.user;
    return facts.title;
  };
  return model::fill_fields(text, model::page_text_fields, value).value_or(std::string(text));
}

// "LEFT|CENTRE|RIGHT", or what stands in the middle.
void add_line(std::string_view text, double y, double width, const TextFacts& facts,
              std::vector<PageText>& texts) {
  if (text.empty()) return;
  const auto parts = model::split_at(text, '|');
  constexpr std::array<Align, 3> aligns{Align::left, Align::centre, Align::right};
  const std::array<double, 3> places{side_inset, width / 2, width - side_inset};
  const double room = width - 2 * side_inset;
  const auto set = [&](std::string_view part, std::size_t place, double most) {
    PageText line;
    line.text = filled(part, facts);
    line.x = places[place];
    line.y = y;
    line.align = aligns[place];
    line.size = line_size;
    line.most_width = most;
    if (!line.text.empty()) texts.push_back(std::move(line));
  };
  if (parts.size() == 1) return set(parts[0], 1, room);
  for (std::size_t i = 0; i < std::min<std::size_t>(3, parts.size()); ++i)
    set(parts[i], i, room / 3 - line_size);
}

PageText watermark(const model::OfficeLayout& office, double width, double height,
                   const TextFacts& facts) {
  PageText text;
  text.text = filled(office.watermark, facts);
  text.x = width / 2;
  text.y = height / 2;
  text.align = Align::centre;
  text.size = std::min(width, height) * watermark_of_edge;
  text.most_width = std::hypot(width, height) * watermark_of_diagonal;
  text.degrees = std::atan2(height, width) * 180 / std::numbers::pi;
  text.outlined = office.watermark_layer == model::WatermarkLayer::over;
  text.gray = text.outlined ? outline_gray : watermark_gray;
  return text;
}

PageText stamp(const model::OfficeLayout& office, double width, double height,
               const TextFacts& facts) {
  const bool left = office.stamp_corner == model::Corner::top_left ||
                    office.stamp_corner == model::Corner::bottom_left;
  const bool top = office.stamp_corner == model::Corner::top_left ||
                   office.stamp_corner == model::Corner::top_right;
  PageText text;
  text.text = filled(office.stamp, facts);
  text.align = left ? Align::left : Align::right;
  text.x = left ? side_inset + frame : width - side_inset - frame;
  text.y = top ? height - stamp_inset : stamp_inset;
  text.size = stamp_size;
  text.most_width = width - 2 * (side_inset + frame);
  text.framed = true;
  return text;
}

} // namespace

std::string date_and_time(std::int64_t created) {
  return date_of(created) + " " + time_of(created);
}

PageTexts page_texts(const model::OfficeLayout& office, Points width, Points height,
                     const TextFacts& facts) {
  PageTexts texts;
  texts.under.width = texts.over.width = width.v;
  texts.under.height = texts.over.height = height.v;
  add_line(office.header, height.v - line_inset, width.v, facts, texts.over.texts);
  add_line(office.footer, line_inset, width.v, facts, texts.over.texts);
  if (!office.stamp.empty()) texts.over.texts.push_back(stamp(office, width.v, height.v, facts));
  if (!office.watermark.empty()) {
    const bool under = office.watermark_layer == model::WatermarkLayer::under;
    (under ? texts.under : texts.over).texts.push_back(watermark(office, width.v, height.v, facts));
  }
  return texts;
}

} // namespace platen::flow
