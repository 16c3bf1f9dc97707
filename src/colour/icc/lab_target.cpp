#include "colour/icc/lab_target.h"

#include "colour/icc/curves.h"
#include "colour/icc/device_table.h"

#include <algorithm>
#include <array>
#include <span>

#include <lcms2_plugin.h>

namespace platen::colour {
namespace {

using Pipeline = std::unique_ptr<cmsPipeline, FreePipeline>;

constexpr std::int32_t most_points = 129; // an axis: 13 MB

std::optional<cmsTagSignature> tag_for(const Profile& profile, model::RenderingIntent intent) {
  using enum model::RenderingIntent;
  // Tables in floating point, where there are some, go before these.
  for (const cmsTagSignature tag : {cmsSigBToD0Tag, cmsSigBToD1Tag, cmsSigBToD2Tag, cmsSigBToD3Tag})
    if (cmsIsTag(profile.get(), tag)) return std::nullopt;
  cmsTagSignature tag = intent == perceptual   ? cmsSigBToA0Tag
                        : intent == saturation ? cmsSigBToA2Tag
                                               : cmsSigBToA1Tag;
  if (!cmsIsTag(profile.get(), tag)) tag = cmsSigBToA0Tag;
  if (!cmsIsTag(profile.get(), tag)) return std::nullopt;
  return tag;
}

// ICC.1, 10.10: a table of 16 bits keeps the encoding of version 2 in all versions.
bool has_old_code(const Profile& profile, cmsTagSignature tag) {
  std::array<char, 4> type{};
  return cmsReadRawTag(profile.get(), tag, type.data(), type.size()) == type.size() &&
         std::string_view(type.data(), type.size()) == "mft2";
}

bool take_grid(const cmsStage* stage, std::size_t outputs, LabGrid& grid) {
  const auto& data = *static_cast<const _cmsStageCLutData*>(cmsStageData(stage));
  const cmsInterpParams& shape = *data.Params;
  if (data.HasFloatValues || shape.nInputs != 3 || shape.nOutputs != outputs) return false;
  const std::span points(shape.nSamples, 3);
  if (std::ranges::any_of(points, [&](cmsUInt32Number n) { return n != points[0] || n < 2; }))
    return false;
  grid.grid = static_cast<std::int32_t>(points[0]);
  const std::size_t side = points[0];
  grid.nodes.assign(data.Tab.T, data.Tab.T + side * side * side * outputs);
  return true;
}

// Curves one after the other, as curves of a table's samples. Some lines are straight; a set of
// such ones is left out.
struct CurveChain {
  Pipeline stages;
  std::size_t channels;
  bool straight = true;

  CurveChain(const Profile& profile, std::size_t count)
      : stages(cmsPipelineAlloc(cmsGetProfileContextID(profile.get()),
                                static_cast<cmsUInt32Number>(count),
                                static_cast<cmsUInt32Number>(count))),
        channels(count) {}

  bool add(const cmsStage* stage) {
    const auto* data = static_cast<const _cmsStageToneCurvesData*>(cmsStageData(stage));
    if (data->nCurves != channels) return false;
    for (cmsUInt32Number c = 0; c < data->nCurves; ++c)
      straight = straight && cmsIsToneCurveLinear(data->TheCurves[c]) != 0;
    cmsStage* copy = cmsStageDup(const_cast<cmsStage*>(stage)); // changes nothing
    return copy != nullptr && cmsPipelineInsertStage(stages.get(), cmsAT_END, copy) != 0;
  }

  void sample(std::int32_t& size, std::vector<std::int32_t>& entries) const {
    if (straight) return;
    auto fitted =
        fit_curves({channels,
                    [this](std::size_t c, std::int32_t x) {
                      std::array<float, 4> in{}, out{};
                      in.fill(static_cast<float>(x) / 65535.0f);
                      cmsPipelineEvalFloat(in.data(), out.data(), stages.get());
                      return std::clamp(static_cast<double>(out.at(c)), 0.0, 1.0) * 65535.0;
                    },
                    [](double) { return 2.0; }});
    size = fitted.size;
    entries = std::move(fitted.entries);
  }
};

} // namespace

std::optional<LabTarget> read_lab_target(const Profile& profile, model::RenderingIntent intent,
                                         ColorModel model) {
  if (connection_space_of(profile) != cmsSigLabData) return std::nullopt;
  const auto tag = tag_for(profile, intent);
  if (!tag) return std::nullopt;
  const auto* pipeline = static_cast<const cmsPipeline*>(cmsReadTag(profile.get(), *tag));
  const auto outputs = static_cast<std::size_t>(PixelFormat{model, Depth::bits8}.channels());
  if (pipeline == nullptr || cmsPipelineInputChannels(pipeline) != 3 ||
      cmsPipelineOutputChannels(pipeline) != outputs)
    return std::nullopt;
  LabTarget target;
  target.old_code = has_old_code(profile, *tag);
  CurveChain before(profile, 3), behind(profile, outputs);
  for (const cmsStage* stage = cmsPipelineGetPtrToFirstStage(pipeline); stage != nullptr;
       stage = cmsStageNext(stage)) {
    const cmsStageSignature type = cmsStageType(stage);
    const bool first = target.grid.grid == 0;
    if (type == cmsSigCurveSetElemType
            ? !(first ? before : behind).add(stage)
            : !first || type != cmsSigCLutElemType || !take_grid(stage, outputs, target.grid))
      return std::nullopt;
  }
  if (target.grid.grid == 0 || target.grid.grid > most_points) return std::nullopt;
  before.sample(target.grid.curve_size, target.grid.input_curves);
  behind.sample(target.grid.output_curve_size, target.grid.output_curves);
  return target;
}

} // namespace platen::colour
