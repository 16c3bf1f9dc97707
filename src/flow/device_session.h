#pragma once

#include "base/cancel.h"
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
  // Ends the job at the end of a side, or after half a second inside it; the device is told.
  const Cancel& gently;
  const Cancel& at_once;                          // cuts the transport
  std::function<void(const Progress&)> progress;  // after each side; may be empty
  std::function<void(const DeviceMemory&)> asked; // when the device was asked; may be empty
  transport::DeviceReport report;                 // on the delivering thread; may be empty
  Activity* activity = nullptr;
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
  void begin(const Progress& totals) { delivered_ = totals; }
  Result<void> send(encode::SideSpec spec, bool last_of_sheet, const Spool& payload);
  // In place of all sides.
  Result<void> maintain(std::string_view function);
  Result<void> finish();
  // After a failure or before the last side: lets the device know that nothing more comes.
  void break_off();

  const Progress& delivered() const { return delivered_; }
  bool begun() const { return begun_; } // something of the job itself may have gone out
  std::uint64_t bytes_delivered() const { return device_->bytes_delivered(); }

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

  private:
    Result<void> look();
    DeviceLink& device_;
    const Delivery& how_;
    std::optional<std::chrono::steady_clock::time_point> cancel_seen_;
  };

  DeviceSession(std::unique_ptr<encode::Language> language,
                std::unique_ptr<transport::Transport> device, const Delivery& how);

  const Delivery& how_;
  const std::unique_ptr<encode::Language> language_;
  const std::unique_ptr<transport::Transport> device_;
  Link link_;
  const std::chrono::steady_clock::time_point since_;
  Progress delivered_;
  bool begun_ = false, between_sides_ = true;
};

} // namespace platen::flow
