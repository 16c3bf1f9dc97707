#pragma once

#include "base/file.h"
#include "units/units.h"

#include <memory>

namespace platen::twin {

enum class PngKind : std::uint8_t { gray1, gray8, rgb8 };

// Writes a PNG row by row. The file has its name only after finish().
class PngFile {
public:
  struct State;
  static Result<std::unique_ptr<PngFile>> create(const std::filesystem::path& path,
                                                 std::int32_t width, std::int32_t height,
                                                 PngKind kind, Dpi dpi);
  ~PngFile();
  // One byte a sample; gray1 takes a byte a pixel too, 0 or 1.
  Result<void> row(std::span<const std::uint8_t> samples);
  Result<void> finish(); // after the last row

private:
  explicit PngFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace platen::twin
