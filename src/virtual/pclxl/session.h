#pragma once

#include "virtual/interpreter.h"
#include "virtual/pclxl/job_context.h"
#include "virtual/pclxl/media.h"
#include "virtual/pclxl/operators.h"
#include "virtual/pclxl/picture.h"
#include "virtual/pclxl/rows.h"
#include "virtual/pclxl/sheet_area.h"

#include <set>

namespace platen::twin::pclxl {

// One PCL XL stream, from its header line to the end of its session.
class Session {
public:
  Session(Line line, JobContext& context) : line_(line), context_(context) {}
  Xl<void> run();

  // For the report of a fault.
  bool wants_report() const { return report_; }
  std::string_view operator_name() const { return operator_name_; }
  std::uint64_t position() const { return position_; }
  bool saw_exit() const { return saw_exit_; } // the fault is the universal exit itself

private:
  enum class Phase : std::uint8_t { start, session, source, page, image, over };
  struct Page {
    SideRecord side;
    const Paper* paper = nullptr;
    Canvas canvas;
    std::size_t images = 0;
    std::int64_t painted = 0; // pixels, each time they are painted
    std::uint64_t begins = 0; // byte of the stream
    Rectangle printable;
    bool beyond_printable = false; // something was drawn outside of it
    std::set<std::uint8_t> not_drawn;
  };

  Xl<bool> read_header(); // true: high byte first
  Xl<void> perform(const Token& token, Lexer& lexer);
  Xl<void> check_attributes(Operator code);
  Xl<void> begin_session();
  Xl<void> begin_page();
  Xl<void> choose_paper(Page& page);
  Xl<void> choose_sides(Page& page);
  Xl<void> end_page();
  Xl<void> emit(Page& page);
  Xl<void> note_extent(Page& page, const Picture& picture);
  Xl<void> set_color_space();
  Xl<void> move_cursor(bool relative);
  Xl<void> begin_image();
  Xl<void> read_image(Lexer& lexer);
  Xl<void> end_image();
  Xl<void> not_drawn(const OperatorInfo& info);
  Xl<void> reached(Moment moment);
  Xl<void> expect(Phase phase) const;
  Xl<void> complain(std::string_view name, std::string what);
  Xl<void> push_or_pop(bool push);

  Line line_;
  JobContext& context_;
  Attributes attributes_;
  Phase phase_ = Phase::start;
  std::string_view operator_name_ = "none";
  std::uint64_t position_ = 0, offset_ = 0;
  bool report_ = false, saw_exit_ = false, data_may_follow_ = false;
  Xy device_per_unit_{1, 1};
  GraphicsState state_;
  std::vector<GraphicsState> saved_states_;
  std::optional<Page> page_;
  std::optional<Picture> picture_;
  std::int32_t image_row_ = 0;
  Buffer row_before_;
};

} // namespace platen::twin::pclxl
