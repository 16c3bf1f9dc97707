#include "base/limits.h"
#include "intake/ipp/formats.h"
#include "intake/ipp/printer_attributes.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr int most_copies = 99;      // that urf-supported has a word for
constexpr Dpi phone_resolution{300}; // what phones render in; any raster is resampled
constexpr Dpi finest_raster{600};    // finer pages stall clients (apple/cups #5902)
constexpr int k_octets = static_cast<int>(limits::document_bytes / 1024);

std::vector<Dpi> raster_resolutions(const model::Model& model) {
  std::vector<Dpi> list{phone_resolution};
  for (const Dpi dpi : model.resolutions)
    if (dpi <= finest_raster && dpi != phone_resolution) list.push_back(dpi);
  std::sort(list.begin(), list.end());
  return list;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values)
    text += (text.empty() ? "" : "-") + value;
  return text;
}

// Pages in PWG Raster, as far as tests go through them: 8 bits, AdobeRGB with 16 as well, and 1 bit
// as CUPS' filters send it.
void write_pwg(const PrinterView& view, const AttributeWriter& out) {
  out.resolutions("pwg-raster-document-resolution-supported", raster_resolutions(view.model));
  out.keyword("pwg-raster-document-sheet-back", "normal"); // we turn the back sides
  std::vector<std::string> types{"black_1", "sgray_8"};
  if (view.model.color) types.insert(types.end(), {"srgb_8", "adobe-rgb_8", "adobe-rgb_16"});
  out.keywords("pwg-raster-document-type-supported", types);
}

} // namespace

std::vector<std::string> urf_supported(const model::Model& model) {
  std::vector<std::string> dpi, qualities, words{"V1.4", "CP" + std::to_string(most_copies)};
  for (const Dpi value : raster_resolutions(model))
    dpi.push_back(std::to_string(value.v));
  for (const auto quality : model.qualities)
    qualities.push_back(std::to_string(static_cast<int>(quality)));
  words.push_back("PQ" + joined(qualities));
  words.push_back("RS" + joined(dpi));
  words.emplace_back("W8");
  if (model.color) words.emplace_back("SRGB24");
  if (model.sides.size() > 1) words.emplace_back("DM1");    // back sides upright
  words.insert(words.end(), {"FN3", "IS1", "MT1", "OB10"}); // no finishing, any tray, face down
  return words;
}

std::string announced_formats() {
  return "application/pdf,image/urf,image/pwg-raster,image/jpeg,image/png,image/tiff,"
         "application/postscript,text/plain";
}

void write_formats(const PrinterView& view, const AttributeWriter& out) {
  out.strings(IPP_TAG_MIMETYPE, "document-format-supported", document_formats());
  out.string(IPP_TAG_MIMETYPE, "document-format-default", default_format);
  out.string(IPP_TAG_MIMETYPE, "document-format-preferred", "application/pdf");
  out.keywords("compression-supported", {"none", "gzip", "deflate"});
  out.keywords("pdf-versions-supported",
               {"adobe-1.2", "adobe-1.3", "adobe-1.4", "adobe-1.5", "adobe-1.6", "iso-15930-1_2001",
                "iso-19005-1_2005", "iso-32000-1_2008"});
  out.range("pdf-k-octets-supported", 0, k_octets);
  out.keywords("jpeg-features-supported", {"cmyk", "progressive"});
  out.range("jpeg-k-octets-supported", 0, k_octets);
  out.range("jpeg-x-dimension-supported", 0, limits::picture_side_px);
  out.range("jpeg-y-dimension-supported", 1, limits::picture_side_px);
  out.integer("document-password-supported", 0);
  write_pwg(view, out);
  out.keywords("urf-supported", urf_supported(view.model));
}

} // namespace platen::intake::ipp
