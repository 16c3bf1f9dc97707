#include "base/file.h"
#include "base/limits.h"
#include "scan/page/page_file.h"
#include "scan/page/png_chunks.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

namespace platen::scan {
namespace {

constexpr std::size_t piece_bytes = std::size_t{256} << 10; // of one IDAT chunk

// Gray and colour: the difference from the row above (filter 2), and of deflate's means runs alone.
// Scanned paper is noise, in which the search for longer matches finds nothing: on such a page this
// is smaller by 13 % and faster by half than level 1 with any filter. The bits of a mask do repeat.
constexpr std::byte no_filter{0}, above_filter{2};

// A rename lasts once the folder is on disk as well.
Result<void> sync_folder(const std::filesystem::path& file) {
  std::filesystem::path folder = file.parent_path();
  if (folder.empty()) folder = ".";
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0)
    return fail(Errc::io, "cannot write " + folder.string() + ": " + errno_text(errno));
  return {};
}

class PngPageWriter final : public PageFileWriter {
public:
  PngPageWriter(AtomicFile file, std::filesystem::path name, PageShape shape)
      : file_(std::move(file)), name_(std::move(name)), shape_(shape),
        line_(1 + shape.format.row_bytes(shape.width)), above_(line_.size() - 1) {}
  ~PngPageWriter() override {
    if (deflating_) ::deflateEnd(&deflate_);
  }
  PngPageWriter(const PngPageWriter&) = delete;
  PngPageWriter& operator=(const PngPageWriter&) = delete;

  Result<void> start(Dpi resolution) {
    if (::deflateInit2(&deflate_, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS, MAX_MEM_LEVEL,
                       mask() ? Z_DEFAULT_STRATEGY : Z_RLE) != Z_OK)
      return fail(Errc::io, "cannot write " + name_.string() + ": no memory");
    deflating_ = true;
    TRY_VOID(file_.write(std::as_bytes(std::span(png::signature))));
    TRY_VOID(file_.write(png::chunk("IHDR", png::to_ihdr(shape_))));
    if (resolution.v <= 0) return {};
    return file_.write(png::chunk("pHYs", png::to_phys(resolution)));
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.width() == shape_.width && rows.format() == shape_.format);
    if (rows.rows().count > shape_.height - written_)
      return fail(Errc::invalid,
                  name_.string() + ": more rows than the page's " + std::to_string(shape_.height));
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y)
      TRY_VOID(write_row(rows.row(y)));
    return {};
  }

  Result<void> fill_up() override {
    const Buffer white(above_.size(), mask() ? std::byte{0} : std::byte{0xFF});
    while (written_ < shape_.height)
      TRY_VOID(write_row(white));
    return {};
  }

  Result<void> finish() override {
    if (written_ != shape_.height)
      return fail(Errc::invalid, name_.string() + ": only " + std::to_string(written_) + " of " +
                                     std::to_string(shape_.height) + " rows were given");
    TRY_VOID(pack({}, Z_FINISH));
    TRY_VOID(file_.write(png::chunk("IEND", {})));
    TRY_VOID(file_.commit());
    return sync_folder(name_);
  }

private:
  bool mask() const { return shape_.format == mask1; }

  Result<void> write_row(Bytes row) {
    if (mask()) {
      line_[0] = no_filter;
      for (std::size_t i = 0; i < row.size(); ++i)
        line_[i + 1] = ~row[i];
    } else {
      line_[0] = above_filter;
      for (std::size_t i = 0; i < row.size(); ++i)
        line_[i + 1] = static_cast<std::byte>(std::to_integer<unsigned>(row[i]) -
                                              std::to_integer<unsigned>(above_[i]));
      std::copy(row.begin(), row.end(), above_.begin());
    }
    TRY_VOID(pack(line_, Z_NO_FLUSH));
    ++written_;
    return {};
  }

  // Deflates all of `bytes`, and with Z_FINISH what is left; each full piece becomes a chunk.
  Result<void> pack(Bytes bytes, int flush) {
    // zlib does not write to its input.
    deflate_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    deflate_.avail_in = static_cast<uInt>(bytes.size());
    for (bool more = true; more;) {
      deflate_.next_out = reinterpret_cast<Bytef*>(packed_.data()) + packed_size_;
      deflate_.avail_out = static_cast<uInt>(packed_.size() - packed_size_);
      const int outcome = ::deflate(&deflate_, flush);
      EXPECTS(outcome == Z_OK || outcome == Z_STREAM_END || outcome == Z_BUF_ERROR);
      packed_size_ = packed_.size() - deflate_.avail_out;
      more = flush == Z_FINISH ? outcome != Z_STREAM_END : deflate_.avail_in > 0;
      if (packed_size_ == packed_.size() || (flush == Z_FINISH && !more)) {
        TRY_VOID(file_.write(png::chunk("IDAT", Bytes(packed_).first(packed_size_))));
        packed_size_ = 0;
      }
    }
    return {};
  }

  AtomicFile file_;
  std::filesystem::path name_;
  PageShape shape_;
  z_stream deflate_{};
  bool deflating_ = false;
  Buffer packed_ = Buffer(piece_bytes);
  std::size_t packed_size_ = 0;
  Buffer line_, above_; // the row with its filter's number before it; the one above
  std::int32_t written_ = 0;
};

} // namespace

Result<std::unique_ptr<PageFileWriter>> make_page_file(const std::filesystem::path& file,
                                                       PageShape shape, Dpi resolution) {
  TRY_VOID(png::check_size(shape));
  TRY(AtomicFile out, AtomicFile::create(file, true)); // what people scan is theirs alone
  auto writer = std::make_unique<PngPageWriter>(std::move(out), file, shape);
  TRY_VOID(writer->start(resolution));
  return writer;
}

} // namespace platen::scan
