#include "encode/ivec/ivec_language.h"

#include "base/limits.h"
#include "encode/ivec/capability.h"
#include "encode/ivec/conversation.h"
#include "encode/ivec/documents.h"
#include "encode/ivec/job_settings.h"
#include "encode/ivec/jpeg_writer.h"
#include "encode/ivec/maintenance.h"
#include "encode/ivec/pwg_writer.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace platen::encode {

namespace {

using namespace ivec;

std::string local_time_text(std::chrono::system_clock::time_point moment) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &parts);
  return {text.data(), length};
}

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text)
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
  return hash;
}

// A version 8 UUID (RFC 9562 §5.8) made of the job's names, so that the same job gives the same
// bytes.
std::string job_uuid(const model::Ticket& ticket, std::string_view time) {
  const std::string all = ticket.job_name + '\n' + ticket.user_name + '\n' + ticket.host_name +
                          '\n' + std::string(time);
  const std::uint64_t a = fnv1a(all, 0xcbf29ce484222325);
  const std::uint64_t b = fnv1a(all, a);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-8%03x-%04x-%012llx",
                static_cast<unsigned>(a >> 32), static_cast<unsigned>(a >> 16 & 0xffff),
                static_cast<unsigned>(a & 0xfff),
                static_cast<unsigned>(0x8000 | (b >> 48 & 0x3fff)),
                static_cast<unsigned long long>(b & 0xffffffffffff));
  return text.data();
}

struct IvecAnswer final : DeviceAnswer {
  explicit IvecAnswer(Capability said) : capability(std::move(said)) {}
  Capability capability;
};

// StartJob waits for the first finished side: a page that cannot be made leaves no job open in the
// printer.
class IvecLanguage final : public Language {
public:
  IvecLanguage(const model::Model& model, const model::Ticket& ticket, WallClock now)
      : model_(model), ticket_(ticket), now_(std::move(now)) {}

  Result<void> ask(DeviceLink& device) override {
    if (!Conversation::can_answer(device)) return {};
    device.listen([this, &device] { return conversation_.heed(device); });
    TRY(const std::optional<Answer> answer,
        conversation_.ask(device, get_capability(), "GetCapability", device.answer_patience()));
    if (!answer) return {};
    if (const auto accepted = check_refusal(*answer); !accepted) {
      // A printer that has no such question still prints; one that is busy does not.
      if (accepted.error().code == Errc::unsupported) return {};
      return accepted;
    }
    TRY(capability_, Capability::from(*answer));
    // How it is, and whether it says so at all on this way.
    TRY(const auto status,
        conversation_.ask(device, get_status(), "GetStatus", device.answer_patience()));
    return status ? conversation_.note(device, *status) : Result<void>{};
  }

  bool answer_matters() const override { return true; }
  std::shared_ptr<const DeviceAnswer> remember() const override {
    return capability_ ? std::make_shared<const IvecAnswer>(*capability_) : nullptr;
  }
  void assume(const std::shared_ptr<const DeviceAnswer>& answer) override {
    if (const auto* known = dynamic_cast<const IvecAnswer*>(answer.get()))
      capability_ = known->capability;
  }
  std::string payload_form() const override {
    return choose_format(ticket_, capability()).value_or(std::string{});
  }

  PixelFormat raster_format() const override { return rgb8; }
  Dpi resolution(Dpi wanted) const override {
    return capability_ ? capability_->resolution(wanted) : wanted;
  }
  std::optional<PixelBound> most_pixels() const override {
    const auto most = capability_ ? capability_->max_pixels() : std::nullopt;
    if (!most) return std::nullopt;
    return PixelBound{(*most)[0], (*most)[1]};
  }
  // What the colours of a JPEG page could be but sRGB is not known.
  bool takes_adobe_rgb() const override {
    const auto format = choose_format(ticket_, capability());
    return capability_ && format && *format == pwg_format && capability_->takes_adobe_rgb();
  }

  std::optional<DeviceArea> device_area(const model::MediaSize& media, bool borderless,
                                        Dpi resolution) const override {
    if (!capability_) return std::nullopt;
    const std::string paper = paper_code(model_, media);
    const auto area = capability_->area(paper, borderless);
    if (!area) return std::nullopt;
    const std::int64_t base = capability_->resolution_base().v;
    const auto scaled = [&](std::int32_t pixels) {
      return static_cast<std::int32_t>(std::int64_t{pixels} * resolution.v / base);
    };
    return DeviceArea{scaled((*area)[0]), scaled((*area)[1]),
                      capability_->margins(paper, borderless)};
  }

  Result<void> begin_job(DeviceLink&) override {
    TRY(format_, choose_format(ticket_, capability()));
    TRY_VOID(check_extras(ticket_, capability()));
    if (ticket_.media) TRY_VOID(choose_settings(model_, ticket_, *ticket_.media, capability()));
    return {};
  }

  std::unique_ptr<SideEncoder> side(const SideSpec& spec, ByteSink& payload) const override {
    const auto format = choose_format(ticket_, capability());
    if (format && *format == jpeg_format)
      return make_jpeg_writer(spec.raster, spec.resolution, payload);
    return make_pwg_writer({spec.raster, spec.resolution, spec.media, ticket_of(spec).media_type,
                            paper_code(model_, spec.media), spec.adobe_rgb},
                           payload);
  }

  Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) override {
    TRY(const Settings settings,
        choose_settings(model_, ticket_of(spec), spec.media, capability()));
    const auto area = device_area(spec.media, ticket_.borderless, spec.resolution);
    TRY_VOID(check_raster(spec, area, capability()));
    if (!started_) TRY_VOID(start(device));
    if (settings != sent_settings_) {
      TRY_VOID(conversation_.tell(device, set_configuration(settings), "SetConfiguration",
                                  device.answer_patience()));
      sent_settings_ = settings;
    }
    for (std::int32_t copy = 1; copy <= spec.copies; ++copy) {
      const bool another = copy < spec.copies || !spec.last;
      between_documents_ = true;
      TRY_VOID(conversation_.tell(device, set_page_configuration(another), "VendorCmd",
                                  device.answer_patience()));
      between_documents_ = false;
      TRY_VOID(tell(device, send_data(format_, payload.size())));
      auto sent = payload.copy_to(device);
      if (sent) conversation_.page_sent(); // before its answer is read
      between_documents_ = sent.has_value();
      TRY_VOID(heard(device, std::move(sent)));
      // Only what the device says that it has need not be sent again if it is lost.
      if (conversation_.answers() && conversation_.pages_taken() < conversation_.pages_sent())
        TRY_VOID(conversation_.await(device, "SendData", device.answer_patience()));
      // The answer, with the levels of the inks, is read with the next one.
      if (conversation_.answers()) TRY_VOID(device.write(as_bytes(get_status())));
      between_documents_ = false;
    }
    return {};
  }

  Result<void> end_job(DeviceLink& device) override {
    if (!started_) return {};
    // A device that answers takes its time over the last page first.
    const bool has_all = conversation_.pages_taken() == conversation_.pages_sent();
    TRY_VOID(conversation_.tell(device, ivec::end_job(), "EndJob",
                                has_all ? device.answer_patience() : limits::device_stall));
    if (!has_all && conversation_.hung_up() && conversation_.pages_taken() > 0)
      return fail(Errc::io, "the printer closed the connection before it had the last page");
    return {};
  }

  std::optional<std::int32_t> sides_taken() const override {
    const std::int32_t taken = conversation_.pages_taken();
    if (!conversation_.answers() && taken == 0) return std::nullopt;
    return taken;
  }

  Result<void> maintain(DeviceLink& device, std::string_view function) override {
    return ivec::maintain(conversation_, device, function,
                          {ticket_.user_name, ticket_.host_name, local_time_text(now_())});
  }

  Result<bool> cancel_job(DeviceLink& device, bool between_sides) override {
    if (!started_) return false;
    if (!between_sides && !between_documents_)
      return fail(Errc::unsupported, "inside a payload all bytes are payload");
    TRY_VOID(device.write(as_bytes(ivec::cancel_job())));
    return true;
  }

private:
  model::Ticket ticket_of(const SideSpec& spec) const {
    model::Ticket ticket = ticket_;
    if (!spec.media_type.empty()) ticket.media_type = spec.media_type;
    if (!spec.media_source.empty()) ticket.media_source = spec.media_source;
    return ticket;
  }

  const Capability* capability() const { return capability_ ? &*capability_ : nullptr; }

  Result<void> start(DeviceLink& device) {
    const bool wants_time = capability_ && capability_->has("datetime");
    const std::string time = wants_time ? local_time_text(now_()) : std::string{};
    JobNames names{conversation_.answers(), ticket_.job_name,        ticket_.user_name,
                   ticket_.host_name,       job_uuid(ticket_, time), std::nullopt};
    if (capability_)
      for (const std::string& word : capability_->values("host_environment"))
        if (word == "linux") names.host_environment = word;
    TRY_VOID(conversation_.tell(device, start_job(names), "StartJob", device.answer_patience()));
    started_ = true;
    if (wants_time || ticket_.detect_mismatch)
      TRY_VOID(tell(device, set_job_configuration(time, ticket_.detect_mismatch)));
    return {};
  }

  Result<void> tell(DeviceLink& device, std::string_view document) {
    return heard(device, device.write(as_bytes(document)));
  }

  // What the printer says explains a failed write better than the network does.
  Result<void> heard(DeviceLink& device, Result<void> written) {
    TRY_VOID(conversation_.heed(device));
    return written;
  }

  const model::Model model_;
  const model::Ticket ticket_;
  WallClock now_;
  Conversation conversation_;
  std::optional<Capability> capability_;
  std::string format_;
  bool started_ = false;
  bool between_documents_ = false; // within put_side(), where no payload is under way
  Settings sent_settings_;
};

} // namespace

std::unique_ptr<Language> make_ivec(const model::Model& model, const model::Ticket& ticket,
                                    WallClock now) {
  return std::make_unique<IvecLanguage>(model, ticket, std::move(now));
}

} // namespace platen::encode
