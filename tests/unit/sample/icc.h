#pragma once

#include "base/bytes.h"
#include "sample/chart/colour.h"

#include <memory>

#include <lcms2.h>

namespace platen::sample {

// lcms2 as the outside referee of our colours.
struct CloseIcc {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Icc = std::unique_ptr<void, CloseIcc>;
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Transform = std::unique_ptr<void, DeleteTransform>;

inline Icc open_icc(Bytes bytes) {
  return Icc(cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
}

inline Transform to_lab(const Icc& rgb) {
  const Icc lab(cmsCreateLab4Profile(nullptr));
  return Transform(cmsCreateTransform(rgb.get(), TYPE_RGB_16, lab.get(), TYPE_Lab_DBL,
                                      INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE));
}

inline cmsCIELab lab_of(const Transform& transform, Rgb16 colour) {
  cmsCIELab lab;
  cmsDoTransform(transform.get(), &colour, &lab, 1);
  return lab;
}

} // namespace platen::sample
