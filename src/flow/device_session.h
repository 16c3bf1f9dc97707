#pragma once

#include "base/cancel.h"
#include "base/limits.h"
#include "encode/language.h"
#include "flow/print_flow.h"
#include "transport/transport.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace platen::flow {

// What the device of a queue has said about itself, to be kept between its jobs.
struct DeviceMemory {
  bool asked = false; // it was asked, whether or not it answered
  std::shared_ptr<const encode::DeviceAnswer> answer;
};

// What a delivery is doing, to be looked at from other threads.
struct Activity {
  std::atomic<std::uint64_t> taken = 0;         // bytes that the device's connection took
  std::atomic<bool> waiting_for_device = false; // it has been given more and has not taken it yet
};

// How a job gets to its device.
struct Delivery {
  Delivery(std::string uri, const Cancel& when_possible, const Cancel& now)
      : device_uri(std::move(uri)), gently(when_possible), at_once(now) {}

  std::string device_uri;
  transport::Deadlines deadlines;
  // Ends the job at the end of a side, or after `side_grace` inside it; the device is told.
  const Cancel& gently;
  const Cancel& at_once;                         // cuts the transport
  std::function<void(const Progress&)> progress; // after each side; may be empty
  // With the totals of the job, before its first side; an error: it is not sent. May wait; may be
  // empty.
  std::function<Result<void>(const Progress&)> planned;
  std::function<void(const DeviceMemory&)> asked; // when the device was asked; may be empty
  transport::DeviceReport report;                 // on any thread; may be empty
  std::function<void(std::string_view level, const std::string& line)>
      filter_said; // lines for the log; may be empty
  Activity* activity = nullptr;
  std::chrono::milliseconds side_grace = limits::cancelled_side;
};

// An open way to a device that was asked what it can do, and one job on it.
class DeviceSession {
public:
  // Opens the transport and asks; `memory` counts where the device does not answer.
  static Result<std::unique_ptr<DeviceSession>>
  open(const PrintJob& job, const DeviceMemory& memory, const Delivery& how);

  const encode::Language& language() const { return *language_; }
  // Devices close connections on which nothing comes.
  bool is_old() const;

  // The sides of a job, in order; `totals` are those of its plan.
  // The first `sheets_done` of them are with the device already: skip() is called for those.
  void begin(const Progress& totals, std::int32_t sheets_done);
  void skip(const encode::SideSpec& spec, bool last_of_sheet);
  Result<void> send(encode::SideSpec spec, bool last_of_sheet, const Spool& payload);
  // In place of all sides.
  Result<void> maintain(std::string_view function);
  Result<void> finish();
  // After a failure or before the last side: lets the device know that nothing more comes.
  void break_off();

  const Progress& delivered(); // as far as it is known now
  // Something of the job itself may have gone out.
  bool begun() const {
    return opened_ && link_.written() > before_job_ && device_->may_have_sent();
  }
  std::uint64_t bytes_delivered() const { return device_->bytes_delivered(); }
  // What went wrong is the owner's filter, and neither the job nor the device.
  bool filter_failed() const { return *filter_failed_; }

private:
  // Splits what goes out so that it can be counted, and stopped in the midst of a side.
  class Link final : public DeviceLink {
  public:
    Link(DeviceLink& device, const Delivery& how) : device_(device), how_(how) {}
    using ByteSink::write;
    Result<void> write(Bytes bytes) override;
    Result<std::size_t> read(std::span<std::byte> into,
                             std::chrono::milliseconds patience) override;
    Result<void> begin_document(const DocumentStart& start) override {
      return device_.begin_document(start);
    }
    const model::PageOffer* page_offer() const override { return device_.page_offer(); }
    std::chrono::milliseconds answer_patience() const override { return how_.deadlines.answer; }
    std::chrono::milliseconds stall_patience() const override { return how_.deadlines.stall; }
    void listen(std::function<Result<void>()> heard) override;
    void report(const std::vector<std::string>& reasons, const std::string& words) override {
      if (how_.report) how_.report(reasons, words);
    }
    std::function<void()> after_hearing;               // may be empty
    std::uint64_t written() const { return written_; } // begun to be, rather

  private:
    Result<void> look();
    DeviceLink& device_;
    const Delivery& how_;
    std::optional<std::chrono::steady_clock::time_point> cancel_seen_;
    std::uint64_t written_ = 0;
    bool heard_ = false; // something, in the read before
  };

  DeviceSession(std::unique_ptr<encode::Language> language,
                std::unique_ptr<transport::Transport> device, const Delivery& how,
                std::shared_ptr<const bool> filter_failed);

  void note_taken();

  // The sheets up to one send(), as the device counts them.
  struct Mark {
    std::int32_t sides = 0;  // sent in this session
    std::int32_t sheets = 0; // of the whole job
    bool one_sided = true;
  };

  const Delivery& how_;
  const std::unique_ptr<encode::Language> language_;
  const std::unique_ptr<transport::Transport> device_;
  const std::shared_ptr<const bool> filter_failed_;
  Link link_;
  const std::chrono::steady_clock::time_point since_;
  Progress delivered_;
  std::vector<Mark> marks_;     // behind each sheet, in order
  std::int32_t sides_sent_ = 0; // in this session
  std::uint64_t before_job_ = 0;
  bool opened_ = false, between_sides_ = true, finished_ = false;
};

} // namespace platen::flow
