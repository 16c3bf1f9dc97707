#include "model/load_parts.h"
#include "model/media_name.h"
#include "model/words.h"

#include <algorithm>
#include <cstdlib>

namespace platen::model {

namespace {

// A name in two units (329 x 483 mm, 13 x 19 in) differs by no more than this.
constexpr std::int32_t name_tolerance_hmm = 150;

Result<std::int32_t> checked_hmm(const TomlTable& table, std::string_view key, std::int64_t value) {
  if (std::abs(value) > longest_sheet.v)
    return fail_at(table.where(key), "\"" + std::string(key) +
                                         "\" is no length: hundredths of a millimetre, at most " +
                                         std::to_string(longest_sheet.v));
  return static_cast<std::int32_t>(value);
}

Result<Extent> read_extent(TomlTable& table, std::string_view key) {
  TRY(const auto numbers, table.get<std::vector<std::int64_t>>(key));
  if (numbers.size() != 2 || numbers[0] <= 0 || numbers[1] <= 0)
    return fail_at(table.where(key),
                   "\"" + std::string(key) + "\" is [width, height] in hundredths of a millimetre");
  TRY(const std::int32_t width, checked_hmm(table, key, numbers[0]));
  TRY(const std::int32_t height, checked_hmm(table, key, numbers[1]));
  return Extent{Hmm{width}, Hmm{height}};
}

// A printable area must remain; 1 mm is the least that means anything.
Result<void> check_margins(const TomlTable& table, std::string_view key, const Margins& m,
                           Hmm width, Hmm height) {
  constexpr std::int64_t least = 100;
  const std::int64_t across = std::int64_t{width.v} - m.left.v - m.right.v;
  const std::int64_t along = std::int64_t{height.v} - m.top.v - m.bottom.v;
  if (across >= least && along >= least) return {};
  return fail_at(table.where(key),
                 "the margins leave nothing of " + describe_extent(width, height));
}

Result<void> check_not_negative(const TomlTable& table, std::string_view key, const Margins& m) {
  if (std::min({m.top, m.bottom, m.left, m.right}) >= Hmm{0}) return {};
  return fail_at(table.where(key),
                 "\"" + std::string(key) +
                     "\" may not be negative; overspray goes into \"borderless_hmm\"");
}

Result<MediaSize> read_size(TomlTable& table) {
  TRY(const std::string name, table.get<std::string>("name"));
  auto size = parse_pwg_name(name);
  if (!size)
    return fail_at(table.where("name"),
                   "\"" + name +
                       "\" is no PWG media name, such as iso_a4_210x297mm or na_letter_8.5x11in");
  if (table.has("size_hmm")) {
    TRY(const Extent extent, read_extent(table, "size_hmm"));
    if (std::abs(extent.width.v - size->width.v) > name_tolerance_hmm ||
        std::abs(extent.height.v - size->height.v) > name_tolerance_hmm)
      return fail_at(table.where("size_hmm"),
                     "\"size_hmm\" differs from " + name + " by more than 1.5 mm");
    size->width = extent.width;
    size->height = extent.height;
  }
  if (size->width > size->height)
    return fail_at(table.where("name"),
                   "sizes are given as they are fed, in portrait: " + name + " is wider than high");
  return *size;
}

struct SizeGroup {
  Fact fact;
  std::optional<Margins> margins, borderless;
};

// Where the file names none, the middle part of the PWG name serves: "a4", "letter".
Result<std::vector<std::string>> read_short_names(TomlTable& table, const std::string& name) {
  TRY(auto names, table.find<std::vector<std::string>>("short_names"));
  if (!names) return std::vector<std::string>{std::string(pwg_short_name(name))};
  for (const std::string& text : *names)
    if (text.empty() || text != lower_case(text))
      return fail_at(table.where("short_names"), "short names are in lower case");
  return *std::move(names);
}

Result<MediaEntry> read_size_entry(TomlTable& table, const SizeGroup& group, const Model& model) {
  MediaEntry entry;
  TRY(entry.size, read_size(table));
  TRY(entry.label, table.get<std::string>("label"));
  TRY(entry.short_names, read_short_names(table, entry.size.name));
  TRY(entry.code, table.get_or<std::string>("code", {}));
  TRY(entry.codes, read_codes(table, model));
  if (table.has("margins_hmm")) {
    TRY(entry.margins, read_margins(table, "margins_hmm"));
    TRY_VOID(check_not_negative(table, "margins_hmm", entry.margins));
  } else if (group.margins) {
    entry.margins = *group.margins;
  } else {
    return fail_at(table.where(), entry.size.name + " has no \"margins_hmm\", nor has its group");
  }
  TRY_VOID(check_margins(table, "margins_hmm", entry.margins, entry.size.width, entry.size.height));
  TRY(const bool borderless, table.get_or("borderless", table.has("borderless_hmm")));
  if (table.has("borderless_hmm")) {
    TRY(entry.borderless, read_margins(table, "borderless_hmm"));
  } else if (borderless) {
    entry.borderless = group.borderless;
  }
  if (borderless != entry.borderless.has_value())
    return fail_at(table.where("borderless"),
                   entry.size.name + ": \"borderless\" and \"borderless_hmm\" do not agree");
  if (const auto& b = entry.borderless;
      b && std::max({b->top, b->bottom, b->left, b->right}) > Hmm{0})
    return fail_at(table.where("borderless_hmm"),
                   "\"borderless_hmm\" reaches to the edge (0) or beyond it (negative)");
  TRY(entry.fact, read_fact(table, &group.fact));
  TRY_VOID(table.finish());
  return entry;
}

Failure duplicate(const TomlTable& table, std::string_view key, std::string_view name) {
  return fail_at(table.where(key), "\"" + std::string(name) + "\" is there twice");
}

Result<void> check_short_names(const TomlTable& table, const Model& model,
                               const MediaEntry& entry) {
  for (const MediaEntry& other : model.media)
    for (const std::string& name : entry.short_names)
      if (std::find(other.short_names.begin(), other.short_names.end(), name) !=
          other.short_names.end())
        return duplicate(table, "short_names", name);
  return {};
}

} // namespace

Result<Margins> read_margins(TomlTable& owner, std::string_view key) {
  TRY(TomlTable table, owner.table(key));
  Margins margins;
  for (const auto& [name, edge] : {std::pair<std::string_view, Hmm*>{"top", &margins.top},
                                   {"bottom", &margins.bottom},
                                   {"left", &margins.left},
                                   {"right", &margins.right}}) {
    TRY(const std::int64_t value, table.get<std::int64_t>(name));
    TRY(edge->v, checked_hmm(table, name, value));
  }
  TRY_VOID(table.finish());
  return margins;
}

Result<void> read_media_sizes(TomlTable& root, Model& model) {
  TRY(TomlTable group_table, root.table("media_size"));
  SizeGroup group;
  TRY(group.fact, read_fact(group_table, nullptr));
  if (group_table.has("margins_hmm")) {
    TRY(group.margins, read_margins(group_table, "margins_hmm"));
    TRY_VOID(check_not_negative(group_table, "margins_hmm", *group.margins));
  }
  if (group_table.has("borderless_hmm")) {
    TRY(group.borderless, read_margins(group_table, "borderless_hmm"));
  }
  TRY(auto entries, group_table.tables("entry"));
  for (TomlTable& table : entries) {
    TRY(MediaEntry entry, read_size_entry(table, group, model));
    if (model.find_media(entry.size.name) != nullptr)
      return duplicate(table, "name", entry.size.name);
    TRY_VOID(check_short_names(table, model, entry));
    model.media.push_back(std::move(entry));
  }
  if (model.media.empty())
    return fail_at(group_table.where(), "[media_size] has no [[media_size.entry]]");
  return group_table.finish();
}

Result<void> read_custom_size(TomlTable& root, Model& model) {
  TRY(auto table, root.find_table("custom_size"));
  if (!table) return {};
  TRY(const Extent least, read_extent(*table, "min_hmm"));
  TRY(const Extent most, read_extent(*table, "max_hmm"));
  CustomSizeRange range{least.width, most.width, least.height, most.height, {}, {}};
  TRY(range.margins, read_margins(*table, "margins_hmm"));
  TRY_VOID(check_not_negative(*table, "margins_hmm", range.margins));
  TRY_VOID(check_margins(*table, "margins_hmm", range.margins, least.width, least.height));
  if (least.width > most.width || least.height > most.height)
    return fail_at(table->where("max_hmm"), "\"max_hmm\" is less than \"min_hmm\"");
  TRY(range.fact, read_fact(*table, nullptr));
  TRY_VOID(table->finish());
  model.custom = range;
  return {};
}

namespace {

// { draft = "4", normal = "3" }, each among the model's qualities.
Result<std::vector<std::pair<PrintQuality, std::string>>> read_quality_codes(TomlTable& owner,
                                                                             const Model& model) {
  std::vector<std::pair<PrintQuality, std::string>> codes;
  TRY(auto table, owner.find_table("qualities"));
  if (!table) return codes;
  for (const PrintQuality quality : model.qualities) {
    TRY(auto code, table->find<std::string>(to_string(quality)));
    if (code) codes.emplace_back(quality, *std::move(code));
  }
  TRY_VOID(table->finish());
  // What comes first is what a job gets that names no quality and cannot have the default.
  std::stable_sort(codes.begin(), codes.end(), [](const auto& a, const auto& b) {
    return (a.first == PrintQuality::normal) > (b.first == PrintQuality::normal);
  });
  if (codes.empty())
    return fail_at(table->where(), "\"qualities\" is empty; leave it out if all are offered");
  return codes;
}

Result<void> check_dpi_offered(const TomlTable& table, std::string_view key, Dpi dpi,
                               const std::vector<Dpi>& offered) {
  if (std::find(offered.begin(), offered.end(), dpi) != offered.end()) return {};
  return fail_at(table.where(key),
                 to_string(dpi) + " is not among the resolutions of the model or of this medium");
}

Result<std::vector<std::pair<PrintQuality, Dpi>>>
read_quality_dpi(TomlTable& owner, const Model& model, const MediaType& type) {
  std::vector<std::pair<PrintQuality, Dpi>> result;
  TRY(auto table, owner.find_table("quality_dpi"));
  if (!table) return result;
  for (const auto& [quality, code] : type.quality_codes) {
    const auto key = to_string(quality);
    TRY(const auto value, table->find<std::int64_t>(key));
    if (!value) continue;
    TRY(const Dpi dpi, checked_dpi(*table, key, *value));
    TRY_VOID(check_dpi_offered(*table, key, dpi,
                               type.resolutions.empty() ? model.resolutions : type.resolutions));
    result.emplace_back(quality, dpi);
  }
  TRY_VOID(table->finish());
  return result;
}

Result<Finish> read_finish(TomlTable& table) {
  TRY(const auto word, table.find<std::string>("finish"));
  if (!word) return Finish::plain;
  const std::span<const Word<Finish>> words(finish_words);
  if (const auto finish = value_of(words, *word)) return *finish;
  return fail_at(table.where("finish"), "\"finish\" is " + join_or(texts(words)));
}

Result<MediaType> read_type(TomlTable& table, const Model& model, const Fact& group) {
  MediaType type;
  TRY(type.name, read_keyword(table, "name"));
  TRY(type.label, table.get<std::string>("label"));
  TRY(type.code, table.get_or<std::string>("code", {}));
  TRY(type.codes, read_codes(table, model));
  TRY(type.borderless, table.get_or("borderless", true));
  TRY(type.quality_codes, read_quality_codes(table, model));
  if (table.has("resolutions")) {
    TRY(type.resolutions, read_resolutions(table, "resolutions"));
    for (const Dpi dpi : type.resolutions)
      TRY_VOID(check_dpi_offered(table, "resolutions", dpi, model.resolutions));
  }
  TRY(type.quality_resolutions, read_quality_dpi(table, model, type));
  TRY(type.finish, read_finish(table));
  if (table.has("safe_margins_hmm")) {
    TRY(type.safe_margins, read_margins(table, "safe_margins_hmm"));
    TRY_VOID(check_not_negative(table, "safe_margins_hmm", *type.safe_margins));
  }
  TRY(type.fact, read_fact(table, &group));
  TRY_VOID(table.finish());
  return type;
}

} // namespace

Result<void> read_media_types(TomlTable& root, Model& model) {
  TRY(TomlTable group_table, root.table("media_type"));
  TRY(const Fact group, read_fact(group_table, nullptr));
  TRY(auto entries, group_table.tables("entry"));
  for (TomlTable& table : entries) {
    TRY(MediaType type, read_type(table, model, group));
    if (model.find_type(type.name) != nullptr) return duplicate(table, "name", type.name);
    model.media_types.push_back(std::move(type));
  }
  if (model.media_types.empty())
    return fail_at(group_table.where(), "[media_type] has no [[media_type.entry]]");
  return group_table.finish();
}

Result<void> read_media_sources(TomlTable& root, Model& model) {
  TRY(TomlTable group_table, root.table("media_source"));
  TRY(const Fact group, read_fact(group_table, nullptr));
  TRY(auto entries, group_table.tables("entry"));
  for (TomlTable& table : entries) {
    MediaSource source;
    TRY(source.name, read_keyword(table, "name"));
    TRY(source.label, table.get<std::string>("label"));
    TRY(source.code, table.get_or<std::string>("code", {}));
    TRY(source.codes, read_codes(table, model));
    TRY(source.optional_part, table.get_or("optional_part", false));
    TRY(source.fact, read_fact(table, &group));
    TRY_VOID(table.finish());
    if (model.find_source(source.name) != nullptr) return duplicate(table, "name", source.name);
    model.media_sources.push_back(std::move(source));
  }
  if (model.media_sources.empty())
    return fail_at(group_table.where(), "[media_source] has no [[media_source.entry]]");
  return group_table.finish();
}

} // namespace platen::model
