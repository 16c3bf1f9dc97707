#pragma once

#include "flow/device_session.h"
#include "flow/parking.h"
#include "flow/print_flow.h"
#include "flow/rendering.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace platen::flow {

// What came of one try to print a job.
struct Delivered {
  enum class Fault : std::uint8_t {
    none,
    cancelled,
    document,   // it cannot be opened, planned or drawn
    connection, // the device is not there, or does not want to talk
    device,     // it refused the job, or was lost in the midst of it
    filter,     // the owner's filter failed: nothing is known of the device
    allowance,  // Delivery::planned was against it, before anything was sent
    language,   // the device has another one, and has got nothing
  };
  Fault fault = Fault::none;
  Error error;          // unless `none`
  PrintReport report;   // as far as it came
  bool planned = false; // it is known how many sides there are
  bool begun = false;   // something of the job itself may have gone out
};

// One job on its way, in two phases that may be far apart: from begin() on its sides are made by
// threads of its own and parked, so that another job can be sent meanwhile; deliver() sends them.
class PreparedJob {
public:
  // Opens the documents at once. `parking` bounds what waits for deliver(), null: only a few sides
  // wait. `rendered` is called on another thread when every side is made; may be empty.
  explicit PreparedJob(PrintJob job, std::shared_ptr<Parking> parking = nullptr,
                       std::function<void()> rendered = {});

  // Draws for the device as it is remembered; nothing happens where its answer matters and it was
  // never asked. Errc::unsupported for a language nobody knows, Errc::busy where no thread is left.
  Result<void> begin(const DeviceMemory& memory);
  bool rendered() const { return rendered_; } // all that is left is to deliver

  // Connects when the first side is ready, asks the device, and sends; a device that is not as it
  // was remembered gets its sides made anew. Without begin() the device is asked before anything is
  // drawn. Blocks. May be called again as long as nothing was taken from it: see spent().
  Delivered deliver(const Delivery& how, const DeviceMemory& memory);
  bool spent() const { return spent_; }

private:
  struct Stop;
  std::unique_ptr<Rendering> start_rendering();
  Result<std::unique_ptr<encode::Language>> language_for(const DeviceMemory& memory) const;
  tl::expected<void, Stop> connect(const Delivery& how, const DeviceMemory& memory);
  tl::expected<void, Stop> make_ready(const Delivery& how, const DeviceMemory& memory);
  tl::expected<void, Stop> send_all(const Delivery& how);
  tl::expected<void, Stop> maintain(const Delivery& how, const DeviceMemory& memory);
  tl::expected<void, Stop> run(const Delivery& how, const DeviceMemory& memory);

  const PrintJob job_;
  const std::shared_ptr<Parking> parking_;
  const std::function<void()> rendered_hook_;
  std::atomic<bool> rendered_ = false;
  std::unique_ptr<Rendering> rendering_;
  std::unique_ptr<DeviceSession> device_;
  bool spent_ = false;
};

} // namespace platen::flow
