#include "support/compare_pages.h"

#include "support/cells.h"
#include "support/similarity.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iomanip>
#include <sstream>
#include <vector>

namespace platen::support {
namespace {

constexpr std::string_view usage =
    "Usage: platen_compare_pages [--shrink N] [--shrink-second N] [--slack PIXELS] [--threshold "
    "0.95] [--cell N] "
    "[--apart 0.1] [--difference OUT.png] FIRST SECOND\n"
    "Compares two pictures of a page (PNG, PBM, PGM, PPM) by structural similarity.\n"
    "  --shrink N        first average N x N pixels (default 1): dots of a halftone become grey\n"
    "  --shrink-second N SECOND has so many times the resolution (default: as --shrink)\n"
    "  --slack PIXELS    sizes may differ by so much, the common part is compared (default 2)\n"
    "  --threshold S     agree if the similarity of the inked parts is at least S (default 0.95)\n"
    "  --cell N          compare the ink of squares of N x N pixels, too, after averaging\n"
    "  --apart SHARE     and agree only if none differs by more than that (default 0.1)\n"
    "  --difference OUT  where they do not, draw both: red only in FIRST, cyan only in SECOND\n"
    "Exit code: 0 they agree, 1 they do not, 2 wrong use or unreadable file\n";

struct Options {
  int shrink = 1;
  int shrink_second = 0; // 0: as the first
  int slack = 2;
  double threshold = 0.95;
  int cell = 0; // 0: squares are not compared
  double apart = 0.1;
  std::string difference;
  std::vector<std::string> pages;
};

template<class Number> Result<Number> number(const std::string& name, const std::string& words) {
  Number value{};
  const char* end = words.data() + words.size();
  const auto [stop, error] = std::from_chars(words.data(), end, value);
  if (error != std::errc{} || stop != end)
    return fail(Errc::invalid, name + " wants a number, not \u201c" + words + "\u201d");
  return value;
}

Result<int> shrink_factor(const std::string& name, const std::string& value) {
  TRY(const int factor, number<int>(name, value));
  if (factor < 1 || factor > 64) return fail(Errc::invalid, name + " is 1 to 64");
  return factor;
}

Result<void> set(Options& options, const std::string& name, const std::string& value) {
  if (name == "--shrink") {
    TRY(options.shrink, shrink_factor(name, value));
  } else if (name == "--shrink-second") {
    TRY(options.shrink_second, shrink_factor(name, value));
  } else if (name == "--slack") {
    TRY(options.slack, number<int>(name, value));
  } else if (name == "--threshold") {
    TRY(options.threshold, number<double>(name, value));
  } else if (name == "--cell") {
    TRY(options.cell, number<int>(name, value));
    if (options.cell < 2) return fail(Errc::invalid, "--cell is 2 or more");
  } else if (name == "--apart") {
    TRY(options.apart, number<double>(name, value));
  } else if (name == "--difference") {
    options.difference = value;
  } else {
    return fail(Errc::invalid, "there is no option " + name);
  }
  return {};
}

Result<Options> parse(std::span<const std::string> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].starts_with("--")) {
      options.pages.push_back(arguments[i]);
      continue;
    }
    if (i + 1 == arguments.size()) return fail(Errc::invalid, arguments[i] + " wants a value");
    TRY_VOID(set(options, arguments[i], arguments[i + 1]));
    ++i;
  }
  if (options.pages.size() != 2) return fail(Errc::invalid, "give two pictures of a page");
  return options;
}

struct Pair {
  GreyPage first, second;
};

// Programs round the pixels of a sheet in their own ways; more than that is another size of paper.
Pair common_part(const Pair& pair, int slack) {
  const int width = std::min(pair.first.width, pair.second.width);
  const int height = std::min(pair.first.height, pair.second.height);
  if (std::abs(pair.first.width - pair.second.width) > slack ||
      std::abs(pair.first.height - pair.second.height) > slack)
    return pair;
  return {crop(pair.first, width, height), crop(pair.second, width, height)};
}

Result<Pair> load(const Options& options) {
  TRY(const GreyPage first, read_page_file(options.pages[0]));
  TRY(const GreyPage second, read_page_file(options.pages[1]));
  if (options.shrink_second != 0) {
    const GreyPage reduced = shrink(second, options.shrink_second);
    return common_part({shrink(first, options.shrink), reduced}, options.slack);
  }
  const Pair pair = common_part({first, second}, options.slack);
  return Pair{shrink(pair.first, options.shrink), shrink(pair.second, options.shrink)};
}

Result<bool> agree(const Options& options, std::ostream& out) {
  TRY(const Pair pair, load(options));
  TRY(const Similarity alike, similarity(pair.first, pair.second));
  bool enough = alike.inked >= options.threshold;
  std::ostringstream squares;
  if (options.cell != 0) {
    TRY(const CellDifference most, largest_cell_difference(pair.first, pair.second, options.cell));
    enough = enough && most.ink <= options.apart;
    squares << std::fixed << std::setprecision(4) << "squares differ by up to " << most.ink
            << " at " << most.left << "," << most.top << "; at most " << options.apart << "; ";
  }
  out << std::fixed << std::setprecision(4) << "similarity " << alike.inked << " inked, "
      << alike.whole << " whole; threshold " << options.threshold << "; " << squares.str()
      << (enough ? "they agree" : "they differ") << '\n';
  if (!enough && !options.difference.empty())
    TRY_VOID(write_difference(options.difference, pair.first, pair.second));
  return enough;
}

} // namespace

int compare_pages(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
  if (std::ranges::find(arguments, "--help") != arguments.end()) {
    out << usage;
    return 0;
  }
  const auto options = parse(arguments);
  if (!options) {
    err << options.error().message() << '\n' << usage;
    return 2;
  }
  const auto verdict = agree(*options, out);
  if (!verdict) {
    err << verdict.error().message() << '\n';
    return 2;
  }
  return *verdict ? 0 : 1;
}

} // namespace platen::support
