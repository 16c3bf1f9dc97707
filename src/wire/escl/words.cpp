#include "wire/escl/words.h"

#include <array>
#include <cstddef>

namespace platen::escl {

namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 2> sources{"Platen", "Feeder"};
constexpr std::array<std::string_view, 3> modes{"BlackAndWhite1", "Grayscale8", "RGB24"};
constexpr std::array<std::string_view, 5> intents{"Document", "TextAndGraphic", "Photo", "Preview",
                                                  "BusinessCard"};
constexpr std::array<std::string_view, 5> adf_states{"ScannerAdfLoaded", "ScannerAdfEmpty",
                                                     "ScannerAdfJam", "ScannerAdfDoorOpen",
                                                     "ScannerAdfProcessing"};
constexpr std::array<std::string_view, 4> states{"Idle", "Processing", "Testing", "Stopped"};
constexpr std::array<std::string_view, 5> job_states{"Pending", "Processing", "Completed",
                                                     "Canceled", "Aborted"};

template<class Value, std::size_t count>
std::optional<Value> value_of(const std::array<std::string_view, count>& words,
                              std::string_view word) {
  for (std::size_t i = 0; i < count; ++i)
    if (words[i] == word) return static_cast<Value>(i);
  return std::nullopt;
}

} // namespace

std::string_view word(InputSource value) {
  return sources[static_cast<std::size_t>(value)];
}
std::string_view word(ColorMode value) {
  return modes[static_cast<std::size_t>(value)];
}
std::string_view word(Intent value) {
  return intents[static_cast<std::size_t>(value)];
}
std::string_view word(AdfState value) {
  return adf_states[static_cast<std::size_t>(value)];
}
std::string_view word(ScannerState value) {
  return states[static_cast<std::size_t>(value)];
}
std::string_view word(JobState value) {
  return job_states[static_cast<std::size_t>(value)];
}

std::optional<InputSource> input_source_of(std::string_view word) {
  return value_of<InputSource>(sources, word);
}
std::optional<ColorMode> color_mode_of(std::string_view word) {
  return value_of<ColorMode>(modes, word);
}
std::optional<Intent> intent_of(std::string_view word) {
  return value_of<Intent>(intents, word);
}

} // namespace platen::escl
