#include "encode/ivec/documents.h"

#include "encode/ivec/xml_writer.h"

namespace platen::encode::ivec {

namespace {

constexpr std::string_view spaced_declaration = R"(<?xml version="1.0" encoding="utf-8" ?>)";
// Canon's driver writes this one without the space before SetJobConfiguration of a print job.
constexpr std::string_view tight_declaration = R"(<?xml version="1.0" encoding="utf-8"?>)";
constexpr std::string_view common_only =
    R"(cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/")";
constexpr std::string_view common_and_canon =
    R"(cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/" xmlns:vcn="http://www.canon.com/ns/cmd/2008/07/canon/")";
constexpr std::string_view job_id = "00000002"; // what Canon's driver calls every IVEC print job

XmlWriter begin(std::string_view declaration, std::string_view root, std::string_view operation) {
  XmlWriter xml{std::string(declaration)};
  xml.open(root).open("ivec:contents").element("ivec:operation", operation);
  xml.open(R"(ivec:param_set servicetype="print")");
  return xml;
}

XmlWriter begin_in_job(std::string_view declaration, std::string_view root,
                       std::string_view operation) {
  XmlWriter xml = begin(declaration, root, operation);
  xml.element("ivec:jobID", job_id);
  return xml;
}

std::string end(XmlWriter xml) {
  return xml.close("ivec:param_set").close("ivec:contents").close("cmd").take();
}

} // namespace

std::string get_capability() {
  return end(begin(spaced_declaration, common_only, "GetCapability"));
}

std::string get_status() {
  return end(begin(spaced_declaration, common_only, "GetStatus"));
}

std::string start_job(const JobNames& names) {
  XmlWriter xml = begin_in_job(spaced_declaration, common_and_canon, "StartJob");
  xml.element("ivec:bidi", names.answers_wanted ? "1" : "0").element("vcn:forcepmdetection", "OFF");
  xml.element("ivec:jobname", names.job);
  xml.element("ivec:username", names.user);
  xml.element("ivec:computername", names.computer);
  xml.cdata("ivec:job_description", names.uuid);
  if (names.host_environment) xml.element("vcn:host_environment", *names.host_environment);
  return end(std::move(xml));
}

std::string set_job_configuration(std::string_view local_time, bool detect_mismatch) {
  XmlWriter xml = begin_in_job(tight_declaration, common_only, "SetJobConfiguration");
  xml.element("ivec:mismatch_mode", detect_mismatch ? "auto" : "none");
  if (!local_time.empty()) xml.element("ivec:datetime", local_time);
  return end(std::move(xml));
}

std::string set_configuration(const Settings& settings) {
  XmlWriter xml = begin_in_job(spaced_declaration, common_only, "SetConfiguration");
  for (const auto& [name, value] : settings)
    xml.element("ivec:" + name, value);
  return end(std::move(xml));
}

std::string set_page_configuration(bool another_page_follows) {
  XmlWriter xml = begin_in_job(spaced_declaration, common_and_canon, "VendorCmd");
  xml.element("vcn:ijoperation", "SetPageConfiguration");
  xml.element("vcn:nextpage", another_page_follows ? "ON" : "OFF");
  return end(std::move(xml));
}

std::string send_data(std::string_view format, std::uint64_t payload_bytes) {
  XmlWriter xml = begin_in_job(spaced_declaration, common_only, "SendData");
  xml.element("ivec:format", format).element("ivec:datasize", std::to_string(payload_bytes));
  return end(std::move(xml));
}

std::string end_job() {
  return end(begin_in_job(spaced_declaration, common_only, "EndJob"));
}

std::string cancel_job() {
  return end(begin_in_job(spaced_declaration, common_only, "CancelJob"));
}

} // namespace platen::encode::ivec
