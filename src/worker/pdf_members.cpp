#include "worker/pdf_members.h"

#include <string>

namespace platen::worker {
namespace {

// The appearances of an annotation: one, or one for each of its states.
std::vector<QPDFObjectHandle> looks_of(QPDFObjectHandle annotation) {
  QPDFObjectHandle normal = annotation.getKeyIfDict("/AP").getKeyIfDict("/N");
  return normal.isStream() ? std::vector<QPDFObjectHandle>{normal} : members(normal);
}

} // namespace

std::vector<QPDFObjectHandle> members(QPDFObjectHandle dict) {
  std::vector<QPDFObjectHandle> list;
  if (dict.isDictionary())
    for (auto& [name, value] : dict.getDictAsMap())
      list.push_back(value);
  return list;
}

QPDFObjectHandle named(QPDFObjectHandle resources, const char* kind, std::string_view name) {
  return resources.getKeyIfDict(kind).getKeyIfDict(std::string(name));
}

std::vector<QPDFObjectHandle> looks_on(QPDFObjectHandle page) {
  std::vector<QPDFObjectHandle> looks;
  QPDFObjectHandle annotations = page.getKey("/Annots");
  if (annotations.isArray())
    for (QPDFObjectHandle annotation : annotations.getArrayAsVector())
      for (QPDFObjectHandle look : looks_of(annotation))
        if (look.isStream()) looks.push_back(look);
  return looks;
}

} // namespace platen::worker
