#include "codec/exif_facts.h"
#include "codec/iptc.h"
#include "codec/picture.h"
#include "codec/tiff_chunks.h"
#include "codec/tiff_pixels.h"
#include "codec/xmp.h"

namespace platen::codec {
namespace {

class TiffRows final : public RowSource {
public:
  static Result<std::unique_ptr<RowSource>> make(std::unique_ptr<TiffFile> file, TiffLayout layout,
                                                 const PictureLimits& limits) {
    std::unique_ptr<TiffRows> rows(new TiffRows(std::move(file), std::move(layout)));
    rows->file_->begin_decoding();
    TRY(rows->reader_, make_tiff_row_reader(*rows->file_, rows->layout_, limits));
    return rows;
  }
  PageShape shape() const override { return {layout_.width, layout_.height, layout_.format}; }
  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y, ++row_) {
      auto done = read_row(into.row(y));
      if (done) continue;
      Error error = std::move(done).error();
      error.what += ", " + row_of(row_, layout_.height);
      return Failure(std::move(error));
    }
    return {};
  }

private:
  Result<void> read_row(std::span<std::byte> into) {
    TRY(const auto stored, reader_->row(row_));
    return pixels_.convert(stored, into);
  }

  TiffRows(std::unique_ptr<TiffFile> file, TiffLayout layout)
      : file_(std::move(file)), layout_(std::move(layout)), pixels_(layout_) {}

  std::unique_ptr<TiffFile> file_;
  TiffLayout layout_;
  TiffPixels pixels_; // refers to layout_, as reader_ does
  std::unique_ptr<TiffRowReader> reader_;
  std::int32_t row_ = 0;
};

void read_resolution(TIFF* tiff, PictureInfo& info) {
  std::uint16_t unit = RESUNIT_INCH;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  const double inch = unit == RESUNIT_INCH ? 1.0 : unit == RESUNIT_CENTIMETER ? 2.54 : 0.0;
  float x = 0, y = 0;
  if (TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) != 0)
    info.ppi_x = sane_ppi(static_cast<double>(x) * inch);
  if (TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y) != 0)
    info.ppi_y = sane_ppi(static_cast<double>(y) * inch);
}

void read_profile(TIFF* tiff, const PictureLimits& limits, PictureInfo& info) {
  std::uint32_t size = 0;
  const void* bytes = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &bytes) == 0 || size == 0) return;
  if (size > limits.profile_bytes) {
    info.warnings.push_back("the embedded colour profile is larger than " +
                            std::to_string(limits.profile_bytes) + " bytes and is ignored");
    return;
  }
  const auto* first = static_cast<const std::byte*>(bytes);
  info.profile.assign(first, first + size);
}

// The bytes of a tag that counts its values in units of so many bytes; empty where it is not there.
Bytes bytes_of(TIFF* tiff, std::uint32_t tag, std::size_t unit) {
  std::uint32_t count = 0;
  const void* first = nullptr;
  if (TIFFGetField(tiff, tag, &count, &first) == 0 || first == nullptr) return {};
  return {static_cast<const std::byte*>(first), count * unit};
}

// The library takes IPTC as numbers of 32 bits, whatever the file says that they are.
std::size_t iptc_unit(TIFF* tiff) {
  const TIFFField* const field = TIFFFieldWithTag(tiff, TIFFTAG_RICHTIFFIPTC);
  return field != nullptr && TIFFFieldDataType(field) == TIFF_LONG ? 4 : 1;
}

void read_facts(TIFF* tiff, PictureFacts& facts) {
  const auto text = [&](std::uint32_t tag) {
    const char* found = nullptr;
    return TIFFGetField(tiff, tag, &found) != 0 && found != nullptr ? fact_text(found)
                                                                    : std::string();
  };
  PictureFacts own;
  own.title = own.description = text(TIFFTAG_IMAGEDESCRIPTION);
  own.creator = text(TIFFTAG_ARTIST);
  own.date = fact_date(text(TIFFTAG_DATETIME));
  own.camera = camera_name(text(TIFFTAG_MAKE), text(TIFFTAG_MODEL));
  own.copyright = text(TIFFTAG_COPYRIGHT);
  facts = merged(read_xmp(bytes_of(tiff, TIFFTAG_XMLPACKET, 1)),
                 read_iptc(bytes_of(tiff, TIFFTAG_RICHTIFFIPTC, iptc_unit(tiff))), own);
}

class TiffPicture final : public PictureReader {
public:
  TiffPicture(const FileInput& file, const PictureLimits& limits, std::vector<std::uint64_t> pages)
      : file_(file), limits_(limits), pages_(std::move(pages)) {}

  std::int32_t pages() const override { return static_cast<std::int32_t>(pages_.size()); }

  Result<PictureInfo> info(std::int32_t page) override {
    TRY(const auto file, open_page(page));
    TRY(TiffLayout layout, within(page, read_tiff_layout(*file, limits_)));
    PictureInfo info;
    info.width = layout.width;
    info.height = layout.height;
    info.format = layout.format;
    info.warnings = std::move(layout.warnings);
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(file->get(), TIFFTAG_ORIENTATION, &orientation);
    if (orientation >= 1 && orientation <= 8) info.exif_orientation = orientation;
    read_resolution(file->get(), info);
    read_facts(file->get(), info.facts);
    if (layout.is_lab()) {
      TRY(info.profile, lab_profile());
    } else {
      read_profile(file->get(), limits_, info);
    }
    return info;
  }

  Result<std::unique_ptr<RowSource>> rows(std::int32_t page) override {
    TRY(auto file, open_page(page));
    TRY(TiffLayout layout, within(page, read_tiff_layout(*file, limits_)));
    return TiffRows::make(std::move(file), std::move(layout), limits_);
  }

private:
  // Each page has a library handle of its own, so that pages can be read side by side.
  Result<std::unique_ptr<TiffFile>> open_page(std::int32_t page) const {
    EXPECTS(page >= 0 && page < pages());
    TRY(auto file, TiffFile::open(file_, limits_));
    if (TIFFSetSubDirectory(file->get(), pages_[static_cast<std::size_t>(page)]) == 0)
      return file->failure("is damaged at page " + std::to_string(page + 1));
    return file;
  }
  template<class T> Result<T> within(std::int32_t page, Result<T> result) const {
    if (result || pages_.size() == 1) return result;
    return fail_within("page " + std::to_string(page + 1), std::move(result).error());
  }

  FileInput file_;
  PictureLimits limits_;
  std::vector<std::uint64_t> pages_; // where their directories lie
};

// Thumbnails and masks are directories too, but not pages.
bool is_page(TIFF* tiff) {
  std::uint32_t kind = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0;
}

} // namespace

Result<std::unique_ptr<PictureReader>> open_tiff(int fd, const PictureLimits& limits) {
  TRY(const FileInput input, FileInput::open(fd));
  TRY(const auto file, TiffFile::open(input, limits));
  std::vector<std::uint64_t> pages;
  const std::uint64_t first = TIFFCurrentDirOffset(file->get());
  do {
    if (!is_page(file->get())) continue;
    if (pages.size() >= static_cast<std::size_t>(limits.pages))
      return fail(Errc::limit, "the TIFF has more than " + std::to_string(limits.pages) + " pages");
    pages.push_back(TIFFCurrentDirOffset(file->get()));
  } while (TIFFReadDirectory(file->get()) != 0);
  if (TIFFLastDirectory(file->get()) == 0)
    return file->failure("is damaged after page " + std::to_string(pages.size()));
  if (pages.empty()) pages.push_back(first);
  auto picture = std::make_unique<TiffPicture>(input, limits, std::move(pages));
  TRY_VOID(picture->info(0)); // a picture whose first page cannot be printed is refused now
  return picture;
}

} // namespace platen::codec
