#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <array>

// The parts of PNG (ISO/IEC 15948) that page files are made of: 1-bit and 8-bit gray, 8-bit RGB,
// not interlaced, with pHYs. Its 0 is black where a mask's is paper: the bits of masks are turned
// over.
namespace platen::scan::png {

inline constexpr std::array<std::uint8_t, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
inline constexpr std::size_t head_bytes = 8; // length and type, before a chunk's data
inline constexpr std::size_t tail_bytes = 4; // the checksum, after them

Buffer chunk(std::string_view type, Bytes data);
std::uint32_t checksum(Bytes type_and_data);
Buffer to_ihdr(PageShape shape);
// Errc::unsupported for the forms that page files never have; the size is not looked at.
Result<PageShape> from_ihdr(Bytes data);

// Every whole number of dots per inch comes back as it was.
Buffer to_phys(Dpi resolution);
Result<Dpi> from_phys(Bytes data); // 0: not known

// Errc::limit for more pixels than limits::picture_pixels, Errc::invalid for none.
Result<void> check_size(PageShape shape);

} // namespace platen::scan::png
