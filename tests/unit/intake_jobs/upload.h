#pragma once

#include "unit/intake_jobs/desk.h"

#include <future>
#include <memory>
#include <optional>
#include <string_view>

#include <gtest/gtest.h>

namespace platen::intake::ipp::test {

// A document that comes in pieces, as over a slow network.
class Upload {
public:
  Upload(Desk& desk, const Request& request) {
    http::Head head;
    head.method = "POST";
    head.path = "/ipp/print";
    head.host = "localhost:8631";
    head.fields = {{"content-type", "application/ipp"}};
    head.peer.loopback = true;
    auto begun = desk.service->begin(head);
    exchange_ = std::get<std::unique_ptr<http::Exchange>>(std::move(begun));
    EXPECT_FALSE(exchange_->body(as_bytes(request.message().encode())));
  }
  void send(std::string_view piece) { EXPECT_FALSE(exchange_->body(as_bytes(piece))); }
  // What is answered while it comes; nothing: it may go on.
  std::optional<Message> refusal(std::string_view piece) {
    const auto early = exchange_->body(as_bytes(piece));
    return early ? std::optional(Message::parse(as_bytes(*early->body)).value()) : std::nullopt;
  }
  Message finish() {
    std::promise<http::Response> promise;
    auto answer = promise.get_future();
    exchange_->finish([&](http::Response given) { promise.set_value(std::move(given)); });
    return Message::parse(as_bytes(*answer.get().body)).value();
  }

private:
  std::unique_ptr<http::Exchange> exchange_;
};

} // namespace platen::intake::ipp::test
