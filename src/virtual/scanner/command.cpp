#include "virtual/scanner/command.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

namespace platen::twin::scanner {

namespace {

struct Known {
  Code code;
  std::string_view name;
  std::uint16_t out, back; // octets of data behind the header, and of the answer
};
constexpr std::array<Known, 9> known{{
    {Code::status, "status", 0, 12},
    {Code::activate, "activate", 10, 0},
    {Code::start_session, "start session", 0, 0},
    {Code::select_source, "select source", 10, 0},
    {Code::parameters, "scan parameters", 46, 0},
    {Code::read_image, "read image", 0, 0xC004},
    {Code::abort_session, "abort session", 0, 0},
    {Code::error_info, "error info", 0, 16},
    {Code::time, "time", 20, 0},
}};

const Known* find(std::uint16_t code) {
  const auto found = std::ranges::find(known, static_cast<Code>(code), &Known::code);
  return found == known.end() ? nullptr : found;
}

std::uint8_t sum_of(Bytes data) {
  return std::accumulate(data.begin(), data.end(), std::uint8_t{0},
                         [](std::uint8_t sum, std::byte b) {
                           return static_cast<std::uint8_t>(sum + std::to_integer<std::uint8_t>(b));
                         });
}

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

} // namespace

std::string name_of(std::uint16_t code) {
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), "%04X", unsigned{code});
  const Known* command = find(code);
  return digits.data() + (command == nullptr ? "" : " " + std::string(command->name));
}

Result<Command> read_command(Bytes bytes) {
  constexpr std::size_t zeros = 5;
  ByteReader in(bytes);
  TRY(const std::uint16_t code, in.u16be());
  TRY(const Bytes first_zeros, in.take(zeros));
  TRY(const std::uint16_t length, in.u16be());
  TRY(const Bytes last_zero, in.take(1));
  TRY(const Bytes data, in.take(in.remaining()));
  const Known* command = find(code);
  if (command == nullptr) return fail(Errc::unsupported, "there is no such command");
  if (!all_zero(first_zeros) || !all_zero(last_zero))
    return fail(Errc::malformed, "its header has something where zeros belong");
  if (length != command->out + command->back)
    return fail(Errc::malformed, "its length is " + std::to_string(length) + ", not " +
                                     std::to_string(command->out + command->back));
  if (data.size() != command->out)
    return fail(Errc::malformed, "it has " + std::to_string(data.size()) + " octets of data, not " +
                                     std::to_string(command->out));
  if (sum_of(data) != 0) return fail(Errc::malformed, "its checksum is wrong");
  return Command{command->code, data};
}

Buffer answer_of(std::uint16_t status, Bytes data) {
  ByteWriter out;
  out.u16be(status);
  if (status != done || data.empty()) return std::move(out.buffer);
  out.bytes(data);
  out.u8(static_cast<std::uint8_t>(0 - sum_of(data)));
  return std::move(out.buffer);
}

} // namespace platen::twin::scanner
