// platen_raster_pages FILE PREFIX: what libcups reads in a PWG or Apple raster file. Writes
// PREFIX-1.ppm (or .pgm), ... and one line of JSON a page. The referee of what platen sends to
// driverless printers.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <cups/raster.h>
#include <fcntl.h>
#include <unistd.h>

namespace {

int complain(const std::string& what) {
  std::fprintf(stderr, "platen_raster_pages: %s\n", what.c_str());
  return 1;
}

// Samples as a PNM has them: 1-bit pixels become 0 (ink) or 255.
std::vector<unsigned char> unpacked(const std::vector<unsigned char>& row, unsigned width) {
  std::vector<unsigned char> levels(width);
  for (unsigned x = 0; x < width; ++x)
    levels[x] = (row[x / 8] >> (7 - x % 8) & 1) != 0 ? 0 : 255;
  return levels;
}

void tell(const cups_page_header2_t& h) {
  std::printf(
      "{\"width\": %u, \"height\": %u, \"dpi\": %u, \"bits\": %u, \"space\": %d, \"duplex\": %u, "
      "\"tumble\": %u, \"points\": [%u, %u], \"size\": \"%s\", \"type\": \"%s\"}\n",
      h.cupsWidth, h.cupsHeight, h.HWResolution[0], h.cupsBitsPerPixel,
      static_cast<int>(h.cupsColorSpace), h.Duplex, h.Tumble, h.PageSize[0], h.PageSize[1],
      h.cupsPageSizeName, h.MediaType);
}

bool copy_page(cups_raster_t* raster, const cups_page_header2_t& h, const std::string& prefix,
               int page) {
  const bool color = h.cupsBitsPerPixel == 24;
  const std::string name = prefix + "-" + std::to_string(page) + (color ? ".ppm" : ".pgm");
  std::FILE* out = std::fopen(name.c_str(), "wb");
  if (out == nullptr) return false;
  std::fprintf(out, "P%d\n%u %u\n255\n", color ? 6 : 5, h.cupsWidth, h.cupsHeight);
  bool good = true;
  std::vector<unsigned char> row(h.cupsBytesPerLine);
  for (unsigned y = 0; y < h.cupsHeight && good; ++y) {
    good = cupsRasterReadPixels(raster, row.data(), h.cupsBytesPerLine) == h.cupsBytesPerLine;
    const auto levels = h.cupsBitsPerPixel == 1 ? unpacked(row, h.cupsWidth) : row;
    good = good && std::fwrite(levels.data(), 1, levels.size(), out) == levels.size();
  }
  return std::fclose(out) == 0 && good;
}

} // namespace

int main(int count, char** words) {
  if (count != 3) return complain("usage: platen_raster_pages FILE PREFIX");
  const int fd = ::open(words[1], O_RDONLY | O_CLOEXEC);
  cups_raster_t* raster = fd < 0 ? nullptr : cupsRasterOpen(fd, CUPS_RASTER_READ);
  if (raster == nullptr) return complain(std::string(words[1]) + " is no raster file");
  cups_page_header2_t header{};
  int pages = 0;
  while (cupsRasterReadHeader2(raster, &header) != 0) {
    tell(header);
    if (!copy_page(raster, header, words[2], ++pages)) return complain("a page is cut short");
  }
  cupsRasterClose(raster);
  ::close(fd);
  return pages > 0 ? 0 : complain("there is no page");
}
