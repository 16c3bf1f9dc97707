#include "intake/ipp/media_database.h"

#include "intake/ipp/printer_attributes.h"
#include "model/fitted.h"

#include <algorithm>
#include <optional>

namespace platen::intake::ipp {

namespace {

// The media of one source, of every type that it takes, or of none in particular. Other than the
// usual one, which is there already.
void add_media_from(const model::Model& model, const std::string& source, const Medium& usual,
                    bool with_types, std::vector<Medium>& media) {
  for (const model::MediaType& type : model.media_types) {
    Medium medium{usual.sheet, source, type.name};
    if (!is_allowed(model, medium)) continue;
    if (!with_types) medium.type.clear();
    if (medium.source != usual.source || medium.type != usual.type)
      media.push_back(std::move(medium));
    if (!with_types) return;
  }
}

// The usual one first.
void add_media_of(const model::Model& model, const model::Options& defaults, const Sheet& sheet,
                  bool with_types, std::vector<Medium>& media) {
  auto usual = usual_medium(model, defaults, sheet);
  if (!usual) return; // it can be fed from nowhere
  if (!with_types) usual->type.clear();
  media.push_back(*usual);
  for (const std::string& source : model::fitted_sources(model))
    add_media_from(model, source, *usual, with_types, media);
}

// Nothing: they are more than most_media.
std::optional<std::vector<Medium>> media_of(const model::Model& model,
                                            const model::Options& defaults, bool with_types) {
  std::vector<Medium> media;
  for (const Sheet& sheet : sheets_of(model)) {
    add_media_of(model, defaults, sheet, with_types, media);
    if (media.size() > most_media) return std::nullopt;
  }
  return media;
}

bool same_sheet(const Sheet& a, const Sheet& b) {
  return a.entry == b.entry && a.borderless == b.borderless;
}

} // namespace

std::vector<Medium> media_database(const model::Model& model, const model::Options& defaults) {
  for (const bool with_types : {true, false})
    if (auto media = media_of(model, defaults, with_types)) return *std::move(media);
  std::vector<Medium> sheets;
  for (const Sheet& sheet : sheets_of(model))
    sheets.push_back({sheet, {}, {}});
  return sheets;
}

std::vector<std::pair<std::string, Medium>> keyed_media(std::vector<Medium> media) {
  std::vector<std::pair<std::string, Medium>> keyed;
  for (Medium& medium : media) {
    const bool first = keyed.empty() || !same_sheet(keyed.back().second.sheet, medium.sheet);
    std::string key = first ? key_of(medium.sheet) : key_of(medium);
    keyed.emplace_back(std::move(key), std::move(medium));
  }
  return keyed;
}

void write_media_database(const PrinterView& view, const AttributeWriter& out) {
  std::vector<ipp_t*> collections;
  for (const auto& [key, medium] : keyed_media(media_database(view.model, view.defaults)))
    collections.push_back(new_media_col(medium, key));
  if (const auto& custom = view.model.custom) collections.push_back(new_custom_media_col(*custom));
  out.collections("media-col-database", collections);
}

} // namespace platen::intake::ipp
