#pragma once

#include "base/bytes.h"
#include "scan/deliver/deliver.h"

#include <optional>

// What platen and its helper platen-deliver say to each other.
namespace platen::scan {

// Descriptors of the helper.
inline constexpr int request_fd = 0, report_fd = 1;

// A try, with the templates of its mail filled in.
struct DeliveryRequest {
  Destination destination;
  DeliveryTry attempt; // without its fields but the time
};
Buffer write_request(const DeliveryRequest& request);
// Errc::malformed, limit.
Result<DeliveryRequest> read_request(Bytes bytes);

// The helper's words, each in a frame: kind, length (32 bits, big endian), text.
enum class ReportKind : std::uint8_t {
  moving = 'm',   // it lives, and something moved
  all_sent = 's', // from here until an answer it cannot know whether it arrived
  answered = 'r', // the answer came: it knows again
  arrived = 'a',  // one name of DeliveryEnd::where
  end = 'e',      // DeliveryEnd::kind and words
};
Buffer write_report(ReportKind kind, std::string_view text);
Buffer write_end(const DeliveryEnd& end); // its kind and words

// What the helper has said so far. It may be taken over by the other side: everything is checked.
class Reports {
public:
  // Errc::malformed, limit: nothing more of it is believed.
  Result<void> take(Bytes bytes);
  bool all_sent() const { return all_sent_; }
  const std::vector<std::string>& arrived() const { return arrived_; }
  const std::optional<DeliveryEnd>& end() const { return end_; } // without `where`

private:
  Result<void> take_frame(std::uint8_t kind, Bytes text);
  Buffer pending_;
  bool all_sent_ = false;
  std::vector<std::string> arrived_;
  std::optional<DeliveryEnd> end_;
};

// For people: well-formed UTF-8 on one line, at most `most` bytes.
std::string clean_words(std::string_view words, std::size_t most);

} // namespace platen::scan
