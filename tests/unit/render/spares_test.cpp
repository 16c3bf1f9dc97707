// Ghostscripts that wait for a document: the same pages, one document each, and gone in time.
#include "documents.h"
#include "render/protocol.h"
#include "render/sandbox/sandbox.h"
#include "render/spares.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <fstream>
#include <numeric>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::render {
namespace {

using namespace testing_support;
using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr std::chrono::seconds patience{60}; // for what is sure to come
constexpr std::chrono::hours not_in_this_test{1};
const model::ColourTarget gray_target{.model = ColorModel::gray, .profile = {}};
const Cancel never;

template<class Condition> bool wait_until(Condition condition) {
  for (const auto end = std::chrono::steady_clock::now() + patience; !condition();) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

std::string line_of_status(pid_t pid, const std::string& key) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key + ":"))
      return line.substr(line.find_first_not_of(" \t", key.size() + 1));
  return {};
}

// Locked is what it is last, before it becomes Ghostscript.
bool is_locked(pid_t pid) {
  return line_of_status(pid, "Name") == "gs" && line_of_status(pid, "Seccomp") == "2" &&
         line_of_status(pid, "NoNewPrivs") == "1" &&
         line_of_status(pid, "CapEff") == "0000000000000000";
}

bool is_gone(pid_t pid) {
  const std::string state = line_of_status(pid, "State");
  return state.empty() || state.starts_with("Z"); // of a parent that does not ask
}

class SparesTest : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }

  // One that is not renewed once it is taken, unless the test says so.
  std::shared_ptr<Spares> make(SpareSettings settings = {}, SparePolicy policy = lasting(),
                               const Limits& limits = small_limits()) {
    return std::make_shared<Spares>(limits, settings, std::move(policy));
  }
  static SparePolicy lasting() {
    SparePolicy policy;
    policy.breath = not_in_this_test;
    policy.free_memory = 0;
    return policy;
  }
  static SparePolicy eager() {
    SparePolicy policy = lasting();
    policy.breath = milliseconds(0);
    policy.first_pause = policy.last_pause = milliseconds(1);
    return policy;
  }
  // The process that waits, locked; another one than `former`.
  static pid_t wait_for_one(pid_t former = 0) {
    pid_t found = 0;
    EXPECT_TRUE(wait_until([&] {
      const auto all = children();
      found = all.size() == 1 ? all.front() : 0;
      return found != 0 && found != former && is_locked(found);
    }));
    std::this_thread::sleep_for(
        milliseconds(50)); // until its parent has put it among those that wait
    return found;
  }
  static std::unique_ptr<Document> open(const std::string& text, std::shared_ptr<Spares> spares,
                                        const Limits& limits = small_limits()) {
    auto document = open_document(as_file(text), limits, never, {}, std::move(spares));
    EXPECT_TRUE(document) << document.error().message();
    return *std::move(document);
  }
};

const std::string two_pages =
    make_pdf({{"/MediaBox[0 0 200 300]", "BT /F1 30 Tf 9 9 Td (One) Tj ET"},
              {"/MediaBox[0 0 200 300]", "0.4 g 0.2 0.5 1 rg 0 0 90 90 re f"}});
const std::string program =
    "%!PS\n<< /PageSize [200 300] >> setpagedevice 0.3 setgray 9 9 99 99 rectfill "
    "/Helvetica findfont 20 scalefont setfont 9 150 moveto (text) show showpage\n";
const std::string figure = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 20 30 120 230\n%%EndComments\n"
                           "0.6 setgray 40 50 60 60 rectfill showpage\n%%EOF\n";

VectorRun run_of(const Document& document, Dpi dpi, PixelFormat format) {
  std::vector<std::int32_t> pages(document.info().pages.size());
  std::iota(pages.begin(), pages.end(), 0);
  VectorRun run = whole_pages(document, std::move(pages), dpi, format);
  if (format == mask1) {
    std::vector<std::uint8_t> cells;
    for (int cell = 0; cell < 256; ++cell)
      cells.push_back(static_cast<std::uint8_t>(1 + (cell * 89) % 255));
    run.screen = std::make_shared<const std::vector<std::uint8_t>>(std::move(cells));
    run.screen_width = run.screen_height = 16;
  }
  return run;
}

struct Drawing {
  PixelFormat format;
  Dpi dpi;
  model::RenderingIntent intent;
};

class SamePages : public SparesTest, public testing::WithParamInterface<Drawing> {};

TEST_P(SamePages, AsFromOneThatIsStartedForThem) {
  const auto& [format, dpi, intent] = GetParam();
  const model::ColourTarget target{.model = format == rgb8 ? ColorModel::rgb : ColorModel::gray,
                                   .profile = {},
                                   .intent = intent};
  for (const std::string& text : {two_pages, program, figure}) {
    const auto cold = open(text, nullptr);
    const VectorRun run = run_of(*cold, dpi, format);
    const auto wanted = draw_all(*cold, run, target);
    ASSERT_TRUE(wanted) << wanted.error().message();

    const auto spares = make({}, eager());
    spares->expect();
    const pid_t first = wait_for_one();
    const auto warm = open(text, spares);
    EXPECT_EQ(is_gone(first), warm->info().format == Format::postscript);
    ASSERT_EQ(warm->info().pages.size(), cold->info().pages.size());
    EXPECT_EQ(warm->info().pages[0].width.v, cold->info().pages[0].width.v);
    EXPECT_EQ(warm->info().warnings, cold->info().warnings);

    const pid_t second = wait_for_one();
    const auto got = draw_all(*warm, run, target);
    ASSERT_TRUE(got) << got.error().message();
    EXPECT_TRUE(is_gone(second));
    ASSERT_EQ(got->size(), wanted->size());
    for (std::size_t page = 0; page < got->size(); ++page)
      EXPECT_EQ((*got)[page].samples, (*wanted)[page].samples) << text.substr(0, 20) << page;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, SamePages,
    testing::Values(Drawing{mask1, Dpi{600}, model::RenderingIntent::automatic},
                    Drawing{mask1, Dpi{150}, model::RenderingIntent::saturation},
                    Drawing{gray8, Dpi{600}, model::RenderingIntent::perceptual},
                    Drawing{gray8, Dpi{100}, model::RenderingIntent::relative_bpc},
                    Drawing{rgb8, Dpi{300}, model::RenderingIntent::relative},
                    Drawing{rgb8, Dpi{72}, model::RenderingIntent::absolute}));

// The first program leaves a mark wherever a program can that lasts; the second looks for it.
TEST_F(SparesTest, TwoDocumentsNeverShareAProcess) {
  const std::string marks =
      "%!PS\ntrue setglobal globaldict /mark 1 put systemdict /mark known pop "
      "{ serverdict begin 0 exitserver } stopped pop userdict /mark 1 put showpage\n";
  const std::string looks =
      "%!PS\n/mark where { pop 0 setgray } { 1 setgray } ifelse 0 0 300 300 rectfill showpage\n";
  const auto spares = make({}, eager());
  spares->expect();
  std::vector<pid_t> used{wait_for_one()};
  for (const std::string& text : {marks, looks, marks, looks}) {
    const auto document = open(text, spares);
    EXPECT_TRUE(is_gone(used.back()));
    used.push_back(wait_for_one(used.back()));
    const auto drawn = draw_all(*document, run_of(*document, Dpi{72}, gray8), gray_target);
    ASSERT_TRUE(drawn) << drawn.error().message();
    EXPECT_EQ(drawn->front().at(5, 5), 255);
    EXPECT_TRUE(is_gone(used.back()));
    used.push_back(wait_for_one(used.back()));
  }
  std::ranges::sort(used);
  EXPECT_EQ(std::ranges::adjacent_find(used), used.end());
}

// Without them pages are as right, and take a fifth more of the processor: nothing else would tell.
TEST_F(SparesTest, AGhostscriptHasItsAllocatorsSettingsAndItsLargeBuffer) {
  const auto content = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto spares = make();
  spares->expect();
  const std::string process = "/proc/" + std::to_string(wait_for_one()) + "/";
  EXPECT_THAT(content(process + "environ"), HasSubstr("glibc.malloc.trim_threshold="));
  EXPECT_THAT(content(process + "maps"), HasSubstr(sandbox::output_buffer_library().string()));
}

// No second one is started for the document, which would leave the first to wait for nobody.
TEST_F(SparesTest, ADocumentTakesTheOneThatIsBeingStarted) {
  SparePolicy policy = lasting();
  policy.free_memory = 1;
  policy.available_memory = [] { // is asked right before the start, while nobody else gets in
    std::this_thread::sleep_for(milliseconds(200));
    return UINT64_MAX;
  };
  const auto spares = make({.count = 0}, policy);
  const auto document = open(two_pages, spares);
  spares->set({.count = 1, .idle = not_in_this_test});
  std::this_thread::sleep_for(milliseconds(50));
  const auto drawn = draw_all(*document, run_of(*document, Dpi{72}, gray8), gray_target);
  ASSERT_TRUE(drawn) << drawn.error().message();
  EXPECT_TRUE(children().empty());
}

TEST_F(SparesTest, NothingWaitsBeforeADocumentComesAndNotForEver) {
  const auto spares = make();
  EXPECT_TRUE(children().empty());
  for (int i = 0; i < 2; ++i) {
    spares->set({.count = 1, .idle = not_in_this_test});
    spares->expect();
    wait_for_one();
    spares->set({.count = 1, .idle = milliseconds(100)});
    EXPECT_TRUE(wait_until([] { return children().empty(); }));
  }
}

TEST_F(SparesTest, AsManyWaitAsWasSaidAndNoneWithZero) {
  const auto spares = make({.count = 9}, eager());
  spares->expect();
  EXPECT_TRUE(wait_until([] { return children().size() == most_spares; }));
  const auto document = open(two_pages, spares); // which takes the list of pages from elsewhere
  EXPECT_LE(children().size(), most_spares);
  spares->set({.count = 1});
  EXPECT_TRUE(wait_until([] { return children().size() == 1; }));
  spares->set({.count = 0});
  EXPECT_TRUE(wait_until([] { return children().empty(); }));
  EXPECT_TRUE(draw_all(*document, run_of(*document, Dpi{72}, gray8), gray_target));
  EXPECT_TRUE(children().empty());
}

TEST_F(SparesTest, NoneWaitsWhenMemoryIsShort) {
  std::atomic<std::uint64_t> available = 0;
  SparePolicy policy = eager();
  policy.free_memory = 1000;
  policy.memory_period = milliseconds(10);
  policy.available_memory = [&] { return available.load(); };
  const auto spares = make({}, policy);
  spares->expect();
  const auto document = open(two_pages, spares);
  EXPECT_TRUE(draw_all(*document, run_of(*document, Dpi{72}, gray8), gray_target));
  EXPECT_TRUE(children().empty());
  available = 1000;
  wait_for_one();
  available = 999;
  EXPECT_TRUE(wait_until([] { return children().empty(); }));
}

TEST_F(SparesTest, AKilledOneIsReplacedAndCostsNothing) {
  const auto spares = make({}, eager());
  spares->expect();
  pid_t waiting = wait_for_one();
  for (int kills = 0; kills < 10; ++kills) {
    ::kill(waiting, SIGKILL);
    waiting = wait_for_one(waiting);
  }
  const auto document = open(two_pages, spares);
  EXPECT_TRUE(draw_all(*document, run_of(*document, Dpi{72}, gray8), gray_target));
  EXPECT_TRUE(is_gone(waiting));
}

TEST_F(SparesTest, AfterADeathThereIsAPause) {
  SparePolicy policy = eager();
  policy.first_pause = policy.last_pause = not_in_this_test;
  const auto spares = make({}, policy);
  spares->expect();
  ::kill(wait_for_one(), SIGKILL);
  EXPECT_TRUE(wait_until([] { return children().empty(); }));
  const auto document = open(two_pages, spares); // expects one, and gets on without it
  EXPECT_TRUE(draw_all(*document, run_of(*document, Dpi{72}, gray8), gray_target));
  EXPECT_TRUE(children().empty());
}

rlimit cpu_limit(pid_t pid) {
  rlimit limit{};
  EXPECT_EQ(::prlimit(pid, RLIMIT_CPU, nullptr, &limit), 0);
  return limit;
}

TEST_F(SparesTest, ProcessorTimeCountsFromTheHandOver) {
  const auto spares = make();
  spares->expect();
  const pid_t waiting = wait_for_one();
  EXPECT_EQ(cpu_limit(waiting).rlim_cur, 20u);
  const auto document = open(two_pages, spares);
  auto pages =
      document->draw(run_of(*document, Dpi{600}, rgb8), {.model = ColorModel::rgb, .profile = {}});
  ASSERT_TRUE(pages);
  ASSERT_EQ(children(), std::vector{waiting}); // it has more to give than a pipe holds
  EXPECT_GE(cpu_limit(waiting).rlim_cur, 21u); // its start is in the second that is more
  EXPECT_LE(cpu_limit(waiting).rlim_cur, 20u + waiting_cpu.count());
  EXPECT_EQ(cpu_limit(waiting).rlim_max, cpu_limit(waiting).rlim_cur + 2);
}

TEST_F(SparesTest, TheLimitsHoldAfterALongWait) {
  Limits limits = small_limits();
  limits.cpu = std::chrono::seconds(1);
  limits.stall = limits.page = std::chrono::seconds(5);
  const auto spares = make({}, eager(), limits);
  spares->expect();
  const pid_t waiting = wait_for_one();
  std::this_thread::sleep_for(limits.stall +
                              std::chrono::seconds(1)); // which are not the document's
  const auto good = open(program, spares, limits);
  EXPECT_TRUE(is_gone(waiting));
  EXPECT_EQ(good->info().pages.size(), 1u);
  limits.stall = limits.page = small_limits().stall;
  const pid_t other = wait_for_one();
  const auto endless = open_document(as_file("%!PS\n{} loop"), limits, never, {}, spares);
  ASSERT_FALSE(endless);
  EXPECT_THAT(endless.error().message(), HasSubstr("more than 1 s of processor time"));
  EXPECT_TRUE(is_gone(other));
}

TEST_F(SparesTest, OtherLimitsAndLargeDocumentsAreNotForIt) {
  const auto spares = make();
  spares->expect();
  const pid_t waiting = wait_for_one();
  Limits others = small_limits();
  others.memory_bytes -= 1;
  EXPECT_EQ(open(program, spares, others)->info().pages.size(), 1u);
  const std::string large = program + "%" + std::string(most_spare_document, 'x') + "\n";
  EXPECT_EQ(open(large, spares)->info().pages.size(), 1u);
  EXPECT_EQ(children(), std::vector{waiting});
}

// A process of its own has one waiting and is killed.
TEST_F(SparesTest, ItEndsWithItsServer) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t server = ::fork();
  if (server == 0) {
    const auto spares = make();
    spares->expect();
    const pid_t waiting = wait_for_one();
    static_cast<void>(write_all(ends[1], std::as_bytes(std::span(&waiting, 1))));
    for (;;)
      ::pause();
  }
  pid_t waiting = 0;
  ASSERT_EQ(::read(ends[0], &waiting, sizeof waiting), static_cast<ssize_t>(sizeof waiting));
  ASSERT_FALSE(is_gone(waiting));
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  EXPECT_TRUE(wait_until([&] { return is_gone(waiting); }));
  for (const int end : ends)
    ::close(end);
}

} // namespace
} // namespace platen::render
