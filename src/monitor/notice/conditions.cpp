#include "monitor/notice/conditions.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace platen::monitor {

namespace {

constexpr int low_percent = 10; // as "platen supplies" has it

struct Meaning {
  std::string_view reason, kind, severity, words;
};
// Keywords of printer-state-reasons (RFC 8011 section 5.4.12, PWG 5100.9) without their severity.
constexpr std::array<Meaning, 16> meanings{{
    {"media-empty", "media-empty", "error", "out of paper"},
    {"media-needed", "media-empty", "error", "paper is needed"},
    {"media-jam", "jam", "error", "paper jam"},
    {"toner-low", "supply-low", "warning", "toner is low"},
    {"marker-supply-low", "supply-low", "warning", "a supply is low"},
    {"marker-ink-almost-empty", "supply-low", "warning", "ink is low"},
    {"marker-toner-almost-empty", "supply-low", "warning", "toner is low"},
    {"marker-waste-almost-full", "supply-low", "warning", "the waste container is nearly full"},
    {"toner-empty", "supply-empty", "error", "toner is empty"},
    {"marker-supply-empty", "supply-empty", "error", "a supply is empty"},
    {"marker-ink-empty", "supply-empty", "error", "ink is empty"},
    {"marker-toner-empty", "supply-empty", "error", "toner is empty"},
    {"marker-waste-full", "supply-empty", "error", "the waste container is full"},
    {"connecting-to-device", "device-silent", "warning", "the device does not answer"},
    {"timed-out", "device-silent", "warning", "the device takes nothing any more"},
    {"offline", "device-silent", "warning", "the device is offline"},
}};

// Of one kind once: what stands for the whole printer is left out where single supplies are named.
void add(std::vector<Condition>& all, std::string_view kind, const std::string& key,
         std::string_view severity, const std::string& text) {
  if (std::ranges::find(all, key, &Condition::key) == all.end())
    all.push_back({std::string(kind), key, std::string(severity), text});
}

bool has_kind(const std::vector<Condition>& all, std::string_view kind) {
  return std::ranges::any_of(all, [&](const Condition& one) { return one.kind == kind; });
}

void add_supplies(std::vector<Condition>& all, const PrinterFacts& facts) {
  for (const device::Supply& supply : facts.supplies) {
    if (supply.level.known != device::Level::Known::percent) continue;
    const int left = supply.level.percent;
    if (left > low_percent) continue;
    const std::string name = supply.label.empty() ? supply.type : supply.label;
    if (left <= 0)
      add(all, "supply-empty", "supply-empty:" + name, "error",
          facts.name + ": " + name + (supply.collects ? " is full" : " is empty"));
    else
      add(all, "supply-low", "supply-low:" + name, "warning",
          facts.name + ": " + name +
              (supply.collects ? " is nearly full"
                               : " is low, " + std::to_string(left) + " % are left"));
  }
}

void add_reasons(std::vector<Condition>& all, const PrinterFacts& facts) {
  for (const std::string& reason : facts.reasons) {
    const std::string_view word = device::without_severity(reason);
    const auto known = std::ranges::find(meanings, word, &Meaning::reason);
    if (known == meanings.end() || reason.ends_with("-report")) continue;
    const bool supply = known->kind.starts_with("supply-");
    if (supply && has_kind(all, known->kind)) continue;
    std::string text = facts.name + ": " + std::string(known->words);
    if (known->kind == "device-silent" && !facts.message.empty())
      text += " (" + facts.message + ")";
    // A jam is a jam, whichever word of it is told; supplies are told by their own names.
    add(all, known->kind,
        supply ? std::string(known->kind) + ":" + std::string(word) : std::string(known->kind),
        known->severity, text);
  }
}

} // namespace

bool is_silent(const PrinterFacts& facts, bool answered) {
  return facts.asked && answered && !facts.heard;
}

std::vector<Condition> conditions_of(const PrinterFacts& facts, bool answered) {
  std::vector<Condition> all;
  add_supplies(all, facts);
  add_reasons(all, facts);
  if (is_silent(facts, answered))
    add(all, "device-silent", "device-silent", "warning",
        facts.name + ": the device does not answer" +
            (facts.search.empty() ? "" : " (" + facts.search + ")"));
  if (!facts.moved.empty())
    add(all, "device-moved", "device-moved:" + std::to_string(facts.moved_at), "warning",
        facts.name + ": " + facts.moved);
  const bool explained = std::ranges::any_of(all, [](const Condition& one) {
    return one.severity == "error" || one.kind == "device-silent";
  });
  if (facts.stopped && !facts.paused && !explained)
    add(all, "stopped", "stopped", "error",
        facts.name + " has stopped" + (facts.message.empty() ? "" : ": " + facts.message));
  return all;
}

} // namespace platen::monitor
