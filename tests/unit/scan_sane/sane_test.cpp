// Other people's scanners: libsane's own backend `test` behind platen-sane, beside scanimage.
#include "base/file.h"
#include "base/scratch_folder.h"
#include "scan/device/sane_scanner.h"
#include "unit/scan_device/support.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using std::chrono::milliseconds;
using test::take_side;
using testing::HasSubstr;

// A folder of libsane's settings with the backend `test` alone, and what that shall be.
class Bench {
public:
  explicit Bench(const std::string& settings = {}) : folder_(*ScratchFolder::make()) {
    std::ofstream(folder_.path() / "dll.conf") << "test\n";
    std::ofstream(folder_.path() / "test.conf")
        << "number_of_devices 2\nresolution_min 1.0\nresolution_max 1200.0\nresolution_quant 1.0\n"
           "geometry_min 0.0\ngeometry_max 200.0\ngeometry_quant 1.0\ntest-picture \"Color "
           "pattern\"\n"
        << settings;
    program_.path = PLATEN_SANE_PROGRAM;
    program_.environment = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                            "SANE_CONFIG_DIR=" + folder_.path().string()};
  }
  Result<std::unique_ptr<Scanner>> open(const std::string& device = "test:0") {
    return open_sane_scanner(device, program_, cancel);
  }
  // What scanimage makes of it, without its PNM header.
  std::string scanimage(const std::string& options) const {
    const std::string command = "SANE_CONFIG_DIR=" + folder_.path().string() +
                                " scanimage -d test:0 --format=pnm " + options + " 2>/dev/null";
    std::string all;
    FILE* const pipe = ::popen(command.c_str(), "r");
    std::array<char, 65'536> block{};
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe))
      all.append(block.data(), got);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return all;
  }
  const SaneProgram& program() const { return program_; }
  SaneProgram& program() { return program_; }
  Cancel cancel;

private:
  ScratchFolder folder_;
  SaneProgram program_;
};

ScanRequest request(ColorMode color = ColorMode::color, std::int32_t dpi = 75) {
  return {false, false, color, Dpi{dpi}, {0, 0, 945, 591}}; // 80 x 50 mm
}

std::string all_rows(const test::Side& side) {
  std::string all;
  for (const std::string& row : side.rows)
    all += row;
  return all;
}

TEST(Sane, TellsWhatTheDeviceOffers) {
  Bench bench;
  const auto scanner = bench.open();
  ASSERT_TRUE(scanner) << scanner.error().what;
  const ScannerFacts& facts = (*scanner)->facts();
  ASSERT_TRUE(facts.platen && facts.adf);
  EXPECT_FALSE(facts.adf_two_sided);
  EXPECT_FALSE(facts.buttons);
  EXPECT_EQ(facts.platen->most_width, 2362); // 200 mm
  EXPECT_EQ(facts.platen->most_height, 2362);
  EXPECT_THAT(facts.platen->modes,
              testing::ElementsAre(ColorMode::bilevel, ColorMode::gray, ColorMode::color));
  EXPECT_THAT(facts.platen->resolutions, testing::IsSupersetOf({75, 300, 600, 1200}));
  EXPECT_EQ((*scanner)->state()->feeder, FeederState::unknown);
}

struct Case {
  const char* settings;
  ColorMode color;
  std::int32_t dpi;
  const char* scanimage;
};

// scanimage leaves what it finds behind the last pixel of a row of bits.
std::string without_spare_bits(std::string rows, const PageShape& shape) {
  const std::size_t row = shape.format.row_bytes(shape.width);
  if (shape.format == mask1 && shape.width % 8 != 0)
    for (std::size_t last = row - 1; last < rows.size(); last += row)
      rows[last] = static_cast<char>(rows[last] & (0xff00 >> (shape.width % 8)));
  return rows;
}

class SanePicture : public testing::TestWithParam<Case> {};

TEST_P(SanePicture, IsScanimages) {
  Bench bench(GetParam().settings);
  auto scanner = bench.open();
  ASSERT_TRUE(scanner) << scanner.error().what;
  auto feed = (*scanner)->start(request(GetParam().color, GetParam().dpi));
  ASSERT_TRUE(feed) << feed.error().what;
  const auto side = take_side(**feed, 13);
  ASSERT_TRUE(side && *side) << (side ? "" : side.error().what);
  EXPECT_EQ((*side)->end.warning, "");
  EXPECT_EQ((*side)->end.rows, (*side)->shape.height);
  EXPECT_FALSE((*feed)->next_page()->has_value());
  const std::string theirs =
      bench.scanimage(std::string("-l 0 -t 0 -x 80 -y 50 ") + GetParam().scanimage +
                      " --resolution " + std::to_string(GetParam().dpi));
  const std::string ours = all_rows(**side);
  ASSERT_GT(theirs.size(), ours.size());
  const std::size_t header = theirs.size() - ours.size();
  EXPECT_THAT(theirs.substr(0, header), HasSubstr("\n" + std::to_string((*side)->shape.width) +
                                                  " " + std::to_string((*side)->shape.height)));
  EXPECT_TRUE(without_spare_bits(theirs.substr(header), (*side)->shape) == ours);
}

INSTANTIATE_TEST_SUITE_P(
    All, SanePicture,
    testing::Values(
        Case{"", ColorMode::color, 75, "--mode Color --depth 8"},
        Case{"", ColorMode::color, 300, "--mode Color --depth 8"},
        Case{"", ColorMode::gray, 150, "--mode Gray --depth 8"},
        Case{"", ColorMode::bilevel, 200, "--mode Gray --depth 1"},
        Case{"test-picture \"Grid\"\n", ColorMode::color, 100, "--mode Color --depth 8"},
        Case{"test-picture \"Grid\"\n", ColorMode::bilevel, 75, "--mode Gray --depth 1"},
        Case{"test-picture \"Solid white\"\n", ColorMode::gray, 75, "--mode Gray --depth 8"},
        Case{"depth 16\n", ColorMode::gray, 75, "--mode Gray --depth 8"},
        Case{"read-limit true\nread-limit-size 7\n", ColorMode::color, 75,
             "--mode Color --depth 8"},
        Case{"fuzzy-parameters true\n", ColorMode::gray, 75, "--mode Gray --depth 8"}));

// scanimage itself writes the wasted pixels along, so that its rows are longer than it says.
TEST(Sane, LeavesOutThePixelsThatADriverWastesAtTheEndOfARow) {
  Bench bench("ppl-loss 5\n");
  auto scanner = bench.open();
  auto feed = (*scanner)->start(request());
  ASSERT_TRUE(feed) << feed.error().what;
  const auto side = take_side(**feed);
  ASSERT_TRUE(side && *side);
  const std::string theirs =
      bench.scanimage("-l 0 -t 0 -x 80 -y 50 --mode Color --depth 8 --resolution 75");
  const std::size_t ours = (*side)->rows[0].size(), whole = ours + std::size_t{5} * 3;
  const std::size_t header = theirs.size() - whole * (*side)->rows.size();
  for (std::size_t y = 0; y < (*side)->rows.size(); ++y)
    ASSERT_TRUE(theirs.substr(header + y * whole, ours) == (*side)->rows[y]) << y;
}

TEST(Sane, HasBlackForOneAndWhiteForZeroOfOneBit) {
  for (const auto& [picture, gray] : {std::pair{"Solid black", 0}, {"Solid white", 255}}) {
    Bench bench(std::string("test-picture \"") + picture + "\"\n");
    auto scanner = bench.open();
    for (const ColorMode mode : {ColorMode::bilevel, ColorMode::gray}) {
      auto feed = (*scanner)->start(request(mode));
      const auto side = take_side(**feed);
      ASSERT_TRUE(side && *side);
      const auto first = static_cast<unsigned char>((*side)->rows[0][0]);
      EXPECT_EQ(first, mode == ColorMode::gray ? gray : 255 - gray) << picture;
      // What stands behind the last pixel of a row is no ink.
      const std::int32_t spare = (8 - (*side)->shape.width % 8) % 8;
      if (mode == ColorMode::bilevel) {
        EXPECT_EQ(static_cast<unsigned char>((*side)->rows[0].back()) & ((1 << spare) - 1), 0);
      }
    }
  }
}

TEST(Sane, EmptiesTheFeederSheetBySheet) {
  Bench bench;
  auto scanner = bench.open();
  ScanRequest wanted = request(ColorMode::gray);
  wanted.adf = true;
  auto feed = (*scanner)->start(wanted);
  ASSERT_TRUE(feed) << feed.error().what;
  int sheets = 0;
  for (;;) {
    const auto side = take_side(**feed);
    ASSERT_TRUE(side) << side.error().what;
    if (!*side) break;
    ++sheets;
    ASSERT_LE(sheets, 20);
  }
  EXPECT_EQ(sheets, 10); // the backend's own number
  feed->reset();
  EXPECT_TRUE((*scanner)->start(request())); // and the glass after it
}

TEST(Sane, GivesTheRowsOfAHandScannerThatKnowsNoHeight) {
  Bench bench("hand-scanner true\n");
  auto scanner = bench.open();
  ASSERT_TRUE(scanner) << scanner.error().what;
  const std::int32_t width = (*scanner)->facts().platen->most_width,
                     height = (*scanner)->facts().platen->most_height;
  auto feed = (*scanner)->start({false, false, ColorMode::gray, Dpi{75}, {0, 0, width, height}});
  ASSERT_TRUE(feed) << feed.error().what;
  const auto side = take_side(**feed);
  ASSERT_TRUE(side && *side) << (side ? "" : side.error().what);
  EXPECT_GT((*side)->end.rows, 0);
  EXPECT_THAT((*side)->end.warning, HasSubstr("ended the side after"));
}

TEST(Sane, SaysInWordsWhatStoppedIt) {
  for (const auto& [status, code, words] :
       {std::tuple{"SANE_STATUS_JAMMED", Errc::conflict, "jammed"},
        {"SANE_STATUS_COVER_OPEN", Errc::conflict, "cover"},
        {"SANE_STATUS_NO_DOCS", Errc::conflict, "no paper"},
        {"SANE_STATUS_DEVICE_BUSY", Errc::busy, "busy"},
        {"SANE_STATUS_IO_ERROR", Errc::io, "failed"},
        {"SANE_STATUS_NO_MEM", Errc::limit, "memory"},
        {"SANE_STATUS_ACCESS_DENIED", Errc::denied, "denied"},
        {"SANE_STATUS_UNSUPPORTED", Errc::unsupported, "cannot"}}) {
    Bench bench(std::string("read-status-code \"") + status + "\"\n");
    bench.program().patience.rows = milliseconds{5'000};
    auto scanner = bench.open();
    ASSERT_TRUE(scanner) << scanner.error().what;
    auto feed = (*scanner)->start(request());
    ASSERT_TRUE(feed) << feed.error().what;
    auto side = take_side(**feed);
    // The backend hangs now and then: sane_cancel() joins its reader's thread, which waits for a
    // lock of its own heap. Such a process is ended, and another one answers.
    while (!side && side.error().code == Errc::timeout) {
      feed->reset();
      scanner = bench.open();
      ASSERT_TRUE(scanner);
      feed = (*scanner)->start(request());
      ASSERT_TRUE(feed);
      side = take_side(**feed);
    }
    ASSERT_FALSE(side) << status;
    EXPECT_EQ(side.error().code, code) << status;
    EXPECT_THAT(side.error().what, HasSubstr(words));
    feed->reset();
    EXPECT_TRUE((*scanner)->state()); // it goes on
  }
}

TEST(Sane, RefusesThreePasses) {
  Bench bench("mode Color\nthree-pass true\n");
  auto scanner = bench.open();
  ASSERT_TRUE(scanner);
  const auto feed = (*scanner)->start(request());
  ASSERT_FALSE(feed);
  EXPECT_EQ(feed.error().code, Errc::unsupported);
  EXPECT_THAT(feed.error().what, HasSubstr("three passes"));
  EXPECT_TRUE((*scanner)->start(request(ColorMode::gray)));
}

TEST(Sane, RefusesWhatIsNotOnTheGlass) {
  Bench bench;
  auto scanner = bench.open();
  ScanRequest wanted = request();
  wanted.region.width = 2363;
  EXPECT_EQ((*scanner)->start(wanted).error().code, Errc::invalid);
  wanted = request();
  wanted.two_sided = true;
  EXPECT_EQ((*scanner)->start(wanted).error().code, Errc::unsupported);
}

TEST(Sane, SaysThatThereIsNoSuchDevice) {
  Bench bench;
  for (const std::string& name :
       {std::string("test:7"), std::string("nonsense"), std::string(), std::string(5'000, 'x')}) {
    const auto scanner = bench.open(name);
    if (name.empty() && scanner) continue; // libsane takes its first device
    ASSERT_FALSE(scanner) << name;
    EXPECT_THAT(scanner.error().what, testing::Not(testing::IsEmpty()));
  }
  bench.program().path = "/nonexistent/platen-sane";
  EXPECT_FALSE(bench.open());
}

TEST(Sane, EndsWhenItIsCancelledInMidSide) {
  Bench bench("read-delay true\nread-delay-duration 200000\n");
  auto scanner = bench.open();
  auto feed = (*scanner)->start(request(ColorMode::color, 600));
  ASSERT_TRUE(feed);
  const auto shape = (*feed)->next_page();
  ASSERT_TRUE(shape && *shape);
  auto reading = std::async(std::launch::async, [&] {
    RowBuffer rows((*shape)->width, 16, (*shape)->format);
    for (;;) {
      const auto count = (*feed)->read(rows.band({0, 16}));
      if (!count || *count == 0) return count;
    }
  });
  bench.cancel.request();
  const auto end = reading.get();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Errc::cancelled);
}

TEST(Sane, CanBeUsedAgainAfterASideThatWasLeft) {
  Bench bench;
  auto scanner = bench.open();
  for (int round = 0; round < 3; ++round) {
    auto feed = (*scanner)->start(request(ColorMode::color, 300));
    ASSERT_TRUE(feed) << feed.error().what;
    const auto shape = (*feed)->next_page();
    RowBuffer rows((*shape)->width, 4, (*shape)->format);
    ASSERT_TRUE((*feed)->read(rows.band({0, 4})));
  }
  auto feed = (*scanner)->start(request());
  EXPECT_TRUE(take_side(**feed)->has_value());
}

// The only child of this process.
pid_t child() {
  std::ifstream file("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  pid_t pid = -1;
  file >> pid;
  return pid;
}

TEST(Sane, SaysThatItsDriverDied) {
  for (const int signal : {SIGSEGV, SIGKILL}) {
    Bench bench;
    auto scanner = bench.open();
    auto feed = (*scanner)->start(request());
    ASSERT_TRUE((*feed)->next_page());
    ::kill(child(), signal);
    const auto side = take_side(**feed);
    ASSERT_FALSE(side);
    EXPECT_EQ(side.error().code, Errc::io);
    EXPECT_THAT(side.error().what, HasSubstr("ended"));
    EXPECT_EQ(side.error().what.find("Segmentation fault") != std::string::npos, signal == SIGSEGV);
    feed->reset();
    EXPECT_FALSE((*scanner)->state());
    EXPECT_EQ(child(), -1); // nothing is left of it
    scanner = bench.open();
    EXPECT_TRUE((*scanner)->state());
  }
}

TEST(Sane, EndsADriverThatHangs) {
  Bench bench;
  bench.program().patience = {milliseconds{20'000}, milliseconds{200}, milliseconds{100}};
  auto scanner = bench.open();
  ASSERT_TRUE(scanner);
  ::kill(child(), SIGSTOP);
  const auto state = (*scanner)->state();
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, Errc::timeout);
  EXPECT_EQ(child(), -1);
}

TEST(Sane, FindsWhatLibsaneFinds) {
  Bench bench;
  const auto found = find_sane_scanners(bench.program(), bench.cancel);
  ASSERT_TRUE(found) << found.error().what;
  std::vector<std::string> names;
  for (const FoundScanner& one : *found)
    names.push_back(one.uri + " " + one.make_and_model);
  EXPECT_THAT(names, testing::ElementsAre("sane:test:0 Noname frontend-tester",
                                          "sane:test:1 Noname frontend-tester"));
}

} // namespace
} // namespace platen::scan
