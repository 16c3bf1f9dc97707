#include "filter/cups_language.h"

#include "encode/pages/turned_rows.h"
#include "encode/raster/page_header.h"
#include "encode/raster/raster_writer.h"
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

class CupsLanguage final : public encode::Language {
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

  Result<void> begin_job(DeviceLink& device) override {
    return device.write(encode::pwg_sync_word); // that of CUPS raster 2, too
  }

  std::unique_ptr<encode::SideEncoder> side(const SideSpec& spec,
                                            ByteSink& payload) const override {
    const auto page = ppd_->page(spec.media);
    if (!page) return std::make_unique<NoSide>(page.error());
    const std::string& type = spec.media_type.empty() ? ticket_.media_type : spec.media_type;
    const auto head = ppd_->header(page->name, spec.raster, type);
    if (!head) return std::make_unique<NoSide>(head.error());
    const bool back = spec.side == SheetSide::back;
    return encode::make_turned_rows(spec.raster, back && ppd_->wish().back_across,
                                    back && ppd_->wish().back_along,
                                    encode::make_raster_writer(spec.raster, *head, payload));
  }

  // Copies of a sheet are front and back, again and again.
  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    const bool two_sided = ticket_.sides != model::Sides::one_sided;
    if (spec.copies > 1 && two_sided && spec.side == SheetSide::front && !spec.last) {
      front_.emplace();
      return payload.copy_to(*front_);
    }
    for (std::int32_t copy = 0; copy < spec.copies; ++copy) {
      if (front_) TRY_VOID(front_->copy_to(device));
      TRY_VOID(payload.copy_to(device));
    }
    front_.reset();
    return {};
  }

  Result<void> end_job(DeviceLink&) override { return {}; }
  Result<bool> cancel_job(DeviceLink&, bool) override {
    return fail(Errc::unsupported, "the filter is told by a signal");
  }

private:
  const model::Ticket ticket_;
  const std::unique_ptr<Ppd> ppd_;
  std::optional<Spool> front_; // of a sheet that is wanted more than once
};

} // namespace

Result<std::unique_ptr<encode::Language>> make_cups_language(const model::Ticket& ticket,
                                                             const Setup& setup) {
  TRY_VOID(check(setup));
  TRY(auto ppd, Ppd::open(setup, ticket));
  return std::make_unique<CupsLanguage>(ticket, std::move(ppd));
}

} // namespace platen::filter
