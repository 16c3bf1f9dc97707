#pragma once

#include "colour/icc/profile.h"
#include "model/ticket.h"

#include <array>
#include <functional>
#include <span>

namespace platen::colour {

struct LcmsIntent {
  cmsUInt32Number intent;
  cmsUInt32Number flags;
};
LcmsIntent lcms_intent(model::RenderingIntent intent, model::BlackPoint black_point);

// lcms2's own answer in floating point, without its optimisations: what every table is fitted to.
// Samples are 0..1 in and out (CMYK: 1 is full ink); device samples are clamped to 0..1.
class Transform {
public:
  static Result<Transform> make(const LcmsContext& context, const Profile& source, ColorModel from,
                                const Profile& target, ColorModel to, model::RenderingIntent intent,
                                model::BlackPoint black_point = model::BlackPoint::automatic);
  // Through a DeviceLink, which takes samples of `from` and gives ones of `to`.
  static Result<Transform> make_link(const LcmsContext& context, const Profile& link,
                                     ColorModel from, ColorModel to);
  // To the connection space: L 0..100, a and b, as they come, unclamped; without black point
  // compensation.
  static Result<Transform> make_to_lab(const LcmsContext& context, const Profile& source,
                                       ColorModel from, model::RenderingIntent intent);
  std::size_t inputs() const { return inputs_; }
  std::size_t outputs() const { return outputs_; }
  // Many pixels; in.size() is a multiple of inputs(), out has as many pixels.
  void run(std::span<const float> in, std::span<float> out) const;

private:
  struct Free {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
  };
  Transform() = default;
  static Result<Transform> created(const LcmsContext& context, cmsHTRANSFORM made, ColorModel from);
  std::unique_ptr<void, Free> transform_;
  std::size_t inputs_ = 0, outputs_ = 0;
  float input_scale_ = 1.0f; // lcms2 counts ink in percent
  bool clamped_ = true;
};

// A source of answers for fitting: many pixels of `inputs` samples to `outputs` samples, all 0..1.
struct Evaluator {
  std::size_t inputs = 0, outputs = 0;
  std::function<void(std::span<const float>, std::span<float>)> run;
};

} // namespace platen::colour
