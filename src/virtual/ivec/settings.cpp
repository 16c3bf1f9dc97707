#include "virtual/ivec/job.h"

#include <cstdlib>

// SetConfiguration: what the pages that follow are to be, checked against what the device has.
namespace platen::twin::ivec {

Machine::Outcome Machine::choose(const Document& document, std::string_view name,
                                 std::string_view list, std::string& into) {
  const std::string* value = document.common(name);
  into.clear();
  if (value == nullptr) return {};
  into = *value;
  if (listed(list, *value)) return {};
  return complain(std::string(name) + " \"" + *value + "\" is not one of " + std::string(list),
                  document.offset);
}

Machine::Outcome Machine::choose_paper(const Document& document, SideRecord& side) {
  side.medium = document.text("papersize");
  if (const Paper* paper = find_paper(side.medium); paper != nullptr) {
    side.width = paper->width;
    side.height = paper->height;
    if (side.borderless && !paper->borderless)
      return complain("the device does not print " + side.medium + " borderless", document.offset);
    return {};
  }
  if (side.medium != custom_paper)
    return refuse("ParameterError",
                  "papersize \"" + side.medium + "\" is not one that the device has",
                  document.offset);
  const auto width = decimal(document.text("papersize_custom_width")),
             height = decimal(document.text("papersize_custom_height"));
  if (!width || !height || *width > 100'000 || *height > 100'000 ||
      !custom_width_hmm.holds(static_cast<std::int32_t>(*width)) ||
      !custom_height_hmm.holds(static_cast<std::int32_t>(*height)))
    return refuse("ParameterError",
                  "UserDefinitionSize needs papersize_custom_width and _height within the "
                  "capability's ranges",
                  document.offset);
  side.width = Hmm{static_cast<std::int32_t>(*width)};
  side.height = Hmm{static_cast<std::int32_t>(*height)};
  if (side.borderless)
    return complain("the device does not print sizes of one's own borderless", document.offset);
  return {};
}

Machine::Outcome Machine::set_configuration(const Document& document) {
  if (phase_ != Phase::started && phase_ != Phase::between) return wrong_moment(document);
  SideRecord side;
  for (const std::string_view name : {"papersize", "papertype", "borderlessprint"})
    if (document.common(name) == nullptr)
      return refuse("ParameterError", "SetConfiguration without " + std::string(name),
                    document.offset);
  std::string on_off, duplex;
  if (auto o = choose(document, "borderlessprint", "ON,OFF", on_off); !o) return o;
  side.borderless = on_off == "ON";
  if (auto o = choose_paper(document, side); !o) return o;
  side.margins = frame_of(find_paper(side.medium), side.borderless);
  side.media_type = document.text("papertype");
  const Medium* medium = find_medium(side.media_type);
  if (medium == nullptr) {
    if (auto o = complain("papertype \"" + side.media_type + "\" is not one that the device has",
                          document.offset);
        !o)
      return o;
  } else if (side.borderless && !medium->borderless) {
    if (auto o =
            complain(std::string(medium->label) + " cannot be printed borderless", document.offset);
        !o)
      return o;
  }
  if (auto o = choose(document, "printcolormode", color_modes, side.color_mode); !o) return o;
  const bool monochrome = side.color_mode == "monochrome";
  if (auto o = choose(document, "printcolormode_intent",
                      monochrome ? monochrome_intents : color_intents, side.intent);
      !o)
    return o;
  if (auto o = choose(document, "duplexprint", "OFF", duplex); !o) return o;
  if (auto o = choose(document, "printquality", medium == nullptr ? qualities : medium->qualities,
                      side.quality);
      !o)
    return o;
  if (auto o = choose(document, "inputbin", bins, side.tray); !o) return o;
  if (auto o = choose(document, "clearcoat", now().clear_coat ? clear_coats : "", side.clear_coat);
      !o)
    return o;
  settings_ = std::move(side);
  phase_ = Phase::configured;
  compare_paper();
  return {};
}

namespace {

// Half a millimetre: some names give an inch size in whole millimetres (docs/protocols/ivec.md §6).
bool same_length(std::int32_t a, std::int32_t b) {
  return std::abs(a - b) <= 50;
}

bool is_paper_of(const SideRecord& side, const Condition::Tray& tray) {
  return tray.type == side.media_type && same_length(tray.width_hmm, side.width.v) &&
         same_length(tray.height_hmm, side.height.v);
}

} // namespace

// docs/protocols/ivec.md §10: mismatch_mode=auto. Empty bins are another matter.
void Machine::compare_paper() {
  if (line_.condition == nullptr || !line_.tray.job().compares_paper) return;
  line_.condition->change([this](Condition& now) {
    const bool any = settings_.tray.empty() || settings_.tray == "auto";
    Condition::Tray* other = nullptr;
    for (Condition::Tray& tray : now.trays) {
      if (tray.sheets == 0 || (!any && tray.name != settings_.tray)) continue;
      if (is_paper_of(settings_, tray)) return;
      if (other == nullptr) other = &tray;
    }
    if (other == nullptr) return;
    now.wrong_paper = true;
    now.wanted = *other;
    now.wanted->medium = settings_.medium;
    now.wanted->type = settings_.media_type;
    now.wanted->width_hmm = settings_.width.v;
    now.wanted->height_hmm = settings_.height.v;
  });
}

} // namespace platen::twin::ivec
