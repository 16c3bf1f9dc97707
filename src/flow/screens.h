#pragma once

#include "flow/side_maker.h"
#include "halftone/error_diffusion.h"
#include "halftone/screen.h"
#include "pipeline/executor.h"

#include <memory>
#include <optional>

namespace platen::flow {

// How gray becomes dots on a 1-bit engine, and is thinned before it does.

// The screen as a tile of thresholds; nothing: error diffusion, which has none.
std::optional<halftone::ScreenKind> screen_kind(model::Screen screen);

// Whether a renderer that is given the thresholds can make the dots itself: else it draws gray, and
// the dots are made here. So they are where a curve was measured: Ghostscript rounds grays by up to
// two codes (ADR 5), which is most of a per cent of ink.
bool dots_by_renderer(const model::Ticket& ticket);

// The dot areas that a screen is given: those that were measured on the printer
// (model/tone_curves.h), else the model's.
std::vector<std::uint16_t> tone_curve(const JobContext& job);

// The last stages of a page of gray8 or gray16 on its way to `raster`: toner saving and, for dots,
// the screen. None where the page is to stay in 16 bits (a part of a side) or is in colour. With
// error diffusion the dots are not made by a stage; see DotSink.
void add_screening(pipeline::Stages& stages, PageShape page, PixelFormat raster,
                   const JobContext& job);

// The page with those stages, made as it is read.
Result<std::unique_ptr<RowSource>> screened_page(std::unique_ptr<RowSource> page,
                                                 PixelFormat raster, const JobContext& job);

// What takes the rows that the stages make: the encoder itself, or error diffusion before it.
class DotSink {
public:
  DotSink(PageShape made, PixelFormat raster, const JobContext& job, RowSink& encoder);
  RowSink& rows() { return diffused_ ? *diffused_ : encoder_; }

private:
  RowSink& encoder_;
  std::optional<halftone::DiffusedRows> diffused_;
};

} // namespace platen::flow
