#pragma once

#include "base/result.h"
#include "model/scanner_part.h"
#include "model/ticket.h"

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace platen::model {

// How well a fact about a device is known.
enum class Evidence : std::uint8_t { verified, captured, documented, inferred };
std::string_view to_string(Evidence evidence);

struct Fact { // where a group of facts comes from
  Evidence evidence = Evidence::inferred;
  std::string source;
};

struct MediaEntry {
  MediaSize size;
  Margins margins;
  std::optional<Margins> borderless; // overspray (<= 0) where the size can be printed borderless
  std::string code; // in the device language ("2", "iso_a4_210x297mm"); empty: it knows no such
                    // name, send the size
  Fact fact;
  std::string label;                        // for people
  std::vector<std::string> short_names;     // what people type: "a4", "letter"; lower case
  std::map<std::string, std::string> codes; // in the model's other languages, by their names
};

// How paper takes ink, as far as it matters for pictures. plain: not made for them, or not known.
enum class Finish : std::uint8_t { plain, matte, glossy };

struct MediaType {
  std::string
      name; // PWG keyword, or the vendor's name and a word where PWG has none ("canon-baryta")
  std::string label; // for people
  std::string code;  // in the device language; empty: the device's default
  // Qualities that the device offers on this medium, with the language's values; empty = the
  // model's.
  std::vector<std::pair<PrintQuality, std::string>> quality_codes;
  std::vector<Dpi> resolutions; // empty = the model's
  bool borderless = true;
  Fact fact;
  // Edges of the sheet that must stay free of ink, where this medium does not bear it there.
  std::optional<Margins> safe_margins;
  // The resolution that goes with a quality when the job names none; empty = the model's default.
  std::vector<std::pair<PrintQuality, Dpi>> quality_resolutions;
  Finish finish = Finish::plain;
  std::map<std::string, std::string> codes; // in the model's other languages, by their names
};

struct MediaSource {
  std::string name, label, code;
  bool optional_part = false; // an accessory that a unit may not have
  Fact fact;
  std::map<std::string, std::string> codes; // in the model's other languages, by their names
};

// A language that a model may have besides its first.
struct OtherLanguage {
  std::string name;                           // "pcl-5e"
  std::map<std::string, std::string> options; // the language's own words, from the file
  Fact fact;
};

// A combination that the device does not do: all of its conditions hold -> refused.
struct Constraint {
  std::string name; // e.g. "duplex-media"
  std::string reason;
  // attribute -> values; the constraint applies when every attribute has one of its values, or, for
  // keys that end in "!", none of them.
  std::map<std::string, std::vector<std::string>> when;
  Fact fact;
};

// What a device consumes or collects: an ink, the toner, a tank for waste.
struct Supply {
  std::string type;     // the keyword of the Printer MIB (RFC 3805 PrtMarkerSuppliesTypeTC)
  std::string colorant; // lower-case English name of what it puts on paper; empty: nothing
  std::string label;    // for people
  std::string code;     // the device's own name of it; empty: it is told by its colorant
  Fact fact;
};

// A sensible combination of options under one name.
struct Preset {
  std::string name; // for people
  std::vector<std::pair<std::string, std::string>> options;
};

// A paper of one's own: it feeds and takes ink as one of the model's media types does. As a media
// type it has its own name.
struct Paper {
  std::string name;                 // a keyword; also the media type
  std::string label;                // for people
  std::string media_type;           // the model's own, with whose settings the printer prints on it
  std::vector<std::string> sizes;   // PWG names; empty: all that the model has
  std::vector<std::string> sources; // first = the one it takes by itself; empty: all
  std::optional<Margins> margins;   // the least that must stay white; not given: the printer's
  bool borderless = true;
  std::string price; // of a sheet, "7.90 EUR"; empty: not known
  std::string notes;
};

// An ICC profile that is there for a paper; its bytes are elsewhere.
struct PaperProfile {
  ProfileName id;
  std::string media_type;                // the paper, or a medium of the model
  std::optional<PrintQuality> quality;   // only for this one; not given: for all
  std::optional<RenderingIntent> intent; // likewise
};

// What the maker calls one of the screens.
struct ScreenName {
  std::string name; // a keyword: "gradation"
  Screen screen = Screen::clustered_dot;
};

struct CustomSizeRange {
  Hmm min_width, max_width, min_height, max_height;
  Margins margins;
  Fact fact;
};

struct Model {
  std::string id;                                      // "canon-pro-1000"
  std::string title;                                   // "Canon imagePROGRAF PRO-1000"
  std::string language;                                // "ivec", "pcl-xl"
  std::map<std::string, std::string> language_options; // the language's own words, from the file
  std::vector<std::string> ieee1284_models;            // MDL values that this file fits
  bool color = false;
  std::vector<Dpi> resolutions; // first = default
  std::vector<Sides> sides;     // one_sided first
  std::vector<PrintQuality> qualities;
  std::vector<MediaEntry> media;
  std::vector<MediaType> media_types;
  std::vector<MediaSource> media_sources;
  std::optional<CustomSizeRange> custom;
  std::vector<Constraint> constraints;
  std::map<std::string, std::string>
      defaults; // attribute -> value: media, media-type, media-source, sides, ...
  // 1-bit engines: 256 dot areas (0..65535) that print as ink 0..255 of 255; empty = identity.
  std::vector<std::uint16_t> tone_curve;
  std::vector<Fact> facts; // about the device as a whole
  std::filesystem::path file;
  std::vector<Screen> screens; // halftones of a 1-bit engine; empty: the device screens by itself
  std::vector<std::string>
      page_formats;        // what a page may travel as ("pwg-raster", "jpeg"); first = default
  bool toner_save = false; // the device has a toner saving mode
  std::string maker;       // "Canon"; the first word of the title where the file names none
  // What attribute names of options that IPP does not register begin with: "canon". Never empty.
  std::string vendor;
  std::int32_t pages_per_minute = 0; // of the device's own data sheet; 0: not known
  std::vector<Supply> supplies;
  std::vector<Preset> presets;
  // Through what the device tells its status, the most trusted first: "snmp", "chmps", ...
  std::vector<std::string> status_channels;
  // What it does to itself when it is told to: "nozzle-check", "cleaning", "deep-cleaning",
  // "alignment".
  std::vector<std::string> maintenance;
  std::vector<ScreenName> screen_names;       // further values of "halftone"
  std::vector<OtherLanguage> other_languages; // what a job may choose in place of `language`
  std::optional<ScannerPart> scanner;         // nothing: the device does not scan
  // What people added; a model file has none of these.
  std::vector<Paper> papers;
  std::vector<PaperProfile> profiles;
  std::vector<ProfileName> letterheads; // PDFs that page-underlay and page-overlay may name
  std::vector<Preset> recipes;

  // All languages, the default one first.
  std::vector<std::string> languages() const;
  const Paper* find_paper(std::string_view name) const;
  const Preset* find_recipe(std::string_view name) const;
  const MediaEntry* find_media(std::string_view pwg_name) const;
  const MediaType* find_type(std::string_view name) const;
  const MediaSource* find_source(std::string_view name) const;
};

// The model as it is in one of its languages: that language's options and codes in place of those
// of the first. One that the model does not have leaves no code of any: its name alone is set.
Model in_language(Model model, std::string_view language);

// The name of an option as an attribute of IPP: its own where IPP registers it, else
// "VENDOR-OPTION". And back: the option of an attribute name; empty when it is none of this model.
std::string attribute_name(const Model& model, std::string_view option);
std::string_view option_name(const Model& model, std::string_view attribute);

// Reads and checks one model file. Errors name file, line and column.
Result<Model> load_model(const std::filesystem::path& file);
Result<Model> parse_model(std::string_view toml, const std::filesystem::path& file_name);

// All model files (*.toml) of a folder tree, sorted by id; two with one id or one MDL are an error.
// Folders named "family" hold only what models extend. `folder` may also be the data folder that
// holds "printers".
Result<std::vector<Model>> load_models(const std::filesystem::path& folder);
// $PLATEN_DATA, else the data folder beside the program, else the installed one.
std::filesystem::path data_folder();
// By id; the error lists the known ids and the nearest.
Result<const Model*> find_model(std::span<const Model> models, std::string_view id);

// "name=value" settings, as -o gives them, in their order.
using Options = std::vector<std::pair<std::string, std::string>>;

// One option that a model offers: its values, or the form of its values.
struct OptionInfo {
  std::string name; // IPP attribute name
  std::string label;
  std::vector<std::string> values; // keywords; empty where `form` says what is legal
  std::string form;                // e.g. "1..999", "RANGE[,RANGE]..."
  std::string default_value;
};
std::vector<OptionInfo> option_list(const Model& model);

// Checks names, values and constraints. The error of a wrong name lists the nearest names, of a
// wrong value the legal ones, of a broken constraint the conflict and the nearest legal choice.
// Errc::invalid.
Result<Ticket> make_ticket(const Model& model, const Options& options);
// The options with their recipe (the last "recipe" among them) replaced by what it says, before all
// others, so that these go before it. Errc::invalid: there is no such recipe.
Result<Options> without_recipe(const Model& model, const Options& options);
// "1-3,7", as the option page-ranges takes it.
std::string to_string(const std::vector<PageRange>& ranges);
// The ticket as it holds for one page, counted from 1 as page-ranges counts: its overrides applied.
Ticket ticket_for_page(const Ticket& ticket, std::int32_t number);
// Constraints that need the final medium of a side (when `media` was left to the document).
Result<void> check_side(const Model& model, const Ticket& ticket, const MediaSize& media);

// A PWG self-describing name ("na_letter_8.5x11in", "custom_x_100x150mm"), a size of the model by
// its short name ("a4", "letter"), or "WxHmm" / "WxHin".
Result<MediaSize> parse_media_name(const Model& model, std::string_view text);
// The printable frame of a size: the model's entry, or its custom range.
Result<Margins> margins_of(const Model& model, const MediaSize& size, bool borderless);

} // namespace platen::model
