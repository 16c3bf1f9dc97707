#include "base/scratch_folder.h"
#include "fake_scanners.h"
#include "scan/engine/sessions.h"
#include "scan/page/page_file.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public ::testing::Test {
protected:
  ScratchFolder folder = ScratchFolder::make().value();
  FakeScanners scanners;
  // Refuses what ends a pass while `full`: the disk is.
  class FullStore final : public RecordStore {
  public:
    FullStore(std::unique_ptr<RecordStore> store, const std::atomic<bool>& full)
        : store_(std::move(store)), full_(full) {}
    Result<void> change(const std::vector<RecordChange>& changes) override {
      const bool ends = changes.at(0).value &&
                        changes[0].value->find("\"stage\":\"waiting\"") != std::string::npos;
      if (full_ && ends) return fail(Errc::io, "no space left on the disk");
      return store_->change(changes);
    }
    Result<std::vector<std::pair<std::string, std::string>>> all(RecordKind kind) const override {
      return store_->all(kind);
    }
    Result<std::int64_t> next(const std::string& counter) override { return store_->next(counter); }

  private:
    std::unique_ptr<RecordStore> store_;
    const std::atomic<bool>& full_;
  };
  std::atomic<bool> full = false;
  std::unique_ptr<RecordStore> store =
      std::make_unique<FullStore>(open_record_store(folder.path()).value(), full);
  std::vector<Session> to_deliver;
  std::function<Result<Buffer>(const std::string&)> profile;
  std::unique_ptr<Sessions> sessions = open();

  std::unique_ptr<Sessions> open() {
    return Sessions::open({.store = *store,
                           .scanners = scanners,
                           .folder = folder.path() / "sessions",
                           .clock = [] { return std::int64_t{1'790'000'000}; },
                           .log = [](std::string_view, std::string_view) {},
                           .orientation = {},
                           .read_text = [](const PageImage&, const std::vector<std::string>&,
                                           const Cancel&) -> Result<PageText> {
                             return fail(Errc::io, "the reader has died");
                           },
                           .profile = profile,
                           .deliver = [this](const Session& session) -> Result<void> {
                             to_deliver.push_back(session);
                             return {};
                           },
                           .canceled = {},
                           .uuid = "0",
                           .changed = {},
                           .turn = 100ms})
        .value();
  }

  void restart() {
    sessions.reset();
    sessions = open();
    sessions->resume();
  }

  SessionId start(Options options) {
    options.insert(options.begin(), {"input-resolution", "75"});
    if (std::ranges::find(options, "format", [](const auto& one) { return one.first; }) ==
        options.end())
      options.emplace_back("format", "png");
    const auto begun = sessions->start({"office", "ann", "", with({}, options).value()});
    EXPECT_TRUE(begun) << begun.error().message();
    return begun ? (*begun)->id : 0;
  }

  // The session when it is at rest.
  Session rest(SessionId id) {
    for (int i = 0; i < 3'000; ++i) {
      const auto session = sessions->book().find(id);
      if (session && session->stage != Stage::scanning && session->stage != Stage::making)
        return *session;
      std::this_thread::sleep_for(10ms);
    }
    ADD_FAILURE() << "scan " << id << " does not come to rest";
    return {};
  }

  void lay(std::initializer_list<std::uint8_t> grays) {
    for (const std::uint8_t gray : grays)
      scanners.feeder.emplace_back().image = plain_page(64, 96, gray);
  }

  static std::vector<std::int32_t> numbers(const Session& session) {
    std::vector<std::int32_t> all;
    for (const ScanPage& page : session.pages)
      all.push_back(page.number);
    return all;
  }

  std::uint8_t gray_of(const Session& session, std::int32_t number) {
    const auto file = sessions->book().folder(session.id).shown(*page_of(session, number));
    const PageImage page = read_page_file(file).value();
    return page.band().samples<std::uint8_t>(page.height /
                                             2)[static_cast<std::size_t>(page.shape().width / 2)];
  }

  const Options plain{{"deskew", "false"},
                      {"crop", "false"},
                      {"whiten-background", "false"},
                      {"remove-edge-shadows", "false"},
                      {"input-color-mode", "monochrome"}};
  Options plain_and(Options more) const {
    Options all = plain;
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

TEST_F(SessionsTest, AStackBecomesFiles) {
  lay({100, 150, 200});
  const Session session = rest(start(plain));
  EXPECT_EQ(session.stage, Stage::done) << session.message;
  ASSERT_EQ(session.files.size(), 3U); // a PNG has one page
  for (const PackedFile& file : session.files)
    EXPECT_TRUE(std::filesystem::exists(file.path));
  EXPECT_EQ(gray_of(session, 2), 150);
}

TEST_F(SessionsTest, AProfileThatCannotBeReadIsToldAndDoneWithout) {
  profile = [](const std::string& scanner) -> Result<Buffer> {
    return fail(Errc::malformed, scanner + ".icc is damaged");
  };
  restart();
  lay({200});
  const Session session = rest(start({}));
  EXPECT_EQ(session.stage, Stage::done);
  EXPECT_EQ(session.files.size(), 1U);
  EXPECT_NE(session.message.find("without the profile of office: office.icc is damaged"),
            std::string::npos)
      << session.message;
}

TEST_F(SessionsTest, TheGlassIsTakenWhenTheFeederIsEmpty) {
  scanners.glass.emplace().image = plain_page(64, 96, 70);
  const Session session = rest(start(plain));
  EXPECT_EQ(session.stage, Stage::done) << session.message;
  EXPECT_EQ(session.pages.size(), 1U);
  EXPECT_FALSE(scanners.requests.at(0).adf);
}

TEST_F(SessionsTest, AFeederThatSaysItIsEmptyGivesWayToTheGlass) {
  lay({1}); // it looks loaded
  scanners.at_start = Error{Errc::not_found, "the feeder is empty"};
  scanners.glass.emplace().image = plain_page(64, 96, 70);
  const Session session = rest(start(plain));
  EXPECT_EQ(session.stage, Stage::done) << session.message;
  EXPECT_FALSE(scanners.requests.at(0).adf);
}

TEST_F(SessionsTest, AJamKeepsWhatWasScannedAndGoesOn) {
  lay({100, 150});
  scanners.feeder[1].rows = 40;
  scanners.feeder[1].error = Error{Errc::conflict, "paper is jammed in the feeder"};
  const SessionId id = start(plain);
  Session session = rest(id);
  EXPECT_EQ(session.stage, Stage::waiting);
  EXPECT_NE(session.message.find("paper is jammed in the feeder; 2 pages kept"), std::string::npos)
      << session.message;
  ASSERT_EQ(session.pages.size(), 2U);
  EXPECT_NE(session.pages[1].warning.find("40 of 96 rows"), std::string::npos);
  lay({200});
  ASSERT_TRUE(sessions->more(id, 2)); // the jammed sheet once more
  session = rest(id);
  EXPECT_EQ(numbers(session), (std::vector<std::int32_t>{1, 3}));
  ASSERT_TRUE(sessions->finish(id));
  session = rest(id);
  EXPECT_EQ(session.stage, Stage::done) << session.message;
  EXPECT_EQ(session.files.size(), 2U);
}

TEST_F(SessionsTest, AJamBeforeTheFirstPageFails) {
  lay({1});
  scanners.at_start = Error{Errc::conflict, "the cover is open"};
  const Session session = rest(start(plain));
  EXPECT_EQ(session.stage, Stage::failed);
  EXPECT_EQ(session.message, "the cover is open");
}

TEST_F(SessionsTest, APageThatEndsEarlyIsFilledWithWhite) {
  lay({100});
  scanners.feeder[0].rows = 10;
  const Session session = rest(start(plain));
  EXPECT_EQ(session.stage, Stage::done);
  EXPECT_NE(session.pages[0].warning.find("10 of 96 rows"), std::string::npos);
  EXPECT_EQ(gray_of(session, 1), 255); // the middle did not come
}

TEST_F(SessionsTest, PagesAreTurnedLeftOutAndPutInOrderBeforeTheFile) {
  lay({100, 150, 200});
  const SessionId id = start(plain_and({{"review", "true"}}));
  Session session = rest(id);
  ASSERT_EQ(session.stage, Stage::waiting);
  ASSERT_TRUE(sessions->turn(id, 1, 90));
  ASSERT_TRUE(sessions->leave_out(id, 2, true));
  ASSERT_TRUE(sessions->order(id, {3, 2, 1}));
  session = rest(id);
  EXPECT_EQ(page_of(session, 1)->shape.width, 96);
  EXPECT_EQ(numbers(session), (std::vector<std::int32_t>{3, 2, 1}));
  ASSERT_TRUE(sessions->finish(id));
  session = rest(id);
  EXPECT_EQ(session.files.size(), 2U);
  EXPECT_EQ(sessions->turn(id, 1, 90).error().code, Errc::conflict); // it is done
}

TEST_F(SessionsTest, AnOrderNamesEachPageOnce) {
  lay({100, 150});
  const SessionId id = start(plain_and({{"review", "true"}}));
  rest(id);
  EXPECT_EQ(sessions->order(id, {1}).error().code, Errc::invalid);
  EXPECT_EQ(sessions->order(id, {1, 1}).error().code, Errc::invalid);
  EXPECT_EQ(sessions->order(id, {1, 7}).error().code, Errc::not_found);
  EXPECT_EQ(sessions->turn(id, 7, 90).error().code, Errc::not_found);
  EXPECT_EQ(sessions->turn(id, 1, 45).error().code, Errc::invalid);
}

TEST_F(SessionsTest, ATurnedStackIsInterleaved) {
  lay({10, 30, 50});
  const SessionId id = start(plain_and({{"flip-stack", "true"}}));
  Session session = rest(id);
  EXPECT_EQ(session.stage, Stage::waiting);
  EXPECT_NE(session.message.find("turn the stack over"), std::string::npos);
  lay({60, 40, 20}); // the backs of a turned stack: the last sheet's first
  ASSERT_TRUE(sessions->more(id));
  session = rest(id);
  EXPECT_EQ(session.stage, Stage::done) << session.message;
  EXPECT_EQ(numbers(session), (std::vector<std::int32_t>{1, 6, 2, 5, 3, 4}));
  EXPECT_EQ(gray_of(session, 6), 20);
}

TEST_F(SessionsTest, AStackThatLacksABackWaitsForSomebody) {
  lay({10, 30});
  const SessionId id = start(plain_and({{"flip-stack", "true"}}));
  rest(id);
  lay({40});
  ASSERT_TRUE(sessions->more(id));
  const Session session = rest(id);
  EXPECT_EQ(session.stage, Stage::waiting);
  EXPECT_NE(session.message.find("2 fronts and 1 backs"), std::string::npos);
}

TEST_F(SessionsTest, WhatTheServerLeftIsThereAfterItsRestart) {
  lay({100, 150});
  const SessionId waits = start(plain_and({{"review", "true"}}));
  rest(waits);
  // As a kill leaves it in the midst of a pass: scanning, and a picture without a record.
  ASSERT_TRUE(sessions->book().change(waits, [](Session& session) -> Result<void> {
    session.stage = Stage::scanning;
    return {};
  }));
  const auto orphan = sessions->book().folder(waits).as_scanned(9);
  ASSERT_TRUE(write_page_file(orphan, plain_page(8, 8, 1)));
  restart();
  const Session session = rest(waits);
  EXPECT_EQ(session.stage, Stage::waiting);
  EXPECT_NE(session.message.find("the server stopped"), std::string::npos);
  EXPECT_EQ(session.pages.size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(orphan));
  ASSERT_TRUE(sessions->finish(waits));
  EXPECT_EQ(rest(waits).stage, Stage::done);
}

TEST_F(SessionsTest, AFileThatWasBeingMadeIsMadeAgain) {
  lay({100});
  const SessionId id = start(plain_and({{"review", "true"}}));
  rest(id);
  ASSERT_TRUE(sessions->book().change(id, [](Session& session) -> Result<void> {
    session.stage = Stage::making;
    return {};
  }));
  restart();
  const Session session = rest(id);
  EXPECT_EQ(session.stage, Stage::done) << session.message;
  EXPECT_EQ(session.files.size(), 1U);
}

TEST_F(SessionsTest, DeliveriesAreBegunAgainAfterARestart) {
  lay({100});
  const SessionId id = start(plain_and({{"to", "Archive"}}));
  Session session = rest(id);
  EXPECT_EQ(session.stage, Stage::delivering);
  ASSERT_EQ(to_deliver.size(), 1U);
  const std::string delivery = session.deliveries.at(0).id;
  restart();
  ASSERT_EQ(to_deliver.size(), 2U);
  EXPECT_EQ(to_deliver[1].deliveries.at(0).id, delivery);
  sessions->delivered(id, true, "");
  EXPECT_EQ(rest(id).stage, Stage::done);
}

TEST_F(SessionsTest, ADiskThatIsFullAtTheEndOfAPassIsWaitedFor) {
  lay({100});
  const SessionId id = start(plain_and({{"review", "true"}}));
  rest(id);
  lay({150});
  full = true;
  ASSERT_TRUE(sessions->more(id));
  const auto is_told = [&] {
    return sessions->book().find(id)->message.find("cannot be written down: no space left") !=
           std::string::npos;
  };
  for (int i = 0; i < 3'000 && !is_told(); ++i)
    std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(is_told());
  EXPECT_EQ(sessions->book().find(id)->stage, Stage::scanning);
  full = false;
  EXPECT_EQ(rest(id).stage, Stage::waiting);
}

TEST_F(SessionsTest, AReaderThatDiesCostsTheTextAlone) {
  lay({100});
  const Session session = rest(start(plain_and({{"format", "pdf"}, {"text", "true"}})));
  EXPECT_EQ(session.stage, Stage::done);
  EXPECT_EQ(session.message, "page 1 has no text: the reader has died");
  EXPECT_EQ(session.files.size(), 1U);
}

TEST_F(SessionsTest, ABusyScannerIsWaitedForAndTold) {
  scanners.busy = true;
  const Session session = rest(start(plain));
  EXPECT_EQ(session.stage, Stage::failed);
  EXPECT_NE(session.message.find("used by somebody else"), std::string::npos);
}

TEST_F(SessionsTest, WhatIsCanceledHasEndedAndCanBeForgotten) {
  lay({100});
  const SessionId id = start(plain_and({{"review", "true"}}));
  rest(id);
  EXPECT_EQ(sessions->forget(id).error().code, Errc::conflict);
  ASSERT_TRUE(sessions->cancel(id));
  EXPECT_EQ(rest(id).stage, Stage::canceled);
  EXPECT_EQ(sessions->cancel(id).error().code, Errc::conflict);
  const auto path = sessions->book().folder(id).path;
  ASSERT_TRUE(sessions->forget(id));
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(sessions->forget(id).error().code, Errc::not_found);
}

TEST_F(SessionsTest, SettingsOfTheScanItselfAreFixedOnceItIsScanned) {
  lay({100});
  const SessionId id = start(plain_and({{"review", "true"}}));
  rest(id);
  EXPECT_EQ(sessions->set(id, {{"input-resolution", "300"}}).error().code, Errc::conflict);
  EXPECT_TRUE(sessions->set(id, {{"format", "tiff"}, {"file-name", "x"}}));
  ASSERT_TRUE(sessions->finish(id));
  EXPECT_EQ(rest(id).files.at(0).name, "x.tif");
}

TEST_F(SessionsTest, AnUnknownScannerIsRefusedAtOnce) {
  const auto begun = sessions->start({"attic", "ann", "", Settings()});
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Errc::not_found);
}

} // namespace
} // namespace platen::scan
