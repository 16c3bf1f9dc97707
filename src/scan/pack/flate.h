#pragma once

#include "base/bytes.h"

#include <memory>

namespace platen::scan {

// What is deflated: differences of neighbours are searched for less (zlib's Z_FILTERED), and are
// smaller for it.
enum class Content : std::uint8_t { words, differences };

// RFC 1950: what is written leaves for `out` deflated.
class Deflater final : public ByteSink {
public:
  explicit Deflater(ByteSink& out, Content content = Content::words);
  ~Deflater() override;
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  using ByteSink::write;
  Result<void> write(Bytes bytes) override;
  Result<void> finish();

private:
  struct State;
  Result<void> run(Bytes bytes, bool last);
  std::unique_ptr<State> state_;
};

Result<Buffer> deflated(Bytes bytes);

} // namespace platen::scan
