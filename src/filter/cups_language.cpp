#include "filter/cups_language.h"

#include "encode/pages/turned_rows.h"
#include "encode/raster/page_header.h"
#include "encode/raster/raster_writer.h"
#include "filter/page_copies.h"
#include "filter/postscript_page.h"
#include "filter/ppd.h"

#include <optional>

namespace platen::filter {

namespace {

using encode::SheetSide;
using encode::SideSpec;

// Gives the error of its making with the first row.
class NoSide final : public encode::SideEncoder {
public:
  explicit NoSide(Error why) : why_(std::move(why)) {}
  Result<void> write(ConstBand) override { return Failure(why_); }
  Result<void> finish() override { return Failure(why_); }

private:
  const Error why_;
};

// What both forms of pages have in common.
class CupsLanguage : public encode::Language {
public:
  CupsLanguage(const model::Ticket& ticket, std::unique_ptr<Ppd> ppd)
      : ticket_(ticket), ppd_(std::move(ppd)) {}

  Result<void> ask(DeviceLink&) override { return {}; }
  PixelFormat raster_format() const override { return ppd_->wish().pixels; }
  Dpi resolution(Dpi) const override { return ppd_->wish().resolution; }

  // Paper that the PPD does not have keeps the model's margins until its side is to be made.
  std::optional<encode::DeviceArea> device_area(const model::MediaSize& media, bool borderless,
                                                Dpi) const override {
    const auto page = ppd_->page(media);
    if (borderless || !page) return std::nullopt;
    encode::DeviceArea area;
    area.margins = page->margins;
    return area;
  }

  std::unique_ptr<encode::SideEncoder> side(const SideSpec& spec,
                                            ByteSink& payload) const override {
    const auto page = ppd_->page(spec.media);
    if (!page) return std::make_unique<NoSide>(page.error());
    return encoder(spec, *page, payload);
  }

  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    return copies_.put_side(
        spec, payload, ticket_.sides != model::Sides::one_sided,
        [&](const SideSpec& one, const Spool& made) { return put(one, made, device); });
  }

  Result<bool> cancel_job(DeviceLink&, bool) override {
    return fail(Errc::unsupported, "the filter is told by a signal");
  }

protected:
  const model::Ticket& ticket() const { return ticket_; }
  const Ppd& ppd() const { return *ppd_; }

private:
  virtual std::unique_ptr<encode::SideEncoder> encoder(const SideSpec& spec, const PpdPage& page,
                                                       ByteSink& payload) const = 0;
  virtual Result<void> put(const SideSpec& spec, const Spool& payload, DeviceLink& device) = 0;

  const model::Ticket ticket_;
  const std::unique_ptr<Ppd> ppd_;
  PageCopies copies_;
};

class RasterPages final : public CupsLanguage {
public:
  using CupsLanguage::CupsLanguage;

  Result<void> begin_job(DeviceLink& device) override {
    return device.write(encode::pwg_sync_word); // that of CUPS raster 2, too
  }
  Result<void> end_job(DeviceLink&) override { return {}; }

private:
  std::unique_ptr<encode::SideEncoder> encoder(const SideSpec& spec, const PpdPage& page,
                                               ByteSink& payload) const override {
    const std::string& type = spec.media_type.empty() ? ticket().media_type : spec.media_type;
    const auto head = ppd().header(page.name, spec.raster, type);
    if (!head) return std::make_unique<NoSide>(head.error());
    const bool back = spec.side == SheetSide::back;
    return encode::make_turned_rows(spec.raster, back && ppd().wish().back_across,
                                    back && ppd().wish().back_along,
                                    encode::make_raster_writer(spec.raster, *head, payload));
  }
  Result<void> put(const SideSpec&, const Spool& payload, DeviceLink& device) override {
    return payload.copy_to(device);
  }
};

// As pstops of CUPS leaves a document: the choices of the PPD file as PostScript, before the first
// page and before one of another size.
class PostscriptPages final : public CupsLanguage {
public:
  using CupsLanguage::CupsLanguage;

  Result<void> begin_job(DeviceLink& device) override {
    return device.write(as_bytes("%!PS-Adobe-3.0\n%%LanguageLevel: 2\n%%Pages: (atend)\n"
                                 "%%PageOrder: Ascend\n%%EndComments\n"));
  }
  Result<void> end_job(DeviceLink& device) override {
    return device.write(as_bytes("%%Trailer\n%%Pages: " + std::to_string(pages_) + "\n%%EOF\n"));
  }

private:
  std::unique_ptr<encode::SideEncoder> encoder(const SideSpec& spec, const PpdPage&,
                                               ByteSink& payload) const override {
    return make_postscript_page(spec, payload);
  }
  Result<void> put(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    TRY(const PpdPage page, ppd().page(spec.media));
    std::string head;
    if (page.name != size_ && pages_ == 0)
      head = "%%BeginSetup\n" + ppd().features(page.name) + "%%EndSetup\n";
    const std::string number = std::to_string(++pages_);
    head += "%%Page: " + number + " " + number + "\n";
    if (page.name != size_ && pages_ > 1)
      head += "%%BeginPageSetup\n" + ppd().features(page.name) + "%%EndPageSetup\n";
    size_ = page.name;
    TRY_VOID(device.write(as_bytes(head + "gsave\n")));
    TRY_VOID(payload.copy_to(device));
    return device.write(as_bytes("grestore\nshowpage\n"));
  }

  std::string size_; // that was chosen last
  std::int32_t pages_ = 0;
};

} // namespace

Result<std::unique_ptr<encode::Language>> make_cups_language(const model::Ticket& ticket,
                                                             const Setup& setup) {
  TRY_VOID(check(setup));
  TRY(auto ppd, Ppd::open(setup, ticket));
  if (ppd->takes() == Takes::cups_postscript)
    return std::make_unique<PostscriptPages>(ticket, std::move(ppd));
  return std::make_unique<RasterPages>(ticket, std::move(ppd));
}

} // namespace platen::filter
