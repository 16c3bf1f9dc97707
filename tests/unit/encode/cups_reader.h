#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <cups/raster.h>

namespace platen::test {

// libcups as the referee.
class CupsReader {
public:
  explicit CupsReader(std::string bytes) : bytes_(std::move(bytes)) {
    raster_ = cupsRasterOpenIO(
        [](void* self, unsigned char* into, std::size_t length) {
          return static_cast<CupsReader*>(self)->give(into, length);
        },
        this, CUPS_RASTER_READ);
  }
  CupsReader(const CupsReader&) = delete;
  CupsReader& operator=(const CupsReader&) = delete;
  ~CupsReader() { cupsRasterClose(raster_); }

  bool header(cups_page_header2_t& into) { return cupsRasterReadHeader2(raster_, &into) != 0; }
  std::vector<std::uint8_t> row(std::size_t length) {
    std::vector<std::uint8_t> into(length);
    into.resize(cupsRasterReadPixels(raster_, into.data(), static_cast<unsigned>(length)));
    return into;
  }
  std::size_t left() const { return bytes_.size() - at_; }

private:
  ssize_t give(unsigned char* into, std::size_t length) {
    const std::size_t count = std::min(length, bytes_.size() - at_);
    std::memcpy(into, bytes_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  std::string bytes_;
  std::size_t at_ = 0;
  cups_raster_t* raster_ = nullptr;
};

} // namespace platen::test
