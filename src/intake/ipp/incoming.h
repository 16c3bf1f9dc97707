#pragma once

#include "http/exchange.h"
#include "wire/ipp/message.h"

#include <memory>
#include <optional>

namespace platen::intake::ipp {

// A request from within the server, whose document comes piece by piece. Without finish() nothing
// has happened. One thread at a time, not the store's.
class Incoming {
public:
  explicit Incoming(std::unique_ptr<http::Exchange> exchange) : exchange_(std::move(exchange)) {}

  // The attributes, then the document. An answer comes early where no more is needed: a refusal.
  Result<std::optional<platen::ipp::Message>> begin(const platen::ipp::Message& request);
  Result<std::optional<platen::ipp::Message>> write(Bytes piece);
  // Waits for the answer, whatever its status.
  Result<platen::ipp::Message> finish();

private:
  std::unique_ptr<http::Exchange> exchange_;
};

} // namespace platen::intake::ipp
