#include "intake/ipp/settable.h"

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/device_fields.h"
#include "intake/ipp/fitted_fields.h"
#include "intake/ipp/job_privacy.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/settable_fields.h"
#include "intake/ipp/template_table.h"
#include "intake/ipp/unsupported.h"
#include "model/fitted.h"
#include "model/option_table.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace platen::intake::ipp {

namespace {

constexpr std::string_view default_suffix = "-default";

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

void read_field(const Services& services, const SettableField& field, ipp_attribute_t* attribute,
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
    const std::string& why = reading.refused.front().why;
    change.refused.push_back({std::string(name), attribute, {}, why});
    if (!why.empty() && change.fault.empty())
      change.fault = std::string(name) + " cannot have this value; " + why;
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
  for (const SettableField& field : settable_fields())
    names.emplace_back(field.name);
  names.insert(names.end(), privacy.begin(), privacy.end());
  names.emplace_back(identity_name);
  if (!model::optional_parts(model).empty()) names.emplace_back(not_fitted_name);
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
  const SettableField* const field = find_field(name);
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
  const std::string plain =
      name.ends_with(default_suffix) ? name.substr(0, name.size() - default_suffix.size()) : name;
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
  write_not_fitted(view, out);
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
    if (const SettableField* const field = find_field(name)) {
      read_field(services, *field, attribute, change);
    } else if (is_privacy(name)) {
      read_privacy(name, attribute, change);
    } else if (name == identity_name) {
      identity = attribute;
    } else if (name == not_fitted_name) {
      read_not_fitted_change(model, attribute, change);
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
  const auto ticket =
      model::make_ticket(model::without_parts(model, changed.not_fitted), changed.defaults);
  if (ticket) return std::nullopt;
  return Refusal{IPP_STATUS_ERROR_CONFLICTING,
                 "the defaults do not go together: " + ticket.error().what};
}

} // namespace platen::intake::ipp
