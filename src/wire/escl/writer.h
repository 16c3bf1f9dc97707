#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace platen::escl {

struct ScanSettings;

// Writes one of our documents: elements in their order, with eSCL's prefixes, which some clients
// compare as they stand.
class Writer {
public:
  explicit Writer(std::string_view root);
  void open(std::string_view name);
  void close();
  // Characters that XML 1.0 cannot hold, and bytes that are no UTF-8, become spaces.
  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  std::string done() &&; // closes what is open

private:
  void indent();
  std::string out_;
  std::vector<std::string> open_;
};

// The children of scan:ScanSettings.
void write(Writer& xml, const ScanSettings& settings);

} // namespace platen::escl
