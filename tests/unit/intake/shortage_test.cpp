#include "intake/ipp/shortage.h"
#include "unit/intake/counter.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

class ShortageTest : public testing::Test {
protected:
  // The answer to a body that comes in pieces of so many bytes, of a length that is not known.
  http::Response answer(const std::string& body, std::size_t piece = 64 << 10,
                        std::optional<std::uint64_t> length = {}) {
    http::Head head;
    head.method = "POST";
    head.path = "/ipp/print";
    head.host = "localhost:8631";
    head.fields = {{"content-type", "application/ipp"}};
    head.content_length = length;
    head.peer.loopback = true;
    auto begun = door_.begin(head);
    auto& exchange = *std::get<std::unique_ptr<http::Exchange>>(begun);
    for (Bytes rest = as_bytes(body); !rest.empty();
         rest = rest.subspan(std::min(piece, rest.size())))
      if (auto early = exchange.body(rest.first(std::min(piece, rest.size()))))
        return *std::move(early);
    std::promise<http::Response> promise;
    exchange.finish([&](http::Response given) { promise.set_value(std::move(given)); });
    return promise.get_future().get();
  }

  Desk desk_;
  bool short_ = true;
  std::vector<std::string> log_;
  Shortage door_{*desk_.service, [this] { return short_; },
                 [this](std::string_view, std::string_view text) { log_.emplace_back(text); }};
  const std::string print_ = polite(IPP_OP_PRINT_JOB).encode() + "many words";
  const std::string ask_ = polite(IPP_OP_GET_PRINTER_ATTRIBUTES).encode();
};

TEST_F(ShortageTest, RefusesDocumentsAsBusyAndTellsItOnce) {
  for (const std::size_t piece : {1u, 3u, 8u, 1'000u}) {
    const http::Response refused = answer(print_, piece);
    EXPECT_EQ(refused.status, 200);
    EXPECT_EQ(refused.content_type, "application/ipp");
    const Message reply = reply_of(refused);
    EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_ERROR_BUSY);
    EXPECT_EQ(ippGetRequestId(reply.get()), 7);
    EXPECT_THAT(ippGetString(find(reply, "status-message"), 0, nullptr),
                testing::HasSubstr("short of memory"));
  }
  ASSERT_EQ(log_.size(), 1u);
  EXPECT_THAT(log_[0], testing::HasSubstr("documents refused: 1 (the last from this machine)"));
}

TEST_F(ShortageTest, ServesWhoeverOnlyAsks) {
  for (const std::size_t piece : {1u, 8u, 1'000u})
    EXPECT_EQ(status_of(answer(ask_, piece)), IPP_STATUS_OK);
  EXPECT_EQ(answer("abc").status, 400); // as without a shortage
  EXPECT_TRUE(log_.empty());
}

TEST_F(ShortageTest, TakesShortDocumentsAndAllWhenThereIsMemory) {
  EXPECT_EQ(status_of(answer(print_, 64 << 10, print_.size())), IPP_STATUS_OK);
  EXPECT_EQ(status_of(answer(print_, 64 << 10, 1 << 20)), IPP_STATUS_ERROR_BUSY);
  short_ = false;
  EXPECT_EQ(status_of(answer(print_, 64 << 10, 1 << 20)), IPP_STATUS_OK);
  EXPECT_EQ(status_of(answer(print_)), IPP_STATUS_OK);
}

} // namespace
} // namespace platen::intake::ipp::test
