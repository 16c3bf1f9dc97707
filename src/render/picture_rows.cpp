#include "render/band_reader.h"
#include "render/streams.h"

#include <algorithm>

namespace platen::render {
namespace {

class PictureRows final : public RowSource {
public:
  PictureRows(WorkerProcess worker, PageShape shape, std::string name)
      : worker_(std::move(worker)), shape_(shape), name_(std::move(name)) {}

  PageShape shape() const override { return shape_; }

  Result<void> read(Band into) override {
    EXPECTS(into.format() == shape_.format && into.width() == shape_.width &&
            into.rows().first == next_ && into.rows().end() <= shape_.height);
    auto done = read_rows(into);
    if (done || name_.empty()) return done;
    return fail_within(name_, std::move(done).error());
  }

private:
  // A message holds whole rows, at least one; a band may take a part of it or several.
  Result<void> read_rows(Band into) {
    while (next_ < into.rows().end()) {
      if (rows_in_message_ == 0) TRY_VOID(next_message());
      const std::int32_t count = std::min(rows_in_message_, into.rows().end() - next_);
      Bytes nothing_pending;
      TRY_VOID(read_band(worker_, into.sub({next_, count}), nothing_pending));
      next_ += count;
      rows_in_message_ -= count;
    }
    return {};
  }

  Result<void> next_message() {
    Buffer payload;
    TRY(const MessageHead head, read_message(worker_, payload));
    const std::size_t row = shape_.format.row_bytes(shape_.width);
    const std::size_t left = static_cast<std::size_t>(shape_.height - next_);
    if (head.kind != MessageKind::rows || head.length == 0 || head.length % row != 0 ||
        head.length / row > left)
      return fail(Errc::malformed, "the renderer gave rows of a wrong size");
    rows_in_message_ = static_cast<std::int32_t>(head.length / row);
    return {};
  }

  WorkerProcess worker_;
  PageShape shape_;
  std::string name_;
  std::int32_t next_ = 0;
  std::int32_t rows_in_message_ = 0;
};

} // namespace

Result<MessageHead> read_message(WorkerProcess& worker, Buffer& payload) {
  std::array<std::byte, message_head_bytes> head_bytes{};
  TRY_VOID(worker.read_exactly(head_bytes));
  TRY(const MessageHead head, parse_head(head_bytes));
  if (head.kind == MessageKind::rows) return head;
  payload.resize(head.length);
  TRY_VOID(worker.read_exactly(payload));
  if (head.kind == MessageKind::failure) return Failure(parse_failure(payload));
  return head;
}

std::unique_ptr<RowSource> make_picture_rows(WorkerProcess worker, PageShape shape,
                                             std::string name) {
  return std::make_unique<PictureRows>(std::move(worker), shape, std::move(name));
}

} // namespace platen::render
