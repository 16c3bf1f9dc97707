#include "encode/pclxl/pclxl_language.h"

#include "base/limits.h"
#include "encode/pclxl/pclxl_side.h"
#include "encode/pclxl/pjl.h"
#include "encode/pclxl/pjl_session.h"
#include "encode/pclxl/xl_writer.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace platen::encode {

namespace {

using namespace pclxl;

// A code that the model file spells in decimal; nothing for another word, Errc::invalid beyond a
// byte.
Result<std::optional<std::uint8_t>> number(std::string_view code, std::string_view what) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), value);
  if (error == std::errc::invalid_argument) return std::optional<std::uint8_t>{};
  if (error != std::errc{} || end != code.data() + code.size() || value > 255)
    return fail(Errc::invalid, "the model's code \"" + std::string(code) + "\" for " +
                                   std::string(what) + " is not a number from 0 to 255");
  return std::optional<std::uint8_t>(static_cast<std::uint8_t>(value));
}

template<class Entry> const Entry* named(const std::vector<Entry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

class PclxlLanguage final : public Language {
public:
  PclxlLanguage(const model::Model& model, const model::Ticket& ticket)
      : model_(model), ticket_(ticket) {}

  Result<void> ask(DeviceLink& device) override { return pjl_.ask(device); }
  std::shared_ptr<const DeviceAnswer> remember() const override { return pjl_.remember(); }
  void assume(const std::shared_ptr<const DeviceAnswer>& answer) override { pjl_.assume(answer); }
  void has_confirmed() override { pjl_.has_answered_before(); }

  PixelFormat raster_format() const override { return mask1; }

  Result<void> begin_job(DeviceLink& device) override {
    XlWriter xl;
    xl.text(pjl_begin(ticket_, pjl_.answers()));
    xl.text(") HP-PCL XL;2;0\n");
    const auto dpi = static_cast<std::uint16_t>(ticket_.resolution.v);
    const std::uint8_t back_channel_and_page = 3;
    xl.ubyte(Attribute::measure, 0).uint16_xy(Attribute::units_per_measure, dpi, dpi);
    xl.ubyte(Attribute::error_report, back_channel_and_page).op(Operator::begin_session);
    xl.ubyte(Attribute::source_type, 0)
        .ubyte(Attribute::data_org, 1)
        .op(Operator::open_data_source);
    return pjl_.tell(device, xl.bytes());
  }

  std::unique_ptr<SideEncoder> side(const SideSpec& spec, ByteSink& payload) const override {
    return make_side(spec, payload);
  }

  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    EXPECTS(spec.resolution == ticket_.resolution && spec.copies >= 1 &&
            spec.copies <= limits::copies);
    longest_block_ = std::max(longest_block_, longest_block(spec.raster.width));
    XlWriter xl;
    TRY_VOID(begin_page(spec, xl));
    TRY_VOID(pjl_.tell(device, xl.bytes()));
    TRY_VOID(pjl_.heard(device, payload.copy_to(device)));
    pjl_.sent(spec.copies);
    xl.clear();
    xl.uint16(Attribute::page_copies, static_cast<std::uint16_t>(spec.copies))
        .op(Operator::end_page);
    return pjl_.tell(device, xl.bytes());
  }

  Result<void> end_job(DeviceLink& device) override {
    XlWriter xl;
    xl.op(Operator::close_data_source).op(Operator::end_session).text(pjl_end(ticket_));
    return pjl_.end(device, std::string(as_text(xl.bytes())));
  }

  std::optional<std::int32_t> sides_taken() const override { return pjl_.sides_taken(); }

  Result<bool> cancel_job(DeviceLink& device, bool between_sides) override {
    if (pjl_.is_sent()) {
      TRY_VOID(pjl_.hush(device));
      return true;
    }
    XlWriter xl;
    // Inside a block the printer takes what comes for its data. Behind it zeros mean nothing.
    if (between_sides)
      xl.op(Operator::close_data_source).op(Operator::end_session);
    else
      xl.text(std::string(longest_block_, '\0'));
    xl.text(pjl_end(ticket_));
    TRY_VOID(device.write(xl.bytes()));
    return true;
  }

private:
  Result<void> begin_page(const SideSpec& spec, XlWriter& xl) const {
    xl.ubyte(Attribute::orientation, 0);
    TRY_VOID(media_size(spec.media, xl));
    const std::string& from = spec.media_source.empty() ? ticket_.media_source : spec.media_source;
    if (const model::MediaSource* source = named(model_.media_sources, from)) {
      TRY(const std::optional<std::uint8_t> code, number(source->code, source->name));
      if (code) xl.ubyte(Attribute::media_source, *code);
    }
    const model::MediaType* type =
        named(model_.media_types, spec.media_type.empty() ? ticket_.media_type : spec.media_type);
    if (type != nullptr && !type->code.empty())
      xl.ubytes(Attribute::media_type, as_bytes(type->code));
    xl.ubyte(Attribute::media_destination, 0);
    if (sides_of(spec, ticket_) == model::Sides::one_sided) {
      xl.ubyte(Attribute::simplex_page_mode, 0);
    } else {
      const bool along_long_edge = ticket_.sides == model::Sides::two_sided_long_edge;
      xl.ubyte(Attribute::duplex_page_mode, along_long_edge ? 1 : 0);
      xl.ubyte(Attribute::duplex_page_side, spec.side == SheetSide::front ? 0 : 1);
    }
    xl.op(Operator::begin_page);
    return {};
  }

  // A size for which the model has no number is sent by its measures.
  Result<void> media_size(const model::MediaSize& media, XlWriter& xl) const {
    for (const model::MediaEntry& entry : model_.media) {
      if (entry.size.name != media.name) continue;
      TRY(const std::optional<std::uint8_t> code, number(entry.code, media.name));
      if (!code) break;
      xl.ubyte(Attribute::media_size, *code);
      return {};
    }
    xl.real_xy(Attribute::custom_media_size, static_cast<float>(inches(media.width)),
               static_cast<float>(inches(media.height)));
    xl.ubyte(Attribute::custom_media_size_units, 0);
    return {};
  }

  const model::Model model_;
  const model::Ticket ticket_;
  PjlSession pjl_;
  std::size_t longest_block_ = 0; // of the sides so far, in bytes
};

} // namespace

std::unique_ptr<Language> make_pclxl(const model::Model& model, const model::Ticket& ticket) {
  return std::make_unique<PclxlLanguage>(model, ticket);
}

} // namespace platen::encode
