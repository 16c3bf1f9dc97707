#include "wire/ipp/records.h"

#include "wire/ipp/dates.h"
#include "wire/ipp/values.h"

#include <array>
#include <utility>

namespace platen::ipp {

void Record::add(ipp_attribute_t* attribute) {
  attributes_.emplace(ippGetName(attribute), attribute);
}

ipp_attribute_t* Record::find(const std::string& name) const {
  const auto found = attributes_.find(name);
  return found == attributes_.end() ? nullptr : found->second;
}

std::string Record::text(const std::string& name) const {
  const auto all = values_of(find(name));
  return all.empty() ? std::string{} : all[0];
}

std::vector<std::string> Record::texts(const std::string& name) const {
  auto all = values_of(find(name));
  std::erase(all, "none");
  return all;
}

std::optional<int> Record::integer(const std::string& name) const {
  ipp_attribute_t* const found = find(name);
  const ipp_tag_t tag = ippGetValueTag(found);
  if (tag != IPP_TAG_INTEGER && tag != IPP_TAG_ENUM) return std::nullopt;
  return ippGetInteger(found, 0);
}

std::optional<bool> Record::boolean(const std::string& name) const {
  ipp_attribute_t* const found = find(name);
  if (ippGetValueTag(found) != IPP_TAG_BOOLEAN) return std::nullopt;
  return ippGetBoolean(found, 0) != 0;
}

std::optional<std::time_t> Record::moment(const std::string& name) const {
  return moment_of(ippGetDate(find(name), 0));
}

std::vector<Record> records_of(const Message& answer, ipp_tag_t group) {
  std::vector<Record> records;
  Record current;
  const auto close = [&] {
    if (!current.empty()) records.push_back(std::exchange(current, {}));
  };
  for (ipp_attribute_t* one = ippFirstAttribute(answer.get()); one != nullptr;
       one = ippNextAttribute(answer.get())) {
    if (ippGetGroupTag(one) != group || ippGetName(one) == nullptr)
      close();
    else
      current.add(one);
  }
  close();
  return records;
}

namespace {

Json value_json(ipp_attribute_t* attribute, int i);

Json object_json(ipp_t* collection) {
  Json object = Json::object();
  for (ipp_attribute_t* one = ippFirstAttribute(collection); one != nullptr;
       one = ippNextAttribute(collection))
    if (ippGetName(one) != nullptr) object[ippGetName(one)] = to_json(one, ippGetCount(one) > 1);
  return object;
}

Json date_json(const ipp_uchar_t* date) {
  const auto moment = moment_of(date);
  if (!moment) return {};
  std::tm utc{};
  ::gmtime_r(&*moment, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

Json value_json(ipp_attribute_t* attribute, int i) {
  switch (ippGetValueTag(attribute)) {
  case IPP_TAG_INTEGER:
    return ippGetInteger(attribute, i);
  case IPP_TAG_BOOLEAN:
    return ippGetBoolean(attribute, i) != 0;
  case IPP_TAG_DATE:
    return date_json(ippGetDate(attribute, i));
  case IPP_TAG_BEGIN_COLLECTION:
    return object_json(ippGetCollection(attribute, i));
  default:
    return value_text(attribute, i);
  }
}

bool has_no_value(ipp_attribute_t* attribute) {
  const ipp_tag_t tag = ippGetValueTag(attribute);
  return attribute == nullptr || tag == IPP_TAG_NOVALUE || tag == IPP_TAG_UNKNOWN ||
         tag == IPP_TAG_UNSUPPORTED_VALUE;
}

} // namespace

Json to_json(ipp_attribute_t* attribute, bool list) {
  if (has_no_value(attribute)) return list ? Json::array() : Json();
  if (!list) return value_json(attribute, 0);
  Json values = Json::array();
  for (int i = 0; i < ippGetCount(attribute); ++i)
    if (Json value = value_json(attribute, i); value != "none") values.push_back(std::move(value));
  return values;
}

Json select(const Record& record, std::span<const Field> fields) {
  Json object = Json::object();
  for (const Field& field : fields)
    object[field.name] = to_json(record.find(field.name), field.list);
  return object;
}

} // namespace platen::ipp
