#include "scan/sane/protocol.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>

namespace platen::scan::sane {

namespace {

// An enumerator is its number on the pipe; the process is of the same version as we.
template<class E> Result<E> read_enum(ByteReader& in, E last) {
  TRY(const std::uint8_t value, in.u8());
  if (value > static_cast<std::uint8_t>(last))
    return fail(Errc::malformed, "the scanner's driver says what nobody knows", in.offset());
  return static_cast<E>(value);
}
template<class E> std::uint8_t number(E value) {
  return static_cast<std::uint8_t>(value);
}

Result<std::int32_t> read_length(ByteReader& in) {
  constexpr std::uint32_t most = 1'000'000; // 1/300 inch, dpi, pixels
  TRY(const std::uint32_t value, in.u32be());
  if (value > most)
    return fail(Errc::limit, "the scanner's driver tells a size that cannot be", in.offset());
  return static_cast<std::int32_t>(value);
}

void put_text(ByteWriter& out, std::string_view text) {
  text = text.substr(0, most_text);
  out.u16be(static_cast<std::uint16_t>(text.size()));
  out.text(text);
}
// Text for people: what is no UTF-8 or a control character becomes a question mark.
std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_character(text);
    const bool good = length > 0 && !is_utf8_control(text.substr(0, length));
    out += good ? text.substr(0, length) : std::string_view("?");
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}
Result<std::string> read_raw_text(ByteReader& in) {
  TRY(const std::uint16_t length, in.u16be());
  if (length > most_text) return fail(Errc::limit, "the scanner's driver says too much");
  TRY(const Bytes text, in.take(length));
  return std::string(as_text(text));
}
Result<std::string> read_text(ByteReader& in) {
  TRY(const std::string text, read_raw_text(in));
  return clean(text);
}
Result<void> at_end(const ByteReader& in) {
  if (in.remaining() == 0) return {};
  return fail(Errc::malformed, "the scanner's driver says more than it was asked for", in.offset());
}

void put_offer(ByteWriter& out, const std::optional<SourceOffer>& offer) {
  out.u8(offer ? 1 : 0);
  if (!offer) return;
  for (const std::int32_t length :
       {offer->least_width, offer->most_width, offer->least_height, offer->most_height})
    out.u32be(static_cast<std::uint32_t>(length));
  out.u8(static_cast<std::uint8_t>(std::min(offer->resolutions.size(), most_resolutions)));
  for (std::size_t i = 0; i < std::min(offer->resolutions.size(), most_resolutions); ++i)
    out.u32be(static_cast<std::uint32_t>(offer->resolutions[i]));
  out.u8(static_cast<std::uint8_t>(offer->modes.size()));
  for (const ColorMode mode : offer->modes)
    out.u8(number(mode));
}

Result<void> read_lists(ByteReader& in, SourceOffer& offer) {
  TRY(const std::uint8_t resolutions, in.u8());
  for (int i = 0; i < resolutions; ++i) {
    TRY(const std::int32_t dpi, read_length(in));
    offer.resolutions.push_back(dpi);
  }
  TRY(const std::uint8_t modes, in.u8());
  for (int i = 0; i < modes; ++i) {
    TRY(const ColorMode mode, read_enum(in, ColorMode::color));
    offer.modes.push_back(mode);
  }
  const auto positive = [](std::int32_t dpi) { return dpi > 0; };
  const bool sound = !offer.resolutions.empty() && !offer.modes.empty() &&
                     std::ranges::all_of(offer.resolutions, positive) &&
                     std::ranges::is_sorted(offer.resolutions) && modes <= 3 &&
                     resolutions <= most_resolutions;
  if (!sound) return fail(Errc::malformed, "the scanner's driver offers nothing that can be used");
  return {};
}

Result<std::optional<SourceOffer>> read_offer(ByteReader& in) {
  TRY(const std::uint8_t there, in.u8());
  if (there == 0) return std::optional<SourceOffer>();
  SourceOffer offer;
  for (std::int32_t* const length :
       {&offer.least_width, &offer.most_width, &offer.least_height, &offer.most_height}) {
    TRY(*length, read_length(in));
  }
  if (offer.most_width < 1 || offer.most_height < 1 || offer.least_width > offer.most_width ||
      offer.least_height > offer.most_height)
    return fail(Errc::malformed, "the scanner's driver tells sizes that cannot be");
  TRY_VOID(read_lists(in, offer));
  return std::optional<SourceOffer>(std::move(offer));
}

constexpr std::array<PixelFormat, 3> formats{gray8, rgb8, mask1};

} // namespace

Result<Header> read_header(Bytes header, std::size_t most) {
  ByteReader in(header);
  TRY(const std::uint8_t code, in.u8());
  TRY(const std::uint32_t length, in.u32be());
  if (length > most) return fail(Errc::limit, "the scanner's driver says too much at once");
  return Header{code, length};
}

Buffer message(std::uint8_t code, Bytes payload) {
  ByteWriter out;
  out.u8(code);
  out.u32be(static_cast<std::uint32_t>(payload.size()));
  out.bytes(payload);
  return std::move(out.buffer);
}

Buffer error_payload(const Error& error) {
  ByteWriter out;
  out.u8(number(error.code));
  put_text(out, error.what);
  return std::move(out.buffer);
}

Error read_error(Bytes payload) {
  ByteReader in(payload);
  const auto code = read_enum(in, Errc::bug);
  const auto text = code ? read_text(in) : Result<std::string>(Failure(code.error()));
  if (!text || text->empty()) return {Errc::io, "the scanner's driver failed without a word"};
  return {*code, *text};
}

Buffer facts_payload(const ScannerFacts& facts) {
  ByteWriter out;
  put_text(out, facts.make_and_model);
  put_text(out, facts.serial);
  put_text(out, facts.evidence);
  put_offer(out, facts.platen);
  put_offer(out, facts.adf);
  out.u8(facts.adf_two_sided ? 1 : 0);
  return std::move(out.buffer);
}

Result<ScannerFacts> read_facts(Bytes payload) {
  ByteReader in(payload);
  ScannerFacts facts;
  TRY(facts.make_and_model, read_text(in));
  TRY(facts.serial, read_text(in));
  TRY(facts.evidence, read_text(in));
  TRY(facts.platen, read_offer(in));
  TRY(facts.adf, read_offer(in));
  TRY(const std::uint8_t two_sided, in.u8());
  facts.adf_two_sided = two_sided != 0 && facts.adf;
  TRY_VOID(at_end(in));
  if (!facts.platen && !facts.adf)
    return fail(Errc::malformed, "the scanner's driver offers neither glass nor feeder");
  return facts;
}

Buffer state_payload(const ScannerState& state) {
  ByteWriter out;
  out.u8(state.busy ? 1 : 0);
  out.u8(number(state.feeder));
  put_text(out, state.message);
  return std::move(out.buffer);
}

Result<ScannerState> read_state(Bytes payload) {
  ByteReader in(payload);
  ScannerState state;
  TRY(const std::uint8_t busy, in.u8());
  state.busy = busy != 0;
  TRY(state.feeder, read_enum(in, FeederState::cover_open));
  TRY(state.message, read_text(in));
  TRY_VOID(at_end(in));
  return state;
}

Buffer request_payload(const ScanRequest& request) {
  ByteWriter out;
  out.u8(request.adf ? 1 : 0);
  out.u8(request.two_sided ? 1 : 0);
  out.u8(number(request.color));
  for (const std::int32_t value : {request.resolution.v, request.region.x, request.region.y,
                                   request.region.width, request.region.height})
    out.u32be(static_cast<std::uint32_t>(value));
  return std::move(out.buffer);
}

Result<ScanRequest> read_request(Bytes payload) {
  ByteReader in(payload);
  ScanRequest request;
  TRY(const std::uint8_t adf, in.u8());
  TRY(const std::uint8_t two_sided, in.u8());
  request.adf = adf != 0;
  request.two_sided = two_sided != 0;
  TRY(request.color, read_enum(in, ColorMode::color));
  for (std::int32_t* const value : {&request.resolution.v, &request.region.x, &request.region.y,
                                    &request.region.width, &request.region.height}) {
    TRY(*value, read_length(in));
  }
  TRY_VOID(at_end(in));
  return request;
}

Buffer page_payload(const std::optional<PageShape>& shape) {
  ByteWriter out;
  if (!shape) return {};
  out.u32be(static_cast<std::uint32_t>(shape->width));
  out.u32be(static_cast<std::uint32_t>(shape->height));
  out.u8(static_cast<std::uint8_t>(std::ranges::find(formats, shape->format) - formats.begin()));
  return std::move(out.buffer);
}

Result<std::optional<PageShape>> read_page(Bytes payload, const PageShape& most) {
  if (payload.empty()) return std::optional<PageShape>();
  ByteReader in(payload);
  PageShape shape;
  TRY(shape.width, read_length(in));
  TRY(shape.height, read_length(in));
  TRY(const std::uint8_t format, in.u8());
  TRY_VOID(at_end(in));
  if (format >= formats.size() || formats[format] != most.format)
    return fail(Errc::unsupported, "the scanner's driver gives another colour mode than it was "
                                   "asked for");
  shape.format = formats[format];
  if (shape.width < 1 || shape.height < 1 || shape.width > most.width ||
      shape.height > most.height || shape.format.row_bytes(shape.width) > most_answer)
    return fail(Errc::limit, "the scanner's driver gives a side of " + std::to_string(shape.width) +
                                 " x " + std::to_string(shape.height) +
                                 " pixels, which is not what it was asked for");
  return std::optional<PageShape>(shape);
}

Buffer page_end_payload(const PageEnd& end) {
  ByteWriter out;
  out.u32be(static_cast<std::uint32_t>(end.rows));
  put_text(out, end.warning);
  return std::move(out.buffer);
}

Result<PageEnd> read_page_end(Bytes payload) {
  ByteReader in(payload);
  PageEnd end;
  TRY(end.rows, read_length(in));
  TRY(end.warning, read_text(in));
  TRY_VOID(at_end(in));
  return end;
}

Buffer devices_payload(const std::vector<FoundScanner>& devices) {
  ByteWriter out;
  const std::size_t count = std::min(devices.size(), most_devices);
  for (const FoundScanner& device : std::span(devices).first(count)) {
    put_text(out, device.uri);
    put_text(out, device.make_and_model);
  }
  return std::move(out.buffer);
}

// A name is kept as it is, since libsane wants it back; one with control characters is left out.
Result<std::vector<FoundScanner>> read_devices(Bytes payload) {
  ByteReader in(payload);
  std::vector<FoundScanner> devices;
  while (in.remaining() > 0) {
    FoundScanner device;
    TRY(device.uri, read_raw_text(in));
    TRY(device.make_and_model, read_text(in));
    if (devices.size() == most_devices)
      return fail(Errc::limit, "libsane finds more scanners than can be");
    if (clean(device.uri) == device.uri && !device.uri.empty())
      devices.push_back(std::move(device));
  }
  return devices;
}

} // namespace platen::scan::sane
