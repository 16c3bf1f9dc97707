#include "intake/ipp/requested.h"

#include <algorithm>

namespace platen::intake::ipp {

Requested::Requested(const platen::ipp::Message& request,
                     std::initializer_list<std::string_view> fallback) {
  ipp_attribute_t* const asked =
      ippFindAttribute(request.get(), "requested-attributes", IPP_TAG_KEYWORD);
  if (asked == nullptr)
    names_ = std::set<std::string, std::less<>>(fallback.begin(), fallback.end());
  for (int i = 0; asked != nullptr && i < ippGetCount(asked); ++i)
    names_.emplace(ippGetString(asked, i, nullptr));
  all_ = names_.contains("all");
}

bool Requested::any_of(std::string_view group,
                       const std::function<bool(const std::string& name)>& belongs) const {
  return all_ || names_.contains(group) || std::any_of(names_.begin(), names_.end(), belongs);
}

} // namespace platen::intake::ipp
