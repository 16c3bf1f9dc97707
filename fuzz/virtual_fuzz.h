#pragma once

#include "virtual/decode.h"

#include <algorithm>
#include <cstdint>

namespace platen::fuzz {

class InputSource final : public ByteSource {
public:
  explicit InputSource(Bytes bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<std::byte> into) override {
    const std::size_t count = std::min({into.size(), bytes_.size(), std::size_t{509}});
    std::copy_n(bytes_.begin(), count, into.begin());
    bytes_ = bytes_.subspan(count);
    return count;
  }

private:
  Bytes bytes_;
};

// The stream, read as the device and as `platen decode` read it. No file is written.
inline void decode_both_ways(twin::Language language, const std::uint8_t* bytes, std::size_t size) {
  for (const twin::Strictness strictness : {twin::Strictness::device, twin::Strictness::report}) {
    InputSource source(std::as_bytes(std::span(bytes, size)));
    twin::DecodeOptions options;
    options.language = language;
    options.strictness = strictness;
    options.sheets.listing = [](std::uint64_t, std::string_view) {};
    const auto jobs = twin::decode_stream(source, options);
    if (!jobs) continue; // an empty input
    for (const twin::JobRecord& job : *jobs) {
      // A job is whole or says why not; its record can always be written.
      EXPECTS(job.state == twin::JobState::completed || !job.reason.empty());
      EXPECTS(!twin::to_json(job).empty());
    }
  }
}

} // namespace platen::fuzz
