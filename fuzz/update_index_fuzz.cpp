#include "update/index.h"
#include "update/pack.h"
#include "update/record.h"

#include <cstdint>
#include <cstdlib>

// An index, its signatures, packed models and a record of anybody's: refused in words, or the same
// when they are written and read again.
namespace {

using namespace platen;
using namespace platen::update;

void expect(bool holds) {
  if (!holds) std::abort();
}

template<class Parsed> bool refused(const Parsed& parsed) {
  if (!parsed) expect(!parsed.error().what.empty());
  return !parsed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto index = parse_index(text); !refused(index)) {
    const std::string written = write_index(*index);
    const auto again = parse_index(written);
    expect(again.has_value() && write_index(*again) == written);
    for (const OfferedModel& model : index->models)
      expect(model.file.find("..") == std::string::npos && model.file.front() != '/');
  }
  if (const auto lines = parse_signatures(text); !refused(lines)) {
    const auto again = parse_signatures(write_signatures(*lines));
    expect(again.has_value() && again->size() == lines->size());
  }
  if (const auto files = read_pack(as_bytes(text)); !refused(files))
    expect(*read_pack(write_pack(*files)) == *files);
  if (const auto record = read_record(text); !refused(record))
    expect(write_record(*read_record(write_record(*record))) == write_record(*record));
  return 0;
}
