#pragma once

#include "base/result.h"
#include "virtual/jam_place.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::twin {

// What the twin holds that its owner would see: fault scripts (virtual/faults.h) and settings
// change this, every channel (SNMP, PJL, CHMP, BJNP, IVEC) tells of it and of nothing else.
struct Condition {
  struct Supply {
    std::string name;     // "PGY", "toner", "waste"
    std::string colorant; // as the Printer MIB names it; empty: none
    int percent = 90;     // left; of "waste": the room that is left
  };
  struct Tray {
    std::string name;   // as the device's channels call it
    std::string medium; // PWG self-describing name
    std::string type;   // in the device's own words
    std::int32_t width_hmm = 21000, height_hmm = 29700;
    int sheets = 100, capacity = 100;
  };

  std::string model; // "canon-ir1024"
  std::vector<Supply> supplies;
  std::vector<Tray> trays;
  bool jam = false, cover_open = false, offline = false;
  Jam where; // of the jam; as a fault script says
  bool output_full = false, service_call = false;
  bool waste_container_full = false;    // of a machine that tells no level of it
  std::optional<std::string> languages; // that it names, by PJL's words; none: all that it has
  // What the twin can do beyond what is known of its model (docs/protocols/ivec.md §9).
  bool adobe_rgb = false, clear_coat = false, compares_paper = false;
  int most_columns = 10800;   // of a page
  bool wrong_paper = false;   // a tray has some, and not what the job wants
  std::optional<Tray> wanted; // what it wants instead, where the machine compared the two itself
  std::string serial;         // as it tells it by SNMP; empty: it tells none
  std::string mac;            // 6 octets; empty: by BJNP the one of all twins, else none
  std::optional<std::string> wrong_id; // told in place of its device id
  std::string job, job_id;             // of the job that is being printed
  std::string queue_words; // what its line printer daemon says of it; empty: by the rest
  bool printing = false;
  std::int64_t impressions = 0; // since it was made

  bool is_inkjet() const { return model == "canon-pro-1000"; }
  bool paper_out() const; // in every tray
  bool stopped() const {
    return jam || cover_open || offline || output_full || service_call || wrong_paper ||
           paper_out() || supply_empty() || waste_full();
  }
  bool supply_empty() const;
  bool supply_low() const; // one of them, and not empty
  bool waste_full() const;
  bool names_language(std::string_view word) const; // "PCLXL", "PCL"
  bool troubled() const { return stopped() || supply_low(); }
};

inline constexpr int low_percent = 10; // docs/protocols/snmp.md §5

// A device at rest with paper and ink.
Condition condition_of(std::string_view model);

// Somebody has been at it: what stopped it is mended, empty trays and supplies that were low are
// full again, and a tray whose paper was not the job's has what the job wants.
void mend(Condition& condition);

// "jam=on", "cover-open=on", "offline=on", "paper=0" (sheets in every tray), "PGY=5" (a supply by
// its name, in percent), "serial=TEXT", "mac=02:00:00:00:00:01"; of a copier also
// "output-full=on", "service-call=on" and "languages=PCL" (those that it names; "none": it names
// none); of an inkjet "loaded-size=iso_a2_420x594mm" and "loaded-type=TYPE" (what lies in its first
// tray, the type in its own words). Errc::invalid with the names that there are.
Result<void> set_condition(Condition& condition, std::string_view setting);

// The one condition of a machine, for all the threads that tell of it or change it.
class SharedCondition {
public:
  explicit SharedCondition(Condition condition) : condition_(std::move(condition)) {}

  Condition now() const {
    const std::lock_guard lock(mutex_);
    return condition_;
  }
  template<class Change> void change(Change change) {
    const std::lock_guard lock(mutex_);
    change(condition_);
  }

private:
  mutable std::mutex mutex_;
  Condition condition_;
};

} // namespace platen::twin
