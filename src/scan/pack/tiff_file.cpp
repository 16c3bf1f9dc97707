#include "scan/pack/counted_file.h"
#include "scan/pack/file_maker.h"

#include <algorithm>
#include <array>
#include <optional>

// TIFF 6.0, little endian: the header, then for each page its strip and its directory.
namespace platen::scan {
namespace {

enum Type : std::uint16_t { ascii = 2, u16 = 3, u32 = 4, rational = 5, undefined = 7 };
enum Compression : std::uint16_t { ccitt_g4 = 4, lzw_strips = 5, jpeg_strips = 7 };
enum Photometric : std::uint16_t { white_is_zero = 0, black_is_zero = 1, rgb = 2, ycbcr = 6 };

struct Entry {
  std::uint16_t tag = 0;
  Type type = u16;
  std::uint32_t count = 0;
  Buffer value;
};

class Directory {
public:
  void add_u16(std::uint16_t tag, std::initializer_list<std::uint16_t> values) {
    ByteWriter w;
    for (const std::uint16_t value : values)
      w.u16le(value);
    add(tag, u16, values.size(), std::move(w.buffer));
  }
  void add_u32(std::uint16_t tag, std::uint32_t value) {
    ByteWriter w;
    w.u32le(value);
    add(tag, u32, 1, std::move(w.buffer));
  }
  void add_rationals(std::uint16_t tag, std::initializer_list<std::uint32_t> wholes) {
    ByteWriter w;
    for (const std::uint32_t whole : wholes) {
      w.u32le(whole);
      w.u32le(1);
    }
    add(tag, rational, wholes.size(), std::move(w.buffer));
  }
  void add_text(std::uint16_t tag, const std::string& text) {
    if (text.empty()) return;
    ByteWriter w;
    w.text(text);
    w.u8(0);
    const std::size_t count = w.buffer.size();
    add(tag, ascii, count, std::move(w.buffer));
  }
  void add_bytes(std::uint16_t tag, Bytes bytes) {
    if (!bytes.empty()) add(tag, undefined, bytes.size(), Buffer(bytes.begin(), bytes.end()));
  }

  // Values that do not fit into their entries follow the table.
  std::uint64_t size() const {
    std::uint64_t bytes = table_bytes();
    for (const Entry& entry : entries_)
      bytes += outside(entry);
    return bytes;
  }
  // At `offset` of the file; `next`: where the next directory will be, or 0.
  Buffer written(std::uint64_t offset, std::uint64_t next) {
    std::ranges::sort(entries_, {}, &Entry::tag);
    ByteWriter table, values;
    table.u16le(static_cast<std::uint16_t>(entries_.size()));
    for (const Entry& entry : entries_) {
      table.u16le(entry.tag);
      table.u16le(entry.type);
      table.u32le(entry.count);
      if (outside(entry) == 0) {
        table.bytes(entry.value);
        table.bytes(Buffer(4 - entry.value.size()));
        continue;
      }
      table.u32le(static_cast<std::uint32_t>(offset + table_bytes() + values.buffer.size()));
      values.bytes(entry.value);
      if (entry.value.size() % 2 != 0) values.u8(0);
    }
    table.u32le(static_cast<std::uint32_t>(next));
    table.bytes(values.buffer);
    return std::move(table.buffer);
  }

private:
  void add(std::uint16_t tag, Type type, std::size_t count, Buffer value) {
    entries_.push_back({tag, type, static_cast<std::uint32_t>(count), std::move(value)});
  }
  std::uint64_t table_bytes() const { return 2 + 12 * entries_.size() + 4; }
  static std::uint64_t outside(const Entry& entry) {
    return entry.value.size() <= 4 ? 0 : entry.value.size() + entry.value.size() % 2;
  }
  std::vector<Entry> entries_;
};

std::string date_text(std::time_t time) {
  std::tm local{};
  ::localtime_r(&time, &local);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y:%m:%d %H:%M:%S", &local)};
}

constexpr std::uint64_t header_bytes = 8;
std::uint64_t even(std::uint64_t size) {
  return size + size % 2;
}

class TiffFile final : public FileMaker {
public:
  TiffFile(CountedFile file, const FileFacts& facts) : file_(std::move(file)), facts_(facts) {}

  std::uint64_t bytes_with(const CodedPage& page, const PageText*) const override {
    const std::uint64_t before = pending_ ? file_.offset() + pending_->size() : header_bytes;
    return before + even(page.data.size()) + describe(page, before).size();
  }

  Result<void> add(const CodedPage& page, const PageText* text) override {
    if (bytes_with(page, text) > most_tiff_bytes)
      return fail(Errc::limit, "the page is too large for a TIFF of 4 GiB: choose another format");
    const std::uint64_t strip = even(page.data.size());
    if (pending_) {
      TRY_VOID(write_pending(file_.offset() + pending_->size() + strip));
    } else {
      ByteWriter header;
      header.text("II*");
      header.u8(0);
      header.u32le(static_cast<std::uint32_t>(header_bytes + strip));
      TRY_VOID(file_.write(header.buffer));
    }
    pending_ = describe(page, file_.offset());
    ++pages_;
    TRY_VOID(page.data.copy_to(file_));
    if (strip != page.data.size()) TRY_VOID(file_.write(std::string_view("\0", 1)));
    return {};
  }

  Result<std::uint64_t> finish() override {
    if (pending_) TRY_VOID(write_pending(0));
    TRY_VOID(file_.commit());
    return file_.offset();
  }

private:
  Result<void> write_pending(std::uint64_t next) {
    return file_.write(pending_->written(file_.offset(), next));
  }

  // TIFF 6.0, section 8; JPEG as in Adobe's TIFF technical note 2, ICC as in ICC.1:2010 annex B.5.
  Directory describe(const CodedPage& page, std::uint64_t strip_at) const {
    const bool colour = page.shape.format.model == ColorModel::rgb;
    Directory d;
    d.add_u32(254, 2); // one page of several
    d.add_u32(256, static_cast<std::uint32_t>(page.shape.width));
    d.add_u32(257, static_cast<std::uint32_t>(page.shape.height));
    if (colour)
      d.add_u16(258, {8, 8, 8});
    else
      d.add_u16(258, {static_cast<std::uint16_t>(page.shape.format.depth)});
    d.add_u16(259, {compression(page.coding)});
    d.add_u16(262, {photometric(page)});
    d.add_text(269, facts_.title);
    d.add_u32(273, static_cast<std::uint32_t>(strip_at));
    d.add_u16(274, {1}); // upright
    d.add_u16(277, {static_cast<std::uint16_t>(page.shape.format.channels())});
    d.add_u32(278, static_cast<std::uint32_t>(page.shape.height));
    d.add_u32(279, static_cast<std::uint32_t>(page.data.size()));
    d.add_rationals(282, {static_cast<std::uint32_t>(page.resolution.v)});
    d.add_rationals(283, {static_cast<std::uint32_t>(page.resolution.v)});
    d.add_u16(284, {1});                                     // channels together
    d.add_u16(296, {2});                                     // of an inch
    d.add_u16(297, {static_cast<std::uint16_t>(pages_), 0}); // of an unknown number
    d.add_text(305, "platen");
    d.add_text(306, date_text(facts_.time));
    d.add_text(315, facts_.author);
    if (page.coding == Coding::lzw) d.add_u16(317, {2}); // horizontal differences
    if (page.coding == Coding::jpeg && colour) {
      d.add_u16(530, {2, 2}); // libjpeg's halved chroma
      d.add_u16(531, {1});    // in the middle of its pixels
      d.add_rationals(532, {0, 255, 128, 255, 128, 255});
    }
    d.add_bytes(34675, profile_for(facts_.profile, page.shape.format));
    return d;
  }

  static std::uint16_t compression(Coding coding) {
    return coding == Coding::g4 ? ccitt_g4 : coding == Coding::lzw ? lzw_strips : jpeg_strips;
  }
  static std::uint16_t photometric(const CodedPage& page) {
    if (page.coding == Coding::g4) return white_is_zero;
    if (page.shape.format.model != ColorModel::rgb) return black_is_zero;
    return page.coding == Coding::jpeg ? ycbcr : rgb;
  }

  CountedFile file_;
  FileFacts facts_;
  std::optional<Directory> pending_; // of the last page: says where the next will be
  std::uint32_t pages_ = 0;
};

} // namespace

Result<std::unique_ptr<FileMaker>> make_tiff(const std::filesystem::path& path,
                                             const FileFacts& facts) {
  TRY(CountedFile file, CountedFile::create(path));
  return std::make_unique<TiffFile>(std::move(file), facts);
}

} // namespace platen::scan
