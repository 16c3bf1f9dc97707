#pragma once

#include "encode/language.h"
#include "encode/pclxl/back_channel.h"

#include <memory>

namespace platen::encode::pclxl {

// What one job of a PJL printer hears and how it ends, whatever language is between the PJL.
class PjlSession {
public:
  // The identity itself changes nothing; that its words come back says whether the end of the job
  // can be waited for. A printer that has answered before is waited for: somebody else's job, or
  // what stands still, keeps it. Errc::timeout, Errc::io: it did not answer, nothing was begun.
  Result<void> ask(DeviceLink& device);
  // That the printer answers PJL, in whatever language its jobs are.
  std::shared_ptr<const DeviceAnswer> remember() const;
  void assume(const std::shared_ptr<const DeviceAnswer>& answer);
  void has_answered_before() { has_answered_ = true; }
  bool answers() const { return answers_; }
  // What the printer says explains a failed write better than the network does.
  Result<void> tell(DeviceLink& device, Bytes bytes);
  Result<void> heard(DeviceLink& device, Result<void> written);
  void sent(std::int32_t copies) {
    sides_sent_ += copies;
    ++pages_sent_;
  }
  // What the printer says that it took; nothing of one that counts otherwise than we do.
  std::optional<std::int32_t> sides_taken() const;
  // Sends the last bytes of a job, and waits until a printer that answers has come to its end, and
  // one that tells of pages has told of all. Errc::conflict: of some it has not, nor why;
  // Errc::limit: a page was too much for its memory.
  Result<void> end(DeviceLink& device, std::string last);
  // All of the job has been sent: what would break it off is no word of PJL any more.
  bool is_sent() const { return is_sent_; }
  // For a job that is given up then: the printer need not tell any more.
  Result<void> hush(DeviceLink& device);

private:
  Result<bool> await_echo(DeviceLink& device, std::string_view words, const std::string& question);
  Result<void> await_the_end(DeviceLink& device);
  Result<void> await_the_pages(DeviceLink& device);
  bool has_told_of_all() const;

  BackChannel back_channel_;
  bool answers_ = false, has_answered_ = false, is_sent_ = false;
  std::int32_t sides_sent_ = 0, pages_sent_ = 0; // each copy counted; each page once
};

} // namespace platen::encode::pclxl
