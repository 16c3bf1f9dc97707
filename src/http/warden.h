#pragma once

#include "http/certificate_files.h"
#include "http/context.h"
#include "http/task.h"

#include <mutex>
#include <optional>

#include <boost/asio/steady_timer.hpp>

namespace platen::http {

// Looks after what has no coroutine of its own: the deadlines of all connections (one timer for
// thousands of them), the certificate files, and the end of those that do not stop by themselves.
class Warden {
public:
  Warden(Context& context, const Strand& strand);

  // From any thread.
  Result<void> open_certificate(); // makes it if need be
  // That of other options, for new connections; the present one stays on an error.
  Result<void> use_certificate(const ServerOptions& options);
  // Makes one of ours anew first whose time is over.
  Result<void> reload_certificate();

  // On the strand.
  Task<void> watch(); // until the server has stopped and every connection is closed
  void begin_stopping();

private:
  void look_at_connections(Clock::time_point now, Clock::duration late);
  void look_at_certificate(Clock::time_point now);
  Result<void> read_certificate_again(); // with mutex_ held
  void end_connections();

  Context& context_;
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Strand> timer_;
  const Clock::duration tick_;
  std::mutex mutex_; // of files_
  std::optional<CertificateFiles> files_;
  Clock::time_point next_look_{}, next_renewal_{};
  Clock::time_point spared_until_{}; // whose deadlines passed while the server was held up
  Clock::time_point patience_ends_ = Clock::time_point::max();
};

} // namespace platen::http
