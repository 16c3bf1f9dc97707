#include "flow/page_statement.h"

#include "flow/picture_work.h"
#include "halftone/dither.h"
#include "model/words.h"

#include <array>
#include <cstdio>

namespace platen::flow {

namespace {

// A turn is a rotation behind which left and right may be swapped.
std::string turn_text(const resample::Turn& turn) {
  const bool mirrored = turn.transpose == (turn.mirror_x == turn.mirror_y);
  const bool far = turn.transpose ? turn.mirror_y : turn.mirror_y; // 180 or 270
  std::string text;
  if (turn.transpose || turn.mirror_y) text = turn.transpose ? (far ? "270" : "90") : "180";
  if (mirrored) text += text.empty() ? "mirrored" : ", mirrored";
  return text;
}

std::string toning_text(const model::BlackAndWhite& toning) {
  std::string text =
      "mix " + model::to_string(toning.mix) + "; curve " + model::to_string(toning.curve);
  const bool even = toning.shadows == toning.middle && toning.middle == toning.highlights;
  if (even && toning.middle.strength == 0) return text + "; neutral";
  if (even) return text + "; tint " + model::to_string(toning.middle);
  return text + "; shadows " + model::to_string(toning.shadows) + "; middle " +
         model::to_string(toning.middle) + "; highlights " + model::to_string(toning.highlights);
}

std::string sharpening_text(const sharpen::Strength& strength) {
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(),
                "radius %g mm; amount %g; threshold %g; at most %g lighter, %g darker",
                strength.radius_mm, strength.amount, strength.threshold, strength.most_lighter,
                strength.most_darker);
  return text.data();
}

layout::PixelBox box_of(const layout::Placement& placement) {
  const resample::Destination at = destination_of(placement);
  return {at.x, at.y, at.width, at.height};
}

PageStatement begin(const JobContext& job, const layout::SidePlan& plan,
                    const layout::PixelBox& window,
                    const std::optional<model::BlackAndWhite>& toning) {
  PageStatement page;
  page.document = plan.document + 1;
  page.page = plan.page + 1;
  page.printed = box_of(plan.placement);
  page.window = window;
  page.turned = turn_text(turn_of(job, plan));
  if (toning) page.black_and_white = toning_text(*toning);
  if (toning && job.behind_toning != nullptr) page.behind_toning = fingerprint(*job.behind_toning);
  page.device_bits = plan.raster.format.model == ColorModel::mask ? 1 : 8;
  if (page.device_bits == 1) page.dither = to_string(job.ticket.screen);
  return page;
}

const char* supposed_space(ColorModel model) {
  if (model == ColorModel::cmyk) return "untagged CMYK";
  return model == ColorModel::gray ? "untagged gray" : "untagged RGB, as sRGB";
}

} // namespace

PageStatement state_of(const JobContext& job, const Side& side, const render::Picture& picture,
                       const layout::PixelBox& window) {
  const layout::SidePlan& plan = side.plan;
  const PageShape turned = resample::turned_shape(picture.rows->shape(), turn_of(job, plan));
  const PictureWork work = picture_work(turned, plan, job);
  PageStatement page = begin(job, plan, window, work.toning);
  page.source = picture.colour.source_profile;
  if (page.source.empty()) page.source = supposed_space(turned.format.model);
  page.source_bits = turned.format.depth == Depth::bits16 ? 16 : 8;
  page.source_width = turned.width;
  page.source_height = turned.height;
  page.transform = fingerprint(picture.colour);
  page.adobe_rgb = side.spec.adobe_rgb;
  if (work.sharpening) page.sharpening = sharpening_text(*work.sharpening);
  if (page.device_bits == 8) page.dither = halftone::dither_name;
  return page;
}

PageStatement state_of_drawing(const JobContext& job, const layout::SidePlan& plan,
                               const layout::PixelBox& window, bool dithered) {
  const auto toning = toning_on(plan.raster.format, job);
  PageStatement page = begin(job, plan, window, toning);
  page.source = "each object's own, through Ghostscript";
  if (page.device_bits == 8 && (dithered || toning)) page.dither = halftone::dither_name;
  return page;
}

} // namespace platen::flow
