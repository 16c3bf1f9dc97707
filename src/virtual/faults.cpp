#include "virtual/faults.h"

#include <algorithm>
#include <thread>

namespace platen::twin {

namespace {

using std::chrono::milliseconds;

// Clearing by hand is no event: whoever waits looks so often.
constexpr milliseconds look_interval{10};
// How long the first of two answers waits for the second, with which it is swapped.
constexpr milliseconds swap_patience{100};
constexpr std::uint64_t steps_per_second = 100; // of a slow device

bool is_of_the_machine(FaultKind kind) {
  return kind <= FaultKind::offline;
}

Failure dropped() {
  return fail(Errc::io, "the connection was dropped, as the fault script says");
}

// As long as before, and nothing that anybody could read.
std::string garbled(std::string text) {
  for (std::size_t i = 0; i < text.size(); i += 3)
    text[i] = static_cast<char>(text[i] ^ 0x15);
  return text;
}

} // namespace

Faults::Faults(FaultScript script, SharedCondition& condition)
    : condition_(condition), healthy_(condition.now()), answers_(script.answers) {
  for (Fault& fault : script.faults)
    planned_.push_back({fault, fault.times});
}

// ---- what is wrong

bool Faults::has(FaultKind kind) const {
  return std::ranges::find(active_, kind, &Active::kind) != active_.end();
}

bool Faults::may_begin(const Planned& planned) const {
  const Fault& fault = planned.fault;
  const std::int32_t job = in_job_ ? jobs_ : jobs_ + 1;
  return planned.left > 0 && (fault.job == 0 || fault.job == job) &&
         (!fault.after || Clock::now() - since_ >= *fault.after);
}

void Faults::begin_if(const std::function<bool(const Fault&)>& due) {
  for (Planned& planned : planned_) {
    if (!may_begin(planned) || !due(planned.fault)) continue;
    --planned.left;
    begin(planned.fault);
    ++begun_;
  }
}

void Faults::begin(const Fault& fault) {
  if (fault.kind == FaultKind::drop) {
    dropped_ = true;
    if (link_ != nullptr) link_->reset();
    return;
  }
  if (fault.kind == FaultKind::refuse && in_job_) {
    refusal_ = fault.detail.empty() ? "Busy" : fault.detail;
    return;
  }
  Active active{fault.kind, std::nullopt, fault.bytes_per_second};
  if (fault.clear) active.until = Clock::now() + *fault.clear;
  active_.push_back(active);
  condition_.change([&](Condition& now) {
    if (fault.kind == FaultKind::jam) now.where = fault.where;
    if (fault.kind == FaultKind::wrong_id) now.wrong_id = fault.detail;
    if (fault.kind == FaultKind::wrong_serial) now.serial = fault.detail;
    if (fault.kind == FaultKind::wrong_languages) now.languages = fault.detail;
  });
  put(fault.kind, true);
}

void Faults::put(FaultKind kind, bool on) {
  if (!on)
    condition_.change([&](Condition& now) {
      if (kind == FaultKind::wrong_id) now.wrong_id = healthy_.wrong_id;
      if (kind == FaultKind::wrong_serial) now.serial = healthy_.serial;
      if (kind == FaultKind::wrong_languages) now.languages = healthy_.languages;
    });
  if (!is_of_the_machine(kind)) return;
  condition_.change([&](Condition& now) {
    for (std::size_t i = 0; i < now.trays.size(); ++i) {
      if (kind == FaultKind::paper_out) now.trays[i].sheets = on ? 0 : healthy_.trays[i].sheets;
      if (kind == FaultKind::wrong_paper)
        now.trays[i].medium = on ? "iso_a6_105x148mm" : healthy_.trays[i].medium;
    }
    const bool empty = kind == FaultKind::supply_empty, low = kind == FaultKind::supply_low;
    if (empty || low)
      now.supplies[0].percent = !on ? healthy_.supplies[0].percent : empty ? 0 : low_percent / 2;
    if (kind == FaultKind::jam) now.jam = on;
    if (kind == FaultKind::jam && !on) now.where = healthy_.where;
    if (kind == FaultKind::wrong_paper) now.wrong_paper = on;
    if (kind == FaultKind::cover_open) now.cover_open = on;
    if (kind == FaultKind::offline) now.offline = on;
  });
  if (tell_) tell_();
}

void Faults::look() {
  const bool all = cleared_.exchange(false);
  const auto now = Clock::now();
  std::vector<FaultKind> over;
  std::erase_if(active_, [&](const Active& active) {
    const bool ends = all || (active.until && *active.until <= now);
    if (ends) over.push_back(active.kind);
    return ends;
  });
  for (const FaultKind kind : over)
    put(kind, has(kind));
  if (all && condition_.now().troubled()) { // nobody's script did that
    condition_.change([](Condition& broken) { mend(broken); });
    if (tell_) tell_();
  }
  begin_if([this](const Fault& fault) {
    if (fault.bytes) return false;
    if (!fault.at) return fault.kind != FaultKind::drop || link_ != nullptr;
    return fault.at == Moment::before && !in_job_ &&
           (fault.kind != FaultKind::drop || link_ != nullptr);
  });
}

bool Faults::stands_still() {
  look();
  return condition_.now().stopped();
}

bool Faults::lies_about_lengths() {
  look();
  return has(FaultKind::lie_about_lengths);
}

// ---- between connections

bool Faults::takes_connections() {
  look();
  return !has(FaultKind::refuse) && !has(FaultKind::offline);
}

std::optional<Faults::Clock::time_point> Faults::next_change() const {
  const bool closed =
      condition_.now().troubled() || has(FaultKind::refuse) || has(FaultKind::offline);
  const bool timed = std::ranges::any_of(planned_, [](const Planned& planned) {
    return planned.left > 0 && planned.fault.after.has_value();
  });
  if (!closed && !timed && active_.empty()) return std::nullopt;
  return Clock::now() + look_interval;
}

void Faults::attach(FaultyLink& link) {
  link_ = &link;
  taken_ = 0;
  dropped_ = false;
  refusal_.reset();
  held_back_.clear();
  when_still_ = WhenStill::reads_on;
}

void Faults::detach() {
  link_ = nullptr;
  tell_ = {};
}

void Faults::speak(WhenStill how, std::function<void()> tell) {
  when_still_ = how;
  tell_ = std::move(tell);
}

// ---- on the way of the bytes

Result<void> Faults::wait_through_stalls() {
  for (;;) {
    look();
    if (dropped_) return dropped();
    const bool stalls = has(FaultKind::stall) || has(FaultKind::offline) ||
                        (when_still_ == WhenStill::stops_reading && in_job_ && stands_still());
    if (!stalls) return {};
    TRY_VOID(link_->wait(look_interval));
  }
}

Result<std::size_t> Faults::may_read(std::size_t wanted) {
  if (!held_back_.empty()) {
    TRY(const bool more, link_->wait_for_input(swap_patience));
    if (!more) link_->say(std::exchange(held_back_, {}));
  }
  TRY_VOID(wait_through_stalls());
  for (const Active& active : active_) {
    if (active.kind != FaultKind::slow) continue;
    TRY_VOID(link_->wait(milliseconds(1000 / steps_per_second)));
    const std::uint64_t step =
        std::max<std::uint64_t>(1, active.bytes_per_second / steps_per_second);
    wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, step));
  }
  for (const Planned& planned : planned_)
    if (planned.fault.bytes && *planned.fault.bytes > taken_ && may_begin(planned))
      wanted =
          static_cast<std::size_t>(std::min<std::uint64_t>(wanted, *planned.fault.bytes - taken_));
  return wanted;
}

void Faults::has_read(std::size_t count) {
  taken_ += count;
  begin_if([this](const Fault& fault) { return fault.bytes && *fault.bytes <= taken_; });
}

std::string Faults::on_the_way_back(std::string answer) {
  look();
  if (!answers_) return {};
  if (has(FaultKind::garbage_answers)) answer = garbled(std::move(answer));
  if (has(FaultKind::repeat_answers)) answer += std::string(answer);
  if (!held_back_.empty()) return answer + std::exchange(held_back_, {});
  if (!has(FaultKind::reorder_answers)) return answer;
  held_back_ = std::move(answer);
  return {};
}

// ---- within a job

void Faults::job_begins() {
  look();
  ++jobs_;
  in_job_ = true;
}

Result<void> Faults::reached(Moment moment, std::int32_t sheet) {
  const bool of_a_sheet = moment == Moment::mid_sheet || moment == Moment::between_sheets;
  begin_if([&](const Fault& fault) {
    return fault.at == moment && (!of_a_sheet || fault.sheet == sheet);
  });
  TRY_VOID(wait_through_stalls());
  if (refusal_) return fail(Errc::busy, "the device refused the job, as the fault script says");
  return {};
}

Result<bool> Faults::wait_for_words() {
  while (stands_still()) {
    TRY_VOID(wait_through_stalls());
    TRY(const bool input, link_->wait_for_input(look_interval));
    if (input) return true;
  }
  return false;
}

Result<void> Faults::rest(milliseconds most) {
  look();
  if (dropped_) return dropped();
  return link_->wait(most);
}

Result<void> Faults::wait_until_it_prints() {
  while (stands_still())
    TRY_VOID(link_->wait(look_interval));
  return {};
}

} // namespace platen::twin
