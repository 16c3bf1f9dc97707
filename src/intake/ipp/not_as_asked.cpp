#include "intake/ipp/not_as_asked.h"

#include "intake/ipp/job_request.h"
#include "intake/ipp/media_col.h"
#include "model/constraints.h"
#include "model/sizes.h"
#include "schedule/wording.h"

#include <algorithm>
#include <array>
#include <optional>

namespace platen::intake::ipp {

namespace {

constexpr std::array<std::string_view, 4> seen_on_paper{"media", "media-col", "sides",
                                                        "finishings"};

// Of media-col; margins and thicknesses that differ are nothing that people have chosen.
constexpr std::array<std::string_view, 5> seen_members{"media-key", "media-size", "media-size-name",
                                                       "media-source", "media-type"};

bool is_seen(const NotTaken& one) {
  if (std::ranges::find(seen_on_paper, one.name) == seen_on_paper.end()) return false;
  return one.members.empty() || std::ranges::any_of(one.members, [](const std::string& member) {
           return std::ranges::find(seen_members, member) != seen_members.end();
         });
}

// "media=iso_a3_297x420mm"; of a collection the members: "media-col (media-size)".
std::string asked_for(const NotTaken& one) {
  if (one.name != "media-col") {
    std::array<char, 100> value{}; // what is longer is cut
    ippAttributeString(one.attribute, value.data(), value.size());
    return one.name + "=" + clean_text(value.data());
  }
  std::string members;
  for (const std::string& member : one.members)
    members += (members.empty() ? "" : ", ") + clean_text(member);
  return one.name + (members.empty() ? "" : " (" + members + ")");
}

std::optional<model::Extent> extent_of_name(ipp_attribute_t* attribute) {
  const char* const name = attribute == nullptr ? nullptr : ippGetString(attribute, 0, nullptr);
  const auto size = model::parse_pwg_name(name == nullptr ? "" : name);
  if (!size) return std::nullopt;
  return model::Extent{size->width, size->height};
}

std::optional<model::Extent> extent_of_size(ipp_attribute_t* attribute) {
  if (ippGetValueTag(attribute) != IPP_TAG_BEGIN_COLLECTION) return std::nullopt;
  ipp_t* const medium = ippGetCollection(attribute, 0);
  ipp_attribute_t* const size = ippFindAttribute(medium, "media-size", IPP_TAG_BEGIN_COLLECTION);
  if (size == nullptr)
    return extent_of_name(ippFindAttribute(medium, "media-size-name", IPP_TAG_ZERO));
  return read_dimensions(size);
}

// The size of a paper that is not taken.
std::optional<model::Extent> extent_of(const NotTaken& one) {
  if (one.attribute == nullptr) return std::nullopt;
  if (one.name == "media") return extent_of_name(one.attribute);
  return one.name == "media-col" ? extent_of_size(one.attribute) : std::nullopt;
}

std::string value_in(const model::Options& options, std::string_view name) {
  std::string value;
  for (const auto& [option, is] : options)
    if (option == name) value = is; // the last one counts
  return value;
}

std::string paper_of(const model::Model& model, const model::Options& options) {
  const auto ticket = model::make_ticket(model, options);
  return ticket && ticket->media ? ticket->media->name : std::string();
}

std::string lacking(const model::Model& model, const Settled& settled, const NotTaken& one) {
  std::string words = "this printer does not have " + asked_for(one);
  const std::string paper = paper_of(model, settled.options);
  if (one.name.starts_with("media") && !paper.empty()) words += "; it is printed on " + paper;
  return words;
}

std::string conflicting(const model::Model& model, const model::Options& all,
                        const Settled& settled) {
  std::string words = "the settings do not go together";
  if (const auto conflict = model::find_conflict(model, all); conflict && *conflict)
    words = (*conflict)->message;
  std::string instead;
  for (const std::string& option : settled.blamed)
    if (const std::string value = value_in(settled.options, option); !value.empty())
      instead += (instead.empty() ? "" : ", ") + option + "=" + value;
  return words + (instead.empty() ? "" : "; it is printed with " + instead);
}

} // namespace

std::vector<std::string> not_as_asked(const model::Model& model, const model::Options& defaults,
                                      const model::Options& asked, const Settled& settled,
                                      const std::vector<NotTaken>& refused) {
  std::vector<std::string> notes;
  const std::string prefix(schedule::not_as_asked);
  for (const NotTaken& one : refused)
    if (one.attribute != nullptr && is_seen(one))
      notes.push_back(prefix + lacking(model, settled, one));
  if (settled.blamed.empty() || !settled.conflict.empty()) return notes;
  model::Options all = defaults;
  all.insert(all.end(), asked.begin(), asked.end());
  notes.push_back(prefix + conflicting(model, all, settled));
  return notes;
}

std::vector<std::string> not_as_before(const model::Model& model, const model::Options& defaults,
                                       const model::Options& asked, const Settled& settled,
                                       const std::string& attributes) {
  const auto message = platen::ipp::Message::parse(as_bytes(attributes));
  TemplateReading reading;
  if (!attributes.empty() && message)
    for (ipp_attribute_t* attribute = ippFirstAttribute(message->get()); attribute != nullptr;
         attribute = ippNextAttribute(message->get()))
      if (ippGetGroupTag(attribute) == IPP_TAG_JOB)
        read_template_attribute(model, attribute, reading);
  return not_as_asked(model, defaults, asked, settled, reading.refused);
}

std::string sizes_instead(const model::Model& model, const std::vector<NotTaken>& refused) {
  for (const NotTaken& one : refused)
    if (const auto extent = extent_of(one)) return model::sizes_near(model, *extent);
  return {};
}

} // namespace platen::intake::ipp
