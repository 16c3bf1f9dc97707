#include "unit/schedule/world.h"
#include "unit/transport/ipp_printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What a device may do to a job, and what the job and the printer say about it.
namespace platen::schedule::test {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(Device, ThatIsOffKeepsItsJobAndGetsItWhenItIsOn) {
  const int port = closed_port();
  World world;
  const PrinterId printer =
      world.add_printer("pro-1000", photo, "socket://127.0.0.1:" + std::to_string(port));
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  const PrinterStatus status = world.wait_for_status(printer, "connecting-to-device");
  EXPECT_THAT(status.message,
              MatchesRegex("pro-1000 does not answer at 127.0.0.1 port [0-9]+ since "
                           "[0-9][0-9]:[0-9][0-9]; next try in 1 s"));
  EXPECT_TRUE(world.wait([&] { return world.job(id).state == JobState::pending; }));
  EXPECT_THAT(world.job(id).reasons, ElementsAre("printer-stopped-partly"));
  const Twin twin(photo, port);
  const Job job = world.wait_for(id, JobState::completed);
  EXPECT_GE(job.attempts, 2);
  world.wait_for_status(printer, "");
  EXPECT_EQ(world.scheduler().status(printer)->message, "");
}

// It has answered the job before; a printer that another computer keeps busy, or one that stands
// still, has not become one that never answers.
TEST(Device, ThatIsBusyAtTheBeginningOfAJobIsWaitedFor) {
  twin::Fault stall;
  stall.kind = twin::FaultKind::stall;
  stall.job = 2;
  stall.at = twin::Moment::before;
  Twin twin(office, 0, {true, {stall}});
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for_status(printer, "timed-out");
  EXPECT_EQ(world.job(id).state, JobState::processing);
  EXPECT_EQ(world.job(id).counters.sheets_completed, 0);
  twin.clear_faults();
  world.wait_for(id, JobState::completed);
  EXPECT_EQ(twin.wait_for(2).size(), 2u);
  world.wait_for_status(printer, "");
}

TEST(Device, AtANewAddressIsTriedAtOnce) {
  const Twin twin(office);
  World world;
  world.options.first_retry = world.options.last_retry = std::chrono::hours(1);
  const PrinterId printer =
      world.add_printer("p", office, "socket://127.0.0.1:" + std::to_string(closed_port()));
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for_status(printer, "connecting-to-device");
  world.change_printer(printer, [&](job::Printer& p) { p.device_uri = twin.uri(); });
  world.wait_for(id, JobState::completed);
}

TEST(Device, ThatIsAnotherGetsNothingAndTheJobStays) {
  const Twin twin(office);
  World world;
  std::atomic<bool> other = true;
  world.options.may_send = [&](const job::Printer& printer) -> Result<void> {
    if (other) return fail(Errc::conflict, "another device answers for " + printer.name);
    return {};
  };
  world.options.about_trouble = [](PrinterId) { return std::string("it is looked for"); };
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  EXPECT_THAT(world.wait_for_status(printer, "connecting-to-device").message,
              AllOf(HasSubstr("another device answers for p"), HasSubstr("it is looked for")));
  EXPECT_TRUE(world.wait([&] { return world.job(id).state == JobState::pending; }));
  EXPECT_EQ(world.job(id).counters.bytes_sent, 0u);
  other = false;
  world.wait_for(id, JobState::completed);
}

TEST(Device, WithoutTheLanguageOfAJobGetsNothingAndTheJobIsHeld) {
  const Twin twin(office);
  World world;
  std::mutex mutex;
  std::vector<std::string> asked;
  world.options.speaks = [&](const job::Printer&, const std::string& language) -> Result<void> {
    const std::lock_guard lock(mutex);
    asked.push_back(language);
    if (language == "pcl-xl")
      return fail(Errc::unsupported, "the device does not name it any more");
    return {};
  };
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  const Job held = world.wait_for(id, JobState::held);
  EXPECT_THAT(held.reasons,
              testing::IsSupersetOf({"job-suspended-by-system", "resources-are-not-supported"}));
  EXPECT_EQ(held.state_message, "p: the device does not name it any more");
  EXPECT_EQ(held.counters.bytes_sent, 0u);
  // The next one is not kept from printing.
  const JobId next = world.submit(printer, {pages(1)}, [](Job& job) {
    job.options.emplace_back("printer-language", "pcl-5e");
  });
  world.wait_for(next, JobState::completed);
  EXPECT_EQ(world.scheduler().status(printer)->reasons, std::vector<std::string>());
  const std::lock_guard lock(mutex);
  EXPECT_THAT(asked, ElementsAre("pcl-xl", "pcl-5e"));
}

TEST(Device, WithAnAddressThatIsNoneIsSaidToBeUnusable) {
  World world;
  const PrinterId printer = world.add_printer("p", office, "nonsense://x");
  world.start();
  world.submit(printer, {pages(1)});
  EXPECT_THAT(world.wait_for_status(printer, "connecting-to-device").message,
              HasSubstr("is no device address"));
}

TEST(Device, WhoseOnlyJobIsCanceledIsIdleAgain) {
  World world;
  world.options.first_retry = world.options.last_retry = std::chrono::hours(1);
  const PrinterId printer =
      world.add_printer("p", office, "socket://127.0.0.1:" + std::to_string(closed_port()));
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  world.wait_for_status(printer, "connecting-to-device");
  world.cancel(id);
  world.wait_for_status(printer, "");
  EXPECT_EQ(world.scheduler().status(printer)->state, PrinterStatus::State::idle);
}

TEST(Device, ThatStallsIsTriedAgain) {
  FakeDevice device([](FakeDevice::Client& client, int number) {
    client.stop_talking();
    if (number > 1) return static_cast<void>(client.take_all());
    client.take(2000);
    client.hold();
  });
  World world;
  world.options.deadlines.stall = milliseconds(2000); // also of the try that succeeds
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  // More than the system keeps for a connection that nobody reads from.
  const JobId id = world.submit(printer, {pages(12)});
  world.wait_for_status(printer, "timed-out");
  const Job job = world.wait_for(id, JobState::completed);
  EXPECT_EQ(job.attempts, 2);
  EXPECT_EQ(job.counters.sheets_completed, 12);
}

FakeDevice::Part lost_after(std::size_t bytes) {
  return [bytes](FakeDevice::Client& client, int number) {
    client.stop_talking();
    if (number > 1) return static_cast<void>(client.take_all());
    client.take(bytes);
    client.reset();
  };
}

TEST(Device, LostInTheMidstGetsTheJobFromItsStartAgain) {
  FakeDevice device(lost_after(300'000));
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  EXPECT_THAT(world.wait_for_status(printer, "connecting-to-device").message,
              ContainsRegex("broke the connection.*; [0-9]+ of 12 sheets had been delivered, the "
                            "job is printed again from its start; next try in 1 s"));
  EXPECT_EQ(world.wait_for(id, JobState::completed).attempts, 2);
}

TEST(Device, LostInTheMidstAbortsTheJobWhereThatIsThePolicy) {
  FakeDevice device(lost_after(300'000));
  World world;
  const PrinterId printer = world.add_printer(
      "p", office, device.uri(), [](job::Printer& p) { p.error_policy = "abort-job"; });
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  const JobId next = world.submit(printer, {pages(1)});
  const Job job = world.wait_for(id, JobState::aborted);
  EXPECT_THAT(job.reasons, ElementsAre("aborted-by-system"));
  EXPECT_THAT(job.state_message, ContainsRegex("[0-9]+ of 12 sheets had been delivered"));
  EXPECT_GT(job.counters.sides_completed, 0);
  world.wait_for(next, JobState::completed);
}

TEST(Device, LostInTheMidstStopsThePrinterWhereThatIsThePolicy) {
  FakeDevice device(lost_after(300'000));
  World world;
  const PrinterId printer = world.add_printer(
      "p", office, device.uri(), [](job::Printer& p) { p.error_policy = "stop-printer"; });
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  const PrinterStatus status = world.wait_for_status(printer, "paused");
  EXPECT_EQ(status.state, PrinterStatus::State::stopped);
  EXPECT_THAT(world.job(id).reasons, ElementsAre("printer-stopped"));
  EXPECT_TRUE(world.wait([&] { return world.store().printers()->front().paused; }));
  EXPECT_THAT(world.store().printers()->front().state_message,
              HasSubstr("sheets had been delivered"));
  world.change_printer(printer, [](job::Printer& p) { p.paused = false; });
  world.wait_for(id, JobState::completed);
}

TEST(Device, LostEachTimeIsGivenUpInTheEnd) {
  FakeDevice device([](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(300'000);
    client.reset();
  });
  World world;
  world.options.last_retry = milliseconds(50);
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(12)});
  const Job job = world.wait_for(id, JobState::aborted);
  EXPECT_EQ(job.attempts, limits::tries_of_a_lost_job);
  EXPECT_THAT(job.state_message, HasSubstr("this was try 5"));
}

TEST(Device, ThatIsBusyKeepsItsJob) {
  FakeDevice device([](FakeDevice::Client& client, int number) {
    if (number > 2) {
      client.stop_talking();
      client.take_all();
      return;
    }
    client.take(200);
    client.say("<?xml version=\"1.0\" encoding=\"utf-8\" ?><cmd "
               "xmlns:ivec=\"http://www.canon.com/ns/cmd/2008/07/common/\"><ivec:contents>"
               "<ivec:operation>GetCapabilityResponse</ivec:operation><ivec:param_set "
               "servicetype=\"print\"><ivec:response>NG</ivec:response><ivec:response_detail>"
               "DeivceUseOtherJob</ivec:response_detail></ivec:param_set></ivec:contents></cmd>");
    client.hold();
  });
  World world;
  const PrinterId printer = world.add_printer("pro", photo, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  EXPECT_THAT(world.wait_for_status(printer, "connecting-to-device").message,
              HasSubstr("pro is busy since "));
  world.wait_for(id, JobState::completed);
}

TEST(Device, ThatSpeaksIppTellsWhatItWantsWhileItPrints) {
  platen::test::IppPrinter device;
  device.states = {IPP_JSTATE_STOPPED};
  device.printer_reasons = {"media-empty-error"};
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(1)});
  const PrinterStatus status = world.wait_for_status(printer, "media-empty-error");
  EXPECT_EQ(status.state, PrinterStatus::State::processing);
  EXPECT_EQ(status.message, "p: it is out of paper: fill it, then it prints on (hm)");
  {
    const std::lock_guard lock(device.mutex);
    device.states = {IPP_JSTATE_COMPLETED};
  }
  world.wait_for(id, JobState::completed);
  EXPECT_THAT(world.wait_for_idle(printer).reasons, ElementsAre());
}

TEST(Device, ThatSpeaksIppAndStopsThePrinterLeavesItsReasons) {
  platen::test::IppPrinter device;
  device.states = {IPP_JSTATE_ABORTED};
  device.job_reason = "aborted-by-system";
  device.printer_reasons = {"media-jam-error"};
  World world;
  const PrinterId printer = world.add_printer(
      "p", office, device.uri(), [](job::Printer& p) { p.error_policy = "stop-printer"; });
  world.start();
  world.submit(printer, {pages(1)});
  const PrinterStatus status = world.wait_for_status(printer, "paused");
  EXPECT_EQ(status.state, PrinterStatus::State::stopped);
  EXPECT_THAT(status.reasons, ElementsAre("paused", "media-jam-error"));
}

// The sides are made for the device as it is, whatever was remembered.
TEST(Device, ThatBecomesAnotherOneGetsItsOwnRaster) {
  World world;
  const Twin first(photo);
  const PrinterId printer = world.add_printer("pro", photo, first.uri());
  world.start();
  for (int i = 0; i < 3; ++i)
    world.wait_for(world.submit(printer, {pages(2)}), JobState::completed);
  for (const auto& job : first.wait_for(3))
    EXPECT_EQ(job.state, twin::JobState::completed) << job.reason;
}

} // namespace
} // namespace platen::schedule::test
