#include "intake/ipp/unsupported.h"

#include <algorithm>
#include <set>

namespace platen::intake::ipp {

namespace {

// Only some members of a collection, as the value of an attribute of the same name.
void add_members(ipp_t* reply, const NotTaken& refused) {
  ipp_t* const whole = ippGetCollection(refused.attribute, 0);
  ipp_t* const some = ippNew();
  for (ipp_attribute_t* member = ippFirstAttribute(whole); member != nullptr;
       member = ippNextAttribute(whole)) {
    const char* const name = ippGetName(member);
    if (name == nullptr) continue;
    if (std::find(refused.members.begin(), refused.members.end(), name) != refused.members.end())
      ippCopyAttribute(some, member, 0);
  }
  ippAddCollection(reply, IPP_TAG_UNSUPPORTED_GROUP, refused.name.c_str(), some);
  ippDelete(some);
}

void copy(ipp_t* reply, ipp_attribute_t* attribute) {
  ipp_attribute_t* copied = ippCopyAttribute(reply, attribute, 0);
  if (copied != nullptr) ippSetGroupTag(reply, &copied, IPP_TAG_UNSUPPORTED_GROUP);
}

} // namespace

void add_unsupported(Message& reply, const std::vector<NotTaken>& attributes) {
  std::set<std::string_view> done;
  for (const NotTaken& refused : attributes) {
    if (!done.insert(refused.name).second) continue;
    if (refused.attribute == nullptr) {
      ippAddOutOfBand(reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_UNSUPPORTED_VALUE,
                      refused.name.c_str());
    } else if (refused.members.empty()) {
      copy(reply.get(), refused.attribute);
    } else {
      add_members(reply.get(), refused);
    }
  }
}

std::string refusal_words(const std::vector<NotTaken>& refused) {
  std::string names, reasons;
  for (const NotTaken& one : refused) {
    if (names.find(one.name) == std::string::npos) names += (names.empty() ? "" : ", ") + one.name;
    if (!one.why.empty()) reasons += "; " + one.why;
  }
  return "not supported with these values: " + names + reasons;
}

void add_unsupported(Message& reply, const Message& request, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(request.get(), name, IPP_TAG_ZERO);
  if (found != nullptr) copy(reply.get(), found);
}

} // namespace platen::intake::ipp
