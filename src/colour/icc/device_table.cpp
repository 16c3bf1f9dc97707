#include "colour/icc/device_table.h"

#include <algorithm>
#include <span>

#include <lcms2_plugin.h>

namespace platen::colour {
namespace {

const cmsPipeline* read_pipeline(const Profile& profile, model::RenderingIntent intent) {
  using enum model::RenderingIntent;
  // Tables in floating point, where there are some, go before these.
  for (const cmsTagSignature tag : {cmsSigDToB0Tag, cmsSigDToB1Tag, cmsSigDToB2Tag, cmsSigDToB3Tag})
    if (cmsIsTag(profile.get(), tag)) return nullptr;
  cmsTagSignature tag = intent == perceptual   ? cmsSigAToB0Tag
                        : intent == saturation ? cmsSigAToB2Tag
                                               : cmsSigAToB1Tag;
  if (!cmsIsTag(profile.get(), tag)) tag = cmsSigAToB0Tag;
  return static_cast<const cmsPipeline*>(cmsReadTag(profile.get(), tag));
}

std::span<cmsToneCurve* const> curves_of(const cmsStage* stage) {
  const auto* data = static_cast<const _cmsStageToneCurvesData*>(cmsStageData(stage));
  return {data->TheCurves, data->nCurves};
}

bool is_straight(const cmsStage* stage) {
  return cmsStageType(stage) == cmsSigCurveSetElemType &&
         std::ranges::all_of(curves_of(stage),
                             [](const cmsToneCurve* c) { return cmsIsToneCurveLinear(c) != 0; });
}

bool take_grid(const cmsStage* stage, DeviceTable& table) {
  const auto& shape = *static_cast<const _cmsStageCLutData*>(cmsStageData(stage))->Params;
  if (shape.nInputs != table.inputs || shape.nOutputs != 3) return false;
  const std::span points(shape.nSamples, shape.nInputs);
  if (std::ranges::any_of(points, [&](cmsUInt32Number n) { return n != points[0] || n < 2; }))
    return false;
  table.grid = static_cast<std::int32_t>(points[0]);
  return true;
}

bool take_curves(const cmsStage* stage, DeviceTable& table) {
  if (!table.curves.empty() || curves_of(stage).size() != table.inputs) return false;
  for (const cmsToneCurve* curve : curves_of(stage))
    table.curves.emplace_back(cmsDupToneCurve(curve));
  return true;
}

bool append(const cmsStage* stage, DeviceTable& table) {
  // lcms2 copies a stage without changing it, though its parameter says otherwise.
  cmsStage* copy = cmsStageDup(const_cast<cmsStage*>(stage));
  return copy != nullptr && cmsPipelineInsertStage(table.rest.get(), cmsAT_END, copy) != 0;
}

} // namespace

std::vector<std::array<float, 3>> DeviceTable::points(std::int32_t refined) const {
  const auto side = static_cast<std::size_t>(refined * (grid - 1) + 1);
  std::size_t count = 1;
  for (std::size_t c = 0; c < inputs; ++c)
    count *= side;
  std::vector<std::array<float, 3>> made(count);
  std::array<float, 4> in{};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = inputs, at = i; c-- > 0; at /= side)
      in[c] = static_cast<float>(at % side) / static_cast<float>(side - 1);
    cmsPipelineEvalFloat(in.data(), made[i].data(), rest.get());
  }
  return made;
}

std::optional<DeviceTable> read_device_table(const Profile& profile,
                                             model::RenderingIntent intent) {
  const cmsPipeline* pipeline = read_pipeline(profile, intent);
  if (pipeline == nullptr || cmsPipelineOutputChannels(pipeline) != 3) return std::nullopt;
  DeviceTable table;
  table.xyz = connection_space_of(profile) == cmsSigXYZData;
  table.inputs = cmsPipelineInputChannels(pipeline);
  if (table.inputs < 1 || table.inputs > 4) return std::nullopt;
  table.rest.reset(cmsPipelineAlloc(cmsGetProfileContextID(profile.get()),
                                    static_cast<cmsUInt32Number>(table.inputs), 3));
  for (const cmsStage* stage = cmsPipelineGetPtrToFirstStage(pipeline); stage != nullptr;
       stage = cmsStageNext(stage)) {
    const cmsStageSignature type = cmsStageType(stage);
    if (table.grid == 0 && type == cmsSigCurveSetElemType) {
      if (!take_curves(stage, table)) return std::nullopt;
      continue;
    }
    if (table.grid != 0)
      table.straight = table.straight && is_straight(stage);
    else if (type != cmsSigCLutElemType || !take_grid(stage, table))
      return std::nullopt;
    if (!append(stage, table)) return std::nullopt;
  }
  if (table.grid == 0) return std::nullopt;
  return table;
}

} // namespace platen::colour
