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

bool straight(const cmsStage* stage) {
  return std::ranges::all_of(curves_of(stage),
                             [](const cmsToneCurve* c) { return cmsIsToneCurveLinear(c) != 0; });
}

bool take_grid(const cmsStage* stage, DeviceTable& table) {
  const auto* data = static_cast<const _cmsStageCLutData*>(cmsStageData(stage));
  const auto& shape = *data->Params;
  if (data->HasFloatValues || shape.nInputs != table.inputs || shape.nOutputs != 3) return false;
  const std::span points(shape.nSamples, shape.nInputs);
  if (std::ranges::any_of(points, [&](cmsUInt32Number n) { return n != points[0] || n < 2; }))
    return false;
  table.grid = static_cast<std::int32_t>(points[0]);
  table.nodes.assign(data->Tab.T, data->Tab.T + data->nEntries);
  return true;
}

bool take_curves(const cmsStage* stage, DeviceTable& table) {
  if (!table.curves.empty() || curves_of(stage).size() != table.inputs) return false;
  for (const cmsToneCurve* curve : curves_of(stage))
    table.curves.emplace_back(cmsDupToneCurve(curve));
  return true;
}

} // namespace

std::optional<DeviceTable> read_device_table(const Profile& profile,
                                             model::RenderingIntent intent) {
  const cmsPipeline* pipeline = read_pipeline(profile, intent);
  if (pipeline == nullptr) return std::nullopt;
  DeviceTable table;
  table.xyz = cmsGetPCS(profile.get()) == cmsSigXYZData;
  table.inputs = cmsPipelineInputChannels(pipeline);
  for (const cmsStage* stage = cmsPipelineGetPtrToFirstStage(pipeline); stage != nullptr;
       stage = cmsStageNext(stage)) {
    const cmsStageSignature type = cmsStageType(stage);
    const bool before = table.nodes.empty();
    bool taken = false;
    if (type == cmsSigCLutElemType) taken = before && take_grid(stage, table);
    if (type == cmsSigCurveSetElemType)
      taken = before ? take_curves(stage, table) : straight(stage);
    if (!taken) return std::nullopt;
  }
  if (table.nodes.empty()) return std::nullopt;
  return table;
}

} // namespace platen::colour
