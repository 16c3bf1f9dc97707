#include "scan/stream/fax_rows.h"
#include "scan/stream/jpeg_form.h"
#include "scan/stream/page_encoder.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace platen::scan {

namespace {

// Counts what passes: the table at the end wants each object's place.
class CountingSink final : public ByteSink {
public:
  explicit CountingSink(ByteSink& out) : out_(out) {}
  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    count += bytes.size();
    return out_.write(bytes);
  }
  std::uint64_t count = 0;

private:
  ByteSink& out_;
};

std::string number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.4f", value);
  return text.data();
}

std::string reference(std::size_t object) {
  return std::to_string(object) + " 0 R";
}

// A page is a picture, its length (known after it), its contents and the page itself. Object 1 is
// the catalogue and 2 the list of pages: both come last, when all is known.
class PdfPages final : public PageEncoder {
public:
  PdfPages(ByteSink& out, std::int32_t quality) : out_(out), quality_(quality), places_(3, 0) {}
  bool holds_several_pages() const override { return true; }

  Result<void> begin(PageShape shape, Dpi resolution) override {
    shape_ = shape;
    resolution_ = resolution;
    // The bytes beyond ASCII tell those who move files that this is not text (PDF 1.4, 3.4.1).
    if (pages_.empty()) TRY_VOID(out_.write("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"));
    picture_ = new_object();
    length_ = new_object();
    TRY_VOID(open(picture_));
    TRY_VOID(out_.write(picture_words()));
    picture_began_ = out_.count;
    if (shape.format == mask1) {
      fax_.emplace(out_);
      return fax_->begin(shape.width, shape.height);
    }
    jpeg_.emplace(out_, jpeg_form(quality_));
    return jpeg_->begin(shape, resolution);
  }

  Result<void> rows(ConstBand rows) override {
    if (fax_) return fax_->write(rows);
    TRY_VOID(jpeg_->write(rows));
    return jpeg_->flush(); // what there is leaves with the rows
  }

  Result<void> end() override {
    TRY_VOID(fax_ ? fax_->end() : jpeg_->end());
    fax_.reset();
    jpeg_.reset();
    const std::uint64_t length = out_.count - picture_began_;
    TRY_VOID(out_.write("\nendstream\nendobj\n"));
    TRY_VOID(object(length_, std::to_string(length)));
    return page();
  }

  Result<void> finish() override {
    std::string kids;
    for (const std::size_t page : pages_)
      kids += reference(page) + " ";
    TRY_VOID(object(2, "<< /Type /Pages /Count " + std::to_string(pages_.size()) + " /Kids [ " +
                           kids + "] >>"));
    TRY_VOID(object(1, "<< /Type /Catalog /Pages 2 0 R >>"));
    return table();
  }

private:
  std::size_t new_object() {
    places_.push_back(0);
    return places_.size() - 1;
  }
  Result<void> open(std::size_t number) {
    places_[number] = out_.count;
    return out_.write(std::to_string(number) + " 0 obj\n");
  }
  Result<void> object(std::size_t number, const std::string& words) {
    TRY_VOID(open(number));
    return out_.write(words + "\nendobj\n");
  }

  std::string picture_words() const {
    const std::string width = std::to_string(shape_.width), height = std::to_string(shape_.height);
    std::string words = "<< /Type /XObject /Subtype /Image /Width " + width + " /Height " + height +
                        " /Length " + reference(length_);
    if (shape_.format == mask1)
      words += " /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms "
               "<< /K -1 /Columns " +
               width + " /Rows " + height + " >>";
    else
      words += std::string(" /ColorSpace ") +
               (shape_.format == rgb8 ? "/DeviceRGB" : "/DeviceGray") +
               " /BitsPerComponent 8 /Filter /DCTDecode";
    return words + " >>\nstream\n";
  }

  Result<void> page() {
    const std::string width = number(72.0 * shape_.width / resolution_.v);
    const std::string height = number(72.0 * shape_.height / resolution_.v);
    const std::size_t contents = new_object(), page = new_object();
    const std::string drawing = "q " + width + " 0 0 " + height + " 0 0 cm /P Do Q";
    TRY_VOID(object(contents, "<< /Length " + std::to_string(drawing.size()) + " >>\nstream\n" +
                                  drawing + "\nendstream"));
    TRY_VOID(object(page, "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 " + width + " " + height +
                              " ] /Resources << /XObject << /P " + reference(picture_) +
                              " >> >> /Contents " + reference(contents) + " >>"));
    pages_.push_back(page);
    return {};
  }

  Result<void> table() {
    const std::uint64_t at = out_.count;
    std::string words = "xref\n0 " + std::to_string(places_.size()) + "\n0000000000 65535 f \n";
    for (std::size_t i = 1; i < places_.size(); ++i) {
      std::array<char, 32> line{};
      std::snprintf(line.data(), line.size(), "%010llu 00000 n \n",
                    static_cast<unsigned long long>(places_[i]));
      words += line.data();
    }
    words += "trailer\n<< /Size " + std::to_string(places_.size()) +
             " /Root 1 0 R >>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
    return out_.write(words);
  }

  CountingSink out_;
  std::int32_t quality_;
  PageShape shape_;
  Dpi resolution_;
  std::vector<std::uint64_t> places_; // of each object, by its number
  std::vector<std::size_t> pages_;
  std::size_t picture_ = 0, length_ = 0;
  std::uint64_t picture_began_ = 0;
  std::optional<FaxRows> fax_;
  std::optional<JpegWriter> jpeg_;
};

} // namespace

std::unique_ptr<PageEncoder> pdf_pages(ByteSink& out, std::int32_t quality) {
  return std::make_unique<PdfPages>(out, quality);
}

} // namespace platen::scan
