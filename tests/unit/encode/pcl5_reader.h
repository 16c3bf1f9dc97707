#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// PCL 5 in its plainest form, to read back what the encoder wrote; written from
// docs/protocols/pcl5.md.
namespace platen::test {

struct PclCommand {
  std::string name; // "&lA"
  std::string value, data;
};

// Cuts a stream of escape sequences, form feeds and the bytes of ESC*b#W and ESC&n#W.
inline std::vector<PclCommand> read_pcl(std::string_view in) {
  std::vector<PclCommand> commands;
  std::string family;
  while (!in.empty()) {
    if (family.empty()) {
      const char first = in.front();
      in.remove_prefix(1);
      if (first == '\f') {
        commands.push_back({"FF", "", ""});
        continue;
      }
      if (first != '\x1b') throw std::runtime_error("neither an escape nor a form feed");
      if (in.at(0) == 'E') {
        commands.push_back({"E", "", ""});
        in.remove_prefix(1);
        continue;
      }
      family = in.substr(0, 2);
      in.remove_prefix(2);
    }
    const std::size_t letter = in.find_first_not_of("+-.0123456789");
    if (letter == std::string_view::npos) throw std::runtime_error("a sequence without an end");
    PclCommand command{family, std::string(in.substr(0, letter)), ""};
    const char last = in[letter];
    in.remove_prefix(letter + 1);
    command.name += last >= 'a' ? static_cast<char>(last - 32) : last;
    if (last < 'a') family.clear();
    if (last == 'W') {
      const auto count = std::stoul(command.value);
      command.data = in.substr(0, count);
      if (command.data.size() != count) throw std::runtime_error("data is missing");
      in.remove_prefix(count);
    }
    commands.push_back(command);
  }
  return commands;
}

// One row: what `data` in `mode` makes of `seed`.
inline std::string read_row(int mode, const std::string& data, const std::string& seed) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(data.at(i)); };
  std::string row = mode == 0 || mode == 2 ? std::string(seed.size(), '\0') : seed;
  std::size_t to = 0, i = 0;
  const auto more = [&](std::size_t value, std::size_t most) {
    for (bool go_on = value == most; go_on; ++i) {
      value += at(i);
      go_on = at(i) == 255;
    }
    return value;
  };
  const auto copy = [&](std::size_t count) {
    while (count-- > 0)
      row.at(to++) = data.at(i++);
  };
  const auto repeat = [&](std::size_t count) {
    while (count-- > 0)
      row.at(to++) = data.at(i);
    ++i;
  };
  if (mode == 0) copy(data.size());
  while (i < data.size()) {
    const std::size_t command = at(i++);
    if (mode == 2) {
      if (command < 128) copy(command + 1);
      if (command > 128) repeat(257 - command);
    } else if (mode == 3) {
      to += more(command % 32, 31);
      copy(command / 32 + 1);
    } else if (command >= 128) {
      const std::size_t keep = more(command / 32 % 4, 3), count = more(command % 32, 31);
      to += keep;
      repeat(count + 2);
    } else {
      const std::size_t keep = more(command / 8, 15), count = more(command % 8, 7);
      to += keep;
      copy(count + 1);
    }
  }
  return row;
}

// The rows of one raster, from its first row to the last that has ink; `modes` gets how often each
// was used.
inline std::vector<std::string> read_rows(const std::vector<PclCommand>& commands,
                                          std::size_t row_bytes, std::vector<int>& modes) {
  std::vector<std::string> rows;
  std::string seed(row_bytes, '\0');
  int mode = 0;
  for (const PclCommand& command : commands) {
    if (command.name == "*bM") mode = std::stoi(command.value);
    if (command.name == "*bY") {
      seed.assign(row_bytes, '\0');
      rows.insert(rows.end(), std::stoul(command.value), seed);
    }
    if (command.name == "*bW") {
      seed = read_row(mode, command.data, seed);
      rows.push_back(seed);
      modes.push_back(mode);
    }
  }
  return rows;
}

} // namespace platen::test
