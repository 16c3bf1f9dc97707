#include "capture_output.h"

#include "virtual/png_file.h"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

using capture::Entry;
using capture::Page;

constexpr Dpi resolution{600}; // the only one that this family has

// The samples of a row as grays: 1 is ink, and of two bits 3 is black.
void to_grays(Bytes row, std::int32_t bits, std::span<std::uint8_t> grays) {
  const auto steps = static_cast<unsigned>((1 << bits) - 1);
  for (std::size_t x = 0; x < grays.size(); ++x) {
    const std::size_t at = x * static_cast<std::size_t>(bits);
    const auto shift = static_cast<unsigned>(8 - static_cast<std::size_t>(bits) - at % 8);
    const unsigned ink = std::to_integer<unsigned>(row[at / 8]) >> shift & steps;
    grays[x] = static_cast<std::uint8_t>(255 - ink * 255 / steps);
  }
}

std::string label(const Entry& entry) {
  return entry.name.empty() ? entry.key : entry.key + " (" + entry.name + ")";
}

std::string place(const Entry& entry) {
  return "at " + std::to_string(entry.offset);
}

} // namespace

nlohmann::json to_json(const Entry& entry) {
  nlohmann::json json{{"offset", entry.offset},
                      {"bytes", entry.bytes},
                      {"depth", entry.depth},
                      {"key", entry.key},
                      {"value", entry.value}};
  if (!entry.name.empty()) json["name"] = entry.name;
  if (entry.fault) json["fault"] = true;
  return json;
}

Result<void> CaptureListing::entry(Entry entry) {
  if (as_json_) {
    const std::string text = to_json(entry).dump();
    std::printf("%s\n  %s", begun_ ? "," : "{\"entries\": [", text.c_str());
    begun_ = true;
    return {};
  }
  const std::string indent(static_cast<std::size_t>(2 * entry.depth), ' ');
  const std::string value = entry.value.empty() ? "" : ": " + entry.value;
  const std::string line = (entry.fault ? "! " : "") + label(entry) + value;
  std::printf("%10llu %7llu  %s%s\n", static_cast<unsigned long long>(entry.offset),
              static_cast<unsigned long long>(entry.bytes), indent.c_str(), line.c_str());
  return {};
}

Result<void> CaptureListing::page(const Page& page) {
  if (8 % page.bits != 0 || page.width == 0 || page.height == 0)
    return fail(Errc::unsupported, "pages of " + std::to_string(page.bits) +
                                       " bits a pixel are not drawn; leave -O out");
  const auto path = folder_ / ("page-" + std::to_string(page.number) + ".png");
  TRY(const auto file,
      twin::PngFile::create(path, page.width, page.height, twin::PngKind::gray8, resolution));
  std::vector<std::uint8_t> grays(static_cast<std::size_t>(page.width));
  for (std::size_t y = 0; y < static_cast<std::size_t>(page.height); ++y) {
    to_grays(Bytes(page.rows).subspan(y * page.row_bytes, page.row_bytes), page.bits, grays);
    TRY_VOID(file->row(grays));
  }
  TRY_VOID(file->finish());
  std::fprintf(stderr, "platen: capture: drew %s\n", path.c_str());
  return {};
}

std::string to_line(const capture::Difference& difference) {
  const auto& [first, second] = difference;
  if (!second) return "- " + label(*first) + ": " + first->value + ", " + place(*first);
  if (!first) return "+ " + label(*second) + ": " + second->value + ", " + place(*second);
  std::string line = "  " + label(*first) + ": ";
  if (first->value != second->value)
    line += first->value + " -> " + second->value;
  else
    line += "now " + label(*second);
  return line + ", " + place(*first) + " and " + std::to_string(second->offset);
}

} // namespace platen::app
