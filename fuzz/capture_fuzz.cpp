// Any bytes as a capture: taken apart to its end, written anew or refused, and equal to itself.
#include "capture/compare.h"
#include "capture/reader.h"
#include "capture/rewrite.h"

#include <algorithm>
#include <cstdint>

namespace {

using namespace platen;

class InputSource final : public ByteSource {
public:
  explicit InputSource(Bytes bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<std::byte> into) override {
    const std::size_t count = std::min({into.size(), bytes_.size(), std::size_t{4093}});
    std::copy_n(bytes_.begin(), count, into.begin());
    bytes_ = bytes_.subspan(count);
    return count;
  }

private:
  Bytes bytes_;
};

class Checking final : public capture::Listener {
public:
  explicit Checking(std::uint64_t size) : size_(size) {}
  Result<void> entry(capture::Entry entry) override {
    EXPECTS(!entry.key.empty() && entry.offset <= size_);
    return collected.entry(std::move(entry));
  }
  bool wants_pages() const override { return true; }
  Result<void> page(const capture::Page& page) override {
    EXPECTS(page.rows.size() == page.row_bytes * static_cast<std::size_t>(page.height));
    return {};
  }
  capture::Collected collected{{.all = true}};

private:
  std::uint64_t size_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  Checking checking(size);
  InputSource source(bytes);
  const auto summary = capture::read_capture(source, checking);
  if (!summary) {
    EXPECTS(!summary.error().what.empty());
    return 0;
  }
  EXPECTS((summary->faults > 0) == !summary->first_fault.what.empty());
  const auto& entries = checking.collected.entries();
  const auto differences = capture::compare(entries, entries);
  EXPECTS(differences && differences->empty());
  InputSource again(bytes);
  BufferSink written;
  const auto done = capture::rewrite_capture(again, written, ufr2::HiScoaMethod::full);
  EXPECTS(done || !done.error().what.empty());
  if (!done) return 0;
  Checking second(written.buffer.size());
  InputSource rewritten(written.buffer);
  const auto read = capture::read_capture(rewritten, second);
  EXPECTS(read && read->bands == summary->bands);
  return 0;
}
