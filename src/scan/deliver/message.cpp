#include "scan/deliver/message.h"

#include "base/utf8.h"
#include "scan/deliver/deliver_limits.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::uint32_t magic = 0x504c4431; // "PLD1"
constexpr std::size_t frame_head = 5;

void put(ByteWriter& out, std::string_view text) {
  out.u32be(static_cast<std::uint32_t>(text.size()));
  out.text(text);
}

void put(ByteWriter& out, const std::vector<std::string>& texts) {
  out.u32be(static_cast<std::uint32_t>(texts.size()));
  for (const std::string& text : texts)
    put(out, text);
}

void put_number(ByteWriter& out, std::uint64_t number) {
  out.u64le(number);
}

Result<std::string> text(ByteReader& in) {
  TRY(const std::uint32_t length, in.u32be());
  if (length > limits::delivery_text_bytes)
    return fail(Errc::limit, "a text of " + std::to_string(length) + " bytes", in.offset());
  TRY(const Bytes bytes, in.take(length));
  return std::string(as_text(bytes));
}

Result<std::uint32_t> count(ByteReader& in, std::size_t most) {
  TRY(const std::uint32_t number, in.u32be());
  if (number > most)
    return fail(Errc::limit, "a list of " + std::to_string(number) + " entries", in.offset());
  return number;
}

Result<std::vector<std::string>> texts(ByteReader& in, std::size_t most) {
  TRY(const std::uint32_t number, count(in, most));
  std::vector<std::string> all;
  for (std::uint32_t i = 0; i < number; ++i) {
    TRY(std::string one, text(in));
    all.push_back(std::move(one));
  }
  return all;
}

Result<Destination> read_destination(ByteReader& in) {
  Destination to;
  TRY(const std::uint8_t kind, in.u8());
  if (kind > static_cast<std::uint8_t>(DestinationKind::webhook))
    return fail(Errc::malformed, "an unknown kind of destination", in.offset());
  to.kind = static_cast<DestinationKind>(kind);
  for (std::string* const field : {&to.name, &to.address, &to.user, &to.login, &to.from,
                                   &to.subject, &to.text, &to.trust, &to.host_key}) {
    TRY(*field, text(in));
  }
  TRY(const std::uint8_t message, in.u8());
  to.message = message != 0;
  TRY(const std::uint8_t inner, in.u8());
  to.inner = inner != 0;
  TRY(to.to, texts(in, limits::delivery_recipients));
  TRY(to.most_bytes, in.u64le());
  return to;
}

Result<PackedFile> read_packed_file(ByteReader& in) {
  PackedFile file;
  TRY(const std::string path, text(in));
  file.path = path;
  TRY(file.name, text(in));
  TRY(file.media_type, text(in));
  TRY(file.bytes, in.u64le());
  return file;
}

} // namespace

Buffer write_request(const DeliveryRequest& request) {
  const Destination& to = request.destination;
  ByteWriter out;
  out.u32be(magic);
  out.u8(static_cast<std::uint8_t>(to.kind));
  for (const std::string* const field : {&to.name, &to.address, &to.user, &to.login, &to.from,
                                         &to.subject, &to.text, &to.trust, &to.host_key})
    put(out, *field);
  out.u8(to.message ? 1 : 0);
  out.u8(to.inner ? 1 : 0);
  put(out, to.to);
  put_number(out, to.most_bytes);
  const DeliveryTry& attempt = request.attempt;
  put(out, attempt.id);
  out.u32be(static_cast<std::uint32_t>(attempt.number));
  put(out, attempt.secret);
  put(out, attempt.there);
  put_number(out, static_cast<std::uint64_t>(attempt.fields.time));
  put_number(out, static_cast<std::uint64_t>(attempt.patience.count()));
  out.u32be(static_cast<std::uint32_t>(attempt.files.size()));
  for (const PackedFile& file : attempt.files) {
    put(out, file.path.native());
    put(out, file.name);
    put(out, file.media_type);
    put_number(out, file.bytes);
  }
  return std::move(out.buffer);
}

Result<DeliveryRequest> read_request(Bytes bytes) {
  ByteReader in(bytes);
  TRY(const std::uint32_t found, in.u32be());
  if (found != magic) return fail(Errc::malformed, "this is no request for a delivery", 0);
  DeliveryRequest request;
  TRY(request.destination, read_destination(in));
  DeliveryTry& attempt = request.attempt;
  TRY(attempt.id, text(in));
  TRY(const std::uint32_t number, in.u32be());
  attempt.number = static_cast<std::int32_t>(std::min(number, 1'000'000U));
  TRY(attempt.secret, text(in));
  TRY(attempt.there, texts(in, limits::report_arrivals));
  TRY(const std::uint64_t time, in.u64le());
  attempt.fields.time = static_cast<std::time_t>(time);
  TRY(const std::uint64_t patience, in.u64le());
  if (patience == 0 || patience > 86'400)
    return fail(Errc::limit, "a patience of " + std::to_string(patience) + " s", in.offset());
  attempt.patience = std::chrono::seconds(patience);
  TRY(const std::uint32_t files, count(in, limits::delivery_files));
  for (std::uint32_t i = 0; i < files; ++i) {
    TRY(PackedFile file, read_packed_file(in));
    attempt.files.push_back(std::move(file));
  }
  if (in.remaining() != 0)
    return fail(Errc::malformed, "there is more behind the request", in.offset());
  return request;
}

Buffer write_report(ReportKind kind, std::string_view text) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(kind));
  put(out, text.substr(0, limits::report_bytes));
  return std::move(out.buffer);
}

Buffer write_end(const DeliveryEnd& end) {
  return write_report(ReportKind::end, static_cast<char>('0' + static_cast<int>(end.kind)) +
                                           clean_words(end.words, limits::delivery_words));
}

Result<void> Reports::take(Bytes bytes) {
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  std::size_t at = 0;
  while (pending_.size() - at >= frame_head) {
    ByteReader in(Bytes(pending_).subspan(at));
    TRY(const std::uint8_t kind, in.u8());
    TRY(const std::uint32_t length, in.u32be());
    if (length > limits::report_bytes)
      return fail(Errc::limit, "the helper says " + std::to_string(length) + " bytes at once");
    if (in.remaining() < length) break;
    TRY(const Bytes text, in.take(length));
    TRY_VOID(take_frame(kind, text));
    at += frame_head + length;
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(at));
  return {};
}

Result<void> Reports::take_frame(std::uint8_t kind, Bytes text) {
  if (end_) return fail(Errc::malformed, "the helper goes on behind its end");
  switch (static_cast<ReportKind>(kind)) {
  case ReportKind::moving:
    return {};
  case ReportKind::all_sent:
    all_sent_ = true;
    return {};
  case ReportKind::answered:
    all_sent_ = false;
    return {};
  case ReportKind::arrived:
    if (arrived_.size() >= limits::report_arrivals)
      return fail(Errc::limit, "the helper says that more arrived than there is");
    arrived_.push_back(clean_words(as_text(text), limits::report_bytes));
    return {};
  case ReportKind::end: {
    const int number = text.empty() ? -1 : static_cast<int>(text.front()) - '0';
    if (number < 0 || number > static_cast<int>(DeliveryEnd::Kind::unsure))
      return fail(Errc::malformed, "the helper's end is none");
    end_ = DeliveryEnd{static_cast<DeliveryEnd::Kind>(number),
                       clean_words(as_text(text.subspan(1)), limits::delivery_words),
                       {}};
    return {};
  }
  }
  return fail(Errc::malformed, "the helper says something unknown");
}

std::string clean_words(std::string_view words, std::size_t most) {
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t length = utf8_character(words.substr(at));
    const std::string_view one = words.substr(at, std::max<std::size_t>(length, 1));
    const std::string_view kept = length == 0 ? "?" : is_utf8_control(one) ? " " : one;
    if (out.size() + kept.size() > most) break;
    out += kept;
    at += one.size();
  }
  return out;
}

} // namespace platen::scan
