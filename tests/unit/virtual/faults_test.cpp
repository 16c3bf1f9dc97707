#include "unit/virtual/running_device.h"
#include "unit/virtual/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What the devices do when something goes wrong with them; what a server makes of it is tested with
// the scheduler.
namespace platen::twin::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view document_end = "</cmd>";

DeviceOptions faulty(const std::string& model, const Fault& fault) {
  DeviceOptions options = device(model);
  options.faults.faults = {fault};
  return options;
}

TEST(Faults, AMachineThatStandsStillAnswersQuestionsAndGoesOn) {
  RunningDevice pro(faulty("canon-pro-1000", {.kind = FaultKind::jam, .at = Moment::mid_sheet}));
  Client client(pro.port());
  client.send(start_job("1"));
  client.receive_until(document_end);
  const std::string job = one_page_job("PWGRaster", pwg_page({}, gradient));
  client.send(job.substr(start_job().size(), job.size() - start_job().size() - end_job().size()));
  client.receive_until("VendorCmdResponse"); // the last before the page, which is not answered
  client.receive_until(document_end);
  client.send(ivec("GetStatus", ""));
  const std::string status = client.receive_until(document_end);
  EXPECT_THAT(status, HasSubstr("GetStatusResponse"));
  EXPECT_THAT(status, HasSubstr("<ivec:status>stopped</ivec:status>"));
  EXPECT_THAT(status, HasSubstr("<ivec:current_support_code>1300<"));
  pro.device().clear_faults();
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("SendDataResponse"));
  client.send(end_job());
  EXPECT_EQ(pro.job(0).state, JobState::completed);
  EXPECT_EQ(pro.job(0).sides.size(), 1u);
}

// Also what no script broke: whoever mends a machine does not ask who broke it.
TEST(Faults, ClearingMendsWhatStoodWrongFromTheBeginning) {
  DeviceOptions options = device("canon-ir1024");
  Condition broken = condition_of("canon-ir1024");
  ASSERT_TRUE(set_condition(broken, "jam=on"));
  ASSERT_TRUE(set_condition(broken, "paper=0"));
  ASSERT_TRUE(set_condition(broken, "toner=3"));
  const auto condition = std::make_shared<SharedCondition>(broken);
  options.condition = condition;
  RunningDevice office(std::move(options));
  Client client(office.port());
  client.send(small_job()); // which waits in the machine
  office.device().clear_faults();
  EXPECT_EQ(office.job(0).state, JobState::completed);
  EXPECT_FALSE(condition->now().troubled());
  EXPECT_EQ(condition->now().supplies[0].percent, 60);
}

TEST(Faults, ADeviceThatIsOffRefusesAndListensAgainOnItsPort) {
  RunningDevice office(faulty("canon-ir1024", {.kind = FaultKind::offline, .at = Moment::before}));
  const auto connects = [&] {
    const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(office.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  };
  while (connects()) // until its thread has begun
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  office.device().clear_faults();
  while (!connects())
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  Client client(office.port());
  client.send(small_job());
  EXPECT_EQ(office.job(0).state, JobState::completed);
}

TEST(Faults, AConnectionIsDroppedAtTheByte) {
  const std::string job = small_job();
  RunningDevice office(faulty("canon-ir1024", {.kind = FaultKind::drop, .bytes = job.size() / 2}));
  {
    Client client(office.port());
    client.send(job);
    client.receive_until("never"); // until it is reset
    EXPECT_EQ(office.job(0).state, JobState::aborted);
    EXPECT_THAT(office.job(0).reason, HasSubstr("fault script"));
  }
  Client again(office.port());
  again.send(job);
  EXPECT_EQ(office.job(1).state, JobState::completed);
}

TEST(Faults, ComeAtEachMomentOfAPcl5Job) {
  for (const Moment at :
       {Moment::first_byte, Moment::mid_sheet, Moment::between_sheets, Moment::last_byte}) {
    RunningDevice office(faulty("canon-ir1024", {.kind = FaultKind::drop, .at = at}));
    {
      Client client(office.port());
      client.send(small_pcl5_job());
      client.receive_until("never"); // until it is reset
    }
    EXPECT_EQ(office.job(0).state, JobState::aborted);
    EXPECT_THAT(office.job(0).reason, HasSubstr("fault script"));
    const bool out = at == Moment::between_sheets || at == Moment::last_byte;
    EXPECT_EQ(office.job(0).sides.size(), out ? 1u : 0u);
    Client again(office.port());
    again.send(small_pcl5_job());
    EXPECT_EQ(office.job(1).state, JobState::completed) << office.job(1).reason;
  }
}

TEST(Faults, ARefusalEndsAPcl5JobInWords) {
  RunningDevice office(faulty(
      "canon-ir1024",
      {.kind = FaultKind::refuse, .at = Moment::mid_sheet, .clear = std::chrono::milliseconds(1)}));
  Client client(office.port());
  client.send(small_pcl5_job());
  EXPECT_EQ(office.job(0).state, JobState::aborted);
  EXPECT_THAT(office.job(0).reason, HasSubstr("the device refused the job"));
}

TEST(Faults, PjlTellsOfThemAndOfThePagesThatAreOut) {
  RunningDevice office(faulty("canon-ir1024", {.kind = FaultKind::cover_open,
                                               .at = Moment::between_sheets,
                                               .clear = std::chrono::milliseconds(1)}));
  Client client(office.port());
  client.send(std::string(uel) + "@PJL USTATUS DEVICE=ON\r\n@PJL USTATUS PAGE=ON\r\n");
  client.send(small_job());
  EXPECT_EQ(client.receive_until("\f"), "@PJL USTATUS PAGE\r\n1\r\n\f");
  EXPECT_EQ(client.receive_until("\f"), "@PJL USTATUS DEVICE\r\nCODE=40021\r\nDISPLAY=\"Cover "
                                        "Open\"\r\nONLINE=FALSE\r\n\f");
  EXPECT_EQ(client.receive_until("\f"),
            "@PJL USTATUS DEVICE\r\nCODE=10001\r\nDISPLAY=\"Ready\"\r\nONLINE=TRUE\r\n\f");
  EXPECT_EQ(office.job(0).state, JobState::completed);
}

TEST(Faults, ASilentDeviceSaysNothing) {
  DeviceOptions options = device("canon-ir1024");
  options.faults.answers = false;
  RunningDevice office(options);
  Client client(office.port());
  client.send(std::string(uel) + "@PJL ECHO hello\r\n" + small_job());
  client.end();
  EXPECT_EQ(client.receive_until("never"), "");
  EXPECT_EQ(office.job(0).state, JobState::completed);
}

TEST(Faults, AnswersAreRepeatedSwappedOrGarbled) {
  const auto answers = [](FaultKind kind) {
    RunningDevice office(faulty("canon-ir1024", {.kind = kind, .at = Moment::before}));
    Client client(office.port());
    client.send(std::string(uel) + "@PJL ECHO a\r\n@PJL ECHO b\r\n");
    client.end();
    return client.receive_until("never");
  };
  EXPECT_EQ(answers(FaultKind::repeat_answers),
            "@PJL ECHO a\r\n\f@PJL ECHO a\r\n\f@PJL ECHO b\r\n\f@PJL ECHO b\r\n\f");
  EXPECT_EQ(answers(FaultKind::reorder_answers), "@PJL ECHO b\r\n\f@PJL ECHO a\r\n\f");
  const std::string garbage = answers(FaultKind::garbage_answers);
  EXPECT_EQ(garbage.size(), 2 * std::string("@PJL ECHO a\r\n\f").size());
  EXPECT_EQ(garbage.find("@PJL"), std::string::npos);
}

TEST(Faults, HappenAsOftenAsTheScriptSaysAndInTheJobThatItNames) {
  RunningDevice office(
      faulty("canon-ir1024", {.kind = FaultKind::drop, .job = 2, .at = Moment::last_byte}));
  for (std::size_t i = 0; i < 3; ++i) {
    Client client(office.port());
    client.send(small_job());
    client.end();
    EXPECT_EQ(office.job(i).state, i == 1 ? JobState::aborted : JobState::completed);
  }
}

} // namespace
} // namespace platen::twin::test
