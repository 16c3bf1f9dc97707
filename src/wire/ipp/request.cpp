#include "wire/ipp/request.h"

#include <cups/cups.h>

namespace platen::ipp {

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

} // namespace platen::ipp
