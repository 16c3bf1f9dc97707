#pragma once

#include "pipeline/executor.h"

#include <cstring>

namespace platen::preview {

// Rows into a buffer that holds all of them.
class BufferSink final : public RowSink {
public:
  explicit BufferSink(RowBuffer& into) : into_(into) {}
  Result<void> write(ConstBand rows) override {
    const Band band = into_.band({0, into_.capacity()});
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
      std::memcpy(band.row(y).data(), rows.row(y).data(), rows.row_bytes());
    return {};
  }

private:
  RowBuffer& into_;
};

} // namespace platen::preview
