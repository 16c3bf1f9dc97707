#include "flow/prepared_job.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"
#include "virtual/device.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// A job in two phases prints what it prints in one.
namespace platen::flow::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace support = render::testing_support;

const DeviceMemory asked{true, nullptr}; // and it said nothing

PrintJob job_for(const SmallPaper& paper, const std::vector<std::string>& documents,
                 model::Options options = {}) {
  options.insert(options.begin(), paper.options.begin(), paper.options.end());
  PrintRequest request = request_for(paper.model, options, documents.at(0), "-");
  for (std::size_t i = 1; i < documents.size(); ++i)
    request.documents.push_back(support::as_file(documents[i]));
  request.workers = 2;
  return std::move(static_cast<PrintJob&>(request));
}

struct Delivering {
  Cancel gently, at_once;
  support::Folder folder;
  std::string path() const { return (folder / "job").string(); }
  Delivery how() const { return {"file:" + path(), gently, at_once}; }
};

TEST(PreparedJob, GivesTheBytesOfAJobInOnePiece) {
  const std::string document = busy_pages(5);
  for (const SmallPaper& paper : small_papers()) {
    SCOPED_TRACE(paper.model);
    Delivering to;
    PreparedJob job(job_for(paper, {document}), std::make_shared<Parking>(1 << 20));
    ASSERT_TRUE(job.begin(asked));
    const Delivered result = job.deliver(to.how(), asked);
    ASSERT_EQ(result.fault, Delivered::Fault::none) << result.error.what;
    EXPECT_EQ(result.report.delivered.sheets_sent, 5);
    EXPECT_TRUE(twin::test::read_text(to.path()) == printed(paper.model, paper.options, document));
  }
}

TEST(PreparedJob, WaitsForRoomAndLeavesNoneTaken) {
  const auto parking = std::make_shared<Parking>(1);
  {
    std::promise<void> rendered;
    PreparedJob job(job_for(small_papers()[1], {busy_pages(30)}), parking,
                    [&] { rendered.set_value(); });
    ASSERT_TRUE(job.begin({}));
    auto soon = rendered.get_future();
    EXPECT_EQ(soon.wait_for(std::chrono::seconds(2)), std::future_status::timeout);
    EXPECT_FALSE(job.rendered());
    EXPECT_GT(parking->parked(), 0u);
    Delivering to;
    EXPECT_EQ(job.deliver(to.how(), {}).fault, Delivered::Fault::none);
    EXPECT_EQ(parking->parked(), 0u);
  }
  {
    PreparedJob dropped(job_for(small_papers()[1], {busy_pages(3)}), parking);
    ASSERT_TRUE(dropped.begin({}));
    for (int i = 0; i < 500 && parking->parked() == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(parking->parked(), 0u);
}

TEST(PreparedJob, IsDrawnAnewForADeviceThatIsNotAsRemembered) {
  // A model whose margins are not those that the twin answers: what is drawn ahead does not fit.
  const SmallPaper& paper = small_papers()[0];
  model::Model other = model_of(paper.model);
  for (auto& entry : other.media)
    entry.margins.top = entry.margins.top + Hmm{500};
  support::use_built_worker();
  auto ticket = model::make_ticket(other, paper.options);
  ASSERT_TRUE(ticket) << ticket.error().message();
  PrintJob work(other, *ticket);
  work.documents.push_back(support::as_file(busy_pages(2)));
  twin::DeviceOptions options;
  options.model = paper.model;
  std::vector<twin::JobRecord> printed;
  options.sheets.on_job = [&](const twin::JobRecord& job) { printed.push_back(job); };
  const auto device = twin::VirtualDevice::open(std::move(options));
  ASSERT_TRUE(device) << device.error().message();
  std::thread serving([&] { static_cast<void>((*device)->serve()); });
  const Cancel gently, at_once;
  Delivery how("socket://127.0.0.1:" + std::to_string((*device)->port()), gently, at_once);
  DeviceMemory memory;
  how.asked = [&](const DeviceMemory& said) { memory = said; };
  PreparedJob job(std::move(work));
  ASSERT_TRUE(job.begin(asked));
  const Delivered result = job.deliver(how, asked);
  EXPECT_EQ(result.fault, Delivered::Fault::none) << result.error.what;
  EXPECT_TRUE(memory.asked);
  EXPECT_NE(memory.answer, nullptr);
  (*device)->stop();
  serving.join();
  ASSERT_EQ(printed.size(), 1u);
  EXPECT_EQ(printed[0].state, twin::JobState::completed) << printed[0].reason;
}

TEST(PreparedJob, CanBeDeliveredAgainWhenTheDeviceWasNotThere) {
  Delivering to;
  PreparedJob job(job_for(small_papers()[1], {busy_pages(2)}));
  const Delivered none = job.deliver({"socket://127.0.0.1:1", to.gently, to.at_once}, {});
  EXPECT_EQ(none.fault, Delivered::Fault::connection);
  EXPECT_EQ(none.error.code, Errc::unreachable);
  EXPECT_FALSE(none.planned); // nothing was drawn in vain
  EXPECT_FALSE(job.spent());
  EXPECT_EQ(job.deliver(to.how(), {}).fault, Delivered::Fault::none);
  EXPECT_TRUE(job.spent());
}

TEST(PreparedJob, SaysWhatItReallyUsed) {
  Delivering to;
  PreparedJob job(
      job_for(small_papers()[1], {busy_pages(2)},
              {{"copies", "2"},
               {"overrides", R"([{"pages":"2","media":"a5","media-source":"by-pass-tray"}])"}}));
  const Delivered result = job.deliver(to.how(), {});
  ASSERT_EQ(result.fault, Delivered::Fault::none) << result.error.what;
  const auto& actual = result.report.actual;
  EXPECT_THAT(actual, Contains(Pair("copies", "2")));
  EXPECT_THAT(actual, Contains(Pair("media", "na_monarch_3.875x7.5in")));
  EXPECT_THAT(actual, Contains(Pair("media", "iso_a5_148x210mm")));
  EXPECT_THAT(actual, Contains(Pair("media-source", "by-pass-tray")));
  EXPECT_THAT(actual, Contains(Pair("print-color-mode", "monochrome")));
  EXPECT_THAT(actual, Contains(Pair("sides", "one-sided")));
  EXPECT_THAT(actual, Contains(Pair("printer-resolution", "600dpi")));
  EXPECT_THAT(actual, Contains(Pair("orientation-requested", "portrait")));
}

// Both languages name paper and tray of each side.
TEST(Overrides, ReachTheDeviceSideBySide) {
  const auto office =
      taken("canon-ir1024",
            printed("canon-ir1024",
                    {{"media", "a4"},
                     {"overrides", R"([{"pages":"2","media":"letter","media-source":"tray-2"}])"}},
                    busy_pages(3)));
  ASSERT_EQ(office.size(), 3u);
  EXPECT_NE(office[1].record.medium, office[0].record.medium);
  EXPECT_NE(office[1].record.tray, office[0].record.tray);
  EXPECT_EQ(office[2].record.tray, office[0].record.tray);

  model::Options options = small_papers()[0].options;
  const std::string tray = model_of("canon-pro-1000").media_sources.back().name;
  options.emplace_back("overrides", R"([{"pages":"2","media-source":")" + tray + R"("}])");
  const auto sides = taken("canon-pro-1000", printed("canon-pro-1000", options, busy_pages(3)));
  ASSERT_EQ(sides.size(), 3u);
  EXPECT_NE(sides[1].record.tray, sides[0].record.tray);
  EXPECT_EQ(sides[2].record.tray, sides[0].record.tray);
}

TEST(SeveralDocuments, ArePrintedInTheirOrder) {
  for (const SmallPaper& paper : small_papers()) {
    SCOPED_TRACE(paper.model);
    Delivering to;
    const std::vector<std::string> documents{busy_pages(2), png(busy_picture(200, 300), 72),
                                             busy_pages(1)};
    PreparedJob job(job_for(paper, documents, {{"copies", "2"}}));
    const Delivered result = job.deliver(to.how(), {});
    ASSERT_EQ(result.fault, Delivered::Fault::none) << result.error.what;
    EXPECT_EQ(result.report.delivered.sides_sent, 8);
    const auto sides = taken(paper.model, twin::test::read_text(to.path()));
    ASSERT_EQ(sides.size(), 8u);
    const auto alone = sides_of(paper.model, paper.options, documents[1]);
    EXPECT_TRUE(sides[2].pixels == alone.at(0).pixels);
    EXPECT_TRUE(sides[0].pixels == sides[3].pixels); // both begin with the same page
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_TRUE(sides[i].pixels == sides[i + 4].pixels) << i;
  }
}

TEST(SeveralDocuments, UncollatedGiveEachSheetTwice) {
  Delivering to;
  const SmallPaper& paper = small_papers()[1];
  PreparedJob job(job_for(
      paper, {busy_pages(2), busy_pages(1)},
      {{"copies", "2"}, {"multiple-document-handling", "separate-documents-uncollated-copies"}}));
  const Delivered result = job.deliver(to.how(), {});
  ASSERT_EQ(result.fault, Delivered::Fault::none) << result.error.what;
  EXPECT_EQ(result.report.delivered.sides, 6);
  EXPECT_EQ(result.report.delivered.sheets_sent, 6);
  const auto sides = taken(paper.model, twin::test::read_text(to.path()));
  ASSERT_EQ(sides.size(), 3u);
  for (const auto& side : sides)
    EXPECT_EQ(side.record.copies, 2);
}

TEST(SeveralDocuments, NameTheOneThatIsBad) {
  Delivering to;
  PreparedJob job(job_for(small_papers()[1], {busy_pages(1), busy_pages(1).substr(0, 200)}));
  const Delivered result = job.deliver(to.how(), {});
  EXPECT_EQ(result.fault, Delivered::Fault::document);
  EXPECT_THAT(result.error.what, testing::StartsWith("document 2: "));
}

TEST(Progress, CountsSheetsWhenBothSidesAreSent) {
  std::vector<std::pair<std::int32_t, std::int32_t>> steps;
  Delivering to;
  PreparedJob job(job_for(small_papers()[1], {busy_pages(3)},
                          {{"media", "letter"}, {"sides", "two-sided-long-edge"}}));
  Delivery how = to.how();
  how.progress = [&](const Progress& at) { steps.emplace_back(at.sides_sent, at.sheets_sent); };
  const Delivered result = job.deliver(how, {});
  ASSERT_EQ(result.fault, Delivered::Fault::none) << result.error.what;
  EXPECT_EQ(result.report.delivered.sheets, 2);
  EXPECT_THAT(steps, ElementsAre(Pair(1, 0), Pair(2, 1), Pair(3, 2)));
}

} // namespace
} // namespace platen::flow::test
