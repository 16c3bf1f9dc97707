#pragma once

#include "transport/ipp_address.h"
#include "transport/ipp_words.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace platen::transport {

// Asks an IPP printer how it is, every two seconds on a connection of its own, for as long as it
// lives: while a document goes out, the job's own connection cannot ask. What goes wrong here shows
// in the job as well, and is not told twice; where no thread is left, nobody asks.
class IppWatch {
public:
  // All of them outlive it.
  IppWatch(const IppAddress& address, const std::string& user, IppWords& words);
  ~IppWatch();
  IppWatch(const IppWatch&) = delete;
  IppWatch& operator=(const IppWatch&) = delete;

private:
  void run(const std::stop_token& stop);
  Result<void> look(client::Connection& connection);

  const IppAddress& address_;
  const std::string& user_;
  IppWords& words_;
  Cancel cut_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  Result<std::jthread> thread_; // last: it uses the others
};

} // namespace platen::transport
