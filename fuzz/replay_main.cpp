// Runs a libFuzzer target without libFuzzer: every seed of a folder, then a fixed number of
// mutations of them, the same in every run. It finds less than coverage guidance does, and needs
// nothing but the compiler.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

std::vector<Input> load_seeds(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Input> seeds;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

void mutate(Input& input, const std::vector<Input>& seeds, std::mt19937_64& random) {
  const auto below = [&](std::size_t n) {
    return n == 0 ? 0 : static_cast<std::size_t>(random() % n);
  };
  const std::size_t steps = 1 + below(6);
  for (std::size_t step = 0; step < steps; ++step) {
    const std::size_t at = below(input.size());
    switch (below(7)) {
    case 0: // flip a bit
      if (!input.empty()) input[at] = static_cast<std::uint8_t>(input[at] ^ (1u << below(8)));
      break;
    case 1: { // a value that parsers trip over
      static constexpr std::uint8_t odd[] = {0x00, 0xff, 0x7f, 0x80, 0x01, 0xfe, '0', '<'};
      if (!input.empty()) input[at] = odd[below(sizeof odd)];
      break;
    }
    case 2: // cut the end
      input.resize(at);
      break;
    case 3: { // repeat a part
      const std::size_t count = below(std::min<std::size_t>(input.size() - at, 64));
      const Input part(input.begin() + static_cast<std::ptrdiff_t>(at),
                       input.begin() + static_cast<std::ptrdiff_t>(at + count));
      input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), part.begin(), part.end());
      break;
    }
    case 4: { // take a part away
      const std::size_t count = below(std::min<std::size_t>(input.size() - at, 64));
      input.erase(input.begin() + static_cast<std::ptrdiff_t>(at),
                  input.begin() + static_cast<std::ptrdiff_t>(at + count));
      break;
    }
    case 5: { // go on with another seed
      const Input& other = seeds[below(seeds.size())];
      const std::size_t from = below(other.size());
      input.resize(at);
      input.insert(input.end(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
      break;
    }
    default: // four random bytes, as lengths are
      for (std::size_t i = at; i < std::min(at + 4, input.size()); ++i)
        input[i] = static_cast<std::uint8_t>(random());
    }
  }
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s SEED-FOLDER RUNS\n", argv[0]);
    return 2;
  }
  const std::vector<Input> seeds = load_seeds(argv[1]);
  if (seeds.empty()) {
    std::fprintf(stderr, "%s holds no seeds\n", argv[1]);
    return 1;
  }
  for (const Input& seed : seeds)
    LLVMFuzzerTestOneInput(seed.data(), seed.size());
  const long runs = std::strtol(argv[2], nullptr, 10);
  std::mt19937_64 random(20'240'101);
  for (long run = 0; run < runs; ++run) {
    Input input = seeds[static_cast<std::size_t>(random() % seeds.size())];
    mutate(input, seeds, random);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::printf("%zu seeds and %ld mutations without a fault\n", seeds.size(), runs);
  return 0;
}
