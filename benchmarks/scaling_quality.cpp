// What scaling does to a hard edge and to a zone plate: platen's filters beside those of
// ImageMagick and libvips, where they are installed, measured by the same code. Usage:
// scaling_quality FOLDER
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "support/scaling_measures.h"
#include "unit/pipeline/memory_rows.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

namespace platen {
namespace {

using test::GrayImage;

// Scales to width x height; false when it cannot.
using Scaler =
    std::function<bool(const GrayImage& in, std::size_t width, std::size_t height, GrayImage& out)>;

Scaler ours(const resample::Filter& filter) {
  return [filter](const GrayImage& in, std::size_t width, std::size_t height, GrayImage& out) {
    const auto size = [](std::size_t v) { return static_cast<std::int32_t>(v); };
    const PageShape from{size(in.width), size(in.height), gray16};
    const PageShape to{size(width), size(height), gray16};
    pipeline::Stages stages;
    stages.push_back(resample::make_resample(from, {0, 0, to.width, to.height}, to, filter));
    test::MemorySource source(from, test::bytes_of(test::samples16(in)));
    test::MemorySink sink;
    if (!pipeline::run_whole_page(source, stages, sink)) return false;
    out = test::from_samples16(width, height, test::samples16(sink.page));
    return true;
  };
}

void write_pgm(const std::string& path, const GrayImage& image) {
  std::ofstream file(path, std::ios::binary);
  file << "P5\n" << image.width << ' ' << image.height << "\n65535\n";
  for (const std::uint16_t v : test::samples16(image))
    file.put(static_cast<char>(v >> 8)).put(static_cast<char>(v & 255));
}

bool read_pgm(const std::string& path, GrayImage& image) {
  std::ifstream file(path, std::ios::binary);
  std::string magic;
  std::size_t width = 0, height = 0, most = 0;
  file >> magic >> std::ws;
  for (std::string comment; file.peek() == '#';)
    std::getline(file, comment);
  file >> width >> height >> most;
  file.get();
  if (!file || magic != "P5" || most != 65535) return false;
  std::vector<std::uint16_t> samples(width * height);
  for (auto& v : samples) {
    const int high = file.get(), low = file.get();
    v = static_cast<std::uint16_t>(high << 8 | low);
  }
  image = test::from_samples16(width, height, samples);
  return static_cast<bool>(file);
}

// `command` with IN, OUT, WIDTH, HEIGHT, XSCALE and YSCALE replaced.
Scaler peer(std::string command, const std::string& folder) {
  return [=](const GrayImage& in, std::size_t width, std::size_t height, GrayImage& out) {
    const std::string from = folder + "/in.pgm", to = folder + "/out.pgm";
    write_pgm(from, in);
    std::remove(to.c_str());
    std::string line = command;
    const auto put = [&](const std::string& word, const std::string& value) {
      for (auto at = line.find(word); at != line.npos; at = line.find(word))
        line.replace(at, word.size(), value);
    };
    const auto ratio = [](std::size_t a, std::size_t b) {
      std::ostringstream text;
      text.precision(17);
      text << static_cast<double>(a) / static_cast<double>(b);
      return text.str();
    };
    put("XSCALE", ratio(width, in.width)), put("YSCALE", ratio(height, in.height));
    put("IN", from), put("OUT", to);
    put("WIDTH", std::to_string(width)), put("HEIGHT", std::to_string(height));
    if (std::system((line + " 2>" + folder + "/errors").c_str()) != 0) return false;
    return read_pgm(to, out) && out.width == width && out.height == height;
  };
}

void print_row(const char* name, const Scaler& scale) {
  GrayImage up, down, plate3, plate2;
  const GrayImage edge = test::step_edge(64, 32), plate = test::zone_plate(600);
  if (!scale(edge, 64 * 5, 32 * 5, up) || !scale(edge, 27, 14, down) ||
      !scale(plate, 200, 200, plate3) || !scale(plate, 300, 300, plate2)) {
    std::printf("%-34s not here\n", name);
    return;
  }
  const auto third = test::zone_plate_figures(plate3, 200.0 / 600);
  const auto half = test::zone_plate_figures(plate2, 0.5);
  std::printf("%-34s %8.1f %% %8.1f %% %8.2f %10.1f dB %8.1f dB %8.1f dB\n", name,
              100 * test::overshoot(up), 100 * test::overshoot(down), test::mtf50(up, 5),
              third.alias_db, half.alias_db, third.kept_db);
}

} // namespace
} // namespace platen

int main(int count, char** words) {
  using namespace platen;
  const std::string folder = count > 1 ? words[1] : ".";
  std::printf("%-34s %10s %10s %8s %13s %11s %11s\n", "", "halo x5", "halo x0.42", "MTF50",
              "alias, x1/3", "x1/2", "kept, x1/3");
  print_row("platen", ours({}));
  print_row("platen without its limiter", ours({.ringing = resample::Ringing::allowed}));
  print_row("platen, Mitchell", ours({resample::Kernel::mitchell, resample::Ringing::allowed}));
  for (const char* filter : {"Lanczos", "Mitchell", "Catrom", "Robidoux"}) {
    const std::string name = std::string("ImageMagick ") + filter;
    print_row(name.c_str(), peer(std::string("convert IN -set colorspace Gray -filter ") + filter +
                                     " -resize WIDTHxHEIGHT! -depth 16 OUT",
                                 folder));
  }
  for (const char* kernel : {"lanczos3", "cubic", "mitchell"}) {
    const std::string name = std::string("libvips ") + kernel;
    print_row(
        name.c_str(),
        peer(std::string("vips resize IN OUT XSCALE --vscale YSCALE --kernel ") + kernel, folder));
  }
  return 0;
}
