#pragma once

#include "calibration/measurements.h"

namespace platen::calibration {

// The dot areas with which the engine that was measured prints each ink as it is asked for: with
// them the area that the eye sees (Murray and Davies: (paper - patch) / (paper - solid), by
// reflectance) is the ink itself. What was measured is made monotone by the nearest such values
// (least squares) and joined by a smooth curve that does not overshoot (Fritsch and Carlson, SIAM
// J. Numer. Anal. 17, 1980), which is read the other way round.
model::ToneAreas linearising(const Measurements& measured);

} // namespace platen::calibration
