#include "virtual/scanner/troubles.h"

#include <algorithm>

namespace platen::twin::scanner {

namespace {

bool takes_no_time(ScannerFaultKind kind) {
  return kind >= ScannerFaultKind::drop;
}

} // namespace

Troubles::Troubles(std::vector<ScannerFault> script, std::function<void(std::string_view)> press,
                   Clock clock)
    : press_(std::move(press)), clock_(std::move(clock)), since_(clock_()) {
  for (ScannerFault& fault : script)
    planned_.push_back({fault, fault.times});
}

bool Troubles::awaits(const Planned& planned) const {
  const std::int32_t sheet = planned.fault.sheet;
  return planned.left > 0 && !planned.counted && (sheet == 0 || sheet == sheet_);
}

bool Troubles::due(const Planned& planned) const {
  const ScannerFault& fault = planned.fault;
  return awaits(planned) && (!fault.row || *fault.row <= lines_) &&
         (!fault.bytes || *fault.bytes <= bytes_) &&
         (!fault.after || clock_() - since_ >= *fault.after);
}

void Troubles::begin(Planned& planned) {
  const ScannerFault& fault = planned.fault;
  --planned.left;
  ++begun_;
  // Its line or octet is reached once an image or connection; a sheet is drawn in once.
  planned.counted = true;
  if (fault.kind == ScannerFaultKind::button) {
    press_(fault.detail);
    return;
  }
  Active active{fault.kind, std::nullopt, fault.bytes_per_second};
  if (fault.clear) active.until = clock_() + *fault.clear;
  active_.push_back(active);
}

void Troubles::update() {
  const bool all = cleared_.exchange(false);
  const Time now = clock_();
  std::erase_if(
      active_, [&](const Active& active) { return all || (active.until && *active.until <= now); });
  for (Planned& planned : planned_)
    if (due(planned)) begin(planned);
}

void Troubles::look() {
  const std::lock_guard hold(mutex_);
  update();
}

void Troubles::connected() {
  const std::lock_guard hold(mutex_);
  bytes_ = 0;
  for (Planned& planned : planned_)
    if (planned.fault.bytes) planned.counted = false;
  std::erase_if(active_, [](const Active& active) { return takes_no_time(active.kind); });
  update();
}

void Troubles::drew_in(std::int32_t sheet) {
  const std::lock_guard hold(mutex_);
  sheet_ = sheet;
  lines_ = 0;
  for (Planned& planned : planned_)
    if (!planned.fault.bytes && (planned.fault.row || planned.fault.sheet > 0))
      planned.counted = false;
  update();
}

void Troubles::sent_lines(std::int32_t lines) {
  const std::lock_guard hold(mutex_);
  lines_ = lines;
  update();
}

void Troubles::sent_bytes(std::size_t count) {
  const std::lock_guard hold(mutex_);
  bytes_ += count;
  update();
}

bool Troubles::has(ScannerFaultKind kind) {
  const std::lock_guard hold(mutex_);
  update();
  return std::ranges::find(active_, kind, &Active::kind) != active_.end();
}

bool Troubles::take(ScannerFaultKind kind) {
  const std::lock_guard hold(mutex_);
  update();
  const auto found = std::ranges::find(active_, kind, &Active::kind);
  if (found == active_.end()) return false;
  active_.erase(found);
  return true;
}

std::uint64_t Troubles::bytes_per_second() {
  const std::lock_guard hold(mutex_);
  update();
  const auto slow = std::ranges::find(active_, ScannerFaultKind::slow, &Active::kind);
  return slow == active_.end() ? 0 : slow->bytes_per_second;
}

std::int32_t Troubles::lines_left(std::int32_t wanted) {
  const std::lock_guard hold(mutex_);
  update();
  for (const Planned& planned : planned_)
    if (awaits(planned) && planned.fault.row && *planned.fault.row > lines_)
      wanted = std::min(wanted, *planned.fault.row - lines_);
  return wanted;
}

std::size_t Troubles::bytes_left(std::size_t wanted) {
  const std::lock_guard hold(mutex_);
  update();
  for (const Planned& planned : planned_)
    if (awaits(planned) && planned.fault.bytes && *planned.fault.bytes > bytes_)
      wanted =
          static_cast<std::size_t>(std::min<std::uint64_t>(wanted, *planned.fault.bytes - bytes_));
  return wanted;
}

} // namespace platen::twin::scanner
