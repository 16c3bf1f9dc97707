#include "unit/intake/counter.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

std::string ask_for(const char* name, int id = 7) {
  const Message request = polite(IPP_OP_GET_PRINTER_ATTRIBUTES);
  ippSetRequestId(request.get(), id);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nullptr,
               name);
  return request.encode();
}

TEST(PrinterCache, GivesTheSameBytesAgain) {
  Desk desk;
  const auto first = send(desk, {}, ask_for("all")).body;
  EXPECT_EQ(send(desk, {}, ask_for("all")).body, first);
}

TEST(PrinterCache, ChangesTheHeaderAlone) {
  Desk desk;
  const auto first = send(desk, {}, ask_for("all", 7)).body;
  const auto second = send(desk, {}, ask_for("all", 8)).body;
  EXPECT_NE(*first, *second);
  EXPECT_EQ(first->substr(8), second->substr(8));
  EXPECT_EQ(ippGetRequestId(reply_of(send(desk, {}, ask_for("all", 8))).get()), 8);
}

TEST(PrinterCache, KeepsHostsApart) {
  Desk desk;
  Sent other;
  other.host = "other.example.org:8631";
  const auto here = send(desk, {}, ask_for("printer-uri-supported")).body;
  EXPECT_NE(*send(desk, other, ask_for("printer-uri-supported")).body, *here);
}

// libcups puts several into one, and lp then prints nowhere.
TEST(PrinterCache, GivesOneUriAloneToWhoAsksAsOfCups) {
  Desk desk;
  const Message as_of_cups =
      polite(IPP_OP_GET_PRINTER_ATTRIBUTES, "ipp://localhost/printers/office");
  const Message listing = polite(IPP_OP_CUPS_GET_PRINTERS);
  const auto uris = [&](const std::string& request) {
    return values(reply_of(send(desk, {}, request)), "printer-uri-supported");
  };
  const auto all = uris(ask_for("all"));
  EXPECT_GT(all.size(), 1u);
  const Message one = reply_of(send(desk, {}, as_of_cups.encode()));
  EXPECT_EQ(values(one, "printer-uri-supported"), std::vector{all.front()});
  for (const char* const beside : {"uri-security-supported", "uri-authentication-supported"})
    EXPECT_EQ(values(one, beside).size(), 1u) << beside;
  const Message two = reply_of(send(desk, {}, listing.encode())); // a printer each
  EXPECT_THAT(values(two, "printer-uri-supported"),
              testing::ElementsAre(all.front(), testing::EndsWith("/ipp/print/photo")));
  EXPECT_EQ(uris(ask_for("all")), all);
}

TEST(PrinterCache, HoldsForTheSecondOnly) {
  Desk desk;
  const auto up_time = [&] {
    return values(reply_of(send(desk, {}, ask_for("printer-up-time"))), "printer-up-time").front();
  };
  const std::string before = up_time();
  desk.now += 1;
  EXPECT_NE(up_time(), before);
}

TEST(PrinterCache, FollowsTheRecordAtOnce) {
  Desk desk;
  const auto location = [&] {
    return values(reply_of(send(desk, {}, ask_for("printer-location"))), "printer-location")
        .front();
  };
  EXPECT_EQ(location(), "");
  const auto moved = job::wait<job::Printer>([&](auto done) {
    desk.store->update_printer(
        2,
        [](job::Printer& printer) -> Result<void> {
          printer.location = "second floor";
          return {};
        },
        std::move(done));
  });
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(location(), "second floor");
}

TEST(PrinterCache, FollowsThePolicyAtOnce) {
  const Live<Policy> policy;
  Desk desk(policy);
  const auto value = [&](const char* name) {
    return values(reply_of(send(desk, {}, ask_for(name))), name).front();
  };
  EXPECT_EQ(value("uri-authentication-supported"), "requesting-user-name");
  EXPECT_EQ(value("job-privacy-scope"), "owner");
  policy.set({.others_see_names = true, .login_to_print = true});
  EXPECT_EQ(value("uri-authentication-supported"), "basic");
  EXPECT_EQ(value("job-privacy-scope"), "none");
}

TEST(PrinterCache, TellsHowLongJobsCanBeRetained) {
  const Live<Policy> policy;
  Desk desk(policy);
  const auto longest = [&] {
    const char* const name = "job-retain-until-interval-supported";
    const Message reply = reply_of(send(desk, {}, ask_for(name)));
    int most = 0;
    ippGetRange(ippFindAttribute(reply.get(), name, IPP_TAG_RANGE), 0, &most);
    return most;
  };
  EXPECT_EQ(longest(), 30 * 86'400);
  policy.set({.retained_seconds = 2 * 86'400});
  EXPECT_EQ(longest(), 2 * 86'400);
  policy.set({.retained_seconds = -1});
  EXPECT_EQ(longest(), std::numeric_limits<int>::max());
}

TEST(PrinterCache, FollowsStatusAndCountsAtOnce) {
  Desk desk;
  const auto value = [&](const char* name) {
    return values(reply_of(send(desk, {}, ask_for(name))), name).front();
  };
  EXPECT_EQ(value("queued-job-count"), "0");
  desk.print("office");
  EXPECT_EQ(value("queued-job-count"), "1");
  EXPECT_EQ(value("printer-state"), "3");
  schedule::PrinterStatus status;
  status.state = schedule::PrinterStatus::State::processing;
  status.generation = 1;
  desk.scheduler->set_status(2, status);
  EXPECT_EQ(value("printer-state"), "4");
}

TEST(PrinterCache, StaysRightHoweverManyQuestionsThereAre) {
  Desk desk;
  for (int i = 0; i < 300; ++i) {
    Sent sent;
    sent.host = "host" + std::to_string(i) + ":8631";
    const Message reply = reply_of(send(desk, sent, ask_for("printer-uri-supported")));
    EXPECT_EQ(values(reply, "printer-uri-supported").front(),
              "ipp://" + sent.host + "/ipp/print/office");
  }
}

} // namespace
} // namespace platen::intake::ipp::test
