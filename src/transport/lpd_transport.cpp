#include "transport/lpd_transport.h"

#include "base/file.h"
#include "transport/connect.h"
#include "transport/lpd_control.h"
#include "transport/socket_transport.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>

#include <unistd.h>

namespace platen::transport {

namespace {

using std::chrono::milliseconds;

// Commands to the daemon, and to its queue once that receives a job.
constexpr char receive_job = 2, receive_control = 2, receive_data = 3;

std::string this_host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

class LpdTransport final : public Transport {
public:
  LpdTransport(LpdAddress address, const Deadlines& deadlines, const Cancel& cancel)
      : address_(std::move(address)), deadlines_(deadlines), cancel_(cancel) {
    job_.number = static_cast<int>(std::random_device{}() % 1000);
    job_.host = this_host();
  }

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    if (cancel_.requested()) return fail(Errc::cancelled, "cancelled");
    if (job_data_.size() + bytes.size() > limits::lpd_job_bytes)
      return fail(Errc::limit, "the job is larger than " +
                                   std::to_string(limits::lpd_job_bytes >> 30) +
                                   " GB: connect the printer with socket://, which needs no copy");
    return job_data_.write(bytes);
  }

  Result<std::size_t> read(std::span<std::byte>, milliseconds) override {
    return fail(Errc::unsupported, "a line printer daemon passes on no answer of the device");
  }

  void name_job(const std::string& title, const std::string& user) override {
    job_.title = title;
    job_.user = user;
  }

  Result<void> finish() override {
    if (job_data_.size() == 0) return {};
    TRY(line_, open_socket(address_.host, deadlines_, cancel_));
    TRY_VOID(command(receive_job, address_.queue,
                     "does not take jobs for the queue \"" + address_.queue +
                         "\": name another one, as in lpd://" + address_.host.host +
                         "/QUEUE, or make room in it"));
    TRY_VOID(send_control_file());
    return send_data();
  }

  std::uint64_t bytes_delivered() const override {
    if (line_ == nullptr || !before_data_) return 0;
    const std::uint64_t all = line_->bytes_delivered();
    return all < *before_data_ ? 0 : std::min(all - *before_data_, job_data_.size());
  }
  bool may_have_sent() const override { return sent_; }
  void abandon() override {
    if (line_ != nullptr) line_->abandon();
  }

private:
  Result<void> command(char code, const std::string& operands, const std::string& refusal) {
    TRY_VOID(line_->write(std::string(1, code) + operands + "\n"));
    return acknowledged(refusal);
  }

  Result<void> send_control_file() {
    const std::string text = lpd_control_file(job_);
    TRY_VOID(command(receive_control, std::to_string(text.size()) + " " + lpd_control_name(job_),
                     "does not take the job's description"));
    TRY_VOID(line_->write(text + '\0'));
    return acknowledged("does not take the job's description");
  }

  Result<void> send_data() {
    const std::string size = std::to_string(job_data_.size());
    TRY_VOID(command(receive_data, size + " " + lpd_data_name(job_),
                     "has no room for a job of " + size + " bytes"));
    sent_ = true;
    before_data_ = line_->bytes_delivered(); // the daemon has answered to all of it
    TRY_VOID(job_data_.copy_to(*line_));
    TRY_VOID(line_->write(std::string(1, '\0')));
    return acknowledged("has not taken the job, of which it was given all " + size + " bytes");
  }

  // One octet, zero for yes. A daemon that prints while it receives may take its time.
  Result<void> acknowledged(const std::string& refusal) {
    std::array<std::byte, 1> answer{};
    TRY(const std::size_t got, line_->read(answer, deadlines_.stall));
    if (got == 0) return failure("closed the connection and " + refusal);
    if (answer[0] == std::byte{0}) return {};
    return failure(refusal);
  }
  Failure failure(const std::string& what) const {
    return fail(Errc::unreachable, to_string(address_.host) + ": the printer " + what);
  }

  LpdAddress address_;
  Deadlines deadlines_;
  const Cancel& cancel_;
  LpdJob job_;
  Spool job_data_;
  std::unique_ptr<Transport> line_; // from finish() on
  std::optional<std::uint64_t> before_data_;
  bool sent_ = false;
};

} // namespace

Result<std::unique_ptr<Transport>> open_lpd(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel) {
  TRY(LpdAddress address, parse_lpd_uri(uri));
  // What nobody listens to is told before the pages are drawn; a connection alone asks for nothing.
  TRY_VOID(connect_to(address.host, deadlines.connect, cancel));
  return std::make_unique<LpdTransport>(std::move(address), deadlines, cancel);
}

} // namespace platen::transport
