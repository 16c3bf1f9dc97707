#include "intake/ipp/settable.h"

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/device_fields.h"
#include "intake/ipp/job_privacy.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/models_now.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"
#include "intake/ipp/unsupported.h"
#include "model/option_table.h"
#include "schedule/policy.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace platen::intake::ipp {

namespace {

constexpr std::string_view default_suffix = "-default";

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

// One field of the record: whether the attribute's value will do, and how it gets there.
struct Field {
  const char* name;
  ipp_tag_t tag; // text, name, uri, keyword, integer (no negative one) or boolean
  bool may_be_empty;
  bool (*legal)(const Services& services, const std::string& value);
  void (*set)(job::Printer& printer, const std::string& value);
};

bool short_text(const Services&, const std::string& value) {
  return value.size() <= 127 && is_printable(value);
}

// A file of the server's; whether it is there is found out when a job comes.
bool path(const Services&, const std::string& value) {
  constexpr std::size_t longest = 1023;
  return value.starts_with('/') && value.size() <= longest && is_printable(value);
}

constexpr std::array<Field, 17> fields{{
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

// Lists of keywords, in alphabetical order of their names.
constexpr std::array<const char*, 2> privacy{"job-privacy-attributes", "job-privacy-scope"};

bool is_privacy(std::string_view name) {
  return std::ranges::find(privacy, name) != privacy.end();
}

// "delete-attribute" and "no-value" are "default".
void read_privacy(std::string_view name, ipp_attribute_t* attribute, PrinterChange& change) {
  std::vector<std::string> values;
  const ipp_tag_t tag = ippGetValueTag(attribute);
  const bool word = tag == IPP_TAG_KEYWORD || tag == IPP_TAG_NAME;
  for (int i = 0; word && i < ippGetCount(attribute); ++i)
    values.emplace_back(ippGetString(attribute, i, nullptr));
  if (tag == IPP_TAG_DELETEATTR || tag == IPP_TAG_NOVALUE) values = {"default"};
  if (const std::string fault = privacy_fault(name, values); !fault.empty()) {
    change.refused.push_back({std::string(name), attribute, {}});
    change.fault = fault;
    return;
  }
  if (values == std::vector<std::string>{"default"}) values.clear();
  if (name == privacy[0])
    change.edits.push_back([values](job::Printer& p) { p.privacy_attributes = values; });
  else
    change.edits.push_back(
        [values](job::Printer& p) { p.privacy_scope = values.empty() ? "" : values[0]; });
}

const Field* find_field(std::string_view name) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

// The value as text; nothing when it is of another syntax. "delete-attribute" and "no-value" empty
// a text (RFC 3380 section 8.2).
std::optional<std::string> field_value(const Field& field, ipp_attribute_t* attribute) {
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

void read_field(const Services& services, const Field& field, ipp_attribute_t* attribute,
                PrinterChange& change) {
  const auto value = field_value(field, attribute);
  const bool legal =
      value && (value->empty() ? field.may_be_empty
                               : field.legal == nullptr || field.legal(services, *value));
  if (!legal) {
    change.refused.push_back({field.name, attribute, {}});
    if (value && std::string_view(field.name) == "device-uri")
      change.fault = device_uri_fault(*value);
    return;
  }
  change.edits.push_back(
      [set = field.set, value = *value](job::Printer& printer) { set(printer, value); });
}

// Options that one Job Template attribute says.
std::vector<std::string> options_said_by(const model::Model& model, std::string_view attribute) {
  if (attribute == "media") return {"media"};
  if (attribute == "media-col") return {"media", "media-type", "media-source", "borderless"};
  return {std::string(model::option_name(model, attribute))};
}

// People may leave out what the names of a vendor's options begin with.
std::string attribute_called(const model::Model& model, std::string_view name) {
  return model::find_option(name) != nullptr ? model::attribute_name(model, name)
                                             : std::string(name);
}

// "sides-default" is read as "sides" is.
void read_default(const model::Model& model, ipp_attribute_t* attribute, PrinterChange& change) {
  const std::string_view name = ippGetName(attribute);
  const std::string plain =
      attribute_called(model, name.substr(0, name.size() - default_suffix.size()));
  const ipp_tag_t tag = ippGetValueTag(attribute);
  if (tag == IPP_TAG_DELETEATTR || tag == IPP_TAG_NOVALUE) {
    for (std::string& option : options_said_by(model, plain))
      change.forgotten.push_back(std::move(option));
    return;
  }
  const Message scratch;
  ipp_attribute_t* copy = ippCopyAttribute(scratch.get(), attribute, 0);
  ippSetName(scratch.get(), &copy, plain.c_str());
  TemplateReading reading;
  if (!read_template_attribute(model, copy, reading)) {
    change.not_settable.emplace_back(name);
  } else if (!reading.refused.empty()) {
    change.refused.push_back({std::string(name), attribute, {}});
  } else {
    if (!reading.contradiction.empty()) change.contradiction = reading.contradiction;
    change.defaults.insert(change.defaults.end(), reading.options.begin(), reading.options.end());
  }
}

// Two printers cannot take jobs at one port.
std::optional<Refusal> check_raw_port(const job::Printer& changed, const Call& call) {
  if (changed.raw_port == 0) return std::nullopt;
  const auto printers = call.services.store.printers();
  const auto other = std::ranges::find_if(*printers, [&](const job::Printer& one) {
    return one.raw_port == changed.raw_port && one.name != changed.name;
  });
  if (other == printers->end()) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_CONFLICTING, "port " + std::to_string(changed.raw_port) +
                                                   " is the raw inbox of " + other->name +
                                                   " already: choose another"};
}

} // namespace

std::vector<std::string> settable_names(const model::Model& model) {
  std::vector<std::string> names;
  for (const Field& field : fields)
    names.emplace_back(field.name);
  names.insert(names.end(), privacy.begin(), privacy.end());
  names.emplace_back(identity_name);
  for (const std::string& name : template_names(model)) {
    const auto row = template_row(model, name);
    const bool fixed = row && !row->fixed.empty();
    if (!fixed && name != "overrides" && name != "page-ranges")
      names.push_back(name + std::string(default_suffix));
  }
  return names;
}

namespace {

// `support` is all that the printer says of what it can: the values of a default are there.
void write_values(const std::string& name, const Message& support, ipp_t* into) {
  const Field* const field = find_field(name);
  if (name == privacy[1]) {
    AttributeWriter(into, IPP_TAG_PRINTER).keywords(privacy[1], privacy_scopes());
    return;
  }
  if (is_privacy(name) || name == identity_name ||
      (field != nullptr && field->tag != IPP_TAG_BOOLEAN)) {
    ippAddOutOfBand(into, IPP_TAG_PRINTER, IPP_TAG_ADMINDEFINE, name.c_str());
    return;
  }
  if (field != nullptr) {
    const std::array<char, 2> both{1, 0};
    ippAddBooleans(into, IPP_TAG_PRINTER, name.c_str(), static_cast<int>(both.size()), both.data());
    return;
  }
  const std::string plain = name.substr(0, name.size() - default_suffix.size());
  const std::string source = plain == "media-col" ? "media-col-database" : plain + "-supported";
  ipp_attribute_t* const found = ippFindAttribute(support.get(), source.c_str(), IPP_TAG_ZERO);
  if (found == nullptr) return;
  ipp_attribute_t* copy = ippCopyAttribute(into, found, 0);
  ippSetName(into, &copy, name.c_str());
}

} // namespace

void write_settable_values(const PrinterView& view, const std::vector<std::string>& names,
                           ipp_t* into) {
  // Once for all of them: there are dozens of names, and thousands of values.
  const Message support;
  const AttributeWriter out(support.get(), IPP_TAG_PRINTER);
  write_template_support(view, out);
  write_media(view, out);
  write_media_database(view, out);
  for (const std::string& name : names)
    write_values(name, support, into);
}

void PrinterChange::apply(job::Printer& printer) const {
  for (const auto& edit : edits)
    edit(printer);
  const auto remove = [&](const std::string& option) {
    std::erase_if(printer.defaults, [&](const auto& entry) { return entry.first == option; });
  };
  for (const std::string& option : forgotten)
    remove(option);
  for (const auto& [option, value] : defaults) {
    remove(option);
    printer.defaults.emplace_back(option, value);
  }
}

PrinterChange read_printer_change(const Services& services, const model::Model& model,
                                  const Message& request) {
  PrinterChange change;
  ipp_attribute_t* identity = nullptr;
  for (ipp_attribute_t* attribute = ippFirstAttribute(request.get()); attribute != nullptr;
       attribute = ippNextAttribute(request.get())) {
    if (ippGetGroupTag(attribute) != IPP_TAG_PRINTER || ippGetName(attribute) == nullptr) continue;
    const std::string_view name = ippGetName(attribute);
    if (const Field* const field = find_field(name)) {
      read_field(services, *field, attribute, change);
    } else if (is_privacy(name)) {
      read_privacy(name, attribute, change);
    } else if (name == identity_name) {
      identity = attribute;
    } else if (name.ends_with(default_suffix)) {
      read_default(model, attribute, change);
    } else {
      change.not_settable.emplace_back(name);
    }
  }
  if (identity != nullptr) read_identity_change(identity, change); // after a device-uri
  return change;
}

std::optional<Refusal> check_change(const PrinterChange& change, const model::Model& model,
                                    const job::Printer& printer, Call& call) {
  if (!change.not_settable.empty()) {
    for (const std::string& name : change.not_settable)
      ippAddOutOfBand(call.reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_NOTSETTABLE,
                      name.c_str());
    return Refusal{IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE,
                   change.not_settable.front() + " cannot be set"};
  }
  if (!change.refused.empty()) {
    add_unsupported(call.reply, change.refused);
    return Refusal{IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                   change.fault.empty() ? change.refused.front().name + " cannot have this value"
                                        : change.fault};
  }
  if (!change.contradiction.empty())
    return Refusal{IPP_STATUS_ERROR_CONFLICTING, change.contradiction};
  job::Printer changed = printer;
  change.apply(changed);
  if (auto refusal = check_raw_port(changed, call)) return refusal;
  const auto ticket = model::make_ticket(model, changed.defaults);
  if (ticket) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_CONFLICTING,
                 "the defaults do not go together: " + ticket.error().what};
}

} // namespace platen::intake::ipp
