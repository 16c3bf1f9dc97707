#include "unit/virtual/support.h"

#include "base/file.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include <cups/raster.h>
#include <gtest/gtest.h>
#include <jpeglib.h>
#include <png.h>
#include <unistd.h>

namespace platen::twin::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string name = (fs::temp_directory_path() / "platen-virtual-test.XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> TempFolder::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path_))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::size_t> MemorySource::read(std::span<std::byte> into) {
  std::size_t count = std::min(into.size(), bytes_.size());
  if (piece_) count = std::min(count, std::max<std::size_t>(piece_(), 1));
  std::memcpy(into.data(), bytes_.data(), count);
  bytes_.remove_prefix(count);
  return count;
}

namespace {

class Tap final : public RowSink {
public:
  Tap(std::vector<TappedSide>& sides, std::size_t index) : sides_(sides), index_(index) {}
  Result<void> write(ConstBand rows) override {
    auto& pixels = sides_[index_].pixels;
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      const auto row = rows.row(y);
      pixels.insert(pixels.end(), row.begin(), row.end());
    }
    return {};
  }

private:
  std::vector<TappedSide>& sides_;
  std::size_t index_;
};

} // namespace

RasterTap tap_into(std::vector<TappedSide>& sides) {
  return [&sides](const SideRecord& record, PageShape shape) -> std::unique_ptr<RowSink> {
    sides.push_back({record, shape, {}});
    return std::make_unique<Tap>(sides, sides.size() - 1);
  };
}

JobRecords decode(std::string_view bytes, DecodeOptions options,
                  std::function<std::size_t()> piece) {
  MemorySource source(bytes, std::move(piece));
  auto records = decode_stream(source, options);
  if (records) return std::move(*records);
  ADD_FAILURE() << records.error().message();
  return {};
}

DecodeOptions strict() {
  DecodeOptions options;
  options.strictness = Strictness::device;
  return options;
}

Png read_png(const fs::path& path) {
  Png out;
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    ADD_FAILURE() << "no file " << path;
    return out;
  }
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_init_io(png, file.get());
  png_read_info(png, info);
  out.width = static_cast<int>(png_get_image_width(png, info));
  out.height = static_cast<int>(png_get_image_height(png, info));
  out.bit_depth = png_get_bit_depth(png, info);
  out.channels = png_get_channels(png, info);
  out.dots_per_metre = png_get_x_pixels_per_meter(png, info);
  if (out.bit_depth < 8) png_set_expand_gray_1_2_4_to_8(png);
  const std::size_t stride =
      static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.channels);
  out.pixels.resize(stride * static_cast<std::size_t>(out.height));
  for (int y = 0; y < out.height; ++y)
    png_read_row(png, out.pixels.data() + stride * static_cast<std::size_t>(y), nullptr);
  png_read_end(png, nullptr);
  png_destroy_read_struct(&png, &info, nullptr);
  return out;
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// ---- IVEC

std::string ivec(std::string_view operation, std::string_view parameters,
                 std::string_view service) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\" ?><cmd "
         "xmlns:ivec=\"http://www.canon.com/ns/cmd/2008/07/common/\" "
         "xmlns:vcn=\"http://www.canon.com/ns/cmd/2008/07/canon/"
         "\"><ivec:contents><ivec:operation>" +
         std::string(operation) + "</ivec:operation><ivec:param_set servicetype=\"" +
         std::string(service) + "\">" + std::string(parameters) +
         "</ivec:param_set></ivec:contents></cmd>";
}

std::string element(std::string_view name, std::string_view text) {
  return "<ivec:" + std::string(name) + ">" + std::string(text) + "</ivec:" + std::string(name) +
         ">";
}

std::string job_id() {
  return element("jobID", "00000002");
}

std::string start_job(std::string_view bidi) {
  return ivec("StartJob", job_id() + element("bidi", bidi) +
                              "<vcn:forcepmdetection>OFF</vcn:forcepmdetection>" +
                              element("jobname", "Autumn &amp; <![CDATA[<leaves>]]>") +
                              element("username", "mia") + element("computername", "desk") +
                              element("job_description", "<![CDATA[1234]]>") +
                              "<vcn:host_environment>linux</vcn:host_environment>");
}

std::string set_configuration(const IvecSettings& s) {
  return ivec("SetConfiguration", job_id() + element("papersize", s.paper) +
                                      element("papertype", s.medium) +
                                      element("borderlessprint", s.borderless) + s.more);
}

std::string announce(std::string_view next_page) {
  return ivec("VendorCmd",
              job_id() + "<vcn:ijoperation>SetPageConfiguration</vcn:ijoperation><vcn:nextpage>" +
                  std::string(next_page) + "</vcn:nextpage>");
}

std::string send_header(std::string_view format, std::string_view datasize) {
  return ivec("SendData", job_id() + element("format", format) + element("datasize", datasize));
}

std::string send_data(std::string_view format, std::string_view payload) {
  return send_header(format, std::to_string(payload.size())) + std::string(payload);
}

std::string end_job() {
  return ivec("EndJob", job_id());
}

std::string one_page_job(std::string_view format, std::string_view payload,
                         const IvecSettings& settings) {
  return start_job() +
         ivec("SetJobConfiguration",
              job_id() + element("mismatch_mode", "none") + element("datetime", "20261120135500")) +
         set_configuration(settings) + announce("OFF") + send_data(format, payload) + end_job();
}

void gradient(unsigned x, unsigned y, unsigned char* rgb) {
  rgb[0] = static_cast<unsigned char>(x * 255 / 1200);
  rgb[1] = static_cast<unsigned char>(y * 255 / 1800);
  rgb[2] = static_cast<unsigned char>((x / 32 + y / 32) % 2 * 200);
}

namespace {
ssize_t append(void* context, unsigned char* bytes, size_t length) {
  static_cast<std::string*>(context)->append(reinterpret_cast<const char*>(bytes), length);
  return static_cast<ssize_t>(length);
}
} // namespace

std::string pwg_page(const PwgPage& page, const Pixel& pixel) {
  std::string bytes;
  cups_raster_t* raster = cupsRasterOpenIO(append, &bytes, CUPS_RASTER_WRITE_PWG);
  cups_page_header2_t h{};
  std::strcpy(h.MediaClass, "PwgRaster");
  std::strncpy(h.cupsPageSizeName, page.size_name.c_str(), sizeof h.cupsPageSizeName - 1);
  h.HWResolution[0] = h.HWResolution[1] = page.dpi;
  h.PageSize[0] = 288;
  h.PageSize[1] = 432;
  h.NumCopies = 1;
  h.cupsWidth = page.width;
  h.cupsHeight = page.height;
  h.cupsBitsPerColor = page.bits_per_color;
  h.cupsNumColors = page.colors;
  h.cupsBitsPerPixel = page.bits_per_color * page.colors;
  h.cupsBytesPerLine = page.width * h.cupsBitsPerPixel / 8;
  h.cupsColorSpace = static_cast<cups_cspace_t>(page.color_space);
  h.cupsInteger[0] = 1; // TotalPageCount
  h.cupsInteger[1] = h.cupsInteger[2] = 1;
  EXPECT_NE(cupsRasterWriteHeader2(raster, &h), 0u);
  std::vector<unsigned char> row(h.cupsBytesPerLine);
  for (unsigned y = 0; y < page.height; ++y) {
    if (h.cupsBitsPerPixel == 24)
      for (unsigned x = 0; x < page.width; ++x)
        pixel(x, y, row.data() + 3 * x);
    EXPECT_EQ(cupsRasterWritePixels(raster, row.data(), h.cupsBytesPerLine), h.cupsBytesPerLine);
  }
  cupsRasterClose(raster);
  return bytes;
}

std::string jpeg_page(int width, int height, int components, const Pixel& pixel, bool progressive) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = components;
  jpeg.in_color_space = components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 95, TRUE);
  if (progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  std::vector<unsigned char> row(static_cast<std::size_t>(width) * 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      unsigned char rgb[3];
      pixel(static_cast<unsigned>(x), static_cast<unsigned>(y), rgb);
      std::memcpy(row.data() + x * components, rgb, static_cast<std::size_t>(components));
    }
    JSAMPROW rows[1] = {row.data()};
    jpeg_write_scanlines(&jpeg, rows, 1);
  }
  jpeg_finish_compress(&jpeg);
  std::string bytes(reinterpret_cast<const char*>(memory), size);
  jpeg_destroy_compress(&jpeg);
  std::free(memory);
  return bytes;
}

// ---- PCL XL

namespace {
std::string byte(unsigned value) {
  return std::string(1, static_cast<char>(value));
}
std::string low_first(unsigned value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i)
    out += byte(value >> (8 * i) & 255);
  return out;
}
std::string attribute_id(unsigned attribute) {
  return byte(0xf8) + byte(attribute);
}
} // namespace

std::string ubyte(unsigned value, unsigned attribute) {
  return byte(0xc0) + byte(value) + attribute_id(attribute);
}
std::string uint16(unsigned value, unsigned attribute) {
  return byte(0xc1) + low_first(value, 2) + attribute_id(attribute);
}
std::string xy16(unsigned x, unsigned y, unsigned attribute) {
  return byte(0xd1) + low_first(x, 2) + low_first(y, 2) + attribute_id(attribute);
}
std::string real_xy(float x, float y, unsigned attribute) {
  return byte(0xd5) + low_first(std::bit_cast<unsigned>(x), 4) +
         low_first(std::bit_cast<unsigned>(y), 4) + attribute_id(attribute);
}
std::string bytes_value(std::string_view bytes, unsigned attribute) {
  return byte(0xc8) + byte(0xc1) + low_first(static_cast<unsigned>(bytes.size()), 2) +
         std::string(bytes) + attribute_id(attribute);
}
std::string op(unsigned code) {
  return byte(code);
}
std::string data(std::string_view bytes) {
  return byte(0xfa) + low_first(static_cast<unsigned>(bytes.size()), 4) + std::string(bytes);
}

std::string pjl_begin() {
  return std::string(uel) + "@PJL JOB NAME=\"letter to Ada\"\r\n@PJL SET USERNAME=\"mia\"\r\n@PJL "
                            "SET RESOLUTION=600\r\n"
                            "@PJL SET ECONOMODE=OFF\r\n@PJL ENTER LANGUAGE=PCLXL\r\n";
}
std::string pjl_end() {
  return std::string(uel) + "@PJL EOJ NAME=\"letter to Ada\"\r\n" + std::string(uel);
}
std::string begin_session() {
  return ") HP-PCL XL;2;0\n" + ubyte(0, 134) + xy16(600, 600, 137) + ubyte(3, 143) + op(0x41) +
         ubyte(0, 136) + ubyte(1, 130) + op(0x48);
}
std::string end_session() {
  return op(0x49) + op(0x42);
}
std::string begin_page(const XlPage& page) {
  return ubyte(0, 40) + ubyte(page.media_size, 37) + ubyte(page.source, 38) +
         (page.type.empty() ? "" : bytes_value(page.type, 39)) + ubyte(0, 36) + page.sides +
         op(0x43);
}
std::string end_page(unsigned copies) {
  return uint16(copies, 49) + op(0x44);
}
std::string ink_palette() {
  return ubyte(1, 3) + ubyte(2, 2) + bytes_value(std::string_view("\xff\x00", 2), 6) + op(0x6a);
}
std::string begin_image(unsigned x, unsigned y, unsigned width, unsigned height) {
  return xy16(x, y, 76) + op(0x6b) + ubyte(1, 100) + ubyte(0, 98) + uint16(width, 108) +
         uint16(height, 107) + xy16(width, height, 103) + op(0xb0);
}
std::string read_image(unsigned start, unsigned rows, unsigned mode, std::string_view block,
                       std::string_view extra) {
  return uint16(start, 109) + uint16(rows, 99) + ubyte(mode, 101) + std::string(extra) + op(0xb1) +
         data(block);
}
std::string small_page(std::string_view four_rows) {
  std::string padded;
  for (std::size_t i = 0; i < 4; ++i)
    padded += std::string(four_rows.substr(2 * i, 2)) + std::string(2, '\0');
  return begin_page() + ink_palette() + begin_image(200, 300, 16, 4) + read_image(0, 4, 0, padded) +
         op(0xb2) + end_page();
}
std::string small_job() {
  return pjl_begin() + begin_session() + small_page() + end_session() + pjl_end();
}

std::string small_pcl5_job() {
  std::string job = pjl_begin();
  job.replace(job.find("PCLXL"), 5, "PCL");
  const std::string esc = "\x1b";
  job += esc + "E" + esc + "&u600D" + esc + "&l7h26a0o0e0l1x0S" + esc + "*p58x300Y" + esc +
         "*t600R" + esc + "*r0f4t16s1A" + esc + "*b0m2W\xff\xff" + esc + "*b2W\x80\x01" + esc +
         "*b3m0W" + esc + "*b2m2W\xff\xff" + esc + "*rC\f" + esc + "E";
  return job + pjl_end();
}

} // namespace platen::twin::test
