// platen_scan_truth [--seed N] [--share PERCENT] [--only PART] [--keep FOLDER]
// Cleans pages whose truth is known, says how far off it was, and fails where that is more than is
// promised. PART: place, blank, faint, kept, color, and by its name alone words (needs tesseract).
// --share: of 400 places, 2,000 blank pages, 1,000 faint ones, 10 of words and so on. --keep writes
// the pages that went wrong.
#include "base/scratch_folder.h"
#include "scan/clean/clean.h"
#include "scan/page/page_file.h"
#include "support/scanned/scene.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include <malloc.h>

namespace platen::test {
namespace {

struct Options {
  std::uint64_t seed = 1;
  int percent = 100;
  std::string only, keep;

  int count(int all) const { return std::max(1, all * percent / 100); }
};

scan::CleanedPage cleaned(const Scanned& scanned, scan::ColorMode mode,
                          const scan::CleanUp& how = {}) {
  scan::PageImage page(scanned.page.shape(), scanned.page.resolution);
  for (std::int32_t y = 0; y < page.height; ++y)
    std::ranges::copy(scanned.page.band().row(y), page.band().row(y).begin());
  auto done = scan::clean(std::move(page), how, mode, {}, {});
  if (!done) {
    std::fprintf(stderr, "%s\n", done.error().message().c_str());
    std::exit(2);
  }
  return std::move(*done);
}

class Report {
public:
  explicit Report(Options options) : options_(std::move(options)) {}

  bool wants(const char* part) const { return options_.only.empty() || options_.only == part; }
  const Options& options() const { return options_; }
  void hold(bool kept, const char* what) {
    if (kept) return;
    std::printf("  NOT KEPT: %s\n", what);
    failed_ = true;
  }
  void keep(const char* part, const Scene& scene, const Scanned& page) const {
    if (options_.keep.empty()) return;
    const std::filesystem::path name = std::filesystem::path(options_.keep) /
                                       (std::string(part) + std::to_string(scene.seed) + ".png");
    if (const auto done = scan::write_page_file(name, page.page); !done)
      std::fprintf(stderr, "%s\n", done.error().message().c_str());
  }
  bool failed() const { return failed_; }

private:
  Options options_;
  bool failed_ = false;
};

void set_surroundings(Scene& scene, Dice& dice, int kind) {
  switch (kind) {
  case 0: // the lid's black, or a feeder's
    scene.surroundings.fill(dice.between(5, 40));
    break;
  case 1: // a feeder's gray
    scene.surroundings.fill(dice.between(90, 170));
    break;
  default: // a white lid, with its shadow
    scene.surroundings.fill(dice.between(247, 253));
    scene.lid_shadow = dice.chance(0.7) ? dice.between(0.3, 1.5) : 0;
  }
}

void set_paper(Scene& scene, Dice& dice) {
  const double level = dice.between(222, 240);
  scene.paper = {level, level - dice.between(0, 3), level - dice.between(0, 12)};
  scene.noise = dice.between(0.8, 3);
  scene.fading = dice.between(0, 0.08);
  scene.jpeg_quality = dice.chance(0.3) ? dice.from_to(70, 95) : 0;
  scene.color = dice.chance(0.2);
}

Scene placed_scene(std::uint64_t seed) {
  Dice dice(seed);
  Scene scene;
  scene.seed = seed;
  scene.dpi = dice.chance(0.8) ? 300 : dice.chance(0.5) ? 200 : 150;
  set_paper(scene, dice);
  const int kind = dice.from_to(0, 3);
  scene.skew = dice.chance(0.3) ? dice.between(-2, 2) : dice.between(-10, 10);
  if (kind == 3) { // the sheet is all that is seen
    scene.sheet_width = scene.picture_width * 1.5;
    scene.sheet_height = scene.picture_height * 1.5;
    scene.text_size = dice.between(9, 16);
    scene.lines = 200;
  } else {
    set_surroundings(scene, dice, kind);
    const bool small = dice.chance(0.5);
    scene.sheet_width = small ? 105 : 148;
    scene.sheet_height = small ? 148 : 210;
    scene.middle_x = scene.picture_width / 2 + dice.between(-8, 8);
    scene.middle_y = scene.picture_height / 2 + dice.between(-20, 20);
    scene.text_size = dice.between(8, 12);
  }
  scene.content = dice.chance(0.7)   ? Content::text
                  : dice.chance(0.5) ? Content::table
                                     : Content::none;
  if (kind == 3) scene.content = Content::text;
  return scene;
}

// The furthest of the four sides from where it is, in millimetres.
double crop_error(const Scene& scene, const scan::PixelBox& box) {
  const double mm = 25.4 / scene.dpi;
  const double left = scene.middle_x - scene.sheet_width / 2;
  const double top = scene.middle_y - scene.sheet_height / 2;
  return std::max({std::abs(box.left * mm - left), std::abs(box.top * mm - top),
                   std::abs((box.left + box.width) * mm - left - scene.sheet_width),
                   std::abs((box.top + box.height) * mm - top - scene.sheet_height)});
}

void report_places(Report& report) {
  const int count = report.options().count(400);
  double worst_angle = 0, worst_crop = 0, sum_angle = 0;
  int bad_angles = 0, bad_crops = 0, crops = 0;
  for (int i = 0; i < count; ++i) {
    const Scene scene =
        placed_scene(report.options().seed * 100'000 + static_cast<std::uint64_t>(i));
    const Scanned page = scan_of(scene);
    const auto findings = cleaned(page, scan::ColorMode::color).findings;
    const double angle = std::abs(findings.skew_degrees - scene.skew);
    sum_angle += angle;
    worst_angle = std::max(worst_angle, angle);
    const bool whole = scene.sheet_width > scene.picture_width;
    const double crop = whole ? 0 : crop_error(scene, findings.sheet);
    crops += whole ? 0 : 1;
    worst_crop = std::max(worst_crop, crop);
    bad_angles += angle >= 0.1 ? 1 : 0;
    bad_crops += crop >= 1 ? 1 : 0;
    if (angle >= 0.1 || crop >= 1) {
      std::printf("  page %llu: %.3f degrees and %.2f mm off\n",
                  static_cast<unsigned long long>(scene.seed), angle, crop);
      report.keep("place", scene, page);
    }
  }
  std::printf(
      "angle: %d pages of up to 10 degrees, off by %.3f degrees at most, %.4f on average; %d by "
      "0.1 or more\n",
      count, worst_angle, sum_angle / count, bad_angles);
  std::printf("crop: %d sheets, off by %.2f mm at most; %d by 1 mm or more\n", crops, worst_crop,
              bad_crops);
  report.hold(bad_angles == 0, "angles to 0.1 degrees");
  report.hold(bad_crops == 0, "edges to 1 mm");
}

// A sheet as a feeder gives it.
Scene fed_scene(std::uint64_t seed, Dice& dice) {
  Scene scene;
  scene.seed = seed;
  set_paper(scene, dice);
  scene.skew = dice.between(-1.5, 1.5);
  set_surroundings(scene, dice, dice.from_to(0, 2));
  if (dice.chance(0.3)) { // all of the picture, and more
    scene.sheet_width = scene.picture_width + 3;
    scene.sheet_height = scene.picture_height + 3;
  }
  scene.holes = dice.chance(0.3) ? 2 * dice.from_to(1, 2) : 0;
  scene.dust = dice.chance(0.5) ? dice.from_to(1, 12) : 0;
  scene.folds = dice.chance(0.25) ? dice.from_to(1, 2) : 0;
  scene.edge_shadow = dice.chance(0.25) ? dice.between(1, 5) : 0;
  return scene;
}

void report_blanks(Report& report) {
  const int count = report.options().count(2'000);
  int missed = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t seed =
        report.options().seed * 100'000 + 10'000 + static_cast<std::uint64_t>(i);
    Dice dice(seed);
    Scene scene = fed_scene(seed, dice);
    scene.show_through = dice.chance(0.75) ? dice.between(0.02, 0.14) : 0;
    scene.blur = dice.between(0.22, 0.4);
    const Scanned page = scan_of(scene);
    const auto findings = cleaned(page, scan::ColorMode::color).findings;
    if (findings.blank) continue;
    ++missed;
    std::printf(
        "  page %llu is blank, but was kept (show-through %.3f, blur %.2f, fold %d, dust %d, "
        "holes %d, shadow %.1f, noise %.1f, jpeg %d)\n",
        static_cast<unsigned long long>(seed), scene.show_through, scene.blur, scene.folds,
        scene.dust, scene.holes, scene.edge_shadow, scene.noise, scene.jpeg_quality);
    report.keep("blank", scene, page);
  }
  std::printf("blank: %d of %d blank pages found (%.2f %%)\n", count - missed, count,
              100.0 * (count - missed) / count);
  report.hold(missed * 200 <= count, "99.5 % of blank pages");
}

void report_faint(Report& report) {
  const int count = report.options().count(1'000);
  int dropped = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t seed =
        report.options().seed * 100'000 + 20'000 + static_cast<std::uint64_t>(i);
    Dice dice(seed);
    Scene scene = fed_scene(seed, dice);
    scene.content = Content::pencil;
    scene.contrast = dice.between(0.10, 0.20);
    scene.lines = dice.from_to(1, 6);
    const Scanned page = scan_of(scene);
    if (!cleaned(page, scan::ColorMode::color).findings.blank) continue;
    ++dropped;
    std::printf(
        "  page %llu is written on, but was dropped (contrast %.3f, lines %d, noise %.1f, jpeg "
        "%d)\n",
        static_cast<unsigned long long>(seed), scene.contrast, scene.lines, scene.noise,
        scene.jpeg_quality);
    report.keep("faint", scene, page);
  }
  std::printf("faint: %d of %d pages in pencil of 10 to 20 %% contrast dropped\n", dropped, count);
  report.hold(dropped * 1000 < std::max(count, 1), "less than 0.1 % of faint pages dropped");
}

// Cleaned where it lies, so that each pixel can be found again.
scan::CleanedPage cleaned_in_place(const Scanned& page) {
  scan::CleanUp how;
  how.deskew = how.crop = how.edge_shadows = scan::OnOff::off;
  return cleaned(page, scan::ColorMode::color, how);
}

// How much of the contrast of pencil is left, on average over its pixels.
double pencil_left(const Scene& scene, const Scanned& page) {
  const auto done = cleaned_in_place(page);
  const double paper = scene.paper[0], most = paper * (1 - 0.6 * scene.contrast);
  double before = 0, after = 0;
  for (std::int32_t y = 0; y < page.page.height; ++y) {
    const auto in = page.page.band().samples<const std::uint8_t>(y);
    const auto out = std::as_const(done.page).band().samples<const std::uint8_t>(y);
    for (std::size_t x = 0; x < in.size(); ++x)
      if (in[x] < most) {
        before += (paper - in[x]) / paper;
        after += (255 - out[x]) / 255.0;
      }
  }
  return after / before;
}

// How much of a stamp's colourfulness is left.
double stamp_left(const Scanned& page) {
  const auto done = cleaned_in_place(page);
  double before = 0, after = 0;
  for (std::int32_t y = 0; y < page.page.height; ++y) {
    const auto in = page.page.band().samples<const std::uint8_t>(y);
    const auto out = std::as_const(done.page).band().samples<const std::uint8_t>(y);
    for (std::size_t i = 0; i + 2 < in.size(); i += 3)
      if (in[i] > in[i + 1] + 60) {
        before += in[i] - in[i + 1];
        after += out[i] - out[i + 1];
      }
  }
  return after / before;
}

void report_kept(Report& report) {
  const int count = report.options().count(50);
  double least_pencil = 9, least_stamp = 9;
  for (int i = 0; i < count; ++i) {
    Scene scene;
    scene.seed = report.options().seed * 100'000 + 30'000 + static_cast<std::uint64_t>(i);
    Dice dice(scene.seed);
    scene.sheet_width = scene.picture_width + 3;
    scene.sheet_height = scene.picture_height + 3;
    scene.noise = dice.between(0.8, 3);
    scene.content = Content::pencil;
    scene.contrast = dice.between(0.10, 0.20);
    scene.lines = 6;
    least_pencil = std::min(least_pencil, pencil_left(scene, scan_of(scene)));
    scene.content = Content::none;
    scene.color = scene.stamp = true;
    least_stamp = std::min(least_stamp, stamp_left(scan_of(scene)));
  }
  std::printf(
      "kept: at least %.0f %% of the contrast of pencil, %.0f %% of the colour of stamps, on %d "
      "pages each\n",
      100 * least_pencil, 100 * least_stamp, count);
  report.hold(least_pencil > 0.7, "seven tenths of the contrast of pencil");
  report.hold(least_stamp > 0.95, "the colour of stamps");
}

void report_color(Report& report) {
  const int count = report.options().count(200);
  int wrong = 0, lost = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t seed =
        report.options().seed * 100'000 + 40'000 + static_cast<std::uint64_t>(i);
    Dice dice(seed);
    Scene scene = fed_scene(seed, dice);
    scene.edge_shadow = 0;
    scene.color = true;
    auto wanted = scan::ColorMode::bilevel;
    scene.content = Content::text;
    if (i % 4 == 1) {
      scene.content = dice.chance(0.5) ? Content::pencil : Content::photo;
      scene.contrast = scene.content == Content::pencil ? dice.between(0.1, 0.25) : 0.9;
      scene.lines = 5;
      wanted = scan::ColorMode::gray;
    } else if (i % 4 == 2) {
      scene.stamp = true;
      wanted = scan::ColorMode::color;
    }
    const Scanned page = scan_of(scene);
    const auto found = cleaned(page, scan::ColorMode::color).findings.color;
    if (found == wanted) continue;
    ++wrong;
    lost +=
        found < wanted ? 1 : 0; // in the order bilevel, gray, color each holds what those before do
    std::printf("  page %llu is of kind %d, and was taken for %d\n",
                static_cast<unsigned long long>(seed), static_cast<int>(wanted),
                static_cast<int>(found));
    report.keep("color", scene, page);
  }
  std::printf("color: of %d pages %d were told wrong, %d of them so that something is lost\n",
              count, wrong, lost);
  report.hold(lost * 100 <= count, "tones and colours on 99 % of the pages");
  report.hold(wrong * 10 <= count, "nine tenths of the decisions");
}

// The share of a page's words that Tesseract reads in a picture of it, in any order.
double words_read(const std::filesystem::path& folder, const scan::PageImage& page,
                  std::vector<std::string> words) {
  const std::string picture = (folder / "page.png").string(), text = (folder / "page").string();
  const std::string command = "tesseract " + picture + " " + text + " --psm 6 >/dev/null 2>&1";
  if (!scan::write_page_file(picture, page) || std::system(command.c_str()) != 0) {
    std::fprintf(stderr, "tesseract cannot be run\n");
    std::exit(2);
  }
  std::ifstream in(text + ".txt");
  const auto all = static_cast<double>(words.size());
  for (std::string word; in >> word;)
    if (const auto at = std::ranges::find(words, word); at != words.end()) words.erase(at);
  return 1 - static_cast<double>(words.size()) / all;
}

// Not a part of the whole: Tesseract takes its time. Ten pages, whose angles are spread evenly
// from -5 to 5 degrees (--share 500: fifty); of every fifth also what it reads as it was scanned,
// which nothing is held to and which takes it longest.
void report_words(Report& report) {
  const int count = report.options().count(10);
  int uncleaned = 0;
  // Its threads wait for each other by spinning: two take more than twice the time of one.
  ::setenv("OMP_THREAD_LIMIT", "1", 1);
  const auto folder = ScratchFolder::make();
  if (!folder) std::exit(2);
  double before = 0, bilevel = 0, gray = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t seed =
        report.options().seed * 100'000 + 50'000 + static_cast<std::uint64_t>(i);
    Dice dice(seed);
    Scene scene = fed_scene(seed, dice);
    scene.content = Content::text;
    scene.color = false;
    scene.skew = -5 + 10 * (i + 0.5) / count;
    scene.show_through = dice.between(0, 0.1);
    const Scanned page = scan_of(scene);
    if (i % 5 == 0) ++uncleaned;
    if (i % 5 == 0) before += words_read(folder->path(), page.page, page.words);
    bilevel += words_read(folder->path(), cleaned(page, scan::ColorMode::bilevel).page, page.words);
    gray += words_read(folder->path(), cleaned(page, scan::ColorMode::gray).page, page.words);
  }
  std::printf("words: Tesseract reads %.2f %% of them as scanned (every fifth page), %.2f %% "
              "cleaned to gray, %.2f %% to "
              "bilevel, on %d pages\n",
              100 * before / uncleaned, 100 * gray / count, 100 * bilevel / count, count);
  report.hold(bilevel >= 0.98 * count && gray >= 0.98 * count, "98 % of the words");
}

} // namespace
} // namespace platen::test

namespace {

[[noreturn]] void misused(const std::string& what) {
  std::fprintf(stderr,
               "platen_scan_truth: %s\nusage: platen_scan_truth [--seed N] [--share PERCENT] "
               "[--only PART] [--keep FOLDER]\n",
               what.c_str());
  std::exit(2);
}

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size())
    misused("\"" + text + "\" is no number");
  return value;
}

platen::test::Options options_of(int argc, char** argv) {
  platen::test::Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--seed")
      options.seed = number(value);
    else if (name == "--share")
      options.percent = static_cast<int>(std::min<std::uint64_t>(number(value), 10'000));
    else if (name == "--only")
      options.only = value;
    else if (name == "--keep")
      options.keep = value;
    else
      misused("unknown option " + name);
  }
  return options;
}

} // namespace

int main(int argc, char** argv) {
  using namespace platen::test;
  std::setvbuf(stdout, nullptr, _IOLBF, 0); // a long run is watched
  // Pages of 26 MB in the heap leave gaps between them that aligned blocks do not fill: 9 GB after
  // some hundred pages.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  Report report(options_of(argc, argv));
  if (report.wants("place")) report_places(report);
  if (report.wants("blank")) report_blanks(report);
  if (report.wants("faint")) report_faint(report);
  if (report.wants("kept")) report_kept(report);
  if (report.wants("color")) report_color(report);
  if (report.options().only == "words") report_words(report);
  return report.failed() ? 1 : 0;
}
