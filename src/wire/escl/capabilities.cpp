#include "wire/escl/capabilities.h"

#include "wire/escl/writer.h"

#include <algorithm>

namespace platen::escl {

namespace {

void write_profile(Writer& xml, const InputCaps& caps) {
  xml.open("scan:SettingProfiles");
  xml.open("scan:SettingProfile");
  xml.open("scan:ColorModes");
  for (const ColorMode mode : caps.modes)
    xml.text("scan:ColorMode", word(mode));
  xml.close();
  xml.open("scan:DocumentFormats");
  for (const std::string_view format : document_formats)
    xml.text("pwg:DocumentFormat", format);
  for (const std::string_view format : document_formats)
    xml.text("scan:DocumentFormatExt", format);
  xml.close();
  xml.open("scan:SupportedResolutions");
  xml.open("scan:DiscreteResolutions");
  for (const std::int32_t dpi : caps.resolutions) {
    xml.open("scan:DiscreteResolution");
    xml.number("scan:XResolution", dpi);
    xml.number("scan:YResolution", dpi);
    xml.close();
  }
  xml.close();
  xml.close();
  xml.open("scan:ColorSpaces");
  xml.text("scan:ColorSpace", "sRGB");
  xml.close();
  xml.close();
  xml.close();
}

void write_caps(Writer& xml, std::string_view name, const InputCaps& caps) {
  xml.open(name);
  xml.number("scan:MinWidth", caps.least_width);
  xml.number("scan:MaxWidth", caps.most_width);
  xml.number("scan:MinHeight", caps.least_height);
  xml.number("scan:MaxHeight", caps.most_height);
  xml.number("scan:MaxScanRegions", 1);
  write_profile(xml, caps);
  xml.open("scan:SupportedIntents");
  for (const Intent intent : {Intent::document, Intent::text_and_graphic, Intent::photo,
                              Intent::preview, Intent::business_card})
    xml.text("scan:Intent", word(intent));
  xml.close();
  if (!caps.resolutions.empty()) {
    const std::int32_t most = std::ranges::max(caps.resolutions);
    xml.number("scan:MaxOpticalXResolution", most);
    xml.number("scan:MaxOpticalYResolution", most);
  }
  xml.close();
}

void write_adf(Writer& xml, const Capabilities& all) {
  xml.open("scan:Adf");
  if (all.adf_simplex) write_caps(xml, "scan:AdfSimplexInputCaps", *all.adf_simplex);
  if (all.adf_duplex) write_caps(xml, "scan:AdfDuplexInputCaps", *all.adf_duplex);
  xml.number("scan:FeederCapacity", all.feeder_capacity);
  xml.open("scan:AdfOptions");
  xml.text("scan:AdfOption", "DetectPaperLoaded");
  if (all.adf_duplex) xml.text("scan:AdfOption", "Duplex");
  xml.close();
  xml.close();
}

void write_range(Writer& xml, std::string_view name, Range range) {
  xml.open(name);
  xml.number("scan:Min", range.least);
  xml.number("scan:Max", range.most);
  xml.number("scan:Normal", range.normal);
  xml.number("scan:Step", 1);
  xml.close();
}

} // namespace

std::string to_xml(const Capabilities& all) {
  Writer xml("scan:ScannerCapabilities");
  xml.text("pwg:Version", our_version_word);
  xml.text("pwg:MakeAndModel", all.make_and_model);
  xml.text("scan:Manufacturer", all.make_and_model.substr(0, all.make_and_model.find(' ')));
  if (!all.serial.empty()) xml.text("pwg:SerialNumber", all.serial);
  xml.text("scan:UUID", all.uuid);
  if (!all.admin_uri.empty()) xml.text("scan:AdminURI", all.admin_uri);
  if (!all.icon_uri.empty()) xml.text("scan:IconURI", all.icon_uri);
  if (all.platen) {
    xml.open("scan:Platen");
    write_caps(xml, "scan:PlatenInputCaps", *all.platen);
    xml.close();
  }
  if (all.adf_simplex) write_adf(xml, all);
  write_range(xml, "scan:BrightnessSupport", brightness_range);
  write_range(xml, "scan:CompressionFactorSupport", compression_range);
  write_range(xml, "scan:ContrastSupport", contrast_range);
  write_range(xml, "scan:ThresholdSupport", threshold_range);
  return std::move(xml).done();
}

} // namespace platen::escl
