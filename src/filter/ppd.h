#pragma once

#include "base/bytes.h"
#include "filter/setup.h"
#include "image/image.h"
#include "model/ticket.h"

#include <memory>
#include <string>

namespace platen::filter {

// The raster that a filter's PPD file asks for, and what it says of paper.
struct RasterWish {
  PixelFormat pixels; // mask1 (K), gray8 (W) or rgb8 (RGB, sRGB)
  Dpi resolution;
  // How a back is to be sent (cupsBackSide): mirrored across and along the feed.
  bool back_across = false, back_along = false;
};

struct PpdPage {
  std::string name; // "A4"
  model::Margins margins;
};

// What a filter is given, as its PPD file says.
enum class Takes : std::uint8_t { cups_raster, cups_postscript };

// A PPD file with the choices of a job. libcups reads it; from any thread.
class Ppd {
public:
  virtual ~Ppd() = default;
  // `ticket`: resolution, sides and colour are chosen where the PPD offers them. Errc::invalid: no
  // PPD, or one that asks for a raster which platen does not make, or for one side where both are
  // wanted, or whose filter takes neither raster nor PostScript.
  static Result<std::unique_ptr<Ppd>> open(const Setup& setup, const model::Ticket& ticket);

  virtual Takes takes() const = 0;
  virtual const RasterWish& wish() const = 0;
  // Errc::invalid where it has no page of that size.
  virtual Result<PpdPage> page(const model::MediaSize& size) const = 0;
  // The header of a page of CUPS raster, version 2, in network order (1796 bytes), of that many
  // pixels.
  virtual Result<std::string> header(const std::string& page, const PageShape& shape,
                                     std::string_view media_type) const = 0;
  // The commands in PostScript that choose a page of that name and all else of the job.
  virtual std::string features(const std::string& page) const = 0;
  // What the filter is told as its fifth argument.
  virtual std::string options() const = 0;
};

} // namespace platen::filter
