#include "virtual/png_file.h"

#include <csetjmp>
#include <optional>
#include <string>

#include <png.h>

namespace platen::twin {

// libpng reports errors by longjmp: every call of it stands in one of the guarded_ functions below,
// whose own frames hold nothing that would need a destructor.
struct PngFile::State {
  explicit State(AtomicFile output) : file(std::move(output)) {}
  ~State() { png_destroy_write_struct(&png, &info); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  AtomicFile file;
  std::optional<Error> failure;
  png_structp png = nullptr;
  png_infop info = nullptr;
};

namespace {

void write_bytes(png_structp png, png_bytep data, std::size_t size) {
  auto* state = static_cast<PngFile::State*>(png_get_io_ptr(png));
  auto written = state->file.write(std::as_bytes(std::span(data, size)));
  if (written) return;
  if (!state->failure) state->failure = std::move(written).error();
  png_error(png, "write failed");
}

void flush_nothing(png_structp) {}
void ignore_warning(png_structp, png_const_charp) {}

bool guarded_start(png_structp png, png_infop info, png_uint_32 width, png_uint_32 height,
                   PngKind kind, png_uint_32 dots_per_metre) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_set_compression_level(png, 1);
  png_set_filter(png, PNG_FILTER_TYPE_BASE,
                 kind == PngKind::gray1 ? PNG_FILTER_NONE : PNG_FILTER_SUB);
  png_set_IHDR(png, info, width, height, kind == PngKind::gray1 ? 1 : 8,
               kind == PngKind::rgb8 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(png, info, dots_per_metre, dots_per_metre, PNG_RESOLUTION_METER);
  png_write_info(png, info);
  if (kind == PngKind::gray1) png_set_packing(png);
  return true;
}

bool guarded_row(png_structp png, const std::uint8_t* samples) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_write_row(png, samples);
  return true;
}

bool guarded_end(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_write_end(png, info);
  return true;
}

Failure failure_of(const PngFile::State& state) {
  if (state.failure) return Failure(*state.failure);
  return fail(Errc::bug, "libpng refused a sheet");
}

} // namespace

PngFile::PngFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
PngFile::~PngFile() = default;

Result<std::unique_ptr<PngFile>> PngFile::create(const std::filesystem::path& path,
                                                 std::int32_t width, std::int32_t height,
                                                 PngKind kind, Dpi dpi) {
  EXPECTS(width > 0 && height > 0 && dpi.v > 0);
  TRY(AtomicFile file, AtomicFile::create(path));
  auto state = std::make_unique<State>(std::move(file));
  state->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, ignore_warning);
  if (state->png != nullptr) state->info = png_create_info_struct(state->png);
  if (state->info == nullptr) return fail(Errc::limit, "no memory to draw a sheet");
  png_set_write_fn(state->png, state.get(), write_bytes, flush_nothing);
  const auto dots_per_metre = static_cast<png_uint_32>((std::int64_t{dpi.v} * 10000 + 127) / 254);
  if (!guarded_start(state->png, state->info, static_cast<png_uint_32>(width),
                     static_cast<png_uint_32>(height), kind, dots_per_metre))
    return failure_of(*state);
  return std::unique_ptr<PngFile>(new PngFile(std::move(state)));
}

Result<void> PngFile::row(std::span<const std::uint8_t> samples) {
  if (!guarded_row(state_->png, samples.data())) return failure_of(*state_);
  return {};
}

Result<void> PngFile::finish() {
  if (!guarded_end(state_->png, state_->info)) return failure_of(*state_);
  return state_->file.commit();
}

} // namespace platen::twin
