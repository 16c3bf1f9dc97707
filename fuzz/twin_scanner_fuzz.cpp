// A client of the twin's scanner: the octets as datagrams, as a connection, and as commands. The
// first says which of them, and whether an image is under way.
#include "virtual/scanner/link.h"
#include "virtual_fuzz.h"

namespace {

using namespace platen;
using namespace platen::twin;

class OnePage final : public scanner::Stack {
public:
  std::vector<std::string> pages() override { return {"page"}; }
  Result<scanner::Picture> read(const std::string&) override {
    return scanner::Picture{2, 2, 1, 75, {1, 2, 3, 4}};
  }
  Result<void> take_out(const std::string&) override { return {}; }
};

struct Unit {
  Unit() { sessions.open(); } // number 1
  OnePage stack;
  std::unique_ptr<scanner::Log> log = *scanner::Log::open({});
  scanner::Buttons buttons{{}};
  scanner::Troubles troubles{
      {}, [](std::string_view) {}, [] { return std::chrono::steady_clock::time_point{}; }};
  scanner::Machine machine{stack, terms_with_glass(), troubles,
                           [] { return std::chrono::steady_clock::time_point{}; }, *log};
  scanner::Sessions sessions;
  scanner::Control control{{"iR1020", 8612}, sessions, buttons, *log};
  scanner::Pause pause;
  scanner::Link link{machine, sessions, troubles, pause, *log};

  static scanner::MachineTerms terms_with_glass() {
    scanner::MachineTerms terms;
    terms.glass = [] { return Result<scanner::Picture>(scanner::Picture{}); };
    return terms;
  }
};

Buffer hex(std::initializer_list<int> octets) {
  Buffer bytes;
  for (const int octet : octets)
    bytes.push_back(static_cast<std::byte>(octet));
  return bytes;
}

// Commands as packets of the session: each begins with the length of the command.
void as_commands(Unit& unit, Bytes bytes) {
  ByteReader in(bytes);
  while (in.remaining() > 0) {
    const std::size_t wanted = *in.u8();
    const std::size_t length = std::min(wanted, in.remaining());
    const Buffer answer = unit.machine.answer(*in.take(length));
    EXPECTS(answer.size() >= 2 && answer.size() <= 6 + 0xC000);
  }
}

void begin_image(Unit& unit) {
  unit.machine.answer(hex({0xCF, 0x60, 0, 0, 0, 0, 0, 0, 10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF}));
  unit.machine.answer(hex({0xCF, 0x60, 0, 0, 0, 0, 0, 0, 10, 0, 1, 0, 0, 4, 0, 0, 0, 0, 0, 0xFB}));
  unit.machine.answer(hex({0xDB, 0x20, 0, 0, 0, 0, 0, 0, 0, 0}));
  unit.machine.answer(hex({0xDD, 0x20, 0, 0, 0, 0, 0, 0, 10, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0xFB}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes bytes = std::as_bytes(std::span(data + 1, size - 1));
  Unit unit;
  if ((data[0] & 4) != 0) begin_image(unit);
  switch (data[0] & 3) {
  case 0: {
    const auto reply = unit.control.answer(bytes);
    EXPECTS(!reply || (reply->size() >= 16 && as_text(*reply).starts_with("BJNP")));
    break;
  }
  case 1: {
    fuzz::InputSource in(bytes);
    BufferSink out;
    unit.link.serve(in, out);
    break;
  }
  default:
    as_commands(unit, bytes);
  }
  return 0;
}
