#include "device/from_ivec.h"

#include "encode/ivec/conversation.h"
#include "encode/ivec/parse_answer.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace platen::device {

namespace {

using encode::ivec::Answer;
using encode::ivec::Element;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

State state_of(std::string_view word) {
  if (word == "idle") return State::idle;
  if (word == "stopped" || word == "notready") return State::stopped;
  for (const std::string_view busy :
       {"processing", "busying", "canceling", "waitingrender", "rendering", "waitingprint",
        "printing", "storing", "preparing", "held"})
    if (word == busy) return State::processing;
  return State::unknown;
}

struct Detail {
  std::string_view word, keyword;
  Severity severity;
};
constexpr Detail details[] = {
    {"MediaJam", "media-jam", Severity::error},
    {"DoorOpen", "cover-open", Severity::error},
    {"MediaEmpty", "media-empty", Severity::error},
    {"CUSTOM_MISMATCH", "media-needed", Severity::error},
    {"MarkerSupplyAttention", "marker-supply-low", Severity::warning},
    {"InkLow", "marker-supply-low", Severity::warning},
    {"AttentionRequired", "other", Severity::warning},
};

void add_detail(std::vector<Reason>& reasons, std::string_view word, const std::string& text) {
  const auto* const known = std::ranges::find(details, word, &Detail::word);
  if (known != std::end(details))
    add_reason(reasons, std::string(known->keyword), known->severity, text);
}

// The elements come in the order of the document, without their nesting: what a level or an icon
// belongs to is the ink or the item that was opened last.
class Reader {
public:
  Reading read(const Answer& answer) {
    for (const Element& element : answer.elements)
      take(element);
    close_item();
    add_supply_reasons();
    Reading reading;
    reading.condition = std::move(condition_);
    if (!supplies_.empty()) {
      reading.supplies.emplace();
      for (Ink& ink : supplies_)
        reading.supplies->push_back(std::move(ink.supply));
    }
    if (!media_.empty()) {
      reading.media.emplace();
      for (auto& [bin, media] : media_)
        reading.media->push_back(std::move(media));
    }
    return reading;
  }

private:
  struct Ink {
    Supply supply;
    bool warning = false;
  };
  enum class Part : std::uint8_t { none, inks, waste, troubles };

  void take(const Element& element) {
    const std::string& name = element.name;
    if (name == "status") {
      condition_.state = state_of(element.text);
    } else if (name == "status_detail") {
      take_details(element.text);
    } else if (name == "marker_info" || name == "wasteink" || name == "status_detail_list") {
      close_item();
      part_ = name == "marker_info" ? Part::inks
              : name == "wasteink"  ? Part::waste
                                    : Part::troubles;
    } else if (name == "jobinfo") {
      close_item();
      part_ = Part::none;
    } else if (name == "ink" && part_ == Part::inks) {
      supplies_.push_back({{"ink-cartridge", {}, {}, {}, false, {}}, false});
    } else if (name == "item" && part_ == Part::waste) {
      supplies_.push_back({{"waste-ink", {}, {}, {}, true, {}}, false});
    } else if (name == "item" && part_ == Part::troubles) {
      close_item();
    } else if (part_ == Part::troubles) {
      take_trouble(element);
    } else if (part_ == Part::inks || part_ == Part::waste) {
      take_supply(element);
    }
    take_media(element);
  }

  void take_details(std::string_view words) {
    while (!words.empty()) {
      const std::string_view word = words.substr(0, words.find(','));
      words.remove_prefix(std::min(word.size() + 1, words.size()));
      add_detail(condition_.reasons, word, {});
    }
  }

  void take_trouble(const Element& element) {
    if (element.name == "summary") summary_ = element.text;
    if (element.name == "error_code") error_code_ = element.text;
  }
  void close_item() {
    if (summary_.empty()) return;
    std::string text = summary_;
    if (!error_code_.empty()) text += " (" + error_code_ + ")";
    add_detail(condition_.reasons, summary_, text);
    if (condition_.message.empty()) condition_.message = text;
    summary_.clear();
    error_code_.clear();
  }

  void take_supply(const Element& element) {
    if (supplies_.empty()) return;
    Ink& ink = supplies_.back();
    Supply& supply = ink.supply;
    if (element.name == "model") {
      supply.label = element.text;
      if (supply.collects) supply.code = element.text;
    } else if (element.name == "color" && !supply.collects) {
      supply.code = element.text;
    } else if (element.name == "icon") {
      ink.warning = element.text == "warning";
    } else if (element.name == "level" && !supply.collects) {
      // Which way the level of a waste container counts is not known (docs/protocols/ivec.md §11).
      if (const auto percent = number(element.text); percent && *percent >= 0 && *percent <= 100)
        supply.level = Level::of_percent(*percent);
    }
  }

  void add_supply_reasons() {
    for (const Ink& ink : supplies_) {
      const Supply& supply = ink.supply;
      const bool empty = supply.level == Level::of_percent(0);
      if (supply.collects && ink.warning)
        add_reason(condition_.reasons, "marker-waste-almost-full", Severity::warning, supply.label);
      else if (!supply.collects && empty)
        add_reason(condition_.reasons, "marker-supply-empty", Severity::error, supply.label);
      else if (!supply.collects && ink.warning)
        add_reason(condition_.reasons, "marker-supply-low", Severity::warning, supply.label);
    }
  }

  void take_media(const Element& element) {
    const auto bin = element.attributes.find("physicalinputbin");
    if (bin == element.attributes.end() || bin->second.empty()) return;
    constexpr std::size_t most_bins = 32;
    if (media_.size() >= most_bins && !media_.contains(bin->second)) return;
    LoadedMedia& media = media_[bin->second];
    media.source = bin->second;
    constexpr std::string_view own_type = "custom-media-type-canon-custom";
    constexpr int longest = 1'000'000; // 10 m
    if (element.name == "currentpapersize") media.size = element.text;
    if (element.name == "currentpapertype" && element.text != own_type) media.type = element.text;
    if (element.name == "current_custom_papertype" && !element.text.empty())
      media.type = element.text;
    const auto length = number(element.text);
    if (!length || *length < 0 || *length > longest) return;
    if (element.name == "current_papersize_width") media.width = {*length};
    if (element.name == "current_papersize_height") media.height = {*length};
  }

  Condition condition_;
  std::vector<Ink> supplies_;
  std::map<std::string, LoadedMedia> media_;
  Part part_ = Part::none;
  std::string summary_, error_code_;
};

} // namespace

Result<Reading> from_ivec(Bytes document) {
  TRY(const Answer answer, encode::ivec::parse_answer(document));
  if (answer.operation != "GetStatusResponse")
    return fail(Errc::malformed,
                "the device answers \"" + answer.operation + "\" where its status was asked for");
  TRY_VOID(encode::ivec::check_refusal(answer));
  return Reader().read(answer);
}

} // namespace platen::device
