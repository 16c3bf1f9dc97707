#include "intake/ipp/not_as_asked.h"

#include "intake/ipp/job_request.h"
#include "model/constraints.h"
#include "schedule/wording.h"

#include <algorithm>
#include <array>

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

} // namespace platen::intake::ipp
