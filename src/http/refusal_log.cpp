#include "http/refusal_log.h"

#include <algorithm>

namespace platen::http {

namespace {

// What happened, and what to do.
std::string reason(Verdict why, const Room& room) {
  switch (why) {
  case Verdict::address_full:
    return "an address has as many as it may; where it is that of a proxy or of many people, raise "
           "[limits] connections-per-address (" +
           std::to_string(room.each_address) + ")";
  case Verdict::network_full:
  case Verdict::full:
    return "the server has as many as it takes, " + std::to_string(room.all) +
           "; see who has them (\"ss -tn\"), or raise [limits] connections";
  case Verdict::no_descriptors:
    return "the descriptors that are left are for printers and documents; raise the limit of open "
           "files (LimitNOFILE= of the service, ulimit -Hn)";
  case Verdict::no_memory:
    return "memory is short; see what uses it, or give the server more (MemoryMax= of the service)";
  case Verdict::admitted:
    break;
  }
  return "of no reason";
}

} // namespace

std::optional<std::string> RefusalLog::add(Clock::time_point now, Verdict why, std::string_view who,
                                           const Room& room) {
  const std::scoped_lock lock(mutex_);
  Count& count = counts_[static_cast<std::size_t>(why)];
  ++count.times;
  count.last = who;
  room_ = room;
  return speak(now);
}

std::optional<std::string> RefusalLog::look(Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  return speak(now);
}

std::optional<std::string> RefusalLog::speak(Clock::time_point now) {
  if (now < next_) return {};
  std::string text;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    Count& count = counts_[i];
    if (count.times == 0) continue;
    const auto why = static_cast<Verdict>(i);
    text += text.empty() ? "" : "; ";
    text += (why == Verdict::no_memory ? "requests refused: " : "connections refused: ") +
            std::to_string(count.times) + " (the last from " + count.last +
            "): " + reason(why, room_);
    count = {};
  }
  if (text.empty()) return {};
  next_ = now + pause;
  return text;
}

} // namespace platen::http
