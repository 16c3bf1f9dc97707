#include "model/model.h"

#include <algorithm>

namespace platen::model {

namespace {

// What `language` calls each of them; what it has no name for has none.
template<class Entry> void rename(std::vector<Entry>& entries, const std::string& language) {
  for (Entry& entry : entries) {
    const auto found = entry.codes.find(language);
    entry.code = found == entry.codes.end() ? std::string{} : found->second;
  }
}

} // namespace

std::vector<std::string> Model::languages() const {
  std::vector<std::string> names{language};
  for (const OtherLanguage& other : other_languages)
    names.push_back(other.name);
  return names;
}

Model in_language(Model model, std::string_view language) {
  if (language == model.language) return model;
  const auto other = std::ranges::find(model.other_languages, language, &OtherLanguage::name);
  model.language = language;
  model.language_options.clear();
  if (other != model.other_languages.end()) model.language_options = other->options;
  rename(model.media, model.language);
  rename(model.media_types, model.language);
  rename(model.media_sources, model.language);
  return model;
}

} // namespace platen::model
