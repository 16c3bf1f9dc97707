#include "client/request.h"

#include "wire/ipp/resolution.h"

#include <cups/cups.h>

namespace platen::client {

using platen::ipp::Message;

Message make_request(ipp_op_t operation, const char* target, const std::string& uri,
                     const std::string& user) {
  Message request;
  ippSetVersion(request.get(), 2, 0);
  ippSetOperation(request.get(), operation);
  ippSetRequestId(request.get(), 1);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr,
               "utf-8");
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language",
               nullptr, "en");
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, target, nullptr, uri.c_str());
  if (!user.empty())
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                 user.c_str());
  return request;
}

void request_attributes(Message& request, const std::vector<const char*>& names) {
  ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(names.size()), nullptr, names.data());
}

namespace {

std::string number(int value) {
  return std::to_string(value);
}

std::string resolution_text(ipp_attribute_t* attribute, int i) {
  const auto value = platen::ipp::resolution(attribute, i);
  if (!value) return "unknown";
  const auto [x, y, per_inch] = *value;
  return (x == y ? number(x) : number(x) + "x" + number(y)) + (per_inch ? "dpi" : "dpcm");
}

} // namespace

std::string value_text(ipp_attribute_t* attribute, int i) {
  switch (ippGetValueTag(attribute)) {
  case IPP_TAG_INTEGER:
    return number(ippGetInteger(attribute, i));
  case IPP_TAG_ENUM:
    return ippEnumString(ippGetName(attribute), ippGetInteger(attribute, i));
  case IPP_TAG_BOOLEAN:
    return ippGetBoolean(attribute, i) != 0 ? "true" : "false";
  case IPP_TAG_RESOLUTION:
    return resolution_text(attribute, i);
  case IPP_TAG_RANGE: {
    int upper = 0;
    const int lower = ippGetRange(attribute, i, &upper);
    return number(lower) + "-" + number(upper);
  }
  default: {
    const char* text = ippGetString(attribute, i, nullptr);
    return text != nullptr ? text : "";
  }
  }
}

std::vector<std::string> values_of(ipp_attribute_t* attribute) {
  std::vector<std::string> values;
  for (int i = 0; i < ippGetCount(attribute); ++i)
    values.push_back(value_text(attribute, i));
  return values;
}

std::vector<std::string> values_of(ipp_t* message, const char* name) {
  return values_of(ippFindAttribute(message, name, IPP_TAG_ZERO));
}

} // namespace platen::client
