#include "wire/ufr2/slim_record.h"

namespace platen::ufr2 {

namespace {

constexpr std::byte record_end{0x80};

} // namespace

SlimHeader read_slim_header(std::span<const std::byte, slim_header_bytes> bytes) {
  SlimHeader header;
  header.parameters = read_hiscoa_parameters(bytes.first<hiscoa_parameter_bytes>());
  header.more = std::to_integer<std::uint8_t>(bytes[8]);
  for (std::size_t i = 0; i < 4; ++i)
    header.stated |= std::to_integer<std::uint32_t>(bytes[9 + i]) << (8 * i);
  return header;
}

Result<SlimRecord> read_slim_record(Bytes payload) {
  if (payload.size() <= slim_header_bytes)
    return fail(Errc::malformed, "a band of " + std::to_string(payload.size()) +
                                     " bytes, too short for its own header");
  if (payload.back() != record_end)
    return fail(Errc::malformed, "a band that does not end with 80", payload.size() - 1);
  return SlimRecord{read_slim_header(payload.first<slim_header_bytes>()),
                    payload.subspan(slim_header_bytes, payload.size() - slim_header_bytes - 1)};
}

Buffer make_slim_record(const HiScoaParameters& parameters, bool more, Bytes stream) {
  ByteWriter out;
  put_hiscoa_parameters(out, parameters);
  out.u8(more ? 1 : 0);
  out.u32le(static_cast<std::uint32_t>(stream.size() + 4));
  out.bytes(stream);
  out.u8(std::to_integer<std::uint8_t>(record_end));
  return std::move(out.buffer);
}

} // namespace platen::ufr2
