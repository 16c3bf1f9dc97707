#include "worker/pdf_to_tiff.h"

#include "worker/document_file.h"
#include "worker/messages.h"
#include "worker/pdf_pictures.h"
#include "worker/rules.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace platen::worker {
namespace {

// A big-endian TIFF (revision 6.0), as samples of 16 bits are in PDF: each picture in one strip,
// and behind it its directory.
constexpr std::uint32_t header_bytes = 8;
enum FieldType : std::uint16_t { short_type = 3, long_type = 4, rational_type = 5, bytes_type = 7 };
constexpr std::uint32_t entry_bytes = 12, rational_bytes = 8, ppi_parts = 10'000;

std::uint32_t even(std::uint32_t bytes) {
  return bytes + bytes % 2;
}

std::uint16_t entries_of(const PdfPicture& picture) {
  return picture.profile.empty() ? 13 : 14;
}

// What lies behind the directory: bits of each channel, two resolutions, the profile.
std::uint32_t tail_bytes(const PdfPicture& picture) {
  return 2 * picture.channels + 2 * rational_bytes +
         even(static_cast<std::uint32_t>(picture.profile.size()));
}

std::uint32_t directory_bytes(const PdfPicture& picture) {
  return 2U + entries_of(picture) * entry_bytes + 4U;
}

// Where the parts of one picture lie in the file; find_pdf_pictures() keeps them below 4 GiB.
struct Place {
  std::uint32_t strip = 0, directory = 0, end = 0;
};

std::vector<Place> places_of(const std::vector<PdfPicture>& pictures) {
  std::vector<Place> places;
  std::uint32_t at = header_bytes;
  for (const PdfPicture& picture : pictures) {
    Place place;
    place.strip = at;
    place.directory = at + even(static_cast<std::uint32_t>(picture.bytes()));
    at = place.end = place.directory + directory_bytes(picture) + tail_bytes(picture);
    places.push_back(place);
  }
  return places;
}

class Directory {
public:
  // `next`: where the following directory lies; 0: there is none.
  static Buffer encode(const PdfPicture& picture, const Place& place, std::uint32_t next) {
    Directory directory;
    directory.write(picture, place, next);
    return std::move(directory.out_.buffer);
  }

private:
  void field(std::uint16_t tag, FieldType type, std::uint32_t count, std::uint32_t value) {
    out_.u16be(tag);
    out_.u16be(type);
    out_.u32be(count);
    out_.u32be(value);
  }
  // A short lies in the upper half of its word.
  void number(std::uint16_t tag, std::uint32_t value) { field(tag, short_type, 1, value << 16); }

  void write(const PdfPicture& picture, const Place& place, std::uint32_t next) {
    const std::uint32_t bits_at = place.directory + directory_bytes(picture);
    const std::uint32_t x_at = bits_at + 2 * picture.channels, y_at = x_at + rational_bytes;
    const auto profile = static_cast<std::uint32_t>(picture.profile.size());
    out_.u16be(entries_of(picture));
    field(256, long_type, 1, picture.width);
    field(257, long_type, 1, picture.height);
    if (picture.channels == 1)
      number(258, picture.bits);
    else
      field(258, short_type, picture.channels, bits_at);
    number(259, 1); // not compressed
    number(262, picture.channels == 1 ? 1 : picture.channels == 3 ? 2 : 5);
    field(273, long_type, 1, place.strip);
    number(274, picture.orientation);
    number(277, picture.channels);
    field(278, long_type, 1, picture.height);
    field(279, long_type, 1, static_cast<std::uint32_t>(picture.bytes()));
    field(282, rational_type, 1, x_at);
    field(283, rational_type, 1, y_at);
    number(296, 2); // inches
    if (profile > 0) field(34675, bytes_type, profile, y_at + rational_bytes);
    out_.u32be(next);
    for (std::uint32_t c = 0; c < picture.channels; ++c)
      out_.u16be(static_cast<std::uint16_t>(picture.bits));
    for (const double ppi : {picture.ppi_x, picture.ppi_y}) {
      out_.u32be(static_cast<std::uint32_t>(std::lround(ppi * ppi_parts)));
      out_.u32be(ppi_parts);
    }
    out_.text(picture.profile);
    if (profile % 2 != 0) out_.u8(0);
  }

  ByteWriter out_;
};

Result<void> send_part(Bytes bytes) {
  return send(render::MessageKind::pdf, bytes);
}

Result<void> send_header(std::uint32_t first_directory) {
  ByteWriter out;
  out.text("MM");
  out.u16be(42);
  out.u32be(first_directory);
  return send_part(out.buffer);
}

// In blocks, because a decoder may give a few bytes at a time.
class Samples {
public:
  bool take(const unsigned char* bytes, std::size_t count) {
    while (count > 0) {
      const std::size_t part = std::min(count, block_bytes - held_.size());
      const auto piece = std::as_bytes(std::span(bytes, part));
      held_.insert(held_.end(), piece.begin(), piece.end());
      bytes += part;
      count -= part;
      if (held_.size() == block_bytes && !flush()) return false;
    }
    return true;
  }
  bool flush() {
    const bool sent = held_.empty() || send_part(held_).has_value();
    held_.clear();
    return sent;
  }

private:
  static constexpr std::size_t block_bytes = std::size_t{1} << 20;
  Buffer held_;
};

Result<void> send_picture(std::FILE* file, std::size_t index, const PdfPicture& picture) {
  Samples samples;
  const bool whole =
      take_pdf_picture(file, index, picture, [&](const unsigned char* bytes, std::size_t count) {
        return samples.take(bytes, count);
      });
  if (!whole || !samples.flush())
    return fail(Errc::malformed, "the picture on page " + std::to_string(index + 1) +
                                     " of the PDF cannot be taken out");
  if (picture.bytes() % 2 != 0) TRY_VOID(send_part(as_bytes(std::string_view("\0", 1))));
  return {};
}

} // namespace

Result<void> unwrap_pdf(const render::Request& request) {
  TRY_VOID(render::sandbox::enter(library_rules(request)));
  TRY(const DocumentFile file, open_document_file());
  const std::vector<PdfPicture> pictures = find_pdf_pictures(file.get());
  if (pictures.empty()) return fail(Errc::unsupported, "the PDF is more than pictures");
  const std::vector<Place> places = places_of(pictures);
  TRY_VOID(send_header(places.front().directory));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    TRY_VOID(send_picture(file.get(), i, pictures[i]));
    const std::uint32_t next = i + 1 < pictures.size() ? places[i + 1].directory : 0;
    TRY_VOID(send_part(Directory::encode(pictures[i], places[i], next)));
  }
  return send(render::MessageKind::end, {});
}

} // namespace platen::worker
