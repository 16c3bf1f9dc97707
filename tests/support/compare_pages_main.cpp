#include "support/compare_pages.h"

#include <iostream>
#include <vector>

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  return platen::support::compare_pages(arguments, std::cout, std::cerr);
}
