#include "intake/ipp/job_settings.h"
#include "unit/intake_jobs/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using job::JobState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr std::string_view document = "%PDF-1.4 nothing";

TEST(PrintJob, IsOnDiskWhenItIsAnswered) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.name(IPP_TAG_OPERATION, "job-name", "A letter")
      .name(IPP_TAG_OPERATION, "document-name", "letter.pdf")
      .mime("document-format", "application/pdf")
      .number(IPP_TAG_JOB, "copies", 2);
  const Message reply = desk.ask(request, document);
  ASSERT_EQ(Desk::status(reply), IPP_STATUS_OK);
  const int id = job_id(reply);
  EXPECT_THAT(values(reply, "job-uri"),
              ElementsAre("ipp://localhost:8631/ipp/print/office/" + std::to_string(id)));
  EXPECT_THAT(values(reply, "job-state"), ElementsAre("3"));
  EXPECT_THAT(values(reply, "job-state-reasons"), ElementsAre("none"));
  const job::Job job = desk.job(id);
  EXPECT_EQ(job.name, "A letter");
  EXPECT_EQ(job.user, "anna");
  EXPECT_FALSE(job.user_is_proven);
  EXPECT_EQ(job.copies, 2);
  EXPECT_THAT(job.options, Contains(Pair("copies", "2")));
  ASSERT_EQ(job.documents.size(), 1U);
  EXPECT_EQ(job.documents.front().name, "letter.pdf");
  EXPECT_EQ(job.documents.front().format, "application/pdf");
  EXPECT_EQ(job.documents.front().bytes, document.size());
}

TEST(PrintJob, WithoutADocumentIsABadRequest) {
  Desk desk;
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_PRINT_JOB, "office"))),
            IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(PrintJob, NamesAreMadeClean) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.name(IPP_TAG_OPERATION, "job-name", "a\tb\x7f\xff\xc3\xa9");
  const Message reply = desk.ask(request, document);
  EXPECT_EQ(desk.job(job_id(reply)).name, "a?b??\xc3\xa9");
}

TEST(PrintJob, RefusesFormatsThatAreNotRead) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.mime("document-format", "application/vnd.x-spreadsheet");
  const Message reply = desk.ask(request, document);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED);
  EXPECT_THAT(unsupported(reply), ElementsAre("document-format"));
}

TEST(PrintJob, FormatsAreComparedWithoutCaseAndParameters) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.mime("document-format", "Text/Plain; charset=utf-8");
  EXPECT_EQ(Desk::status(desk.ask(request, "hello")), IPP_STATUS_OK);
}

TEST(PrintJob, IgnoresWhatIsNotSupportedAndSaysSo) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.number(IPP_TAG_JOB, "x-unknown", 1).number(IPP_TAG_JOB, "copies", 5000);
  const Message reply = desk.ask(request, document);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
  EXPECT_THAT(unsupported(reply), UnorderedElementsAre("x-unknown", "copies"));
  EXPECT_THAT(values(reply, "x-unknown"), ElementsAre("unsupported"));
  EXPECT_THAT(values(reply, "copies"), ElementsAre("5000"));
  EXPECT_EQ(desk.job(job_id(reply)).copies, 1);
}

TEST(PrintJob, FidelityRefusesIt) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true)
      .number(IPP_TAG_JOB, "copies", 5000);
  const Message reply = desk.ask(request, document);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
  EXPECT_THAT(unsupported(reply), ElementsAre("copies"));
  EXPECT_THAT(desk.store->jobs({})->size(), 0U);
}

TEST(PrintJob, ARefusedPaperIsToldWithTheSizesThatThereAre) {
  Desk desk;
  Request named(IPP_OP_PRINT_JOB, "office");
  named.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true)
      .keyword(IPP_TAG_JOB, "media", "custom_x_215x350mm");
  EXPECT_EQ(values(desk.ask(named, document), "status-message"),
            std::vector<std::string>{"not supported with these values: media; the nearest size is "
                                     "na_legal_8.5x14in"});
  Request measured(IPP_OP_PRINT_JOB, "photo");
  measured.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true);
  ipp_t* const size = ippNew();
  ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", 100'000);
  ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", 200'000);
  ipp_t* const medium = ippNew();
  ippAddCollection(medium, IPP_TAG_ZERO, "media-size", size);
  ippAddCollection(measured.get(), IPP_TAG_JOB, "media-col", medium);
  ippDelete(size);
  ippDelete(medium);
  const auto said = values(desk.ask(measured, document), "status-message");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said.front(), testing::MatchesRegex(
                                "not supported with these values: media-col; the nearest size is "
                                "iso_a2_420x594mm, and others go from .* mm to .* mm"));
}

TEST(PrintJob, MandatoryAttributesAreFidelityForThemselves) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.keyword(IPP_TAG_OPERATION, "job-mandatory-attributes", "copies")
      .number(IPP_TAG_JOB, "x-unknown", 1);
  EXPECT_EQ(Desk::status(desk.ask(request, document)), IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
  request.number(IPP_TAG_JOB, "copies", 0);
  EXPECT_EQ(Desk::status(desk.ask(request, document)), IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES);
}

Request conflicting() {
  Request request(IPP_OP_PRINT_JOB, "office");
  request.keyword(IPP_TAG_JOB, "media", "iso_dl_110x220mm")
      .keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge");
  return request;
}

TEST(PrintJob, MendsAConflictOfTheModel) {
  Desk desk;
  const Message reply = desk.ask(conflicting(), document);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK_CONFLICTING);
  EXPECT_THAT(unsupported(reply), ElementsAre("sides"));
  const job::Job job = desk.job(job_id(reply));
  EXPECT_THAT(job.options, Contains(Pair("sides", "one-sided")));
  Request get(IPP_OP_GET_JOB_ATTRIBUTES, "office", job.id);
  EXPECT_THAT(values(desk.ask(get), "sides"), ElementsAre("one-sided")); // as it is done
}

TEST(PrintJob, RefusesAConflictWithFidelity) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.boolean(IPP_TAG_OPERATION, "ipp-attribute-fidelity", true)
      .keyword(IPP_TAG_JOB, "media", "iso_dl_110x220mm")
      .keyword(IPP_TAG_JOB, "sides", "two-sided-long-edge");
  const Message reply = desk.ask(request, document);
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_ERROR_CONFLICTING);
  EXPECT_THAT(unsupported(reply), UnorderedElementsAre("media", "sides"));
}

TEST(PrintJob, ContradictionsAreAlwaysRefused) {
  Desk desk;
  Request both(IPP_OP_PRINT_JOB, "office");
  both.keyword(IPP_TAG_JOB, "job-hold-until", "night")
      .date(IPP_TAG_JOB, "job-hold-until-time", desk.now + 5);
  EXPECT_EQ(Desk::status(desk.ask(both, document)), IPP_STATUS_ERROR_CONFLICTING);
}

TEST(PrintJob, ThePrintersDefaultsAreKeptWithTheJob) {
  Desk desk;
  const auto changed = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.defaults = {{"sides", "two-sided-long-edge"}, {"copies", "3"}};
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(changed.has_value());
  Request request(IPP_OP_PRINT_JOB, "office");
  request.number(IPP_TAG_JOB, "copies", 1);
  const job::Job job = desk.job(job_id(desk.ask(request, document)));
  EXPECT_EQ(job.copies, 1);
  EXPECT_THAT(job.options,
              UnorderedElementsAre(Pair("sides", "two-sided-long-edge"), Pair("copies", "1")));
}

TEST(PrintJob, IsHeldAsItAsks) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.keyword(IPP_TAG_JOB, "job-hold-until", "indefinite")
      .number(IPP_TAG_JOB, "job-priority", 80)
      .name(IPP_TAG_JOB, "job-account-id", "4711");
  const job::Job job = desk.job(job_id(desk.ask(request, document)));
  EXPECT_EQ(job.state, JobState::held);
  EXPECT_THAT(job.reasons, ElementsAre("job-hold-until-specified"));
  EXPECT_EQ(job.hold_until, "indefinite");
  EXPECT_EQ(job.priority, 80);
  EXPECT_EQ(job.account_id, "4711");
}

TEST(PrintJob, IsRefusedByAPrinterThatDoesNotAccept) {
  Desk desk;
  const auto closed = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.accepting = false;
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(closed.has_value());
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_PRINT_JOB, "office"), document)),
            IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS);
}

TEST(PrintJob, WaitsAtAPrinterThatHoldsNewJobs) {
  Desk desk;
  const auto holding = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.hold_new_jobs = true;
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(holding.has_value());
  const job::Job job = desk.job(desk.print());
  EXPECT_EQ(job.state, JobState::held);
  EXPECT_THAT(job.reasons, ElementsAre("job-held-on-create"));
}

TEST(PrintJob, EachUserHasALimit) {
  Policy policy;
  policy.jobs_per_user = 2;
  Desk desk(policy);
  desk.print();
  const job::JobId second = desk.print();
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_PRINT_JOB, "office"), document)),
            IPP_STATUS_ERROR_TOO_MANY_JOBS);
  desk.print("office", "ben");
  desk.force(second, JobState::completed);
  desk.print();
}

TEST(PrintJob, NeedsALoginWhereThePolicySaysSo) {
  Policy policy;
  policy.login_to_print = true;
  Desk desk(policy);
  Request request(IPP_OP_PRINT_JOB, "office");
  EXPECT_EQ(Desk::status(desk.ask(request, document)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  request.login = "carla";
  const job::Job job = desk.job(job_id(desk.ask(request, document)));
  EXPECT_EQ(job.user, "carla");
  EXPECT_TRUE(job.user_is_proven);
}

TEST(ValidateJob, SaysWhatPrintJobWouldAndKeepsNothing) {
  Desk desk;
  Request request(IPP_OP_VALIDATE_JOB, "office");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
  request.number(IPP_TAG_JOB, "x-unknown", 1);
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
  EXPECT_THAT(*desk.store->jobs({}), IsEmpty());
}

job::JobId create(Desk& desk) {
  const Message reply = desk.ask(Request(IPP_OP_CREATE_JOB, "office"));
  EXPECT_EQ(Desk::status(reply), IPP_STATUS_OK);
  return job_id(reply);
}

TEST(CreateJob, WaitsForItsDocuments) {
  Desk desk;
  const job::JobId id = create(desk);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("job-incoming"));
  Request first(IPP_OP_SEND_DOCUMENT, "office", id);
  first.boolean(IPP_TAG_OPERATION, "last-document", false);
  EXPECT_EQ(Desk::status(desk.ask(first, document)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  Request last(IPP_OP_SEND_DOCUMENT, "office", id);
  last.boolean(IPP_TAG_OPERATION, "last-document", true);
  EXPECT_EQ(Desk::status(desk.ask(last, document)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
  EXPECT_EQ(desk.job(id).documents.size(), 2U);
  EXPECT_EQ(Desk::status(desk.ask(last, document)), IPP_STATUS_ERROR_NOT_POSSIBLE);
}

TEST(CreateJob, AnEmptyLastDocumentClosesIt) {
  Desk desk;
  const job::JobId id = create(desk);
  Request first(IPP_OP_SEND_DOCUMENT, "office", id);
  first.boolean(IPP_TAG_OPERATION, "last-document", false);
  EXPECT_EQ(Desk::status(desk.ask(first)), IPP_STATUS_ERROR_BAD_REQUEST); // without data
  desk.ask(first, document);
  Request last(IPP_OP_SEND_DOCUMENT, "office", id);
  last.boolean(IPP_TAG_OPERATION, "last-document", true);
  EXPECT_EQ(Desk::status(desk.ask(last)), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::pending);
  EXPECT_EQ(desk.job(id).documents.size(), 1U);
}

TEST(CreateJob, WithoutAnyDocumentIsAborted) {
  Desk desk;
  const job::JobId id = create(desk);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CLOSE_JOB, "office", id))), IPP_STATUS_OK);
  EXPECT_EQ(desk.job(id).state, JobState::aborted);
}

TEST(SendDocument, NeedsLastDocument) {
  Desk desk;
  const job::JobId id = create(desk);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_SEND_DOCUMENT, "office", id), document)),
            IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_CANCEL_JOB, "office", id))), IPP_STATUS_OK);
}

TEST(SendDocument, OfAHeldJobKeepsTheHold) {
  Desk desk;
  Request request(IPP_OP_CREATE_JOB, "office");
  request.date(IPP_TAG_JOB, "job-hold-until-time", desk.now + 100);
  const job::JobId id = job_id(desk.ask(request));
  EXPECT_LT(desk.job(id).release_at, 0); // does not act yet
  Request last(IPP_OP_SEND_DOCUMENT, "office", id);
  last.boolean(IPP_TAG_OPERATION, "last-document", true);
  desk.ask(last, document);
  EXPECT_EQ(desk.job(id).state, JobState::held);
  EXPECT_THAT(desk.job(id).reasons, ElementsAre("job-hold-until-specified"));
  EXPECT_EQ(desk.job(id).release_at, desk.now + 100);
}

// ---- multiple-operation-time-out

TEST(TimeOut, AbortsAJobWhoseDocumentNeverComes) {
  Desk desk;
  const job::JobId id = create(desk);
  EXPECT_EQ(desk.watch->waiting(), 1U);
  desk.now += 119;
  desk.watch->sweep();
  desk.print(); // whatever the sweep had asked for is done before
  EXPECT_EQ(desk.job(id).state, JobState::held);
  desk.now += 1;
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::aborted);
  EXPECT_EQ(desk.watch->waiting(), 0U);
}

TEST(TimeOut, PrintsWhatHasCome) {
  Desk desk;
  const job::JobId id = create(desk);
  Request first(IPP_OP_SEND_DOCUMENT, "office", id);
  first.boolean(IPP_TAG_OPERATION, "last-document", false);
  desk.now += 100;
  desk.ask(first, document);
  desk.print();    // the upload has ended for the watch, too
  desk.now += 100; // counted from the last document
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::held);
  desk.now += 20;
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::pending);
}

TEST(TimeOut, DoesNotRunOutWhileADocumentComes) {
  Desk desk;
  const job::JobId id = create(desk);
  auto upload = desk.watch->uploading(id);
  desk.now += 1000;
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::held);
  upload.reset(); // given up
  desk.now += 119;
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::held);
  desk.now += 1;
  desk.watch->sweep();
  desk.print();
  EXPECT_EQ(desk.job(id).state, JobState::aborted);
}

TEST(JobWatch, TakesUpWhatTheStoreHasAlready) {
  Desk desk;
  desk.print();
  create(desk);
  JobWatch later(*desk.store, {.clock = [&] { return desk.now.load(); }});
  ASSERT_TRUE(later.load().has_value());
  EXPECT_EQ(later.waiting(), 1U);
}

TEST(Retention, AnIntervalCountsFromTheEndOfTheJob) {
  Desk desk;
  Request request(IPP_OP_PRINT_JOB, "office");
  request.number(IPP_TAG_JOB, "job-retain-until-interval", 500);
  const job::JobId id = job_id(desk.ask(request, document));
  desk.now += 1000;
  desk.force(id, JobState::completed);
  desk.print();
  EXPECT_EQ(desk.job(id).retain_until_time, noon + 1500);
}

} // namespace
} // namespace platen::intake::ipp::test
