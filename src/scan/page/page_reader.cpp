#include "base/file.h"
#include "scan/page/page_file.h"
#include "scan/page/png_chunks.h"
#include "scan/page/png_filter.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <unistd.h>
#include <zlib.h>

namespace platen::scan {
namespace {

// Larger than any chunk that is written; a larger one is damage.
constexpr std::uint32_t chunk_limit = 16U << 20;

struct Chunk {
  std::string type;
  Buffer data;
};

class ChunkFile {
public:
  explicit ChunkFile(UniqueFd fd) : fd_(std::move(fd)) {}

  Result<void> read_signature() {
    std::array<std::byte, png::signature.size()> found{};
    TRY_VOID(read(found));
    if (!std::ranges::equal(found, std::as_bytes(std::span(png::signature))))
      return fail(Errc::malformed, "this is no page file (PNG)", 0);
    return {};
  }

  Result<Chunk> next() {
    std::array<std::byte, 4> length_bytes{};
    const std::uint64_t start = offset_;
    TRY_VOID(read(length_bytes));
    TRY(const std::uint32_t length, ByteReader(length_bytes).u32be());
    if (length > chunk_limit) return fail(Errc::malformed, "a damaged length", start);
    Buffer all(4 + length);
    TRY_VOID(read(all));
    std::array<std::byte, png::tail_bytes> sum_bytes{};
    TRY_VOID(read(sum_bytes));
    TRY(const std::uint32_t sum, ByteReader(sum_bytes).u32be());
    if (sum != png::checksum(all)) return fail(Errc::malformed, "a wrong checksum", start);
    Chunk chunk{std::string(as_text(Bytes(all).first(4))), {}};
    chunk.data.assign(all.begin() + 4, all.end());
    return chunk;
  }

private:
  Result<void> read(std::span<std::byte> into) {
    while (!into.empty()) {
      const ssize_t got = ::read(fd_.get(), into.data(), into.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(Errc::io, errno_text(errno), offset_);
      if (got == 0) return fail(Errc::malformed, "the file ends early", offset_);
      offset_ += static_cast<std::uint64_t>(got);
      into = into.subspan(static_cast<std::size_t>(got));
    }
    return {};
  }

  UniqueFd fd_;
  std::uint64_t offset_ = 0;
};

class PngPageRows final : public RowSource {
public:
  PngPageRows(ChunkFile file, std::string name, PageShape shape, Buffer first)
      : file_(std::move(file)), name_(std::move(name)), shape_(shape), packed_(std::move(first)),
        line_(1 + shape.format.row_bytes(shape.width)), above_(line_.size() - 1) {}
  ~PngPageRows() override {
    if (inflating_) ::inflateEnd(&inflate_);
  }
  PngPageRows(const PngPageRows&) = delete;
  PngPageRows& operator=(const PngPageRows&) = delete;

  Result<void> start() {
    if (::inflateInit(&inflate_) != Z_OK) return fail(Errc::io, name_ + ": no memory");
    inflating_ = true;
    feed();
    return {};
  }
  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    EXPECTS(into.width() == shape_.width && into.format() == shape_.format);
    EXPECTS(into.rows().count <= shape_.height - row_);
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      if (auto done = read_row(into.row(y)); !done)
        return fail_within(name_ + ": row " + std::to_string(row_), std::move(done).error());
    return {};
  }

private:
  void feed() {
    inflate_.next_in = reinterpret_cast<Bytef*>(packed_.data());
    inflate_.avail_in = static_cast<uInt>(packed_.size());
  }

  Result<void> read_row(std::span<std::byte> into) {
    TRY_VOID(inflate_line());
    const std::span<std::uint8_t> row = std::span(line_).subspan(1);
    const std::size_t pixel = static_cast<std::size_t>(shape_.format.bits_per_pixel() + 7) / 8;
    TRY_VOID(png::unfilter(line_[0], pixel, above_, row));
    std::copy(row.begin(), row.end(), above_.begin());
    const std::uint8_t turn_over = shape_.format == mask1 ? 0xFF : 0;
    for (std::size_t i = 0; i < into.size(); ++i)
      into[i] = static_cast<std::byte>(row[i] ^ turn_over);
    ++row_;
    return {};
  }

  Result<void> inflate_line() {
    inflate_.next_out = line_.data();
    inflate_.avail_out = static_cast<uInt>(line_.size());
    while (inflate_.avail_out > 0) {
      if (inflate_.avail_in == 0) {
        TRY(Chunk chunk, file_.next());
        if (chunk.type != "IDAT") return fail(Errc::malformed, "the pixels end early");
        packed_ = std::move(chunk.data);
        feed();
      }
      const int outcome = ::inflate(&inflate_, Z_NO_FLUSH);
      if (outcome == Z_STREAM_END && inflate_.avail_out > 0)
        return fail(Errc::malformed, "the pixels end early");
      if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR)
        return fail(Errc::malformed, "damaged pixels");
    }
    return {};
  }

  ChunkFile file_;
  std::string name_;
  PageShape shape_;
  z_stream inflate_{};
  bool inflating_ = false;
  Buffer packed_;
  std::vector<std::uint8_t> line_, above_;
  std::int32_t row_ = 0;
};

struct Opened {
  PageShape shape;
  Dpi resolution;
  Buffer pixels; // the first of them
};

Result<Opened> read_header(ChunkFile& file) {
  TRY_VOID(file.read_signature());
  TRY(Chunk chunk, file.next());
  if (chunk.type != "IHDR") return fail(Errc::malformed, "no header");
  Opened page;
  TRY(page.shape, png::from_ihdr(chunk.data));
  TRY_VOID(png::check_size(page.shape));
  for (int chunks = 0; chunks < 64; ++chunks) { // somebody else's notes are passed over
    TRY(chunk, file.next());
    if (chunk.type == "pHYs") {
      TRY(page.resolution, png::from_phys(chunk.data));
    }
    if (chunk.type == "IEND") break;
    if (chunk.type != "IDAT") continue;
    page.pixels = std::move(chunk.data);
    return page;
  }
  return fail(Errc::malformed, "no pixels");
}

} // namespace

Result<PageFileReader> open_page_file(const std::filesystem::path& file) {
  TRY(UniqueFd fd, open_for_reading(file));
  ChunkFile chunks(std::move(fd));
  auto page = read_header(chunks);
  if (!page) return fail_within(file.string(), std::move(page).error());
  auto rows = std::make_unique<PngPageRows>(std::move(chunks), file.string(), page->shape,
                                            std::move(page->pixels));
  TRY_VOID(rows->start());
  return PageFileReader{std::move(rows), page->resolution};
}

} // namespace platen::scan
