#include "filter/ppd.h"

#include "encode/raster/page_header.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <vector>

// libcups calls its own reader of PPD files deprecated, and has no other.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <cups/ppd.h>
#include <cups/raster.h>

namespace platen::filter {

namespace {

constexpr double same_size_points = 3;
constexpr int least_dpi = 72, most_dpi = 2400;
// cups_page_header2_t: four texts, then numbers of 32 bits, then texts.
constexpr std::size_t texts_bytes = 256, numbers = 81, header_bytes = 1796;

struct ClosePpd {
  void operator()(ppd_file_t* ppd) const { ::ppdClose(ppd); }
};
using PpdFile = std::unique_ptr<ppd_file_t, ClosePpd>;

class Options {
public:
  Options() = default;
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  ~Options() { ::cupsFreeOptions(count_, all_); }

  void parse(const std::string& text) { count_ = ::cupsParseOptions(text.c_str(), count_, &all_); }
  void add(const std::string& name, const std::string& value) {
    count_ = ::cupsAddOption(name.c_str(), value.c_str(), count_, &all_);
  }
  int count() const { return count_; }
  cups_option_t* all() const { return all_; }
  std::string text() const {
    std::string words;
    for (int i = 0; i < count_; ++i)
      words += (i == 0 ? "" : " ") + std::string(all_[i].name) + "=" + all_[i].value;
    return words;
  }

private:
  int count_ = 0;
  cups_option_t* all_ = nullptr;
};

Hmm from_points(double points) {
  return Hmm{static_cast<std::int32_t>(std::lround(points * hmm_per_inch / 72))};
}

Failure not_made(const std::string& what) {
  return fail(Errc::invalid,
              "the filter's PPD file asks for a raster that platen does not make: " + what);
}

// PWG 5102.4 table 10; "cupsBackSide" has the same words.
void turn_backs(std::string_view word, model::Sides sides, RasterWish& wish) {
  const bool short_edge = sides == model::Sides::two_sided_short_edge;
  if (sides == model::Sides::one_sided) return;
  if (word == "Flipped") (short_edge ? wish.back_across : wish.back_along) = true;
  if ((word == "Rotated" && !short_edge) || (word == "ManualTumble" && short_edge))
    wish.back_across = wish.back_along = true;
}

// "application/vnd.cups-raster 100 rastertohp", or with a second type (*cupsFilter2).
struct FilterLine {
  std::string type, program;
};

FilterLine filter_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \t");
  if (end == std::string::npos) return {};
  const std::size_t begin = text.find_last_of(" \t", end) + 1;
  const std::string path = text.substr(begin, end + 1 - begin);
  return {text.substr(0, text.find_first_of(" \t")), path.substr(path.rfind('/') + 1)};
}

std::vector<FilterLine> filter_lines(ppd_file_t* ppd) {
  std::vector<FilterLine> lines;
  for (int i = 0; i < ppd->num_filters; ++i)
    lines.push_back(filter_line(ppd->filters[i]));
  for (const ppd_attr_t* line = ::ppdFindAttr(ppd, "cupsFilter2", nullptr); line != nullptr;
       line = ::ppdFindNextAttr(ppd, "cupsFilter2", nullptr))
    if (line->value != nullptr) lines.push_back(filter_line(line->value));
  return lines;
}

// A program that the file does not name gets what most take.
Result<Takes> what_it_takes(ppd_file_t* ppd, const std::string& program) {
  const std::string name = program.substr(program.rfind('/') + 1);
  std::string types;
  bool postscript = false;
  for (const FilterLine& line : filter_lines(ppd)) {
    if (line.program != name) continue;
    if (line.type == "application/vnd.cups-raster") return Takes::cups_raster;
    postscript |=
        line.type == "application/vnd.cups-postscript" || line.type == "application/postscript";
    types += (types.empty() ? "" : ", ") + line.type;
  }
  if (postscript) return Takes::cups_postscript;
  if (types.empty()) return Takes::cups_raster;
  return fail(Errc::invalid, "the filter " + name + " takes " + types +
                                 ", as its PPD file says; platen gives CUPS raster or PostScript");
}

class CupsPpd final : public Ppd {
public:
  explicit CupsPpd(PpdFile ppd) : ppd_(std::move(ppd)) {}

  Result<void> choose(const Setup& setup, const model::Ticket& ticket) {
    TRY(takes_, what_it_takes(ppd_.get(), setup.program));
    ::ppdMarkDefaults(ppd_.get());
    const std::string dpi = std::to_string(ticket.resolution.v);
    for (const std::string& word : {dpi + "dpi", dpi + "x" + dpi + "dpi"})
      if (has("Resolution", word)) options_.add("Resolution", word);
    TRY_VOID(choose_sides(ticket.sides));
    options_.parse(setup.options); // the administrator's word is the last
    ::cupsMarkOptions(ppd_.get(), options_.count(), options_.all());
    if (takes_ == Takes::cups_postscript) return choose_dots(ticket);
    cups_page_header2_t header{};
    TRY_VOID(interpret(header));
    if (header.HWResolution[0] == 0 || header.HWResolution[0] != header.HWResolution[1])
      return not_made(std::to_string(header.HWResolution[0]) + " x " +
                      std::to_string(header.HWResolution[1]) + " dpi");
    wish_.resolution = Dpi{static_cast<std::int32_t>(header.HWResolution[0])};
    TRY(wish_.pixels, pixels_of(header));
    const ppd_attr_t* const back = ::ppdFindAttr(ppd_.get(), "cupsBackSide", nullptr);
    if (back != nullptr && back->value != nullptr) turn_backs(back->value, ticket.sides, wish_);
    return {};
  }

  Takes takes() const override { return takes_; }
  const RasterWish& wish() const override { return wish_; }

  Result<PpdPage> page(const model::MediaSize& size) const override {
    const double width = to_points(size.width).v, height = to_points(size.height).v;
    const ppd_size_t* best = nullptr;
    double best_difference = same_size_points;
    for (int i = 0; i < ppd_->num_sizes; ++i) {
      const ppd_size_t& one = ppd_->sizes[i];
      const double difference =
          std::max(std::abs(double{one.width} - width), std::abs(double{one.length} - height));
      if (difference >= best_difference) continue;
      best = &one;
      best_difference = difference;
    }
    if (best == nullptr)
      return fail(Errc::invalid, "the filter's PPD file has no page of the size " + size.name);
    PpdPage page;
    page.name = best->name;
    page.margins = {from_points(double{best->length} - double{best->top}),
                    from_points(best->bottom), from_points(best->left),
                    from_points(double{best->width} - double{best->right})};
    return page;
  }

  Result<std::string> header(const std::string& page, const PageShape& shape,
                             std::string_view media_type) const override {
    cups_page_header2_t header{};
    {
      const std::lock_guard lock(mutex_); // choices are marked in the file
      ::ppdMarkOption(ppd_.get(), "PageSize", page.c_str());
      TRY_VOID(interpret(header));
    }
    if (header.MediaType[0] == 0) media_type.copy(header.MediaType, sizeof header.MediaType - 1);
    header.NumCopies = 1; // platen repeats the pages
    header.cupsWidth = static_cast<unsigned>(shape.width);
    header.cupsHeight = static_cast<unsigned>(shape.height);
    header.cupsColorOrder = CUPS_ORDER_CHUNKED;
    header.cupsBitsPerPixel = static_cast<unsigned>(shape.format.bits_per_pixel());
    header.cupsBytesPerLine = static_cast<unsigned>(shape.format.row_bytes(shape.width));
    header.cupsNumColors = static_cast<unsigned>(shape.format.channels());
    return in_network_order(header);
  }

  std::string features(const std::string& page) const override {
    const std::lock_guard lock(mutex_); // choices are marked in the file
    ::ppdMarkOption(ppd_.get(), "PageSize", page.c_str());
    std::string text;
    for (const ppd_section_t section : {PPD_ORDER_DOCUMENT, PPD_ORDER_ANY, PPD_ORDER_PAGE}) {
      const std::unique_ptr<char, decltype(&std::free)> part(
          ::ppdEmitString(ppd_.get(), section, 0), &std::free);
      if (part) text += part.get();
    }
    return text;
  }

  std::string options() const override { return options_.text(); }

private:
  bool has(const char* option, const std::string& choice) const {
    ppd_option_t* const found = ::ppdFindOption(ppd_.get(), option);
    return found != nullptr && ::ppdFindChoice(found, choice.c_str()) != nullptr;
  }

  Result<void> choose_sides(model::Sides sides) {
    const bool short_edge = sides == model::Sides::two_sided_short_edge;
    const std::string word = sides == model::Sides::one_sided ? "None"
                             : short_edge                     ? "DuplexTumble"
                                                              : "DuplexNoTumble";
    if (has("Duplex", word))
      options_.add("Duplex", word);
    else if (sides != model::Sides::one_sided)
      return fail(Errc::invalid, "the filter's PPD file prints on one side only: choose "
                                 "sides=one-sided");
    return {};
  }

  // The filter draws the PostScript itself: pixels of the printer's own size stay as they are.
  Result<void> choose_dots(const model::Ticket& ticket) {
    wish_.resolution = ticket.resolution;
    wish_.pixels = ppd_->color_device != 0 ? rgb8 : mask1;
    const ppd_choice_t* const chosen = ::ppdFindMarkedChoice(ppd_.get(), "Resolution");
    const int dpi = chosen != nullptr ? std::atoi(chosen->choice) : 0;
    if (dpi >= least_dpi && dpi <= most_dpi) wish_.resolution = Dpi{dpi};
    return {};
  }

  Result<void> interpret(cups_page_header2_t& header) const {
    if (::cupsRasterInterpretPPD(&header, ppd_.get(), options_.count(), options_.all(), nullptr) ==
        0)
      return {};
    const char* const why = ::cupsRasterErrorString();
    return fail(Errc::invalid, std::string("the filter's PPD file makes no page: ") +
                                   (why == nullptr ? "libcups does not say why" : why));
  }

  static Result<PixelFormat> pixels_of(const cups_page_header2_t& header) {
    const unsigned bits = header.cupsBitsPerColor;
    switch (header.cupsColorSpace) {
    case CUPS_CSPACE_K:
      if (bits == 1) return mask1;
      break;
    case CUPS_CSPACE_W:
    case CUPS_CSPACE_SW:
      if (bits == 8) return gray8;
      break;
    case CUPS_CSPACE_RGB:
    case CUPS_CSPACE_SRGB:
      if (bits == 8) return rgb8;
      break;
    default:
      break;
    }
    return not_made("colour space " + std::to_string(header.cupsColorSpace) + " of " +
                    std::to_string(bits) + " bits (platen makes K of 1 bit, W and RGB of 8 bits)");
  }

  static std::string in_network_order(const cups_page_header2_t& header) {
    static_assert(sizeof header == header_bytes);
    std::string bytes(header_bytes, '\0');
    std::memcpy(bytes.data(), &header, header_bytes);
    for (std::size_t i = 0; i < numbers; ++i) {
      std::uint32_t value = 0;
      std::memcpy(&value, bytes.data() + texts_bytes + 4 * i, sizeof value);
      for (std::size_t byte = 0; byte < 4; ++byte)
        bytes[texts_bytes + 4 * i + byte] = static_cast<char>(value >> (24 - 8 * byte) & 0xff);
    }
    return bytes;
  }

  const PpdFile ppd_;
  Options options_;
  RasterWish wish_;
  Takes takes_ = Takes::cups_raster;
  mutable std::mutex mutex_;
};

} // namespace

Result<std::unique_ptr<Ppd>> Ppd::open(const Setup& setup, const model::Ticket& ticket) {
  PpdFile file(::ppdOpenFile(setup.ppd.c_str()));
  if (!file) {
    int line = 0;
    const ppd_status_t status = ::ppdLastError(&line);
    return fail(Errc::invalid,
                setup.ppd + ": line " + std::to_string(line) + ": " + ::ppdErrorString(status));
  }
  auto ppd = std::make_unique<CupsPpd>(std::move(file));
  TRY_VOID(ppd->choose(setup, ticket));
  return ppd;
}

} // namespace platen::filter
