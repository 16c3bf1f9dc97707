#include "worker/exact_areas.h"

#include "worker/content_operands.h"
#include "worker/content_path.h"

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
constexpr double skew = 1e-4;        // of what counts as parallel
constexpr std::size_t bars = 12;     // in a row
constexpr double most_oblong = 8;    // modules of a code side by side; rows of tables are longer

bool is_oblong(std::string_view width, std::string_view height) {
  const auto w = value_of(width), h = value_of(height);
  return w && h && std::abs(*w) > most_oblong * std::abs(*h);
}

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
      : content_(content), now_(to_pixels), draws_(draws) {}

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
  static constexpr std::size_t most_saved = 1'000;

  void obey(const Word& word) {
    if (!draw(word) && !paint(word.text)) change(word.text);
  }

  // What makes paths.
  bool draw(const Word& word) {
    const std::string_view name = word.text;
    if (name == "re") {
      if (const auto r = operands_.numbers<4>())
        path_.rectangle(*r, operands_.of(4, 0).begin, word.stop());
      else
        path_.other();
    } else if (name == "m" || name == "l") {
      const auto to = operands_.numbers<2>();
      if (!to)
        path_.other();
      else if (name == "m")
        path_.move({(*to)[0], (*to)[1]}, operands_.of(2, 0).begin, word.stop());
      else
        path_.line({(*to)[0], (*to)[1]}, word.stop());
    } else if (name == "h") {
      path_.close(word.stop());
    } else if (name == "c" || name == "v" || name == "y" || name == "W" || name == "W*") {
      path_.other();
    } else {
      return false;
    }
    return true;
  }

  // What ends them.
  bool paint(std::string_view name) {
    constexpr std::array<std::string_view, 8> with_lines{"S", "s", "B", "B*", "b", "b*", "n", "sh"};
    if (name == "f" || name == "F" || name == "f*") {
      for (const Area& area : path_.take(name == "f*"))
        make_smaller(area);
      return true;
    }
    if (std::find(with_lines.begin(), with_lines.end(), name) == with_lines.end()) return false;
    path_.clear();
    return true;
  }

  void change(std::string_view name) {
    if (name == "q") {
      if (saved_.size() < most_saved)
        saved_.push_back(now_);
      else
        ++unsaved_;
    } else if (name == "Q") {
      if (unsaved_ > 0) return void(--unsaved_);
      if (saved_.empty()) return;
      now_ = saved_.back();
      saved_.pop_back();
    } else if (name == "cm") {
      if (const auto m = operands_.numbers<6>())
        now_ = Linear{(*m)[0], (*m)[1], (*m)[2], (*m)[3]} * now_;
    } else if (name == "Do" && !operands_.name().empty()) {
      draws_(std::string(operands_.name()), now_);
    }
  }

  // How many pixels a unit of x and of y has; none where they do not lie along pixels.
  std::optional<std::array<double, 2>> pixels() const {
    const double x = std::hypot(now_.a, now_.b), y = std::hypot(now_.c, now_.d);
    const bool upright = std::abs(now_.b) <= skew * x && std::abs(now_.c) <= skew * y;
    const bool turned = std::abs(now_.a) <= skew * x && std::abs(now_.d) <= skew * y;
    if ((!upright && !turned) || !(x > 0) || !(y > 0) || !std::isfinite(x + y)) return std::nullopt;
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

  const std::string_view content_;
  Linear now_;
  const DrawsObject& draws_;
  Operands operands_;
  Path path_;
  std::vector<Linear> saved_;
  std::size_t unsaved_ = 0;
  std::string out_;
  std::size_t copied_ = 0; // of the content
};

} // namespace

Linear operator*(const Linear& first, const Linear& then) {
  return {first.a * then.a + first.b * then.c, first.a * then.b + first.b * then.d,
          first.c * then.a + first.d * then.c, first.c * then.b + first.d * then.d};
}

bool has_bars(std::string_view content) {
  ContentWords words(content);
  std::array<std::string_view, 2> last{}; // operands
  std::string_view height, bottom;
  std::size_t same_height = 0, same_bottom = 0, lines = 0;
  for (Word word = words.next(); word.kind != Kind::end; word = words.next()) {
    if (word.kind != Kind::keyword) {
      last = {last[1], word.text};
      continue;
    }
    if (word.text == "re") {
      const bool another = last[1] == height && !is_oblong(last[0], last[1]);
      same_height = another ? same_height + 1 : 1;
      height = last[1];
    } else if (word.text == "m") {
      // The former part had three lines, or four to where it began.
      same_bottom = last[1] == bottom && (lines == 3 || lines == 4) ? same_bottom + 1 : 1;
      bottom = last[1];
      lines = 0;
    } else if (word.text == "l") {
      ++lines;
    }
    if (same_height >= bars || same_bottom >= bars) return true;
  }
  return false;
}

std::string exact_areas(std::string_view content, const Linear& to_pixels,
                        const DrawsObject& draws) {
  return Rewriting(content, to_pixels, draws).run();
}

} // namespace platen::worker
