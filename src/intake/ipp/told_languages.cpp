#include "intake/ipp/told_languages.h"

#include "device/language_choice.h"

#include <algorithm>
#include <sstream>

namespace platen::intake::ipp {

namespace {

std::string key_of(const job::Printer& printer) {
  return "languages " + printer.uuid;
}

} // namespace

bool ToldLanguages::names_language(std::string_view language) const {
  return std::ranges::any_of(
      names, [&](const std::string& name) { return device::stands_for(name, language); });
}

void ToldLanguages::forget(std::string_view language) {
  std::erase_if(names, [&](const std::string& name) { return device::stands_for(name, language); });
}

// "CHANNEL NAME NAME": none of them has spaces.
void keep_told_languages(job::Store& store, const job::Printer& printer,
                         const ToldLanguages& told) {
  std::string kept = told.channel;
  for (const std::string& name : told.names)
    kept += " " + name;
  store.set_setting(key_of(printer), std::move(kept), [](const Result<void>&) {});
}

ToldLanguages told_languages(const job::Store& store, const job::Printer& printer) {
  const auto kept = store.setting(key_of(printer));
  if (!kept) return {};
  std::istringstream words(*kept);
  ToldLanguages told;
  words >> told.channel;
  for (std::string name; words >> name;)
    told.names.push_back(name);
  return told;
}

} // namespace platen::intake::ipp
