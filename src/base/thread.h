#pragma once

#include "base/result.h"

#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace platen {

// Why no thread or process could be started, and what raises the limit. Errc::busy where the system
// has none left (EAGAIN, ENOMEM: that passes), else Errc::io. `doing`: "cannot start a thread".
[[nodiscard]] Failure not_started(const std::string& doing, int error_number);

// A thread, or not_started(): std::thread would throw. What cannot be had now may be had later;
// whoever can do with fewer threads should.
template<class Thread = std::thread, class Body> Result<Thread> start_thread(Body body) {
  try {
    return Thread(std::move(body));
  } catch (const std::system_error& error) {
    return not_started("cannot start a thread", error.code().value());
  }
}

// Whether there is the thread that start_thread() was to give.
template<class Thread> Result<void> outcome_of(const Result<Thread>& thread) {
  if (!thread) return Failure(thread.error());
  return {};
}

} // namespace platen
