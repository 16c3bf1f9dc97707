#include "virtual/record.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace platen::twin {

std::string_view to_string(JobState state) {
  switch (state) {
  case JobState::completed:
    return "completed";
  case JobState::cancelled:
    return "cancelled";
  case JobState::aborted:
    return "aborted";
  }
  return "aborted";
}

namespace {

using Json = nlohmann::ordered_json;

std::string hexadecimal(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

Json to_object(const SideRecord& side) {
  Json object;
  object["sheet"] = side.sheet;
  object["side"] = side.back ? "back" : "front";
  object["sides"] = side.sides;
  object["medium"] = side.medium;
  object["width-hmm"] = side.width.v;
  object["height-hmm"] = side.height.v;
  object["margins-hmm"] = {{"top", side.margins.top.v},
                           {"bottom", side.margins.bottom.v},
                           {"left", side.margins.left.v},
                           {"right", side.margins.right.v}};
  object["media-type"] = side.media_type;
  object["tray"] = side.tray;
  object["copies"] = side.copies;
  object["resolution-dpi"] = side.resolution.v;
  object["quality"] = side.quality;
  object["intent"] = side.intent;
  object["color-mode"] = side.color_mode;
  if (!side.clear_coat.empty()) object["clear-coat"] = side.clear_coat;
  if (!side.color_space.empty()) object["color-space"] = side.color_space;
  object["borderless"] = side.borderless;
  object["payload"] = side.payload;
  object["raster-width"] = side.raster_width;
  object["raster-height"] = side.raster_height;
  object["pixel-format"] = side.pixel_format;
  object["raster-fnv1a64"] = hexadecimal(side.raster_hash);
  object["png"] = side.png.filename().string();
  object["warnings"] = side.warnings;
  return object;
}

} // namespace

void add_warning(std::vector<std::string>& warnings, std::string text) {
  constexpr std::size_t most = 100;
  if (warnings.size() < most && std::find(warnings.begin(), warnings.end(), text) == warnings.end())
    warnings.push_back(std::move(text));
}

std::string to_json(const JobRecord& job) {
  Json object;
  object["job"] = job.number;
  object["state"] = to_string(job.state);
  object["reason"] = job.reason;
  object["language"] = job.language;
  object["model"] = job.model;
  object["id"] = job.id;
  object["name"] = job.name;
  object["user"] = job.user;
  object["host"] = job.host;
  if (job.compares_paper) object["mismatch-detection"] = true;
  if (!job.maintenance.empty()) object["maintenance"] = job.maintenance;
  object["sides"] = Json::array();
  for (const SideRecord& side : job.sides)
    object["sides"].push_back(to_object(side));
  object["warnings"] = job.warnings;
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace platen::twin
