#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <memory>
#include <string>

#include <lcms2.h>

namespace platen::colour {

// One lcms2 context: its own error handler (silent, keeps the last text) and no shared state.
class LcmsContext {
public:
  LcmsContext();
  cmsContext get() const { return context_.get(); }
  const std::string& last_error() const { return *last_error_; }

private:
  struct Free {
    void operator()(cmsContext context) const { cmsDeleteContext(context); }
  };
  std::unique_ptr<std::string> last_error_; // lcms2 keeps its address
  std::unique_ptr<std::remove_pointer_t<cmsContext>, Free> context_;
};

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

struct FreeCurve {
  void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using ToneCurve = std::unique_ptr<cmsToneCurve, FreeCurve>;

// A profile for samples of `model`. `whose` begins the message ("the picture's"); `code` is the
// error's.
Result<Profile> open_profile(const LcmsContext& context, Bytes bytes, ColorModel model,
                             std::string_view whose, Errc code);
// A DeviceLink from samples of `from` to ones of `to`; whether bytes are one at all, by their
// header (ICC.1, 7.2.5).
bool is_device_link(Bytes profile);
Result<Profile> open_link(const LcmsContext& context, Bytes bytes, ColorModel from, ColorModel to);
// What a profile's header says (ICC.1, 7.2), whatever it says: lcms2's enumerations have no room
// for what a damaged one may hold.
cmsUInt32Number class_of(const Profile& profile);
cmsUInt32Number space_of(const Profile& profile);
cmsUInt32Number connection_space_of(const Profile& profile);
// The four letters of a signature, without blanks at the end.
std::string signature_name(cmsUInt32Number signature);
Profile make_srgb(const LcmsContext& context);
Profile
make_adobe_rgb(const LcmsContext& context); // from its primaries and gamma, not from Adobe's file
Profile make_srgb_gray(const LcmsContext& context); // D50 white, the sRGB curve

// The profile's own name for itself, printable ASCII, at most 120 characters.
std::string description(const Profile& profile);

} // namespace platen::colour
