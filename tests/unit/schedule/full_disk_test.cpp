#include "support/small_files.h"
#include "unit/schedule/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The disk of the store is full while jobs are printed.
namespace platen::schedule::test {
namespace {

using platen::test::SmallFiles;
using testing::HasSubstr;

// What was printed is not printed again because it could not be written down at once.
TEST(FullDisk, AJobThatEndsMeanwhileIsWrittenWhenThereIsRoom) {
  KeepingDevice device;
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId first = world.submit(printer, {pages(12)});
  const JobId second = world.submit(printer, {pages(1)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  {
    const SmallFiles full(0);
    device.let_go();
    const PrinterStatus status = world.wait_for_status(printer, "spool-area-full");
    EXPECT_THAT(status.message, HasSubstr("job " + std::to_string(first) + " has ended"));
    EXPECT_THAT(status.message, HasSubstr("nothing more is printed until it can"));
    EXPECT_EQ(world.job(first).state, JobState::processing);
    EXPECT_EQ(world.job(second).state, JobState::pending);
  }
  EXPECT_EQ(world.wait_for(first, JobState::completed).attempts, 1);
  EXPECT_EQ(world.wait_for(second, JobState::completed).attempts, 1);
  EXPECT_EQ(device.clients(), 2);
  world.wait_for_status(printer, "");
}

// The policy about a job that a dead server was printing holds although it could not be written at
// the start.
TEST(FullDisk, AJobThatWasCaughtPrintingIsNotPrintedAgainstItsPolicy) {
  const Twin twin(photo);
  World world;
  const PrinterId printer = world.add_printer("p", photo, twin.uri());
  const JobId id = world.submit(printer, {pages(1)});
  world.crash_while_printing(id, [](Job& job) {
    job.counters.sheets = 3;
    job.sheets_done = 1;
  });
  {
    const SmallFiles full(0);
    world.start();
    world.wait_for_status(printer, "spool-area-full");
    EXPECT_THAT(world.job(id).reasons, testing::ElementsAre(std::string(job::caught_printing)));
  }
  EXPECT_THAT(world.wait_for(id, JobState::held).state_message,
              HasSubstr("release the job to print the rest, from sheet 2"));
}

TEST(FullDisk, AJobThatCannotBeginSaysWhyAndBeginsWhenThereIsRoom) {
  const Twin twin(office);
  World world;
  const PrinterId printer =
      world.add_printer("p", office, twin.uri(), [](job::Printer& p) { p.paused = true; });
  const JobId id = world.submit(printer, {pages(1)});
  world.change_printer(printer, [](job::Printer& p) { p.paused = false; });
  {
    const SmallFiles full(0);
    world.start();
    EXPECT_THAT(world.wait_for_status(printer, "spool-area-full").message,
                HasSubstr("job " + std::to_string(id) + " cannot begin"));
    EXPECT_EQ(world.job(id).state, JobState::pending);
  }
  EXPECT_EQ(world.wait_for(id, JobState::completed).attempts, 1);
}

} // namespace
} // namespace platen::schedule::test
