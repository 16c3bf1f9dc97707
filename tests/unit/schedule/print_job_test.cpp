#include "schedule/print_job.h"
#include "unit/schedule/world.h"

#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::schedule::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PrintJob, ObeysTheDefaultsOfItsSubmissionAndNoLaterOnes) {
  FakeDevice device([](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take_all();
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  const JobId early = world.submit(printer, {pages(1)});
  world.change_printer(printer, [](job::Printer& p) {
    p.defaults.emplace_back("sides", "two-sided-long-edge");
    p.defaults.emplace_back("media", "no-such-size");
  });
  world.start();
  EXPECT_THAT(world.wait_for(early, JobState::completed).actual_attributes,
              HasSubstr("sides=one-sided"));
}

// They could be read on its panel and in its own list of jobs.
TEST(PrintJob, WithConfidentialNamesIsANumberToTheDevice) {
  std::mutex mutex;
  std::string all;
  FakeDevice device([&](FakeDevice::Client& client, int) {
    client.stop_talking();
    const std::string taken = client.take_all();
    const std::lock_guard lock(mutex);
    all += taken;
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  const JobId id = world.submit(printer, {pages(1)}, [](Job& job) {
    job.name = "redundancies";
    job.user = "anna";
    job.host = "desk.anna";
    job.confidential = true;
  });
  world.start();
  world.wait_for(id, JobState::completed);
  const auto taken = [&] {
    const std::lock_guard lock(mutex);
    return all;
  };
  ASSERT_TRUE(world.wait([&] { return taken().find("EOJ") != std::string::npos; }));
  EXPECT_THAT(taken(), HasSubstr("JOB NAME=\"Job " + std::to_string(id) + "\""));
  EXPECT_THAT(taken(), Not(HasSubstr("redundancies")));
  EXPECT_THAT(taken(), Not(HasSubstr("anna")));
}

TEST(PrintJob, OfOtherDocumentsIsOtherWork) {
  Job one;
  one.documents.resize(2);
  Job other = one;
  EXPECT_TRUE(same_work(one, other));
  other.documents[1].canceled = "canceled-by-user";
  EXPECT_FALSE(same_work(one, other));
  other.documents.pop_back();
  EXPECT_FALSE(same_work(one, other));
}

TEST(PrintJob, WithoutADocumentToPrintIsRefused) {
  Job job;
  EXPECT_FALSE(job.has_document_to_print());
  job.documents.resize(2);
  EXPECT_TRUE(job.has_document_to_print());
  for (job::Document& document : job.documents)
    document.canceled = "canceled-by-user";
  EXPECT_FALSE(job.has_document_to_print());
}

TEST(Jobs, CanceledDocumentsAreLeftOut) {
  FakeDevice device([](FakeDevice::Client& client, int) {
    client.stop_talking();
    client.take_all();
  });
  World world;
  const PrinterId printer = world.add_printer("p", office, device.uri());
  const JobId id = world.submit(printer, {pages(2), pages(3), pages(1)});
  world.change_job(id, [](Job& job) { job.documents[1].canceled = "canceled-by-user"; });
  world.start();
  EXPECT_EQ(world.wait_for(id, JobState::completed).counters.sides_completed, 3);
}

} // namespace
} // namespace platen::schedule::test
