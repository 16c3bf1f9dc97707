#include "virtual/scanner/buttons.h"

namespace platen::twin::scanner {

namespace {

constexpr std::size_t packet_bytes = 16;

bool is_in(std::uint8_t pressed, Button button) {
  return (pressed & static_cast<std::uint8_t>(button)) != 0;
}

} // namespace

void Buttons::press(std::string_view name) {
  press(name == "gray" ? Button::gray : name == "time" ? Button::time : Button::color);
}

void Buttons::look_at_folder() {
  if (folder_.empty()) return;
  std::error_code error;
  if (std::filesystem::remove(folder_ / "press-color", error)) press(Button::color);
  if (std::filesystem::remove(folder_ / "press-gray", error)) press(Button::gray);
}

Buffer Buttons::take() {
  look_at_folder();
  const std::uint8_t pressed = pressed_.exchange(0);
  if (pressed == 0) return {};
  Buffer packet(packet_bytes);
  if (is_in(pressed, Button::time)) packet[10] = std::byte{0x40};
  if (is_in(pressed, Button::gray)) packet[15] |= std::byte{0x01};
  if (is_in(pressed, Button::color)) packet[15] |= std::byte{0x02};
  return packet;
}

} // namespace platen::twin::scanner
