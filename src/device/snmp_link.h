#pragma once

#include "base/cancel.h"
#include "device/snmp_session.h"

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

namespace platen::device {

struct FreePdu {
  void operator()(netsnmp_pdu* pdu) const { snmp_free_pdu(pdu); }
};
using Pdu = std::unique_ptr<netsnmp_pdu, FreePdu>;

// net-snmp's session with one agent. The library's own waiting (snmp_sess_synch_response) is not
// used: it knows select() alone, and this process may have more than 1024 files open.
class SnmpLink {
public:
  using Clock = std::chrono::steady_clock;
  static Result<std::unique_ptr<SnmpLink>> open(const SnmpAddress& address, Clock::time_point until,
                                                const Cancel& cancel);
  ~SnmpLink();
  SnmpLink(const SnmpLink&) = delete;
  SnmpLink& operator=(const SnmpLink&) = delete;

  // Sends the question, again each limits::snmp_answer, until it is answered. Errc::timeout,
  // cancelled, unreachable.
  Result<Pdu> ask(const netsnmp_pdu& question);
  const std::string& where() const { return where_; } // for messages

private:
  SnmpLink(std::string where, Clock::time_point until, const Cancel& cancel)
      : where_(std::move(where)), until_(until), cancel_(cancel) {}
  static int take(int operation, netsnmp_session*, int id, netsnmp_pdu* answer, void* self);
  Result<void> send(const netsnmp_pdu& question);
  Result<void> wait();
  Result<void> read(int socket);

  const std::string where_;
  const Clock::time_point until_;
  const Cancel& cancel_;
  void* session_ = nullptr;
  int asked_ = 0;     // the id of the question that waits
  bool over_ = false; // it was answered, or its time is over
  Pdu answer_;
};

} // namespace platen::device
