#pragma once

#include "capture/entry.h"

#include <memory>

namespace platen::capture {

// What is in the data packets of a job, which come in any pieces. Whatever breaks the rules becomes
// an entry; an Error is the listener's own.
class Document {
public:
  virtual ~Document() = default;
  virtual Result<void> take(Bytes bytes, std::uint64_t offset) = 0;
  virtual Result<void> end() = 0; // no more comes: tells what was not finished
  std::int32_t pages() const { return pages_; }
  std::int64_t bands() const { return bands_; }

protected:
  std::int32_t pages_ = 0; // ended ones
  std::int64_t bands_ = 0; // unpacked ones
};

// The tags of UFR II LT, in the form of the LBP6030.
std::unique_ptr<Document> make_tag_document(Listener& listener);
// The escapes and strips of CARPS.
std::unique_ptr<Document> make_carps_document(Listener& listener);

} // namespace platen::capture
