#include "encode/pcl5/pcl5_language.h"

#include "base/limits.h"
#include "encode/pcl5/logical_page.h"
#include "encode/pcl5/pcl5_side.h"
#include "encode/pclxl/pjl.h"
#include "encode/pclxl/pjl_session.h"

#include <algorithm>
#include <limits>

namespace platen::encode {

namespace {

using namespace pcl5;

constexpr std::string_view reset = "\x1b"
                                   "E";
constexpr std::size_t longest_media_type = 254; // of ESC&n#W: one byte says what the others are

bool is_number(std::string_view code) {
  return !code.empty() && code.size() <= 5 &&
         std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

// "0 2 3": the modes that the model's file lets the device be sent; mode 0 needs no word.
Modes modes_of(const model::Model& model) {
  const auto found = model.language_options.find("compression");
  if (found == model.language_options.end()) return {};
  const std::string listed = " " + found->second + " ";
  const auto has = [&](std::string_view mode) { return listed.find(mode) != std::string::npos; };
  return {has(" 2 "), has(" 3 "), has(" 9 ")};
}

class Pcl5Language final : public Language {
public:
  Pcl5Language(const model::Model& model, const model::Ticket& ticket)
      : model_(model), ticket_(ticket), modes_(modes_of(model)) {}

  Result<void> ask(DeviceLink& device) override { return pjl_.ask(device); }
  std::shared_ptr<const DeviceAnswer> remember() const override { return pjl_.remember(); }
  void assume(const std::shared_ptr<const DeviceAnswer>& answer) override { pjl_.assume(answer); }
  void has_confirmed() override { pjl_.has_answered_before(); }
  PixelFormat raster_format() const override { return mask1; }

  // The logical page is narrower than what the engine can print: the right margin gives way.
  std::optional<DeviceArea> device_area(const model::MediaSize& media, bool borderless,
                                        Dpi resolution) const override {
    const model::MediaEntry* const entry = model_.find_media(media.name);
    if (entry == nullptr || borderless) return std::nullopt;
    model::Margins margins = entry->margins;
    const Px most{place_on(media, margins).most_columns};
    const Hmm widest{static_cast<std::int32_t>(std::int64_t{most.v} * hmm_per_inch / resolution.v)};
    margins.right = std::max(margins.right, media.width - margins.left - widest);
    const Px width = px_floor(media.width - margins.left - margins.right, resolution);
    const Px height = px_floor(media.height - margins.top - margins.bottom, resolution);
    return DeviceArea{width.v, height.v, margins};
  }

  Result<void> begin_job(DeviceLink& device) override {
    const std::string dpi = std::to_string(ticket_.resolution.v);
    return say(device, pclxl::pjl_begin(ticket_, pjl_.answers(), "PCL") + std::string(reset) +
                           "\x1b&u" + dpi + "D");
  }

  std::unique_ptr<SideEncoder> side(const SideSpec& spec, ByteSink& payload) const override {
    return make_side(spec, modes_, payload);
  }

  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    EXPECTS(spec.resolution == ticket_.resolution && spec.copies >= 1 &&
            spec.copies <= limits::copies);
    TRY(const std::string before, begin_side(spec));
    TRY_VOID(say(device, before));
    TRY_VOID(pjl_.heard(device, payload.copy_to(device)));
    pjl_.sent(spec.copies);
    return say(device, "\f");
  }

  Result<void> end_job(DeviceLink& device) override {
    return pjl_.end(device, std::string(reset) + pclxl::pjl_end(ticket_));
  }

  std::optional<std::int32_t> sides_taken() const override { return pjl_.sides_taken(); }

  Result<bool> cancel_job(DeviceLink& device, bool between_sides) override {
    if (pjl_.is_sent()) {
      TRY_VOID(pjl_.hush(device));
      return true;
    }
    // Inside a row the printer takes what comes for pixels. Behind it zeros mean nothing.
    const std::string rest(between_sides ? 0 : longest_row, '\0');
    TRY_VOID(device.write(as_bytes(rest + std::string(reset) + pclxl::pjl_end(ticket_))));
    return true;
  }

private:
  Result<void> say(DeviceLink& device, std::string_view text) {
    return pjl_.tell(device, as_bytes(text));
  }

  Result<std::string> begin_side(const SideSpec& spec) {
    std::string out;
    if (spec.side == SheetSide::front) {
      TRY(const std::string sheet, sheet_settings(spec));
      // A device begins a new sheet at each of these commands: they are sent when they change.
      if (sheet != sheet_) out = sheet_ = sheet;
    }
    if (sides_of(spec, ticket_) != model::Sides::one_sided)
      out += spec.side == SheetSide::front ? "\x1b&a1G" : "\x1b&a2G";
    // On the back of a sheet bound along its long edge the offset counts the other way.
    const bool turned =
        spec.side == SheetSide::back && ticket_.sides == model::Sides::two_sided_long_edge;
    const std::int32_t right = place_on(spec.media, spec.margins).registration;
    return out + "\x1b&l" + std::to_string(turned ? -right : right) + "u0Z";
  }

  // What holds for both sides of a sheet, and for all that follow.
  Result<std::string> sheet_settings(const SideSpec& spec) const {
    const model::MediaEntry* const size = model_.find_media(spec.media.name);
    if (size == nullptr || !is_number(size->code))
      return fail(Errc::unsupported, "PCL 5e has no number for paper of the size " +
                                         spec.media.name +
                                         ": choose another size or another printer-language");
    std::string out = "\x1b&l";
    const model::MediaSource* const source =
        model_.find_source(spec.media_source.empty() ? ticket_.media_source : spec.media_source);
    if (source != nullptr && is_number(source->code)) out += source->code + "h";
    out += size->code + "a0o0e0l" + std::to_string(spec.copies) + "x" +
           std::to_string(static_cast<int>(sides_of(spec, ticket_))) + "S";
    const model::MediaType* const type =
        model_.find_type(spec.media_type.empty() ? ticket_.media_type : spec.media_type);
    if (type == nullptr || type->code.empty()) return out;
    if (type->code.size() > longest_media_type)
      return fail(Errc::invalid, "the model's name for " + type->name + " is too long for PCL 5e");
    return out + "\x1b&n" + std::to_string(type->code.size() + 1) + "Wd" + type->code;
  }

  const model::Model model_;
  const model::Ticket ticket_;
  const Modes modes_;
  pclxl::PjlSession pjl_;
  std::string sheet_; // the settings that the printer has
};

} // namespace

std::unique_ptr<Language> make_pcl5(const model::Model& model, const model::Ticket& ticket) {
  return std::make_unique<Pcl5Language>(model, ticket);
}

} // namespace platen::encode
