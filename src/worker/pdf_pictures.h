#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

// qpdf behind a header of C++17, as qpdf_pages.h.
namespace platen::worker {

// A page that is one picture and nothing else: upright or turned by /Rotate, from edge to edge.
struct PdfPicture {
  std::uint32_t width = 0, height = 0;  // pixels as stored
  std::uint32_t bits = 8, channels = 3; // 8 or 16; 1 (gray), 3 (RGB) or 4 (CMYK)
  std::uint32_t orientation = 1;        // as TIFF counts it (tag 274)
  double ppi_x = 300, ppi_y = 300;      // of the stored axes
  std::string profile;                  // ICC; empty: a device space
  std::uint64_t bytes() const { return std::uint64_t{width} * height * channels * (bits / 8); }
};

// Documents beyond these are drawn page by page: their pictures would take too much disk.
inline constexpr std::size_t most_pictures = 50;
inline constexpr std::uint64_t most_picture_bytes = 1ULL << 30;

// The pages of the PDF in `file`, if every one of them is a picture whose samples can be taken out
// as they are; else nothing, whatever the reason. No exception comes out.
std::vector<PdfPicture> find_pdf_pictures(std::FILE* file);

// The samples of page `index` (0-based) in order, big-endian, without padding; false when they
// are not as many as its description says, or cannot be decoded, or `take` says false.
using TakeBytes = std::function<bool(const unsigned char* bytes, std::size_t count)>;
bool take_pdf_picture(std::FILE* file, std::size_t index, const PdfPicture& picture,
                      const TakeBytes& take);

} // namespace platen::worker
