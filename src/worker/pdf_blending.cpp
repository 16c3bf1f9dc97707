#include "worker/pdf_blending.h"

#include <set>
#include <vector>

namespace platen::worker {
namespace {

class Blending {
public:
  bool found(QPDFObjectHandle resources, int depth = 0) {
    if (!resources.isDictionary() || depth > most_depth) return depth > most_depth;
    for (QPDFObjectHandle state : members(resources.getKey("/ExtGState")))
      if (of_state(state)) return true;
    for (const char* const kind : {"/XObject", "/Pattern"})
      for (QPDFObjectHandle object : members(resources.getKey(kind))) {
        if (!object.isStream() || !seen_.insert(object.getObjGen()).second) continue;
        QPDFObjectHandle dict = object.getDict();
        if (!dict.getKey("/SMask").isNull()) return true;
        if (found(dict.getKey("/Resources"), depth + 1)) return true;
      }
    return false;
  }

private:
  static constexpr int most_depth = 20;

  static std::vector<QPDFObjectHandle> members(QPDFObjectHandle dict) {
    std::vector<QPDFObjectHandle> list;
    if (dict.isDictionary())
      for (auto& [name, value] : dict.getDictAsMap())
        list.push_back(value);
    return list;
  }

  static bool of_state(QPDFObjectHandle state) {
    if (!state.isDictionary()) return false;
    for (const char* const alpha : {"/ca", "/CA"}) {
      QPDFObjectHandle value = state.getKey(alpha);
      if (value.isNumber() && value.getNumericValue() < 1) return true;
    }
    QPDFObjectHandle mask = state.getKey("/SMask");
    if (mask.isDictionary()) return true;
    QPDFObjectHandle mode = state.getKey("/BM");
    return !mode.isNull() &&
           !(mode.isName() && (mode.getName() == "/Normal" || mode.getName() == "/Compatible"));
  }

  std::set<QPDFObjGen> seen_;
};

} // namespace

bool blends(QPDFObjectHandle resources) {
  return Blending().found(resources);
}

} // namespace platen::worker
