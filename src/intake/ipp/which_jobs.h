#pragma once

#include <string_view>
#include <vector>

namespace platen::intake::ipp {

std::vector<std::string_view> which_jobs_keywords(); // for which-jobs-supported

} // namespace platen::intake::ipp
