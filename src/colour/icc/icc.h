#pragma once

#include "base/bytes.h"
#include "image/colour_table.h"
#include "image/image.h"
#include "model/colour_target.h"

namespace platen::colour {

// What the samples of a source mean and where they shall go.
struct IccRequest {
  PixelFormat format;     // gray, rgb or cmyk; the depth does not matter
  Bytes profile;          // the source's ICC profile; empty: untagged
  bool adobe_rgb = false; // untagged RGB that is known to be AdobeRGB (1998)
  Bytes default_cmyk;     // the profile that untagged CMYK is supposed to have; empty: none
  model::ColourTarget target;
};

// The numbers that take the source's samples to the target's, as image/colour_table.h evaluates
// them.
//
// An untagged source is sRGB, gray with the sRGB curve, or, for CMYK, what default_cmyk says;
// without one that can be used, R = (1 - C)(1 - K) and so on, in sRGB. The table's note says so in
// words. RenderingIntent::automatic is relative colorimetric with black point compensation. The
// white of the source is exactly the white of the target, but for RenderingIntent::absolute.
//
// With target.unchanged the samples themselves (gray ones in each channel; Errc::unsupported for
// others), with a DeviceLink as target.profile what it makes of them: the source's own profile then
// counts only for the table's source_profile.
//
// Errors: Errc::malformed, the source's profile cannot be read or is not one for its samples (leave
// it out and ask again); Errc::invalid, the same for the target's; Errc::limit, a profile is too
// large.
Result<ColourTable> build_table(const IccRequest& request);

// How far each colour of the source is from what the target can show, as one channel: 65535 - 512 *
// dE76, at least 0; both without black point compensation, relative to their white. The target must
// have a profile. Errors: those of build_table().
Result<ColourTable> build_gamut_table(const IccRequest& request);

// Ghostscript's default CMYK profile, unread; empty where it is not installed.
Buffer installed_default_cmyk();

} // namespace platen::colour
