#pragma once

#include "virtual/scanner/command.h"
#include "virtual/scanner/feeder.h"
#include "virtual/scanner/parameters.h"
#include "virtual/scanner/troubles.h"

#include <functional>

namespace platen::twin::scanner {

struct MachineTerms {
  SheetTerms sheets;
  double skew_degrees = 0; // of what the feeder draws in, clockwise
  std::int32_t pages_per_minute =
      0; // sides that the feeder scans; 0: as fast as they are asked for
  std::function<Result<Picture>()> glass; // what lies there
};

// The scanner itself: takes commands and answers them, strictly (docs/protocols/mp730.md §6). For
// the thread that serves it.
class Machine {
public:
  Machine(Stack& stack, MachineTerms terms, Troubles& troubles, Troubles::Clock clock, Log& log);

  Buffer answer(Bytes command); // a whole command; the answer, whole
  void connected();             // a client has come
  void gone();                  // it has ended its connection

private:
  enum class Step : std::uint8_t { idle, woken, active, session, source, image };
  Result<Buffer> execute(const Command& command);
  Result<Buffer> status();
  Result<Buffer> activate(Bytes data);
  Result<Buffer> start_session();
  Result<Buffer> select_source(Bytes data);
  Result<Buffer> take_parameters(Bytes data);
  Result<Buffer> read_image();
  Result<Buffer> abort_session();
  Result<void> expect(Step step) const;
  Result<void> refuse_trouble(); // when the feeder is used and cannot be
  Result<Picture> page();
  bool feeder_loaded();
  std::int32_t lines_ready(); // that the engine has scanned and nobody has read
  Buffer block(std::int32_t lines);
  void end_image();

  const MachineTerms terms_;
  Troubles& troubles_;
  const Troubles::Clock clock_;
  Log& log_;
  Feeder feeder_;
  Step step_ = Step::idle;
  Source source_ = Source::glass;
  std::optional<Drawing> drawing_;
  std::int32_t next_line_ = 0; // of the image
  std::chrono::steady_clock::time_point begun_{}, gone_{};
};

} // namespace platen::twin::scanner
