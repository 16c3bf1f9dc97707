#include "intake/api/option_groups.h"

#include <algorithm>
#include <array>

namespace platen::intake::api {

namespace {

struct Row {
  std::string_view option, group;
};
constexpr auto rows = std::to_array<Row>({
    {"borderless", "paper"},
    {"media", "paper"},
    {"media-col", "paper"},
    {"media-overprint", "paper"},
    {"media-source", "paper"},
    {"media-type", "paper"},
    {"overspray", "paper"},
    {"paper", "paper"},
    {"safe-margins", "paper"},
    {"binding-edge", "layout"},
    {"binding-margin", "layout"},
    {"booklet-creep", "layout"},
    {"border-color", "layout"},
    {"border-width", "layout"},
    {"caption-size", "layout"},
    {"contact-sheet", "layout"},
    {"crop-anchor", "layout"},
    {"image-caption", "layout"},
    {"image-crop", "layout"},
    {"image-gap", "layout"},
    {"image-height", "layout"},
    {"image-marks", "layout"},
    {"image-package", "layout"},
    {"image-rotation", "layout"},
    {"image-width", "layout"},
    {"imposition-template", "layout"},
    {"mat-color", "layout"},
    {"mat-width", "layout"},
    {"number-up", "layout"},
    {"orientation-requested", "layout"},
    {"page-border", "layout"},
    {"page-format", "layout"},
    {"poster", "layout"},
    {"poster-overlap", "layout"},
    {"presentation-direction-number-up", "layout"},
    {"print-scaling", "layout"},
    {"x-image-position", "layout"},
    {"x-image-shift", "layout"},
    {"x-side1-image-shift", "layout"},
    {"x-side2-image-shift", "layout"},
    {"y-image-position", "layout"},
    {"y-image-shift", "layout"},
    {"y-side1-image-shift", "layout"},
    {"y-side2-image-shift", "layout"},
    {"clear-coat", "quality"},
    {"halftone", "quality"},
    {"print-content-optimize", "quality"},
    {"print-quality", "quality"},
    {"printer-resolution", "quality"},
    {"sharpening", "quality"},
    {"toner-save", "quality"},
    {"black-and-white", "color"},
    {"black-and-white-curve", "color"},
    {"black-and-white-highlights", "color"},
    {"black-and-white-middle", "color"},
    {"black-and-white-mix", "color"},
    {"black-and-white-shadows", "color"},
    {"black-point-compensation", "color"},
    {"blue-noise-curve", "color"},
    {"broken-profile", "color"},
    {"clustered-dot-curve", "color"},
    {"clustered-dot-fine-curve", "color"},
    {"color-management", "color"},
    {"error-diffusion-curve", "color"},
    {"icc-profile", "color"},
    {"print-color-mode", "color"},
    {"print-rendering-intent", "color"},
    {"finishings", "finishing"},
    {"finishings-col", "finishing"},
    {"multiple-document-handling", "finishing"},
    {"page-delivery", "finishing"},
    {"sides", "finishing"},
    {"skip-blank-pages", "finishing"},
    {"back-cover", "office"},
    {"cover-source", "office"},
    {"front-cover", "office"},
    {"job-account-id", "office"},
    {"job-accounting-user-id", "office"},
    {"job-password", "office"},
    {"job-sheets", "office"},
    {"job-sheets-source", "office"},
    {"page-footer", "office"},
    {"page-header", "office"},
    {"page-layer-scaling", "office"},
    {"page-overlay", "office"},
    {"page-underlay", "office"},
    {"slip-sheets", "office"},
    {"stamp", "office"},
    {"stamp-corner", "office"},
    {"watermark", "office"},
    {"watermark-layer", "office"},
});

} // namespace

std::string_view option_group(std::string_view option) {
  // A vendor's options have a prefix: "canon-toner-save".
  const auto is_it = [&](const Row& row) {
    return option == row.option ||
           (option.ends_with(row.option) && option.size() > row.option.size() &&
            option[option.size() - row.option.size() - 1] == '-');
  };
  const auto exact = std::ranges::find(rows, option, &Row::option);
  if (exact != rows.end()) return exact->group;
  const auto found = std::ranges::find_if(rows, is_it);
  return found == rows.end() ? "job" : found->group;
}

} // namespace platen::intake::api
