#include "worker/exact_areas.h"

#include "worker/content_lines.h"
#include "worker/content_operands.h"
#include "worker/content_path.h"
#include "worker/saved_states.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace platen::worker {
namespace {

using Kind = ContentWords::Kind;
using Word = ContentWords::Word;

// A little less than a half, so that areas which share an edge on the centre of a pixel both take
// it, and none is left between them.
constexpr double inset_pixels = 0.5 - 1.0 / 64;
constexpr double least_pixels = 1.5; // of what is made smaller

void put_number(std::string& out, double value) {
  std::array<char, 400> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 9).ptr;
  out.append(text.data(), end).push_back(' ');
}

// Reads a content stream and writes it anew.
class Rewriting {
public:
  Rewriting(std::string_view content, const Linear& to_pixels, const DrawsObject& draws)
      : content_(content), bar_lines_(has_bar_lines(content)), now_{to_pixels}, draws_(draws) {}

  std::string run() {
    ContentWords words(content_);
    for (Word word = words.next(); word.kind != Kind::end; word = words.next()) {
      if (word.kind != Kind::keyword) {
        operands_.add(word);
        continue;
      }
      obey(word);
      operands_.clear();
    }
    return std::move(out_.append(content_.substr(copied_)));
  }

private:
  struct State {
    Linear to_pixels;
    double width = 0; // of lines; 0: not known
    bool butt = true, dashed = false;
  };

  void obey(const Word& word) {
    if (!draw(word) && !paint(word) && !set_lines(word.text)) change(word.text);
  }

  // What makes paths.
  bool draw(const Word& word) {
    const std::string_view name = word.text;
    if (name == "re" || name == "h" || name == "c" || name == "v" || name == "y" || name == "W" ||
        name == "W*")
      lines_.other();
    if (name == "re") {
      if (const auto r = operands_.numbers<4>())
        path_.rectangle(*r, operands_.of(4, 0).begin, word.stop());
      else
        path_.other();
    } else if (name == "m" || name == "l") {
      const auto to = operands_.numbers<2>();
      if (!to)
        path_.other(), lines_.other();
      else if (name == "m")
        move({(*to)[0], (*to)[1]}, word.stop());
      else
        line({(*to)[0], (*to)[1]}, word.stop());
    } else if (name == "h") {
      path_.close(word.stop());
    } else if (name == "c" || name == "v" || name == "y" || name == "W" || name == "W*") {
      path_.other();
    } else {
      return false;
    }
    return true;
  }

  void move(Point to, std::size_t end) {
    const std::size_t begin = operands_.of(2, 0).begin;
    path_.move(to, begin, end);
    lines_.move(to, begin);
  }

  void line(Point to, std::size_t end) {
    path_.line(to, end);
    lines_.line(to);
  }

  // What ends them.
  bool paint(const Word& word) {
    constexpr std::array<std::string_view, 7> with_lines{"s", "B", "B*", "b", "b*", "n", "sh"};
    const std::string_view name = word.text;
    if (name == "f" || name == "F" || name == "f*") {
      for (const Area& area : path_.take(name == "f*"))
        make_smaller(area);
    } else if (name == "S") {
      make_thinner(word);
    } else if (std::find(with_lines.begin(), with_lines.end(), name) == with_lines.end()) {
      return false;
    }
    path_.clear();
    lines_.clear();
    return true;
  }

  // How lines are drawn.
  bool set_lines(std::string_view name) {
    if (name == "w") {
      const auto width = operands_.numbers<1>();
      now_.width = width ? (*width)[0] : 0;
    } else if (name == "J") {
      const auto cap = operands_.numbers<1>();
      now_.butt = cap && (*cap)[0] == 0;
    } else if (name == "d") {
      now_.dashed = operands_.count() != 3; // "[] 0", of which the brackets are words
    } else if (name == "gs") {
      now_.width = 0; // what it sets is not looked at
    } else {
      return false;
    }
    return true;
  }

  void change(std::string_view name) {
    if (saved_.take(name, now_)) return;
    if (name == "cm") {
      if (const auto m = operands_.numbers<6>())
        now_.to_pixels = Linear{(*m)[0], (*m)[1], (*m)[2], (*m)[3]} * now_.to_pixels;
    } else if (name == "Do" && !operands_.name().empty()) {
      draws_(std::string(operands_.name()), now_.to_pixels);
    }
  }

  // How many pixels a unit of x and of y has; none where they do not lie along pixels.
  std::optional<std::array<double, 2>> pixels() const {
    const Linear& m = now_.to_pixels;
    const double x = std::hypot(m.a, m.b), y = std::hypot(m.c, m.d);
    if ((!keeps_axes(m) && !swaps_axes(m)) || !(x > 0) || !(y > 0) || !std::isfinite(x + y))
      return std::nullopt;
    return std::array<double, 2>{x, y};
  }

  void make_smaller(const Area& area) {
    const auto unit = pixels();
    if (!unit || (area.right() - area.left()) * (*unit)[0] < least_pixels ||
        (area.top() - area.bottom()) * (*unit)[1] < least_pixels)
      return;
    out_.append(content_.substr(copied_, area.begin - copied_));
    copied_ = area.end;
    const double x = inset_pixels / (*unit)[0], y = inset_pixels / (*unit)[1];
    for (std::size_t i = 0; i < area.corners.size(); ++i) {
      const Point& corner = area.corners[i];
      put_number(out_, corner.x + (corner.x == area.left() ? x : -x));
      put_number(out_, corner.y + (corner.y == area.bottom() ? y : -y));
      out_ += i == 0 ? "m " : "l ";
    }
    out_ += "h";
  }

  // Upright or level lines become thinner by what is added to them, and as much shorter.
  void make_thinner(const Word& word) {
    const auto unit = pixels();
    if (!bar_lines_ || !unit || lines_.lines().empty() || !now_.butt || now_.dashed) return;
    const bool upright = lines_.lines().front().from.x == lines_.lines().front().to.x;
    const double across = (*unit)[upright ? 0 : 1], along = (*unit)[upright ? 1 : 0];
    const auto fits = [&](const Line& line) {
      const double x = std::abs(line.to.x - line.from.x), y = std::abs(line.to.y - line.from.y);
      return (upright ? x : y) == 0 && (upright ? y : x) * along >= least_pixels;
    };
    const auto& lines = lines_.lines();
    if (now_.width * across < least_pixels || !std::all_of(lines.begin(), lines.end(), fits))
      return;
    out_.append(content_.substr(copied_, lines_.begin() - copied_));
    copied_ = word.stop();
    put_number(out_, now_.width - 2 * inset_pixels / across);
    out_ += "w ";
    for (const Line& line : lines)
      put_line(line, inset_pixels / along);
    out_ += "S ";
    put_number(out_, now_.width);
    out_ += "w";
  }

  // So much shorter at each end.
  void put_line(const Line& line, double by) {
    const auto towards = [by](double from, double to) {
      return from == to ? from : from + (to > from ? by : -by);
    };
    put_number(out_, towards(line.from.x, line.to.x));
    put_number(out_, towards(line.from.y, line.to.y));
    out_ += "m ";
    put_number(out_, towards(line.to.x, line.from.x));
    put_number(out_, towards(line.to.y, line.from.y));
    out_ += "l ";
  }

  const std::string_view content_;
  const bool bar_lines_;
  State now_;
  const DrawsObject& draws_;
  Operands operands_;
  Path path_;
  SavedStates<State> saved_;
  LinePath lines_;
  std::string out_;
  std::size_t copied_ = 0; // of the content
};

} // namespace

std::string exact_areas(std::string_view content, const Linear& to_pixels,
                        const DrawsObject& draws) {
  return Rewriting(content, to_pixels, draws).run();
}

} // namespace platen::worker
