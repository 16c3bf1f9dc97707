#include "device/snmp_link.h"

#include "base/device_limits.h"
#include "base/file.h"
#include "client/look_up.h"

#include <algorithm>
#include <cerrno>
#include <mutex>

#include <net-snmp/library/large_fd_set.h>
#include <poll.h>

namespace platen::device {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_interval{50}; // for a cancellation

// Most agents of printers listen at IPv4 alone, also where the name has both.
Result<std::string> numeric_host(const SnmpAddress& address, SnmpLink::Clock::time_point until,
                                 const Cancel& cancel) {
  const auto left = std::chrono::ceil<milliseconds>(until - SnmpLink::Clock::now());
  TRY(const auto hosts, client::look_up(address.host, std::max(left, milliseconds{0}), &cancel));
  const auto v4 = std::ranges::find_if(
      hosts, [](const std::string& host) { return host.find(':') == std::string::npos; });
  if (hosts.empty()) return fail(Errc::unreachable, "there is no host " + address.host);
  return v4 == hosts.end() ? hosts.front() : *v4;
}

} // namespace

Result<std::unique_ptr<SnmpLink>> SnmpLink::open(const SnmpAddress& address,
                                                 Clock::time_point until, const Cancel& cancel) {
  TRY(const std::string host, numeric_host(address, until, cancel));
  const std::string port = std::to_string(address.port);
  const bool v6 = host.find(':') != std::string::npos;
  std::string peer = v6 ? "udp6:[" + host + "]:" + port : "udp:" + host + ":" + port;
  std::string community = address.community;
  std::unique_ptr<SnmpLink> link(new SnmpLink(address.host + " port " + port, until, cancel));
  // The library sets its tables up with the first session, which only one thread may open.
  static std::mutex opening;
  const std::lock_guard lock(opening);
  netsnmp_session wanted;
  snmp_sess_init(&wanted);
  wanted.version = SNMP_VERSION_1;
  wanted.peername = peer.data();
  wanted.community = reinterpret_cast<unsigned char*>(community.data());
  wanted.community_len = community.size();
  wanted.timeout =
      std::chrono::duration_cast<std::chrono::microseconds>(limits::snmp_answer).count();
  wanted.retries = 0; // repeated here, where a cancellation is seen
  link->session_ = snmp_sess_open(&wanted);
  if (link->session_ == nullptr)
    return fail(Errc::unreachable, link->where_ + ": nothing can be asked by SNMP");
  return link;
}

SnmpLink::~SnmpLink() {
  if (session_ != nullptr) snmp_sess_close(session_);
}

Result<Pdu> SnmpLink::ask(const netsnmp_pdu& question) {
  do {
    TRY_VOID(send(question));
    TRY_VOID(wait());
  } while (!answer_);
  return std::move(answer_);
}

// The library calls it for what happened to the question; the answer is its own again afterwards.
int SnmpLink::take(int operation, netsnmp_session*, int id, netsnmp_pdu* answer, void* self) {
  auto& link = *static_cast<SnmpLink*>(self);
  if (id != link.asked_) return 1;
  if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && answer != nullptr) {
    if (answer->command != SNMP_MSG_RESPONSE) return 0;
    link.answer_.reset(snmp_clone_pdu(answer));
  } else if (operation != NETSNMP_CALLBACK_OP_TIMED_OUT &&
             operation != NETSNMP_CALLBACK_OP_SEND_FAILED) {
    return 1;
  }
  link.over_ = true;
  return 1;
}

Result<void> SnmpLink::send(const netsnmp_pdu& question) {
  Pdu copy(snmp_clone_pdu(const_cast<netsnmp_pdu*>(&question))); // which it does not change
  over_ = false;
  answer_.reset();
  asked_ = copy ? static_cast<int>(copy->reqid) : 0;
  if (!copy || snmp_sess_async_send(session_, copy.get(), &SnmpLink::take, this) == 0)
    return fail(Errc::unreachable, where_ + ": nothing can be asked by SNMP");
  static_cast<void>(copy.release()); // the session has it now
  return {};
}

Result<void> SnmpLink::wait() {
  const int socket = snmp_sess_transport(session_)->sock;
  while (!over_) {
    if (cancel_.requested()) return fail(Errc::cancelled, where_ + ": cancelled");
    if (Clock::now() >= until_)
      return fail(Errc::timeout, where_ + ": the agent does not answer by SNMP");
    pollfd entry{socket, POLLIN, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(look_interval.count()));
    if (ready < 0 && errno != EINTR) return fail(Errc::io, where_ + ": " + errno_text(errno));
    if (ready > 0)
      TRY_VOID(read(socket));
    else
      snmp_sess_timeout(session_); // when its time is over
  }
  return {};
}

Result<void> SnmpLink::read(int socket) {
  netsnmp_large_fd_set readable;
  netsnmp_large_fd_set_init(&readable, socket + 1);
  NETSNMP_LARGE_FD_ZERO(&readable);
  netsnmp_large_fd_setfd(socket, &readable);
  const int done = snmp_sess_read2(session_, &readable);
  netsnmp_large_fd_set_cleanup(&readable);
  // What is no SNMP is passed over: the question is repeated.
  if (done < 0 && snmp_sess_session(session_)->s_snmp_errno == SNMPERR_BAD_RECVFROM)
    return fail(Errc::unreachable, where_ + ": nobody answers by SNMP");
  return {};
}

} // namespace platen::device
