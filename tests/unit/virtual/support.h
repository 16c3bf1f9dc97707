#pragma once

#include "virtual/decode.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

// What the tests of the virtual devices share: streams written by hand or by other software.
namespace platen::twin::test {

// A folder that goes with the test.
class TempFolder {
public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::vector<std::string> files() const; // names, sorted

private:
  std::filesystem::path path_;
};

// Gives its bytes in pieces: the sizes that `piece` returns, or all at once.
class MemorySource final : public ByteSource {
public:
  explicit MemorySource(std::string_view bytes, std::function<std::size_t()> piece = {})
      : bytes_(bytes), piece_(std::move(piece)) {}
  Result<std::size_t> read(std::span<std::byte> into) override;

private:
  std::string_view bytes_;
  std::function<std::size_t()> piece_;
};

// The raster of one side as the tap saw it.
struct TappedSide {
  SideRecord record;
  PageShape shape;
  std::vector<std::byte> pixels; // row after row
};
RasterTap tap_into(std::vector<TappedSide>& sides);

JobRecords decode(std::string_view bytes, DecodeOptions options = {},
                  std::function<std::size_t()> piece = {});
DecodeOptions strict(); // as the device judges

// A PNG read back by libpng, widened to one or three bytes a pixel.
struct Png {
  int width = 0, height = 0, channels = 0, bit_depth = 0;
  std::uint32_t dots_per_metre = 0;
  std::vector<std::uint8_t> pixels;
  std::uint8_t at(int x, int y, int channel = 0) const {
    return pixels[static_cast<std::size_t>((y * width + x) * channels + channel)];
  }
};
Png read_png(const std::filesystem::path& path);

std::string read_text(const std::filesystem::path& path);

// ---- IVEC, written out as the protocol page shows it
std::string ivec(std::string_view operation, std::string_view parameters,
                 std::string_view service = "print");
std::string element(std::string_view name, std::string_view text); // "ivec:" in front
std::string job_id();
struct IvecSettings {
  std::string paper = "na_index-4x6_4x6in";
  std::string medium = "custom-media-type-canon-00000000-0000-0000-0000-000000000129";
  std::string borderless = "OFF";
  std::string more =
      "<ivec:printcolormode>color</ivec:printcolormode>"
      "<ivec:printcolormode_intent>none</ivec:printcolormode_intent>"
      "<ivec:duplexprint>OFF</ivec:duplexprint><ivec:printquality>3</ivec:printquality>"
      "<ivec:inputbin>inputbin_p1</ivec:inputbin>";
};
std::string start_job(std::string_view bidi = "0");
std::string set_configuration(const IvecSettings& settings = {});
std::string announce(std::string_view next_page);
std::string send_data(std::string_view format, std::string_view payload);
std::string send_header(std::string_view format, std::string_view datasize);
std::string end_job();
// StartJob ... EndJob around one page.
std::string one_page_job(std::string_view format, std::string_view payload,
                         const IvecSettings& settings = {});

// One PWG raster page, written by libcups.
struct PwgPage {
  unsigned width = 1119, height = 1705; // 4 x 6 in with its border, 300 dpi
  unsigned dpi = 300;
  unsigned bits_per_color = 8;
  unsigned color_space = 19;
  unsigned colors = 3;
  std::string size_name = "na_index-4x6_4x6in";
};
using Pixel = std::function<void(unsigned x, unsigned y, unsigned char* rgb)>;
std::string pwg_page(const PwgPage& page, const Pixel& pixel);
void gradient(unsigned x, unsigned y, unsigned char* rgb);
// A JPEG, written by libjpeg; one or three components.
std::string jpeg_page(int width, int height, int components, const Pixel& pixel,
                      bool progressive = false);

// ---- PCL XL, byte by byte
std::string ubyte(unsigned value, unsigned attribute);
std::string uint16(unsigned value, unsigned attribute);
std::string xy16(unsigned x, unsigned y, unsigned attribute);
std::string real_xy(float x, float y, unsigned attribute);
std::string bytes_value(std::string_view bytes, unsigned attribute);
std::string op(unsigned code);
std::string data(std::string_view bytes);
inline constexpr std::string_view uel = "\x1b%-12345X";
std::string pjl_begin();
std::string pjl_end();
std::string begin_session(); // with the stream header
std::string end_session();
struct XlPage {
  unsigned media_size = 2;
  unsigned source = 1;
  std::string type = {}; // "" = left out
  std::string sides = ubyte(0, 52);
  unsigned copies = 1;
};
std::string begin_page(const XlPage& page = {});
std::string end_page(unsigned copies = 1);
std::string ink_palette(); // SetColorSpace: bit 1 = ink
std::string begin_image(unsigned x, unsigned y, unsigned width, unsigned height);
std::string read_image(unsigned start, unsigned rows, unsigned mode, std::string_view block,
                       std::string_view extra = {});
// A page with one 1-bit image, 16 x 4 pixels at (200, 300), rows of `four_rows` (8 bytes)
// uncompressed.
std::string
small_page(std::string_view four_rows = std::string_view("\xff\xff\x80\x01\x80\x01\xff\xff", 8));
std::string small_job(); // PJL, a session, small_page()

// ---- PCL 5
std::string small_pcl5_job(); // PJL, and the picture of small_page()

} // namespace platen::twin::test
