#include "flow/page_statement.h"

#include "halftone/dither.h"
#include "model/words.h"

namespace platen::flow {

namespace {

PageStatement begin(const JobContext& job, const layout::SidePlan& plan, bool dithered) {
  PageStatement page;
  page.document = plan.document + 1;
  page.page = plan.page + 1;
  page.device_bits = plan.raster.format.model == ColorModel::mask ? 1 : 8;
  if (page.device_bits == 1)
    page.dither = to_string(job.ticket.screen);
  else if (dithered)
    page.dither = halftone::dither_name;
  return page;
}

const char* supposed_space(ColorModel model) {
  if (model == ColorModel::cmyk) return "untagged CMYK";
  return model == ColorModel::gray ? "untagged gray" : "untagged RGB, as sRGB";
}

} // namespace

PageStatement state_of(const JobContext& job, const layout::SidePlan& plan,
                       const render::Picture& picture) {
  const PixelFormat format = picture.rows->shape().format;
  PageStatement page = begin(job, plan, true);
  page.source = picture.colour.source_profile;
  if (page.source.empty()) page.source = supposed_space(format.model);
  page.source_bits = format.depth == Depth::bits16 ? 16 : 8;
  page.transform = fingerprint(picture.colour);
  return page;
}

PageStatement state_of_drawing(const JobContext& job, const layout::SidePlan& plan, bool dithered) {
  PageStatement page = begin(job, plan, dithered);
  page.source = "each object's own, through Ghostscript";
  return page;
}

} // namespace platen::flow
