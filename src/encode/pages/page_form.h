#pragma once

#include "encode/language.h"
#include "model/page_offer.h"

#include <string>

namespace platen::encode {

enum class PageFormat : std::uint8_t { pwg_raster, apple_raster, jpeg };
std::string_view mime_type(PageFormat format);

// How the pages of one job travel to a driverless printer.
struct PageForm {
  PageFormat format = PageFormat::pwg_raster;
  PixelFormat pixels; // on the wire: rgb8, gray8 or mask1
  Dpi resolution;
  // How a back is to be sent (pwg-raster-document-sheet-back): mirrored across and along the feed.
  bool back_across = false, back_along = false;
  bool takes_adobe_rgb = false;     // beside sRGB
  bool device_copies = false;       // the device makes the copies, collated as the ticket asks
  bool one_page_a_document = false; // JPEG
};

// The form nearest to the ticket among those that the printer offers: PWG Raster before Apple
// raster before JPEG; 1 bit for a 1-bit model where it is taken, else gray or colour; the ticket's
// resolution, else the next higher, else the highest. Errc::unsupported says what the printer
// lacks.
Result<PageForm> choose_form(const model::PageOffer& offer, const model::Model& model,
                             const model::Ticket& ticket);

} // namespace platen::encode
