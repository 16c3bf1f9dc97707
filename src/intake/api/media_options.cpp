#include "intake/api/media_options.h"

#include "wire/ipp/values.h"

namespace platen::intake::api {

namespace {

std::string member_of_default(const platen::ipp::Record& printer, const std::string& name) {
  ipp_attribute_t* const all = printer.find("media-col-default");
  if (all == nullptr || ippGetValueTag(all) != IPP_TAG_BEGIN_COLLECTION) return {};
  ipp_attribute_t* const member =
      ippFindAttribute(ippGetCollection(all, 0), name.c_str(), IPP_TAG_ZERO);
  const auto values =
      member == nullptr ? std::vector<std::string>{} : platen::ipp::values_of(member);
  return values.empty() ? std::string{} : values.front();
}

} // namespace

std::vector<model::OptionInfo> media_options(const platen::ipp::Record& printer) {
  std::vector<model::OptionInfo> options;
  for (const auto& [name, label] : {std::pair<std::string, std::string>{"media-type", "media type"},
                                    {"media-source", "media source"}}) {
    ipp_attribute_t* const supported = printer.find(name + "-supported");
    if (supported == nullptr) continue;
    model::OptionInfo option;
    option.name = name;
    option.label = label;
    option.values = platen::ipp::values_of(supported);
    option.default_value = member_of_default(printer, name);
    options.push_back(std::move(option));
  }
  return options;
}

} // namespace platen::intake::api
