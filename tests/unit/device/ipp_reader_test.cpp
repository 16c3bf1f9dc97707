#include "device/channels.h"
#include "support/ipp_peer.h"
#include "unit/transport/peer.h"

#include <atomic>

#include <cups/cups.h>
#include <gtest/gtest.h>

namespace platen::device {
namespace {

using test::IppPeer;

std::unique_ptr<StatusReader> reader_for(const std::string& uri) {
  auto readers = make_readers(model::Model{}, uri);
  EXPECT_TRUE(readers) << readers.error().message();
  EXPECT_EQ(readers->size(), 1u);
  return std::move(readers->front());
}

TEST(IppReader, AsksForWhatItReads) {
  std::atomic<int> names = 0;
  const IppPeer printer([&](const IppPeer::Asked& asked) {
    names =
        ippGetCount(ippFindAttribute(asked.message.get(), "requested-attributes", IPP_TAG_KEYWORD));
    return test::ipp_answer(asked, IPP_STATUS_OK, [](ipp_t* all) {
      ippAddInteger(all, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", IPP_PSTATE_STOPPED);
      ippAddString(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", nullptr,
                   "media-empty-error");
    });
  });
  const auto reader = reader_for(printer.uri("/ipp/print"));
  EXPECT_EQ(reader->channel(), "ipp");
  EXPECT_TRUE(reader->shares_print_path());
  const Cancel cancel;
  const auto reading = reader->read(cancel);
  ASSERT_TRUE(reading) << reading.error().message();
  EXPECT_EQ(reading->condition->state, State::stopped);
  EXPECT_EQ(reading->condition->reasons.at(0).keyword, "media-empty");
  EXPECT_GT(names, 10);
}

TEST(IppReader, PassesARefusalOn) {
  const IppPeer printer([](const IppPeer::Asked& asked) {
    return test::ipp_answer(asked, IPP_STATUS_ERROR_NOT_AUTHORIZED);
  });
  const Cancel cancel;
  EXPECT_FALSE(reader_for(printer.uri("/ipp/print"))->read(cancel));
}

// A printer that sends a byte now and then, for ever, holds nobody longer than the question may
// take.
TEST(IppReader, LeavesAPrinterThatDrips) {
  std::atomic<bool> over = false;
  test::Peer drip([&](test::Peer::Connection& connection) {
    connection.say("HTTP/1.1 200 OK\r\nX-Long: ");
    while (!over) {
      connection.say("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  const Cancel cancel;
  const auto reading =
      reader_for("ipp://127.0.0.1:" + std::to_string(drip.port()) + "/ipp/print")->read(cancel);
  over = true;
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, Errc::timeout) << reading.error().message();
}

TEST(IppReader, NeedsAnAddress) {
  EXPECT_FALSE(make_readers(model::Model{}, "ipp://"));
}

} // namespace
} // namespace platen::device
