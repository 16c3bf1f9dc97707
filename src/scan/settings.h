#pragma once

#include "base/result.h"
#include "units/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What is wanted of a scan. Names are those of IPP Scan (PWG 5100.17) where it has one.
namespace platen::scan {

enum class InputSource : std::uint8_t {
  automatic,
  platen,
  adf
}; // automatic: the feeder if it is loaded
enum class ColorMode : std::uint8_t { automatic, bilevel, gray, color };
enum class OnOff : std::uint8_t { off, on, automatic }; // automatic: where the page asks for it

// A part of the glass or sheet, from its top left corner, as eSCL counts: 1/300 inch.
struct Region {
  std::int32_t x = 0, y = 0, width = 0, height = 0;
  constexpr bool operator==(const Region&) const = default;
};

struct CleanUp {
  OnOff deskew = OnOff::automatic;
  OnOff crop = OnOff::automatic;         // to the sheet's edges
  OnOff orientation = OnOff::off;        // upright text
  OnOff drop_blank = OnOff::off;         // pages with nothing on them are put aside, and shown so
  OnOff whiten = OnOff::automatic;       // the paper becomes white; stamps and pencil stay
  OnOff edge_shadows = OnOff::automatic; // dark borders and the holes of binders
  constexpr bool operator==(const CleanUp&) const = default;
};

// How the files of a session are cut, and what they hold.
enum class Format : std::uint8_t { pdf, pdfa, tiff, jpeg, png };
struct FileSettings {
  Format format = Format::pdf;
  bool text = false;                  // recognised text, searchable (PDF, PDF/A)
  std::vector<std::string> languages; // Tesseract's names, "eng"; empty with text: "eng"
  std::int32_t jpeg_quality = 80;     // 1 to 100, libjpeg's
  bool lossless = false;              // gray and colour pages without loss
  std::int32_t pages_per_file = 0;    // 0: all in one, where the format holds several
  std::uint64_t bytes_per_file = 0;   // 0: no bound; a file that would be larger is split at a page
  std::string name = "{date} {time}"; // docs/protocols/scan-names.md has the fields
  std::string title, author;          // of PDF
  bool operator==(const FileSettings&) const = default;
};

struct Settings {
  InputSource source = InputSource::automatic;
  bool two_sided = false;  // the feeder scans both sides
  bool flip_stack = false; // a one-sided feeder: fronts, then the turned stack's backs
  ColorMode color = ColorMode::color;
  Dpi resolution{300};
  std::optional<Region> region;              // nothing: all that the source has
  std::int32_t brightness = 0, contrast = 0; // -100 to 100
  std::optional<std::int32_t> threshold;     // bilevel: 0 to 255; nothing: by the page
  CleanUp clean;
  FileSettings file;
  std::vector<std::string> destinations; // names of destinations; empty: kept for download
  // Who gets the mails, contacts and addresses, where a destination leaves that open.
  std::vector<std::string> recipients;
  bool review = false; // pages wait for somebody before they are made a file
  bool operator==(const Settings&) const = default;
};

using Options = std::vector<std::pair<std::string, std::string>>;
// What `options` change in `base`. Errc::invalid names the option, its value and what it may be.
Result<Settings> with(Settings base, const Options& options);
Options to_options(const Settings& settings); // those that differ from the defaults

} // namespace platen::scan
