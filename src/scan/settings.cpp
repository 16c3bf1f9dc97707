#include "scan/settings.h"

#include "model/length.h"
#include "model/media_name.h"
#include "scan/settings_words.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace platen::scan {

namespace {

constexpr std::int32_t hmm_to_300 =
    2540;                               // hundredths of a millimetre in an inch; 300 units as well
constexpr std::size_t most_listed = 20; // languages or destinations of one scan
constexpr std::size_t most_text = 255;  // bytes of a name, title or author

Failure wrong(std::string_view name, std::string_view value, const std::string& may_be) {
  return fail(Errc::invalid,
              std::string(name) + "=" + std::string(value) + ": it may be " + may_be);
}

template<class Value, std::size_t count>
Result<Value> value_of(const std::array<WordOf<Value>, count>& words, std::string_view name,
                       std::string_view text) {
  std::string all;
  for (const auto& entry : words) {
    if (entry.word == text) return entry.value;
    all += (all.empty() ? "" : ", ") + std::string(entry.word);
  }
  return wrong(name, text, all);
}

template<class Number>
Result<Number> number_in(std::string_view name, std::string_view text, Number least, Number most) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= least && number <= most)
    return number;
  return wrong(name, text, std::to_string(least) + " to " + std::to_string(most));
}

std::int32_t inch_300(Hmm length) {
  return static_cast<std::int32_t>((std::int64_t{length.v} * 600 + hmm_to_300) / (2 * hmm_to_300));
}

// "X,Y,WIDTH,HEIGHT", each a length.
Result<std::optional<Region>> region_of(std::string_view name, std::string_view text) {
  if (text == "all") return std::optional<Region>();
  std::array<std::int32_t, 4> numbers{};
  const auto parts = model::split_at(text, ',');
  bool right = parts.size() == numbers.size();
  for (std::size_t i = 0; right && i < numbers.size(); ++i) {
    const auto length = model::parse_length(parts[i]);
    right = length.has_value() && length->v >= 0;
    if (right) numbers[i] = inch_300(*length);
  }
  if (right && numbers[2] > 0 && numbers[3] > 0)
    return std::optional(Region{numbers[0], numbers[1], numbers[2], numbers[3]});
  return wrong(name, text, "all, or X,Y,WIDTH,HEIGHT with units, such as 0mm,0mm,210mm,297mm");
}

// The paper lies in the corner from which the source counts.
Result<std::optional<Region>> region_of_media(std::string_view name, std::string_view text) {
  const auto size = model::parse_extent(text.substr(text.rfind('_') + 1));
  if (!size) return wrong(name, text, "a size's name, such as iso_a4_210x297mm");
  return std::optional(Region{0, 0, inch_300(size->width), inch_300(size->height)});
}

// "10MB", "500kB", a number of bytes, 0 for no bound.
Result<std::uint64_t> bytes_of(std::string_view name, std::string_view text) {
  std::uint64_t scale = 1;
  std::string_view digits = text;
  for (const auto& [unit, bytes] : {std::pair{std::string_view("MB"), std::uint64_t{1'000'000}},
                                    {std::string_view("kB"), std::uint64_t{1'000}}})
    if (digits.ends_with(unit)) {
      digits.remove_suffix(unit.size());
      scale = bytes;
      break;
    }
  const auto count = number_in<std::uint64_t>(name, digits, 0, 1'000'000'000);
  if (!count || (*count != 0 && *count * scale < 10'000))
    return wrong(name, text, "0 for no bound, or at least 10kB, such as 10MB");
  return *count * scale;
}

Result<std::vector<std::string>> list_of(std::string_view name, std::string_view text) {
  std::vector<std::string> all;
  for (const std::string_view part : model::split_at(text, ','))
    if (!part.empty() && std::ranges::find(all, part) == all.end()) all.emplace_back(part);
  if (all.size() > most_listed)
    return wrong(name, text,
                 "at most " + std::to_string(most_listed) + ", with commas between them");
  return all;
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all)
    text += (text.empty() ? "" : ",") + one;
  return text;
}

Result<std::string> short_text(std::string_view name, std::string_view text) {
  const bool fits = text.size() <= most_text && std::ranges::none_of(text, [](unsigned char c) {
                      return c < 0x20 || c == 0x7f;
                    });
  if (fits) return std::string(text);
  return wrong(name, text, "one line of at most " + std::to_string(most_text) + " bytes");
}

std::string text_of(const Region& region) {
  const auto length = [](std::int32_t inch300) {
    return model::to_string(
        Hmm{static_cast<std::int32_t>((std::int64_t{inch300} * 2 * hmm_to_300 + 300) / 600)});
  };
  return length(region.x) + "," + length(region.y) + "," + length(region.width) + "," +
         length(region.height);
}

// One option: how it is read, and what it is written as.
struct Row {
  std::string_view name;
  Result<void> (*read)(Settings& settings, std::string_view name, std::string_view text);
  std::string (*write)(const Settings& settings); // null: another row writes it
};

template<auto table, auto member> Row word_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY(std::invoke(member, settings), value_of(*table, option, text));
            return {};
          },
          [](const Settings& settings) { return word_of(*table, std::invoke(member, settings)); }};
}

template<auto member> Row clean_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY(settings.clean.*member, value_of(on_off_words, option, text));
            return {};
          },
          [](const Settings& settings) { return word_of(on_off_words, settings.clean.*member); }};
}

template<auto... path> Row list_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY((settings.*....*path), list_of(option, text));
            return {};
          },
          [](const Settings& settings) { return joined((settings.*....*path)); }};
}

template<auto member> Row file_text_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY(settings.file.*member, short_text(option, text));
            return {};
          },
          [](const Settings& settings) { return settings.file.*member; }};
}

template<auto member> Row file_flag_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY(settings.file.*member, value_of(bool_words, option, text));
            return {};
          },
          [](const Settings& settings) { return word_of(bool_words, settings.file.*member); }};
}

template<auto member, std::int32_t least, std::int32_t most> Row number_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY(settings.*member, number_in<std::int32_t>(option, text, least, most));
            return {};
          },
          [](const Settings& settings) { return std::to_string(settings.*member); }};
}

template<auto member, std::int32_t least, std::int32_t most>
Row file_number_row(std::string_view name) {
  return {name,
          [](Settings& settings, std::string_view option, std::string_view text) -> Result<void> {
            TRY(settings.file.*member, number_in<std::int32_t>(option, text, least, most));
            return {};
          },
          [](const Settings& settings) { return std::to_string(settings.file.*member); }};
}

Result<void> read_resolution(Settings& settings, std::string_view name, std::string_view text) {
  if (text.ends_with("dpi")) text.remove_suffix(3);
  TRY(settings.resolution.v, number_in<std::int32_t>(name, text, 25, 2'400));
  return {};
}

Result<void> read_threshold(Settings& settings, std::string_view name, std::string_view text) {
  settings.threshold.reset();
  if (text == "auto") return {};
  TRY(settings.threshold, number_in<std::int32_t>(name, text, 0, 255));
  return {};
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      word_row<&source_words, &Settings::source>("input-source"),
      word_row<&sides_words, &Settings::two_sided>("input-sides"),
      word_row<&bool_words, &Settings::flip_stack>("flip-stack"),
      word_row<&color_words, &Settings::color>("input-color-mode"),
      {"input-resolution", read_resolution,
       [](const Settings& settings) { return std::to_string(settings.resolution.v) + "dpi"; }},
      {"input-media",
       [](Settings& settings, std::string_view name, std::string_view text) -> Result<void> {
         TRY(settings.region, region_of_media(name, text));
         return {};
       },
       nullptr},
      {"input-scan-region",
       [](Settings& settings, std::string_view name, std::string_view text) -> Result<void> {
         TRY(settings.region, region_of(name, text));
         return {};
       },
       [](const Settings& settings) {
         return settings.region ? text_of(*settings.region) : "all";
       }},
      number_row<&Settings::brightness, -100, 100>("input-brightness"),
      number_row<&Settings::contrast, -100, 100>("input-contrast"),
      {"input-threshold", read_threshold,
       [](const Settings& settings) {
         return settings.threshold ? std::to_string(*settings.threshold) : "auto";
       }},
      clean_row<&CleanUp::deskew>("deskew"),
      clean_row<&CleanUp::crop>("crop"),
      clean_row<&CleanUp::orientation>("orientation"),
      clean_row<&CleanUp::drop_blank>("drop-blank-pages"),
      clean_row<&CleanUp::whiten>("whiten-background"),
      clean_row<&CleanUp::edge_shadows>("remove-edge-shadows"),
      {"format",
       [](Settings& settings, std::string_view name, std::string_view text) -> Result<void> {
         TRY(settings.file.format, value_of(format_words, name, text));
         return {};
       },
       [](const Settings& settings) { return word_of(format_words, settings.file.format); }},
      file_flag_row<&FileSettings::text>("text"),
      list_row<&Settings::file, &FileSettings::languages>("languages"),
      file_number_row<&FileSettings::jpeg_quality, 1, 100>("jpeg-quality"),
      file_flag_row<&FileSettings::lossless>("lossless"),
      file_number_row<&FileSettings::pages_per_file, 0, 10'000>("pages-per-file"),
      {"bytes-per-file",
       [](Settings& settings, std::string_view name, std::string_view text) -> Result<void> {
         TRY(settings.file.bytes_per_file, bytes_of(name, text));
         return {};
       },
       [](const Settings& settings) { return std::to_string(settings.file.bytes_per_file); }},
      file_text_row<&FileSettings::name>("file-name"),
      file_text_row<&FileSettings::title>("title"),
      file_text_row<&FileSettings::author>("author"),
      list_row<&Settings::destinations>("to"),
      list_row<&Settings::recipients>("mail-to"),
      word_row<&bool_words, &Settings::review>("review"),
  };
  return all;
}

} // namespace

Result<Settings> with(Settings base, const Options& options) {
  for (const auto& [name, value] : options) {
    const auto row = std::ranges::find(rows(), name, &Row::name);
    if (row == rows().end()) {
      std::string all;
      for (const Row& known : rows())
        all += (all.empty() ? "" : ", ") + std::string(known.name);
      return fail(Errc::invalid, "there is no option " + name + " of a scan; there are " + all);
    }
    TRY_VOID(row->read(base, name, value));
  }
  if (base.two_sided && base.flip_stack)
    return fail(Errc::invalid, "input-sides=two-sided-long-edge and flip-stack=true do not go "
                               "together: the feeder turns the sheets, or a person the stack");
  return base;
}

Options to_options(const Settings& settings) {
  const Settings usual;
  Options options;
  for (const Row& row : rows()) {
    if (row.write == nullptr) continue;
    std::string text = row.write(settings);
    if (text != row.write(usual)) options.emplace_back(row.name, std::move(text));
  }
  return options;
}

} // namespace platen::scan
