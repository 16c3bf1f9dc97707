#include "monitor/notice/watch.h"

#include <algorithm>

namespace platen::monitor {

namespace {

std::string answered_mark(std::int32_t printer) {
  return "answered:" + std::to_string(printer);
}

} // namespace

Result<void> EventWatch::load() {
  TRY(const auto events, record_.events());
  for (const OpenEvent& event : events)
    open_[{event.printer, event.key}] = event;
  return {};
}

Result<void> EventWatch::look(const std::vector<PrinterFacts>& printers, Time now) {
  TRY_VOID(forget_gone(printers));
  for (const PrinterFacts& facts : printers)
    TRY_VOID(look_at(facts, now));
  return {};
}

Result<void> EventWatch::forget_gone(const std::vector<PrinterFacts>& printers) {
  const auto gone = [&](std::int32_t printer) {
    return std::ranges::find(printers, printer, &PrinterFacts::id) == printers.end();
  };
  for (auto one = open_.begin(); one != open_.end();) {
    if (!gone(one->first.first)) {
      ++one;
      continue;
    }
    TRY_VOID(record_.end(one->second));
    one = open_.erase(one);
  }
  std::erase_if(candidates_, [&](const auto& one) { return gone(one.first.first); });
  return {};
}

Result<bool> EventWatch::has_answered(const PrinterFacts& facts) {
  if (answered_.contains(facts.id)) return true;
  if (facts.heard) {
    TRY_VOID(record_.set_mark(answered_mark(facts.id), 1));
    answered_.insert(facts.id);
    return true;
  }
  if (!looked_up_.insert(facts.id).second) return false;
  TRY(const std::int64_t before, record_.mark(answered_mark(facts.id)));
  if (before != 0) answered_.insert(facts.id);
  return before != 0;
}

Time EventWatch::delay_of(const Condition& condition) const {
  if (condition.kind == "device-silent") return options_.silent_seconds;
  return condition.kind == "stopped" ? options_.stopped_seconds : 0;
}

Result<void> EventWatch::look_at(const PrinterFacts& facts, Time now) {
  TRY(const bool answered, has_answered(facts));
  const auto conditions = conditions_of(facts, answered);
  for (const Condition& condition : conditions)
    TRY_VOID(shows(facts, condition, now));
  const auto is_there = [&](const std::string& key) {
    return std::ranges::find(conditions, key, &Condition::key) != conditions.end();
  };
  std::erase_if(candidates_, [&](const auto& one) {
    return one.first.first == facts.id && !is_there(one.first.second);
  });
  for (auto one = open_.lower_bound({facts.id, ""});
       one != open_.end() && one->first.first == facts.id;) {
    bool over = false;
    if (!is_there(one->first.second))
      TRY_VOID(shows_not(one->second, is_silent(facts, answered), now, over));
    one = over ? open_.erase(one) : std::next(one);
  }
  return {};
}

Result<void> EventWatch::shows(const PrinterFacts& facts, const Condition& condition, Time now) {
  const Key key{facts.id, condition.key};
  if (const auto found = open_.find(key); found != open_.end()) {
    if (found->second.gone == 0) return {};
    found->second.gone = 0; // it came back: the same event
    return record_.put(found->second);
  }
  const auto [candidate, fresh] = candidates_.try_emplace(key, now);
  // A clock that was set back shall not keep it waiting.
  if (now < candidate->second) candidate->second = now;
  if (now - candidate->second < delay_of(condition)) return {};
  const OpenEvent event{facts.id, condition.key, now, 0};
  TRY_VOID(tell_({0, now, condition.kind, facts.name, 0, {}, condition.text, condition.severity},
                 event));
  open_[key] = event;
  candidates_.erase(key);
  return {};
}

Result<void> EventWatch::shows_not(OpenEvent& event, bool silent, Time now, bool& over) {
  if (silent) return {}; // who knows
  if (event.gone == 0 || now < event.gone) {
    event.gone = now;
    return record_.put(event);
  }
  if (now - event.gone < options_.calm_seconds) return {};
  over = true;
  return record_.end(event);
}

} // namespace platen::monitor
