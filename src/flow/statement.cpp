#include "flow/statement.h"

#include "model/colour_choice.h"
#include "model/words.h"
#include "resample/resample.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace platen::flow {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_lines = 1'000, longest_line = 1'023;

// Pixels of the page on each side of its window; what lies inside takes none away.
struct Cut {
  std::int32_t left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const Cut&) const = default;
};
Cut cut_of(const PageStatement& page) {
  const layout::PixelBox &all = page.printed, &shown = page.window;
  return {std::max(0, shown.x - all.x), std::max(0, shown.y - all.y),
          std::max(0, all.right() - shown.right()), std::max(0, all.bottom() - shown.bottom())};
}

std::string size_text(std::int32_t width, std::int32_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

// "1-3,7": some ranges of ascending numbers, which may repeat.
class Ranges {
public:
  bool full() const { return ranges_.size() >= 8; }
  void add(std::int32_t number) {
    if (!ranges_.empty() && number <= ranges_.back().second + 1)
      ranges_.back().second = std::max(number, ranges_.back().second);
    else
      ranges_.emplace_back(number, number);
  }
  std::string text() const {
    std::string text;
    for (const auto& [first, last] : ranges_) {
      text += (text.empty() ? "" : ",") + std::to_string(first);
      if (last != first) text += "-" + std::to_string(last);
    }
    return text;
  }

private:
  std::vector<std::pair<std::int32_t, std::int32_t>> ranges_;
};

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

void add_profile(Json& json, const model::Ticket& ticket) {
  if (ticket.managed_by != model::ColorManagement::platen || !ticket.profile) return;
  json["profile"] = ticket.profile->name;
  json["profile-sha256"] = ticket.profile->sha256;
}

void add_intent(Json& json, const model::Ticket& ticket) {
  if (ticket.managed_by == model::ColorManagement::none) return;
  const auto effective = model::effective_intent(ticket);
  json["intent"] = to_string(effective.intent);
  json["black-point-compensation"] = effective.black_point_compensation;
}

void add_geometry(Json& json, const PageStatement& page) {
  const bool drawn = page.source_width == 0;
  if (!drawn) json["source-pixels"] = size_text(page.source_width, page.source_height);
  json["printed-pixels"] = size_text(page.printed.width, page.printed.height);
  const bool copied =
      page.source_width == page.printed.width && page.source_height == page.printed.height;
  json["scaling"] = resample::default_filter_name;
  if (drawn) json["scaling"] = "drawn";
  if (copied) json["scaling"] = "none";
  if (!page.turned.empty()) json["turned"] = page.turned;
  if (const Cut cut = cut_of(page); cut != Cut{})
    json["cut"] = std::to_string(cut.left) + "," + std::to_string(cut.top) + "," +
                  std::to_string(cut.right) + "," + std::to_string(cut.bottom);
}

std::string line_of(const PageStatement& page, const Ranges& pages, const model::Ticket& ticket) {
  Json json;
  json["document"] = page.document;
  json["pages"] = pages.text();
  json["source"] = page.source;
  if (page.source_bits > 0) json["source-bits"] = page.source_bits;
  json["color-management"] = to_string(ticket.managed_by);
  add_profile(json, ticket);
  add_intent(json, ticket);
  if (page.transform != 0) json["transform"] = hexadecimal(page.transform);
  if (page.behind_toning != 0) json["transform-to-profile"] = hexadecimal(page.behind_toning);
  json["black-and-white"] = page.black_and_white.empty() ? "none" : page.black_and_white;
  add_geometry(json, page);
  json["sharpening"] = page.sharpening.empty() ? "none" : page.sharpening;
  if (ticket.managed_by == model::ColorManagement::printer && page.device_bits == 8)
    json["page-color-space"] = page.adobe_rgb ? "AdobeRGB" : "sRGB";
  json["resolution"] = model::to_string(ticket.resolution);
  json["device-bits"] = page.device_bits;
  if (!page.dither.empty()) json["dither"] = page.dither;
  if (page.device_bits == 1)
    for (const model::ScreenCurve& curve : ticket.tone_curves)
      if (curve.screen == ticket.screen) json["tone-curve"] = model::to_string(curve.areas);
  if (ticket.toner_save != model::TonerSave::off) json["toner-save"] = to_string(ticket.toner_save);
  json["version"] = "platen " PLATEN_VERSION;
  std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const std::size_t length : {80u, 24u}) { // of names: nothing else can be that long
    if (line.size() <= longest_line) break;
    json["source"] = page.source.substr(0, length);
    if (json.contains("profile")) json["profile"] = ticket.profile->name.substr(0, length);
    line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return line;
}

} // namespace

bool treated_alike(const PageStatement& a, const PageStatement& b) {
  if (cut_of(a) != cut_of(b)) return false;
  PageStatement same = b;
  same.page = a.page;
  same.printed.x = a.printed.x;
  same.printed.y = a.printed.y;
  same.window = a.window;
  return same == a;
}

std::vector<std::string> statement_lines(const std::vector<PageStatement>& pages,
                                         const model::Ticket& ticket) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < pages.size() && lines.size() < most_lines;) {
    Ranges together;
    const std::size_t first = i;
    while (i < pages.size() && treated_alike(pages[i], pages[first]) && !together.full())
      together.add(pages[i++].page);
    lines.push_back(line_of(pages[first], together, ticket));
  }
  return lines;
}

} // namespace platen::flow
