// What clients hear of a scanner that fails, and what becomes of the pages before that.
#include "intake/escl/replies.h"
#include "world.h"

#include <gtest/gtest.h>

namespace platen::intake::escl::test {
namespace {

TEST(EsclFault, AnEmptyFeederRefusesTheJob) {
  World world;
  const Answer answer = world.post(settings(small_scan("Feeder", "image/png")));
  EXPECT_EQ(answer.status, 409);
  EXPECT_NE(answer.body.find("the feeder is empty: put the sheets in"), std::string::npos);
  EXPECT_EQ(world.status("pwg:State"), "Idle");
  world.change([](auto& one) { one.tells_feeder = false; }); // nobody knows: it is tried
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  EXPECT_EQ(world.next(job).status, 404);
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfEmpty"); // now somebody does
}

TEST(EsclFault, AnOpenCoverOrAJamRefusesTheJob) {
  World world;
  for (const auto trouble : {scan::FeederState::jam, scan::FeederState::cover_open}) {
    world.change([&](auto& one) { one.sheets = 1, one.trouble = trouble; });
    EXPECT_EQ(world.post(settings(small_scan("Feeder", "image/png"))).status, 409);
  }
  world.new_job(small_scan("Platen", "image/png")); // the glass does not care
}

TEST(EsclFault, AJamBeforeAPageIs409) {
  World world;
  world.change([](auto& one) { one.sheets = 3, one.fault_page = 1; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  EXPECT_EQ(world.next(job).status, 200);
  const Answer jam = world.next(job);
  EXPECT_EQ(jam.status, 409);
  EXPECT_NE(jam.body.find("jammed"), std::string::npos);
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfJam");
  EXPECT_EQ(world.status("pwg:JobState"), "Aborted");
  EXPECT_EQ(world.next(job).status, 409); // it stays so
  EXPECT_NE(world.log().find("warning: scan of copier for 127.0.0.1: ended early"),
            std::string::npos);
}

TEST(EsclFault, AJamWithinAPageBreaksItOff) {
  World world;
  world.change([](auto& one) { one.sheets = 1, one.fault_page = 0, one.fault_row = 40; });
  const std::string job = world.new_job(small_scan("Feeder", "image/png"));
  const Answer page = world.next(job);
  EXPECT_TRUE(page.status == 409 || !page.whole); // whichever comes first: the client or the jam
  EXPECT_EQ(world.next(job).status, 409);
}

TEST(EsclFault, AJamInAPdfLosesNoPageBeforeIt) {
  World world;
  world.change([](auto& one) { one.sheets = 5, one.fault_page = 2, one.fault_row = 40; });
  const std::string job = world.new_job(small_scan("Feeder", "application/pdf"));
  const Answer pdf = world.next(job);
  EXPECT_EQ(pdf.status, 200);
  EXPECT_TRUE(pdf.whole);
  EXPECT_NE(pdf.body.find("/Count 3"), std::string::npos); // two, and as far as the third got
  EXPECT_EQ(world.next(job).status, 409);
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfJam");
}

TEST(EsclFault, AJamInTheFirstPageOfAPdfIsNoPdf) {
  World world;
  world.change([](auto& one) { one.sheets = 5, one.fault_page = 0; });
  const std::string job = world.new_job(small_scan("Feeder", "application/pdf"));
  EXPECT_EQ(world.next(job).status, 409);
}

TEST(EsclFault, APageThatEndsEarlyIsWhiteBelow) {
  World world;
  const std::string inside =
      small_scan("Platen", "image/tiff", "<scan:ColorMode>Grayscale8</scan:ColorMode>");
  const Answer whole = world.next(world.new_job(inside));
  world.change([](auto& one) { one.rows_given = 30; });
  const Answer early = world.next(world.new_job(inside));
  ASSERT_EQ(early.body.size(), whole.body.size()); // rows of 75 bytes at the end, not compressed
  const std::size_t first_white = whole.body.size() - 45 * 75;
  EXPECT_EQ(early.body.substr(0, first_white), whole.body.substr(0, first_white));
  EXPECT_EQ(early.body.substr(first_white), std::string(45 * 75, '\xff'));
  EXPECT_NE(world.log().find("page 1: the scanner gave 30 of 75 rows: the rest is white"),
            std::string::npos)
      << world.log();
  world.change([](auto& one) { one.rows_given = 0; });
  EXPECT_EQ(world.next(world.new_job(inside)).status, 200);
}

TEST(EsclFault, AScannerThatDoesNotAnswerIsAskedAgainLaterOnlyForANewJob) {
  World world;
  const std::string inside = small_scan("Platen", "image/png");
  world.change([](auto& one) { one.off = true; });
  const Answer refused = world.post(settings(inside));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.fields.contains("retry-after"));
  world.change([](auto& one) { one.off = false, one.dies_at_start = true; });
  const std::string job = world.new_job(inside);
  const Answer failed = world.next(job);
  EXPECT_EQ(failed.status, 500); // 503 would let the client come again for ever
  EXPECT_NE(failed.body.find("the scanner does not answer"), std::string::npos);
  EXPECT_EQ(world.status("pwg:JobState"), "Aborted");
  EXPECT_EQ(world.status("pwg:State"), "Idle");
}

TEST(EsclFault, WidthsThatTheDeviceRoundsAreCut) {
  World world;
  world.change([](auto& one) { one.width_step = 64; });
  const std::string job = world.new_job(
      small_scan("Platen", "image/tiff", "<scan:ColorMode>Grayscale8</scan:ColorMode>"));
  const Answer page = world.next(job);
  const std::string pixels = page.body.substr(page.body.size() - 75 * 75);
  for (int y = 0; y < 75; y += 37)
    for (int x = 0; x < 75; ++x)
      ASSERT_EQ(static_cast<std::uint8_t>(pixels[static_cast<std::size_t>(y * 75 + x)]),
                platen::test::picture_sample(0, x, y, 0));
}

TEST(EsclFault, TwoErrorsAreOthersThanElsewhere) {
  EXPECT_EQ(status_of(Errc::unsupported), 400);
  EXPECT_EQ(status_of(Errc::cancelled), 410);
  for (const Errc same :
       {Errc::malformed, Errc::invalid, Errc::denied, Errc::not_found, Errc::conflict, Errc::limit,
        Errc::io, Errc::bug, Errc::busy, Errc::timeout, Errc::unreachable})
    EXPECT_EQ(status_of(same), http::status_of(same)) << to_string(same);
}

} // namespace
} // namespace platen::intake::escl::test
