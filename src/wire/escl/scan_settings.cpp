#include "wire/escl/scan_settings.h"

#include "wire/escl/element.h"
#include "wire/escl/writer.h"

#include <algorithm>
#include <charconv>

namespace platen::escl {

namespace {

Failure bad_value(const Element& element, std::string_view may_be, Errc code = Errc::malformed) {
  constexpr std::size_t shown = 40;
  return fail(code, element.name + " is \"" + element.text.substr(0, shown) + "\"; it may be " +
                        std::string(may_be));
}

Result<std::int32_t> number_of(const Element& element) {
  const std::string& text = element.text;
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return bad_value(element, "a whole number");
  return value;
}

Result<std::optional<std::int32_t>> number(const Element& parent, std::string_view name) {
  const Element* const element = parent.child(name);
  if (element == nullptr) return std::optional<std::int32_t>();
  TRY(const std::int32_t value, number_of(*element));
  return std::optional(value);
}

// Nothing: there is no such element; `find` gives nothing for words that it does not know.
template<class Find>
auto choice(const Element& parent, std::string_view name, std::string_view may_be, Find find)
    -> Result<decltype(find(std::string_view()))> {
  const Element* const element = parent.child(name);
  if (element == nullptr) return decltype(find(std::string_view()))();
  const auto value = find(element->text);
  if (!value) return bad_value(*element, may_be, Errc::unsupported);
  return value;
}

Result<Version> version_of(const Element& settings) {
  const Element* const element = settings.child("Version");
  if (element == nullptr) return Version{};
  const std::string& text = element->text;
  Version version;
  const char* const end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.major);
  bool good = major.ec == std::errc();
  if (good && major.ptr != end) {
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    good = *major.ptr == '.' && minor.ec == std::errc() && minor.ptr == end;
  }
  if (!good) return bad_value(*element, "a version such as 2.0");
  if (version.major != our_version.major)
    return bad_value(*element, "2.0 or a later 2.x", Errc::unsupported);
  return version;
}

Result<std::int32_t> length(const Element& region, std::string_view name, bool required) {
  TRY(const auto value, number(region, name));
  if (!value && required) return fail(Errc::malformed, "a ScanRegion has no " + std::string(name));
  if (value.value_or(0) < 0) return bad_value(*region.child(name), "0 or more");
  return value.value_or(0);
}

Result<std::optional<ScanRegion>> region_of(const Element& settings) {
  const Element* const regions = settings.child("ScanRegions");
  const Element* const region = regions == nullptr ? nullptr : regions->child("ScanRegion");
  if (region == nullptr) return std::optional<ScanRegion>();
  if (std::ranges::count(regions->children, "ScanRegion", &Element::name) > 1)
    return fail(Errc::unsupported, "there is more than one ScanRegion; one is scanned at a time");
  // "escl:ThreeHundredthsOfInches": a prefix within a value, whatever prefixes the document has.
  const Element* const units = region->child("ContentRegionUnits");
  if (units != nullptr && !units->text.ends_with("ThreeHundredthsOfInches"))
    return bad_value(*units, "escl:ThreeHundredthsOfInches", Errc::unsupported);
  ScanRegion out;
  TRY(out.x, length(*region, "XOffset", false));
  TRY(out.y, length(*region, "YOffset", false));
  TRY(out.width, length(*region, "Width", true));
  TRY(out.height, length(*region, "Height", true));
  return std::optional(out);
}

// xs:boolean
Result<bool> truth(const Element& parent, std::string_view name) {
  const Element* const element = parent.child(name);
  if (element == nullptr) return false;
  if (element->text == "true" || element->text == "1") return true;
  if (element->text == "false" || element->text == "0") return false;
  return bad_value(*element, "true or false");
}

std::string format_of(const Element& settings) {
  for (const std::string_view name : {"DocumentFormatExt", "DocumentFormat"})
    if (const Element* const element = settings.child(name);
        element != nullptr && !element->text.empty())
      return element->text;
  return {};
}

Result<ScanSettings> settings_of(const Element& element) {
  ScanSettings out;
  TRY(out.version, version_of(element));
  out.intent = [&] { // a hint: one that nobody knows is none
    const Element* const intent = element.child("Intent");
    return intent == nullptr ? std::nullopt : intent_of(intent->text);
  }();
  TRY(out.region, region_of(element));
  if (const Element* const regions = element.child("ScanRegions"))
    out.must_honor_region = regions->attribute("MustHonor") == "true";
  TRY(out.source, choice(element, "InputSource", "Platen or Feeder", input_source_of));
  TRY(out.color,
      choice(element, "ColorMode", "BlackAndWhite1, Grayscale8 or RGB24", color_mode_of));
  out.format = format_of(element);
  TRY(out.x_resolution, number(element, "XResolution"));
  TRY(out.y_resolution, number(element, "YResolution"));
  TRY(out.duplex, truth(element, "Duplex"));
  TRY(out.brightness, number(element, "Brightness"));
  TRY(out.contrast, number(element, "Contrast"));
  TRY(out.threshold, number(element, "Threshold"));
  TRY(out.compression_factor, number(element, "CompressionFactor"));
  return out;
}

template<class Value> std::string word_or_number(const Value& value) {
  if constexpr (std::is_integral_v<Value>)
    return std::to_string(value);
  else
    return std::string(word(value));
}

} // namespace

Result<ScanSettings> parse_scan_settings(Bytes document) {
  TRY(const Element root, parse_document(document));
  if (root.name != "ScanSettings")
    return fail(Errc::malformed, "the root element is " + root.name + "; it must be ScanSettings");
  return settings_of(root);
}

Result<ScanSettings> parse_buffer_request(Bytes document) {
  TRY(const Element root, parse_document(document));
  if (root.name == "ScanSettings") return settings_of(root);
  const Element* const settings = root.child("ScanSettings");
  if (root.name != "ScanBufferInfo" || settings == nullptr)
    return fail(Errc::malformed, "there is no ScanSettings in it");
  return settings_of(*settings);
}

void write(Writer& xml, const ScanSettings& settings) {
  const auto maybe = [&](std::string_view name, const auto& value) {
    if (value) xml.text(name, word_or_number(*value));
  };
  xml.text("pwg:Version",
           std::to_string(settings.version.major) + "." + std::to_string(settings.version.minor));
  maybe("scan:Intent", settings.intent);
  if (settings.region) {
    xml.open("pwg:ScanRegions");
    xml.open("pwg:ScanRegion");
    xml.text("pwg:ContentRegionUnits", "escl:ThreeHundredthsOfInches");
    xml.number("pwg:XOffset", settings.region->x);
    xml.number("pwg:YOffset", settings.region->y);
    xml.number("pwg:Width", settings.region->width);
    xml.number("pwg:Height", settings.region->height);
    xml.close();
    xml.close();
  }
  maybe("pwg:InputSource", settings.source);
  maybe("scan:ColorMode", settings.color);
  if (!settings.format.empty()) {
    xml.text("pwg:DocumentFormat", settings.format);
    xml.text("scan:DocumentFormatExt", settings.format);
  }
  maybe("scan:XResolution", settings.x_resolution);
  maybe("scan:YResolution", settings.y_resolution);
  xml.text("scan:Duplex", settings.duplex ? "true" : "false");
  maybe("scan:Brightness", settings.brightness);
  maybe("scan:Contrast", settings.contrast);
  maybe("scan:Threshold", settings.threshold);
  maybe("scan:CompressionFactor", settings.compression_factor);
}

std::string to_xml(const ScanSettings& settings) {
  Writer xml("scan:ScanSettings");
  write(xml, settings);
  return std::move(xml).done();
}

} // namespace platen::escl
