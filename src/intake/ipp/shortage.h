#pragma once

#include "intake/ipp/service.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

namespace platen::intake::ipp {

// Stands before the service while memory is short: a long request that brings a document is
// answered with server-error-busy (RFC 8011, appendix B.1.5.8) from its first eight bytes, and
// nothing more of it is kept; whoever only asks is served.
class Shortage final : public http::Handler {
public:
  using Log = std::function<void(std::string_view level, std::string_view text)>;
  // All of them outlive it; `is_short` is called from any thread.
  Shortage(Service& service, std::function<bool()> is_short, Log log)
      : service_(service), is_short_(std::move(is_short)), log_(std::move(log)) {}

  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  void note(const http::Peer& peer); // in the log: at once, then once a minute at most

  Service& service_;
  const std::function<bool()> is_short_;
  const Log log_;
  std::mutex mutex_;
  int refused_ = 0; // since the last line
  std::chrono::steady_clock::time_point next_line_{};
};

} // namespace platen::intake::ipp
