#include "unit/scan_pack/pictures.h"

#include "scan/page/page_file.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace platen::scan {

PageImage picture(PageShape shape, unsigned seed, Dpi resolution) {
  PageImage page(shape, resolution);
  std::mt19937 random(seed);
  const std::int32_t spare = shape.format == mask1 ? (8 - shape.width % 8) % 8 : 0;
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto row = page.band().row(y);
    std::byte value{0};
    for (std::byte& byte : row) {
      if (random() % 4 == 0) value = static_cast<std::byte>(random());
      byte = value;
    }
    row.back() &= static_cast<std::byte>(0xFF << spare);
  }
  return page;
}

Pages::Pages() {
  std::filesystem::create_directory(out());
}

void Pages::add(const PageImage& page) {
  const auto file = folder.path() / (std::to_string(list.size()) + ".png");
  EXPECT_TRUE(write_page_file(file, page).has_value());
  list.push_back({file, nullptr});
}

std::vector<std::string> Pages::made() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(out()))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

} // namespace platen::scan
