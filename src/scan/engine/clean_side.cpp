#include "scan/engine/clean_side.h"

#include "scan/engine/tones.h"
#include "scan/page/page_file.h"

#include <utility>

namespace platen::scan {

Result<CleanedSide> clean_side(const std::filesystem::path& from, const std::filesystem::path& to,
                               const Settings& settings, const FindOrientation& orientation) {
  TRY(PageImage page, read_page_file(from));
  set_tones(page, settings.brightness, settings.contrast);
  CleanedSide cleaned;
  const bool wants_up = settings.clean.orientation != OnOff::off;
  FindOrientation guarded;
  if (wants_up && orientation)
    guarded = [&](const PageImage& image) {
      auto found = orientation(image);
      // Which way is up matters less than the page.
      if (!found && found.error().code != Errc::cancelled) {
        cleaned.warning = "which way is up was not found out: " + found.error().message();
        return Result<std::pair<std::int32_t, double>>(std::pair(0, 0.0));
      }
      return found;
    };
  TRY(const CleanedPage result,
      clean(std::move(page), settings.clean, settings.color, settings.threshold, guarded));
  TRY_VOID(write_page_file(to, result.page));
  cleaned.shape = result.page.shape();
  cleaned.skew_degrees = result.findings.skew_degrees;
  cleaned.blank = result.findings.blank;
  return cleaned;
}

Result<PageShape> turn_side(const std::filesystem::path& from, const std::filesystem::path& to,
                            std::int32_t degrees) {
  TRY(const PageImage page, read_page_file(from));
  const PageImage result = turned(page, degrees);
  TRY_VOID(write_page_file(to, result));
  return result.shape();
}

} // namespace platen::scan
