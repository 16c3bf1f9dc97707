#include "virtual/pcl5/interpreter.h"

#include "virtual/pcl5/media.h"

#include <algorithm>
#include <cmath>

namespace platen::twin::pcl5 {

namespace {

constexpr double dots_per_inch = 600, farthest = 1'000'000;
constexpr double decipoint = dots_per_inch / 720;
constexpr std::int32_t most_data = 32'767; // bytes of one command

double near_page(double position) {
  return std::clamp(position, -farthest, farthest);
}

} // namespace

Xl<void> Interpreter::run() {
  XL_TRY_VOID(pclxl::reached(line_, context_, Moment::first_byte));
  for (;;) {
    XL_TRY(const Token token, in_.next());
    if (token.kind == TokenKind::end || token.kind == TokenKind::universal_exit) {
      // Only a cut stream ends in the midst of a page: the exit is a reset.
      if (token.kind == TokenKind::end && page_)
        return pclxl::xl_broken(Error{Errc::malformed, "the stream ends on a page", token.offset});
      return finish();
    }
    auto done = take(token);
    if (done) continue;
    if (done.error().error.offset == no_offset) done.error().error.offset = token.offset;
    return done;
  }
}

Xl<void> Interpreter::take(const Token& token) {
  if (token.kind == TokenKind::command) return command(token);
  if (token.kind == TokenKind::control) return control(token);
  return fault("text outside a raster: the twin draws rasters only", token.offset);
}

Xl<void> Interpreter::control(const Token& token) {
  end_raster();
  switch (token.byte) {
  case '\f':
    line_.tray.list(token.offset, "form feed");
    return end_page(true);
  case '\r':
    x_ = 0;
    return {};
  case '\n':
    y_ = near_page(y_ + settings_.line);
    return {};
  case '\0':
    return {};
  default:
    return complain("the control code " + std::to_string(token.byte) + " is not known here");
  }
}

Xl<void> Interpreter::complain(std::string what) {
  if (line_.strictness == Strictness::device) return fault(std::move(what));
  line_.tray.warn_job(std::move(what));
  return {};
}

// A value out of its range is one that a device ignores: it is not one that a driver means.
Xl<std::int32_t> Interpreter::integer(const Token& token, std::int32_t least, std::int32_t most) {
  if (token.value >= least && token.value <= most) return static_cast<std::int32_t>(token.value);
  return fault(spelled(token) + ": a value from " + std::to_string(least) + " to " +
               std::to_string(most) + " is needed");
}

Xl<Bytes> Interpreter::data_of(const Token& token) {
  XL_TRY(const std::int32_t count, integer(token, 0, most_data));
  data_.resize(static_cast<std::size_t>(count));
  XL_TRY_VOID(line_.in.exactly(data_, "the data of " + spelled(token)));
  return Bytes(data_);
}

Xl<void> Interpreter::command(const Token& token) {
  const std::string_view name = token.name;
  // What belongs to a raster and what is locked out in it; all else ends it.
  if (name.starts_with("*b") || name.starts_with("*r") || name == "*tR") {
    XL_TRY(const bool known, raster_command(token));
    return known ? Xl<void>{} : ignored(token);
  }
  end_raster();
  line_.tray.list(token.offset, spelled(token));
  if (name == "E") return reset();
  for (const auto handle :
       {&Interpreter::page_command, &Interpreter::sheet_command, &Interpreter::cursor_command}) {
    XL_TRY(const bool known, (this->*handle)(token));
    if (known) return {};
  }
  return ignored(token);
}

// Commands that a device does not know do nothing; what carries data takes it along.
Xl<void> Interpreter::ignored(const Token& token) {
  if (token.name == "%B") return fault("HP-GL/2 is not drawn by this twin");
  if (token.name == "&pX") return fault("text outside a raster: the twin draws rasters only");
  if (token.name == "*bV") return fault("a colour plane: the engine is black and white");
  if (token.name.size() == 3 && token.name.back() == 'W' && token.name != "&kW")
    XL_TRY_VOID(data_of(token));
  line_.tray.warn_job(spelled(token) + " is not known here");
  return {};
}

// The paper and how it is fed.
Xl<bool> Interpreter::sheet_command(const Token& token) {
  const std::string_view name = token.name;
  if (name == "&lA") {
    XL_TRY(const std::int32_t code, integer(token, 0, most_data));
    XL_TRY_VOID(choose_size(code));
  } else if (name == "&lH") {
    XL_TRY(const std::int32_t source, integer(token, 0, most_data));
    XL_TRY_VOID(end_page(false));
    if (source == 0) return true; // ejects the page
    std::string tray(tray_name(source));
    if (tray.empty()) XL_TRY_VOID(complain("the device has no paper source " + spelled(token)));
    set_for_sheets(settings_.tray, std::move(tray));
  } else if (name == "&nW") {
    XL_TRY(const Bytes data, data_of(token));
    if (data.empty() || data[0] != std::byte{'d'}) {
      line_.tray.warn_job(spelled(token) + ": only 'd' and the name of a medium are known here");
      return true;
    }
    std::string type(as_text(data.subspan(1)));
    if (!pclxl::known_type(type))
      XL_TRY_VOID(complain("the device has no medium \"" + type + "\""));
    XL_TRY_VOID(end_page(false));
    set_for_sheets(settings_.type, std::move(type));
  } else if (name == "&lX") {
    XL_TRY(settings_.copies, integer(token, 1, 999));
  } else if (name == "&lS") {
    XL_TRY(const std::int32_t sides, integer(token, 0, 2));
    XL_TRY_VOID(end_page(false));
    set_for_sheets(settings_.sides, sides);
  } else if (name == "&aG") {
    XL_TRY(const std::int32_t side, integer(token, 0, 2));
    XL_TRY_VOID(choose_side(side));
  } else if (name == "&fI" || name == "&fJ") { // decipoints
    XL_TRY(const std::int32_t length, integer(token, 1, most_data));
    (name == "&fI" ? settings_.custom_width : settings_.custom_height) = Hmm{length * 254 / 72};
  } else {
    return false;
  }
  return true;
}

// Where the logical page is, and how it is measured.
Xl<bool> Interpreter::page_command(const Token& token) {
  const std::string_view name = token.name;
  if (name == "&lO") {
    XL_TRY(const std::int32_t orientation, integer(token, 0, 3));
    if (orientation != 0) return fault("only upright pages are drawn by this twin");
  } else if (name == "&aP") {
    XL_TRY(const std::int32_t direction, integer(token, 0, 270));
    if (direction != 0) return fault("only upright pages are drawn by this twin");
  } else if (name == "&lU" || name == "&lZ") {
    XL_TRY(const std::int32_t by, integer(token, -most_data, most_data));
    // Where the page lies is settled when something is drawn on it.
    (name == "&lU" ? settings_.left_registration : settings_.top_registration) = by;
  } else if (name == "&lE") {
    XL_TRY(const std::int32_t lines, integer(token, 0, most_data));
    settings_.top_margin = near_page(lines * settings_.line);
    y_ = settings_.top_margin;
  } else if (name == "&uD") {
    XL_TRY(const std::int32_t units, integer(token, 96, 7200));
    settings_.unit = dots_per_inch / units;
  } else if (name == "&kH") { // of 1/120 inch
    XL_TRY(const std::int32_t column, integer(token, 0, most_data));
    settings_.column = column * dots_per_inch / 120;
  } else if (name == "&lC") { // of 1/48 inch
    XL_TRY(const std::int32_t line, integer(token, 0, most_data));
    settings_.line = line * dots_per_inch / 48;
  } else if (name == "&lD") {
    XL_TRY(const std::int32_t lines, integer(token, 1, 48));
    settings_.line = dots_per_inch / lines;
  } else {
    // What places text alone: length, margins, perforation, line ends, wrapping, output bin; the
    // language itself.
    constexpr std::string_view text_alone[] = {"&lF", "&lL", "&lP", "&aL", "&aM",
                                               "9",   "&kG", "&sC", "&lG", "%A"};
    return std::ranges::find(text_alone, name) != std::end(text_alone);
  }
  return true;
}

Xl<bool> Interpreter::cursor_command(const Token& token) {
  const std::string_view name = token.name;
  const auto move = [&](double& position, double unit, double origin) {
    position = near_page((token.is_signed ? position : origin) + token.value * unit);
  };
  if (name == "*pX") {
    move(x_, settings_.unit, 0);
  } else if (name == "*pY") {
    move(y_, settings_.unit, settings_.top_margin);
  } else if (name == "&aH") {
    move(x_, decipoint, 0);
  } else if (name == "&aV") {
    move(y_, decipoint, settings_.top_margin);
  } else if (name == "&aC") {
    move(x_, settings_.column, 0);
  } else if (name == "&aR") {
    move(y_, settings_.line, settings_.top_margin);
  } else {
    return false;
  }
  return true;
}

} // namespace platen::twin::pcl5
