#include "model/media_name.h"
#include "model/nearest.h"
#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>
#include <cstdlib>

namespace platen::model {

std::vector<OptionInfo> option_list(const Model& model) {
  std::vector<OptionInfo> list;
  for (const OptionRow& row : option_rows()) {
    if (!row.offered(model)) continue;
    list.push_back({std::string(row.name), std::string(row.label), row.values(model),
                    std::string(row.form), default_value(row, model)});
  }
  return list;
}

namespace {

constexpr Hmm same_size{50}; // names of one sheet in inches and in millimetres differ by less

bool same_extent(Hmm width, Hmm height, Extent extent, Hmm tolerance) {
  const auto [least, most] = std::minmax(extent.width, extent.height);
  return std::abs(width.v - least.v) <= tolerance.v && std::abs(height.v - most.v) <= tolerance.v;
}

// By its measures, or by those of its name: Canon's 13 x 19 in sheet counts as 329 x 483 mm.
const MediaEntry* find_extent(const Model& model, Extent extent) {
  for (const Hmm tolerance : {Hmm{0}, same_size})
    for (const MediaEntry& entry : model.media) {
      const auto named = parse_pwg_name(entry.size.name);
      if (same_extent(entry.size.width, entry.size.height, extent, tolerance) ||
          (named && same_extent(named->width, named->height, extent, tolerance)))
        return &entry;
    }
  return nullptr;
}

std::string custom_limits(const Model& model) {
  if (!model.custom) return " and takes no other sizes";
  const auto& c = *model.custom;
  return " and sizes from " + describe_extent(c.min_width, c.min_height) + " to " +
         describe_extent(c.max_width, c.max_height);
}

} // namespace

Result<MediaSize> parse_media_name(const Model& model, std::string_view text) {
  const std::string lower = lower_case(text);
  if (const MediaEntry* const entry = model.find_media(lower)) return entry->size;
  for (const MediaEntry& entry : model.media)
    if (std::find(entry.short_names.begin(), entry.short_names.end(), lower) !=
        entry.short_names.end())
      return entry.size;

  std::optional<Extent> extent = parse_extent(lower);
  if (const auto named = parse_pwg_name(lower)) extent = Extent{named->width, named->height};
  if (extent) {
    if (const MediaEntry* const entry = find_extent(model, *extent)) return entry->size;
    const MediaSize size = custom_size(*extent);
    const auto& c = model.custom;
    if (c && size.width >= c->min_width && size.width <= c->max_width &&
        size.height >= c->min_height && size.height <= c->max_height)
      return size;
  }
  std::vector<std::string> known, names;
  for (const MediaEntry& entry : model.media) {
    names.push_back(entry.size.name);
    known.push_back(entry.size.name);
    known.insert(known.end(), entry.short_names.begin(), entry.short_names.end());
  }
  return fail(Errc::invalid, "media=" + std::string(text.substr(0, 80)) + ": " + model.id +
                                 " has " + join_or(names) + custom_limits(model) +
                                 did_you_mean(text, known));
}

Result<Margins> margins_of(const Model& model, const MediaSize& size, bool borderless) {
  if (const MediaEntry* const entry = model.find_media(size.name)) {
    if (!borderless) return entry->margins;
    if (entry->borderless) return *entry->borderless;
    return fail(Errc::invalid, model.title + " does not print borderless on " + entry->label);
  }
  if (!model.custom)
    return fail(Errc::invalid, "media=" + size.name + ": " + model.id + " does not have this size");
  if (borderless)
    return fail(Errc::invalid, model.title +
                                   " prints borderless only on the sizes of its list, not on " +
                                   describe_extent(size.width, size.height));
  return model.custom->margins;
}

} // namespace platen::model
