#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// The words of eSCL for the values that its documents share.
namespace platen::escl {

enum class InputSource : std::uint8_t { platen, feeder };
enum class ColorMode : std::uint8_t { black_and_white1, grayscale8, rgb24 };
enum class Intent : std::uint8_t { document, text_and_graphic, photo, preview, business_card };
enum class AdfState : std::uint8_t { loaded, empty, jam, door_open, processing };
enum class ScannerState : std::uint8_t { idle, processing, testing, stopped };
enum class JobState : std::uint8_t { pending, processing, completed, canceled, aborted };

std::string_view word(InputSource value);
std::string_view word(ColorMode value);
std::string_view word(Intent value);
std::string_view word(AdfState value);
std::string_view word(ScannerState value);
std::string_view word(JobState value);

std::optional<InputSource> input_source_of(std::string_view word);
std::optional<ColorMode> color_mode_of(std::string_view word);
std::optional<Intent> intent_of(std::string_view word);

// Major and minor, as pwg:Version has them ("2.63").
struct Version {
  std::int32_t major = 2, minor = 0;
  constexpr auto operator<=>(const Version&) const = default;
};
inline constexpr Version our_version{2, 63};
inline constexpr std::string_view our_version_word = "2.63";

} // namespace platen::escl
