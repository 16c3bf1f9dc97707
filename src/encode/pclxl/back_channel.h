#pragma once

#include "base/device_link.h"
#include "encode/device_words.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::encode::pclxl {

// What a printer says while it takes a job: PJL answers, and PCL XL's error reports.
class BackChannel {
public:
  // Waits until `words` have arrived; false when they have not within `patience`, or nothing can
  // arrive.
  Result<bool> wait_for(DeviceLink& device, std::string_view words,
                        std::chrono::milliseconds patience);
  // Looks at what has arrived without waiting. An error report is an error.
  Result<void> heed(DeviceLink& device);
  // Waits until the device has said something of its pages or of itself; false when it has not
  // within `patience`.
  Result<bool> wait_for_news(DeviceLink& device, std::chrono::milliseconds patience);
  // The last page that the device said is out; nothing when it never said so.
  std::optional<std::int32_t> pages() const { return pages_; }
  // Unless it has said why itself.
  void is_not_heard(DeviceLink& device);
  // It is there again: what it said before is_not_heard() holds.
  void is_heard(DeviceLink& device);
  bool hung_up() const { return hung_up_; }
  // Whether it has answered INFO CONFIG that it can say which pages are out (USTATUS PAGE).
  bool can_tell_pages() const { return can_tell_pages_; }
  // Something came that is no answer: what it was to tell is lost.
  bool unreadable() const { return unreadable_; }
  bool stopped() const { return news_.last().stopped; }
  // What it showed when it said that a page is too much for its memory; nothing when it never did.
  const std::optional<std::string>& out_of_memory() const { return out_of_memory_; }

private:
  // One read; false when nothing came until then, or the device hung up.
  Result<bool> hear(DeviceLink& device, std::chrono::steady_clock::time_point until);
  void note(DeviceLink& device, Bytes arrived);
  Result<void> check_report() const;
  std::string received_; // the last of it, bounded
  std::optional<std::int32_t> pages_;
  DeviceNews news_;
  std::optional<std::string> out_of_memory_;
  std::optional<DeviceWords> before_silence_; // while it is not heard
  bool hung_up_ = false, can_tell_pages_ = false, unreadable_ = false;
};

} // namespace platen::encode::pclxl
