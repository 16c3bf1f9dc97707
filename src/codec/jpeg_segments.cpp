#include "codec/jpeg_segments.h"

#include "codec/exif_facts.h"
#include "codec/iptc.h"
#include "codec/xmp.h"

#include <array>
#include <map>

namespace platen::codec {
namespace {

constexpr std::uint8_t marker_soi = 0xd8, marker_eoi = 0xd9, marker_sos = 0xda;
constexpr std::uint8_t marker_app0 = 0xe0, marker_app1 = 0xe1, marker_app2 = 0xe2,
                       marker_app13 = 0xed;
constexpr std::size_t segments_limit = 10'000;

constexpr std::string_view jfif_name{"JFIF\0", 5};
constexpr std::string_view exif_name{"Exif\0\0", 6};
constexpr std::string_view xmp_name{"http://ns.adobe.com/xap/1.0/\0", 29};
constexpr std::string_view icc_name{"ICC_PROFILE\0", 12};
constexpr std::string_view photoshop_name{"Photoshop 3.0\0", 14};

bool starts_with(Bytes bytes, std::string_view name) {
  return as_text(bytes).starts_with(name);
}

void read_jfif(Bytes body, JpegSegments& out) {
  ByteReader reader(body.subspan(jfif_name.size()));
  const auto version = reader.u16be();
  const auto unit = reader.u8();
  const auto x = reader.u16be(), y = reader.u16be();
  if (!version || !unit || !x || !y) return;
  const double inch = *unit == 1 ? 1.0 : *unit == 2 ? 2.54 : 0.0; // 0: only the pixels' shape
  out.ppi_x = sane_ppi(*x * inch);
  out.ppi_y = sane_ppi(*y * inch);
}

// The chunks of one profile, in whatever order they come.
class ProfileChunks {
public:
  explicit ProfileChunks(std::uint64_t limit) : limit_(limit) {}

  void add(Bytes body) {
    if (body.size() < 2) return spoil("has a chunk without a number");
    const auto number = std::to_integer<std::uint8_t>(body[0]);
    const auto count = std::to_integer<std::uint8_t>(body[1]);
    if (number == 0 || number > count || (count_ != 0 && count != count_))
      return spoil("has wrongly numbered chunks");
    count_ = count;
    bytes_ += body.size() - 2;
    if (bytes_ > limit_) {
      chunks_.clear();
      return spoil("is larger than " + std::to_string(limit_) + " bytes");
    }
    if (!chunks_.emplace(number, Buffer(body.begin() + 2, body.end())).second)
      spoil("has wrongly numbered chunks");
  }

  void finish(JpegSegments& out) {
    if (fault_.empty() && chunks_.size() != count_) spoil("has a chunk missing");
    if (!fault_.empty()) {
      out.warnings.push_back("the embedded colour profile " + fault_ + " and is ignored");
      return;
    }
    for (const auto& [number, chunk] : chunks_)
      out.profile.insert(out.profile.end(), chunk.begin(), chunk.end());
  }

private:
  void spoil(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }
  std::uint64_t limit_;
  std::uint64_t bytes_ = 0;
  std::size_t count_ = 0;
  std::map<std::uint8_t, Buffer> chunks_;
  std::string fault_;
};

} // namespace

Result<JpegSegments> read_jpeg_segments(const FileInput& file, const PictureLimits& limits) {
  JpegSegments out;
  ProfileChunks profile(limits.profile_bytes);
  PictureFacts xmp, iptc, exif;
  bool exif_seen = false;
  std::uint64_t at = 0;
  for (std::size_t n = 0; n < segments_limit; ++n) {
    std::array<std::byte, 4> head{};
    TRY(const std::size_t got, file.read_at(at, head));
    if (got < 2 || head[0] != std::byte{0xff}) break; // the decoder itself will say what is wrong
    const auto marker = std::to_integer<std::uint8_t>(head[1]);
    if (marker == 0xff) { // a fill byte
      ++at;
      continue;
    }
    if (marker == marker_soi || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    if (marker == marker_sos || marker == marker_eoi || got < 4) break;
    const std::size_t length =
        std::to_integer<std::size_t>(head[2]) << 8 | std::to_integer<std::size_t>(head[3]);
    if (length < 2 || at + 2 + length > file.size()) break;
    if (marker == marker_app0 || marker == marker_app1 || marker == marker_app2 ||
        marker == marker_app13) {
      TRY(const Buffer body, file.take_at(at + 4, length - 2, "JPEG"));
      if (marker == marker_app0 && starts_with(body, jfif_name)) {
        read_jfif(body, out);
      } else if (marker == marker_app1 && starts_with(body, exif_name) && !exif_seen) {
        out.exif = read_exif(Bytes(body).subspan(exif_name.size()));
        exif = read_exif_facts(Bytes(body).subspan(exif_name.size()));
        exif_seen = true;
      } else if (marker == marker_app13 && starts_with(body, photoshop_name)) {
        fill_in(iptc, read_iptc(photoshop_iptc(Bytes(body).subspan(photoshop_name.size()))));
      } else if (marker == marker_app1 && starts_with(body, xmp_name)) {
        fill_in(xmp, read_xmp(Bytes(body).subspan(xmp_name.size())));
      } else if (marker == marker_app2 && starts_with(body, icc_name)) {
        profile.add(Bytes(body).subspan(icc_name.size()));
      }
    }
    at += 2 + length;
  }
  profile.finish(out);
  out.facts = merged(std::move(xmp), iptc, exif);
  return out;
}

} // namespace platen::codec
