#include "intake/ipp/settable_fields.h"

#include "intake/ipp/device_fields.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/models_now.h"
#include "schedule/policy.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

bool is_text(ipp_attribute_t* attribute) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  return ippGetCount(attribute) == 1 && (tag == IPP_TAG_TEXT || tag == IPP_TAG_TEXTLANG ||
                                         tag == IPP_TAG_NAME || tag == IPP_TAG_NAMELANG);
}

bool is_printable(const std::string& text) {
  return clean_text(text) == text;
}

std::string value_of(ipp_attribute_t* attribute) {
  const char* const text = ippGetString(attribute, 0, nullptr);
  return text == nullptr ? std::string{} : std::string(text);
}

bool short_text(const Services&, const std::string& value) {
  return value.size() <= 127 && is_printable(value);
}

// A file of the server's; whether it is there is found out when a job comes.
bool path(const Services&, const std::string& value) {
  constexpr std::size_t longest = 1023;
  return value.starts_with('/') && value.size() <= longest && is_printable(value);
}

constexpr std::array<SettableField, 17> fields{{
    {"device-uri", IPP_TAG_URI, false,
     [](const Services&, const std::string& value) {
       return device_uri_fault(value).empty() && is_printable(value);
     },
     [](job::Printer& p, const std::string& v) { set_device_uri(p, v); }},
    {"platen-confidential-names", IPP_TAG_BOOLEAN, false, nullptr,
     [](job::Printer& p, const std::string& v) { p.confidential = v == "true"; }},
    {"platen-departments", IPP_TAG_KEYWORD, false,
     [](const Services&, const std::string& value) {
       return value == "none" || value == "optional" || value == "required";
     },
     [](job::Printer& p, const std::string& v) { p.departments = v; }},
    {"platen-filter", IPP_TAG_NAME, true, path,
     [](job::Printer& p, const std::string& v) { p.filter = v; }},
    {"platen-filter-options", IPP_TAG_TEXT, true,
     [](const Services&, const std::string& value) { return is_printable(value); },
     [](job::Printer& p, const std::string& v) { p.filter_options = v; }},
    {"platen-filter-ppd", IPP_TAG_NAME, true, path,
     [](job::Printer& p, const std::string& v) { p.filter_ppd = v; }},
    {"platen-lpd", IPP_TAG_BOOLEAN, false, nullptr,
     [](job::Printer& p, const std::string& v) { p.lpd = v == "true"; }},
    {"platen-model", IPP_TAG_KEYWORD, false,
     [](const Services& services, const std::string& value) {
       return find_model(*models_now(services), value) != nullptr;
     },
     [](job::Printer& p, const std::string& v) { p.model = v; }},
    {"platen-raw-port", IPP_TAG_INTEGER, true,
     [](const Services& services, const std::string& value) {
       constexpr unsigned long most = 65'535;
       const unsigned long port = value.size() > 5 ? most + 1 : std::stoul(value);
       return port <= most && port != services.identity.port;
     },
     [](job::Printer& p, const std::string& v) { p.raw_port = v.empty() ? 0 : std::stoi(v); }},
    {"printer-error-policy", IPP_TAG_NAME, true,
     [](const Services&, const std::string& value) {
       return std::ranges::find(schedule::error_policies(), value) !=
              schedule::error_policies().end();
     },
     [](job::Printer& p, const std::string& v) { p.error_policy = v; }},
    {"printer-geo-location", IPP_TAG_URI, true,
     [](const Services&, const std::string& value) {
       return value.starts_with("geo:") && is_printable(value);
     },
     [](job::Printer& p, const std::string& v) { p.geo_location = v; }},
    {"printer-info", IPP_TAG_TEXT, true, short_text,
     [](job::Printer& p, const std::string& v) { p.info = v; }},
    {"printer-is-shared", IPP_TAG_BOOLEAN, false, nullptr,
     [](job::Printer& p, const std::string& v) { p.shared = v == "true"; }},
    {"printer-location", IPP_TAG_TEXT, true, short_text,
     [](job::Printer& p, const std::string& v) { p.location = v; }},
    {"printer-message-from-operator", IPP_TAG_TEXT, true, short_text,
     [](job::Printer& p, const std::string& v) { p.state_message = v; }},
    {"printer-organization", IPP_TAG_TEXT, true, short_text,
     [](job::Printer& p, const std::string& v) { p.organization = v; }},
    {"printer-organizational-unit", IPP_TAG_TEXT, true, short_text,
     [](job::Printer& p, const std::string& v) { p.organizational_unit = v; }},
}};

} // namespace

std::span<const SettableField> settable_fields() {
  return fields;
}

const SettableField* find_field(std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const SettableField& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::optional<std::string> field_value(const SettableField& field, ipp_attribute_t* attribute) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  if (tag == IPP_TAG_DELETEATTR || tag == IPP_TAG_NOVALUE)
    return field.tag == IPP_TAG_BOOLEAN ? std::nullopt : std::optional(std::string{});
  if (ippGetCount(attribute) != 1) return std::nullopt;
  if (field.tag == IPP_TAG_BOOLEAN && tag == IPP_TAG_BOOLEAN)
    return std::string(ippGetBoolean(attribute, 0) != 0 ? "true" : "false");
  if (field.tag == IPP_TAG_INTEGER)
    return tag == IPP_TAG_INTEGER && ippGetInteger(attribute, 0) >= 0
               ? std::optional(std::to_string(ippGetInteger(attribute, 0)))
               : std::nullopt;
  if (field.tag == IPP_TAG_TEXT && is_text(attribute)) return value_of(attribute);
  const bool word = field.tag == IPP_TAG_KEYWORD || field.tag == IPP_TAG_NAME;
  if (word && (tag == IPP_TAG_KEYWORD || tag == IPP_TAG_NAME)) return value_of(attribute);
  if (field.tag == IPP_TAG_URI && tag == IPP_TAG_URI) return value_of(attribute);
  return std::nullopt;
}

} // namespace platen::intake::ipp
