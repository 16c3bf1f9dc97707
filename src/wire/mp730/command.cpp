#include "wire/mp730/command.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace platen::mp730 {

namespace {

// Where the fields of the scan parameters stand, and what SANE sends for gray and colour.
constexpr std::size_t activate_bytes = 10, source_bytes = 10, parameter_bytes = 0x2e,
                      time_bytes = 20;
constexpr std::uint16_t resolution_flag = 0x1000;

std::uint8_t octet(Bytes bytes, std::size_t at) {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

std::uint8_t sum(Bytes data) {
  return std::accumulate(
      data.begin(), data.end(), std::uint8_t{0}, [](std::uint8_t all, std::byte one) {
        return static_cast<std::uint8_t>(all + std::to_integer<std::uint8_t>(one));
      });
}

// Two octets of command, five of zero, the length of all that follows both ways, and a zero.
void put_header(ByteWriter& out, Code code, std::size_t length) {
  out.u16be(static_cast<std::uint16_t>(code));
  for (int i = 0; i < 5; ++i)
    out.u8(0);
  out.u16be(static_cast<std::uint16_t>(length));
  out.u8(0);
}

// Data whose last octet, 0 here, makes the sum 0.
Buffer with_data(Code code, std::span<std::byte> data) {
  data.back() = static_cast<std::byte>(static_cast<std::uint8_t>(0x100 - sum(data)));
  ByteWriter out;
  put_header(out, code, data.size());
  out.bytes(data);
  return std::move(out.buffer);
}

void put16(std::span<std::byte> at, std::uint16_t value) {
  at[0] = static_cast<std::byte>(value >> 8);
  at[1] = static_cast<std::byte>(value & 0xff);
}
void put32(std::span<std::byte> at, std::uint32_t value) {
  put16(at, static_cast<std::uint16_t>(value >> 16));
  put16(at.subspan(2), static_cast<std::uint16_t>(value & 0xffff));
}

} // namespace

Result<Status> read_status(Bytes two) {
  ByteReader in(two);
  TRY(const std::uint16_t word, in.u16be());
  for (const Status status : {Status::done, Status::failed, Status::busy})
    if (word == static_cast<std::uint16_t>(status)) return status;
  return fail(Errc::malformed, "the scanner's answer begins with no status that is known");
}

Buffer plain(Code code, std::size_t answer_bytes) {
  ByteWriter out;
  put_header(out, code, answer_bytes);
  return std::move(out.buffer);
}

Buffer activate(std::uint8_t phase) {
  std::array<std::byte, activate_bytes> data{};
  data[0] = std::byte{1};
  data[3] = std::byte{phase};
  return with_data(Code::activate, data);
}

Buffer select_source(Source source) {
  std::array<std::byte, source_bytes> data{};
  data[0] = source == Source::flatbed ? std::byte{1} : std::byte{2};
  if (source == Source::feeder_two_sided) data[5] = std::byte{3};
  return with_data(Code::select_source, data);
}

Buffer read_image() {
  return plain(Code::read_image, most_image_bytes + image_header_bytes);
}

Buffer time_of_day(std::string_view text) {
  std::array<std::byte, time_bytes> data{};
  const Bytes bytes = as_bytes(text.substr(0, 16));
  std::ranges::copy(bytes, data.begin());
  return with_data(Code::time, data);
}

Buffer scan_parameters(const ScanParameters& parameters) {
  std::array<std::byte, parameter_bytes> data{};
  const std::span<std::byte> all(data);
  const auto resolution = static_cast<std::uint16_t>(parameters.dpi | resolution_flag);
  put16(all.subspan(0x04), resolution);
  put16(all.subspan(0x06), resolution);
  put32(all.subspan(0x08), parameters.x);
  put32(all.subspan(0x0c), parameters.y);
  put32(all.subspan(0x10), parameters.width);
  put32(all.subspan(0x14), parameters.height);
  data[0x18] = parameters.color ? std::byte{0x08} : std::byte{0x04};
  data[0x19] = parameters.color ? std::byte{24} : std::byte{8};
  data[0x1f] = std::byte{0x7f};
  data[0x20] = std::byte{0xff};
  data[0x23] = std::byte{0x81};
  return with_data(Code::scan_parameters, data);
}

Result<void> check_sum(Bytes data) {
  if (sum(data) == 0) return {};
  return fail(Errc::malformed, "the check sum of the scanner's answer is wrong");
}

Result<DeviceStatus> read_device_status(Bytes data) {
  if (data.size() != device_status_bytes)
    return fail(Errc::malformed, "the scanner's status has another length than it should");
  TRY_VOID(check_sum(data));
  return DeviceStatus{octet(data, 1) == 0, octet(data, 7), octet(data, 8)};
}

Result<ImageHeader> read_image_header(Bytes data) {
  constexpr std::uint8_t last_block = 0x28;
  ByteReader in(data);
  TRY(const std::uint8_t flags, in.u8());
  TRY_VOID(in.skip(1));
  TRY(const std::uint16_t length, in.u16be());
  if (length > most_image_bytes)
    return fail(Errc::limit, "the scanner announces " + std::to_string(length) +
                                 " bytes of image at once; a block has at most " +
                                 std::to_string(most_image_bytes));
  return ImageHeader{(flags & last_block) == last_block, length};
}

Result<Interrupt> read_interrupt(Bytes packet) {
  if (packet.size() < interrupt_bytes)
    return fail(Errc::malformed, "the scanner's word of its buttons is too short");
  constexpr std::uint8_t bit6 = 0x40;
  return Interrupt{(octet(packet, 12) & bit6) != 0, (octet(packet, 10) & bit6) != 0,
                   (octet(packet, 15) & 1) != 0, (octet(packet, 15) & 2) != 0};
}

} // namespace platen::mp730
