#include "intake/ipp/attribute_writer.h"

#include <algorithm>
#include <ctime>
#include <limits>

namespace platen::intake::ipp {

namespace {

std::vector<const char*> pointers(std::span<const std::string> values) {
  std::vector<const char*> result;
  for (const std::string& value : values)
    result.push_back(value.c_str());
  return result;
}

} // namespace

std::string cut_text(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U)
    --most;
  return std::string(text.substr(0, most));
}

void AttributeWriter::keywords(const char* name, std::span<const std::string> values) const {
  strings(IPP_TAG_KEYWORD, name, values);
}

void AttributeWriter::keywords(const char* name, std::initializer_list<const char*> values) const {
  const std::vector<const char*> list(values);
  ippAddStrings(into_, group_, IPP_TAG_KEYWORD, name, static_cast<int>(list.size()), nullptr,
                list.data());
}

void AttributeWriter::string(ipp_tag_t tag, const char* name, std::string_view value) const {
  ippAddString(into_, group_, tag, name, nullptr, std::string(value).c_str());
}

void AttributeWriter::strings(ipp_tag_t tag, const char* name,
                              std::span<const std::string> values) const {
  if (values.empty()) return;
  const auto list = pointers(values);
  ippAddStrings(into_, group_, tag, name, static_cast<int>(list.size()), nullptr, list.data());
}

void AttributeWriter::text(const char* name, std::string_view value, std::size_t most) const {
  string(IPP_TAG_TEXT, name, cut_text(value, most));
}

void AttributeWriter::name(const char* name, std::string_view value, std::size_t most) const {
  string(IPP_TAG_NAME, name, cut_text(value, most));
}

void AttributeWriter::integer(const char* name, std::int64_t value) const {
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  ippAddInteger(into_, group_, IPP_TAG_INTEGER, name,
                static_cast<int>(std::clamp(value, -most, most)));
}

void AttributeWriter::integers(const char* name, std::span<const int> values) const {
  if (!values.empty())
    ippAddIntegers(into_, group_, IPP_TAG_INTEGER, name, static_cast<int>(values.size()),
                   values.data());
}

void AttributeWriter::enumeration(const char* name, int value) const {
  ippAddInteger(into_, group_, IPP_TAG_ENUM, name, value);
}

void AttributeWriter::enumerations(const char* name, std::span<const int> values) const {
  if (!values.empty())
    ippAddIntegers(into_, group_, IPP_TAG_ENUM, name, static_cast<int>(values.size()),
                   values.data());
}

void AttributeWriter::boolean(const char* name, bool value) const {
  ippAddBoolean(into_, group_, name, value ? 1 : 0);
}

void AttributeWriter::range(const char* name, int lowest, int highest) const {
  ippAddRange(into_, group_, name, lowest, highest);
}

void AttributeWriter::resolutions(const char* name, std::span<const Dpi> values) const {
  std::vector<int> dpi;
  for (const Dpi value : values)
    dpi.push_back(value.v);
  if (!dpi.empty())
    ippAddResolutions(into_, group_, name, static_cast<int>(dpi.size()), IPP_RES_PER_INCH,
                      dpi.data(), dpi.data());
}

void AttributeWriter::date(const char* name, job::Time moment) const {
  ippAddDate(into_, group_, name, ippTimeToDate(static_cast<std::time_t>(moment)));
}

void AttributeWriter::octets(const char* name, std::span<const std::string> values) const {
  ipp_attribute_t* attribute = nullptr;
  for (const std::string& value : values) {
    const int size = static_cast<int>(value.size());
    if (attribute == nullptr) {
      attribute = ippAddOctetString(into_, group_, name, value.data(), size);
    } else {
      ippSetOctetString(into_, &attribute, ippGetCount(attribute), value.data(), size);
    }
  }
}

void AttributeWriter::no_value(const char* name) const {
  ippAddOutOfBand(into_, group_, IPP_TAG_NOVALUE, name);
}

void AttributeWriter::unknown(const char* name) const {
  ippAddOutOfBand(into_, group_, IPP_TAG_UNKNOWN, name);
}

void AttributeWriter::collections(const char* name, std::vector<ipp_t*>& values) const {
  if (!values.empty())
    ippAddCollections(into_, group_, name, static_cast<int>(values.size()),
                      const_cast<const ipp_t**>(values.data()));
  for (ipp_t* const value : values)
    ippDelete(value); // the message holds its own reference
  values.clear();
}

} // namespace platen::intake::ipp
