#include "layout/layout.h"
#include "model/model.h"
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "unit/pipeline/memory_rows.h"

#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

// The size that a picture has on paper, from its pixels and its resolution through the layout to
// the pixels of the raster: exact to one of the printer's dots for all sizes, units and scalings.
namespace platen::flow {
namespace {

const model::Model& pro_1000() {
  static const model::Model model =
      model::load_model(PLATEN_SOURCE_DATA "/printers/canon/canon-pro-1000.toml").value();
  return model;
}

struct Case {
  std::int32_t px_width = 1, px_height = 1;
  double ppi = 300; // as a file says it: in inches, or in centimetres times 2.54
  std::int32_t dpi = 600;
  model::PrintScaling scaling = model::PrintScaling::none;
  bool borderless = false;
  std::string media;
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.px_width << " x " << c.px_height << " at " << c.ppi << " ppi on " << c.media
             << " at " << c.dpi << " dpi, scaling " << static_cast<int>(c.scaling)
             << (c.borderless ? ", borderless" : "");
}

Case any_case(std::int32_t least_dpi, std::int32_t most_dpi) {
  Case c;
  c.px_width = *rc::gen::inRange(1, 9'000);
  c.px_height = *rc::gen::inRange(1, 9'000);
  c.ppi = *rc::gen::element(72.0, 96.0, 150.0, 240.0, 254.0, 299.9994, 300.0, 118 * 2.54, 360.0,
                            600.0, 1200.0);
  c.dpi = *rc::gen::inRange(least_dpi, most_dpi + 1);
  c.scaling = *rc::gen::element(model::PrintScaling::none, model::PrintScaling::fit,
                                model::PrintScaling::fill, model::PrintScaling::automatic,
                                model::PrintScaling::auto_fit);
  c.borderless = *rc::gen::arbitrary<bool>();
  c.media = *rc::gen::element<std::string>("iso_a4_210x297mm", "na_index-4x6_4x6in",
                                           "na_super-b_13x19in", "na_c_17x22in");
  return c;
}

Result<layout::SidePlan> plan_of(const Case& c) {
  model::Ticket ticket;
  TRY(ticket.media, model::parse_media_name(pro_1000(), c.media));
  ticket.resolution = {c.dpi};
  ticket.scaling = c.scaling;
  ticket.borderless = c.borderless;
  ticket.media_type = "photographic-glossy"; // any resolution
  ticket.orientation = model::Orientation::portrait;
  const layout::SourcePage page{.width = {72.0 * c.px_width / c.ppi},
                                .height = {72.0 * c.px_height / c.ppi},
                                .picture = true};
  TRY(const auto sides, layout::plan(std::span(&page, 1), pro_1000(), ticket));
  return sides.front();
}

// The lengths that the rectangle should have: its own ones, or scaled so that one edge fits.
RC_GTEST_PROP(Geometry, APictureIsExactToOneDot, ()) {
  const Case c = any_case(300, 1'200);
  RC_LOG() << c;
  const auto side = plan_of(c);
  if (!side) RC_FAIL(side.error().message());
  const layout::Placement& at = side->placement;
  for (const double edge : {at.x, at.y, at.width, at.height})
    RC_ASSERT(edge == std::floor(edge)); // whole dots: nothing is rounded later
  const double width = c.px_width * c.dpi / c.ppi, height = c.px_height * c.dpi / c.ppi;
  const bool own_size = std::abs(at.width - width) <= 1 && std::abs(at.height - height) <= 1;
  if (c.scaling == model::PrintScaling::none) {
    RC_ASSERT(own_size || std::max(width, height) < 1);
    return;
  }
  if (own_size) return;
  // Scaled: the proportions hold to one dot on one of the edges, or the area itself bounds them.
  const double scale_x = at.width / width, scale_y = at.height / height;
  const double off_height = std::abs(at.height - height * scale_x);
  const double off_width = std::abs(at.width - width * scale_y);
  RC_ASSERT(off_height <= 1 || off_width <= 1);
}

// What is on the raster, from the layout's rectangle through the resampler: ink in every dot of the
// rectangle, and none beside it.
RC_GTEST_PROP(Geometry, TheRasterHasInkExactlyWhereTheLayoutSaid, ()) {
  Case c = any_case(20, 60);
  c.px_width = c.px_width % 300 + 1;
  c.px_height = c.px_height % 300 + 1;
  RC_LOG() << c;
  const auto side = plan_of(c);
  if (!side) RC_FAIL(side.error().message());
  const layout::Placement& at = side->placement;
  const auto dots = [](double v) { return static_cast<std::int32_t>(std::lround(v)); };
  const resample::Destination to{dots(at.x), dots(at.y), dots(at.width), dots(at.height)};
  const PageShape source{c.px_width, c.px_height, gray16};
  const PageShape raster{side->raster.width, side->raster.height, gray16};
  pipeline::Stages stages;
  stages.push_back(resample::make_resample(source, to, raster));
  test::MemorySource black(source, std::vector<std::byte>(source.format.row_bytes(source.width) *
                                                          static_cast<std::size_t>(source.height)));
  test::MemorySink sink;
  RC_ASSERT(pipeline::run_whole_page(black, stages, sink).has_value());
  const auto page = test::samples16(sink.page);
  for (std::int32_t y = 0; y < raster.height; ++y)
    for (std::int32_t x = 0; x < raster.width; ++x) {
      const bool inside = x >= to.x && x < to.x + to.width && y >= to.y && y < to.y + to.height;
      const auto i = static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.width) +
                     static_cast<std::size_t>(x);
      RC_ASSERT(page[i] == (inside ? 0 : 65535));
    }
}

} // namespace
} // namespace platen::flow
