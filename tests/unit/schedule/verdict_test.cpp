#include "base/limits.h"
#include "schedule/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::schedule {
namespace {

using Fault = flow::Delivered::Fault;
using Then = Verdict::Then;
using testing::ElementsAre;
using testing::HasSubstr;

job::Printer printer(const std::string& policy = "retry-job") {
  job::Printer printer;
  printer.name = "pro-1000";
  printer.device_uri = "socket://192.0.2.7:9100";
  printer.error_policy = policy;
  return printer;
}

flow::Delivered outcome(Fault fault, Errc code, std::int32_t sheets_sent = 0) {
  flow::Delivered result;
  result.fault = fault;
  result.error = {code, "it went wrong"};
  result.report.delivered.sides = result.report.delivered.sheets = 10;
  result.report.delivered.sides_sent = result.report.delivered.sheets_sent = sheets_sent;
  result.begun = sheets_sent > 0;
  return result;
}

Verdict judged(const flow::Delivered& outcome, const job::Printer& printer, const Tries& tries) {
  return judge(outcome, printer, printer.error_policy, tries);
}

TEST(Verdict, OfAJobWhoseLanguageIsGone) {
  flow::Delivered kept = outcome(Fault::language, Errc::unsupported);
  const Verdict verdict = judged(kept, printer("abort-job"), {});
  EXPECT_EQ(verdict.then, Then::held);
  EXPECT_THAT(verdict.job_reasons, testing::Contains("resources-are-not-supported"));
  EXPECT_EQ(verdict.message, "pro-1000: it went wrong");
}

TEST(Verdict, OfAJobThatWasPrinted) {
  flow::Delivered done = outcome(Fault::none, Errc::bug, 10);
  EXPECT_THAT(judged(done, printer(), {}).job_reasons, ElementsAre("job-completed-successfully"));
  EXPECT_EQ(judged(done, printer(), {}).message, "10 sheets delivered");
  done.report.warnings = {"a font is missing"};
  const Verdict verdict = judged(done, printer(), {});
  EXPECT_EQ(verdict.then, Then::completed);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("job-completed-with-warnings"));
  EXPECT_THAT(verdict.detailed, ElementsAre("a font is missing"));
}

// Ink is not spent again by itself on what a photo printer may have done already.
TEST(Verdict, OfMaintenance) {
  flow::Delivered done;
  EXPECT_EQ(judged(done, printer("hold-job"), {}).message, "the printer has done it");
  done.fault = Fault::device;
  done.error = {Errc::io, "it went away"};
  done.begun = true;
  EXPECT_EQ(judged(done, printer("hold-job"), {}).then, Then::held);
  done.error.code = Errc::unsupported;
  EXPECT_EQ(judged(done, printer("hold-job"), {}).then, Then::aborted);
}

// It would fail at the same page again, and print those before it each time.
TEST(Verdict, OfAFilterThatFailedIsAHoldThatSaysWhatToMend) {
  const flow::Delivered failed = outcome(Fault::filter, Errc::invalid, 3);
  for (const char* const policy : {"retry-job", "retry-current-job", "hold-job"}) {
    const Verdict verdict = judged(failed, printer(policy), {});
    EXPECT_EQ(verdict.then, Then::held) << policy;
    EXPECT_THAT(verdict.job_reasons,
                ElementsAre("job-hold-until-specified", "job-suspended-by-system"));
    EXPECT_THAT(verdict.message,
                HasSubstr("3 of 10 sheets had been given to it; see to the filter"));
    EXPECT_FALSE(verdict.device_lost);
  }
  EXPECT_EQ(judged(failed, printer("abort-job"), {}).then, Then::aborted);
  EXPECT_EQ(judged(failed, printer("stop-printer"), {}).then, Then::stop_printer);
}

// What is too large for a device would be so next time; the person who printed it decides.
TEST(Verdict, OfADeviceWithoutMemoryIsAHoldThatSaysWhatToDo) {
  flow::Delivered full = outcome(Fault::device, Errc::limit, 3);
  full.report.delivered.sheets_taken = 2;
  const Verdict verdict = judged(full, printer(), {});
  EXPECT_EQ(verdict.then, Then::held);
  EXPECT_THAT(verdict.job_reasons,
              ElementsAre("job-hold-until-specified", "resources-are-not-ready"));
  EXPECT_THAT(verdict.message, HasSubstr("it went wrong; 2 of 10 sheets"));
  EXPECT_THAT(verdict.message, HasSubstr("another printer-language"));
  EXPECT_FALSE(verdict.device_lost);
}

// They would be missing again, or are there and were not told of: no policy prints them by itself.
TEST(Verdict, OfSheetsThatTheDeviceDoesNotTellOfIsAHold) {
  flow::Delivered lacking = outcome(Fault::device, Errc::conflict, 3);
  lacking.report.delivered.sheets_taken = 0;
  for (const char* const policy : {"retry-job", "retry-current-job", "hold-job"}) {
    const Verdict verdict = judged(lacking, printer(policy), {});
    EXPECT_EQ(verdict.then, Then::held) << policy;
    EXPECT_THAT(verdict.job_reasons,
                ElementsAre("job-hold-until-specified", "resources-are-not-ready"));
    EXPECT_THAT(verdict.message, HasSubstr("it went wrong; 0 of 10 sheets had been delivered"));
    EXPECT_THAT(verdict.message, HasSubstr("if no sheet is missing, cancel the job"));
    EXPECT_FALSE(verdict.device_lost);
  }
  EXPECT_EQ(judged(lacking, printer("abort-job"), {}).then, Then::aborted);
  EXPECT_EQ(judged(lacking, printer("stop-printer"), {}).then, Then::stop_printer);
}

TEST(Verdict, OfEveryDocumentThatIsBadIsAbortion) {
  const std::pair<Errc, std::string> reasons[] = {
      {Errc::malformed, "document-format-error"},
      {Errc::unsupported, "unsupported-document-format"},
      {Errc::denied, "document-password-error"},
      {Errc::invalid, "document-unprintable-error"},
      {Errc::limit, "document-unprintable-error"},
      {Errc::timeout, "document-unprintable-error"},
      {Errc::bug, "aborted-by-system"}};
  for (const auto& [code, reason] : reasons) {
    const Verdict verdict = judged(outcome(Fault::document, code), printer(), {});
    EXPECT_EQ(verdict.then, Then::aborted);
    EXPECT_THAT(verdict.job_reasons, ElementsAre(reason));
    EXPECT_THAT(verdict.message, HasSubstr("it went wrong"));
  }
}

TEST(Verdict, OfAFullDiskIsAnotherTryButNotForEver) {
  const auto full = outcome(Fault::document, Errc::io);
  Verdict verdict = judged(full, printer(), {.failing = 0});
  EXPECT_EQ(verdict.then, Then::again);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("resources-are-not-ready"));
  verdict = judged(full, printer(), {.failing = limits::tries_without_resources - 1});
  EXPECT_EQ(verdict.then, Then::aborted);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("aborted-by-system"));
}

// Threads and processes that the system does not have now cost time alone, unless paper went.
TEST(Verdict, OfAMachineThatHasNoThreadsIsAnotherTryAsLongAsNothingIsPrinted) {
  const Tries many{.failing = 1'000};
  const Verdict verdict = judged(outcome(Fault::document, Errc::busy), printer("abort-job"), many);
  EXPECT_EQ(verdict.then, Then::again);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("resources-are-not-ready"));
  EXPECT_THAT(verdict.printer_reasons, ElementsAre("other-warning"));
  EXPECT_EQ(judge_unprepared({Errc::busy, "none"}, printer(), many).then, Then::again);
  const auto midway = outcome(Fault::document, Errc::busy, 3);
  EXPECT_EQ(judged(midway, printer(), {}).then, Then::again);
  EXPECT_EQ(judged(midway, printer(), many).then, Then::aborted);
}

TEST(Verdict, OfADeviceThatIsNotThereKeepsTheJob) {
  for (const Errc code : {Errc::unreachable, Errc::timeout, Errc::busy, Errc::denied, Errc::io,
                          Errc::invalid, Errc::malformed}) {
    const Verdict verdict = judged(outcome(Fault::connection, code), printer("abort-job"), {});
    EXPECT_EQ(verdict.then, Then::again) << to_string(code);
    EXPECT_THAT(verdict.job_reasons, ElementsAre("printer-stopped-partly"));
    EXPECT_THAT(verdict.printer_reasons, ElementsAre("connecting-to-device"));
    EXPECT_THAT(verdict.message, HasSubstr("pro-1000"));
  }
  const Verdict verdict = judged(outcome(Fault::connection, Errc::unreachable), printer(), {});
  EXPECT_THAT(verdict.message,
              testing::MatchesRegex("pro-1000 does not answer at 192.0.2.7 port 9100 since .*"));
}

TEST(Verdict, OfADeviceThatRefusesTheJobIsAbortion) {
  const Verdict verdict = judged(outcome(Fault::device, Errc::unsupported), printer(), {});
  EXPECT_EQ(verdict.then, Then::aborted);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("document-unprintable-error"));
}

TEST(Verdict, OfADeviceLostInTheMidstIsThePrintersPolicy) {
  const auto lost = outcome(Fault::device, Errc::io, 3);
  Verdict verdict = judged(lost, printer(), {});
  EXPECT_EQ(verdict.then, Then::again);
  EXPECT_TRUE(verdict.device_lost);
  EXPECT_THAT(verdict.message, HasSubstr("3 of 10 sheets had been delivered"));
  EXPECT_EQ(judged(lost, printer("abort-job"), {}).then, Then::aborted);
  EXPECT_EQ(judged(lost, printer("stop-printer"), {}).then, Then::stop_printer);
  verdict = judged(lost, printer(), {.lost = limits::tries_of_a_lost_job - 1});
  EXPECT_EQ(verdict.then, Then::aborted);
  EXPECT_THAT(verdict.message, HasSubstr("this was try 5"));
}

TEST(Verdict, OfADeviceThatConfirmedSheetsGoesOnBehindThem) {
  auto lost = outcome(Fault::device, Errc::io, 3);
  lost.report.delivered.sheets_taken = 2;
  EXPECT_THAT(judged(lost, printer(), {}).message,
              HasSubstr("2 of 10 sheets had been delivered, the job goes on with sheet 3"));
  EXPECT_TRUE(judged(lost, printer("retry-current-job"), {}).at_once);
  EXPECT_THAT(judged(lost, printer("stop-printer"), {}).message,
              HasSubstr("when the printer is resumed, the job goes on with sheet 3"));
}

TEST(Verdict, OfALossOnAPrinterOfDearPaperIsToHoldTheJob) {
  auto lost = outcome(Fault::device, Errc::io, 3);
  lost.report.delivered.sheets_taken = 2;
  Verdict verdict = judged(lost, printer("hold-job"), {});
  EXPECT_EQ(verdict.then, Then::held);
  EXPECT_THAT(verdict.job_reasons,
              ElementsAre("job-hold-until-specified", "job-suspended-by-system"));
  EXPECT_THAT(verdict.message, HasSubstr("2 of 10 sheets had been delivered; release the job to "
                                         "print the rest, from sheet 3"));
  lost.report.delivered.sheets_taken.reset(); // it does not say
  verdict = judged(lost, printer("hold-job"), {});
  EXPECT_THAT(verdict.message, HasSubstr("look at what was printed"));
  lost.begun = false; // nothing of it went out: no paper can have been lost
  EXPECT_EQ(judged(lost, printer("hold-job"), {}).then, Then::again);
}

TEST(Verdict, OfALossBehindTheLastSheetIsCompletion) {
  auto lost = outcome(Fault::device, Errc::io, 10);
  lost.report.delivered.sheets_taken = 10;
  const Verdict verdict = judged(lost, printer("abort-job"), {});
  EXPECT_EQ(verdict.then, Then::completed);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("job-completed-with-warnings"));
  EXPECT_THAT(verdict.detailed, ElementsAre(HasSubstr("after the last sheet: it went wrong")));
}

TEST(Verdict, OfABusyDeviceIsNoLoss) {
  const Verdict verdict = judged(outcome(Fault::device, Errc::busy), printer("abort-job"), {});
  EXPECT_EQ(verdict.then, Then::again);
  EXPECT_FALSE(verdict.device_lost);
}

TEST(Verdict, OfAnUnknownModelIsThePrintersAffair) {
  EXPECT_EQ(judge_unprepared({Errc::unsupported, "unknown model"}, printer(), {}).then,
            Then::again);
  EXPECT_THAT(judge_unprepared({Errc::not_found, "gone"}, printer(), {}).job_reasons,
              ElementsAre("document-access-error"));
}

// A paper was replaced, a profile lost: that is nothing the job could have known.
TEST(Verdict, OfSettingsThatDoNotGoAnyMoreIsToWaitForSomebody) {
  const Verdict verdict =
      judge_unprepared({Errc::invalid, "no such paper"}, printer("abort-job"), {.failing = 99});
  EXPECT_EQ(verdict.then, Then::held);
  EXPECT_THAT(verdict.job_reasons,
              ElementsAre("job-hold-until-specified", "job-suspended-by-system"));
  EXPECT_THAT(verdict.message, HasSubstr("no such paper; bring back what they need"));
  EXPECT_TRUE(verdict.printer_reasons.empty());
}

// No descriptors left, a store that is held: that passes, and costs a job only when it does not.
TEST(Verdict, OfWhatCannotBeOpenedForWantOfResourcesIsAnotherTry) {
  const Error error{Errc::io, "Too many open files"};
  const Verdict verdict = judge_unprepared(error, printer(), {});
  EXPECT_EQ(verdict.then, Then::again);
  EXPECT_THAT(verdict.job_reasons, ElementsAre("resources-are-not-ready"));
  EXPECT_THAT(verdict.message, HasSubstr("Too many open files"));
  EXPECT_EQ(
      judge_unprepared(error, printer(), {.failing = limits::tries_without_resources - 1}).then,
      Then::aborted);
  EXPECT_EQ(judge_unprepared({Errc::busy, "locked"}, printer(), {}).then, Then::again);
}

} // namespace
} // namespace platen::schedule
