// The life of a scan job, as its client and others see it. Names in brackets: the thread in which
// somebody met the trap.
#include "base/intake_limits.h"
#include "world.h"

#include <atomic>
#include <condition_variable>

#include <gtest/gtest.h>

namespace platen::intake::escl::test {
namespace {

// Holds the scanner in the midst of a side until it is opened.
class Gate {
public:
  void operator()() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait_for_scanner() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ > 0; });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

TEST(EsclJob, OfTheGlassHasOnePage) {
  World world;
  const std::string job = world.new_job(small_scan("Platen", "image/png"));
  EXPECT_EQ(world.ask("HEAD", job + "/NextDocument").status, 200);
  const Answer page = world.next(job);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.fields.at("content-type"), "image/png");
  EXPECT_TRUE(page.body.starts_with("\x89PNG"));
  const Answer info = world.ask("GET", job + "/ScanImageInfo");
  EXPECT_EQ(World::element(info.body, "scan:ActualWidth"), "75");
  EXPECT_EQ(World::element(info.body, "scan:ActualBytesPerLine"), "225");
  EXPECT_EQ(World::element(info.body, "pwg:JobUri"), job);
  EXPECT_EQ(world.next(job).status, 404);
  EXPECT_EQ(world.ask("HEAD", job + "/NextDocument").status, 404);
  EXPECT_EQ(world.status("pwg:JobState"), "Completed");
  EXPECT_EQ(world.status("pwg:ImagesCompleted"), "1");
  EXPECT_EQ(world.ask("DELETE", job).status, 200); // clients do so with finished jobs
  EXPECT_EQ(world.ask("DELETE", job).status, 410);
  EXPECT_EQ(world.next(job).status, 410);
}

TEST(EsclJob, FreesTheGlassBeforeItsClientHasAll) {
  World world;
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(world.next(world.new_job(small_scan("Platen", "image/png"))).status, 200);
}

TEST(EsclJob, EndsTheStackWith404AndIsProcessingUntilThen) { // AirSane #135, sane-airscan #385
  World world;
  world.change([](auto& one) { one.sheets = 3; });
  const std::string job = world.new_job(small_scan("Feeder", "image/jpeg"));
  for (int page = 1; page <= 3; ++page) {
    EXPECT_EQ(world.next(job).status, 200);
    EXPECT_EQ(world.status("pwg:JobState"), "Processing") << page;
    EXPECT_EQ(world.status("pwg:State"), "Processing") << page;
  }
  EXPECT_EQ(world.next(job).status, 404);
  EXPECT_EQ(world.status("pwg:State"), "Idle");
  EXPECT_EQ(world.status("pwg:JobState"), "Completed");
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfEmpty");
  EXPECT_EQ(world.next(job).status, 404); // and not once alone
}

TEST(EsclJob, MovesASheetOnlyWhenItIsAskedFor) {
  World world;
  world.change([](auto& one) { one.sheets = 3; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  EXPECT_EQ(world.next(job).status, 200);
  EXPECT_EQ(world.ask("DELETE", job).status, 200);
  EXPECT_EQ(world.scanners.look("copier").pages, 1);
  EXPECT_EQ(world.scanners.look("copier").sheets, 2);
}

// What was asked while the first side was being read is answered by it.
TEST(EsclJob, MovesNoSheetForWhoAskedBeforeThePageCame) {
  World world({30s, 50ms, 100ms});
  world.change([](auto& one) { one.sheets = 3; });
  Gate gate;
  world.change([&](auto& one) { one.before_rows = [&](int, int) { gate(); }; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  gate.wait_for_scanner();
  EXPECT_EQ(world.next(job).status, 503);
  gate.open();
  Answer page = world.next(job);
  while (page.status == 503)
    page = world.next(job);
  EXPECT_EQ(page.status, 200);
  std::this_thread::sleep_for(100ms); // in which no sheet may be moved
  EXPECT_EQ(world.scanners.look("copier").sheets, 2);
  EXPECT_EQ(world.next(job).status, 200);
  EXPECT_EQ(world.ask("DELETE", job).status, 200);
  EXPECT_EQ(world.scanners.look("copier").pages, 2);
}

TEST(EsclJob, GivesFrontAndBack) {
  World world;
  world.change([](auto& one) { one.sheets = 2; });
  const std::string job =
      world.new_job(small_scan("Feeder", "image/png", "<scan:Duplex>true</scan:Duplex>"));
  std::vector<std::string> sides;
  Answer page = world.next(job);
  for (; page.status == 200; page = world.next(job))
    sides.push_back(page.body);
  EXPECT_EQ(page.status, 404);
  ASSERT_EQ(sides.size(), 4U);
  EXPECT_NE(sides[0], sides[1]);
}

TEST(EsclJob, MakesOnePdfOfTheStack) {
  World world;
  world.change([](auto& one) { one.sheets = 3; });
  const std::string job = world.new_job(small_scan("Feeder", "application/pdf"));
  const Answer pdf = world.next(job);
  EXPECT_EQ(pdf.fields.at("content-type"), "application/pdf");
  EXPECT_TRUE(pdf.whole);
  EXPECT_NE(pdf.body.find("/Count 3"), std::string::npos);
  EXPECT_TRUE(pdf.body.ends_with("%%EOF\n"));
  EXPECT_EQ(world.next(job).status, 404);
  EXPECT_EQ(world.status("pwg:ImagesCompleted"), "3");
}

TEST(EsclJob, GivesAnotherClientItsTurn) {
  World world;
  world.change([](auto& one) { one.sheets = 2; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  const Answer refused = world.post(settings(small_scan("Platen", "image/png")));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.fields.contains("retry-after"));
  EXPECT_NE(refused.body.find("127.0.0.1"), std::string::npos);
  EXPECT_EQ(world.ask("DELETE", job).status, 200);
  world.new_job(small_scan("Platen", "image/png")); // at once
}

TEST(EsclJob, SendsTheFirstBytesWhileTheSheetMoves) {
  World world;
  Gate gate;
  world.change([&](auto& one) {
    one.before_rows = [&](int, int row) {
      if (row >= 200) gate();
    };
  });
  const std::string job = world.new_job(
      "<scan:XResolution>300</scan:XResolution><pwg:InputSource>Platen</pwg:InputSource>");
  Client client = world.client();
  client.send(request("GET", job + "/NextDocument"));
  const Answer head = client.receive(true);
  EXPECT_EQ(head.status, 200); // the scanner stands at row 200 of 3472
  gate.wait_for_scanner();
  EXPECT_EQ(world.status("pwg:State"), "Processing");
  gate.open();
}

TEST(EsclJob, TellsWhoWaitsForLongToAskAgain) {
  World world({30s, 50ms, 100ms});
  Gate gate;
  world.change([&](auto& one) { one.before_rows = [&](int, int) { gate(); }; });
  const std::string job = world.new_job(small_scan("Platen", "image/png"));
  const Answer later = world.next(job);
  EXPECT_EQ(later.status, 503);
  EXPECT_EQ(later.fields.at("retry-after"), "1");
  gate.open();
  Answer page = world.next(job);
  while (page.status == 503)
    page = world.next(job);
  EXPECT_EQ(page.status, 200);
}

TEST(EsclJob, OfAClientThatNeverFetchesEnds) {
  World world({50ms, 20s, 100ms});
  world.change([](auto& one) { one.sheets = 2; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  EXPECT_TRUE(world.comes_true([&] { return world.status("pwg:State") == "Idle"; }));
  EXPECT_TRUE(world.comes_true(
      [&] { return world.log().find("the client took nothing") != std::string::npos; }));
  EXPECT_EQ(world.next(job).status, 410);
  EXPECT_EQ(world.status("pwg:JobState"), "Canceled");
  world.new_job(small_scan("Platen", "image/png"));
}

TEST(EsclJob, OfAClientThatDoesNotComeForTheNextPageEnds) {
  World world({50ms, 20s, 100ms});
  world.change([](auto& one) { one.sheets = 2; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  world.next(job); // a busy machine may be too late even for this one
  EXPECT_TRUE(world.comes_true(
      [&] { return world.log().find("warning: scan of copier") != std::string::npos; }));
  EXPECT_TRUE(world.comes_true([&] { return world.next(job).status == 410; }));
}

TEST(EsclJob, OfAClientThatDisconnectsFreesTheScanner) {
  World world;
  world.change([](auto& one) { one.band_pause = 1ms; });
  const std::string job = world.new_job(
      "<scan:XResolution>600</scan:XResolution><pwg:InputSource>Platen</pwg:InputSource>"
      "<scan:DocumentFormatExt>image/tiff</scan:DocumentFormatExt>");
  {
    Client client = world.client();
    client.send(request("GET", job + "/NextDocument"));
    EXPECT_EQ(client.receive(true).status, 200);
  }
  EXPECT_TRUE(world.comes_true([&] { return world.scanners.look("copier").cancelled == 1; }));
  EXPECT_TRUE(world.comes_true([&] { return world.next(job).status == 410; }));
  EXPECT_NE(world.log().find("closed the connection"), std::string::npos);
  EXPECT_EQ(world.status("pwg:State"), "Idle");
}

TEST(EsclJob, HoldsUpTheScannerForASlowClient) {
  World world;
  std::atomic<int> reached = 0;
  world.change([&](auto& one) { one.before_rows = [&](int, int row) { reached = row; }; });
  const std::string job = world.new_job(
      "<scan:XResolution>600</scan:XResolution><pwg:InputSource>Platen</pwg:InputSource>"
      "<scan:DocumentFormatExt>image/tiff</scan:DocumentFormatExt>");
  // Rows of 15 kB: 1 MiB of them waits here, the other 6,800 in the scanner.
  EXPECT_TRUE(world.comes_true([&] { return reached >= 64; }));
  EXPECT_EQ(world.ask("DELETE", job).status, 200);
  EXPECT_LT(reached, 200);
  EXPECT_EQ(world.scanners.look("copier").cancelled, 1);
}

TEST(EsclJob, IsDeletedInTheMidstOfAPage) {
  World world;
  world.change([](auto& one) { one.band_pause = 1ms; });
  const std::string job = world.new_job("<scan:XResolution>600</scan:XResolution>"
                                        "<pwg:InputSource>Platen</pwg:InputSource>");
  Client client = world.client();
  client.send(request("GET", job + "/NextDocument"));
  EXPECT_EQ(client.receive(true).status, 200);
  EXPECT_EQ(world.ask("DELETE", job).status, 200);
  EXPECT_TRUE(client.is_closed_by_server()); // half a page does not look like a whole one
  EXPECT_EQ(world.status("pwg:State"), "Idle");
  EXPECT_EQ(world.next(job).status, 410);
}

TEST(EsclJob, IsListedForItsClientAlone) {
  World world;
  world.change([](auto& one) { one.sheets = 2; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  EXPECT_NE(world.get("ScannerStatus").body.find(job), std::string::npos);
  // Another machine of this network, as the loopback has them.
  const std::string others = world.ask_from("127.0.0.2", "/eSCL/copier/ScannerStatus");
  EXPECT_EQ(others.find(job), std::string::npos);
  EXPECT_EQ(World::element(others, "pwg:State"), "Processing");
}

TEST(EsclJob, OfLongAgoIsForgotten) {
  World world;
  const std::string first = world.new_job(small_scan("Platen", "image/png"));
  EXPECT_EQ(world.next(first).status, 200);
  for (int i = 0; i < 25; ++i)
    world.next(world.new_job(small_scan("Platen", "image/png")));
  EXPECT_EQ(world.ask("DELETE", first).status, 404);
}

TEST(EsclJob, IsOneOfSoManyOfAClient) {
  World world;
  for (std::size_t i = 0; i <= limits::escl_jobs_of_client; ++i) {
    const std::string name = "glass" + std::to_string(i);
    world.scanners.put({name, "urn:uuid:" + name, "", "", name, ""});
    const Answer answer = world.ask("POST", "/eSCL/" + name + "/ScanJobs",
                                    settings(small_scan("Platen", "image/png")));
    if (i < limits::escl_jobs_of_client) {
      EXPECT_EQ(answer.status, 201);
    } else {
      EXPECT_EQ(answer.status, 503);
      EXPECT_NE(answer.body.find("as many scan jobs as one may have"), std::string::npos);
    }
  }
}

TEST(EsclJob, EndsWithTheServer) {
  World world;
  world.change([](auto& one) { one.sheets = 2; });
  world.new_job(small_scan("Feeder", "image/png"));
} // and nobody hangs

TEST(EsclJob, TakesTheSourceThatIsLoadedWhereNoneIsNamed) {
  World world;
  const std::string inside = "<scan:DocumentFormatExt>image/png</scan:DocumentFormatExt>"
                             "<scan:XResolution>75</scan:XResolution>";
  world.next(world.new_job(inside));
  EXPECT_EQ(world.scanners.look("copier").sheets, 0);
  world.change([](auto& one) { one.sheets = 1; });
  world.next(world.new_job(inside));
  EXPECT_EQ(world.scanners.look("copier").sheets, 0);
}

} // namespace
} // namespace platen::intake::escl::test
