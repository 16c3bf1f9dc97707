#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace platen::scan {

// Where Tesseract's trained data lies: $TESSDATA_PREFIX, else where distributions put it. Empty
// where there is none.
std::filesystem::path trained_data_folder();

// "deu+eng", as Tesseract takes them; English for none. Errc::invalid for one that is not
// installed, with those that are.
Result<std::string> joined_languages(const std::vector<std::string>& languages);

} // namespace platen::scan
