#include "halftone/toner_saver.h"

#include "base/result.h"
#include "halftone/save_row.h"

#include <algorithm>
#include <vector>

namespace platen::halftone {

namespace {

template<class Sample> class TonerSaver final : public pipeline::Stage {
public:
  explicit TonerSaver(PageShape page) : page_(page) {}

  std::string_view name() const override { return "toner saver"; }
  PageShape input() const override { return page_; }
  PageShape output() const override { return page_; }

  RowRange input_rows(RowRange out) const override {
    const std::int32_t first = std::max(0, out.first - outline_px);
    return {first, std::min(page_.height, out.end() + outline_px) - first};
  }
  std::int32_t most_input_rows(std::int32_t count) const override { return count + 2 * outline_px; }

  std::unique_ptr<pipeline::StageState> make_state(std::int32_t) const override {
    auto state = std::make_unique<Lightest>();
    state->row.resize(static_cast<std::size_t>(page_.width + 2 * outline_px));
    return state;
  }

  Result<void> run(pipeline::StageState* state, ConstBand in, Band out) const override {
    auto& lightest = static_cast<Lightest*>(state)->row;
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y) {
      RowsAround<Sample> rows;
      for (std::int32_t i = -outline_px; i <= outline_px; ++i)
        // Beyond the page is what lies at its edge: no outline.
        rows[static_cast<std::size_t>(i + outline_px)] =
            in.samples<Sample>(std::clamp(y + i, 0, page_.height - 1));
      save_row(rows, std::span(lightest), out.samples<Sample>(y));
    }
    return {};
  }

private:
  struct Lightest final : pipeline::StageState {
    std::vector<Sample> row; // in each column around the row at hand
  };
  PageShape page_;
};

} // namespace

std::unique_ptr<pipeline::Stage> make_toner_saver(PageShape page) {
  EXPECTS(page.format == gray8 || page.format == gray16);
  if (page.format == gray16) return std::make_unique<TonerSaver<std::uint16_t>>(page);
  return std::make_unique<TonerSaver<std::uint8_t>>(page);
}

} // namespace platen::halftone
