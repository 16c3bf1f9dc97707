#include "virtual/scanner/machine.h"

#include <algorithm>

namespace platen::twin::scanner {

namespace {

using std::chrono::milliseconds;

constexpr std::int32_t most_block_bytes = 0xC000;
constexpr std::uint8_t last_block_flags = 0x28;
constexpr std::uint16_t lie = 0x0400; // octets that a block is said to have and has not
// How long a back waits for somebody to read it.
constexpr std::chrono::seconds back_patience{30};

std::uint16_t code_of(Bytes command) {
  ByteReader in(command);
  return in.u16be().value_or(0);
}

} // namespace

Machine::Machine(Stack& stack, MachineTerms terms, Troubles& troubles, Troubles::Clock clock,
                 Log& log)
    : terms_(std::move(terms)), troubles_(troubles), clock_(std::move(clock)), log_(log),
      feeder_(stack, terms_.sheets, log) {}

void Machine::connected() {
  troubles_.connected();
  if (feeder_.back_waits() && clock_() - gone_ > back_patience) feeder_.put_out();
}

void Machine::gone() {
  gone_ = clock_();
  if (step_ == Step::image && source_ != Source::glass) feeder_.put_out();
  drawing_.reset();
  step_ = Step::idle;
}

Buffer Machine::answer(Bytes bytes) {
  const std::string name = name_of(code_of(bytes));
  const auto command = read_command(bytes);
  auto result = command ? execute(*command) : Failure(command.error());
  if (!result) {
    const bool is_busy = result.error().code == Errc::busy;
    log_.line("refused " + name + ": " + result.error().message());
    return answer_of(is_busy ? busy : failed);
  }
  if (command->code != Code::read_image) log_.line(name + ": 0606"); // it comes by the hundred
  return *std::move(result);
}

Result<Buffer> Machine::execute(const Command& command) {
  switch (command.code) {
  case Code::status:
    return status();
  case Code::activate:
    return activate(command.data);
  case Code::start_session:
    return start_session();
  case Code::select_source:
    return select_source(command.data);
  case Code::parameters:
    return take_parameters(command.data);
  case Code::read_image:
    return read_image();
  case Code::abort_session:
    return abort_session();
  case Code::error_info:
    return answer_of(done, Buffer(15));
  case Code::time:
    return answer_of(done);
  }
  return fail(Errc::bug, "a command without a handler");
}

Result<void> Machine::expect(Step step) const {
  if (step_ == step) return {};
  return fail(Errc::conflict, "it is not due");
}

bool Machine::feeder_loaded() {
  return feeder_.loaded() && !troubles_.has(ScannerFaultKind::feeder_empty);
}

// A jam takes the image that is under way with it; the sheet is scanned anew when that is over.
Result<void> Machine::refuse_trouble() {
  if (!troubles_.jammed()) return {};
  if (step_ == Step::image && source_ != Source::glass) {
    feeder_.take_back();
    drawing_.reset();
    step_ = Step::session;
  }
  return fail(Errc::io, "paper is jammed, or the feeder's cover is open");
}

Result<Buffer> Machine::status() {
  Buffer data(11);
  data[1] = feeder_loaded() ? std::byte{0} : std::byte{1};
  return answer_of(done, data);
}

Result<Buffer> Machine::activate(Bytes data) {
  TRY(const std::uint8_t x, read_activation(data));
  if (x == 4) TRY_VOID(expect(Step::woken));
  if (step_ == Step::image) return fail(Errc::conflict, "it is not due");
  step_ = x == 4 ? Step::active : Step::woken;
  return answer_of(done);
}

Result<Buffer> Machine::start_session() {
  TRY_VOID(expect(Step::active));
  if (troubles_.has(ScannerFaultKind::busy)) return fail(Errc::busy, "the scanner is busy");
  TRY_VOID(refuse_trouble());
  step_ = Step::session;
  return answer_of(done);
}

Result<Buffer> Machine::select_source(Bytes data) {
  TRY_VOID(expect(Step::session));
  TRY(const Source source, read_source(data));
  if (source != Source::glass && !feeder_loaded())
    return fail(Errc::not_found, "the feeder is empty");
  source_ = source;
  step_ = Step::source;
  return answer_of(done);
}

Result<Picture> Machine::page() {
  if (source_ == Source::glass) return terms_.glass();
  return feeder_.draw_in(source_ == Source::feeder_both_sides);
}

Result<Buffer> Machine::take_parameters(Bytes data) {
  TRY_VOID(expect(Step::source));
  TRY(const ScanArea area, read_parameters(data));
  TRY_VOID(refuse_trouble());
  TRY(Picture picture, page());
  const bool fed = source_ != Source::glass;
  drawing_.emplace(std::move(picture), area, fed ? terms_.skew_degrees : 0);
  next_line_ = 0;
  begun_ = clock_();
  step_ = Step::image;
  log_.line(std::string(fed ? "feeder" : "glass") + ": " + std::to_string(area.dpi) + " dpi, " +
            (area.colour ? "colour, " : "gray, ") + std::to_string(area.width) + " x " +
            std::to_string(area.height) + " at " + std::to_string(area.x) + ", " +
            std::to_string(area.y));
  troubles_.drew_in(fed ? feeder_.sheet() : 0);
  return answer_of(done);
}

std::int32_t Machine::lines_ready() {
  const std::int32_t height = drawing_->area().height, left = height - next_line_;
  if (terms_.pages_per_minute == 0 || source_ == Source::glass) return left;
  const auto since = std::chrono::duration_cast<milliseconds>(clock_() - begun_).count();
  const std::int64_t side_ms = 60'000 / terms_.pages_per_minute;
  const std::int64_t scanned =
      std::min<std::int64_t>(height, side_ms == 0 ? height : height * since / side_ms);
  return static_cast<std::int32_t>(scanned) - next_line_;
}

Result<Buffer> Machine::read_image() {
  TRY_VOID(expect(Step::image));
  if (source_ != Source::glass) TRY_VOID(refuse_trouble());
  if (troubles_.take(ScannerFaultKind::short_image)) {
    Buffer end = block(0);
    end[2] = std::byte{last_block_flags};
    end_image();
    return end;
  }
  const auto line = static_cast<std::int32_t>(drawing_->area().line_bytes());
  std::int32_t lines = std::min(most_block_bytes / line, lines_ready());
  lines = troubles_.lines_left(lines);
  Buffer answer = block(lines);
  troubles_.sent_lines(next_line_);
  if (next_line_ == drawing_->area().height) {
    answer[2] = std::byte{last_block_flags};
    end_image();
  }
  return answer;
}

// Whole lines never make 506 octets, which SANE cannot read (docs/protocols/mp730.md §4).
Buffer Machine::block(std::int32_t lines) {
  const std::size_t line = drawing_->area().line_bytes();
  const std::size_t bytes = line * static_cast<std::size_t>(lines);
  const auto said = static_cast<std::uint16_t>(
      bytes + (troubles_.has(ScannerFaultKind::lie_about_sizes) ? lie : 0));
  ByteWriter out;
  out.u16be(done);
  out.u16be(0);
  out.u16be(said);
  std::vector<std::uint8_t> row(line);
  for (std::int32_t i = 0; i < lines; ++i) {
    drawing_->draw(next_line_++, row);
    out.bytes(std::as_bytes(std::span(row)));
  }
  return std::move(out.buffer);
}

void Machine::end_image() {
  log_.line("image: " + std::to_string(next_line_) + " of " +
            std::to_string(drawing_->area().height) + " lines");
  drawing_.reset();
  step_ = Step::session;
  if (source_ != Source::glass) feeder_.side_done();
}

Result<Buffer> Machine::abort_session() {
  if (step_ == Step::image && source_ != Source::glass) feeder_.put_out();
  drawing_.reset();
  step_ = Step::idle;
  return answer_of(done);
}

} // namespace platen::twin::scanner
