#include "intake/api/job_json.h"

#include "intake/api/asked.h"
#include "wire/ipp/listings.h"

#include <array>

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

// A comma between two ranges or numbers is what -o wants; names that are no template attribute of
// the request are what follows from it.
bool is_template(const std::string& name) {
  constexpr std::array<std::string_view, 3> others{"copies-actual", "job-printer-up-time",
                                                   "job-more-info"};
  return std::find(others.begin(), others.end(), name) == others.end();
}

} // namespace

Json options_json(const Record& job) {
  Json options = Json::object();
  for (const auto& [name, attribute] : job.all())
    if (is_template(name)) options[name] = option_text(attribute);
  return options;
}

} // namespace platen::intake::api
