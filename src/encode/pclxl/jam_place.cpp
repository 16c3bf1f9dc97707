#include "encode/pclxl/jam_place.h"

namespace platen::encode::pclxl {

namespace {

constexpr std::int64_t duplex_jam = 40093;

// A group of codes, and the last two digits of those that have a place.
struct Place {
  std::int64_t group, first, last;
  std::string_view words;
};
constexpr Place places[] = {
    {42, 1, 2, "where the paper is fed"},
    {42, 3, 4, "at the fixing unit"},
    {42, 5, 6, "at the output"},
    {42, 7, 10, "in the duplex unit"},
    {42, 11, 11, "in the external feeder"},
    {42, 12, 12, "in the external output device"},
    {42, 13, 14, "at the fixing unit"},
    {44, 1, 1, "where the paper is fed"},
    {44, 2, 2, "at the output"},
    {44, 3, 3, "under the top cover"},
    {44, 4, 5, "in the duplex unit"},
    {44, 6, 6, "at the output"},
    {44, 7, 7, "behind the front door"},
};

// Lexmark has a number of its own for each place in its codes, and in front of its words as well:
// "230 Paper Jam".
bool is_lexmark(std::string_view display) {
  return display.size() > 3 && display[0] == '2' && display[3] == ' ';
}

} // namespace

std::string_view jam_place(std::int64_t code, std::string_view display) {
  if (code == duplex_jam) return "in the duplex unit";
  const std::int64_t group = code / 1000, sheets = code / 100 % 10, at = code % 100;
  if (sheets == 0 || is_lexmark(display)) return {};
  for (const Place& place : places)
    if (group == place.group && at >= place.first && at <= place.last) return place.words;
  return {};
}

} // namespace platen::encode::pclxl
