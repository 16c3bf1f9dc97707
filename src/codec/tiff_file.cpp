#include "codec/tiff_file.h"

#include <algorithm>
#include <cstdio>

namespace platen::codec {

// What the library's decoders need for themselves, however small the picture.
static constexpr std::uint64_t decoder_state_bytes = 16ULL << 20;

tmsize_t TiffFile::read(thandle_t self, void* into, tmsize_t count) {
  TiffFile& file = of(self);
  if (count < 0) return -1;
  const auto got = file.file_.read_at(
      file.offset_, {static_cast<std::byte*>(into), static_cast<std::size_t>(count)});
  if (!got) return -1;
  file.offset_ += *got;
  return static_cast<tmsize_t>(*got);
}

toff_t TiffFile::seek(thandle_t self, toff_t offset, int whence) {
  TiffFile& file = of(self);
  if (whence == SEEK_SET) file.offset_ = offset;
  if (whence == SEEK_CUR) file.offset_ += offset;
  if (whence == SEEK_END) file.offset_ = file.file_.size() + offset;
  return file.offset_;
}

int TiffFile::on_error(TIFF*, void* self, const char*, const char* format, va_list arguments) {
  std::vsnprintf(of(self).text_.data(), of(self).text_.size(), format, arguments);
  return 1;
}

int TiffFile::on_warning(TIFF*, void* self, const char*, const char* format, va_list arguments) {
  TiffFile& file = of(self);
  if (!file.decoding_ || file.pixels_lost_) return 1;
  std::array<char, 200> text{};
  std::vsnprintf(text.data(), text.size(), format, arguments);
  // The words of libjpeg ("Premature end of JPEG file", "Corrupt JPEG data: premature end", "...:
  // bad Huffman code") and of the fax decoder ("Premature EOF at line").
  const std::string_view words(text.data());
  for (const std::string_view sign : {"remature", "bad Huffman", "bad arithmetic"})
    if (words.find(sign) != std::string_view::npos) file.pixels_lost_ = true;
  if (file.pixels_lost_) file.text_ = text;
  return 1;
}

Result<std::unique_ptr<TiffFile>> TiffFile::open(const FileInput& file,
                                                 const PictureLimits& limits) {
  std::unique_ptr<TiffFile> self(new TiffFile(file));
  struct FreeOptions {
    void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
  };
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  if (!options) return fail(Errc::limit, "no memory to decode a TIFF");
  const std::uint64_t one_allocation = std::max(limits.working_bytes, decoder_state_bytes);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(one_allocation));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, self.get());
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, self.get());
  self->tiff_ = TIFFClientOpenExt(
      "picture", "rm", self.get(), read, [](thandle_t, void*, tmsize_t) -> tmsize_t { return -1; },
      seek, [](thandle_t) { return 0; }, [](thandle_t h) -> toff_t { return of(h).file_.size(); },
      [](thandle_t, void**, toff_t*) { return 0; }, [](thandle_t, void*, toff_t) {}, options.get());
  if (self->tiff_ == nullptr) return self->failure("is damaged");
  return self;
}

TiffFile::~TiffFile() {
  if (tiff_ != nullptr) TIFFClose(tiff_);
}

Failure TiffFile::failure(std::string_view what) const {
  std::string text = "the TIFF " + std::string(what);
  if (text_[0] != '\0') text += std::string(" (") + text_.data() + ")";
  return fail(Errc::malformed, std::move(text));
}

} // namespace platen::codec
