#pragma once

#include "base/limits.h"
#include "http/body_decoder.h"
#include "http/exchange.h"

#include <optional>

namespace platen::http {

// Hands the pieces of a body on to its exchange. A chunked body can come in very small ones: those
// are put together, up to what one reading from the socket has brought.
class PieceCollector final : public PieceSink {
public:
  PieceCollector(Exchange& exchange, bool gather) : exchange_(exchange), gather_(gather) {}

  bool piece(Bytes bytes) override {
    if (early_) return false;
    if (!gather_ || bytes.size() >= large) {
      flush();
      return !early_ && give(bytes);
    }
    if (gathered_.size() + bytes.size() > limits::http_piece_bytes) flush();
    gathered_.insert(gathered_.end(), bytes.begin(), bytes.end());
    return !early_;
  }

  void flush() {
    if (!gathered_.empty() && !early_) give(gathered_);
    gathered_.clear();
  }

  // Holds nothing while the client is waited for.
  void release() { Buffer().swap(gathered_); }

  // The exchange wants no more: its answer.
  std::optional<Response>& early() { return early_; }

private:
  static constexpr std::size_t large = 4096;
  bool give(Bytes bytes) {
    early_ = exchange_.body(bytes);
    return !early_;
  }
  Exchange& exchange_;
  const bool gather_;
  Buffer gathered_;
  std::optional<Response> early_;
};

} // namespace platen::http
