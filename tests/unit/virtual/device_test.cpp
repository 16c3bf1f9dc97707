#include "unit/virtual/running_device.h"
#include "unit/virtual/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::twin::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view document_end = "</cmd>";

TEST(VirtualDevice, AnswersItsCapabilityBeforeTheJobOnTheSameConnection) {
  TempFolder folder;
  DeviceOptions options = device("canon-pro-1000");
  options.sheets.folder = folder.path();
  RunningDevice pro(options);
  Client client(pro.port());
  client.send(ivec("GetCapability", ""));
  const std::string capability = client.receive_until(document_end);
  EXPECT_THAT(capability, HasSubstr("<ivec:operation>GetCapabilityResponse</ivec:operation>"));
  EXPECT_THAT(capability, HasSubstr("<ivec:response>OK</ivec:response>"));
  EXPECT_THAT(capability, HasSubstr("<ivec:support_data_format>PWGRaster,JPEGPAGE<"));
  // The identities that the protocol page names.
  EXPECT_THAT(capability,
              HasSubstr("<ivec:printarea_border papersize=\"iso_a4_210x297mm\">4800,6826<"));
  EXPECT_THAT(capability,
              HasSubstr("<ivec:margin_border papersize=\"iso_a4_210x297mm\">300,340,500,340<"));
  EXPECT_THAT(capability,
              HasSubstr("<ivec:printarea_borderless papersize=\"na_index-4x6_4x6in\">2532,3765<"));
  EXPECT_THAT(capability,
              HasSubstr("<ivec:printarea_border papersize=\"iso_a3_297x420mm\">6855,9732<"));
  EXPECT_THAT(capability,
              HasSubstr("<ivec:printarea_border papersize=\"custom_canon_254x304mm\">5839,7011<"));
  client.send(ivec("GetStatus", ""));
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("<ivec:status>idle</ivec:status>"));
  client.send(start_job());
  client.send(ivec("GetStatus", ""));
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("<ivec:status>printing</ivec:status>"));
  const std::string job = one_page_job("PWGRaster", pwg_page({}, gradient));
  client.send(job.substr(start_job().size()));
  const JobRecord record = pro.job(0);
  EXPECT_EQ(record.state, JobState::completed) << record.reason;
  EXPECT_THAT(folder.files(),
              testing::ElementsAre("job-0001-sheet-001-front.png", "job-0001.json"));
}

TEST(VirtualDevice, AnswersEveryDocumentWhenAskedTo) {
  RunningDevice pro(device("canon-pro-1000"));
  Client client(pro.port());
  client.send(start_job("1"));
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("StartJobResponse</ivec:operation>"));
  client.send(set_configuration());
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("<ivec:response>OK<"));
  client.send(end_job());
  const std::string refusal = client.receive_until(document_end);
  EXPECT_THAT(refusal, HasSubstr("EndJobResponse"));
  EXPECT_THAT(refusal,
              HasSubstr("<ivec:response>NG</ivec:response><ivec:response_detail>IllegalOperation</"
                        "ivec:response_detail>"));
}

TEST(VirtualDevice, SaysNoAlsoToThoseWhoDidNotAskForAnswers) {
  RunningDevice pro(device("canon-pro-1000"));
  Client client(pro.port());
  client.send(start_job("0") + announce("ON"));
  EXPECT_THAT(client.receive_until(document_end),
              HasSubstr("<ivec:response_detail>IllegalOperation<"));
  EXPECT_EQ(pro.job(0).state, JobState::aborted);
}

TEST(VirtualDevice, AnswersUnknownQuestions) {
  RunningDevice pro(device("canon-pro-1000"));
  Client client(pro.port());
  client.send(ivec("GetCapability", "", "device"));
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("<ivec:model>PRO-1000 series<"));
  client.send(ivec("GetCapability", "", "fax"));
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("NotSupportService"));
  client.send(ivec("GetWeather", ""));
  EXPECT_THAT(client.receive_until(document_end), HasSubstr("NotSupportOperation"));
}

TEST(VirtualDevice, AnswersPjlAndReportsErrorsOfPclXl) {
  RunningDevice office(device("canon-ir1024"));
  Client client(office.port());
  client.send(std::string(uel) + "@PJL INFO ID\r\n");
  EXPECT_EQ(client.receive_until("\f"), "@PJL INFO ID\r\n\"iR1020/1024/1025\"\r\n\f");
  client.send("@PJL ECHO  hello 12\r\n");
  EXPECT_EQ(client.receive_until("\f"), "@PJL ECHO hello 12\r\n\f");
  client.send("@PJL INFO STATUS\r\n");
  EXPECT_EQ(client.receive_until("\f"),
            "@PJL INFO STATUS\r\nCODE=10001\r\nDISPLAY=\"Ready\"\r\nONLINE=TRUE\r\n\f");
  client.send("@PJL INFO PAGECOUNT\r\n");
  EXPECT_EQ(client.receive_until("\f"), "@PJL INFO PAGECOUNT\r\nPAGECOUNT=0\r\n\f");
  client.send(pjl_begin() + begin_session() + end_page() + end_session() + pjl_end());
  EXPECT_EQ(client.receive_until("Position:   3\n"),
            "PCL XL error\n    Subsystem:  KERNEL\n    Error:      IllegalOperatorSequence\n    "
            "Operator:   EndPage\n    Position:   3\n");
  EXPECT_EQ(office.job(0).state, JobState::aborted);
  client.send(small_job());
  EXPECT_EQ(office.job(1).state, JobState::completed);
}

TEST(VirtualDevice, ServesClientsOneAfterTheOther) {
  TempFolder folder;
  DeviceOptions options = device("canon-ir1020");
  options.sheets.folder = folder.path();
  options.sheets.dpi = 30;
  RunningDevice office(options);
  Client first(office.port()), second(office.port());
  second.send(small_job()); // waits for its turn
  second.end();
  first.send(small_job());
  EXPECT_EQ(office.job(0).number, 1);
  first.end();
  EXPECT_EQ(office.job(1).number, 2);
  EXPECT_EQ(office.job(1).model, "canon-ir1020");
}

TEST(VirtualDevice, AJobWhoseClientLeavesIsAborted) {
  RunningDevice pro(device("canon-pro-1000"));
  {
    Client client(pro.port());
    client.send(start_job() + set_configuration());
    client.end();
    client.receive_until("nothing");
  }
  EXPECT_EQ(pro.job(0).state, JobState::aborted);
  EXPECT_THAT(pro.job(0).reason, HasSubstr("without EndJob"));
}

TEST(VirtualDevice, AClientThatFallsSilentIsDropped) {
  DeviceOptions options = device("canon-pro-1000");
  options.idle = std::chrono::milliseconds(20);
  RunningDevice pro(options);
  Client client(pro.port());
  client.send(start_job());
  EXPECT_THAT(pro.job(0).reason, HasSubstr("sent nothing for 20 ms"));
}

TEST(VirtualDevice, StopsInTheMiddleOfAJob) {
  RunningDevice pro(device("canon-pro-1000"));
  Client client(pro.port());
  client.send(start_job("1"));
  client.receive_until(document_end);
  pro.stop();
  EXPECT_THAT(pro.job(0).reason, HasSubstr("switched off"));
}

TEST(VirtualDevice, APortThatIsTakenAndOddAddressesAreErrors) {
  RunningDevice pro(device("canon-pro-1000"));
  DeviceOptions options = device("canon-pro-1000");
  options.port = pro.port();
  EXPECT_THAT(VirtualDevice::open(options).error().message(),
              HasSubstr("127.0.0.1:" + std::to_string(pro.port())));
  options.address = "localhost";
  EXPECT_THAT(VirtualDevice::open(options).error().message(), HasSubstr("numeric address"));
  EXPECT_THAT(VirtualDevice::open(device("canon-x")).error().message(),
              HasSubstr("canon-pro-1000, canon-ir1020, canon-ir1024"));
}

} // namespace
} // namespace platen::twin::test
