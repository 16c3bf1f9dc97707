#include "job/record.h"

#include <bit>
#include <concepts>

namespace platen::job {
namespace {

using Texts = std::vector<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

// The fields and their tags, in one list for both directions. A tag is never used again for
// something else: stores live longer than programs.
template<class D, class K, class F> void document_fields(D& document, K& content, F&& field) {
  field(1, document.number);
  field(2, document.name);
  field(3, document.format);
  field(4, document.bytes);
  field(5, document.attributes);
  field(6, content);
  field(7, document.canceled);
}

template<class J, class F> void job_fields(J& job, F&& field) {
  field(1, job.uuid);
  field(2, job.reasons);
  field(3, job.state_message);
  field(4, job.detailed);
  field(5, job.name);
  field(6, job.host);
  field(7, job.user_is_proven);
  field(8, job.hold_until);
  field(9, job.retain_until);
  field(10, job.password);
  field(11, job.account_id);
  field(12, job.accounting_user_id);
  field(13, job.documents_kept);
  field(14, job.processing);
  field(15, job.changed);
  field(16, job.copies);
  field(17, job.attempts);
  field(18, job.counters.sides);
  field(19, job.counters.sides_completed);
  field(20, job.counters.sheets);
  field(21, job.counters.sheets_completed);
  field(22, job.counters.bytes_sent);
  field(23, job.options);
  field(24, job.attributes);
  field(25, job.actual_attributes);
  field(30, job.sheets_done);
  field(31, job.statement);
  field(32, job.counters.used.sheets);
  field(33, job.counters.used.sides);
  field(34, job.earlier.sheets);
  field(35, job.earlier.sides);
  field(36, job.paper);
  field(37, job.color);
  field(38, job.confidential);
}
constexpr std::uint8_t tag_document = 26; // once for each

template<class P, class F> void printer_fields(P& printer, F&& field) {
  field(1, printer.uuid);
  field(2, printer.model);
  field(3, printer.device_uri);
  field(4, printer.info);
  field(5, printer.location);
  field(6, printer.geo_location);
  field(7, printer.organization);
  field(8, printer.organizational_unit);
  field(9, printer.defaults);
  field(10, printer.accepting);
  field(11, printer.paused);
  field(12, printer.hold_new_jobs);
  field(13, printer.shared);
  field(14, printer.state_message);
  field(15, printer.created);
  field(16, printer.state_changed);
  field(17, printer.config_changed);
  field(18, printer.error_policy);
  field(19, printer.departments);
  field(20, printer.confidential);
  field(21, printer.filter);
  field(22, printer.filter_ppd);
  field(23, printer.filter_options);
  field(24, printer.privacy_attributes);
  field(25, printer.privacy_scope);
  field(26, printer.device_identity);
  field(40, printer.raw_port);
  field(41, printer.lpd);
  field(42, printer.not_fitted);
}

// 7 bits a byte, the lowest first.
void put_length(ByteWriter& out, std::size_t length) {
  for (; length >= 0x80; length >>= 7)
    out.u8(static_cast<std::uint8_t>(length | 0x80));
  out.u8(static_cast<std::uint8_t>(length));
}

constexpr std::size_t bytes_of_length(std::size_t length) {
  std::size_t count = 1;
  for (; length >= 0x80; length >>= 7)
    ++count;
  return count;
}

Result<std::size_t> take_length(ByteReader& in) {
  std::size_t length = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    TRY(const std::uint8_t byte, in.u8());
    length |= static_cast<std::size_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return length;
  }
  return fail(Errc::malformed, "a length is too long");
}

void put_field(ByteWriter& out, std::uint8_t tag, std::string_view value) {
  out.u8(tag);
  put_length(out, value.size());
  out.text(value);
}

class Put {
public:
  explicit Put(ByteWriter& out) : out_(out) {}
  void operator()(std::uint8_t tag, const std::string& value) {
    if (!value.empty()) put_field(out_, tag, value);
  }
  // Little-endian without leading zeros; a negative number takes all 8 bytes.
  void operator()(std::uint8_t tag, std::integral auto number) {
    auto value = static_cast<std::uint64_t>(number);
    out_.u8(tag);
    out_.u8(static_cast<std::uint8_t>((std::bit_width(value) + 7) / 8));
    for (; value != 0; value >>= 8)
      out_.u8(static_cast<std::uint8_t>(value));
  }
  void operator()(std::uint8_t tag, const Texts& values) {
    for (const std::string& value : values)
      put_field(out_, tag, value);
  }
  void operator()(std::uint8_t tag, const Pairs& values) {
    for (const auto& [name, value] : values) {
      out_.u8(tag);
      put_length(out_, bytes_of_length(name.size()) + name.size() + value.size());
      put_length(out_, name.size());
      out_.text(name);
      out_.text(value);
    }
  }

private:
  ByteWriter& out_;
};

// Gives the value to the one field that has the tag.
class Take {
public:
  Take(std::uint8_t tag, Bytes value) : tag_(tag), value_(value) {}
  bool fits() const { return fits_; }

  void operator()(std::uint8_t tag, std::string& into) {
    if (tag == tag_) into = as_text(value_);
  }
  void operator()(std::uint8_t tag, std::integral auto& into) {
    if (tag != tag_) return;
    std::uint64_t value = 0;
    if (value_.size() > sizeof value)
      fits_ = false;
    else
      for (std::size_t i = value_.size(); i-- > 0;)
        value = value << 8 | std::to_integer<std::uint64_t>(value_[i]);
    into = static_cast<std::remove_reference_t<decltype(into)>>(value);
  }
  void operator()(std::uint8_t tag, Texts& into) {
    if (tag == tag_) into.emplace_back(as_text(value_));
  }
  void operator()(std::uint8_t tag, Pairs& into) {
    if (tag != tag_) return;
    ByteReader in(value_);
    const auto length = take_length(in);
    const auto name = length ? in.take(*length) : Result<Bytes>(fail(Errc::malformed, ""));
    const auto value = in.take(in.remaining());
    if (!name || !value)
      fits_ = false;
    else
      into.emplace_back(as_text(*name), as_text(*value));
  }

private:
  std::uint8_t tag_;
  Bytes value_;
  bool fits_ = true;
};

// Calls each(tag, value) for every field; it says whether the value fits.
template<class Each> Result<void> take_fields(Bytes bytes, Each&& each) {
  ByteReader in(bytes);
  while (in.remaining() > 0) {
    const std::uint64_t at = in.offset();
    TRY(const std::uint8_t tag, in.u8());
    TRY(const std::size_t length, take_length(in));
    TRY(const Bytes value, in.take(length));
    if (!each(tag, value)) return fail(Errc::malformed, "a field does not fit", at);
  }
  return {};
}

} // namespace

Buffer encode_record(const Record& record) {
  EXPECTS(record.contents.size() == record.job.documents.size());
  ByteWriter out;
  out.buffer.reserve(512);
  job_fields(record.job, Put(out));
  for (std::size_t i = 0; i < record.contents.size(); ++i) {
    ByteWriter document;
    document_fields(record.job.documents[i], record.contents[i], Put(document));
    put_field(out, tag_document, as_text(document.buffer));
  }
  return std::move(out.buffer);
}

namespace {

Result<void> decode_document(Bytes bytes, Record& into) {
  Document& document = into.job.documents.emplace_back();
  std::int64_t& content = into.contents.emplace_back();
  return take_fields(bytes, [&](std::uint8_t tag, Bytes value) {
    Take take(tag, value);
    document_fields(document, content, take);
    return take.fits();
  });
}

} // namespace

Result<void> decode_record(Bytes bytes, Record& into) {
  into.job.hold_until.clear(); // the one text that is not empty by default
  return take_fields(bytes, [&](std::uint8_t tag, Bytes value) {
    if (tag == tag_document) return decode_document(value, into).has_value();
    Take take(tag, value);
    job_fields(into.job, take);
    return take.fits();
  });
}

Buffer encode_printer(const Printer& printer) {
  ByteWriter out;
  printer_fields(printer, Put(out));
  return std::move(out.buffer);
}

Result<void> decode_printer(Bytes bytes, Printer& into) {
  return take_fields(bytes, [&](std::uint8_t tag, Bytes value) {
    Take take(tag, value);
    printer_fields(into, take);
    return take.fits();
  });
}

} // namespace platen::job
