#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace platen::model {

// What an ICC profile for a printer is, as the sandboxed worker has read it. Lab values are
// relative to D50, but for the paper's white, which is the medium's own.
struct ProfileFacts {
  std::string description;     // printable ASCII
  std::string version;         // "2.4", "4.3"
  std::string kind;            // "prtr", "mntr", "spac", "link": the class's signature (ICC.1, 7.2.5)
  std::string space;           // "RGB", "CMYK", "GRAY": of the samples that it takes or makes
  std::string connection;      // "Lab", "XYZ"; of a DeviceLink what it gives, "RGB"
  bool table = false;          // colours by a grid, not by a matrix and curves
  double gamut_volume = 0;     // cubic L*a*b* units; 0: a DeviceLink
  std::array<double, 3> white{}; // L*, a*, b*
  std::array<double, 3> black{}; // of the darkest colour that it prints
  bool operator==(const ProfileFacts&) const = default;
};

} // namespace platen::model
