#pragma once

#include "client/connection.h"
#include "transport/ipp_address.h"
#include "transport/ipp_words.h"

#include <string>
#include <vector>

namespace platen::transport {

// One job in an IPP printer, seen from outside.
class IppJob {
public:
  IppJob(client::Connection& connection, const IppAddress& address, std::string user, int id)
      : connection_(connection), address_(address), user_(std::move(user)), id_(id) {}

  int id() const { return id_; }
  // A request about this job: operation attributes up to job-id.
  platen::ipp::Message request(ipp_op_t operation) const;
  // Waits until it has been printed. Errc::cancelled (by us, or at the printer), io, malformed or
  // unsupported (aborted by the printer), timeout (the printer has not answered for `stall`).
  Result<void> follow(std::chrono::milliseconds stall, const Cancel& cancel, IppWords& words);
  // On a connection of its own with short deadlines; what comes of it cannot be helped. It takes no
  // Cancel: it is what is done when that of the job was requested, and ends by itself.
  static void cancel(const IppAddress& address, const std::string& user, int id);

private:
  // How the job ended; nothing while it is under way. The outer error: the printer did not tell.
  using Verdict = std::optional<Result<void>>;
  Result<Verdict> look(IppWords& words);
  Result<void> hear_printer(IppWords& words);

  client::Connection& connection_;
  const IppAddress& address_;
  std::string user_;
  int id_;
};

// Get-Printer-Attributes for what IppWords hears.
platen::ipp::Message request_of_words(const IppAddress& address, const std::string& user);

} // namespace platen::transport
