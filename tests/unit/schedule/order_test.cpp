#include "unit/schedule/world.h"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Which job comes when, and what becomes of it.
namespace platen::schedule::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Jobs, ArePrintedAndSayWhatTheyUsed) {
  for (const std::string model : {office, photo}) {
    SCOPED_TRACE(model);
    const Twin twin(model);
    World world;
    const PrinterId printer = world.add_printer("p", model, twin.uri());
    world.start();
    const JobId id = world.submit(printer, {pages(3)}, [](Job& job) { job.copies = 2; });
    const Job job = world.wait_for(id, JobState::completed);
    EXPECT_THAT(job.reasons, ElementsAre("job-completed-successfully"));
    EXPECT_EQ(job.counters.sides, 6);
    EXPECT_EQ(job.counters.sides_completed, 6);
    EXPECT_EQ(job.counters.sheets_completed, 6);
    EXPECT_GT(job.counters.bytes_sent, 1000u);
    EXPECT_EQ(job.attempts, 1);
    EXPECT_GE(job.processing, job.created);
    EXPECT_GE(job.finished, job.processing);
    EXPECT_EQ(job.state_message, "6 sheets delivered");
    EXPECT_THAT(job.actual_attributes, HasSubstr("copies=2;media="));
    EXPECT_THAT(job.actual_attributes, HasSubstr("printer-resolution="));
    const auto printed = twin.wait_for(1);
    ASSERT_EQ(printed.size(), 1u);
    EXPECT_EQ(printed[0].state, twin::JobState::completed) << printed[0].reason;
    EXPECT_EQ(printed[0].sides.size(), 6u);
    EXPECT_EQ(printed[0].name, "a job");
    world.wait_for_idle(printer);
    EXPECT_EQ(world.scheduler().status(printer)->state, PrinterStatus::State::idle);
  }
}

TEST(Jobs, ComeByPriorityThenAge) {
  const Twin twin(office);
  World world;
  const PrinterId printer =
      world.add_printer("p", office, twin.uri(), [](job::Printer& p) { p.paused = true; });
  world.start();
  for (const auto& [name, priority] :
       {std::pair("first", 50), {"second", 50}, {"urgent", 90}, {"late", 10}})
    world.submit(printer, {pages(1)}, [&](Job& job) {
      job.name = name;
      job.priority = priority;
    });
  world.wait_for_status(printer, "paused");
  EXPECT_EQ(world.scheduler().status(printer)->state, PrinterStatus::State::stopped);
  EXPECT_TRUE(twin.jobs().empty());
  world.change_printer(printer, [](job::Printer& p) { p.paused = false; });
  std::vector<std::string> names;
  for (const auto& job : twin.wait_for(4))
    names.push_back(job.name);
  EXPECT_THAT(names, ElementsAre("urgent", "first", "second", "late"));
}

TEST(Jobs, OfThreePrintersRunSideBySide) {
  // Each device takes the beginning of its job and then waits for the two others.
  std::atomic<int> begun = 0;
  const auto part = [&](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1000);
    ++begun;
    while (begun < 3 && !client.closing())
      std::this_thread::sleep_for(milliseconds(5));
    client.take_all();
  };
  FakeDevice one(part), two(part), three(part);
  World world;
  std::vector<JobId> jobs;
  for (const auto& [name, model, device] : {std::tuple("pro-1000", photo, &one),
                                            {"ir1020", "canon-ir1020", &two},
                                            {"ir1024", office, &three}})
    jobs.push_back(world.submit(world.add_printer(name, model, device->uri()), {pages(2)}));
  world.start();
  for (const JobId id : jobs)
    world.wait_for(id, JobState::completed);
  EXPECT_EQ(begun, 3);
}

TEST(Jobs, WithABadDocumentAreAbortedAndTheNextGoesOn) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  const JobId broken = world.submit(printer, {pages(1).substr(0, 200)});
  const JobId no_format = world.submit(printer, {std::string(2000, '\x01')});
  const JobId wrong_option = world.submit(printer, {pages(1)}, [](Job& job) {
    job.options = {{"media", "no-such-size"}};
  });
  const JobId second = world.submit(printer, {pages(1), pages(1).substr(0, 200)});
  const JobId empty = world.submit(printer, {});
  const JobId good = world.submit(printer, {pages(1)});
  world.start();
  EXPECT_THAT(world.wait_for(broken, JobState::aborted).reasons,
              ElementsAre("document-format-error"));
  EXPECT_THAT(world.wait_for(no_format, JobState::aborted).reasons,
              ElementsAre("unsupported-document-format"));
  const Job refused = world.wait_for(wrong_option, JobState::held);
  EXPECT_THAT(refused.reasons, ElementsAre("job-hold-until-specified", "job-suspended-by-system"));
  EXPECT_THAT(refused.state_message, HasSubstr("no-such-size"));
  EXPECT_THAT(world.wait_for(second, JobState::aborted).state_message, HasSubstr("document 2: "));
  EXPECT_THAT(world.wait_for(empty, JobState::aborted).reasons,
              ElementsAre("document-access-error"));
  world.wait_for(good, JobState::completed);
  EXPECT_EQ(twin.wait_for(1).size(), 1u);
}

TEST(Jobs, OfSeveralDocumentsAreOneJobForTheDevice) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const auto two_sided = [](std::string handling) {
    return [handling](Job& job) {
      job.options = {{"media", "na_letter_8.5x11in"},
                     {"sides", "two-sided-long-edge"},
                     {"multiple-document-handling", handling}};
    };
  };
  const std::vector<std::string> documents{pages(1), pages(3)};
  world.wait_for(world.submit(printer, documents, two_sided("separate-documents-collated-copies")),
                 JobState::completed);
  world.wait_for(world.submit(printer, documents, two_sided("single-document")),
                 JobState::completed);
  const auto jobs = twin.wait_for(2);
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].sides.size(), 5u); // a blank back behind the first document
  EXPECT_EQ(jobs[1].sides.size(), 4u);
}

TEST(Jobs, MoveToAnotherPrinter) {
  const Twin twin(office);
  World world;
  const PrinterId off = world.add_printer("off", office, "socket://127.0.0.1:1",
                                          [](job::Printer& p) { p.paused = true; });
  const PrinterId on = world.add_printer("on", office, twin.uri());
  world.start();
  const JobId id = world.submit(off, {pages(1)});
  world.change_job(id, [&](Job& job) { job.printer = on; });
  world.wait_for(id, JobState::completed);
}

// As if another client had taken it away while it is sent: the old session neither goes on nor
// says what has become of it.
TEST(Jobs, MovedWhileTheyPrintArePrintedByTheOtherPrinterAlone) {
  std::atomic<bool> gone = false;
  FakeDevice device([&](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1000);
    client.hold();
    gone = true;
  });
  const Twin twin(office);
  World world;
  const PrinterId from = world.add_printer("from", office, device.uri());
  const PrinterId to = world.add_printer("to", office, twin.uri());
  world.start();
  const JobId id = world.submit(from, {pages(12)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  world.change_job(id, [&](Job& job) {
    job.printer = to;
    job.state = JobState::pending;
  });
  EXPECT_TRUE(world.wait([&] { return gone.load(); }));
  const Job job = world.wait_for(id, JobState::completed);
  EXPECT_EQ(job.printer, to);
  EXPECT_EQ(job.counters.sheets_completed, 12);
  EXPECT_EQ(twin.wait_for(1).size(), 1u);
  EXPECT_EQ(world.wait_for_idle(from).state, PrinterStatus::State::idle);
}

TEST(Jobs, HeldUntilATimeAreReleasedThen) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const job::Time now = world.options.clock();
  const JobId id = world.submit(printer, {pages(1)}, [&](Job& job) {
    job.state = JobState::held;
    job.hold_until = "night";
    job.release_at = now + 2;
  });
  const Job done = world.wait_for(id, JobState::completed);
  EXPECT_GE(done.processing, now + 2);
}

// The wall clock counts, also where it is set a day on or back: within a second or so, and not when
// as much time has passed as it seemed to be.
TEST(Jobs, HeldUntilATimeAreReleasedWhenTheWallClockShowsItHoweverItIsSet) {
  constexpr job::Time noon = 1'900'000'800, six = noon + 6 * 3'600, day = 86'400;
  const Twin twin(office);
  World world;
  world.set_clock(noon);
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const auto hold_until_six = [&] {
    return world.submit(printer, {pages(1)}, [&](Job& job) {
      job.state = JobState::held;
      job.hold_until = "18:00";
      job.release_at = six;
    });
  };
  const JobId first = hold_until_six();
  world.set_clock(noon - day);
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
  world.set_clock(six - 1);
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
  EXPECT_EQ(world.job(first).state, JobState::held);
  world.set_clock(six);
  world.wait_for(first, JobState::completed);
  world.set_clock(noon);
  const JobId second = hold_until_six();
  world.set_clock(noon + day);
  world.wait_for(second, JobState::completed);
}

TEST(Jobs, HeldWithoutATimeStay) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId held =
      world.submit(printer, {pages(1)}, [](Job& job) { job.state = JobState::held; });
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
  EXPECT_EQ(world.job(held).state, JobState::held);
  world.change_job(held, [](Job& job) { job.state = JobState::pending; });
  world.wait_for(held, JobState::completed);
}

TEST(Jobs, BeingPrintedAtAStopAreGivenBackAndPrintedAfterTheNextStart) {
  FakeDevice device([](FakeDevice::Client& client, int number) {
    client.stop_talking();
    if (number > 1) return static_cast<void>(client.take_all());
    client.take(3000);
    client.hold();
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1 && world.job(id).attempts == 1; }));
  const auto before = Clock::now();
  world.stop(); // the device would hold it for an hour
  std::printf("stopped after %.0f ms\n",
              std::chrono::duration<double, std::milli>(Clock::now() - before).count());
  EXPECT_EQ(world.job(id).state, JobState::pending);
  world.start();
  EXPECT_EQ(world.wait_for(id, JobState::completed).attempts, 2);
}

TEST(Jobs, SurviveACrash) {
  const Twin twin(office);
  World world;
  const PrinterId printer =
      world.add_printer("p", office, "socket://127.0.0.1:" + std::to_string(closed_port()));
  world.start();
  std::vector<JobId> jobs;
  for (int i = 0; i < 3; ++i)
    jobs.push_back(world.submit(printer, {pages(1)}));
  world.wait_for_status(printer, "connecting-to-device");
  world.reopen();
  world.change_printer(printer, [&](job::Printer& p) { p.device_uri = twin.uri(); });
  world.start();
  for (const JobId id : jobs)
    world.wait_for(id, JobState::completed);
  EXPECT_EQ(twin.wait_for(3).size(), 3u);
}

TEST(Housekeeping, FollowsARetentionThatIsSetWhileItRuns) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for(id, JobState::completed);
  world.options.retention.set({.history_jobs = 0, .document_bytes = 0});
  world.scheduler().options_changed();
  EXPECT_TRUE(world.wait([&] { return !world.store().job(id); }));
}

// Many bad jobs in a row: each is an answer of its own, and whoever stops need not wait for all.
TEST(Jobs, ThatComeToNothingLetOthersSpeak) {
  World world;
  const PrinterId printer = world.add_printer("p", office, "file:/dev/null");
  std::vector<JobId> jobs;
  for (int i = 0; i < 150; ++i)
    jobs.push_back(world.submit(printer, {})); // without a document
  std::atomic<bool> stopping = false;
  world.store().observe([&](const job::Event& event) {
    if (!event.job || event.job->state != JobState::aborted) return;
    while (!stopping) // the first one holds the store until the stop is on its way
      std::this_thread::sleep_for(milliseconds(1));
  });
  world.start();
  EXPECT_TRUE(world.wait([&] { return world.was_heard("aborted"); }));
  std::thread stopper([&] { world.stop(); });
  std::this_thread::sleep_for(milliseconds(200));
  stopping = true;
  stopper.join();
  EXPECT_EQ(world.job(jobs.back()).state, JobState::pending);
}

// A million old jobs take the store a minute: whoever stops does not wait for them.
TEST(Housekeeping, IsNotWaitedForAtAStop) {
  World world;
  const PrinterId printer =
      world.add_printer("p", office, "file:/dev/null", [](job::Printer& p) { p.paused = true; });
  const JobId id =
      world.submit(printer, {pages(1)}, [](Job& job) { job.state = JobState::completed; });
  world.options.retention.set({.history_jobs = 0});
  std::atomic<bool> forgetting = false, stopped = false;
  world.store().observe([&](const job::Event& event) {
    if (event.kind != job::Event::Kind::job_forgotten) return;
    forgetting = true;
    while (!stopped)
      std::this_thread::sleep_for(milliseconds(1));
  });
  world.start();
  EXPECT_TRUE(world.wait([&] { return forgetting.load(); }));
  world.stop();
  stopped = true;
  EXPECT_TRUE(world.wait([&] { return !world.store().job(id); }));
}

TEST(Housekeeping, ForgetsOldJobsAtTheStart) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for(id, JobState::completed);
  world.stop();
  world.options.retention = job::Retention{.history_jobs = 0, .document_bytes = 0};
  world.start();
  EXPECT_TRUE(world.wait([&] { return !world.store().job(id); }));
}

TEST(Spool, ItsTroubleIsToldByEveryPrinterUntilItIsOver) {
  World world;
  const PrinterId one = world.add_printer("one", office, "file:/dev/null");
  const PrinterId two = world.add_printer("two", office, "file:/dev/null");
  world.start();
  world.wait_for_status(one, "");
  world.wait_for_status(two, "");
  world.scheduler().spool_trouble("nothing can be stored: the disk is full");
  for (const PrinterId id : {one, two})
    EXPECT_THAT(world.wait_for_status(id, "spool-area-full").message,
                HasSubstr("the disk is full"));
  world.scheduler().spool_trouble("");
  for (const PrinterId id : {one, two})
    world.wait_for_status(id, "");
}

} // namespace
} // namespace platen::schedule::test
