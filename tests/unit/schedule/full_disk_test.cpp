#include "unit/schedule/world.h"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

// The disk of the store is full while jobs are printed.
namespace platen::schedule::test {
namespace {

using testing::HasSubstr;

// While it lives no file of this process takes another byte.
class NoRoom {
public:
  NoRoom() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    rlimit none = before_;
    none.rlim_cur = 0;
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;
  ~NoRoom() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

// What was printed is not printed again because it could not be written down at once.
TEST(FullDisk, AJobThatEndsMeanwhileIsWrittenWhenThereIsRoom) {
  std::atomic<bool> go_on = false;
  FakeDevice device([&](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take(1000);
    client.wait_for(go_on);
    client.take_all();
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  world.start();
  const JobId first = world.submit(printer, {pages(12)});
  const JobId second = world.submit(printer, {pages(1)});
  EXPECT_TRUE(world.wait([&] { return device.clients() == 1; }));
  {
    const NoRoom full;
    go_on = true;
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
  world.change_job(id, [](Job& job) {
    job.state = JobState::processing;
    job.counters.sheets = 3;
    job.sheets_done = 1;
  });
  world.reopen();
  {
    const NoRoom full;
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
    const NoRoom full;
    world.start();
    EXPECT_THAT(world.wait_for_status(printer, "spool-area-full").message,
                HasSubstr("job " + std::to_string(id) + " cannot begin"));
    EXPECT_EQ(world.job(id).state, JobState::pending);
  }
  EXPECT_EQ(world.wait_for(id, JobState::completed).attempts, 1);
}

} // namespace
} // namespace platen::schedule::test
