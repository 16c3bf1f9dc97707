#include "base/file.h"
#include "faultscript/script.h"
#include "schedule/wording.h"
#include "unit/schedule/fault_matrix.h"
#include "unit/schedule/world.h"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

namespace platen::schedule::test {
namespace {

using twin::FaultKind;
using twin::Moment;

constexpr std::size_t rows_at_once =
    16; // most of a row is waiting; more only fight for the processors

// The job has sheets 1 to 3; the one after it is sheet 4.
std::string one_page(int number) {
  const std::string mark = std::to_string(20 + 40 * number) + " 60 30 30 re f\n";
  return render::testing_support::make_pdf({{"/MediaBox[0 0 288 432]", mark}});
}
std::string three_pages() {
  std::vector<render::testing_support::PdfPage> pages;
  for (int number = 1; number <= 3; ++number)
    pages.push_back(
        {"/MediaBox[0 0 288 432]", std::to_string(20 + 40 * number) + " 60 30 30 re f\n"});
  return render::testing_support::make_pdf(pages);
}

const char* model_of(Speaker speaker) {
  return speaker == Speaker::ivec ? photo : office;
}

PrinterId add_printer(World& world, Speaker speaker, const std::string& name, const Twin& twin) {
  return world.add_printer(name, model_of(speaker), twin.uri(), [&](job::Printer& printer) {
    if (speaker == Speaker::pcl5) printer.defaults.emplace_back("printer-language", "pcl-5e");
  });
}

// A server for the printers of one language, and all that it ever said of them. Its patience is
// long enough for a busy machine; where nothing is ever answered it is waited out twice in each
// row.
class Server {
public:
  explicit Server(Speaker speaker) {
    const bool silent = speaker == Speaker::silent;
    world.options.workers = 1;
    world.options.deadlines.answer = std::chrono::seconds(silent ? 5 : 6);
    world.options.stall_told = milliseconds(500);
    world.options.status_changed = [this](PrinterId id, const PrinterStatus& status) {
      const std::lock_guard lock(mutex_);
      for (const std::string& reason : status.reasons)
        seen_.emplace(id, reason);
    };
    world.start();
  }
  bool has_seen(PrinterId id, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    return seen_.contains({id, reason});
  }
  World world;

private:
  std::mutex mutex_;
  std::set<std::pair<PrinterId, std::string>> seen_;
};

bool wait(const std::function<bool()>& condition) {
  const auto until = Clock::now() + std::chrono::seconds(200);
  while (!condition()) {
    if (Clock::now() > until) return false;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return true;
}

// Which sheet of the two jobs has this raster.
using Rasters = std::map<std::uint64_t, char>;

std::string drawn(const Twin& twin, const Rasters& rasters) {
  std::string order;
  for (const twin::JobRecord& job : twin.jobs())
    for (const twin::SideRecord& side : job.sides) {
      const auto known = rasters.find(side.raster_hash);
      order += known == rasters.end() ? '?' : known->second;
    }
  return order;
}

// The two jobs on a device without a fault.
Rasters rasters_of(Server& server, Speaker speaker) {
  const Twin twin(model_of(speaker));
  const PrinterId printer = add_printer(server.world, speaker, "reference", twin);
  server.world.submit(printer, {three_pages()});
  server.world.submit(printer, {one_page(4)});
  Rasters rasters;
  char number = '1';
  wait([&] { return twin.jobs().size() == 2; });
  for (const twin::JobRecord& job : twin.jobs())
    for (const twin::SideRecord& side : job.sides)
      rasters[side.raster_hash] = number++;
  EXPECT_EQ(rasters.size(), 4u);
  return rasters;
}

twin::FaultScript script_of(const Expected& row) {
  twin::Fault fault;
  fault.kind = row.fault;
  fault.job = 1;
  fault.at = row.moment;
  fault.sheet = 2;
  if (row.fault == FaultKind::slow) fault.bytes_per_second = 1'000'000;
  return {row.speaker != Speaker::silent, {fault}};
}

bool stops_something(FaultKind kind) {
  return kind <= FaultKind::stall && kind != FaultKind::supply_low;
}

class RowTest {
public:
  RowTest(Server& server, const Rasters& rasters, const Expected& row, std::size_t number)
      : world_(server.world), server_(server), rasters_(rasters), row_(row),
        twin_(model_of(row.speaker), 0, script_of(row)),
        printer_(add_printer(world_, row.speaker, "row-" + std::to_string(number), twin_)) {}

  void run() {
    const JobId id = world_.submit(printer_, {three_pages()});
    mend_when_told(id);
    const Job ended = end_of(id);
    // Told on another channel than the job's own, it may come behind the job's end.
    if (!row_.seen.empty())
      check(wait([&] { return server_.has_seen(printer_, row_.seen); }), "seen: " + row_.seen);
    check(wait([&] { return drawn(twin_, rasters_) == row_.drawn; }),
          "drawn: " + drawn(twin_, rasters_) + " (" + ended.state_message + ")");
    check(!says_what_it_took() || charged(id) == std::ssize(row_.drawn),
          "in the account: " + std::to_string(charged(id)) + " sheets (" + ended.state_message +
              ")");
    twin_.clear_faults();
    const JobId next = world_.submit(printer_, {one_page(4)});
    check(wait([&] { return world_.job(next).state == JobState::completed; }),
          "the next job: " + world_.job(next).state_message);
    check(wait([&] { return drawn(twin_, rasters_) == row_.drawn + '4'; }),
          "drawn in the end: " + drawn(twin_, rasters_));
  }

private:
  // What was sent whole counts as long as the device has said nothing of any sheet: silent ones,
  // and PJL that is broken off before its first page.
  bool says_what_it_took() const {
    const bool breaks_off = row_.fault == FaultKind::drop || row_.fault == FaultKind::refuse;
    const bool before_its_first_page = breaks_off && row_.moment == Moment::first_byte;
    if (row_.speaker == Speaker::ivec) return true;
    return row_.speaker != Speaker::silent && !before_its_first_page;
  }
  // What the account has of the job.
  std::int64_t charged(JobId id) const {
    std::int64_t sheets = -1;
    const auto read = world_.store().each_entry({}, [&](const job::AccountEntry& entry) {
      if (entry.job == id) sheets = entry.sheets;
      return true;
    });
    return read ? sheets : -1;
  }

  void check(bool good, const std::string& what) const {
    EXPECT_TRUE(good) << faultscript::to_string(row_.fault) << ", " << to_string(row_.speaker)
                      << ", " << faultscript::to_string(row_.moment) << ": " << what;
  }

  // Somebody mends the device as soon as the printer has said what it wants; what nobody is told of
  // mends itself.
  void mend_when_told(JobId id) {
    const bool told = !row_.seen.empty();
    const bool waits = told ? row_.fault != FaultKind::supply_low : stops_something(row_.fault);
    if (!waits) return;
    check(wait([&] { return twin_.faults_begun() > 0; }), "the fault begins");
    if (told) {
      check(wait([&] { return server_.has_seen(printer_, row_.seen); }), "told: " + row_.seen);
      const std::string advised(advice(row_.seen));
      check(advised.empty() || wait([&] {
              return world_.job(id).state_message.find(advised) != std::string::npos;
            }),
            "the job says what to do: " + world_.job(id).state_message);
    }
    twin_.clear_faults();
  }

  Job end_of(JobId id) {
    const JobState first = row_.end == End::completed ? JobState::completed
                           : row_.end == End::held    ? JobState::held
                                                      : JobState::aborted;
    check(wait([&] { return world_.job(id).state == first; }),
          std::string(job::to_string(world_.job(id).state)) + ", " + world_.job(id).state_message);
    if (row_.end != End::held) return world_.job(id);
    const Job held = world_.job(id);
    check(held.state_message.find("of 3 sheets had been delivered; ") != std::string::npos,
          held.state_message);
    world_.change_job(id, [](Job& job) { job.state = JobState::pending; });
    check(wait([&] { return world_.job(id).state == JobState::completed; }),
          "released: " + world_.job(id).state_message);
    return world_.job(id);
  }

  World& world_;
  Server& server_;
  const Rasters& rasters_;
  const Expected& row_;
  Twin twin_;
  const PrinterId printer_;
};

TEST(FaultMatrix, EveryFaultInEveryLanguageAtEveryMomentEndsAsTheTableSays) {
  std::map<Speaker, std::unique_ptr<Server>> servers;
  std::map<Speaker, Rasters> rasters;
  for (const Speaker speaker : {Speaker::ivec, Speaker::pcl_xl, Speaker::pcl5, Speaker::silent}) {
    servers[speaker] = std::make_unique<Server>(speaker);
    rasters[speaker] = rasters_of(*servers[speaker], speaker);
  }
  const char* const only = std::getenv("PLATEN_FAULT_ROW"); // "jam", to look at one fault alone
  const std::vector<Expected> matrix = fault_matrix();
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> runners;
  for (std::size_t i = 0; i < rows_at_once; ++i)
    runners.emplace_back([&] {
      for (std::size_t n = next++; n < matrix.size(); n = next++) {
        const Expected& row = matrix[n];
        if (only != nullptr && faultscript::to_string(row.fault) != only) continue;
        RowTest(*servers.at(row.speaker), rasters.at(row.speaker), row, n).run();
      }
    });
  for (std::thread& runner : runners)
    runner.join();
}

TEST(FaultMatrix, HasEveryRowOnce) {
  std::set<std::tuple<FaultKind, Speaker, Moment>> rows;
  for (const Expected& row : fault_matrix())
    EXPECT_TRUE(rows.emplace(row.fault, row.speaker, row.moment).second);
  EXPECT_EQ(rows.size(), 15u * 4u * 5u);
}

TEST(FaultMatrix, IsWhatTheDocumentShows) {
  const std::string path = PLATEN_SOURCE_DIR "/docs/faults.md";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_NE(text.str().find(as_markdown(fault_matrix())), std::string::npos)
      << path << " shall hold:\n"
      << as_markdown(fault_matrix());
}

} // namespace
} // namespace platen::schedule::test
