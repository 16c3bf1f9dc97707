#include "model/option_table.h"

#include <algorithm>
#include <array>

namespace platen::model {

namespace {

// Options that are no attribute that IPP registers. ("borderless" is also said by the margins of a
// media-col.)
constexpr std::array<std::string_view, 18> our_own{"borderless",
                                                   "clear-coat",
                                                   "halftone",
                                                   "mismatch-detection",
                                                   "page-format",
                                                   "printer-language",
                                                   "toner-save",
                                                   "sharpening",
                                                   "black-and-white",
                                                   "black-and-white-mix",
                                                   "black-and-white-curve",
                                                   "black-and-white-shadows",
                                                   "black-and-white-middle",
                                                   "black-and-white-highlights",
                                                   "clustered-dot-curve",
                                                   "blue-noise-curve",
                                                   "clustered-dot-fine-curve",
                                                   "error-diffusion-curve"};

// Of the options of layout the PWG registers where the image lies and how pages share a side (PWG
// 5100.3, RFC 8011), and how far it goes beyond the paper (PWG 5100.13).
constexpr std::array<std::string_view, 14> registered{
    "imposition-template", "job-sheets",         "media-overprint",
    "number-up",           "page-delivery",      "presentation-direction-number-up",
    "x-image-position",    "x-image-shift",      "x-side1-image-shift",
    "x-side2-image-shift", "y-image-position",   "y-image-shift",
    "y-side1-image-shift", "y-side2-image-shift"};

} // namespace

bool is_vendors(std::string_view option) {
  if (is_layout_option(option) || is_office_option(option) || is_extra_sheet_option(option))
    return std::find(registered.begin(), registered.end(), option) == registered.end();
  return std::find(our_own.begin(), our_own.end(), option) != our_own.end();
}

std::string attribute_name(const Model& model, std::string_view option) {
  return is_vendors(option) ? model.vendor + "-" + std::string(option) : std::string(option);
}

std::string_view option_name(const Model& model, std::string_view attribute) {
  std::string_view name = attribute;
  const bool prefixed = name.starts_with(model.vendor + "-");
  if (prefixed) name.remove_prefix(model.vendor.size() + 1);
  if (prefixed != is_vendors(name)) return {};
  const OptionRow* const row = find_option(name);
  return row != nullptr && row->offered(model) ? row->name : std::string_view{};
}

} // namespace platen::model
