#pragma once

#include "scan/deliver/delivery.h"

#include <functional>
#include <memory>
#include <optional>

namespace platen::scan {

// Keeps deliveries over restarts; what save() has taken is on disk. From any thread.
class DeliveryStore {
public:
  virtual ~DeliveryStore() = default;
  virtual Result<std::vector<Delivery>> load() = 0;
  virtual Result<void> save(const Delivery& delivery) = 0; // new, or in the place of its id
};

// Deliveries on their way: several destinations at once, each by one delivery at a time, again and
// again until it is done, refused, or given up after three days. From any thread.
class DeliveryQueue {
public:
  struct Services {
    DeliveryStore* store = nullptr; // outlives the queue
    std::function<SystemTime()> now;
    std::function<double()> chance; // 0 to 1; called by one thread at a time
    // What is to be sent, as it is at this moment. Any error fails the delivery with its words:
    // there is no such destination any more, its files are gone.
    std::function<Result<std::pair<Destination, DeliveryTry>>(const Delivery&)> prepare;
    // deliver(). An error other than cancelled is tried again.
    std::function<Result<DeliveryEnd>(const Destination&, const DeliveryTry&, const Cancel&)> send;
    // A delivery is as it was not before; to tell people. From a thread of the queue or of whoever
    // asked for the change.
    std::function<void(const Delivery&)> changed;
    std::function<void(std::string_view level, std::string_view text)> log;
  };
  // Errc::io: the store cannot be read, or no thread can be had.
  static Result<std::unique_ptr<DeliveryQueue>> open(Services services,
                                                     std::size_t most_at_once = 4);
  // Ends what is being sent; the next open() tries it again.
  virtual ~DeliveryQueue() = default;

  // Only its id, session, destination and kind count. It is kept when this returns. Errc::conflict:
  // the id was used before.
  virtual Result<void> add(const Delivery& delivery) = 0;
  // Errc::not_found; conflict: it has ended. `who` goes into its words.
  virtual Result<void> cancel(const std::string& id, const std::string& who) = 0;
  // At once, also one that had failed, and again for three days. Errc::not_found; conflict: it is
  // being sent, or done.
  virtual Result<void> retry_now(const std::string& id) = 0;
  virtual std::vector<Delivery> deliveries() const = 0; // in the order in which they were added
  virtual std::optional<Delivery> delivery(const std::string& id) const = 0;
  virtual void look() = 0; // the clock was changed
};

} // namespace platen::scan
