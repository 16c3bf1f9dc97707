#include "scan/device/bjnp_link.h"

#include "scan/device/bjnp_control.h"
#include "scan/device/bjnp_stream.h"
#include "transport/connect.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <unistd.h>

namespace platen::scan {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view scheme = "bjnp://", example = "bjnp://192.168.1.20:8612";
constexpr std::string_view user = "platen";

std::string own_host() {
  std::array<char, 64> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "platen";
  return name.data();
}

std::string date_and_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  std::array<char, 16> text{};
  ::localtime_r(&now, &local);
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &local)};
}

class BjnpLink final : public CommandLink {
public:
  BjnpLink(BjnpControl control, transport::SocketAddress address, const LinkPatience& patience,
           const Cancel& cancel)
      : control_(std::move(control)), address_(std::move(address)), patience_(patience),
        cancel_(cancel) {}
  ~BjnpLink() override { end(); }
  BjnpLink(const BjnpLink&) = delete;
  BjnpLink& operator=(const BjnpLink&) = delete;

  Result<void> begin() override {
    if (stream_) return {};
    const Buffer who = bjnp::job_details(own_host(), user, "platen");
    TRY(const auto reply, control_.ask(bjnp::Code::job_details, 0, who, patience_.answer));
    session_ = reply.session;
    auto fd = transport::connect_to(address_, patience_.connect, cancel_);
    if (!fd) return no_connection(fd.error());
    stream_.emplace(*std::move(fd));
    answer_.clear();
    pending_.reset();
    owed_ = false;
    return {};
  }

  // The scanner is told also where the connection broke: else it would wait for us.
  void end() override {
    if (!stream_) return;
    stream_.reset();
    static_cast<void>(control_.ask(bjnp::Code::close, session_, {}, patience_.last_words, false));
  }

  Result<void> send(Bytes command) override {
    if (!answer_.empty() || pending_)
      return fail(Errc::malformed, "the scanner said more than it was asked for");
    owed_ = true;
    TRY(const Buffer reply, exchange(bjnp::Code::send, command));
    TRY(const std::size_t taken, bjnp::accepted_bytes(reply));
    if (taken != command.size())
      return fail(Errc::busy, "the scanner took " + std::to_string(taken) + " of the " +
                                  std::to_string(command.size()) + " bytes of a command");
    return {};
  }

  Result<std::size_t> receive(std::span<std::byte> into) override {
    if (answer_.empty()) {
      TRY(answer_, exchange(bjnp::Code::read, {}));
      owed_ = false;
    }
    const std::size_t count = std::min(into.size(), answer_.size());
    std::copy_n(answer_.begin(), count, into.begin());
    answer_.erase(answer_.begin(), answer_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

  // An answer that was not asked for yet is fetched: the next command must not find it.
  void drain() override {
    if (stream_ && pending_ && pending_->code == bjnp::Code::send) {
      if (!stream_->reply(pending_->code, pending_->sequence, wait())) end();
      pending_.reset();
    }
    if (stream_ && (pending_ || owed_) && !exchange(bjnp::Code::read, {})) end();
    pending_.reset();
    owed_ = false;
    answer_.clear();
  }
  void hurry(bool on) override { hurried_ = on; }

  // The buttons: each change of the dialog is one question and answer.
  Result<std::optional<Buffer>> unasked() override {
    if (!dialog_) {
      TRY_VOID(poll(bjnp::PollStep::hello, 0, 0));
      TRY(const bjnp::PollAnswer opened, poll(bjnp::PollStep::introduce, 0, 0));
      dialog_ = opened.dialog;
    }
    TRY(const bjnp::PollAnswer told, poll(bjnp::PollStep::ask, *dialog_, 0));
    if (told.restart) dialog_.reset();
    if (told.restart || told.status.empty()) return std::optional<Buffer>();
    TRY_VOID(poll(bjnp::PollStep::acknowledge, *dialog_, told.key));
    return std::optional<Buffer>(told.status);
  }

private:
  struct Pending {
    bjnp::Code code = bjnp::Code::read;
    std::uint16_t sequence = 0;
  };

  // One packet and its reply. What is waited for in vain (or no longer) stays pending.
  Result<Buffer> exchange(bjnp::Code code, Bytes payload) {
    if (!stream_) return fail(Errc::io, "the connection to the scanner is gone; scan again");
    // A scanner that never lets us wait would never let us look, either.
    if (!hurried_ && cancel_.requested()) return fail(Errc::cancelled, "cancelled");
    if (!pending_ || pending_->code != code) {
      const std::uint16_t sequence = control_.next_sequence();
      auto put = stream_->write(bjnp::to_scanner(code, sequence, session_, payload), wait());
      if (!put) end(); // half a packet may be under way
      if (!put) return Failure(put.error());
      pending_ = {code, sequence};
    }
    TRY(Buffer reply, stream_->reply(code, pending_->sequence, wait()));
    pending_.reset();
    return reply;
  }
  BjnpStream::Wait wait() const {
    return hurried_ ? BjnpStream::Wait{patience_.last_words, nullptr}
                    : BjnpStream::Wait{patience_.answer, &cancel_};
  }
  Result<bjnp::PollAnswer> poll(bjnp::PollStep step, std::uint32_t dialog, std::uint32_t key) {
    const Buffer question =
        bjnp::poll_payload({step, dialog, key, own_host(), std::string(user), date_and_time()});
    auto reply = control_.ask(bjnp::Code::poll_buttons, 0, question, patience_.datagram * 2);
    if (!reply) dialog_.reset();
    if (!reply) return Failure(reply.error());
    return bjnp::read_poll_answer(reply->payload);
  }
  Failure no_connection(const Error& error) {
    static_cast<void>(control_.ask(bjnp::Code::close, session_, {}, patience_.last_words, false));
    if (error.code == Errc::cancelled) return Failure(error);
    return fail(error.code, "the scanner at " + to_string(address_) +
                                " answers, but takes no connection to scan (" + error.what +
                                "); see whether somebody else scans");
  }

  BjnpControl control_;
  const transport::SocketAddress address_;
  const LinkPatience patience_;
  const Cancel& cancel_;
  std::uint16_t session_ = 0;
  std::optional<BjnpStream> stream_;
  std::optional<Pending> pending_; // what has not been replied to yet
  bool owed_ = false;              // nothing of the answer to the last command has come
  Buffer answer_;
  bool hurried_ = false;
  std::optional<std::uint32_t> dialog_; // of the buttons
};

} // namespace

Result<transport::SocketAddress> parse_bjnp_uri(std::string_view uri) {
  if (!uri.starts_with(scheme))
    return transport::no_address(uri, "it does not begin with bjnp://", example);
  std::string_view rest = uri.substr(scheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  transport::SocketAddress address;
  address.port = std::to_string(bjnp::scanner_port);
  TRY_VOID(transport::read_host_and_port(uri, rest, example, address));
  return address;
}

Result<std::unique_ptr<CommandLink>> open_bjnp_link(const transport::SocketAddress& address,
                                                    const LinkPatience& patience,
                                                    const Cancel& cancel) {
  TRY(BjnpControl control, BjnpControl::open(address, patience, cancel));
  return std::make_unique<BjnpLink>(std::move(control), address, patience, cancel);
}

Result<std::string> ask_bjnp_identity(const transport::SocketAddress& address,
                                      const LinkPatience& patience, const Cancel& cancel) {
  TRY(BjnpControl control, BjnpControl::open(address, patience, cancel));
  TRY(const auto reply, control.ask(bjnp::Code::identity, 0, {}, patience.answer));
  return ieee1284::from_block(as_text(reply.payload));
}

} // namespace platen::scan
