#include "install/chromeos.h"

#include "install/digest.h"
#include "install/quote.h"

#include <nlohmann/json.hpp>

namespace platen::install {

namespace {

using Json = nlohmann::json;

std::string bare_uuid(const std::string& urn) {
  constexpr std::string_view scheme = "urn:uuid:";
  return urn.starts_with(scheme) ? urn.substr(scheme.size()) : urn;
}

Json entry(const Place& place, const Printer& printer) {
  const std::string title = one_line(printer.title);
  Json json{{"id", bare_uuid(printer.uuid)},
            {"display_name", title.empty() ? printer.name : title},
            {"description", one_line(printer.location)},
            {"uri", uri_of(place, printer)},
            {"uuid", bare_uuid(printer.uuid)},
            {"ppd_resource", {{"autoconf", true}}}};
  if (!printer.model.empty()) json["model"] = one_line(printer.model);
  return json;
}

} // namespace

std::string chromeos_printers(const Place& place, const std::vector<Printer>& printers) {
  Json all = Json::array();
  for (const Printer& printer : printers)
    all.push_back(entry(place, printer));
  return all.dump(2) + "\n";
}

std::string chromeos_policy(const std::string& url, const std::string& file) {
  return Json{{"PrintersBulkConfiguration", {{"url", url}, {"hash", sha256_of(file)}}}}.dump(2) +
         "\n";
}

} // namespace platen::install
