#include "intake/api/job_json.h"

#include "intake/api/asked.h"
#include "wire/ipp/listings.h"

#include <cups/cups.h>

namespace platen::intake::api {

using namespace platen::ipp;

std::vector<const char*> job_attributes() {
  std::vector<const char*> names = names_of(job_fields);
  names.push_back("platen-actions");
  return names;
}

Json job_json(const Record& job) {
  Json json = select(job, job_fields);
  json["printer-name"] = printer_of(job);
  json["can"] = job.texts("platen-actions");
  return json;
}

namespace {

// As -o takes it: "{media-size={x-dimension=21000 ...}}", "1-3,5", "high".
std::string option_text(ipp_attribute_t* attribute) {
  const std::size_t length = ippAttributeString(attribute, nullptr, 0);
  std::string text(length + 1, '\0');
  ippAttributeString(attribute, text.data(), text.size());
  text.resize(length);
  return text;
}

// What every job has, whether anybody asked for it or not.
bool is_usual(const std::string& name, const std::string& value) {
  return (name == "job-priority" && value == "50") ||
         (name == "job-hold-until" && value == "no-hold");
}

} // namespace

Json options_json(const Record& job) {
  Json options = Json::object();
  for (const auto& [name, attribute] : job.all())
    if (std::string value = option_text(attribute); !is_usual(name, value))
      options[name] = std::move(value);
  return options;
}

} // namespace platen::intake::api
