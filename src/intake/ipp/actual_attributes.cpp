#include "intake/ipp/job_template.h"
#include "intake/ipp/media_col.h"
#include "intake/ipp/template_table.h"

#include <algorithm>

// The "-actual" attributes (PWG 5100.8): all values of a name are one attribute, 1setOf.
namespace platen::intake::ipp {

using platen::ipp::Message;

namespace {

using Medium = model::Options; // size, type, source, borders of one kind of sheet

constexpr const char* suffix = "-actual";

// "media" begins each medium (flow::PrintReport::actual).
std::vector<Medium> media_of(const model::Options& options) {
  std::vector<Medium> media;
  for (const auto& option : options) {
    if (!is_media_member(option.first)) continue;
    if (media.empty() || option.first == "media") media.emplace_back();
    media.back().push_back(option);
  }
  return media;
}

void write_media(ipp_t* into, const model::Model& model, const std::vector<Medium>& media) {
  std::vector<const char*> sizes;
  std::vector<ipp_t*> collections;
  for (const Medium& medium : media) {
    if (ipp_t* const collection = make_media_col(model, medium); collection != nullptr)
      collections.push_back(collection);
    if (medium.front().first != "media") continue;
    const char* const size = medium.front().second.c_str();
    const auto same = [&](const char* other) { return std::string_view(other) == size; };
    if (std::none_of(sizes.begin(), sizes.end(), same)) sizes.push_back(size);
  }
  if (!sizes.empty())
    ippAddStrings(into, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media-actual",
                  static_cast<int>(sizes.size()), nullptr, sizes.data());
  if (collections.empty()) return;
  ippAddCollections(into, IPP_TAG_JOB, "media-col-actual", static_cast<int>(collections.size()),
                    const_cast<const ipp_t**>(collections.data()));
  for (ipp_t* const collection : collections)
    ippDelete(collection); // the message holds its own reference
}

// A further value of an attribute that write_template() has written.
void append(ipp_t* into, const model::Model& model,
            const std::pair<std::string, std::string>& option) {
  Message scratch;
  write_template(scratch.get(), IPP_TAG_JOB, model, {option}, suffix);
  ipp_attribute_t* const value = ippFirstAttribute(scratch.get());
  if (value == nullptr) return;
  ipp_attribute_t* known = ippFindAttribute(into, ippGetName(value), ippGetValueTag(value));
  if (known == nullptr) {
    ippCopyAttribute(into, value, 0);
  } else if (const char* const text = ippGetString(value, 0, nullptr); text != nullptr) {
    ippSetString(into, &known, ippGetCount(known), text);
  } else if (ippGetValueTag(value) == IPP_TAG_ENUM || ippGetValueTag(value) == IPP_TAG_INTEGER) {
    ippSetInteger(into, &known, ippGetCount(known), ippGetInteger(value, 0));
  }
}

} // namespace

void write_actual(ipp_t* into, const model::Model& model, const model::Options& options) {
  for (const auto& option : options)
    if (!is_media_member(option.first)) append(into, model, option);
  write_media(into, model, media_of(options));
}

std::string encode_actual(const model::Model& model, const model::Options& options) {
  Message message;
  write_actual(message.get(), model, options);
  return ippFirstAttribute(message.get()) == nullptr ? std::string{} : message.encode();
}

} // namespace platen::intake::ipp
