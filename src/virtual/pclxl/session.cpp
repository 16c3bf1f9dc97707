#include "virtual/pclxl/session.h"

#include "virtual/pclxl/legal_attributes.h"

#include <algorithm>
#include <cmath>

namespace platen::twin::pclxl {

namespace {

constexpr std::size_t longest_header = 512, most_saved_states = 64;

std::string listing_of(const OperatorInfo& info, const Attributes& attributes) {
  std::string line(info.name);
  for (const auto& [number, value] : attributes) {
    line += " " + name_of(static_cast<Attribute>(number)) + "=";
    if (value.shape == Shape::array) {
      line += "[" + std::to_string(value.bytes.size()) + " bytes]";
      continue;
    }
    const std::size_t count = value.shape == Shape::scalar ? 1 : value.shape == Shape::xy ? 2 : 4;
    for (std::size_t i = 0; i < count; ++i) {
      std::string text = std::to_string(value.numbers[i]);
      text.erase(text.find_last_not_of('0') + 1);
      if (text.back() == '.') text.pop_back();
      line += (i == 0 ? "" : ",") + text;
    }
  }
  return line;
}

} // namespace

Xl<bool> Session::read_header() {
  const std::uint64_t at = line_.in.offset();
  std::string header;
  for (;;) {
    XL_TRY(const auto byte, line_.in.next());
    if (!byte)
      return xl_broken(
          Error{Errc::malformed, "the stream ends inside the PCL XL header", line_.in.offset()});
    if (*byte == '\n') break;
    header += static_cast<char>(*byte);
    if (header.size() > longest_header)
      return xl_fault("IllegalStreamHeader", "the stream header has no end", at);
  }
  constexpr std::string_view mark = " HP-PCL XL;";
  if (header.size() < mark.size() + 3 || header.substr(1, mark.size()) != mark)
    return xl_fault("IllegalStreamHeader", "no PCL XL header", at);
  line_.tray.list(at, "PCL XL stream, class " + header.substr(mark.size() + 1, 3));
  if (header[0] != ')' && header[0] != '(')
    return xl_fault("UnsupportedProtocol", "the stream is not in the binary form", at);
  const char protocol_class = header[mark.size() + 1];
  if (protocol_class < '1' || protocol_class > '3' || header[mark.size() + 2] != ';')
    return xl_fault("UnsupportedProtocol", "protocol class " + std::string(1, protocol_class), at);
  return header[0] == '(';
}

Xl<void> Session::run() {
  XL_TRY(const bool high_first, read_header());
  Lexer lexer(line_.in, high_first);
  while (phase_ != Phase::over) {
    XL_TRY(const Token token, lexer.next(attributes_));
    offset_ = token.offset;
    if (token.kind == TokenKind::end)
      return xl_broken(
          Error{Errc::malformed, "the stream ends inside a PCL XL session", token.offset});
    if (token.kind == TokenKind::universal_exit) {
      saw_exit_ = true;
      return xl_fault("IllegalOperatorSequence", "the universal exit inside a session",
                      token.offset);
    }
    if (token.kind == TokenKind::data) {
      if (!data_may_follow_)
        return xl_fault("ExtraData", "embedded data that no operator asked for", token.offset);
      data_may_follow_ = false;
      XL_TRY_VOID(line_.in.skip(token.length, "embedded data"));
      continue;
    }
    ++position_;
    auto done = perform(token, lexer);
    if (done) continue;
    if (done.error().error.offset == no_offset) done.error().error.offset = token.offset;
    return done;
  }
  return {};
}

Xl<void> Session::expect(Phase phase) const {
  if (phase_ == phase) return {};
  if (phase == Phase::page && phase_ == Phase::session)
    return xl_fault("DataSourceNotOpen", std::string(operator_name_) + " without OpenDataSource");
  constexpr std::string_view where[] = {"before BeginSession", "in the session",
                                        "between pages",       "on a page",
                                        "inside an image",     "after the session"};
  return xl_fault("IllegalOperatorSequence",
                  std::string(operator_name_) + " " +
                      std::string(where[static_cast<std::size_t>(phase_)]));
}

Xl<void> Session::reached(Moment moment) {
  return pclxl::reached(line_, context_, moment);
}

Xl<void> Session::complain(std::string_view name, std::string what) {
  if (line_.strictness == Strictness::device) return xl_fault(name, std::move(what));
  line_.tray.warn_job(std::move(what));
  return {};
}

Xl<void> Session::check_attributes(Operator code) {
  if (takes_any(code)) return {};
  const auto legal = legal_attributes(code);
  for (const auto& [number, value] : attributes_)
    if (std::find(legal.begin(), legal.end(), static_cast<Attribute>(number)) == legal.end())
      XL_TRY_VOID(complain("IllegalAttribute", std::string(operator_name_) + " does not take " +
                                                   name_of(static_cast<Attribute>(number))));
  return {};
}

Xl<void> Session::perform(const Token& token, Lexer& lexer) {
  const OperatorInfo* info = find_operator(token.code);
  if (info == nullptr)
    return xl_fault("IllegalTag", "the operator " + std::to_string(token.code) + " is unknown");
  operator_name_ = info->name;
  if (line_.tray.listing()) line_.tray.list(token.offset, listing_of(*info, attributes_));
  if (phase_ == Phase::image && token.code != static_cast<std::uint8_t>(Operator::read_image) &&
      token.code != static_cast<std::uint8_t>(Operator::end_image))
    return expect(Phase::page);
  data_may_follow_ = info->data;
  if (info->use != Use::interpreted) return not_drawn(*info);
  const auto code = static_cast<Operator>(token.code);
  XL_TRY_VOID(check_attributes(code));
  switch (code) {
  case Operator::begin_session:
    return begin_session();
  case Operator::open_data_source: {
    XL_TRY_VOID(expect(Phase::session));
    XL_TRY_VOID(attributes_.integer(Attribute::source_type, 0, 0));
    XL_TRY_VOID(attributes_.integer(Attribute::data_org, 0, 1));
    phase_ = Phase::source;
    return {};
  }
  case Operator::close_data_source:
    XL_TRY_VOID(expect(Phase::source));
    phase_ = Phase::session;
    return {};
  case Operator::end_session:
    XL_TRY_VOID(expect(Phase::session));
    XL_TRY_VOID(reached(Moment::last_byte));
    phase_ = Phase::over;
    return {};
  case Operator::begin_page:
    return begin_page();
  case Operator::begin_image:
    return begin_image();
  case Operator::read_image:
    return read_image(lexer);
  case Operator::end_image:
    return end_image();
  case Operator::comment:
    return {};
  default:
    break;
  }
  XL_TRY_VOID(expect(Phase::page));
  switch (code) {
  case Operator::end_page:
    return end_page();
  case Operator::set_color_space:
    return set_color_space();
  case Operator::set_cursor:
    return move_cursor(false);
  case Operator::set_cursor_rel:
    return move_cursor(true);
  case Operator::push_gs:
    return push_or_pop(true);
  case Operator::pop_gs:
    return push_or_pop(false);
  case Operator::set_page_default_ctm:
    state_.origin = {0, 0};
    state_.scale = {1, 1};
    return {};
  case Operator::set_page_origin: {
    XL_TRY(const Xy by, attributes_.xy(Attribute::page_origin));
    state_.origin = {state_.origin.x + by.x * state_.scale.x,
                     state_.origin.y + by.y * state_.scale.y};
    return {};
  }
  case Operator::set_page_scale: {
    if (!attributes_.has(Attribute::page_scale))
      return xl_fault("MissingAttribute", "PageScale is missing");
    XL_TRY(const Xy by, attributes_.xy(Attribute::page_scale));
    if (by.x <= 0 || by.y <= 0)
      return xl_fault("IllegalAttributeValue", "PageScale is not positive");
    state_.scale = {state_.scale.x * by.x, state_.scale.y * by.y};
    return {};
  }
  case Operator::set_page_rotation:
    line_.tray.warn_job("SetPageRotation is not followed");
    return {};
  case Operator::set_rop: {
    XL_TRY(state_.rop, attributes_.integer(Attribute::rop3, 0, 255));
    return {};
  }
  case Operator::set_paint_tx_mode:
  case Operator::set_source_tx_mode: {
    XL_TRY_VOID(attributes_.integer(Attribute::tx_mode, 0, 1));
    return {};
  }
  default:
    return xl_fault("IllegalTag", std::string(operator_name_) + " is not done here");
  }
}

Xl<void> Session::not_drawn(const OperatorInfo& info) {
  if (phase_ != Phase::page && phase_ != Phase::session && phase_ != Phase::source)
    return expect(Phase::page);
  if (info.use != Use::paints) return {};
  XL_TRY_VOID(expect(Phase::page));
  if (page_->not_drawn.insert(info.code).second)
    add_warning(page_->side.warnings,
                std::string(info.name) + " not drawn: the twin draws images only");
  return {};
}

Xl<void> Session::push_or_pop(bool push) {
  if (push) {
    if (saved_states_.size() == most_saved_states)
      return xl_fault("InternalOverflow", "more than 64 graphics states");
    saved_states_.push_back(state_);
    return {};
  }
  if (saved_states_.empty()) return {}; // PopGS without PushGS is harmless (GHOSTPDL)
  state_ = std::move(saved_states_.back());
  saved_states_.pop_back();
  return {};
}

Xl<void> Session::begin_session() {
  XL_TRY_VOID(expect(Phase::start));
  XL_TRY(const std::int32_t measure, attributes_.integer(Attribute::measure, 0, 2));
  XL_TRY(const Xy units, attributes_.xy(Attribute::units_per_measure));
  XL_TRY(const std::int32_t report, attributes_.integer_or(Attribute::error_report, 0, 0, 6));
  if (!(units.x >= 1 && units.y >= 1 && units.x <= 65535 && units.y <= 65535))
    return xl_fault("IllegalAttributeValue", "UnitsPerMeasure is not between 1 and 65535");
  constexpr double measures_per_inch[] = {1.0, 25.4, 254.0};
  constexpr double dpi = 600;
  device_per_unit_ = {dpi / (units.x * measures_per_inch[measure]),
                      dpi / (units.y * measures_per_inch[measure])};
  report_ = report == 1 || report == 3;
  phase_ = Phase::session;
  return reached(Moment::first_byte);
}

Xl<void> Session::set_color_space() {
  XL_TRY(const std::int32_t space, attributes_.integer(Attribute::color_space, 0, 6));
  if (space != 1 && space != 2 && space != 6)
    return xl_fault("IllegalAttributeValue", "ColorSpace " + std::to_string(space));
  state_.color_space = space;
  state_.palette.clear();
  if (!attributes_.has(Attribute::palette_data) && !attributes_.has(Attribute::palette_depth))
    return {};
  XL_TRY(const std::int32_t depth, attributes_.integer(Attribute::palette_depth, 0, 2));
  XL_TRY(const Bytes palette, attributes_.bytes(Attribute::palette_data));
  if (palette.empty() || palette.size() > 768)
    return xl_fault("IllegalArraySize",
                    "a palette of " + std::to_string(palette.size()) + " bytes");
  constexpr std::int32_t bits_of_depth[] = {1, 4, 8};
  state_.palette_bits = bits_of_depth[depth];
  state_.palette.assign(palette.begin(), palette.end());
  return {};
}

Xl<void> Session::move_cursor(bool relative) {
  XL_TRY(const Xy point, attributes_.xy(Attribute::point));
  if (relative && !state_.cursor)
    return xl_fault("CurrentCursorUndefined", "SetCursorRel before SetCursor");
  state_.cursor = relative ? Xy{state_.cursor->x + point.x, state_.cursor->y + point.y} : point;
  return {};
}

} // namespace platen::twin::pclxl
