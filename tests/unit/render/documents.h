#pragma once

#include "render/document.h"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

// Test documents, made here, and what is drawn of them.
namespace platen::render::testing_support {

struct PdfPage {
  std::string boxes; // "/MediaBox [0 0 200 300] /Rotate 90 ..."
  std::string contents;
  std::string resources = {}; // beside the font
};
// A small PDF with Helvetica as /F1.
std::string make_pdf(const std::vector<PdfPage>& pages);
// The same with other /Pages entries, for faults.
std::string make_pdf_without_pages();

UniqueFd as_file(std::string_view content);
Limits small_limits(); // short deadlines, 20 s of processor time
Result<std::unique_ptr<Document>> open_text(std::string_view content,
                                            const Limits& limits = small_limits());

struct Image {
  std::int32_t width = 0, height = 0, channels = 1;
  std::vector<std::uint8_t> samples; // one byte a channel; mask pixels as 0 and 1
  std::uint8_t at(std::int32_t x, std::int32_t y, std::int32_t channel = 0) const {
    return samples[static_cast<std::size_t>((y * width + x) * channels + channel)];
  }
};

// A run of one raster over the pages as they are, at `dpi`, with the first page's size.
VectorRun whole_pages(const Document& document, std::vector<std::int32_t> pages, Dpi dpi,
                      PixelFormat format);
// All pages of a run; `rows` are read at a time.
Result<std::vector<Image>> draw_all(const Document& document, const VectorRun& run,
                                    const model::ColourTarget& target, std::int32_t rows = 37);
Result<Image> read_rows(RowSource& source, std::int32_t rows);

// Quarter turns clockwise.
Image turned(const Image& image, std::int32_t quarter_turns);
// The share of pixels that differ by more than a quarter of the scale, with b moved by dx, dy.
double difference(const Image& a, const Image& b, std::int32_t dx = 0, std::int32_t dy = 0);

// The processes that this one has started and not yet reaped.
std::vector<pid_t> children();

// Points each test program at the worker that was built with it.
void use_built_worker();

// A folder that is removed at the end.
class Folder {
public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
  std::filesystem::path path_;
};
// Runs a program of another house; the raw PGM or PPM that it writes to its standard output.
Image picture_from(const std::string& command);

} // namespace platen::render::testing_support
