#include "client/override_option.h"

#include "client/option_values.h"
#include "model/override_text.h"
#include "model/words.h"

#include <string>

namespace platen::client {

namespace {

Failure wrong(const std::string& name, const std::string& value, const std::string& right) {
  return fail(Errc::invalid, name + "=" + value + ": use " + right);
}

Result<void> add_numbers(ipp_t* into, const std::string& name, const std::string& value) {
  if (add_ranges(into, IPP_TAG_ZERO, name, value)) return {};
  return wrong(name, value, "numbers like 1-3,5, in ascending order");
}

Result<void> add_turn(ipp_t* into, const std::string& name, const std::string& value) {
  const auto number = parse_integer(value);
  const int turn = number ? *number : ippEnumValue(name.c_str(), value.c_str());
  if (turn < 1)
    return wrong(name, value, "portrait, landscape, reverse-landscape or reverse-portrait");
  ippAddInteger(into, IPP_TAG_ZERO, IPP_TAG_ENUM, name.c_str(), turn);
  return {};
}

void add_keyword(ipp_t* into, const std::string& name, const std::string& value) {
  ippAddString(into, IPP_TAG_ZERO, IPP_TAG_KEYWORD, name.c_str(), nullptr, value.c_str());
}

// The medium's type and source, which no attribute of their own says.
void add_media_col(ipp_t* into, const model::OverrideText& entry) {
  ipp_t* const media = ippNew();
  for (const char* const name : {"media-source", "media-type"})
    if (const auto found = entry.find(name); found != entry.end())
      add_keyword(media, name, found->second);
  if (ippFirstAttribute(media) != nullptr) ippAddCollection(into, IPP_TAG_ZERO, "media-col", media);
  ippDelete(media); // the entry has its own reference
}

Result<void> fill(ipp_t* into, ipp_t* printer, const model::OverrideText& entry) {
  for (const auto& [name, value] : entry) {
    if (name == "pages" || name == "document-numbers") TRY_VOID(add_numbers(into, name, value));
    if (name == "orientation-requested") TRY_VOID(add_turn(into, name, value));
    if (name == "media") add_keyword(into, name, media_name(value, printer));
  }
  add_media_col(into, entry);
  return {};
}

} // namespace

Result<void> add_overrides(ipp_t* request, ipp_t* printer, std::string_view text) {
  TRY(const auto entries, model::read_override_text(text));
  ipp_attribute_t* attribute = nullptr;
  int count = 0;
  for (const model::OverrideText& entry : entries) {
    ipp_t* const collection = ippNew();
    auto filled = fill(collection, printer, entry);
    if (filled && attribute == nullptr)
      attribute = ippAddCollection(request, IPP_TAG_JOB, "overrides", collection);
    else if (filled)
      ippSetCollection(request, &attribute, count, collection);
    ippDelete(collection);
    if (!filled)
      return fail_within("overrides: entry " + std::to_string(count + 1),
                         std::move(filled).error());
    ++count;
  }
  return {};
}

} // namespace platen::client
