#pragma once

#include "model/black_and_white.h"
#include "model/extra_sheets.h"
#include "model/office_layout.h"
#include "model/picture_layout.h"
#include "model/tone_curves.h"
#include "units/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace platen::model {

// The values keep the spelling and the numbers that IPP registers.
enum class Sides : std::uint8_t { one_sided, two_sided_long_edge, two_sided_short_edge };
enum class PrintScaling : std::uint8_t { automatic, auto_fit, fit, fill, none };
enum class Orientation : std::uint8_t { // orientation-requested; automatic = not given
  automatic = 0,
  portrait = 3,
  landscape = 4,
  reverse_landscape = 5,
  reverse_portrait = 6
};
enum class PrintQuality : std::uint8_t { draft = 3, normal = 4, high = 5 };
enum class ColorMode : std::uint8_t { automatic, color, monochrome }; // print-color-mode
enum class RenderingIntent : std::uint8_t {
  automatic,
  perceptual,
  relative,
  relative_bpc,
  saturation,
  absolute
};
// sharpening of pictures for the print; automatic: as the paper needs it, see sharpen/strength.h.
enum class Sharpening : std::uint8_t { automatic, none, low, standard, high };
// Who takes the document's colours to those of ink and paper. automatic: platen where it has a
// profile for the paper, else the printer.
enum class ColorManagement : std::uint8_t { automatic, printer, platen, none };
// black-point-compensation; automatic: as the rendering intent has it.
enum class BlackPoint : std::uint8_t { automatic, on, off };
// What becomes of a picture whose own profile cannot be used; automatic: refused where platen
// manages the colours, else taken as untagged, and told.
enum class BrokenProfile : std::uint8_t { automatic, assume_srgb, refuse };
enum class ContentOptimize : std::uint8_t { automatic, graphic, photo, text, text_and_graphic };
// halftone of a 1-bit engine
enum class Screen : std::uint8_t { clustered_dot, blue_noise, clustered_dot_fine, error_diffusion };
// toner-save; on: areas are thinned before they become dots, on every unit; printer: it is asked to
// save by itself, which it may not do.
enum class TonerSave : std::uint8_t { off, on, printer };
// multiple-document-handling: sets one after the other, each document on a sheet of its own; each
// sheet as often as it is wanted, then the next; sets, the documents following each other like
// pages.
enum class Collate : std::uint8_t { collated, uncollated, single_document };

struct PageRange { // 1-based, both ends included
  std::int32_t first = 1;
  std::int32_t last = 1;
};

struct Margins {
  Hmm top, bottom, left, right; // negative: overspray beyond the edge (borderless)
  constexpr bool operator==(const Margins&) const = default;
};

// One size of paper under its PWG self-describing name (PWG 5101.1), in portrait feed direction.
struct MediaSize {
  std::string name;
  Hmm width, height;
  bool operator==(const MediaSize&) const = default;
};

// What some pages have instead of the job's own settings (overrides, PWG 5100.6); what is empty or
// not given stays as the job has it.
struct PageOverride {
  std::vector<PageRange> pages; // ascending, not overlapping, not empty
  std::optional<MediaSize> media;
  std::string media_type, media_source;
  std::optional<Orientation> orientation;
};

// An ICC profile by its name and the SHA-256 of its bytes (64 hexadecimal digits).
struct ProfileName {
  std::string name, sha256;
  bool operator==(const ProfileName&) const = default;
};

// What a job asks for, checked against a model: every value is one that the model offers.
struct Ticket {
  std::string job_name;
  std::string user_name;
  std::string host_name;
  std::optional<MediaSize> media; // not given: each page chooses among the model's sizes
  bool borderless = false;
  std::string media_type;   // PWG keyword, e.g. "stationery"
  std::string media_source; // PWG keyword, e.g. "auto", "tray-1"
  Sides sides = Sides::one_sided;
  std::int32_t copies = 1;
  Collate collate = Collate::collated;
  PrintScaling scaling = PrintScaling::automatic;
  Orientation orientation = Orientation::automatic;
  std::vector<PageRange> page_ranges; // ascending, not overlapping; empty = all
  PrintQuality quality = PrintQuality::normal;
  Dpi resolution;
  ColorMode color_mode = ColorMode::automatic;
  RenderingIntent intent = RenderingIntent::automatic;
  Sharpening sharpening = Sharpening::automatic;
  BlackAndWhiteOptions black_and_white;
  BlackPoint black_point = BlackPoint::automatic;
  ContentOptimize content = ContentOptimize::automatic;
  ColorManagement color_management = ColorManagement::automatic; // as it was asked for
  ColorManagement managed_by = ColorManagement::printer;         // what came of it; never automatic
  std::optional<ProfileName>
      profile; // asked for, or chosen for the paper; managed_by platen has one
  BrokenProfile broken_profile = BrokenProfile::automatic;
  Screen screen = Screen::clustered_dot;
  std::string page_format; // PRO-1000: "pwg-raster" or "jpeg"; empty = the model's first
  std::string language;    // one of the model's; empty = its first
  TonerSave toner_save = TonerSave::off;
  // For devices that list them: compare the paper with the job's; coat all of the page.
  bool detect_mismatch = false, clear_coat_all = false;
  std::vector<PageOverride> overrides; // where two name one page, the later counts
  PictureLayout layout;
  OfficeLayout office;
  ExtraSheets extra_sheets;
  std::vector<ScreenCurve> tone_curves; // at most one of a screen; others: the model's own
};

} // namespace platen::model
