#pragma once

#include "base/cancel.h"
#include "image/image.h"
#include "scan/settings.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace platen::scan {

// What one source of a scanner can do. Lengths are 1/300 inch.
struct SourceOffer {
  std::int32_t least_width = 0, most_width = 0, least_height = 0, most_height = 0;
  std::vector<std::int32_t> resolutions; // dpi, ascending
  std::vector<ColorMode> modes;          // that the device itself gives
};
struct ScannerFacts {
  std::string make_and_model, serial; // serial: empty where nobody tells
  std::optional<SourceOffer> platen, adf;
  bool adf_two_sided = false;
  std::int32_t feeder_capacity = 0; // sheets; 0: no feeder
  bool buttons = false;
  std::string evidence; // how these are known, for people
};

enum class FeederState : std::uint8_t { none, unknown, loaded, empty, jam, cover_open };
struct ScannerState {
  bool busy = false;
  FeederState feeder = FeederState::unknown;
  std::string message; // the device's own words, or ours where it has none
};

// What one pass over the glass or through the feeder shall give; within the offer.
struct ScanRequest {
  bool adf = false, two_sided = false;
  ColorMode color = ColorMode::color; // bilevel, gray or color
  Dpi resolution{300};
  Region region;
};

// How a page ended.
struct PageEnd {
  std::int32_t rows = 0; // that the device gave
  std::string warning;   // empty: all is well; else e.g. that it ended early
};

// Pages as they come from the device, one after the other, from one thread.
class Feed {
public:
  virtual ~Feed() = default; // what is under way is cancelled at the device
  // The next side, from its first row. Nothing: there is no more (the glass has one side). An error
  // leaves what was read before as it is: Errc::conflict with words for a jam or an open cover.
  // `height` is what was asked for; the device may give fewer rows.
  virtual Result<std::optional<PageShape>> next_page() = 0;
  // The next rows of it, top down, at most into.rows().count; fewer come with what has arrived, 0
  // when the side has ended. Blocks no longer than the device's deadline.
  virtual Result<std::int32_t> read(Band into) = 0;
  virtual PageEnd page_end() const = 0; // after read() gave 0
};

// One scanner; calls come from one thread at a time.
class Scanner {
public:
  virtual ~Scanner() = default;
  virtual const ScannerFacts& facts() const = 0;
  virtual Result<ScannerState> state() = 0;
  // Errc::not_found: the feeder is empty; Errc::busy: it does something else.
  virtual Result<std::unique_ptr<Feed>> start(const ScanRequest& request) = 0;
  // The name of the button that was pressed since the last call ("color", "gray"), if any.
  virtual Result<std::optional<std::string>> pressed() { return std::optional<std::string>(); }
};

// "bjnp://HOST[:8612]", "usb://MAKER/MODEL[?serial=S]", "sane:DEVICE" (libsane's own name, in a
// process of its own). `model` names the facts of a device that does not tell them
// ("canon-ir1020"); of sane it is what the device is called. `cancel` ends every call of it.
// Errc::unreachable, Errc::denied, Errc::busy.
Result<std::unique_ptr<Scanner>> open_scanner(const std::string& uri, const std::string& model,
                                              const Cancel& cancel);

// What people know the device of a "sane:" URI by, its maker's name and its model's; empty: it is
// not found, or the URI is another. May take as long as find_scanners().
std::string sane_title(const std::string& uri, const Cancel& cancel);

// What can be opened now, for people to choose from.
struct FoundScanner {
  std::string uri, make_and_model;
};
Result<std::vector<FoundScanner>> find_scanners(const Cancel& cancel);

} // namespace platen::scan
