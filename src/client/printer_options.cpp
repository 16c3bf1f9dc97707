#include "client/printer_options.h"

#include "wire/ipp/values.h"

#include <algorithm>
#include <array>

namespace platen::client {

namespace {

using platen::ipp::Record;

// "-supported" of these says something else than their values (RFC 8011 section 5.2, PWG 5100.11).
struct Form {
  std::string_view name, form;
};
constexpr std::array<Form, 10> forms{{{"page-ranges", "RANGE[,RANGE]..."},
                                      {"job-priority", "1..100"},
                                      {"media-col", "{MEMBER=VALUE ...}"},
                                      {"overrides", "{pages=RANGE NAME=VALUE ...}[,{...}]..."},
                                      {"job-password", "PIN"},
                                      {"job-account-id", "TEXT"},
                                      {"job-accounting-user-id", "TEXT"},
                                      {"job-hold-until-time", "YYYY-MM-DDTHH:MM"},
                                      {"job-retain-until-time", "YYYY-MM-DDTHH:MM"},
                                      {"finishings-col", "{MEMBER=VALUE ...}"}}};

std::string label_of(const std::string& name) {
  std::string label = name;
  std::ranges::replace(label, '-', ' ');
  return label;
}

model::OptionInfo describe(const Record& printer, const std::string& name) {
  model::OptionInfo option;
  option.name = name;
  option.label = label_of(name);
  option.default_value = printer.text(name + "-default");
  ipp_attribute_t* const supported = printer.find(name + "-supported");
  const auto known = std::ranges::find(forms, name, &Form::name);
  if (known != forms.end()) {
    option.form = known->form;
  } else if (ippGetValueTag(supported) == IPP_TAG_BOOLEAN) {
    option.values = {"true", "false"};
  } else if (ippGetValueTag(supported) == IPP_TAG_RANGE) {
    int upper = 0;
    const int lower = ippGetRange(supported, 0, &upper);
    option.form = std::to_string(lower) + ".." + std::to_string(upper);
  } else {
    option.values = platen::ipp::values_of(supported);
  }
  if (name == "job-hold-until") option.values.emplace_back("HH:MM");
  return option;
}

// Of a request rather than of a job's sheets: the commands set them by themselves.
bool is_ours(const std::string& name) {
  return name.starts_with("document-") || name == "job-name" || name == "ipp-attribute-fidelity";
}

// Members of media-col that people choose by themselves; -o takes them, too.
void add_members_of_media(const Record& printer, std::vector<model::OptionInfo>& options) {
  ipp_attribute_t* const column = printer.find("media-col-default");
  ipp_t* const usual =
      ippGetValueTag(column) == IPP_TAG_BEGIN_COLLECTION ? ippGetCollection(column, 0) : nullptr;
  for (const char* const name : {"media-type", "media-source"}) {
    if (printer.find(std::string(name) + "-supported") == nullptr) continue;
    options.push_back(describe(printer, name));
    const auto values = platen::ipp::values_of(usual, name);
    if (options.back().default_value.empty() && !values.empty())
      options.back().default_value = values[0];
  }
}

} // namespace

std::vector<model::OptionInfo> printer_options(const Record& printer) {
  std::vector<model::OptionInfo> options;
  for (const std::string& name : printer.texts("job-creation-attributes-supported")) {
    if (is_ours(name) || printer.find(name + "-supported") == nullptr) continue;
    options.push_back(describe(printer, name));
    if (name == "media") add_members_of_media(printer, options);
  }
  return options;
}

platen::ipp::Json to_json(const model::OptionInfo& option) {
  platen::ipp::Json json{
      {"name", option.name}, {"label", option.label}, {"default", option.default_value}};
  if (!option.values.empty()) json["values"] = option.values;
  if (!option.form.empty()) json["form"] = option.form;
  return json;
}

} // namespace platen::client
