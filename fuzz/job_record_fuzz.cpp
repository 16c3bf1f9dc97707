// What a damaged store gives as a job or a printer: it is refused, or it is one that is written,
// read and written as the same.
#include "job/record.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;

void expect(bool holds) {
  if (!holds) std::abort();
}

// Written, read and written: an empty text is left out, and then is what a new one begins with.
template<class T, class Encode, class Decode>
Buffer settled(const T& first, Encode encode, Decode decode) {
  T second;
  expect(decode(encode(first), second).has_value());
  return encode(second);
}

void read_job(Bytes bytes) {
  job::Record record;
  if (const auto read = job::decode_record(bytes, record); !read) {
    expect(read.error().code == Errc::malformed && !read.error().what.empty());
    return;
  }
  const Buffer written = settled(record, job::encode_record, job::decode_record);
  job::Record again;
  expect(job::decode_record(written, again).has_value() && job::encode_record(again) == written);
}

void read_printer(Bytes bytes) {
  job::Printer printer;
  if (const auto read = job::decode_printer(bytes, printer); !read) {
    expect(read.error().code == Errc::malformed && !read.error().what.empty());
    return;
  }
  const Buffer written = settled(printer, job::encode_printer, job::decode_printer);
  job::Printer again;
  expect(job::decode_printer(written, again).has_value() && job::encode_printer(again) == written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  read_job(bytes);
  read_printer(bytes);
  return 0;
}
