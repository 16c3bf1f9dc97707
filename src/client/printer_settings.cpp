#include "client/printer_settings.h"

#include "client/option_forms.h"
#include "client/option_values.h"
#include "model/option_table.h"

#include <algorithm>
#include <array>

#include <cups/cups.h>

namespace platen::client {

namespace {

using platen::ipp::Message;

struct Description {
  std::string_view name;
  ipp_tag_t tag;
};
// Attributes of the printer itself; all else is the default of a job's attribute.
constexpr std::array<Description, 14> descriptions{{{"printer-info", IPP_TAG_TEXT},
                                                    {"printer-location", IPP_TAG_TEXT},
                                                    {"printer-geo-location", IPP_TAG_URI},
                                                    {"printer-organization", IPP_TAG_TEXT},
                                                    {"printer-organizational-unit", IPP_TAG_TEXT},
                                                    {"printer-is-shared", IPP_TAG_BOOLEAN},
                                                    {"printer-error-policy", IPP_TAG_NAME},
                                                    {"platen-departments", IPP_TAG_KEYWORD},
                                                    {"platen-confidential-names", IPP_TAG_BOOLEAN},
                                                    {"platen-filter", IPP_TAG_NAME},
                                                    {"platen-filter-ppd", IPP_TAG_NAME},
                                                    {"platen-filter-options", IPP_TAG_TEXT},
                                                    {"platen-lpd", IPP_TAG_BOOLEAN},
                                                    {"platen-raw-port", IPP_TAG_INTEGER}}};

// "5" for print-quality=high: libcups reads enums as numbers.
std::string number_of_enum(const std::string& name, const std::string& value) {
  if (parse_integer(value)) return value;
  const int number = ippEnumValue(name.c_str(), value.c_str());
  return number > 0 ? std::to_string(number) : value;
}

void add_count(Message& request, const std::string& attribute, bool overprint, std::int32_t count) {
  if (!overprint) {
    ippAddInteger(request.get(), IPP_TAG_PRINTER, IPP_TAG_INTEGER, attribute.c_str(), count);
    return;
  }
  ipp_t* const distance = ippNew();
  ippAddInteger(distance, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "media-overprint-distance", count);
  ippAddCollection(request.get(), IPP_TAG_PRINTER, attribute.c_str(), distance);
  ippDelete(distance); // the request has its own reference
}

// With or without the prefix of a vendor: "canon-page-footer".
const model::OptionRow* row_called(std::string_view name) {
  if (const auto* const row = model::find_option(name); row != nullptr) return row;
  const std::size_t dash = name.find('-');
  return dash == std::string_view::npos ? nullptr : model::find_option(name.substr(dash + 1));
}

// People write it freely: braces and "true" are text there, of which libcups would make a
// collection and a boolean.
bool is_free_text(std::string_view name) {
  const model::OptionRow* const row = row_called(name);
  return row != nullptr && !row->form.empty() && model::is_vendors(row->name);
}

Result<void> add_default(Message& request, const std::string& name, const std::string& value) {
  const std::string attribute = name + "-default";
  if (const auto count = ipp_count(name, value)) {
    add_count(request, attribute, is_overprint(name), *count);
    return {};
  }
  if (is_free_text(name)) {
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_NAME, attribute.c_str(), nullptr,
                 value.c_str());
    return {};
  }
  ipp_attribute_t* const added = cupsEncodeOption(request.get(), IPP_TAG_PRINTER, attribute.c_str(),
                                                  number_of_enum(name, value).c_str());
  if (added == nullptr)
    return fail(Errc::invalid, name + "=" + value + " is not in the form of " + name);
  // A vendor's options are keywords, too.
  if (ippGetValueTag(added) == IPP_TAG_NAME) {
    ippDeleteAttribute(request.get(), added);
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD, attribute.c_str(), nullptr,
                 value.c_str());
  }
  return {};
}

// A list, with commas between.
void add_list(Message& request, ipp_tag_t tag, const std::string& name, std::string_view value) {
  ipp_attribute_t* attribute = nullptr;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find(',', at), value.size());
    const std::string word(value.substr(at, end - at));
    if (attribute == nullptr)
      attribute =
          ippAddString(request.get(), IPP_TAG_PRINTER, tag, name.c_str(), nullptr, word.c_str());
    else
      ippSetString(request.get(), &attribute, ippGetCount(attribute), word.c_str());
    at = end + 1;
  }
}

} // namespace

Result<void> add_printer_setting(Message& request, const std::string& name,
                                 const std::string& value) {
  const auto known = std::ranges::find(descriptions, name, &Description::name);
  if (name == "job-privacy-attributes" || name == "job-privacy-scope" ||
      name == "platen-not-fitted") {
    add_list(request, IPP_TAG_KEYWORD, name, value);
    return {};
  }
  if (name == "platen-device-identity") {
    add_list(request, IPP_TAG_TEXT, name, value);
    return {};
  }
  if (known == descriptions.end()) return add_default(request, name, value);
  if (known->tag == IPP_TAG_INTEGER) {
    const auto number = parse_integer(value);
    if (!number || *number < 0)
      return fail(Errc::invalid, name + "=" + value + " is no number from 0 on");
    ippAddInteger(request.get(), IPP_TAG_PRINTER, IPP_TAG_INTEGER, name.c_str(), *number);
    return {};
  }
  if (known->tag != IPP_TAG_BOOLEAN) {
    ippAddString(request.get(), IPP_TAG_PRINTER, known->tag, name.c_str(), nullptr, value.c_str());
    return {};
  }
  const auto chosen = parse_boolean(value);
  if (!chosen) return fail(Errc::invalid, name + "=" + value + ": use true or false");
  ippAddBoolean(request.get(), IPP_TAG_PRINTER, name.c_str(), *chosen ? 1 : 0);
  return {};
}

} // namespace platen::client
