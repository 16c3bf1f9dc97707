#include "encode/pclxl/pclxl_language.h"

#include "base/limits.h"
#include "encode/pclxl/back_channel.h"
#include "encode/pclxl/pclxl_side.h"
#include "encode/pclxl/pjl.h"
#include "encode/pclxl/xl_writer.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace platen::encode {

namespace {

using namespace pclxl;

constexpr std::string_view first_words = "platen: begin";
constexpr std::string_view last_words = "platen: end of job";
constexpr std::chrono::milliseconds end_interval{1000};

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

  // The identity itself changes nothing; that its words come back says whether the end of the job
  // can be waited for.
  Result<void> ask(DeviceLink& device) override {
    const auto probe = device.read({}, std::chrono::milliseconds{0});
    if (!probe && probe.error().code == Errc::unsupported) return {};
    device.listen([this, &device] { return back_channel_.heed(device); });
    TRY_VOID(device.write(as_bytes(pjl_identify() + pjl_echo(first_words))));
    TRY(answers_, back_channel_.wait_for(device, first_words, device.answer_patience()));
    return {};
  }

  PixelFormat raster_format() const override { return mask1; }

  Result<void> begin_job(DeviceLink& device) override {
    XlWriter xl;
    xl.text(pjl_begin(ticket_, answers_));
    xl.text(") HP-PCL XL;2;0\n");
    const auto dpi = static_cast<std::uint16_t>(ticket_.resolution.v);
    const std::uint8_t back_channel_and_page = 3;
    xl.ubyte(Attribute::measure, 0).uint16_xy(Attribute::units_per_measure, dpi, dpi);
    xl.ubyte(Attribute::error_report, back_channel_and_page).op(Operator::begin_session);
    xl.ubyte(Attribute::source_type, 0)
        .ubyte(Attribute::data_org, 1)
        .op(Operator::open_data_source);
    return tell(device, xl);
  }

  std::unique_ptr<SideEncoder> side(const SideSpec& spec, ByteSink& payload) const override {
    return make_side(spec, payload);
  }

  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    EXPECTS(spec.resolution == ticket_.resolution && spec.copies >= 1 &&
            spec.copies <= limits::copies);
    XlWriter xl;
    TRY_VOID(begin_page(spec, xl));
    TRY_VOID(tell(device, xl));
    TRY_VOID(heard(device, payload.copy_to(device)));
    sides_sent_ += spec.copies;
    xl.clear();
    xl.uint16(Attribute::page_copies, static_cast<std::uint16_t>(spec.copies))
        .op(Operator::end_page);
    return tell(device, xl);
  }

  Result<void> end_job(DeviceLink& device) override {
    XlWriter xl;
    xl.op(Operator::close_data_source).op(Operator::end_session).text(pjl_end(ticket_));
    if (answers_) xl.text(pjl_echo(last_words));
    TRY_VOID(tell(device, xl));
    if (!answers_) return {};
    TRY_VOID(await_the_end(device));
    return device.write(as_bytes(pjl_be_quiet()));
  }

  std::optional<std::int32_t> sides_taken() const override {
    const auto pages = back_channel_.pages();
    // One that counts otherwise than we do says nothing about this job.
    return pages && *pages <= sides_sent_ ? pages : std::nullopt;
  }

  Result<bool> cancel_job(DeviceLink& device, bool between_sides) override {
    XlWriter xl;
    // Inside a side the printer takes what comes for pixels, but for the universal exit.
    if (between_sides) xl.op(Operator::close_data_source).op(Operator::end_session);
    xl.text(pjl_end(ticket_));
    TRY_VOID(device.write(xl.bytes()));
    return true;
  }

private:
  // A printer that answers reports its errors before it comes to the question. It has answered this
  // question before, so it is waited for, and asked again: an answer may get lost.
  Result<void> await_the_end(DeviceLink& device) {
    std::chrono::milliseconds waited{0};
    for (;;) {
      TRY(const bool answered, back_channel_.wait_for(device, last_words, end_interval));
      if (answered) return {};
      if (back_channel_.hung_up()) break;
      waited += end_interval;
      if (waited >= device.stall_patience())
        return fail(Errc::timeout, "the printer has stopped for " +
                                       std::to_string(waited.count() / 1000) + " seconds");
      if (waited % device.answer_patience() >= end_interval) continue;
      back_channel_.is_not_heard(device);
      TRY_VOID(device.write(as_bytes(pjl_echo(last_words))));
    }
    const auto taken = sides_taken();
    if (taken && *taken < sides_sent_)
      return fail(Errc::io, "the printer closed the connection before the last page was out");
    return {};
  }

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
    if (ticket_.sides == model::Sides::one_sided) {
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

  Result<void> tell(DeviceLink& device, const XlWriter& xl) {
    return heard(device, device.write(xl.bytes()));
  }

  // What the printer says explains a failed write better than the network does.
  Result<void> heard(DeviceLink& device, Result<void> written) {
    TRY_VOID(back_channel_.heed(device));
    return written;
  }

  const model::Model model_;
  const model::Ticket ticket_;
  BackChannel back_channel_;
  bool answers_ = false;
  std::int32_t sides_sent_ = 0;
};

} // namespace

std::unique_ptr<Language> make_pclxl(const model::Model& model, const model::Ticket& ticket) {
  return std::make_unique<PclxlLanguage>(model, ticket);
}

} // namespace platen::encode
