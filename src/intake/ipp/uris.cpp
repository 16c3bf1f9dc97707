#include "intake/ipp/uris.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

std::string base(const Call& call) {
  return call.scheme + "://" + call.host;
}

} // namespace

std::string printer_uri(const Call& call, const job::Printer& printer) {
  return base(call) + "/ipp/print/" + printer.name;
}

std::string job_uri(const Call& call, const job::Job& job) {
  const auto printers = call.services.store.printers();
  const auto owner = std::find_if(printers->begin(), printers->end(),
                                  [&](const job::Printer& p) { return p.id == job.printer; });
  if (owner == printers->end()) return base(call) + "/jobs/" + std::to_string(job.id);
  return printer_uri(call, *owner) + "/" + std::to_string(job.id);
}

std::string system_uri(const Call& call) {
  return base(call) + "/ipp/system";
}

std::string web_uri(const Call& call, std::string_view path) {
  return (call.scheme == "ipps" ? "https://" : "http://") + call.host + std::string(path);
}

} // namespace platen::intake::ipp
