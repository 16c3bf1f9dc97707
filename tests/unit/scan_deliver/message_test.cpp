#include "scan/deliver/deliver_limits.h"
#include "scan/deliver/message.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::scan {
namespace {

using Kind = DeliveryEnd::Kind;

DeliveryRequest some_request() {
  DeliveryRequest request;
  Destination& to = request.destination;
  to = {"office",  DestinationKind::mail, "smtp://h",  "anna",
        "xoauth2", {"a@b.c", "d@e.f"},    false,       "g@h.i",
        "Subject", "Text\nof lines",      123'456'789, "/etc/ca.pem",
        "SHA256:x"};
  DeliveryTry& attempt = request.attempt;
  attempt.id = "d-1";
  attempt.number = 3;
  attempt.secret = std::string("s\0\xff", 3);
  attempt.there = {"<d-1.1.1@h.i> a@b.c"};
  attempt.patience = std::chrono::seconds(7);
  attempt.fields.time = 1'700'000'000;
  attempt.files.push_back({"/spool/1.pdf", "Scan ä.pdf", "application/pdf", 0, 0, 5'000'000'000});
  return request;
}

TEST(DeliveryRequest, ReadsBackWhatWasWritten) {
  const DeliveryRequest request = some_request();
  const auto read = read_request(write_request(request));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->destination, request.destination);
  EXPECT_EQ(read->attempt.id, "d-1");
  EXPECT_EQ(read->attempt.number, 3);
  EXPECT_EQ(read->attempt.secret, request.attempt.secret);
  EXPECT_EQ(read->attempt.there, request.attempt.there);
  EXPECT_EQ(read->attempt.patience, request.attempt.patience);
  EXPECT_EQ(read->attempt.fields.time, 1'700'000'000);
  ASSERT_EQ(read->attempt.files.size(), 1U);
  EXPECT_EQ(read->attempt.files[0].path, "/spool/1.pdf");
  EXPECT_EQ(read->attempt.files[0].name, "Scan ä.pdf");
  EXPECT_EQ(read->attempt.files[0].bytes, 5'000'000'000U);
}

TEST(DeliveryRequest, IsRefusedWhereItEndsEarlyOrLate) {
  Buffer whole = write_request(some_request());
  for (std::size_t length = 0; length < whole.size(); ++length)
    ASSERT_FALSE(read_request(Bytes(whole).first(length))) << length;
  whole.push_back(std::byte{0});
  EXPECT_FALSE(read_request(whole));
}

TEST(Reports, AreUnderstoodHoweverTheyAreCut) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& cuts) {
    Buffer all;
    const auto add = [&](const Buffer& frame) {
      all.insert(all.end(), frame.begin(), frame.end());
    };
    add(write_report(ReportKind::moving, ""));
    add(write_report(ReportKind::arrived, "Scan ä.pdf"));
    add(write_report(ReportKind::all_sent, ""));
    add(write_end({Kind::unsure, "lost\nconnection", {}}));
    Reports reports;
    Bytes left = all;
    for (const std::uint8_t cut : cuts) {
      const std::size_t piece = std::min<std::size_t>(cut, left.size());
      RC_ASSERT(reports.take(left.first(piece)).has_value());
      left = left.subspan(piece);
    }
    RC_ASSERT(reports.take(left).has_value());
    RC_ASSERT(reports.arrived() == std::vector<std::string>{"Scan ä.pdf"});
    RC_ASSERT(reports.all_sent());
    RC_ASSERT(reports.end()->kind == Kind::unsure);
    RC_ASSERT(reports.end()->words == "lost connection");
  }));
}

TEST(Reports, ForgetThatAllWasSentWhenAnAnswerCame) {
  Reports reports;
  ASSERT_TRUE(reports.take(write_report(ReportKind::all_sent, "")));
  ASSERT_TRUE(reports.take(write_report(ReportKind::answered, "")));
  EXPECT_FALSE(reports.all_sent());
}

TEST(Reports, DoNotBelieveAHelperThatWasTakenOver) {
  const auto refused = [](const std::string& bytes) {
    Reports reports;
    return !reports.take(as_bytes(bytes));
  };
  EXPECT_TRUE(refused(std::string("x\0\0\0\0", 5))); // an unknown word
  EXPECT_TRUE(refused(std::string("a\0\2\0\0", 5))); // 128 KiB at once
  EXPECT_TRUE(refused(std::string("e\0\0\0\0", 5))); // an end that says nothing
  EXPECT_TRUE(refused(std::string("e\0\0\0\1"
                                  "9",
                                  6))); // no kind of end
  EXPECT_TRUE(refused(std::string("e\0\0\0\1"
                                  "0m\0\0\0\0",
                                  11))); // goes on behind its end
  Reports reports;
  const Buffer one = write_report(ReportKind::arrived, "x");
  for (std::size_t i = 0; i < limits::report_arrivals; ++i)
    ASSERT_TRUE(reports.take(one));
  EXPECT_FALSE(reports.take(one));
}

TEST(CleanWords, AreOneLineOfWholeCharacters) {
  EXPECT_EQ(clean_words("a\r\nb\x1b[31m\x7f", 100), "a  b [31m ");
  EXPECT_EQ(clean_words("\xff\xc3", 100), "??");
  EXPECT_EQ(clean_words("ää", 3), "ä");
}

} // namespace
} // namespace platen::scan
