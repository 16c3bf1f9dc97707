#pragma once

#include "capture/compare.h"
#include "capture/entry.h"

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

namespace platen::app {

nlohmann::json to_json(const capture::Entry& entry);

// Prints a capture's entries as they come, as lines or as the array of a JSON object; draws pages
// into `folder` ("" = none) as page-1.png and so on.
class CaptureListing final : public capture::Listener {
public:
  CaptureListing(bool as_json, std::filesystem::path folder)
      : as_json_(as_json), folder_(std::move(folder)) {}
  Result<void> entry(capture::Entry entry) override;
  bool wants_pages() const override { return !folder_.empty(); }
  Result<void> page(const capture::Page& page) override;
  // Ends the array, before the object's other members.
  std::string_view json_tail() const { return begun_ ? "\n ],\n " : "{\"entries\": [],\n "; }

private:
  bool as_json_;
  std::filesystem::path folder_;
  bool begun_ = false;
};

// "attribute 085A (toner save): off (01) -> on (02)", with the places in both files.
std::string to_line(const capture::Difference& difference);

} // namespace platen::app
