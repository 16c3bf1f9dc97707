#pragma once

#include "base/bytes.h"

#include <atomic>
#include <filesystem>
#include <string_view>

namespace platen::twin::scanner {

// The keys of the panel that begin a scan, and the unit's wish for the time.
enum class Button : std::uint8_t { gray = 1, color = 2, time = 4 };

// What has been pressed and nobody has been told yet. press() is async-signal-safe.
class Buttons {
public:
  // A key is also pressed by a file "press-color" or "press-gray" in `folder`, which vanishes then;
  // empty: by none.
  explicit Buttons(std::filesystem::path folder) : folder_(std::move(folder)) {}
  void press(Button button) { pressed_.fetch_or(static_cast<std::uint8_t>(button)); }
  void press(std::string_view name); // "gray", "color", "time"
  // The interrupt packet of what has been pressed (docs/protocols/mp730.md §5) and is forgotten by
  // that; empty: nothing was.
  Buffer take();

private:
  void look_at_folder();

  const std::filesystem::path folder_;
  std::atomic<std::uint8_t> pressed_ = 0;
};

} // namespace platen::twin::scanner
