#pragma once

#include "scan/broker/scanners.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace platen::test {

// The picture that lies on every side `page` (0, 1, ...), at device pixel (x, y) from the top left
// corner of the glass: flat squares of 16 pixels, so that JPEG keeps them, with a fine pattern that
// betrays a shift by one. tests/conform/escl_test.py has the same formula.
inline std::uint8_t picture_sample(int page, int x, int y, int channel) {
  return static_cast<std::uint8_t>(
      (x / 16 * 13 + y / 16 * 29 + page * 57 + channel * 85 + (x + y) % 3) % 256);
}

// What a scanner of the test does; changed under the lock of PictureScanners::change().
struct Behaviour {
  scan::ScannerFacts facts;
  int sheets = 0;                                         // in the feeder
  bool tells_feeder = true;                               // else its state is unknown
  scan::FeederState trouble = scan::FeederState::unknown; // jam or cover_open: nothing moves
  int fault_page = -1, fault_row = 0;                     // a jam at this row of this side
  int rows_given = -1;                                    // then a side ends early; -1: whole
  int width_step = 4;                                     // widths are rounded up to it
  bool dies_at_start = false;                             // off from the moment it is to scan
  bool off = false;                                       // nobody answers
  std::chrono::milliseconds band_pause{0};
  // Before rows of a side are given; from the thread that reads, without the lock.
  std::function<void(int page, int row)> before_rows;
  int starts = 0, pages = 0, cancelled = 0; // counted: feeds, sides begun, feeds ended early
};

scan::ScannerFacts copier_facts(); // glass and two-sided feeder, as an imageRUNNER 1020 has them

// Scanners that know no device, for tests of those who use them.
class PictureScanners final : public scan::Scanners {
public:
  void put(scan::ScannerEntry entry) override;
  void remove(const std::string& name) override;
  std::vector<scan::ScannerEntry> entries() const override;
  Result<scan::ScannerFacts> facts(const std::string& name) override;
  Result<scan::ScannerState> state(const std::string& name) override;
  Result<std::unique_ptr<Lease>> acquire(const std::string& name, const std::string& who,
                                         std::chrono::milliseconds patience,
                                         const Cancel& cancel) override;

  // What one does, for as long as `how` runs. A new one has copier_facts().
  void change(const std::string& name, const std::function<void(Behaviour&)>& how);
  Behaviour look(const std::string& name) const;

private:
  struct Machine;
  class LeaseOfOne;
  class FeedOfOne;
  std::shared_ptr<Machine> machine(const std::string& name) const;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Machine>> machines_;
};

} // namespace platen::test
