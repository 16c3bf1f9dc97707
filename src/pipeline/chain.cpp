#include "pipeline/chain.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace platen::pipeline {

namespace {

// Fits any second-level cache. Where the third level is large (32 MB) a whole photograph takes the
// same time with strips of 32 KB and of 16 MB; then what counts is that a few hundred KB a worker
// are enough.
constexpr std::size_t strip_bytes = std::size_t{256} << 10;

std::int32_t rows_of_a_strip(const Stages& stages, std::int32_t band_rows) {
  if (stages.size() == 1) return band_rows; // nothing lies between stages
  std::size_t widest = 1;
  for (const auto& stage : stages)
    widest = std::max(widest, stage->output().format.row_bytes(stage->output().width));
  return std::clamp(static_cast<std::int32_t>(strip_bytes / widest), 1, band_rows);
}

} // namespace

Chain::Chain(const Stages& stages, std::int32_t band_rows)
    : stages_(stages), strip_rows_(rows_of_a_strip(stages, band_rows)),
      windows_(stages.size() - 1) {
  std::int32_t rows = strip_rows_;
  states_.resize(stages.size());
  for (std::size_t i = stages.size(); i-- > 0;) {
    states_[i] = stages[i]->make_state(rows);
    if (i == 0) break;
    rows = std::min(stages[i]->most_input_rows(rows), stages[i]->input().height);
    const PageShape shape = stages[i - 1]->output();
    // With room for twice the rows, what stays is moved once in a while, not for every strip.
    windows_[i - 1].rows = RowBuffer(shape.width, 2 * rows, shape.format);
    windows_[i - 1].most = rows;
  }
}

Result<void> Chain::run(const ConstBand& in, const Band& out) {
  const RowRange rows = out.rows();
  for (std::int32_t y = rows.first; y < rows.end(); y += strip_rows_)
    TRY_VOID(run_strip(in, out.sub({y, std::min(strip_rows_, rows.end() - y)})));
  return {};
}

Result<void> Chain::run_strip(const ConstBand& in, const Band& out) {
  TRY_VOID(plan(out.rows()));
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    Window& window = windows_[i];
    if (window.missing.count == 0) continue;
    TRY_VOID(fill(i, in, window.band().sub(window.missing)));
  }
  return fill(windows_.size(), in, out);
}

// From the last stage to the first: which rows each window must gain.
Result<void> Chain::plan(RowRange out) {
  RowRange wanted = out;
  for (std::size_t i = windows_.size(); i-- > 0;) {
    const RowRange needed = stages_[i + 1]->input_rows(wanted);
    if (needed.count > windows_[i].most)
      return fail(Errc::bug, "the stage " + std::string(stages_[i + 1]->name()) +
                                 " needs more rows than it said");
    slide(windows_[i], needed);
    wanted = windows_[i].missing;
  }
  return {};
}

void Chain::slide(Window& window, RowRange needed) {
  const RowRange held = window.held;
  RowRange kept{needed.first, 0};
  if (needed.first >= held.first && needed.first < held.end())
    kept.count = std::min(held.end(), needed.end()) - needed.first;
  std::int32_t before = window.before + (kept.first - held.first);
  if (kept.count == 0) {
    before = 0;
  } else if (before + needed.count > window.rows.capacity()) {
    const Band from = window.band();
    const std::size_t bytes = from.stride() * static_cast<std::size_t>(kept.count);
    std::memmove(window.rows.band({0, kept.count}).base(), from.row(kept.first).data(), bytes);
    before = 0;
  }
  window.before = before;
  window.missing = {kept.end(), needed.end() - kept.end()};
  window.held = needed;
}

Result<void> Chain::fill(std::size_t stage, const ConstBand& in, const Band& out) {
  const RowRange needed = stages_[stage]->input_rows(out.rows());
  const ConstBand from = stage == 0 ? in : ConstBand(windows_[stage - 1].band());
  return stages_[stage]->run(states_[stage].get(), from.sub(needed), out);
}

} // namespace platen::pipeline
