#include "remote/printer_options.h"

#include "client/request.h"
#include "remote/listing.h"
#include "remote/records.h"

#include <algorithm>

namespace platen::app {

namespace {

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
  option.default_value = harmless(printer.text(name + "-default"));
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
    for (const std::string& value : client::values_of(supported))
      option.values.push_back(harmless(value));
  }
  if (name == "job-hold-until") option.values.emplace_back("HH:MM");
  return option;
}

// Of a request rather than of a job's sheets: the commands set them by themselves.
bool is_ours(const std::string& name) {
  return name.starts_with("document-") || name == "job-name" || name == "ipp-attribute-fidelity";
}

} // namespace

Result<std::vector<model::OptionInfo>> printer_options(Session& session,
                                                       const std::string& printer) {
  TRY(const auto answer,
      session.ask(session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, printer)));
  const auto records = records_of(answer, IPP_TAG_PRINTER);
  std::vector<model::OptionInfo> options;
  if (records.empty()) return options;
  for (const std::string& name : records[0].texts("job-creation-attributes-supported"))
    if (!is_ours(name) && records[0].find(name + "-supported") != nullptr)
      options.push_back(describe(records[0], name));
  return options;
}

} // namespace platen::app
