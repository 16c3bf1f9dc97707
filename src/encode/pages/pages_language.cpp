#include "encode/pages/pages_language.h"

#include "encode/ivec/jpeg_writer.h"
#include "encode/pages/page_form.h"
#include "encode/pages/page_rows.h"
#include "encode/pages/page_settings.h"
#include "encode/pages/turned_rows.h"
#include "encode/raster/page_header.h"
#include "encode/raster/raster_writer.h"
#include "model/model.h"

#include <algorithm>
#include <cstdlib>

namespace platen::encode {

namespace {

using model::Margins;
using model::MediaSize;

// Sizes that clients and printers count in different units may differ by that much (PWG 5100.7).
constexpr std::int32_t same_size_hmm = 50;

bool same_size(const MediaSize& a, const MediaSize& b) {
  return std::abs(a.width.v - b.width.v) <= same_size_hmm &&
         std::abs(a.height.v - b.height.v) <= same_size_hmm;
}

bool has_no_margins(const Margins& margins) {
  return margins == Margins{};
}

class PagesAnswer final : public DeviceAnswer {
public:
  explicit PagesAnswer(model::PageOffer said) : offer(std::move(said)) {}
  const model::PageOffer offer;
};

// Before the printer was asked, and for one that takes nothing that we make: begin_job() says so.
PageForm any_form(const model::Ticket& ticket, bool color) {
  PageForm form;
  form.pixels = color ? rgb8 : gray8;
  form.resolution = ticket.resolution;
  return form;
}

class PagesLanguage final : public Language {
public:
  PagesLanguage(const model::Model& model, const model::Ticket& ticket)
      : model_(model), ticket_(ticket), form_(any_form(ticket, model.color)) {}

  Result<void> ask(DeviceLink& device) override {
    const model::PageOffer* const offer = device.page_offer();
    if (offer == nullptr)
      return fail(Errc::unsupported, "the device does not say which pages it takes");
    take(*offer);
    return {};
  }

  bool answer_matters() const override { return true; }
  std::shared_ptr<const DeviceAnswer> remember() const override {
    return offer_ ? std::make_shared<const PagesAnswer>(*offer_) : nullptr;
  }
  void assume(const std::shared_ptr<const DeviceAnswer>& answer) override {
    if (const auto* known = dynamic_cast<const PagesAnswer*>(answer.get())) take(known->offer);
  }
  std::string payload_form() const override {
    return std::string(mime_type(form_.format)) + " " + to_string(form_.pixels) +
           (form_.back_across ? " across" : "") + (form_.back_along ? " along" : "");
  }

  PixelFormat raster_format() const override { return model_.color ? rgb8 : mask1; }
  Dpi resolution(Dpi) const override { return form_.resolution; }
  bool takes_adobe_rgb() const override { return form_.takes_adobe_rgb; }
  bool device_makes_copies() const override { return form_.device_copies; }

  std::optional<DeviceArea> device_area(const MediaSize& media, bool borderless,
                                        Dpi) const override {
    // Without white edges the model's overspray is as good: what goes beyond the sheet is cut.
    if (borderless) return std::nullopt;
    DeviceArea area;
    if (!offer_) return std::nullopt;
    for (const auto& sheet : offer_->sheets)
      if (same_size(sheet.size, media) && !has_no_margins(sheet.margins)) {
        area.margins = sheet.margins;
        return area;
      }
    if (has_no_margins(offer_->margins)) return std::nullopt;
    area.margins = offer_->margins;
    return area;
  }

  Result<void> begin_job(DeviceLink&) override {
    if (refused_) return Failure(*refused_);
    return {};
  }

  std::unique_ptr<SideEncoder> side(const SideSpec& spec, ByteSink& payload) const override {
    const Dpi dpi = form_.resolution;
    SheetFrame frame;
    frame.area = spec.raster;
    frame.sheet = {px_nearest(spec.media.width, dpi).v, px_nearest(spec.media.height, dpi).v,
                   form_.pixels};
    frame.left = px_nearest(spec.margins.left, dpi).v;
    frame.top = px_nearest(spec.margins.top, dpi).v;
    const bool back = spec.side == SheetSide::back;
    const bool across = back && form_.back_across;
    const bool along = back && form_.back_along;
    return make_page_rows(frame, make_turned_rows(frame.sheet, across, along,
                                                  writer(spec, frame, across, along, payload)));
  }

  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    const std::int32_t copies = form_.device_copies ? 1 : spec.copies;
    const bool sheet_copies = copies > 1 && sides_of(spec, ticket_) != model::Sides::one_sided;
    // Copies of a sheet are front and back, again and again.
    if (sheet_copies && spec.side == SheetSide::front && !spec.last) {
      front_.emplace();
      return payload.copy_to(*front_);
    }
    for (std::int32_t copy = 1; copy <= copies; ++copy) {
      const bool last = spec.last && copy == copies;
      if (front_) TRY_VOID(put_page(spec, *front_, false, device));
      TRY_VOID(put_page(spec, payload, last, device));
    }
    front_.reset();
    return {};
  }

  Result<void> end_job(DeviceLink&) override { return {}; }
  // The transport cancels a job that it was not told to finish.
  Result<bool> cancel_job(DeviceLink&, bool) override {
    return fail(Errc::unsupported, "an IPP job is canceled by an operation, not in its document");
  }

private:
  void take(const model::PageOffer& offer) {
    offer_ = offer;
    refused_.reset();
    auto form = choose_form(offer, model_, ticket_);
    if (form)
      form_ = *form;
    else
      refused_ = std::move(form).error();
  }

  model::Ticket ticket_of(const SideSpec& spec) const {
    model::Ticket ticket = ticket_;
    if (!spec.media_type.empty()) ticket.media_type = spec.media_type;
    if (!spec.media_source.empty()) ticket.media_source = spec.media_source;
    return ticket;
  }

  std::unique_ptr<SideEncoder> writer(const SideSpec& spec, const SheetFrame& frame, bool across,
                                      bool along, ByteSink& payload) const {
    if (form_.format == PageFormat::jpeg)
      return make_jpeg_writer(frame.sheet, form_.resolution, payload);
    RasterPage page;
    page.shape = frame.sheet;
    page.resolution = form_.resolution;
    page.media = spec.media;
    page.media_type = ticket_of(spec).media_type;
    page.size_name = spec.media.name;
    page.sides = sides_of(spec, ticket_);
    page.adobe_rgb = spec.adobe_rgb;
    page.cross_feed_transform = across ? -1 : 1;
    page.feed_transform = along ? -1 : 1;
    page.quality = static_cast<std::int32_t>(ticket_.quality);
    page.image = {std::max(0, frame.left), std::max(0, frame.top),
                  std::min(frame.sheet.width, frame.left + frame.area.width),
                  std::min(frame.sheet.height, frame.top + frame.area.height)};
    const std::string head =
        form_.format == PageFormat::pwg_raster ? pwg_page_header(page) : apple_page_header(page);
    return make_raster_writer(frame.sheet, head, payload);
  }

  Result<void> put_page(const SideSpec& spec, const Spool& page, bool last, DeviceLink& device) {
    if (form_.one_page_a_document || !begun_) {
      DocumentStart start;
      start.format = mime_type(form_.format);
      start.last = last || !form_.one_page_a_document;
      start.settings = page_settings(ticket_of(spec), spec.media, form_);
      TRY_VOID(device.begin_document(start));
    }
    if (!std::exchange(begun_, true)) {
      if (form_.format == PageFormat::pwg_raster) TRY_VOID(device.write(pwg_sync_word));
      if (form_.format == PageFormat::apple_raster) TRY_VOID(device.write(apple_file_header));
    }
    return page.copy_to(device);
  }

  const model::Model model_;
  const model::Ticket ticket_;
  std::optional<model::PageOffer> offer_;
  PageForm form_;
  std::optional<Error> refused_; // why nothing can be sent
  bool begun_ = false;
  std::optional<Spool> front_; // of a sheet that is wanted more than once
};

} // namespace

std::unique_ptr<Language> make_pages(const model::Model& model, const model::Ticket& ticket) {
  return std::make_unique<PagesLanguage>(model, ticket);
}

} // namespace platen::encode
