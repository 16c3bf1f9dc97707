#pragma once

#include "base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sane/sane.h>

namespace platen::scan::sane {

// A status of libsane in words for people.
Error error_of(SANE_Status status, const std::string& doing);

// The options of an open device, by their well-known names. They are looked up anew each time:
// setting one may change the others.
class Options {
public:
  explicit Options(SANE_Handle handle) : handle_(handle) {}

  bool has(const char* name) const { return find(name).has_value(); } // and it can be set
  std::vector<std::string> texts(const char* name) const;             // it may be; empty: any
  Result<void> set(const char* name, const std::string& text);

  // Numbers of the option's own unit; a number that it cannot be becomes the nearest that it can.
  struct Numbers {
    double least = 0, most = 0;
    std::vector<double> list; // empty: all between
    SANE_Unit unit = SANE_UNIT_NONE;
  };
  std::optional<Numbers> numbers(const char* name) const; // nothing: not bounded, or not there
  Result<void> set(const char* name, double number);
  std::optional<double> value(const char* name) const;
  std::optional<bool> flag(const char* name) const; // also of one that can only be read
  Result<void> set_flag(const char* name, bool on);

private:
  struct Found {
    SANE_Int index = 0;
    const SANE_Option_Descriptor* about = nullptr;
  };
  std::optional<Found> find(const char* name, bool to_set = true) const;
  Result<void> control(const Found& option, void* value, const char* name);

  SANE_Handle handle_;
};

} // namespace platen::scan::sane
