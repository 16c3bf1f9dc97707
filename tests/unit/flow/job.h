#pragma once

#include "base/cancel.h"
#include "flow/print_flow.h"
#include "unit/flow/picture.h"
#include "unit/virtual/support.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// One job through the whole program, from the document's bytes to what the device's twin was told.
namespace platen::flow::test {

using twin::test::TappedSide;

const model::Model& model_of(std::string_view id);

// A request for `document` with these settings, job and user names fixed.
PrintRequest request_for(std::string_view model, const model::Options& options,
                         std::string_view document, std::string uri);

// The device bytes of a job that must succeed; "" when it did not (and the test has failed).
std::string printed(std::string_view model, const model::Options& options,
                    std::string_view document, std::size_t workers = 2);

// What a strict twin takes from device bytes that it must accept in full.
std::vector<TappedSide> taken(std::string_view model, std::string_view device_bytes);

// Both of the above.
inline std::vector<TappedSide> sides_of(std::string_view model, const model::Options& options,
                                        std::string_view document) {
  return taken(model, printed(model, options, document));
}

// Darkness of one device pixel, 0 = paper .. 255, whatever the raster's format.
int darkness(const TappedSide& side, std::int32_t x, std::int32_t y);

// The raster of a medium, as a blank page finds it.
PageShape raster_of(std::string_view model, const model::Options& options);

// ---- jobs that are quick, and yet not small in any language

struct SmallPaper {
  std::string model;
  model::Options options;
};
const std::vector<SmallPaper>& small_papers(); // the PRO-1000's, then the imageRUNNER's

std::string busy_pages(std::size_t count); // a PDF of random rectangles, no two pages alike
Picture busy_picture(std::int32_t width, std::int32_t height);

// The error of a job that must fail.
Error failed(PrintRequest request, Cancel& cancel);

// Smallest rectangle that holds every pixel that is not paper.
struct Extent {
  std::int32_t left = 0, top = 0, right = 0, bottom = 0; // right and bottom: one beyond
  std::int32_t width() const { return right - left; }
  std::int32_t height() const { return bottom - top; }
  bool operator==(const Extent&) const = default;
};
Extent inked(const TappedSide& side);

} // namespace platen::flow::test
