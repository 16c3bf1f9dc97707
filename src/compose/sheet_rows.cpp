#include "compose/sheet_rows.h"

#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>

#include <unistd.h>

namespace platen::compose {

namespace {

constexpr std::size_t most_streams = 6; // pages side by side that are read at once
constexpr std::int32_t rows_at_once = 64;

// Rows that wait in a file.
class FiledRows final : public RowSource {
public:
  static Result<std::unique_ptr<RowSource>> take(RowSource& source) {
    auto filed = std::make_unique<FiledRows>();
    filed->shape_ = source.shape();
    TRY(filed->file_, unnamed_file());
    const PageShape& shape = filed->shape_;
    RowBuffer buffer(shape.width, std::min(rows_at_once, shape.height), shape.format);
    for (std::int32_t y = 0; y < shape.height; y += rows_at_once) {
      const RowRange range{y, std::min(rows_at_once, shape.height - y)};
      const Band band = buffer.band(range);
      TRY_VOID(source.read(band));
      for (std::int32_t row = y; row < range.end(); ++row)
        TRY_VOID(write_all(filed->file_.get(), band.row(row)));
    }
    return std::unique_ptr<RowSource>(std::move(filed));
  }

  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y) {
      const auto row = into.row(y);
      const auto at = static_cast<off_t>(row.size()) * y;
      if (::pread(file_.get(), row.data(), row.size(), at) != static_cast<ssize_t>(row.size()))
        return fail(Errc::io, "cannot read back a picture: " + errno_text(errno));
    }
    return {};
  }

private:
  PageShape shape_;
  UniqueFd file_;
};

struct Open {
  std::unique_ptr<RowSource> rows; // null: not opened yet, or done with
  std::optional<RowBuffer> buffer;
};

class SheetRows final : public RowSource {
public:
  SheetRows(PageShape sheet, std::vector<CellRows> cells, std::shared_ptr<WorkerPool> pool)
      : sheet_(sheet), cells_(std::move(cells)), open_(cells_.size()), pool_(std::move(pool)) {}

  PageShape shape() const override { return sheet_; }

  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      std::memset(into.row(y).data(), 0xff, into.row(y).size());
    for (std::int32_t y = into.rows().first; y < into.rows().end(); y += rows_at_once)
      TRY_VOID(read_some(into.sub({y, std::min(rows_at_once, into.rows().end() - y)})));
    return {};
  }

private:
  static bool meets(const layout::PixelBox& window, RowRange rows) {
    return window.y < rows.end() && rows.first < window.bottom();
  }

  Result<void> read_some(Band into) {
    std::vector<std::size_t> here;
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (meets(cells_[i].window, into.rows())) here.push_back(i);
    const bool file = here.size() > most_streams;
    std::mutex mutex;
    std::optional<Error> error;
    pool_->run(here.size(), [&](std::size_t task, std::size_t) {
      if (auto done = read_cell(here[task], into, file); !done) {
        const std::lock_guard lock(mutex);
        if (!error) error = std::move(done).error();
      }
    });
    if (error) return Failure(*std::move(error));
    return {};
  }

  Result<void> open(std::size_t index, bool file) {
    Open& cell = open_[index];
    if (cell.rows) return {};
    TRY(cell.rows, cells_[index].open());
    const layout::PixelBox& window = cells_[index].window;
    EXPECTS(cell.rows->shape() == (PageShape{window.width, window.height, sheet_.format}));
    if (file) {
      TRY(auto filed, FiledRows::take(*cell.rows));
      cell.rows = std::move(filed);
    }
    cell.buffer.emplace(window.width, rows_at_once, sheet_.format);
    return {};
  }

  // Each task writes pixels of its own.
  Result<void> read_cell(std::size_t index, const Band& into, bool file) {
    TRY_VOID(open(index, file));
    const layout::PixelBox& window = cells_[index].window;
    Open& cell = open_[index];
    const std::int32_t first = std::max(into.rows().first, window.y);
    const std::int32_t end = std::min(into.rows().end(), window.bottom());
    const Band band = cell.buffer->band({first - window.y, end - first});
    TRY_VOID(cell.rows->read(band));
    const std::size_t at = sheet_.format.row_bytes(window.x);
    for (std::int32_t y = first; y < end; ++y) {
      const auto row = band.row(y - window.y);
      std::memcpy(into.row(y).data() + at, row.data(), row.size());
    }
    if (end == window.bottom()) cell = {};
    return {};
  }

  const PageShape sheet_;
  const std::vector<CellRows> cells_;
  std::vector<Open> open_;
  const std::shared_ptr<WorkerPool> pool_;
};

} // namespace

std::unique_ptr<RowSource> make_sheet_rows(PageShape sheet, std::vector<CellRows> cells,
                                           std::shared_ptr<WorkerPool> pool) {
  EXPECTS(sheet.format.depth == Depth::bits16);
  for (const CellRows& cell : cells)
    EXPECTS(!cell.window.empty() && holds({0, 0, sheet.width, sheet.height}, cell.window));
  return std::make_unique<SheetRows>(sheet, std::move(cells), std::move(pool));
}

} // namespace platen::compose
