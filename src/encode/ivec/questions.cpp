#include "encode/ivec/questions.h"

#include "encode/ivec/xml_writer.h"

namespace platen::encode::ivec {

namespace {

std::string question(std::string_view operation, std::string_view service) {
  XmlWriter xml(R"(<?xml version="1.0" encoding="utf-8" ?>)");
  xml.open(R"(cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/")");
  xml.open("ivec:contents").element("ivec:operation", operation);
  xml.open("ivec:param_set servicetype=\"" + std::string(service) + "\"");
  return xml.close("ivec:param_set").close("ivec:contents").close("cmd").take();
}

} // namespace

std::string get_status(std::string_view service) {
  return question("GetStatus", service);
}

std::string get_capability_of(std::string_view service) {
  return question("GetCapability", service);
}

} // namespace platen::encode::ivec
