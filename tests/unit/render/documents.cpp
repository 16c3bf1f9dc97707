#include "documents.h"

#include "base/limits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace platen::render::testing_support {
namespace {

std::string assemble(const std::vector<std::string>& objects) {
  std::string pdf = "%PDF-1.7\n", table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::array<char, 32> entry{};
    std::snprintf(entry.data(), entry.size(), "%010zu 00000 n \n", pdf.size());
    table += entry.data();
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string size = std::to_string(objects.size() + 1), start = std::to_string(pdf.size());
  return pdf + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer\n<</Size " + size +
         "/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
}

} // namespace

std::string make_pdf(const std::vector<PdfPage>& pages) {
  std::vector<std::string> objects = {"<</Type/Catalog/Pages 2 0 R>>", "",
                                      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
  std::string kids;
  for (const PdfPage& page : pages) {
    const std::string number = std::to_string(objects.size() + 1),
                      next = std::to_string(objects.size() + 2);
    kids += number + " 0 R ";
    objects.push_back("<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>" + page.resources +
                      ">>" + page.boxes + "/Contents " + next + " 0 R>>");
    objects.push_back("<</Length " + std::to_string(page.contents.size()) + ">>stream\n" +
                      page.contents + "\nendstream");
  }
  objects[1] = "<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>";
  return assemble(objects);
}

std::string make_pdf_without_pages() {
  return assemble({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"});
}

UniqueFd as_file(std::string_view content) {
  UniqueFd fd = unnamed_file().value();
  EXPECT_TRUE(write_all(fd.get(), as_bytes(content)));
  return fd;
}

Limits small_limits() {
  Limits limits = Limits::standard();
  limits.cpu = std::chrono::seconds(20);
  limits.stall = std::chrono::seconds(60);
  return limits;
}

Result<std::unique_ptr<Document>> open_text(std::string_view content, const Limits& limits) {
  static const Cancel never;
  return open_document(as_file(content), limits, never);
}

VectorRun whole_pages(const Document& document, std::vector<std::int32_t> pages, Dpi dpi,
                      PixelFormat format) {
  const PageInfo& first = document.info().pages[static_cast<std::size_t>(pages.front())];
  VectorRun run;
  run.pages = std::move(pages);
  run.resolution = dpi;
  run.format = format;
  run.width = static_cast<std::int32_t>(std::lround(first.width.v * dpi.v / 72));
  run.height = static_cast<std::int32_t>(std::lround(first.height.v * dpi.v / 72));
  return run;
}

Result<Image> read_rows(RowSource& source, std::int32_t rows) {
  const PageShape shape = source.shape();
  Image image{shape.width, shape.height, shape.format.channels(), {}};
  RowBuffer buffer(shape.width, rows, shape.format);
  for (std::int32_t y = 0; y < shape.height; y += rows) {
    const Band band = buffer.band({y, std::min(rows, shape.height - y)});
    TRY_VOID(source.read(band));
    for (std::int32_t row = y; row < band.rows().end(); ++row) {
      const auto bytes = band.row(row);
      for (std::int32_t x = 0; x < shape.width * image.channels; ++x) {
        const auto sample =
            shape.format == mask1
                ? (std::to_integer<unsigned>(bytes[static_cast<std::size_t>(x / 8)]) >>
                   (7 - x % 8)) &
                      1
                : std::to_integer<unsigned>(bytes[static_cast<std::size_t>(x)]);
        image.samples.push_back(static_cast<std::uint8_t>(sample));
      }
    }
  }
  return image;
}

Result<std::vector<Image>> draw_all(const Document& document, const VectorRun& run,
                                    const model::ColourTarget& target, std::int32_t rows) {
  TRY(const auto stream, document.draw(run, target));
  std::vector<Image> images;
  for (std::size_t i = 0; i < run.pages.size(); ++i) {
    TRY(const auto page, stream->next());
    TRY(Image image, read_rows(*page, rows));
    images.push_back(std::move(image));
  }
  return images;
}

Image turned(const Image& image, std::int32_t quarter_turns) {
  if (quarter_turns == 0) return image;
  Image once{image.height, image.width, image.channels,
             std::vector<std::uint8_t>(image.samples.size())};
  for (std::int32_t y = 0; y < once.height; ++y)
    for (std::int32_t x = 0; x < once.width; ++x)
      for (std::int32_t c = 0; c < once.channels; ++c)
        once.samples[static_cast<std::size_t>((y * once.width + x) * once.channels + c)] =
            image.at(y, image.height - 1 - x, c);
  return turned(once, quarter_turns - 1);
}

double difference(const Image& a, const Image& b, std::int32_t dx, std::int32_t dy) {
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  std::int64_t differing = 0, counted = 0;
  for (std::int32_t y = std::max(0, dy); y < std::min(a.height, a.height + dy); ++y)
    for (std::int32_t x = std::max(0, dx); x < std::min(a.width, a.width + dx); ++x) {
      ++counted;
      if (std::abs(a.at(x, y) - b.at(x - dx, y - dy)) > 64) ++differing;
    }
  return static_cast<double>(differing) / static_cast<double>(counted);
}

std::vector<pid_t> children() {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    pid_t pid = 0, parent = 0;
    std::string name, state;
    if (stat >> pid >> name >> state >> parent && parent == ::getpid()) found.push_back(pid);
  }
  return found;
}

void use_built_worker() {
  ::setenv("PLATEN_WORKER", PLATEN_WORKER_BUILT, 1);
}

Folder::Folder() {
  std::string name =
      (std::filesystem::temp_directory_path() / "platen-render-test.XXXXXX").string();
  EXPECT_NE(::mkdtemp(name.data()), nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::filesystem::remove_all(path_);
}

Image picture_from(const std::string& command) {
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  std::array<char, 3> magic{};
  int width = 0, height = 0, most = 0;
  EXPECT_EQ(std::fscanf(pipe, "%2s %d %d %d", magic.data(), &width, &height, &most), 4) << command;
  std::fgetc(pipe);
  Image image{width, height, magic[1] == '6' ? 3 : 1, {}};
  image.samples.resize(static_cast<std::size_t>(width * height * image.channels));
  EXPECT_EQ(std::fread(image.samples.data(), 1, image.samples.size(), pipe), image.samples.size())
      << command;
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return image;
}

} // namespace platen::render::testing_support
