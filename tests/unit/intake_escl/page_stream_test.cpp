#include "intake/escl/page_stream.h"

#include <future>
#include <thread>

#include <gtest/gtest.h>

namespace platen::intake::escl {
namespace {

using namespace std::chrono_literals;

Result<std::string> next(http::BodySource& body) {
  std::promise<Result<std::string>> piece;
  body.next([&](Result<std::string> given) { piece.set_value(std::move(given)); });
  return piece.get_future().get();
}

TEST(PageStream, GivesWhatWasWritten) {
  const auto stream = std::make_shared<PageStream>(100, 60s);
  const auto body = stream->body();
  std::thread maker([&] {
    for (int i = 0; i < 500; ++i)
      ASSERT_TRUE(stream->write("0123456789"));
    stream->end();
    ASSERT_TRUE(stream->delivered());
  });
  std::string all;
  for (;;) {
    const auto piece = next(*body);
    ASSERT_TRUE(piece);
    if (piece->empty()) break;
    EXPECT_LE(piece->size(), 100U);
    all += *piece;
  }
  maker.join();
  EXPECT_EQ(all.size(), 5000U);
  EXPECT_TRUE(stream->is_delivered());
}

TEST(PageStream, EndsTheMakerWhoseClientTakesNothing) {
  const auto stream = std::make_shared<PageStream>(100, 20ms);
  EXPECT_TRUE(stream->write(std::string(100, 'x')));
  const auto refused = stream->write("y");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::cancelled);
  EXPECT_NE(refused.error().what.find("took nothing"), std::string::npos);
}

TEST(PageStream, EndsTheMakerWhoseClientHasGone) {
  const auto stream = std::make_shared<PageStream>(100, 60s);
  auto body = stream->body();
  std::thread maker([&] {
    Result<void> written;
    while (written)
      written = stream->write("0123456789");
    EXPECT_EQ(written.error().code, Errc::cancelled);
  });
  EXPECT_TRUE(next(*body));
  body.reset();
  maker.join();
}

TEST(PageStream, BreaksOffWhatWillNeverBeWhole) {
  const auto stream = std::make_shared<PageStream>(100, 60s);
  const auto body = stream->body();
  EXPECT_TRUE(stream->write("begun"));
  stream->break_off({Errc::conflict, "a jam"});
  EXPECT_EQ(next(*body), "begun");
  EXPECT_EQ(next(*body).error().what, "a jam");
  EXPECT_FALSE(stream->is_delivered());
}

TEST(PageStream, StopsBothSides) {
  const auto stream = std::make_shared<PageStream>(10, 60s);
  const auto body = stream->body();
  std::promise<Result<std::string>> waiting;
  body->next([&](Result<std::string> piece) { waiting.set_value(std::move(piece)); });
  stream->stop({Errc::cancelled, "stopped"});
  EXPECT_EQ(waiting.get_future().get().error().what, "stopped");
  EXPECT_EQ(stream->write("x").error().what, "stopped");
  EXPECT_FALSE(stream->delivered());
}

} // namespace
} // namespace platen::intake::escl
