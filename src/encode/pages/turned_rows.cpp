#include "encode/pages/turned_rows.h"

#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace platen::encode {

namespace {

Result<void> read_at(int fd, std::span<std::byte> into, std::uint64_t offset) {
  while (!into.empty()) {
    const ssize_t got = ::pread(fd, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(Errc::io, "a turned page cannot be read back: " + errno_text(errno));
    into = into.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

class TurnedRows final : public SideEncoder {
public:
  TurnedRows(const PageShape& shape, bool across, bool along, std::unique_ptr<SideEncoder> onward)
      : shape_(shape), across_(across), along_(along), onward_(std::move(onward)),
        line_(shape.width, 1, shape.format) {}

  Result<void> write(ConstBand rows) override {
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      const auto line = line_.band({y, 1}).row(y);
      if (across_)
        mirror(rows.row(y), line);
      else
        std::ranges::copy(rows.row(y), line.begin());
      if (along_)
        TRY_VOID(kept_.write(line));
      else
        TRY_VOID(onward_->write(line_.band({y, 1})));
    }
    return {};
  }

  Result<void> finish() override {
    if (along_) TRY_VOID(give_back());
    return onward_->finish();
  }

private:
  void mirror(Bytes from, std::span<std::byte> to) const {
    const auto width = static_cast<std::size_t>(shape_.width);
    if (shape_.format == mask1) {
      std::ranges::fill(to, std::byte{0});
      for (std::size_t x = 0; x < width; ++x)
        if ((from[x / 8] & (std::byte{0x80} >> (x % 8))) != std::byte{0})
          to[(width - 1 - x) / 8] |= std::byte{0x80} >> ((width - 1 - x) % 8);
      return;
    }
    const auto pixel = static_cast<std::size_t>(shape_.format.bits_per_pixel()) / 8;
    for (std::size_t x = 0; x < width; ++x)
      std::memcpy(to.data() + (width - 1 - x) * pixel, from.data() + x * pixel, pixel);
  }

  Result<void> give_back() {
    TRY(const UniqueFd file, kept_.release_to_file());
    const std::size_t row_bytes = shape_.format.row_bytes(shape_.width);
    for (std::int32_t y = 0; y < shape_.height; ++y) {
      const auto line = line_.band({y, 1}).row(y);
      const auto from_top = static_cast<std::uint64_t>(shape_.height - 1 - y);
      TRY_VOID(read_at(file.get(), line, from_top * row_bytes));
      TRY_VOID(onward_->write(line_.band({y, 1})));
    }
    return {};
  }

  PageShape shape_;
  bool across_, along_;
  std::unique_ptr<SideEncoder> onward_;
  RowBuffer line_;
  Spool kept_;
};

} // namespace

std::unique_ptr<SideEncoder> make_turned_rows(const PageShape& shape, bool across, bool along,
                                              std::unique_ptr<SideEncoder> onward) {
  if (!across && !along) return onward;
  return std::make_unique<TurnedRows>(shape, across, along, std::move(onward));
}

} // namespace platen::encode
